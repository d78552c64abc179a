//! What happened to the demo's people.

use shared::access::model::Sensitivity;
use shared::id::EntryId;
use shared::measurements::model::MeasurementKind;
use shared::measurements::target::goal;
use shared::record::model::{
    AllergyIntolerance, CarePlan, ClinicalStatus, Coding, Condition, Content, Criticality,
    DiagnosticReport, Encounter, EncounterClass, EncounterStatus, Immunization, ImmunizationStatus,
    Interval, MedicationRequest, MedicationStatement, MedicationStatus, Note, Observation,
    Procedure, ProcedureStatus, ResultStatus, ServiceRequest, ServiceRequestStatus, Source,
    SourceKind, Value,
};
use shared::record::rules::BLOOD_GROUP;
use time::macros::time;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::people::{CLINIC, CLINIC_NAME, DemoPerson, LABORATORY, LABORATORY_NAME};
use super::protocols;
use crate::record::NewEntry;

const ICD_10: &str = "http://hl7.org/fhir/sid/icd-10";
const LOINC: &str = "http://loinc.org";
const ADDRESS: &str = "Северск, ул. Садовая, 7";
const THERAPIST: &str = "Соколова Е. В., терапевт";
const ENDOCRINOLOGIST: &str = "Мамедов Р. А., эндокринолог";
const CARDIOLOGIST: &str = "Лебедева О. Н., кардиолог";

/// Everything in one person's card, oldest or newest in no order.
pub fn of(person: &DemoPerson, now: OffsetDateTime) -> Vec<NewEntry> {
    let mut history = History { now, owner: person.n, entries: Vec::new() };
    match person.n {
        1 => history.anna(),
        2 => history.alexander(),
        _ => history.newcomer(),
    }
    history.entries
}

struct History {
    now: OffsetDateTime,
    owner: u128,
    entries: Vec<NewEntry>,
}

impl History {
    fn anna(&mut self) {
        self.blood_group("A(II) Rh+");
        self.allergy(4_000, "Пенициллин", Criticality::High, "анафилаксия");
        self.allergy(900, "Пыльца берёзы", Criticality::Low, "насморк, слезотечение");
        self.condition(3_100, "E11.9", "Сахарный диабет 2 типа без осложнений");
        self.condition(2_400, "I10", "Эссенциальная гипертензия");
        self.medicine(1_200, "Метформин 1000 мг", "по 1 таблетке 2 раза в день, после еды");
        self.medicine(1_100, "Лозартан 50 мг", "по 1 таблетке утром");
        self.visit(420, "Приём терапевта", "I10", "Эссенциальная гипертензия");
        self.visit(190, "Приём эндокринолога", "E11.9", "Сахарный диабет 2 типа");
        self.visit(95, "Вызов врача на дом", "J06.9", "Острая инфекция верхних дыхательных путей");
        let last = self.visit(12, "Приём терапевта", "E11.9", "Сахарный диабет 2 типа");
        self.series(
            ("4548-4", "Гликированный гемоглобин", "%"),
            (4.0, 6.0),
            &[(720, 8.1), (540, 7.6), (360, 7.2), (190, 7.4), (14, 7.8)],
        );
        self.series(
            ("2345-7", "Глюкоза", "ммоль/л"),
            (4.1, 6.1),
            &[(540, 9.2), (360, 7.9), (190, 7.1), (14, 8.4)],
        );
        self.series(
            ("2093-3", "Холестерин общий", "ммоль/л"),
            (3.2, 5.2),
            &[(360, 6.3), (14, 5.0)],
        );
        self.series(("718-7", "Гемоглобин", "г/л"), (117.0, 155.0), &[(360, 128.0), (14, 131.0)]);
        self.sensitive_condition(800, "F41.2", "Смешанное тревожное и депрессивное расстройство");
        self.note(3, "После ужина сахар 9,1. Спросить про вечернюю прогулку.");
        self.outcome_of(last);
        self.vaccinations();
        self.next_visit();
        self.measured_at_home();
        self.written(last);
    }

    /// The protocol of the last visit.
    fn written(&mut self, visit: EntryId) {
        let at = self.entries.iter().find(|entry| entry.id == visit).map(|it| it.occurred_at);
        if let Some(at) = at {
            self.entries.extend(protocols::signed_versions(visit, at));
        }
    }

    fn alexander(&mut self) {
        self.blood_group("0(I) Rh−");
        self.allergy(9_000, "Йодсодержащие контрастные вещества", Criticality::High, "отёк Квинке");
        self.allergy(2_000, "Ацетилсалициловая кислота", Criticality::High, "бронхоспазм");
        self.allergy(300, "Молоко", Criticality::Unknown, "вздутие живота");
        for (days, code, name) in [
            (6_000, "I25.1", "Атеросклеротическая болезнь сердца"),
            (5_200, "I48.2", "Хроническая фибрилляция предсердий"),
            (4_100, "I50.0", "Застойная сердечная недостаточность"),
            (3_300, "N18.3", "Хроническая болезнь почек, стадия 3"),
            (2_600, "J44.8", "Хроническая обструктивная лёгочная болезнь"),
            (1_500, "M17.0", "Первичный гонартроз двусторонний"),
            (900, "H25.1", "Старческая ядерная катаракта"),
        ] {
            self.condition(days, code, name);
        }
        for (days, name, dosage) in [
            (1_900, "Апиксабан 2,5 мг", "по 1 таблетке 2 раза в день"),
            (1_800, "Бисопролол 5 мг", "по 1 таблетке утром"),
            (1_700, "Торасемид 10 мг", "по 1 таблетке утром, натощак"),
            (1_600, "Спиронолактон 25 мг", "по 1 таблетке утром"),
            (1_500, "Аторвастатин 40 мг", "по 1 таблетке вечером"),
            (700, "Тиотропия бромид 18 мкг", "1 ингаляция утром"),
        ] {
            self.medicine(days, name, dosage);
        }
        for days in (20..1_800).step_by(45) {
            self.visit(days, "Приём кардиолога", "I50.0", "Застойная сердечная недостаточность");
        }
        self.series(
            ("2160-0", "Креатинин", "мкмоль/л"),
            (62.0, 115.0),
            &[(700, 131.0), (500, 138.0), (300, 142.0), (100, 149.0), (16, 156.0)],
        );
        self.series(
            ("2823-3", "Калий", "ммоль/л"),
            (3.5, 5.1),
            &[(300, 4.8), (100, 5.0), (16, 5.4)],
        );
        self.series(
            ("33762-6", "NT-proBNP", "пг/мл"),
            (0.0, 450.0),
            &[(300, 1_240.0), (16, 1_870.0)],
        );
        self.series(("718-7", "Гемоглобин", "г/л"), (126.0, 172.0), &[(300, 121.0), (16, 117.0)]);
    }

    fn newcomer(&mut self) {
        self.visit(5, "Диспансеризация", "Z00.0", "Общий медицинский осмотр");
    }

    /// What the last visit led to: what was said, examined, prescribed and planned.
    fn outcome_of(&mut self, visit: EntryId) {
        if let Some(entry) = self.entries.iter_mut().find(|entry| entry.id == visit)
            && let Content::Encounter(encounter) = &mut entry.content
        {
            encounter.reason = Some("Сахар по утрам выше обычного".to_owned());
            encounter.conclusion = Some(
                "Жалоб нет. АД 134/82, пульс 72. Гликированный гемоглобин вырос до 7,8 %: цель 7,0 % не достигнута."
                    .to_owned(),
            );
            encounter.recommendations = Some(
                "Ходить после ужина 30 минут. Сахар натощак записывать каждое утро. Повторный анализ через 3 месяца."
                    .to_owned(),
            );
            encounter.place = Some(format!("{ADDRESS}, 2 этаж, каб. 214"));
        }
        let of_visit = [
            self.results_of_visit(),
            self.prescribed(),
            self.examined(),
            self.referred(),
            self.planned(),
        ];
        for entry in self.entries.iter_mut().filter(|entry| of_visit.contains(&entry.id)) {
            entry.encounter = Some(visit);
        }
    }

    /// The report of the values of the last two weeks, with the referral it answers.
    fn results_of_visit(&mut self) -> EntryId {
        let results: Vec<EntryId> = self
            .entries
            .iter()
            .filter(|entry| matches!(entry.content, Content::Observation(_)))
            .filter(|entry| entry.occurred_at > self.now - Duration::days(15))
            .map(|entry| entry.id)
            .collect();
        let referral = self.clinical(
            19,
            Content::ServiceRequest(ServiceRequest {
                code: words("Биохимический анализ крови"),
                status: ServiceRequestStatus::Completed,
                performer: Some("Клинико-диагностическая лаборатория".to_owned()),
                reason: Some("Контроль сахарного диабета".to_owned()),
                urgent: false,
            }),
        );
        let report = Content::DiagnosticReport(DiagnosticReport {
            code: words("Биохимический анализ крови"),
            status: ResultStatus::Final,
            results,
            conclusion: None,
            issued_at: Some((self.now - Duration::days(14)).replace_time(time!(08:10))),
            specimen: Some("Сыворотка крови".to_owned()),
            forms: Vec::new(),
            request: Some(referral),
        });
        self.push(14, laboratory(), Sensitivity::Usual, report)
    }

    fn prescribed(&mut self) -> EntryId {
        self.clinical(
            12,
            Content::MedicationRequest(MedicationRequest {
                medicine: "Эмпаглифлозин 10 мг".to_owned(),
                dosage: "по 1 таблетке утром".to_owned(),
                status: MedicationStatus::Active,
                reason: Some("Сахарный диабет 2 типа".to_owned()),
                valid_until: Some((self.now + Duration::days(48)).date()),
            }),
        )
    }

    fn examined(&mut self) -> EntryId {
        self.clinical(
            12,
            Content::Procedure(Procedure {
                code: words("Электрокардиография"),
                status: ProcedureStatus::Completed,
                outcome: Some("Ритм синусовый, ЧСС 72. Без острых изменений.".to_owned()),
                body_site: None,
                reason: None,
            }),
        )
    }

    fn referred(&mut self) -> EntryId {
        self.clinical(
            12,
            Content::ServiceRequest(ServiceRequest {
                code: words("Осмотр офтальмолога: глазное дно"),
                status: ServiceRequestStatus::Active,
                performer: Some("Офтальмолог, Городская поликлиника № 7".to_owned()),
                reason: Some("Раз в год при диабете".to_owned()),
                urgent: false,
            }),
        )
    }

    fn planned(&mut self) -> EntryId {
        self.clinical(
            12,
            Content::CarePlan(CarePlan {
                title: "Наблюдение при сахарном диабете".to_owned(),
                active: true,
                activities: vec![
                    "Сахар натощак каждое утро".to_owned(),
                    "Гликированный гемоглобин раз в 3 месяца".to_owned(),
                    "Осмотр стоп и глазного дна раз в год".to_owned(),
                ],
                goals: vec![
                    "Гликированный гемоглобин до 7,0 %".to_owned(),
                    "АД ниже 130/80".to_owned(),
                ],
                ended_at: None,
            }),
        )
    }

    fn vaccinations(&mut self) {
        for (days_ago, vaccine, disease, dose) in [
            (55, "Ультрикс Квадри", "Грипп", None),
            (420, "Совигрипп", "Грипп", None),
            (2_050, "АДС-М", "Дифтерия, столбняк", Some("ревакцинация")),
            (1_700, "Превенар 13", "Пневмококковая инфекция", Some("1")),
        ] {
            self.clinical(
                days_ago,
                Content::Immunization(Immunization {
                    vaccine: words(vaccine),
                    status: ImmunizationStatus::Completed,
                    disease: Some(disease.to_owned()),
                    dose: dose.map(str::to_owned),
                    series: None,
                    lot: None,
                    manufacturer: None,
                    site: Some("левое плечо".to_owned()),
                    route: Some("внутримышечно".to_owned()),
                    reaction: None,
                }),
            );
        }
    }

    fn next_visit(&mut self) {
        let content = Content::Encounter(Encounter {
            status: EncounterStatus::Planned,
            reason: Some("Подобрать лечение: гликированный гемоглобин 7,8 %".to_owned()),
            place: Some(format!("{ADDRESS}, вход со двора, 3 этаж, каб. 305")),
            preparation: Some(
                "Принесите дневник сахара за две недели и все лекарства, которые принимаете. Утром позавтракайте как обычно."
                    .to_owned(),
            ),
            ..Encounter::new(EncounterClass::Ambulatory, "Приём эндокринолога".to_owned())
        });
        let source = Source { author: Some(ENDOCRINOLOGIST.to_owned()), ..clinic() };
        let id = self.push(-9, source, Sensitivity::Usual, content);
        // It is known since the last visit.
        let known = self.now - Duration::days(12);
        if let Some(entry) = self.entries.iter_mut().find(|entry| entry.id == id) {
            entry.received_at = known;
        }
    }

    /// Half a year of what Anna measures herself, and where her doctor wants it.
    fn measured_at_home(&mut self) {
        const SWING: [i32; 7] = [0, 4, -3, 2, -5, 3, -1];
        for (n, swing) in (0..44).zip(SWING.iter().cycle()) {
            let (upper, lower) = (147 - n / 3 + swing, 90 - n / 6 + swing / 2);
            let values = [f64::from(upper), f64::from(lower)];
            self.told(i64::from(180 - 4 * n), MeasurementKind::BloodPressure, &values);
        }
        for n in 0..13 {
            let weight = f64::from(842 - 2 * n) / 10.0;
            self.told(i64::from(180 - 14 * n), MeasurementKind::Weight, &[weight]);
        }
        let parts = [(90.0, 129.0), (60.0, 79.0)]
            .map(|(low, high)| Interval { low: Some(low), high: Some(high) });
        let target = goal(MeasurementKind::BloodPressure, &parts, true);
        self.clinical(12, Content::Goal(target));
    }

    fn told(&mut self, days_ago: i64, kind: MeasurementKind, values: &[f64]) {
        let source = Source::of(SourceKind::SelfReported);
        self.push(days_ago, source, Sensitivity::Usual, kind.content(values));
    }

    fn push(
        &mut self,
        days_ago: i64,
        source: Source,
        sensitivity: Sensitivity,
        content: Content,
    ) -> EntryId {
        let n = u128::try_from(self.entries.len()).unwrap_or(0);
        // In the morning of Moscow.
        let occurred_at = (self.now - Duration::days(days_ago)).replace_time(time!(07:20));
        let id = EntryId(Uuid::from_u128((0xE0_0000 + self.owner) << 32 | n));
        self.entries.push(NewEntry {
            id,
            version: 1,
            occurred_at,
            received_at: occurred_at + Duration::hours(1),
            source,
            encounter: None,
            withdrawn: false,
            sensitivity,
            content,
        });
        id
    }

    fn clinical(&mut self, days_ago: i64, content: Content) -> EntryId {
        self.push(days_ago, clinic(), Sensitivity::Usual, content)
    }

    fn visit(&mut self, days_ago: i64, title: &str, code: &str, display: &str) -> EntryId {
        let class = if title.starts_with("Вызов") {
            EncounterClass::HomeVisit
        } else {
            EncounterClass::Ambulatory
        };
        let content = Content::Encounter(Encounter {
            diagnosis: Some(coding(ICD_10, code, display)),
            ..Encounter::new(class, title.to_owned())
        });
        let author = match title.rsplit(' ').next() {
            Some("эндокринолога") => ENDOCRINOLOGIST,
            Some("кардиолога") => CARDIOLOGIST,
            _ => THERAPIST,
        };
        let source = Source { author: Some(author.to_owned()), ..clinic() };
        self.push(days_ago, source, Sensitivity::Usual, content)
    }

    fn condition(&mut self, days_ago: i64, code: &str, display: &str) {
        self.clinical(days_ago, chronic(code, display));
    }

    fn sensitive_condition(&mut self, days_ago: i64, code: &str, display: &str) {
        self.push(days_ago, clinic(), Sensitivity::MentalHealth, chronic(code, display));
    }

    fn allergy(&mut self, days_ago: i64, to: &str, criticality: Criticality, reaction: &str) {
        let content = Content::AllergyIntolerance(AllergyIntolerance {
            substance: to.to_owned(),
            criticality,
            reaction: Some(reaction.to_owned()),
            clinical_status: ClinicalStatus::Active,
        });
        self.clinical(days_ago, content);
    }

    fn medicine(&mut self, days_ago: i64, medicine: &str, dosage: &str) {
        let content = Content::MedicationStatement(MedicationStatement {
            medicine: medicine.to_owned(),
            dosage: dosage.to_owned(),
            status: MedicationStatus::Active,
        });
        self.clinical(days_ago, content);
    }

    fn note(&mut self, days_ago: i64, text: &str) {
        let source = Source::of(SourceKind::SelfReported);
        let content = Content::Note(Note::new(text.to_owned()));
        self.push(days_ago, source, Sensitivity::Usual, content);
    }

    fn blood_group(&mut self, group: &str) {
        let content = Content::Observation(Observation::new(
            coding(LOINC, BLOOD_GROUP, "Группа крови и резус-фактор"),
            Value { number: None, unit: String::new(), text: group.to_owned() },
            None,
        ));
        self.push(5_000, laboratory(), Sensitivity::Usual, content);
    }

    fn series(
        &mut self,
        (code, display, unit): (&str, &str, &str),
        (low, high): (f64, f64),
        values: &[(i64, f64)],
    ) {
        for (days_ago, number) in values {
            let content = Content::Observation(Observation::new(
                coding(LOINC, code, display),
                Value {
                    number: Some(*number),
                    unit: unit.to_owned(),
                    text: shared::format::number(shared::lang::Lang::Ru, *number),
                },
                Some(Interval { low: Some(low), high: Some(high) }),
            ));
            self.push(*days_ago, laboratory(), Sensitivity::Usual, content);
        }
    }
}

fn chronic(code: &str, display: &str) -> Content {
    Content::Condition(Condition {
        code: coding(ICD_10, code, display),
        clinical_status: ClinicalStatus::Active,
        chronic: true,
        note: None,
    })
}

fn coding(system: &str, code: &str, display: &str) -> Coding {
    Coding { system: system.to_owned(), code: code.to_owned(), display: display.to_owned() }
}

/// A term of no code system.
fn words(display: &str) -> Coding {
    coding("", "", display)
}

fn clinic() -> Source {
    Source {
        kind: SourceKind::Clinical,
        organization: Some(CLINIC),
        organization_name: Some(CLINIC_NAME.to_owned()),
        author: Some(THERAPIST.to_owned()),
        system: None,
        confirmed: None,
    }
}

fn laboratory() -> Source {
    Source {
        kind: SourceKind::Clinical,
        organization: Some(LABORATORY),
        organization_name: Some(LABORATORY_NAME.to_owned()),
        author: None,
        system: None,
        confirmed: None,
    }
}
