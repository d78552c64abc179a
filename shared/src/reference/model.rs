use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::wire_time;
use crate::words::words;

words! {
    /// A list of terms that somebody official keeps.
    ReferenceList {
        /// МКБ-10 as Минздрав publishes it (OID 1.2.643.5.1.13.13.11.1005).
        Icd10 "icd10",
        /// Names of the state register of medicines.
        Medicines "medicines",
        /// Analytes of the federal reference book of laboratory tests.
        LaboratoryTests "laboratory_tests",
        /// The Unified Code for Units of Measure.
        Units "units",
    }
}

/// A term of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct ReferenceItem {
    /// `I10`, `mmol/L`; absent where the list has no codes.
    pub code: Option<String>,
    /// «Эссенциальная [первичная] гипертензия»
    pub display: String,
    /// What it stands under: a code, or a name where the list has no codes.
    pub parent: Option<String>,
    /// Kept to read what was written with it, not to be chosen any more.
    pub obsolete: bool,
    pub details: ReferenceDetails,
}

/// What only some lists tell of a term.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct ReferenceDetails {
    /// «Биохимические исследования», «length»
    pub group: Option<String>,
    /// Synonyms and names in other languages.
    pub names: Vec<String>,
    /// Units a test is told in, as people write them.
    pub units: Vec<String>,
    /// «таблетки, 500 мг»: what a medicine is made as.
    pub forms: Vec<String>,
    /// Numbers in the register.
    pub numbers: Vec<String>,
}

/// One version of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct ReferenceVersion {
    pub list: ReferenceList,
    /// `2.27`
    pub version: String,
    /// The name of the file it was loaded from; empty for the built-in set.
    pub source: String,
    /// SHA-256 of the file's bytes in hexadecimal digits; empty for the built-in set.
    pub sha256: String,
    /// How many terms it has.
    pub items: u32,
    /// Absent for the built-in set.
    #[serde(default, with = "wire_time::optional_moment")]
    pub loaded_at: Option<OffsetDateTime>,
    /// Whether it is the one that is searched where no version is named.
    pub is_current: bool,
    /// Whether it is the small set that comes with the program.
    pub built_in: bool,
}

/// What was found, the closest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct FoundReference {
    pub list: ReferenceList,
    /// The version the terms are of.
    pub version: String,
    /// Whether it is the small set that comes with the program: no list was loaded yet.
    pub built_in: bool,
    pub items: Vec<ReferenceItem>,
}
