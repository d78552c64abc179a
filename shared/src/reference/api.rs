use super::model::{FoundReference, ReferenceList, ReferenceVersion};
use crate::contract::{Route, route};
use crate::endpoint;

endpoint! {
    /// Terms of a list by the beginning of their code, or by words in any of their forms; without
    /// words those the list begins with. Of the current version where none is named. Public
    /// knowledge: for whoever is signed in.
    SearchReference { list: ReferenceList }
    ? { words: Option<String>, version: Option<String>, limit: Option<u32> }
    Get "/reference/{list}" => FoundReference
}

endpoint! {
    /// Every version of every list there is, by list, newest first.
    ListReferences {}
    Get "/reference" => Vec<ReferenceVersion>
}

pub const ROUTES: &[Route] = &[route::<SearchReference>(), route::<ListReferences>()];

/// Terms in an answer where no limit is named.
pub const FOUND_DEFAULT: u32 = 20;
/// Terms in an answer at most.
pub const FOUND_MAX: u32 = 50;
/// Characters of the words looked for at most.
pub const WORDS_MAX: usize = 200;
/// What the version of the set that comes with the program is called.
pub const BUILT_IN: &str = "built-in";
