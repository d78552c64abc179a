//! What is wrong, as FHIR says it: `OperationOutcome`.

use super::json::{Json, object};

/// One thing that is wrong, or worth a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    pub severity: Severity,
    pub code: IssueCode,
    /// Where: `Bundle.entry[3].resource.status`.
    pub expression: Option<String>,
    /// The rule, in English: integrators of all countries read it.
    pub diagnostics: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    Error,
    Warning,
    Information,
}

/// `http://hl7.org/fhir/issue-type`, as far as it is used here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IssueCode {
    Structure,
    Required,
    Value,
    Invariant,
    BusinessRule,
    CodeInvalid,
    NotFound,
    Deleted,
    Duplicate,
    MultipleMatches,
    NotSupported,
    TooLong,
    TooCostly,
    Conflict,
    Forbidden,
    Login,
    Throttled,
    Transient,
    Exception,
    Informational,
}

impl IssueCode {
    pub const fn word(self) -> &'static str {
        match self {
            Self::Structure => "structure",
            Self::Required => "required",
            Self::Value => "value",
            Self::Invariant => "invariant",
            Self::BusinessRule => "business-rule",
            Self::CodeInvalid => "code-invalid",
            Self::NotFound => "not-found",
            Self::Deleted => "deleted",
            Self::Duplicate => "duplicate",
            Self::MultipleMatches => "multiple-matches",
            Self::NotSupported => "not-supported",
            Self::TooLong => "too-long",
            Self::TooCostly => "too-costly",
            Self::Conflict => "conflict",
            Self::Forbidden => "forbidden",
            Self::Login => "login",
            Self::Throttled => "throttled",
            Self::Transient => "transient",
            Self::Exception => "exception",
            Self::Informational => "informational",
        }
    }
}

impl Issue {
    pub fn error(code: IssueCode, diagnostics: impl Into<String>) -> Self {
        Self { severity: Severity::Error, code, expression: None, diagnostics: diagnostics.into() }
    }

    #[must_use]
    pub fn at(mut self, expression: impl Into<String>) -> Self {
        self.expression = Some(expression.into());
        self
    }

    #[must_use]
    pub fn warning(mut self) -> Self {
        self.severity = Severity::Warning;
        self
    }
}

/// The resource that carries `issues`; where there are none it says that all is well.
pub fn outcome(issues: &[Issue]) -> Json<'static> {
    let well = Issue {
        severity: Severity::Information,
        code: IssueCode::Informational,
        expression: None,
        diagnostics: "All OK".to_owned(),
    };
    let issues = if issues.is_empty() { std::slice::from_ref(&well) } else { issues };
    let issues = issues.iter().map(|issue| {
        let severity = match issue.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Information => "information",
        };
        let mut members = vec![
            ("severity", Json::str(severity)),
            ("code", Json::str(issue.code.word())),
            ("diagnostics", Json::str(issue.diagnostics.clone())),
        ];
        if let Some(expression) = &issue.expression {
            members.push(("expression", Json::Array(vec![Json::str(expression.clone())])));
        }
        object(members)
    });
    object([
        ("resourceType", Json::str("OperationOutcome")),
        ("issue", Json::Array(issues.collect())),
    ])
}
