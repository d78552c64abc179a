//! Closed lists of words: on the wire, in the database and in the journal each has one spelling.

macro_rules! words {
    ($($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident $wire:literal,)+ })+) => {$(
        $(#[$meta])*
        #[derive(
            Clone,
            Copy,
            Debug,
            PartialEq,
            Eq,
            PartialOrd,
            Ord,
            Hash,
            serde::Serialize,
            serde::Deserialize,
        )]
        #[cfg_attr(feature = "server", derive(poem_openapi::Enum))]
        pub enum $name {$(
            $(#[$doc])*
            #[serde(rename = $wire)]
            #[cfg_attr(feature = "server", oai(rename = $wire))]
            $variant,
        )+}

        impl $name {
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The word on the wire, in the database and in the journal.
            pub const fn wire(self) -> &'static str {
                match self { $(Self::$variant => $wire),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.wire())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::words::UnknownWord;

            fn from_str(word: &str) -> Result<Self, Self::Err> {
                match word { $($wire => Ok(Self::$variant),)+ _ => Err($crate::words::UnknownWord) }
            }
        }
    )+};
}

/// The word is not one of the closed list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownWord;

impl std::fmt::Display for UnknownWord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("unknown word")
    }
}

impl std::error::Error for UnknownWord {}

pub(crate) use words;
