//! How a browser reads what an entry says.

/// The tag, then the fields of every kind: what is not among them a browser does not see.
pub const FIELDS: &[&str] = &[
    "kind",
    "class",
    "title",
    "diagnosis",
    "conclusion",
    "status",
    "ended_at",
    "reason",
    "place",
    "preparation",
    "recommendations",
    "code",
    "clinical_status",
    "chronic",
    "note",
    "substance",
    "criticality",
    "reaction",
    "medicine",
    "dosage",
    "value",
    "reference",
    "reference_text",
    "critical",
    "category",
    "components",
    "interpretation",
    "flagged",
    "specimen",
    "method",
    "text",
    "about",
    "results",
    "issued_at",
    "forms",
    "request",
    "valid_until",
    "vaccine",
    "disease",
    "dose",
    "series",
    "lot",
    "manufacturer",
    "site",
    "route",
    "outcome",
    "body_site",
    "performer",
    "urgent",
    "content_type",
    "size",
    "comment",
    "files",
    "active",
    "activities",
    "goals",
    "targets",
    "tell_doctor",
    "template",
    "findings",
    "diagnoses",
    "plan",
    "prescriptions",
    "next_visit",
    "acknowledged",
    "correction",
    "signed_by",
    "signed_at",
];

#[cfg(not(feature = "server"))]
mod browser {
    use serde::de::value::MapAccessDeserializer;
    use serde::de::{Error as _, MapAccess, Visitor};
    use serde::{Deserialize, Deserializer};

    use super::FIELDS;
    use crate::record::model::Content;

    /// Written out, since what serde derives for a tag first keeps the whole object and then reads it
    /// by other code than everything else is read: a fifth of what a page downloads. The tag comes
    /// first, as it is written. The server derives it.
    impl<'de> Deserialize<'de> for Content {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            deserializer.deserialize_struct("Content", FIELDS, ContentVisitor)
        }
    }

    struct ContentVisitor;

    impl<'de> Visitor<'de> for ContentVisitor {
        type Value = Content;

        fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            formatter.write_str("an object that begins with its kind")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Content, A::Error> {
            let kind = match map.next_entry::<String, String>()? {
                Some((tag, kind)) if tag == "kind" => kind,
                _ => return Err(A::Error::missing_field("kind")),
            };
            let rest = MapAccessDeserializer::new(map);
            match kind.as_str() {
                "Encounter" => Deserialize::deserialize(rest).map(Content::Encounter),
                "Condition" => Deserialize::deserialize(rest).map(Content::Condition),
                "AllergyIntolerance" => {
                    Deserialize::deserialize(rest).map(Content::AllergyIntolerance)
                }
                "MedicationStatement" => {
                    Deserialize::deserialize(rest).map(Content::MedicationStatement)
                }
                "Observation" => Deserialize::deserialize(rest).map(Content::Observation),
                "Note" => Deserialize::deserialize(rest).map(Content::Note),
                "DiagnosticReport" => Deserialize::deserialize(rest).map(Content::DiagnosticReport),
                "MedicationRequest" => {
                    Deserialize::deserialize(rest).map(Content::MedicationRequest)
                }
                "Immunization" => Deserialize::deserialize(rest).map(Content::Immunization),
                "Procedure" => Deserialize::deserialize(rest).map(Content::Procedure),
                "ServiceRequest" => Deserialize::deserialize(rest).map(Content::ServiceRequest),
                "DocumentReference" => {
                    Deserialize::deserialize(rest).map(Content::DocumentReference)
                }
                "CarePlan" => Deserialize::deserialize(rest).map(Content::CarePlan),
                "Goal" => Deserialize::deserialize(rest).map(Content::Goal),
                "Protocol" => Deserialize::deserialize(rest).map(Content::Protocol),
                _ => Err(A::Error::custom("an unknown kind")),
            }
        }
    }
}
