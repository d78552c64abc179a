//! HL7 v2 words in FHIR's: statuses, flags, code systems (HL7 v2-to-FHIR implementation guide,
//! concept maps of tables 0085, 0123, 0078, 0396).

use shared::interop::hl7::{Coded, Observation, ObservationStatus, Order, OrderStatus};

/// `http://loinc.org`, whatever the sender calls it.
const LOINC: [&str; 3] = ["LN", "LOINC", "LNC"];

/// The URI of a code system of HL7 table 0396; nothing for a local one.
pub fn system_uri(system: &str) -> Option<&'static str> {
    match system.to_ascii_uppercase().as_str() {
        name if LOINC.contains(&name) => Some("http://loinc.org"),
        "SCT" | "SNM" | "SNOMED" | "SNOMED-CT" => Some("http://snomed.info/sct"),
        "I10" | "ICD10" => Some("http://hl7.org/fhir/sid/icd-10"),
        "UCUM" => Some("http://unitsofmeasure.org"),
        "HL70078" => Some("http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation"),
        _ => None,
    }
}

/// FHIR `observation-status`. What says nothing is as far as its order; what is said nowhere is
/// not taken for final.
pub fn observation_status(observation: &Observation, order: &Order) -> &'static str {
    if observation.is_nulled {
        return "entered-in-error";
    }
    match &observation.status {
        ObservationStatus::Final | ObservationStatus::Verified | ObservationStatus::BecameFinal => {
            "final"
        }
        ObservationStatus::Preliminary
        | ObservationStatus::Partial
        | ObservationStatus::NotVerified => "preliminary",
        ObservationStatus::Corrected => "corrected",
        ObservationStatus::Amended | ObservationStatus::Appended => "amended",
        ObservationStatus::Pending => "registered",
        ObservationStatus::Deleted | ObservationStatus::Wrong => "entered-in-error",
        ObservationStatus::Unavailable | ObservationStatus::NotAsked => "cancelled",
        ObservationStatus::OrderDetail
        | ObservationStatus::Absent
        | ObservationStatus::Other(_) => match order.status {
            OrderStatus::Final => "final",
            OrderStatus::Corrected => "corrected",
            OrderStatus::Cancelled => "cancelled",
            OrderStatus::Preliminary
            | OrderStatus::Partial
            | OrderStatus::NotVerified
            | OrderStatus::InProcess
            | OrderStatus::Scheduled
            | OrderStatus::Ordered
            | OrderStatus::NoRecord
            | OrderStatus::Absent
            | OrderStatus::Other(_) => "preliminary",
        },
    }
}

/// FHIR `diagnostic-report-status`; `observations` are those of its results.
pub fn report_status(order: &Order, observations: &[&'static str]) -> &'static str {
    let all = |status| !observations.is_empty() && observations.iter().all(|one| *one == status);
    match &order.status {
        _ if all("entered-in-error") => "entered-in-error",
        OrderStatus::Final => "final",
        OrderStatus::Corrected => "corrected",
        OrderStatus::Preliminary | OrderStatus::NotVerified => "preliminary",
        OrderStatus::Partial => "partial",
        OrderStatus::InProcess | OrderStatus::Scheduled | OrderStatus::Ordered => "registered",
        OrderStatus::Cancelled => "cancelled",
        OrderStatus::NoRecord => "unknown",
        OrderStatus::Absent | OrderStatus::Other(_) if all("final") => "final",
        OrderStatus::Absent | OrderStatus::Other(_) => {
            let is_corrected = observations.contains(&"corrected");
            if is_corrected { "corrected" } else { "preliminary" }
        }
    }
}

/// A flag of table 0078 that is a code of FHIR's `v3-ObservationInterpretation` too.
pub fn interpretation(flag: &str) -> Option<&'static str> {
    const CODES: [&str; 22] = [
        "L", "H", "LL", "HH", "<", ">", "N", "A", "AA", "U", "D", "B", "W", "S", "R", "I", "MS",
        "VS", "POS", "NEG", "IND", "DET",
    ];
    CODES.into_iter().find(|code| flag.eq_ignore_ascii_case(code))
}

/// The local code of a test, as the laboratory's own table knows it: (system, code).
pub fn local(code: &Coded) -> Option<(String, String)> {
    let system = code.system.clone().unwrap_or_default();
    let known = code.code.clone().filter(|_| system_uri(&system).is_none())?;
    Some((system, known))
}

/// Whether one of the code's systems is LOINC.
pub fn has_loinc(code: &Coded) -> bool {
    let is = |system: Option<&String>| {
        system.and_then(|system| system_uri(system)) == Some("http://loinc.org")
    };
    is(code.system.as_ref()) || is(code.alternate.as_ref().and_then(|other| other.system.as_ref()))
}
