//! What a program may do, as SMART App Launch 2 writes it: `system/Observation.rs`.

/// Something done to resources of one type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    Create,
    Read,
    Update,
    Delete,
    Search,
}

impl Operation {
    const fn letter(self) -> char {
        match self {
            Self::Create => 'c',
            Self::Read => 'r',
            Self::Update => 'u',
            Self::Delete => 'd',
            Self::Search => 's',
        }
    }
}

/// The scopes of a program or of one of its tokens.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scopes(Vec<Scope>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Scope {
    /// `*` for every type.
    kind: String,
    /// Of `cruds`, in that order.
    letters: String,
}

impl Scopes {
    /// Reads scopes divided by spaces; the words of version 1, `read` and `write`, too. `Err` holds
    /// the first that is none.
    pub fn parse(text: &str) -> Result<Self, String> {
        let scopes = text.split_whitespace().map(|word| Scope::parse(word).ok_or(word.to_owned()));
        scopes.collect::<Result<_, _>>().map(Self)
    }

    pub fn allows(&self, kind: &str, operation: Operation) -> bool {
        self.0.iter().any(|scope| {
            (scope.kind == "*" || scope.kind == kind) && scope.letters.contains(operation.letter())
        })
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Of what is asked for, what was granted: no more than either.
    #[must_use]
    pub fn narrowed_to(&self, asked: &Self) -> Self {
        let mut scopes = Vec::new();
        for asked in &asked.0 {
            let kinds: Vec<&str> = if asked.kind == "*" {
                self.0.iter().map(|scope| scope.kind.as_str()).collect()
            } else {
                vec![&asked.kind]
            };
            for kind in kinds {
                let granted = |letter: &char| {
                    self.0.iter().any(|scope| {
                        (scope.kind == "*" || scope.kind == kind) && scope.letters.contains(*letter)
                    })
                };
                let letters: String = asked.letters.chars().filter(granted).collect();
                let scope = Scope { kind: kind.to_owned(), letters };
                if !scope.letters.is_empty() && !scopes.contains(&scope) {
                    scopes.push(scope);
                }
            }
        }
        Self(scopes)
    }
}

impl Scope {
    fn parse(word: &str) -> Option<Self> {
        let (kind, letters) = word.strip_prefix("system/")?.split_once('.')?;
        let is_kind =
            kind == "*" || super::fhir::definitions::definitions().resource(kind).is_some();
        let letters = match letters {
            "read" => "rs",
            "write" => "cud",
            "*" => "cruds",
            letters => letters,
        };
        // In their order, each once.
        let mut rest = "cruds".chars();
        let is_right = !letters.is_empty() && letters.chars().all(|c| rest.any(|known| known == c));
        (is_kind && is_right).then(|| Self { kind: kind.to_owned(), letters: letters.to_owned() })
    }
}

impl std::fmt::Display for Scopes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (n, scope) in self.0.iter().enumerate() {
            let space = if n > 0 { " " } else { "" };
            write!(f, "{space}system/{}.{}", scope.kind, scope.letters)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_allows_what_it_says() {
        let scopes = Scopes::parse("system/Observation.rs system/Patient.read").unwrap();
        assert!(scopes.allows("Observation", Operation::Search));
        assert!(!scopes.allows("Observation", Operation::Create));
        assert!(scopes.allows("Patient", Operation::Read));
        assert!(!scopes.allows("Condition", Operation::Read));
        for wrong in [
            "patient/Observation.rs",
            "system/Observation",
            "system/Spaceship.r",
            "system/*.sr",
            "system/*.",
        ] {
            assert_eq!(Scopes::parse(wrong), Err(wrong.to_owned()));
        }
    }

    #[test]
    fn a_token_gets_no_more_than_both_say() {
        let granted = Scopes::parse("system/*.rs system/Observation.c").unwrap();
        let narrowed =
            |asked: &str| granted.narrowed_to(&Scopes::parse(asked).unwrap()).to_string();
        assert_eq!(narrowed("system/Observation.cruds"), "system/Observation.crs");
        assert_eq!(narrowed("system/Patient.cud"), "");
        assert_eq!(narrowed("system/*.crs"), "system/*.rs system/Observation.crs");
    }
}
