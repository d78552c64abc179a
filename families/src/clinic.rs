//! Clinics, laboratories and who works there.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use shared::id::OrganizationId;
use shared::record::model::{PersonName, Sex, Source, SourceKind};
use uuid::Uuid;

use crate::catalogue::specialties;
use crate::draw::Draw;
use crate::names::{Given, Surname, with_initials};
use crate::table::rows;

/// Where people are treated, or their blood is examined.
#[derive(Clone, Debug)]
pub struct Clinic {
    pub id: OrganizationId,
    /// The row in the table: `poly_moscow`.
    pub key: &'static str,
    pub name: &'static str,
    pub city: &'static str,
    pub address: &'static str,
    /// Where to go in.
    pub entrance: &'static str,
    pub kind: ClinicKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ClinicKind {
    Polyclinic,
    Hospital,
    Laboratory,
    Dental,
    Maternity,
}

/// Somebody who writes entries.
#[derive(Clone, Debug)]
pub struct Doctor {
    pub id: Uuid,
    pub name: PersonName,
    /// The row in the table: `therapist`.
    pub specialty: &'static str,
    /// «терапевт»
    pub doctor_ru: &'static str,
    pub clinic: OrganizationId,
    /// The number on the door.
    pub room: i64,
}

const CLINIC_IDS: u128 = 0xC1_0000;
const DOCTOR_IDS: u128 = 0xA1_0000;
/// What a key names that no row has; a test sees that there is none.
static NOWHERE: Clinic = Clinic {
    id: OrganizationId(Uuid::nil()),
    key: "",
    name: "",
    city: "",
    address: "",
    entrance: "",
    kind: ClinicKind::Polyclinic,
};
/// The staff is the same for every seed.
const STAFF: u64 = 0x57AFF;

static CLINICS: LazyLock<Vec<Clinic>> = LazyLock::new(|| {
    rows::<8>(include_str!("../data/clinics.tsv"))
        .zip(1u128..)
        .filter_map(|([key, name, _, kind, city, address, entrance, _], n)| {
            let id = OrganizationId(Uuid::from_u128(CLINIC_IDS + n));
            let kind = ClinicKind::read(kind)?;
            Some(Clinic { id, key, name, city, address, entrance, kind })
        })
        .collect()
});

static DOCTORS: LazyLock<Vec<Doctor>> = LazyLock::new(|| {
    let mut draw = Draw::new([STAFF, 0, 0, 0]);
    let mut doctors = Vec::new();
    for clinic in &*CLINICS {
        for (specialty, terms) in specialties().filter(|(key, _)| clinic.kind.employs(key)) {
            for _ in 0..draw.between(2, 3) {
                let n = u128::try_from(doctors.len()).unwrap_or(0);
                doctors.extend(name(&mut draw).map(|name| Doctor {
                    id: Uuid::from_u128(DOCTOR_IDS + n + 1),
                    name,
                    specialty,
                    doctor_ru: terms.doctor,
                    clinic: clinic.id,
                    room: draw.between(1, 4) * 100 + draw.between(1, 29),
                }));
            }
        }
    }
    doctors
});

static STAFFED: LazyLock<BTreeMap<(OrganizationId, &'static str), Vec<&'static Doctor>>> =
    LazyLock::new(|| {
        let mut staffed = BTreeMap::<_, Vec<_>>::new();
        for doctor in &*DOCTORS {
            staffed.entry((doctor.clinic, doctor.specialty)).or_default().push(doctor);
        }
        staffed
    });

/// All there are, in the order of the table.
pub fn clinics() -> &'static [Clinic] {
    &CLINICS
}

/// Everybody who works in a clinic: two or three of each specialty.
pub fn doctors() -> &'static [Doctor] {
    &DOCTORS
}

/// One of the doctors of a specialty in a clinic; the same `luck` finds the same one.
pub fn doctor(clinic: &Clinic, specialty: &'static str, luck: u64) -> Option<&'static Doctor> {
    let staff = STAFFED.get(&(clinic.id, specialty))?;
    let place = luck % u64::try_from(staff.len()).ok()?.max(1);
    staff.get(usize::try_from(place).ok()?).copied()
}

/// The clinic of that row of the table.
pub fn find(key: &str) -> &'static Clinic {
    CLINICS.iter().find(|clinic| clinic.key == key).unwrap_or(&NOWHERE)
}

impl ClinicKind {
    /// The word in the table and in the register of organizations.
    pub const fn wire(self) -> &'static str {
        match self {
            Self::Polyclinic => "polyclinic",
            Self::Hospital => "hospital",
            Self::Laboratory => "laboratory",
            Self::Dental => "dental",
            Self::Maternity => "maternity",
        }
    }

    fn read(word: &str) -> Option<Self> {
        [Self::Polyclinic, Self::Hospital, Self::Laboratory, Self::Dental, Self::Maternity]
            .into_iter()
            .find(|kind| kind.wire() == word)
    }

    fn employs(self, specialty: &str) -> bool {
        match self {
            Self::Polyclinic | Self::Hospital => true,
            Self::Laboratory => false,
            Self::Dental => specialty == "dentist",
            Self::Maternity => matches!(specialty, "gynecologist" | "pediatrician" | "therapist"),
        }
    }
}

impl Clinic {
    /// What its entries say of where they come from.
    pub fn source(&self, kind: SourceKind) -> Source {
        Source {
            organization: Some(self.id),
            organization_name: Some(self.name.to_owned()),
            ..Source::of(kind)
        }
    }
}

impl Doctor {
    /// As printed on a document: «Соколова Е. В., терапевт».
    pub fn author(&self) -> String {
        format!("{}, {}", with_initials(&self.name), self.doctor_ru)
    }
}

fn name(draw: &mut Draw) -> Option<PersonName> {
    let sex = if draw.chance(72) { Sex::Female } else { Sex::Male };
    let year = i32::try_from(draw.between(1958, 1995)).ok()?;
    let father = Given::draw_father(draw, year)?;
    Some(PersonName {
        surname: Surname::draw(draw)?.of(sex).to_owned(),
        given: Given::draw(draw, sex, year, &[])?.name.to_owned(),
        patronymic: father.patronymic(sex).map(str::to_owned),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_specialty_has_somebody_in_every_polyclinic() {
        for clinic in clinics().iter().filter(|clinic| clinic.kind == ClinicKind::Polyclinic) {
            for (specialty, _) in specialties() {
                let staff = doctors()
                    .iter()
                    .filter(|doctor| doctor.clinic == clinic.id && doctor.specialty == specialty);
                assert!((2..=3).contains(&staff.count()), "{} {specialty}", clinic.key);
                assert!(doctor(clinic, specialty, 7).is_some());
            }
        }
    }

    #[test]
    fn ids_of_clinics_and_doctors_are_their_own() {
        let mut ids: Vec<Uuid> = clinics().iter().map(|clinic| clinic.id.0).collect();
        ids.extend(doctors().iter().map(|doctor| doctor.id));
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), count);
        assert_eq!(clinics().len(), 15);
    }

    #[test]
    fn a_doctor_signs_with_initials_and_specialty() {
        for doctor in doctors() {
            let author = doctor.author();
            assert!(author.ends_with(&format!("., {}", doctor.doctor_ru)), "{author}");
        }
    }
}
