//! Documents as they cross the wire: bytes to be saved.

use time::Date;

use crate::contract::{BASE, Method, Route};
use crate::id::{EntryId, PatientId};
use crate::lang::Lang;
use crate::words::words;

/// A report, or one value of it, as PDF.
pub const RESULT_PATH: &str = "/patients/{patient}/results/{entry}/pdf";
/// All values of one analyte as PDF.
pub const SERIES_PATH: &str = "/patients/{patient}/series/{entry}/pdf";

pub const ROUTES: &[Route] = &[(Method::Get, RESULT_PATH), (Method::Get, SERIES_PATH)];

words! {
    /// The language a document is written in.
    DocumentLang {
        Ru "ru",
        En "en",
    }
}

impl From<DocumentLang> for Lang {
    fn from(lang: DocumentLang) -> Self {
        match lang {
            DocumentLang::Ru => Self::Ru,
            DocumentLang::En => Self::En,
        }
    }
}

/// Where a result is as PDF (RES-11).
pub fn result_url(patient: PatientId, entry: EntryId, lang: Lang) -> String {
    format!("{BASE}/patients/{patient}/results/{entry}/pdf?lang={}", lang.tag())
}

/// Where the series of a value is as PDF (RES-11).
pub fn series_url(patient: PatientId, entry: EntryId, lang: Lang) -> String {
    format!("{BASE}/patients/{patient}/series/{entry}/pdf?lang={}", lang.tag())
}

/// What the file of a result is called: the day of its specimen, and nothing of health.
pub fn result_name(taken: Date) -> String {
    file_name("result", taken)
}

/// What the file of a series is called: the day it was made.
pub fn series_name(made: Date) -> String {
    file_name("series", made)
}

fn file_name(what: &str, day: Date) -> String {
    format!("{what}-{}-{:02}-{:02}.pdf", day.year(), u8::from(day.month()), day.day())
}

#[cfg(test)]
mod tests {
    use time::macros::date;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn an_address_is_the_path_of_the_contract_in_a_language_the_server_reads() {
        let (patient, entry) = (PatientId(Uuid::from_u128(1)), EntryId(Uuid::from_u128(2)));
        for lang in [Lang::Ru, Lang::En] {
            let addresses = [
                (RESULT_PATH, result_url(patient, entry, lang)),
                (SERIES_PATH, series_url(patient, entry, lang)),
            ];
            for (path, address) in addresses {
                let path = path.replace("{patient}", &patient.to_string());
                let path = path.replace("{entry}", &entry.to_string());
                let word = address.strip_prefix(&format!("{BASE}{path}?lang=")).unwrap();
                assert_eq!(Lang::from(word.parse::<DocumentLang>().unwrap()), lang);
            }
        }
    }

    /// Names lie in the downloads of shared computers.
    #[test]
    fn a_name_tells_the_day_only() {
        assert_eq!(result_name(date!(2026 - 11 - 01)), "result-2026-11-01.pdf");
        assert_eq!(series_name(date!(2026 - 12 - 31)), "series-2026-12-31.pdf");
    }
}
