//! One OBX.

use super::budget::Budget;
use super::coded::{Coded, EntityId, Organization};
use super::message::{Piece, Segment};
use super::oru::Note;
use super::person::Person;
use super::quirk::Quirk;
use super::range::ReferenceRange;
use super::timestamp::Moment;
use super::value::{Context, ObxValue, read_comparator, read_number, read_value};

/// What the observation is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Under {
    /// The order it stands under: a result.
    Order,
    /// The specimen of that order, e.g. the patient's age when it was taken.
    Specimen,
    /// The patient or visit, outside any order.
    Patient,
}

/// What the observation is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A result.
    Result,
    /// Haemolysis, icterus or lipaemia of the specimen: how far its results can be trusted.
    SerumIndex,
    /// About the run and not the patient: mode, operator's remark, alarm, histogram (Mindray and
    /// Zybio, code system `99MRC`).
    RunInfo,
}

/// OBX-11, HL7 table 0085.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ObservationStatus {
    /// `F`
    Final,
    /// `P`
    Preliminary,
    /// `C`: corrects a final one
    Corrected,
    /// `A`: amended
    Amended,
    /// `B`: appended
    Appended,
    /// `R`: entered, not verified
    NotVerified,
    /// `V`: verified
    Verified,
    /// `I`: specimen in the laboratory, result pending
    Pending,
    /// `S`: partial
    Partial,
    /// `D`: delete the result sent before
    Deleted,
    /// `W`: what was sent was about the wrong patient or order
    Wrong,
    /// `X`: cannot be obtained
    Unavailable,
    /// `U`: became final without being sent again
    BecameFinal,
    /// `O`: detail of the order only
    OrderDetail,
    /// `N`: not asked
    NotAsked,
    /// Nothing was sent
    Absent,
    /// Anything else, as it came
    Other(String),
}

/// One observation: an analyte, an answer, a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observation {
    /// Number of the OBX segment in the message
    pub segment: usize,
    /// What it is about
    pub under: Under,
    /// What it is for
    pub role: Role,
    /// OBX-1
    pub set_id: Option<String>,
    /// OBX-2 as it came, in capitals; may be empty
    pub value_type: String,
    /// OBX-3; from OBX-4 where the analyser writes it there, see `quirks`
    pub code: Option<Coded>,
    /// OBX-4: tells apart several observations of one code
    pub sub_id: Option<String>,
    /// OBX-5, all repetitions; one `Empty` for an empty field
    pub values: Vec<ObxValue>,
    /// OBX-5 was the null `""`: the value sent before is to be deleted
    pub is_nulled: bool,
    /// OBX-6
    pub units: Option<Coded>,
    /// OBX-7
    pub range: Option<ReferenceRange>,
    /// OBX-8, first components, as they came: `N L H LL HH A < > S R I POS …`
    pub flags: Vec<String>,
    /// OBX-11
    pub status: ObservationStatus,
    /// OBX-14: when the specimen was taken or the patient was looked at
    pub observed: Option<Moment>,
    /// OBX-15: department or laboratory
    pub producer: Option<Coded>,
    /// OBX-16
    pub observers: Vec<Person>,
    /// OBX-17, first repetition
    pub method: Option<Coded>,
    /// OBX-18
    pub equipment: Vec<EntityId>,
    /// OBX-19: when it was analysed
    pub analysed: Option<Moment>,
    /// OBX-23: the laboratory that did it
    pub performer: Option<Organization>,
    /// NTE after the OBX
    pub notes: Vec<Note>,
    /// How the segment departed from the norm
    pub quirks: Vec<Quirk>,
}

impl ObservationStatus {
    fn read(text: &str) -> Self {
        match text.trim().to_ascii_uppercase().as_str() {
            "F" | "FINAL" => Self::Final,
            "P" | "PRELIMINARY" => Self::Preliminary,
            "C" | "CORRECTED" => Self::Corrected,
            "A" => Self::Amended,
            "B" => Self::Appended,
            "R" => Self::NotVerified,
            "V" => Self::Verified,
            "I" => Self::Pending,
            "S" => Self::Partial,
            "D" => Self::Deleted,
            "W" => Self::Wrong,
            "X" => Self::Unavailable,
            "U" => Self::BecameFinal,
            "O" => Self::OrderDetail,
            "N" => Self::NotAsked,
            "" => Self::Absent,
            _ => Self::Other(text.trim().to_owned()),
        }
    }
}

impl Observation {
    /// Reads an OBX. An OBX-5 with more repetitions than the message may still have is kept as one
    /// text.
    pub(super) fn read(
        obx: Segment<'_>,
        under: Under,
        has_signal: bool,
        budget: &mut Budget,
    ) -> Self {
        let kind = obx.field(2).first().text().trim().to_ascii_uppercase();
        let mut quirks = Vec::new();
        let shift = shift(obx, &kind);
        if shift != 0 {
            quirks.push(Quirk::Shifted(shift));
        }
        let field =
            |number: usize| obx.field(number.checked_add_signed(shift.into()).unwrap_or(number));
        let sub_id = if shift < 0 { None } else { obx.field(4).value() };
        let (code, sub_id) = code_and_sub_id(Coded::read(obx.field(3)), sub_id, &mut quirks);
        let mut units = units(field(6), &mut quirks);
        let unit = units
            .as_ref()
            .and_then(|units| units.code.clone().or_else(|| units.label().map(str::to_owned)));
        let title = code.as_ref().and_then(Coded::label).map(str::to_owned);
        let context = Context { unit: unit.as_deref(), title: title.as_deref(), has_signal };
        let (values, found_unit) = values(&kind, field(5), context, budget, &mut quirks);
        if let (None, Some(found)) = (&units, found_unit) {
            units = Some(Coded { code: Some(found), ..Coded::default() });
        }
        let role = role(code.as_ref(), &kind);
        Self {
            segment: obx.number(),
            under,
            role,
            set_id: obx.field(1).value(),
            value_type: kind,
            code,
            sub_id,
            values,
            is_nulled: field(5).is_null(),
            units,
            range: ReferenceRange::read(field(7)),
            flags: budget.reps(field(8)).filter_map(|rep| rep.first().value()).collect(),
            status: status(obx, field(11), shift, &mut quirks),
            observed: Moment::read(field(14)),
            producer: Coded::read(field(15)),
            observers: budget.reps(field(16)).filter_map(Person::read).collect(),
            method: Coded::read_words(field(17)),
            equipment: budget.reps(field(18)).filter_map(EntityId::read).collect(),
            analysed: Moment::read(field(19)),
            performer: Organization::read(field(23)),
            notes: Vec::new(),
            quirks,
        }
    }
}

/// True for the name of an Autobio analyser, which writes `signal^concentration` into OBX-5.
pub(super) fn writes_signal(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.contains("autolumo") || name.contains("autobio")
}

fn is_status(text: &str) -> bool {
    matches!(
        text,
        "A" | "B" | "C" | "D" | "F" | "I" | "N" | "O" | "P" | "R" | "S" | "U" | "V" | "W" | "X"
    )
}

/// By how many places the fields from OBX-5 on are shifted. Told by the status: it is not in
/// OBX-11, it is exactly that many places off, and the value lies where the shift says.
fn shift(obx: Segment<'_>, kind: &str) -> i8 {
    let text = |number: usize| obx.field(number).text().trim().to_owned();
    let is_number =
        |text: &str| read_number(read_comparator(text).map_or(text, |(_, rest)| rest)).is_some();
    if !text(11).is_empty() {
        return 0;
    }
    let (fourth, fifth) = (text(4), text(5));
    if kind == "NM"
        && is_number(&fourth)
        && !fifth.is_empty()
        && !is_number(&fifth)
        && is_status(&text(10))
    {
        return -1;
    }
    let is_shifted = |by: usize| {
        let value = text(5 + by);
        let fits = match kind {
            "NM" => is_number(&value),
            "SN" | "CE" | "CWE" | "ED" => obx.field(5 + by).has_components(),
            _ => false,
        };
        fits && (0..by).all(|before| text(5 + before).is_empty()) && is_status(&text(11 + by))
    };
    match (is_shifted(1), is_shifted(2)) {
        (true, _) => 1,
        (false, true) => 2,
        (false, false) => 0,
    }
}

/// The test where OBX-3 is a bare number or nothing and its name stands in OBX-4.
fn code_and_sub_id(
    code: Option<Coded>,
    sub_id: Option<String>,
    quirks: &mut Vec<Quirk>,
) -> (Option<Coded>, Option<String>) {
    let is_name = |text: &String| {
        text.chars().count() > 1 && text.starts_with(char::is_alphabetic) && !text.contains('^')
    };
    let Some(name) = sub_id.clone().filter(is_name) else { return (code, sub_id) };
    match code {
        Some(Coded {
            code: Some(number),
            text: None,
            system: None,
            alternate: None,
            original: None,
        }) => {
            if number == "0" {
                quirks.push(Quirk::CodeInSubId);
                return (Some(Coded { code: Some(name), ..Coded::default() }), None);
            }
            quirks.push(Quirk::NameInSubId);
            (Some(Coded { code: Some(number), text: Some(name), ..Coded::default() }), None)
        }
        Some(code) => (Some(code), sub_id),
        None => {
            quirks.push(Quirk::CodeInSubId);
            (Some(Coded { code: Some(name), ..Coded::default() }), None)
        }
    }
}

/// OBX-6; `10^9/L` with a bare `^` is one unit.
fn units(field: Piece<'_>, quirks: &mut Vec<Quirk>) -> Option<Coded> {
    let part = |number: usize| field.component(number).value();
    if let (Some(base), Some(power)) = (part(1), part(2))
        && base.ends_with("10")
        && power.starts_with(|c: char| c.is_ascii_digit())
    {
        quirks.push(Quirk::UnitJoined);
        return Some(Coded {
            code: Some(format!("{base}^{power}")),
            text: part(3),
            system: part(4),
            ..Coded::default()
        });
    }
    Coded::read(field)
}

fn values(
    kind: &str,
    field: Piece<'_>,
    context: Context<'_>,
    budget: &mut Budget,
    quirks: &mut Vec<Quirk>,
) -> (Vec<ObxValue>, Option<String>) {
    let Some(reps) = budget.all_reps(field) else {
        quirks.push(Quirk::TooManyRepetitions);
        return (vec![ObxValue::Unreadable(field.raw().to_owned())], None);
    };
    let mut unit = None;
    let mut values = Vec::new();
    for rep in reps {
        let read = read_value(kind, rep, context);
        if let Some(quirk) = read.quirk.filter(|quirk| !quirks.contains(quirk)) {
            quirks.push(quirk);
        }
        unit = unit.or(read.unit);
        values.push(read.value);
    }
    // `41765^4.17~` (Autobio) ends in an empty repetition that says nothing.
    while values.len() > 1 && values.last() == Some(&ObxValue::Empty) {
        values.pop();
    }
    (values, unit)
}

/// OBX-11, or where analysers put it: in OBX-9 (URIT), 10 or 12.
fn status(
    obx: Segment<'_>,
    own: Piece<'_>,
    shift: i8,
    quirks: &mut Vec<Quirk>,
) -> ObservationStatus {
    if let Some(text) = own.first().value() {
        return ObservationStatus::read(&text);
    }
    if shift == 0 {
        // In OBX-10 most of these letters have a meaning of their own (HL7 table 0080).
        for (number, letters) in [(9, "CFIPX"), (12, "CFIPX"), (10, "CFPX")] {
            let text = obx.field(number).text();
            let text = text.trim();
            if text.len() == 1 && letters.contains(text) {
                quirks.push(Quirk::StatusInField(number));
                return ObservationStatus::read(text);
            }
        }
    }
    ObservationStatus::Absent
}

fn role(code: Option<&Coded>, kind: &str) -> Role {
    let Some(code) = code else { return Role::Result };
    let text = code.label().unwrap_or_default().to_lowercase();
    let is_index = matches!(text.as_str(), "lih" | "hil" | "serum index" | "serum indices")
        || (["index", "индекс"].iter().any(|word| text.contains(word))
            && ["lip", "icter", "hemoly", "haemoly", "липем", "иктер", "гемоли"]
                .iter()
                .any(|word| text.contains(word)));
    if is_index {
        return Role::SerumIndex;
    }
    let is_mindray =
        code.system.as_deref().is_some_and(|system| system.eq_ignore_ascii_case("99MRC"));
    let words = [
        "mode",
        "remark",
        "ref group",
        "seq",
        "histogram",
        "scattergram",
        "qc level",
        "project type",
    ];
    let is_about_run = matches!(kind, "IS" | "ED") || words.iter().any(|word| text.contains(word));
    // 30525-0 is the patient's age, which Mindray sends among the results.
    if (is_mindray && is_about_run) || code.code.as_deref() == Some("30525-0") {
        Role::RunInfo
    } else {
        Role::Result
    }
}

#[cfg(test)]
mod tests {
    use super::super::message::Message;
    use super::super::value::Comparator;
    use super::*;

    fn read(obx: &str) -> Observation {
        let message =
            Message::parse(format!("MSH|^~\\&|||||||ORU^R01|1|P|2.3.1\r{obx}").as_bytes()).unwrap();
        Observation::read(
            message.first("OBX").unwrap(),
            Under::Order,
            false,
            &mut Budget::default(),
        )
    }

    fn number(digits: &str) -> Vec<ObxValue> {
        vec![ObxValue::Number { comparator: None, digits: digits.to_owned() }]
    }

    fn parts(code: Option<&Coded>) -> (&str, &str) {
        code.map_or(("", ""), |code| {
            (code.code.as_deref().unwrap_or_default(), code.text.as_deref().unwrap_or_default())
        })
    }

    #[test]
    fn an_observation_of_the_norm_is_read_whole() {
        let read = read(
            "OBX|1|NM|10368-9^Lead^LN|1|50|ug/dL^microgram^UCUM|<10 ug/dL|H~A|||F|||200807291500|L1|7^Петрова^Анна|M1^AAS^L|D1^NS~D2|200808151030||||GHH Lab^L^^^^CLIA&2.16&ISO^XX^^^1236",
        );
        assert_eq!(parts(read.code.as_ref()), ("10368-9", "Lead"));
        assert_eq!((read.values, read.sub_id.as_deref()), (number("50"), Some("1")));
        assert_eq!(
            (parts(read.units.as_ref()).0, read.flags),
            ("ug/dL", vec!["H".to_owned(), "A".to_owned()])
        );
        assert_eq!((read.status, read.equipment.len()), (ObservationStatus::Final, 2));
        assert_eq!(read.performer.unwrap().id.as_deref(), Some("1236"));
        assert_eq!(read.observed.unwrap().raw, "200807291500");
        assert_eq!(read.observers[0].name.family.as_deref(), Some("Петрова"));
        assert_eq!((read.quirks, read.role), (vec![], Role::Result));
    }

    #[test]
    fn mindray_chemistry_writes_the_name_into_the_sub_id() {
        let read = read("OBX|1|NM|2|TBil|100| umol/L |-|N|||F||100|20120405194245||Иванова|0|");
        assert_eq!(parts(read.code.as_ref()), ("2", "TBil"));
        assert_eq!((read.sub_id, read.range, parts(read.units.as_ref()).0), (None, None, "umol/L"));
        assert_eq!(read.quirks, [Quirk::NameInSubId]);
    }

    #[test]
    fn edan_has_neither_code_nor_status() {
        let read = read(r"OBX||NM|0|WBC|7.1|10\S\9/L|4.0-10.0|0|0|0||7.1^10\S\9/L");
        assert_eq!((parts(read.code.as_ref()).0, read.values), ("WBC", number("7.1")));
        assert_eq!(
            (parts(read.units.as_ref()).0, read.status),
            ("10^9/L", ObservationStatus::Absent)
        );
        assert!(read.range.unwrap().limits.is_some());
    }

    #[test]
    fn shifted_fields_are_found_by_the_status() {
        let two = read(
            "OBX|1|SN|5198-7^HCV Ab^LN|1|||>^11.0|1^^UCUM^^^^1.6^^s/co ratio||H~POS|||F|||200808151100|||||200808181800-0700||||GHH Lab^L",
        );
        let expected = ObxValue::Structured {
            comparator: Some(Comparator::Greater),
            first: Some("11.0".to_owned()),
            separator: None,
            second: None,
        };
        assert_eq!((two.values, two.status), (vec![expected], ObservationStatus::Final));
        assert_eq!((two.flags.len(), two.quirks), (2, vec![Quirk::Shifted(2)]));
        assert_eq!(two.performer.unwrap().name.as_deref(), Some("GHH Lab"));
        let near = read("OBX|1|NM|WBC^WBC|7.5|10*9/L|4-10|N|||F");
        assert_eq!(
            (near.values, parts(near.units.as_ref()).0, near.status),
            (number("7.5"), "10*9/L", ObservationStatus::Final)
        );
        let far = read("OBX|1|NM|WBC^WBC|||7.5|10*9/L|4-10|N|||F");
        assert_eq!(
            (far.values, parts(far.units.as_ref()).0, far.quirks),
            (number("7.5"), "10*9/L", vec![Quirk::Shifted(1)])
        );
    }

    #[test]
    fn the_status_is_looked_for_beside_its_place() {
        let read = read("OBX|1|NM|HEMATOCRITE||42.1|%|36-48|N|F");
        assert_eq!(
            (read.status, read.quirks),
            (ObservationStatus::Final, vec![Quirk::StatusInField(9)])
        );
    }

    #[test]
    fn a_power_of_ten_with_a_bare_separator_is_one_unit() {
        let read = read("OBX|1|NM|WBC||6.1|10^9/L|||||F");
        assert_eq!(
            (parts(read.units.as_ref()).0, read.quirks),
            ("10^9/L", vec![Quirk::UnitJoined])
        );
    }

    #[test]
    fn what_is_about_the_run_is_told_from_results() {
        assert_eq!(read("OBX|1|IS|08001^Take Mode^99MRC||O||||||F").role, Role::RunInfo);
        assert_eq!(
            read("OBX|1|ED|15008^WBC Histogram. BMP^99MRC||^Image^BMP^Base64^Qk0=||||||F").role,
            Role::RunInfo
        );
        assert_eq!(read("OBX|2|NM|30525-0^Age^LN||12|yr|||||F").role, Role::RunInfo);
        assert_eq!(read("OBX|3|NM|10002^PCT^99MRC||0.2|%|||||F").role, Role::Result);
        assert_eq!(read("OBX|4|NM|H^Hemolysis index^L||1||||||F").role, Role::SerumIndex);
        assert_eq!(read("OBX|4|NM|HGB^Hemoglobin^L||140||||||F").role, Role::Result);
    }

    #[test]
    fn repetitions_are_bounded_over_the_message() {
        let message = Message::parse(
            format!("MSH|^~\\&|||||||ORU^R01|1|P|2.3.1\rOBX|1|NM|A||{}", "1~".repeat(50))
                .as_bytes(),
        )
        .unwrap();
        let read = Observation::read(
            message.first("OBX").unwrap(),
            Under::Order,
            false,
            &mut Budget::of(20),
        );
        assert_eq!((read.values.len(), read.quirks), (1, vec![Quirk::TooManyRepetitions]));
        let null = self::read("OBX|1|NM|A||\"\"||||||D");
        assert_eq!(
            (null.is_nulled, null.values, null.status),
            (true, vec![ObxValue::Empty], ObservationStatus::Deleted)
        );
        assert_eq!(self::read("OBX").values, [ObxValue::Empty]);
    }
}
