//! Codes, numbers of orders and organizations: the data types CE/CWE, EI and XON.

use super::message::Piece;

/// The same thing in another code system (components 4–6).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Alternate {
    /// Component 4
    pub code: Option<String>,
    /// Component 5
    pub text: Option<String>,
    /// Component 6
    pub system: Option<String>,
}

/// A code with its name and system (CE, CWE, CNE).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coded {
    /// Component 1, e.g. `718-7`
    pub code: Option<String>,
    /// Component 2, e.g. `Hemoglobin [Mass/volume] in Blood`
    pub text: Option<String>,
    /// Component 3, HL7 table 0396, e.g. `LN` LOINC, `SCT` SNOMED CT, `L` and `99…` local
    pub system: Option<String>,
    /// Components 4–6
    pub alternate: Option<Box<Alternate>>,
    /// Component 9: what the person wrote or saw
    pub original: Option<String>,
}

impl Coded {
    /// Reads one repetition. Nothing when all is empty. Where only components 4–6 are sent
    /// (`^^^WBC^WHITE BLOOD CELL`, `OpenELIS` analysers) they are taken for the first three.
    pub(super) fn read(piece: Piece<'_>) -> Option<Self> {
        Self::of(piece.components().take(9).map(|part| part.value()))
    }

    /// The same written in subcomponents, inside a component.
    pub(super) fn read_subs(piece: Piece<'_>) -> Option<Self> {
        Self::of(piece.subs().take(9).map(|part| part.value()))
    }

    /// As [`Coded::read`], but words alone (`Не обнаружено`) are a text, not a code.
    pub(super) fn read_words(piece: Piece<'_>) -> Option<Self> {
        let mut read = Self::read(piece)?;
        let is_words = |code: &String| code.contains(char::is_whitespace) || !code.is_ascii();
        if read.text.is_none() && read.system.is_none() && read.code.as_ref().is_some_and(is_words)
        {
            read.text = read.code.take();
        }
        Some(read)
    }

    /// The best name there is: text, what was written, the alternate's text, the code.
    #[must_use]
    pub fn label(&self) -> Option<&str> {
        let alternate = self.alternate.as_deref();
        let texts = [
            self.text.as_deref(),
            self.original.as_deref(),
            alternate.and_then(|a| a.text.as_deref()),
            self.code.as_deref(),
        ];
        texts.into_iter().flatten().next().or_else(|| alternate.and_then(|a| a.code.as_deref()))
    }

    fn of(mut parts: impl Iterator<Item = Option<String>>) -> Option<Self> {
        let mut next = || parts.next().flatten();
        let (code, text, system) = (next(), next(), next());
        let alternate = Alternate { code: next(), text: next(), system: next() };
        let original = { (next(), next(), next()).2 };
        if code.is_none()
            && text.is_none()
            && (alternate.code.is_some() || alternate.text.is_some())
        {
            let Alternate { code, text, system: own } = alternate;
            return Some(Self { code, text, system: own.or(system), alternate: None, original });
        }
        let alternate = (alternate != Alternate::default()).then(|| Box::new(alternate));
        let read = Self { code, text, system, alternate, original };
        (read != Self::default()).then_some(read)
    }
}

/// A number given by some system (EI), e.g. the number of an order or of a device.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EntityId {
    /// The number
    pub id: String,
    /// Name of the system that gave it
    pub namespace: Option<String>,
    /// Its universal identifier, e.g. an OID
    pub universal_id: Option<String>,
    /// What that identifier is, e.g. `ISO`
    pub universal_kind: Option<String>,
}

impl EntityId {
    /// Reads one repetition; nothing when no part is there.
    pub(super) fn read(piece: Piece<'_>) -> Option<Self> {
        Self::of(piece.components().take(4).map(|part| part.value()))
    }

    /// The same written in subcomponents, inside a component.
    pub(super) fn read_subs(piece: Piece<'_>) -> Option<Self> {
        Self::of(piece.subs().take(4).map(|part| part.value()))
    }

    fn of(mut parts: impl Iterator<Item = Option<String>>) -> Option<Self> {
        let mut next = || parts.next().flatten();
        let (id, namespace, universal_id, universal_kind) = (next(), next(), next(), next());
        let read = Self { id: id.unwrap_or_default(), namespace, universal_id, universal_kind };
        (read != Self::default()).then_some(read)
    }
}

/// A laboratory or other organization (XON).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organization {
    /// Component 1
    pub name: Option<String>,
    /// Component 10, else 3: its number
    pub id: Option<String>,
    /// Component 6.1: who gave the number
    pub authority: Option<String>,
}

impl Organization {
    pub(super) fn read(piece: Piece<'_>) -> Option<Self> {
        let part = |number: usize| piece.component(number).first().value();
        let read = Self { name: part(1), id: part(10).or_else(|| part(3)), authority: part(6) };
        (read.name.is_some() || read.id.is_some()).then_some(read)
    }
}

#[cfg(test)]
mod tests {
    use super::super::message::Message;
    use super::*;

    fn coded(raw: &str) -> Option<Coded> {
        let message =
            Message::parse(format!("MSH|^~\\&|||||||ORU^R01|1|P|2.5\rOBX|{raw}").as_bytes())
                .unwrap();
        Coded::read(message.first("OBX").unwrap().field(1))
    }

    fn parts(read: &Coded) -> (Option<&str>, Option<&str>, Option<&str>) {
        (read.code.as_deref(), read.text.as_deref(), read.system.as_deref())
    }

    #[test]
    fn a_code_has_text_system_and_alternate() {
        let read =
            coded("10368-9^Lead BldC-mCnc^LN^3456543^Blood lead test^99USI^2.24^^lead").unwrap();
        assert_eq!(parts(&read), (Some("10368-9"), Some("Lead BldC-mCnc"), Some("LN")));
        assert_eq!(read.alternate.as_deref().and_then(|a| a.code.as_deref()), Some("3456543"));
        assert_eq!(read.original.as_deref(), Some("lead"));
        assert_eq!(
            coded("^Bordetella pertussis^SNM").unwrap().label(),
            Some("Bordetella pertussis")
        );
    }

    #[test]
    fn a_code_in_the_alternate_place_is_the_code() {
        let read = coded("^^^WBC^WHITE BLOOD CELL").unwrap();
        assert_eq!(parts(&read), (Some("WBC"), Some("WHITE BLOOD CELL"), None));
        assert_eq!(read.alternate, None);
    }

    #[test]
    fn nothing_is_no_code() {
        assert_eq!((coded(""), coded("^^"), coded("\"\"")), (None, None, None));
    }
}
