//! Vaccinations by the national calendar (приказ Минздрава № 1122н), and those who refuse.

use std::sync::LazyLock;

use shared::access::model::Sensitivity;
use shared::record::model::{
    Content, EncounterClass, Immunization, ImmunizationStatus, Sex, SourceKind,
};
use time::{Date, Month};

use crate::calendar::{at, plus_days, plus_months};
use crate::catalogue::{CVX, coding};
use crate::story::{Fact, Meeting, Story, Visit};
use crate::table::rows;

#[derive(Debug)]
struct Vaccine {
    key: &'static str,
    disease: &'static str,
    cvx: &'static str,
    /// `V1`, `RV2`
    series: &'static str,
    /// Half months of age.
    half_months: i64,
    brand: &'static str,
    route: &'static str,
    site: &'static str,
}

static VACCINES: LazyLock<Vec<Vaccine>> = LazyLock::new(|| {
    rows::<13>(include_str!("../data/vaccinations.tsv"))
        .map(|[key, _, _, disease, _, _, cvx, _, series, months, brand, route, site]| {
            let (whole, half) = months.split_once('.').unwrap_or((months, "0"));
            let half_months = whole.parse::<i64>().unwrap_or(0) * 2 + i64::from(half == "5");
            Vaccine { key, disease, cvx, series, half_months, brand, route, site }
        })
        .collect()
});

const YEARLY: &str = "influenza";
const LATER: &str = "catchup";

impl Story<'_> {
    pub fn be_vaccinated(&mut self) {
        let refuses = self.draw.chance(6);
        self.follow_calendar(refuses);
        self.catch_up(refuses);
        self.have_flu_shots(refuses);
    }

    /// What is due at one age is given at one visit.
    fn follow_calendar(&mut self, refuses: bool) {
        let due = VACCINES
            .iter()
            .filter(|vaccine| !vaccine.key.starts_with(YEARLY) && !vaccine.key.starts_with(LATER));
        let mut ages: Vec<i64> = due.clone().map(|vaccine| vaccine.half_months).collect();
        ages.sort_unstable();
        ages.dedup();
        let mut delay = 0;
        for age in ages {
            // Whoever is late stays late.
            delay += if self.draw.chance(15) { self.draw.between(5, 40) } else { 0 };
            let days = (age * 487 + 31) / 32 + delay.min(150) + self.draw.between(0, 9);
            let on = plus_days(self.person.birth, days);
            if on > self.today || on < self.from {
                continue;
            }
            let given: Vec<&'static Vaccine> = due
                .clone()
                .filter(|vaccine| vaccine.half_months == age && is_in_calendar(vaccine.key, on))
                .collect();
            if age == 0 {
                self.vaccinate_newborn(&given, refuses);
            } else if let Some(visit) =
                self.visit_for("Плановая вакцинация по календарю.", on, &given)
            {
                for vaccine in given {
                    self.vaccinate(&visit, vaccine, refuses);
                }
            }
        }
    }

    /// In the maternity hospital, without a visit to it.
    fn vaccinate_newborn(&mut self, given: &[&'static Vaccine], refuses: bool) {
        let places = &self.household.places;
        let clinic = places.clinic("pediatrician", EncounterClass::Inpatient, Some("O80.0"), true);
        for (vaccine, day) in given.iter().zip([1, 4]) {
            let at = at(plus_days(self.person.birth, day), 9 * 60 + self.draw.between(0, 180));
            if at > self.until {
                continue;
            }
            let content = self.immunization(vaccine, plus_days(self.person.birth, day), refuses);
            self.add(Fact {
                at,
                received: at + time::Duration::hours(3),
                source: clinic.source(SourceKind::Clinical),
                encounter: None,
                sensitivity: Sensitivity::Usual,
                content,
            });
        }
    }

    /// What grown-ups were not given as children.
    fn catch_up(&mut self, refuses: bool) {
        let age = self.age(self.from);
        if age < 18 || refuses {
            return;
        }
        let start = plus_days(self.from, self.draw.between(100, 2_600));
        let wanted = if self.draw.chance(55) { "catchup_measles" } else { "catchup_hepb" };
        let first = if self.person.sex == Sex::Female && age < 25 && self.draw.chance(50) {
            "catchup_rubella"
        } else {
            wanted
        };
        if self.draw.chance(45) {
            return;
        }
        for vaccine in VACCINES.iter().filter(|vaccine| vaccine.key.starts_with(first)) {
            let on = plus_months(start, (vaccine.half_months - 432) / 2);
            if let Some(visit) = self.visit_for("Вакцинация взрослых.", on, &[vaccine])
            {
                self.vaccinate(&visit, vaccine, false);
            }
        }
    }

    /// Every autumn, by those who usually go.
    fn have_flu_shots(&mut self, refuses: bool) {
        let habit = if refuses { 0 } else { self.draw.below(75) };
        for year in self.from.year()..=self.today.year() {
            let Ok(autumn) = Date::from_calendar_date(year, Month::September, 12) else {
                continue;
            };
            let on = plus_days(autumn, self.draw.between(0, 60));
            let key = if self.is_child(on) { "influenza_child" } else { "influenza_adult" };
            let vaccine = VACCINES.iter().find(|vaccine| vaccine.key == key);
            if self.age(on) < 3 || !self.draw.chance(habit) {
                continue;
            }
            if let Some(vaccine) = vaccine
                && let Some(visit) =
                    self.visit_for("Прививка от гриппа перед сезоном.", on, &[vaccine])
            {
                self.vaccinate(&visit, vaccine, false);
            }
        }
    }

    fn visit_for(&mut self, reason: &str, on: Date, given: &[&Vaccine]) -> Option<Visit> {
        if given.is_empty() {
            return None;
        }
        self.meet(Meeting {
            title: Some("Вакцинация".to_owned()),
            reason: Some(reason.to_owned()),
            conclusion: Some(
                "Осмотр перед прививкой: температура 36,6 °C, противопоказаний нет.".to_owned(),
            ),
            recommendations: Some(
                "Не тереть место прививки, при температуре выше 38,5 °C принять жаропонижающее."
                    .to_owned(),
            ),
            ..Meeting::new(on, "therapist")
        })
    }

    fn vaccinate(&mut self, visit: &Visit, vaccine: &Vaccine, refuses: bool) {
        let content = self.immunization(vaccine, visit.on, refuses);
        self.within(visit, content);
    }

    fn immunization(&mut self, vaccine: &Vaccine, on: Date, refuses: bool) -> Content {
        let is_done = !self.draw.chance(if refuses { 75 } else { 2 });
        let given = |text: String| is_done.then_some(text);
        let (brand, cvx) = brand(vaccine, on);
        let lot = format!(
            "{}{:03}-{:02}{:02}",
            self.draw.text(&["А", "В", "К", "М", "П", "С"]),
            self.draw.between(1, 480),
            u8::from(on.month()),
            on.year() % 100
        );
        let reaction = (is_done && self.draw.chance(9)).then(|| {
            self.draw
                .text(&[
                    "Покраснение и уплотнение до 2 см в месте введения",
                    "Температура 37,8 °C в течение суток",
                    "Болезненность в месте введения два дня",
                ])
                .to_owned()
        });
        let kind = if vaccine.series.starts_with('V') {
            "вакцинация"
        } else {
            "ревакцинация"
        };
        let is_yearly = vaccine.key.starts_with(YEARLY);
        Content::Immunization(Immunization {
            vaccine: coding(CVX, cvx, brand),
            status: if is_done {
                ImmunizationStatus::Completed
            } else {
                ImmunizationStatus::NotDone
            },
            disease: Some(vaccine.disease.to_owned()),
            dose: (!is_yearly).then(|| vaccine.series.to_owned()),
            series: Some(if is_yearly { vaccine.series } else { kind }.to_owned()),
            lot: given(lot),
            manufacturer: manufacturer(brand).map(str::to_owned),
            site: given(vaccine.site.to_owned()),
            route: given(vaccine.route.to_owned()),
            reaction,
        })
    }
}

/// Since when all children get it.
fn is_in_calendar(key: &str, on: Date) -> bool {
    let since = match key.split('_').next() {
        Some("pneumo") => 2014,
        Some("hib") => 2011,
        _ => 0,
    };
    on.year() >= since
}

/// What it was called that year, with its code.
fn brand(vaccine: &Vaccine, on: Date) -> (&'static str, &'static str) {
    match (vaccine.brand, on.year()) {
        ("Вактривир", ..2020) => ("Приорикс", "03"),
        ("Полимилекс", ..2019) => ("Имовакс Полио", "10"),
        ("БиВак полио", ..2016) => {
            ("Вакцина полиомиелитная пероральная 1, 2, 3 типов", "02")
        }
        ("Ультрикс Квадри", ..2019) => ("Гриппол плюс", "141"),
        ("Гриппол плюс", ..2009) => ("Гриппол", "141"),
        _ => (vaccine.brand, vaccine.cvx),
    }
}

fn manufacturer(brand: &str) -> Option<&'static str> {
    match brand {
        "Регевак В" => Some("Биннофарм"),
        "БЦЖ-М" | "БЦЖ" => Some("НИЦЭМ им. Н. Ф. Гамалеи"),
        "Превенар 13" => Some("Пфайзер"),
        "АКДС-вакцина" | "АДС-М-анатоксин" | "Вактривир" => {
            Some("Микроген")
        }
        "Полимилекс" => Some("Нанолек"),
        "Акт-ХИБ" | "Имовакс Полио" => Some("Санофи Пастер"),
        "Приорикс" => Some("ГлаксоСмитКляйн"),
        "Гриппол плюс" => Some("Петровакс Фарм"),
        "Ультрикс Квадри" => Some("ФОРТ"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    #[test]
    fn ages_are_read_with_their_halves() {
        let of = |key: &str| VACCINES.iter().find(|vaccine| vaccine.key == key).unwrap();
        assert_eq!(of("dtp_v2").half_months, 9);
        assert_eq!(of("mmr_rv").half_months, 144);
        assert_eq!(of("hepb_v1").half_months, 0);
    }

    #[test]
    fn a_vaccine_is_called_as_it_was_that_year() {
        let measles = VACCINES.iter().find(|vaccine| vaccine.key == "mmr_v1").unwrap();
        assert_eq!(brand(measles, date!(2015 - 05 - 05)).0, "Приорикс");
        assert_eq!(brand(measles, date!(2024 - 05 - 05)).0, "Вактривир");
        assert!(!is_in_calendar("pneumo_v1", date!(2010 - 05 - 05)));
        assert!(is_in_calendar("dtp_v1", date!(2010 - 05 - 05)));
    }
}
