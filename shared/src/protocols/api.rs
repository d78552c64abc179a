use uuid::Uuid;

use super::model::{
    ChangedDraft, ChangedTemplate, DraftKey, DraftLink, EntryVersions, KeptDraft, KeptTemplate,
    NewCorrection, NewSignature, NewTemplate, Removed,
};
use crate::contract::{Route, route};
use crate::endpoint;
use crate::id::{EntryId, PatientId};
use crate::record::model::Entry;

endpoint! {
    /// The caller's own templates, the one changed last first (REC-12).
    ListTemplates {}
    Get "/protocol-templates" => Vec<KeptTemplate>
}

endpoint! {
    /// Keeps a template of the caller's own.
    AddTemplate {}
    Post "/protocol-templates" with NewTemplate => KeptTemplate
}

endpoint! {
    /// Changes a template of the caller's own.
    ChangeTemplate { template: Uuid }
    Put "/protocol-templates/{template}" with ChangedTemplate => KeptTemplate
}

endpoint! {
    /// Removes a template of the caller's own. Done twice it changes nothing.
    RemoveTemplate { template: Uuid }
    Post "/protocol-templates/{template}/removal" => Removed
}

endpoint! {
    /// The caller's own drafts on all cards: where they wait, and nothing of what they say.
    ListOwnDrafts {}
    Get "/protocol-drafts" => Vec<DraftLink>
}

endpoint! {
    /// What seals the caller's drafts in their browsers while there is no line (OFF-2).
    FindDraftKey {}
    Get "/protocol-drafts/key" => DraftKey
}

endpoint! {
    /// The caller's own drafts on a card, the one changed last first (REC-4).
    ListDrafts { patient: PatientId }
    Get "/patients/{patient}/protocol-drafts" => Vec<KeptDraft>
}

endpoint! {
    /// A draft of the caller's own.
    FindDraft { patient: PatientId, draft: Uuid }
    Get "/patients/{patient}/protocol-drafts/{draft}" => KeptDraft
}

endpoint! {
    /// Keeps a draft. Its id is made by the client; the same once more changes nothing. Somebody
    /// was first where the version is not the one kept: then nothing is overwritten.
    KeepDraft { patient: PatientId, draft: Uuid }
    Put "/patients/{patient}/protocol-drafts/{draft}" with ChangedDraft => KeptDraft
}

endpoint! {
    /// Removes a draft of the caller's own. Done twice it changes nothing.
    RemoveDraft { patient: PatientId, draft: Uuid }
    Post "/patients/{patient}/protocol-drafts/{draft}/removal" => Removed
}

endpoint! {
    /// Signs a draft: it becomes an entry, and the patient is told. Refused field by field.
    SignDraft { patient: PatientId, draft: Uuid }
    Post "/patients/{patient}/protocol-drafts/{draft}/signature" with NewSignature => Entry
}

endpoint! {
    /// Corrects a signed protocol by a new version (REC-5): its author does, or a doctor of the
    /// organization it comes from.
    CorrectProtocol { patient: PatientId, entry: EntryId }
    Post "/patients/{patient}/protocols/{entry}/correction" with NewCorrection => Entry
}

endpoint! {
    /// Every version of an entry, newest first, as far as the caller may see them.
    FindVersions { patient: PatientId, entry: EntryId }
    Get "/patients/{patient}/entries/{entry}/versions" => EntryVersions
}

pub const ROUTES: &[Route] = &[
    route::<ListTemplates>(),
    route::<AddTemplate>(),
    route::<ChangeTemplate>(),
    route::<RemoveTemplate>(),
    route::<ListOwnDrafts>(),
    route::<FindDraftKey>(),
    route::<ListDrafts>(),
    route::<FindDraft>(),
    route::<KeepDraft>(),
    route::<RemoveDraft>(),
    route::<SignDraft>(),
    route::<CorrectProtocol>(),
    route::<FindVersions>(),
];
