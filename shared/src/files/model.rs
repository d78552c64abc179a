use serde::{Deserialize, Serialize};
use time::Date;
use uuid::Uuid;

use crate::contract::FieldProblem;
use crate::record::model::Entry;
use crate::wire_time;
use crate::words::words;

words! {
    /// What a file may be: told by its first bytes, never by its name.
    FileType {
        Pdf "application/pdf",
        Jpeg "image/jpeg",
        Png "image/png",
    }

    /// What kind of paper was copied.
    PaperKind {
        Results "results",
        DischargeSummary "discharge_summary",
        Conclusion "conclusion",
        VaccinationCertificate "vaccination_certificate",
        Prescription "prescription",
        /// By which an attorney acts for the patient (CARD-12).
        PowerOfAttorney "power_of_attorney",
        Other "other",
    }
}

/// A file as an entry names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct FileBrief {
    pub name: String,
    /// Such as `application/pdf`.
    pub content_type: String,
    /// Bytes.
    pub size: u64,
}

/// A file of an entry, as its page offers it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct EntryFile {
    /// Counts up from 1; the address of the file ends with it.
    pub number: u32,
    pub name: String,
    /// Such as `application/pdf`, where it is known.
    pub content_type: Option<String>,
    /// Bytes, where they are known.
    pub size: Option<u64>,
    /// Whether the file itself came too; else its sender kept it.
    pub is_here: bool,
}

/// The pages of a PDF, in their order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct FilePages {
    /// 1 to 500 of them; the first is number 1.
    pub pages: Vec<FilePage>,
}

/// How large a page of a PDF is, as it is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct FilePage {
    /// Points: 72 are an inch.
    pub width: u32,
    /// Points.
    pub height: u32,
}

/// What is told of a paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct DocumentFacts {
    pub title: String,
    pub kind: PaperKind,
    /// Of the document, not of its upload.
    #[serde(with = "wire_time::date")]
    pub date: Date,
    /// May be empty.
    pub comment: String,
}

/// A file on its way in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct NewFile {
    pub name: String,
    /// The bytes, in base64.
    pub data: String,
}

/// A paper with its copies: 1 to 10 files, each at most 5 MB, together at most 20 MB.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct NewDocument {
    pub facts: DocumentFacts,
    pub files: Vec<NewFile>,
    /// Made by the client once per document: sending the same one twice keeps one.
    pub key: Uuid,
}

/// A document that was kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct KeptDocument {
    pub entry: Entry,
    /// What is poor about files that were kept all the same, by `files.0`, `files.1` and so on.
    pub warnings: Vec<FieldProblem>,
}
