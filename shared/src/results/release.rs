//! When patients see their new results (RES-14). Who treats them sees these at once.

use serde::{Deserialize, Serialize};

use crate::access::model::Sensitivity;
use crate::contract::FieldReason;
use crate::record::model::{Content, Observation, Value};

/// The most days a result waits.
pub const DAYS_MAX: u8 = 30;
/// The days that are offered.
pub const DAYS_OFFERED: [u8; 3] = [3, 7, 14];

/// What the patient wished. A result that waits opens with a doctor's comment on it, at the latest
/// after so many days; absent: it does not wait.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct ReleaseRule {
    /// 1 to 30 days, of results of no sensitive topic.
    #[serde(default)]
    pub usual_days: Option<u8>,
    /// The same of sensitive topics.
    #[serde(default)]
    pub sensitive_days: Option<u8>,
}

impl ReleaseRule {
    /// Which field cannot be so.
    pub fn check(&self) -> Result<(), (&'static str, FieldReason)> {
        let is_right = |days: Option<u8>| days.is_none_or(|days| (1..=DAYS_MAX).contains(&days));
        if !is_right(self.usual_days) {
            return Err(("usual_days", FieldReason::OutOfRange));
        }
        if !is_right(self.sensitive_days) {
            return Err(("sensitive_days", FieldReason::OutOfRange));
        }
        Ok(())
    }

    /// How long a new result of a topic waits.
    pub const fn days(&self, topic: Sensitivity) -> Option<u8> {
        match topic {
            Sensitivity::Usual => self.usual_days,
            Sensitivity::MentalHealth
            | Sensitivity::ReproductiveHealth
            | Sensitivity::Hiv
            | Sensitivity::Addiction => self.sensitive_days,
        }
    }

    pub const fn holds_any(&self) -> bool {
        self.usual_days.is_some() || self.sensitive_days.is_some()
    }
}

/// Whether it is something a patient may wish to see later.
pub const fn is_result(content: &Content) -> bool {
    matches!(content, Content::Observation(_) | Content::DiagnosticReport(_))
}

/// What is told of a result that waits: what it is, when, and nothing that was found.
pub fn withheld(content: Content) -> Content {
    match content {
        Content::Observation(it) => {
            let value = Value { number: None, unit: String::new(), text: String::new() };
            Content::Observation(Observation {
                status: it.status,
                category: it.category,
                specimen: it.specimen,
                ..Observation::new(it.code, value, None)
            })
        }
        Content::DiagnosticReport(mut report) => {
            report.conclusion = None;
            report.forms = Vec::new();
            Content::DiagnosticReport(report)
        }
        other @ (Content::Encounter(_)
        | Content::Condition(_)
        | Content::AllergyIntolerance(_)
        | Content::MedicationStatement(_)
        | Content::Note(_)
        | Content::MedicationRequest(_)
        | Content::Immunization(_)
        | Content::Procedure(_)
        | Content::ServiceRequest(_)
        | Content::DocumentReference(_)
        | Content::CarePlan(_)
        | Content::Goal(_)
        | Content::Protocol(_)) => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::model::{Coding, Interval};

    #[test]
    fn each_topic_has_its_days() {
        let rule = ReleaseRule { usual_days: None, sensitive_days: Some(7) };
        assert_eq!(rule.days(Sensitivity::Usual), None);
        assert_eq!(rule.days(Sensitivity::Hiv), Some(7));
        assert!(rule.holds_any() && !ReleaseRule::default().holds_any());
        for days in [0, DAYS_MAX + 1] {
            let rule = ReleaseRule { usual_days: Some(days), sensitive_days: None };
            assert_eq!(rule.check(), Err(("usual_days", FieldReason::OutOfRange)));
        }
    }

    #[test]
    fn nothing_that_was_found_is_told_of_a_result_that_waits() {
        let code =
            Coding { system: "s".into(), code: "c".into(), display: "Глюкоза".into() };
        let value = Value { number: Some(7.9), unit: "ммоль/л".into(), text: "7,9".into() };
        let interval = Interval { low: Some(3.9), high: Some(6.1) };
        let mut observation = Observation::new(code.clone(), value, Some(interval));
        observation.interpretation = Some("H".into());
        observation.note = Some("пересдать".into());
        let Content::Observation(told) = withheld(Content::Observation(observation)) else {
            panic!("another kind")
        };
        let empty = Value { number: None, unit: String::new(), text: String::new() };
        assert_eq!(told, Observation::new(code, empty, None));
    }
}
