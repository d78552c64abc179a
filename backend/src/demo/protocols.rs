//! What the demo's doctor wrote of Anna: a signed protocol, corrected once, and a draft.

use shared::id::EntryId;
use shared::lang::Lang;
use shared::protocols::model::{
    Correction, Diagnosis, DiagnosisRank, DoseUnit, Prescription, ProtocolForm,
};
use shared::protocols::rules::{ICD_10, form_of_template, signed};
use shared::protocols::templates::BuiltIn;
use shared::record::model::{Coding, Content, Source, SourceKind};
use shared::record::rules::sensitivity_of;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::people::{CLINIC, CLINIC_NAME};
use crate::record::NewEntry;

const DOCTOR: &str = "Соколова Е. В.";
const ID: EntryId = EntryId(Uuid::from_u128(0xE0_0000 << 64 | 1));
/// Of the draft.
pub const DRAFT: Uuid = Uuid::from_u128(0xE0_0000 << 64 | 2);

/// A protocol of the visit in two versions.
pub fn signed_versions(visit: EntryId, at: OffsetDateTime) -> Vec<NewEntry> {
    let first = form(at, "5,9");
    let second = form(at, "6,9");
    let later = at + Duration::DAY;
    let correction = Correction {
        reason: "Опечатка в глюкозе: в анализе 6,9, а не 5,9".to_owned(),
    };
    [(1, first, at + Duration::minutes(25), None), (2, second, later, Some(correction))]
        .into_iter()
        .map(|(version, form, signed_at, correction)| {
            let protocol = signed(form, Vec::new(), correction, DOCTOR.to_owned(), signed_at);
            let content = Content::Protocol(protocol);
            NewEntry {
                id: ID,
                version,
                occurred_at: at,
                received_at: signed_at,
                source: source(),
                encounter: Some(visit),
                withdrawn: false,
                sensitivity: sensitivity_of(&content),
                content,
            }
        })
        .collect()
}

fn source() -> Source {
    Source {
        organization: Some(CLINIC),
        organization_name: Some(CLINIC_NAME.to_owned()),
        author: Some(DOCTOR.to_owned()),
        ..Source::of(SourceKind::Clinical)
    }
}

/// A follow-up that is not finished yet.
pub fn draft(now: OffsetDateTime) -> ProtocolForm {
    let mut form = begun("therapist_again");
    form.performed_at = Some(now - Duration::hours(1));
    write(&mut form, "changes", "Ходит после ужина, сахар по утрам 6,5–7,2");
    form
}

fn begun(id: &str) -> ProtocolForm {
    let Some(built_in) = BuiltIn::find(id) else { return ProtocolForm::default() };
    let template = Some(built_in.reference());
    ProtocolForm { template, ..form_of_template(&built_in.template(Lang::Ru)) }
}

fn write(form: &mut ProtocolForm, code: &str, text: &str) {
    if let Some(part) = form.findings.iter_mut().find(|part| part.code == code) {
        text.clone_into(&mut part.text);
    }
}

fn form(at: OffsetDateTime, glucose: &str) -> ProtocolForm {
    let mut form = begun("therapist_first");
    for (code, text) in [
        ("complaints", "Сахар по утрам выше обычного, жажды нет"),
        ("anamnesis", "Сахарный диабет 2 типа 8 лет, принимает метформин 1000 мг 2 раза в день"),
        ("life", "Не курит. Алкоголь редко"),
        ("allergies", "Пенициллин: анафилаксия. Пыльца берёзы: насморк"),
        ("state", "Общее состояние удовлетворительное. Сознание ясное. Температура тела 36,6 °C."),
        ("lungs", "Дыхание везикулярное, хрипов нет. ЧД 16 в минуту. SpO₂ 98 %."),
        (
            "heart",
            "Тоны сердца ясные, ритм правильный, шумов нет. АД 134/82 мм рт. ст., ЧСС 72 в минуту.",
        ),
    ] {
        write(&mut form, code, text);
    }
    write(
        &mut form,
        "tests",
        &format!("Гликированный гемоглобин 7,8 %. Глюкоза натощак {glucose} ммоль/л"),
    );
    let diagnosis = |code: &str, display: &str, rank| Diagnosis {
        code: Coding {
            system: ICD_10.to_owned(),
            code: code.to_owned(),
            display: display.to_owned(),
        },
        rank,
        adds_condition: false,
    };
    ProtocolForm {
        performed_at: Some(at),
        conclusion: "Сахарный диабет 2 типа, цель по гликированному гемоглобину не достигнута".to_owned(),
        diagnoses: vec![
            diagnosis("E11.9", "Сахарный диабет 2 типа без осложнений", DiagnosisRank::Main),
            diagnosis("I10", "Эссенциальная гипертензия", DiagnosisRank::Comorbid),
        ],
        plan: "Ходить после ужина 30 минут. Сахар натощак записывать каждое утро. Анализ через 3 месяца.".to_owned(),
        prescriptions: vec![Prescription {
            medicine: "Эмпаглифлозин".to_owned(),
            form: "таблетки, 10 мг".to_owned(),
            dose: "1".to_owned(),
            unit: DoseUnit::Piece,
            times_a_day: Some(1),
            days: Some(90),
            note: "утром".to_owned(),
        }],
        next_visit: Some((at + Duration::days(91)).date()),
        ..form
    }
}
