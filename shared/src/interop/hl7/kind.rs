//! Is it a patient's result, or is the analyser speaking of itself.

use super::header::{Header, Processing};
use super::order::Order;

/// Whose results these are. Only `Patient` goes into a card.
///
/// The rules, the first that fits:
///
/// | rule | kind | who writes so |
/// |---|---|---|
/// | MSH-11 is `Q` | control | Mindray haematology (BC-2000, BC-5380 and kin; operator's manual, appendix on HL7), Zybio |
/// | MSH-16 is `1` / `2` | calibration / control | Mindray chemistry (BS-200, BS-300, BS-360E; host interface manual), Zybio, Seamaty |
/// | SPM-11 is `C`, `V` / `Q`, `B`, `E`, `F`, `O` | calibration / control | HL7 table 0369; US vendors send `P` there |
/// | OBR-11 is `Q` | control | HL7 table 0065 |
/// | OBR-4 of system `99MRC` is `00003`–`00008` or says `QCR` | control | Mindray haematology, Zybio |
/// | OBX-3 of system `99MRC` is `05001` (QC level) | control | Mindray haematology |
/// | no name and date of birth, and order number or patient number starts with `QC`, `CTRL`, `CONTROL`, `КОНТР` / `CAL`, `КАЛИБР` / `BACKGROUND`, `BLANK` | control / calibration / service | Sysmex and others that mark a run by its sample number |
/// | no PID and no number of an order or specimen | service | nobody it could belong to |
/// | everything else | patient | all files of openelis-analyzers and us-vendors |
///
/// `T` and `D` in MSH-11 (training, debugging) do not change the kind: laboratories send real
/// results so while a link is being set up. The receiver sees them in [`Header::processing`]. A
/// missing PID alone does not make a control either: analysers that read a barcode know nothing
/// else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RunKind {
    /// Results of a patient.
    Patient,
    /// Quality control.
    Control,
    /// Calibration.
    Calibration,
    /// Neither: blank run, message without results.
    Service,
}

/// What is known of the person when an order is judged.
#[derive(Debug, Clone, Copy)]
pub(super) struct Whose {
    /// There is a PID
    pub has_patient: bool,
    /// The PID has a name or a date of birth
    pub is_person: bool,
    /// What the numbers of the PID say
    pub by_number: Option<RunKind>,
}

/// What the header alone says.
pub(super) fn header_kind(header: &Header) -> Option<RunKind> {
    if header.processing == Processing::Control {
        return Some(RunKind::Control);
    }
    match header.application_acknowledgment.as_str() {
        "1" => Some(RunKind::Calibration),
        "2" => Some(RunKind::Control),
        _ => None,
    }
}

pub(super) fn order_kind(header: &Header, whose: Whose, order: &Order) -> RunKind {
    let by_specimen = || {
        order.specimens.iter().find_map(|specimen| specimen.role.as_deref().and_then(specimen_kind))
    };
    let by_action = || (order.specimen_action.as_deref() == Some("Q")).then_some(RunKind::Control);
    let by_code = || is_mindray_control(order).then_some(RunKind::Control);
    let by_number =
        || if whose.is_person { None } else { order_number_kind(order).or(whose.by_number) };
    let by_absence = || {
        let has_specimen = order.specimens.iter().any(|specimen| {
            specimen.placer_id.is_some()
                || specimen.filler_id.is_some()
                || specimen.container.is_some()
        });
        (!whose.has_patient && order.placer.is_none() && order.filler.is_none() && !has_specimen)
            .then_some(RunKind::Service)
    };
    header_kind(header)
        .or_else(by_specimen)
        .or_else(by_action)
        .or_else(by_code)
        .or_else(by_number)
        .or_else(by_absence)
        .unwrap_or(RunKind::Patient)
}

fn specimen_kind(role: &str) -> Option<RunKind> {
    match role {
        "C" | "V" => Some(RunKind::Calibration),
        "Q" | "B" | "E" | "F" | "O" => Some(RunKind::Control),
        _ => None,
    }
}

fn is_mindray_control(order: &Order) -> bool {
    let is_mindray =
        |system: Option<&str>| system.is_some_and(|system| system.eq_ignore_ascii_case("99MRC"));
    let service = order.service.as_ref().filter(|service| is_mindray(service.system.as_deref()));
    let by_service = service.is_some_and(|service| {
        let is_type = matches!(
            service.code.as_deref(),
            Some("00003" | "00004" | "00005" | "00006" | "00007" | "00008")
        );
        is_type
            || service.text.as_deref().is_some_and(|text| text.to_ascii_uppercase().contains("QCR"))
    });
    by_service
        || order
            .observations
            .iter()
            .filter_map(|observation| observation.code.as_ref())
            .any(|code| is_mindray(code.system.as_deref()) && code.code.as_deref() == Some("05001"))
}

/// What a number starting with one of the usual marks says.
pub(super) fn number_kind(number: &str) -> Option<RunKind> {
    const MARKS: [(&str, RunKind); 9] = [
        ("QC", RunKind::Control),
        ("CTRL", RunKind::Control),
        ("CONTROL", RunKind::Control),
        ("КОНТР", RunKind::Control),
        ("CALIB", RunKind::Calibration),
        ("CAL-", RunKind::Calibration),
        ("КАЛИБР", RunKind::Calibration),
        ("BACKGROUND", RunKind::Service),
        ("BLANK", RunKind::Service),
    ];
    let start: String = number.trim().chars().take(16).flat_map(char::to_uppercase).collect();
    MARKS.iter().find(|(mark, _)| start.starts_with(mark)).map(|(_, kind)| *kind)
}

fn order_number_kind(order: &Order) -> Option<RunKind> {
    let orders = [order.placer.as_ref(), order.filler.as_ref()]
        .into_iter()
        .flatten()
        .map(|id| id.id.as_str());
    let specimens = order
        .specimens
        .iter()
        .flat_map(|specimen| [specimen.placer_id.as_ref(), specimen.filler_id.as_ref()]);
    let specimens = specimens.flatten().map(|id| id.id.as_str());
    orders.chain(specimens).find_map(number_kind)
}
