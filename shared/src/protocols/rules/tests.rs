use time::macros::{date, datetime, offset};
use uuid::Uuid;

use super::*;
use crate::access::model::Section;
use crate::id::EntryId;
use crate::protocols::model::{Diagnosis, DoseUnit, FormPart, Prescription};
use crate::protocols::templates::BuiltIn;
use crate::record::model::{
    AllergyIntolerance, Criticality, MedicationStatement, Source, SourceKind,
};

const NOW: OffsetDateTime = datetime!(2026-12-01 12:00 UTC);

fn entry(content: Content) -> Entry {
    Entry {
        id: EntryId(Uuid::from_u128(1)),
        version: 1,
        section: Section::Allergies,
        occurred_at: NOW,
        received_at: NOW,
        source: Source::of(SourceKind::Clinical),
        encounter: None,
        withdrawn: false,
        held_until: None,
        content,
    }
}

fn allergy(substance: &str) -> Entry {
    entry(Content::AllergyIntolerance(AllergyIntolerance {
        substance: substance.into(),
        criticality: Criticality::High,
        reaction: None,
        clinical_status: ClinicalStatus::Active,
    }))
}

fn diagnosis(code: &str, rank: DiagnosisRank) -> Diagnosis {
    let code =
        Coding { system: ICD_10.into(), code: code.into(), display: "Диагноз".into() };
    Diagnosis { code, rank, adds_condition: false }
}

fn medicine(name: &str, form: &str, dose: &str, unit: DoseUnit, times: u32) -> Prescription {
    Prescription {
        medicine: name.into(),
        form: form.into(),
        dose: dose.into(),
        unit,
        times_a_day: Some(times),
        days: Some(10),
        note: String::new(),
    }
}

fn whole() -> ProtocolForm {
    ProtocolForm {
        title: "Приём терапевта".into(),
        template: None,
        performed_at: Some(NOW),
        findings: vec![FormPart {
            code: "complaints".into(),
            title: "Жалобы".into(),
            text: "Жалоб нет".into(),
            required: true,
        }],
        conclusion: "Здорова".into(),
        diagnoses: vec![diagnosis("I10", DiagnosisRank::Main)],
        plan: "Контроль через год".into(),
        prescriptions: Vec::new(),
        next_visit: None,
        correcting: None,
    }
}

fn around() -> Around<'static> {
    Around {
        birth_date: date!(1985 - 03 - 12),
        now: NOW,
        offset: offset!(+3),
        allergies: &[],
        medicines: &[],
        codes: None,
    }
}

fn said(form: &ProtocolForm) -> Vec<(String, ProblemReason)> {
    said_around(form, &around())
}

fn said_around(form: &ProtocolForm, around: &Around<'_>) -> Vec<(String, ProblemReason)> {
    check(form, None, around).into_iter().map(|it| (it.field, it.reason)).collect()
}

fn of(one: Prescription) -> Vec<(String, ProblemReason)> {
    of_around(one, &around())
}

fn of_around(one: Prescription, around: &Around<'_>) -> Vec<(String, ProblemReason)> {
    said_around(&ProtocolForm { prescriptions: vec![one], ..whole() }, around)
}

/// REC-4: without mandatory fields it is refused, field by field.
#[test]
fn a_gap_of_the_template_is_not_signed_unawares() {
    let template = BuiltIn::find("therapist_first").unwrap().template(crate::lang::Lang::Ru);
    let reasons = |form: &ProtocolForm| {
        let mut found = Found::default();
        blanks(form, Some(&template), &mut found);
        found.0.into_iter().map(|it| (it.field, it.severity)).collect::<Vec<_>>()
    };
    let mut form = form_of_template(&template);
    let at = |code: &str| {
        let place = template.parts.iter().position(|part| part.code == code).unwrap();
        (place, format!("findings.{place}.text"))
    };
    let (state, heart) = (at("state"), at("heart"));
    let found = reasons(&form);
    assert!(found.contains(&(state.1.clone(), Severity::Error)), "{found:?}");
    assert!(found.contains(&(heart.1.clone(), Severity::Note)), "{found:?}");
    form.findings[state.0].text = "Удовлетворительное.  Температура тела 36,6 °C.".into();
    form.findings[heart.0].text = "Тоны ясные. АД 120/80 мм рт. ст., ЧСС  в минуту.".into();
    let found = reasons(&form);
    assert!(!found.iter().any(|(field, _)| *field == state.1), "{found:?}");
    assert!(found.contains(&(heart.1, Severity::Note)), "one of two is still a gap: {found:?}");
}

#[test]
fn what_is_missing_is_told_field_by_field() {
    assert_eq!(said(&whole()), []);
    let empty = ProtocolForm {
        findings: vec![FormPart { text: " \u{200b}".into(), ..whole().findings.remove(0) }],
        ..ProtocolForm::default()
    };
    let fields: Vec<String> = said(&empty).into_iter().map(|(field, _)| field).collect();
    let expected =
        ["title", "conclusion", "plan", "performed_at", "findings.0.text", "findings", "diagnoses"];
    assert_eq!(fields, expected);
}

/// REC-4: what the template asks for is asked for, whatever the form says of itself.
#[test]
fn a_form_cannot_leave_out_what_its_template_asks_for() {
    let template = Template {
        title: "Приём".into(),
        parts: vec![FormPart { text: String::new(), ..whole().findings.remove(0) }],
        ..Template::default()
    };
    let mut form = whole();
    form.findings[0].required = false;
    form.findings[0].text.clear();
    form.findings.push(FormPart {
        code: "other".into(),
        text: "есть".into(),
        ..FormPart::default()
    });
    let problems = check(&form, Some(&template), &around());
    assert_eq!(problems[0].field, "findings.0.text");
    form.findings.remove(0);
    assert_eq!(check(&form, Some(&template), &around())[0].field, "findings");
    assert_eq!(check(&form, None, &around()), []);
}

/// REC-6: dates against each other, by the clock of the clinic.
#[test]
fn dates_have_to_follow_each_other() {
    let at = |performed_at, next_visit| {
        said(&ProtocolForm { performed_at: Some(performed_at), next_visit, ..whole() })
    };
    assert_eq!(at(NOW + Duration::minutes(4), None), []);
    let field = |name: &str, reason| vec![(name.to_owned(), reason)];
    assert_eq!(
        at(NOW + Duration::minutes(6), None),
        field("performed_at", ProblemReason::InFuture)
    );
    let birth = datetime!(1985-03-11 21:00 UTC);
    assert_eq!(at(birth, None), []);
    assert_eq!(
        at(birth - Duration::SECOND, None),
        field("performed_at", ProblemReason::BeforeBirth)
    );
    assert_eq!(at(NOW, Some(date!(2026 - 12 - 02))), []);
    assert_eq!(
        at(NOW, Some(date!(2026 - 12 - 01))),
        field("next_visit", ProblemReason::NotAfterVisit)
    );
}

/// REC-6: codes of ICD-10, of which exactly one is the main one.
#[test]
fn diagnoses_are_codes_and_one_is_the_main_one() {
    for code in ["I10", "E11.9", "M16.12"] {
        assert!(is_code(&diagnosis(code, DiagnosisRank::Main).code), "{code}");
    }
    for code in ["", "I1", "i10", "I10.", "I100", "E11.999", "10I", "Я10", "I10.x"] {
        assert!(!is_code(&diagnosis(code, DiagnosisRank::Main).code), "{code}");
    }
    let with = |diagnoses| said(&ProtocolForm { diagnoses, ..whole() });
    let two = vec![diagnosis("I10", DiagnosisRank::Main), diagnosis("E11.9", DiagnosisRank::Main)];
    assert_eq!(with(two), [("diagnoses".to_owned(), ProblemReason::SeveralMainDiagnoses)]);
    let twice =
        vec![diagnosis("I10", DiagnosisRank::Main), diagnosis("I10", DiagnosisRank::Comorbid)];
    assert_eq!(with(twice), [("diagnoses.1.code".to_owned(), ProblemReason::Repeated)]);
}

/// REC-6: a code the list does not have is refused, unless only a short list is there.
#[test]
fn codes_are_looked_up_in_the_list_there_is() {
    let mut codes = CodeBook { is_whole: true, ..CodeBook::default() };
    let reason = |codes: &CodeBook| {
        said_around(&whole(), &Around { codes: Some(codes), ..around() }).first().map(|it| it.1)
    };
    assert_eq!(reason(&codes), Some(ProblemReason::UnknownCode));
    codes.is_whole = false;
    assert_eq!(reason(&codes), Some(ProblemReason::CodeNotChecked));
    codes.known.insert("i10".into());
    assert_eq!(reason(&codes), None);
    codes.obsolete.insert("i10".into());
    assert_eq!(reason(&codes), Some(ProblemReason::ObsoleteCode));
}

/// REC-6: doses against published limits; what is not known is said not to be checked.
#[test]
fn a_dose_is_compared_with_the_usual_limit() {
    let reason = |one| of(one).first().map(|it| it.1);
    let tablets = "таблетки, 500 мг";
    let piece = DoseUnit::Piece;
    assert_eq!(reason(medicine("Метформин", tablets, "2", piece, 3)), None);
    let above = Some(ProblemReason::DoseAboveUsual);
    assert_eq!(reason(medicine("Метформин", tablets, "2", piece, 4)), above);
    assert_eq!(reason(medicine("метформин 500 мг", "", "3,5", DoseUnit::Gram, 1)), above);
    assert_eq!(reason(medicine("Левотироксин натрия", "", "100", DoseUnit::Microgram, 1)), None);
    assert_eq!(reason(medicine("Левотироксин натрия", "", "400", DoseUnit::Microgram, 1)), above);
    let unknown = Some(ProblemReason::DoseNotChecked);
    assert_eq!(reason(medicine("Метформин+Ситаглиптин", tablets, "9", piece, 4)), unknown);
    assert_eq!(reason(medicine("Неведомое", tablets, "1", piece, 1)), unknown);
    assert_eq!(reason(medicine("Метформин", "таблетки, 500 мг + 125 мг", "1", piece, 1)), unknown);
    let child = Around { birth_date: date!(2015 - 03 - 12), ..around() };
    let dose = medicine("Парацетамол", "таблетки, 500 мг", "1", piece, 1);
    assert_eq!(of_around(dose, &child)[0].1, ProblemReason::DoseNotChecked);
    for dose in ["0", "-1", "", "две"] {
        let refused = of(medicine("Метформин", tablets, dose, piece, 1));
        assert_eq!(
            refused,
            [("prescriptions.0.dose".to_owned(), ProblemReason::NotADose)],
            "{dose}"
        );
    }
    let often = of(medicine("Метформин", tablets, "1", piece, 25));
    assert_eq!(often, [("prescriptions.0.times_a_day".to_owned(), ProblemReason::NotACount)]);
}

/// REC-6: every limit has a source and could be a limit.
#[test]
fn every_limit_names_its_source() {
    for limit in MAXIMA {
        assert!(limit.milligrams > 0.0 && !limit.source.is_empty(), "{}", limit.name);
        assert_eq!(limit.name, limit.name.to_lowercase());
    }
}

/// REC-6: millilitres of tablets, pieces of a syrup.
#[test]
fn a_unit_has_to_fit_the_form() {
    let has = |one: Prescription| of(one).iter().any(|it| it.1 == ProblemReason::UnitMismatch);
    assert!(has(medicine("Парацетамол", "таблетки, 500 мг", "5", DoseUnit::Millilitre, 1)));
    assert!(has(medicine("Парацетамол", "сироп, 24 мг/мл", "1", DoseUnit::Piece, 1)));
    assert!(!has(medicine("Парацетамол", "сироп, 24 мг/мл", "5", DoseUnit::Millilitre, 1)));
    assert!(!has(medicine("Парацетамол", "", "5", DoseUnit::Millilitre, 1)));
}

/// REC-6: the same substance, and its group; nothing that only sounds like it.
#[test]
fn a_doctor_is_warned_of_an_allergy() {
    let warned = |substance: &str, name: &str| {
        let allergies = [allergy(substance)];
        let around = Around { allergies: &allergies, ..around() };
        let found = of_around(medicine(name, "", "1", DoseUnit::Milligram, 1), &around);
        found.iter().any(|it| it.1 == ProblemReason::Allergy)
    };
    assert!(warned("Пенициллин", "Амоксициллин"));
    assert!(warned("ибупрофена", "Ибупрофен"));
    assert!(warned("Ацетилсалициловая кислота", "Ацетилсалициловая кислота 100 мг"));
    assert!(!warned("Ацетилсалициловая кислота", "Фолиевая кислота"));
    assert!(!warned("Пыльца берёзы", "Метформин"));
    let mut withdrawn = allergy("Метформин");
    withdrawn.withdrawn = true;
    let around = Around { allergies: &[withdrawn], ..around() };
    let found = of_around(medicine("Метформин", "", "1", DoseUnit::Gram, 1), &around);
    assert_eq!(found, []);
}

/// REC-6: what is taken already is told and asks for nothing.
#[test]
fn what_is_taken_already_is_told() {
    let taken = [entry(Content::MedicationStatement(MedicationStatement {
        medicine: "Метформин 1000 мг".into(),
        dosage: String::new(),
        status: MedicationStatus::Active,
    }))];
    let around = Around { medicines: &taken, ..around() };
    let form = ProtocolForm {
        prescriptions: vec![medicine("Метформин", "", "1", DoseUnit::Gram, 1)],
        ..whole()
    };
    let problems = check(&form, None, &around);
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].severity, Severity::Note);
    assert_eq!(check_acknowledged(&problems, &[]), Ok(Vec::new()));
}

/// REC-6: a warning stands with the doctor's words, and with nothing else.
#[test]
fn every_warning_needs_words_of_its_own() {
    let problems = [
        Problem {
            field: "prescriptions.0.medicine".into(),
            severity: Severity::Warning,
            reason: ProblemReason::Allergy,
        },
        Problem {
            field: "prescriptions.0.dose".into(),
            severity: Severity::Note,
            reason: ProblemReason::DoseNotChecked,
        },
    ];
    let words = |field: &str, words: &str| Acknowledgement {
        field: field.into(),
        reason: ProblemReason::Allergy,
        words: words.into(),
    };
    let right = words("prescriptions.0.medicine", " Проба отрицательная ");
    let other = words("prescriptions.1.medicine", "Проба отрицательная");
    let kept = check_acknowledged(&problems, &[other.clone(), right]).unwrap();
    assert_eq!(kept, [words("prescriptions.0.medicine", "Проба отрицательная")]);
    for given in [vec![], vec![other], vec![words("prescriptions.0.medicine", "да")]] {
        let missing = check_acknowledged(&problems, &given).unwrap_err();
        assert_eq!(missing[0].reason, ProblemReason::Unacknowledged);
        assert_eq!(missing.len(), 1);
    }
}

/// REC-4: a draft may be as incomplete as it likes, and not as large.
#[test]
fn a_draft_is_bounded_and_nothing_else() {
    assert_eq!(check_draft(&ProtocolForm::default()), Ok(()));
    let long = ProtocolForm { plan: "я".repeat(TEXT_MAX + 1), ..ProtocolForm::default() };
    assert_eq!(check_draft(&long), Err(("plan".to_owned(), FieldReason::TooLong)));
    let many = ProtocolForm {
        findings: vec![FormPart::default(); PARTS_MAX + 1],
        ..ProtocolForm::default()
    };
    assert_eq!(check_draft(&many), Err(("findings".to_owned(), FieldReason::OutOfRange)));
}

/// REC-5: a correction says why, in 10 to 1 000 characters.
#[test]
fn a_correction_says_why() {
    assert_eq!(check_reason(" "), Err(FieldReason::Required));
    assert_eq!(check_reason("Опечатка"), Err(FieldReason::TooShort));
    assert_eq!(check_reason(&"я".repeat(1_001)), Err(FieldReason::TooLong));
    assert_eq!(check_reason(" Опечатка в дозе ").unwrap().reason, "Опечатка в дозе");
}

/// REC-4: parts without words are left out of what is signed.
#[test]
fn what_is_signed_says_what_was_written() {
    let mut form = whole();
    form.findings.push(FormPart { code: "life".into(), text: "  ".into(), ..FormPart::default() });
    form.conclusion = " Здорова\r\n".into();
    let protocol = signed(form, Vec::new(), None, "Соколова Е. В.".into(), NOW);
    assert_eq!(protocol.findings.len(), 1);
    assert_eq!(protocol.conclusion, "Здорова");
    let again = form_of(&protocol, NOW);
    assert_eq!(signed(again, Vec::new(), None, "Соколова Е. В.".into(), NOW), protocol);
}
