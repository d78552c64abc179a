use shared::access::model::Section;
use shared::files::text as files;
use shared::id::{EntryId, PatientId};
use shared::measurements::text as measurements;
use shared::record::api::FindEntry;
use shared::record::model::Entry;
use shared::record::own::{OwnFact, OwnKind};
use shared::record::text as record;
use shared::record::text::own as text;
use yew::prelude::*;

use super::closed_card;
use crate::files::DocumentForm;
use crate::load::{Load, use_load};
use crate::prefs::use_lang;
use crate::record::own::{OwnForm, Target};
use crate::route::Route;
use crate::router::{self, link};
use crate::shell::Title;
use crate::ui::{Choice, Icon, RadioGroup, SkeletonKind, say, slow_skeleton};

/// What follows the question mark where a paper is uploaded.
pub const UPLOAD: &str = "document";

#[derive(Properties, PartialEq)]
pub struct OwnPageProps {
    pub patient: PatientId,
    /// [`UPLOAD`] uploads a paper, `entry=…` is changed; else `section=…` says what one begins
    /// with.
    pub about: String,
}

/// Where patients tell of themselves, and change what they told.
#[component]
pub fn OwnPage(OwnPageProps { patient, about }: &OwnPageProps) -> Html {
    let lang = use_lang();
    let patient = *patient;
    let entry: Option<EntryId> = about.strip_prefix("entry=").and_then(|id| id.parse().ok());
    let uploads = about == UPLOAD;
    let section: Option<Section> =
        about.strip_prefix("section=").and_then(|word| word.parse().ok());
    let section = if uploads { Some(Section::Documents) } else { section };
    let up = match entry {
        Some(entry) => Route::Entry { patient, entry },
        None => Route::entries(patient, section),
    };
    let name = section.map_or(record::CARD, Section::text);
    let name = if entry.is_some() { record::ENTRY } else { name };
    let back = html! { <>{ Icon::Back.draw() }{ name.get(lang) }</> };
    let (title, lead) = match entry {
        Some(_) => (text::EDIT_TITLE, text::LEAD),
        None if uploads => (files::UPLOAD, files::UPLOAD_LEAD),
        None => (text::TITLE, text::LEAD),
    };
    html! {
        <div class="page page--narrow">
            <div class="row">{ link(up, "back", back) }</div>
            <Title text={title.get(lang)} />
            <p class="lead">{ lead.get(lang) }</p>
            if let Some(entry) = entry {
                <Change {patient} {entry} />
            } else if uploads {
                <section class="panel own-form">
                    <DocumentForm {patient} on_saved={on_saved(patient, files::KEPT.get(lang))} />
                </section>
            } else {
                <Add {patient} first={section.and_then(kind_of)} />
            }
        </div>
    }
}

/// What is told first in a section.
const fn kind_of(section: Section) -> Option<OwnKind> {
    match section {
        Section::Allergies => Some(OwnKind::Allergy),
        Section::Conditions => Some(OwnKind::Condition),
        Section::Notes => Some(OwnKind::Smoking),
        Section::Visits
        | Section::Results
        | Section::Medicines
        | Section::Immunizations
        | Section::Procedures
        | Section::Referrals
        | Section::Documents
        | Section::CarePlans
        | Section::Administrative => None,
    }
}

/// To the page of what was saved, which says so.
fn on_saved(patient: PatientId, said: &'static str) -> Callback<Entry> {
    Callback::from(move |entry: Entry| {
        say(said);
        router::replace(Route::Entry { patient, entry: entry.id });
    })
}

#[derive(Properties, PartialEq)]
struct AddProps {
    patient: PatientId,
    first: Option<OwnKind>,
}

/// What about, then the fields of that.
#[component]
fn Add(props: &AddProps) -> Html {
    let lang = use_lang();
    let kind = use_state_eq(|| props.first);
    let choices = OwnKind::ALL.iter().map(|&one| {
        let kind = kind.clone();
        Choice {
            text: one.text().get(lang).into(),
            hint: None,
            is_chosen: *kind == Some(one),
            on_choose: Callback::from(move |()| kind.set(Some(one))),
        }
    });
    let upload = Route::Own { patient: props.patient, about: UPLOAD.to_owned() };
    let measure = Route::Measurements { patient: props.patient };
    html! {
        <section class="panel own-form">
            <p>{ link(upload, "", html! { files::UPLOAD.get(lang) }) }</p>
            <p>{ link(measure, "", html! { measurements::TITLE.get(lang) }) }</p>
            <RadioGroup legend={text::WHAT.get(lang)} choices={choices.collect::<Vec<_>>()} />
            if let Some(kind) = *kind {
                <OwnForm key={kind.wire()} patient={props.patient} target={Target::New}
                    fact={OwnFact::new(kind)} on_saved={on_saved(props.patient, text::SAVED.get(lang))} />
            }
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct ChangeProps {
    patient: PatientId,
    entry: EntryId,
}

/// The fields with what was told before.
#[component]
fn Change(&ChangeProps { patient, entry }: &ChangeProps) -> Html {
    let lang = use_lang();
    let detail = use_load(FindEntry { patient, entry });
    let found = match detail.load() {
        Load::Ready(found) => found,
        Load::Failed(problem) => return closed_card(lang, &problem, detail.reload()),
        Load::Waiting => {
            return slow_skeleton(lang, SkeletonKind::List, detail.is_slow(), detail.cancel());
        }
    };
    let Some(fact) = OwnFact::of(&found.entry.content) else { return Html::default() };
    let target = Target::Change { entry, version: found.entry.version };
    html! {
        <section class="panel own-form">
            <OwnForm {patient} {target} {fact} on_saved={on_saved(patient, text::SAVED.get(lang))} />
        </section>
    }
}
