use std::rc::Rc;

use shared::format;
use shared::id::PatientId;
use shared::lang::Lang;
use shared::protocols::api::{ListDrafts, ListTemplates};
use shared::protocols::model::{KeptDraft, KeptTemplate, ProtocolForm, Template, TemplateRef};
use shared::protocols::rules::form_of_template;
use shared::protocols::templates::BUILT_IN;
use shared::protocols::text;
use shared::record::api::FindSummary;
use shared::record::model::{Coding, Summary};
use shared::record::text as record;
use yew::prelude::*;

use super::unsent::UnsentDrafts;
use crate::browser;
use crate::load::{Load, use_load};
use crate::prefs::use_lang;
use crate::route::Route;
use crate::router::link;
use crate::ui::{SkeletonKind, TextField, failure, slow_skeleton};

/// What a new protocol begins with.
#[derive(Clone, Debug, PartialEq)]
pub struct Begin {
    pub form: ProtocolForm,
    pub often: Vec<Coding>,
}

/// Begins from a template, just now.
pub fn begin(template: &Template, reference: TemplateRef) -> Begin {
    let form = ProtocolForm {
        template: Some(reference),
        performed_at: Some(browser::now()),
        ..form_of_template(template)
    };
    Begin { form, often: template.diagnoses.clone() }
}

/// For whom it is going to be written.
fn whose(lang: Lang, summary: &Summary) -> Html {
    let patient = &summary.patient;
    let years = format::age(patient.birth_date, browser::today());
    html! {
        <p>
            <b>{ patient.name.full() }</b>{ ", " }
            { record::age(lang, years) }{ " · " }{ format::date(lang, patient.birth_date) }
        </p>
    }
}

#[derive(Properties, PartialEq)]
pub struct ChooseProps {
    pub patient: PatientId,
    pub on_begin: Callback<Begin>,
}

/// Drafts that wait, own templates, the one changed last first, and those that come with the
/// program.
#[component]
pub fn Choose(props: &ChooseProps) -> Html {
    let lang = use_lang();
    let words = use_state_eq(String::new);
    let own = use_load(ListTemplates {});
    let drafts = use_load(ListDrafts { patient: props.patient });
    let summary = use_load(FindSummary { patient: props.patient });
    let on_words = {
        let words = words.setter();
        Callback::from(move |typed: String| words.set(typed))
    };
    let wanted = browser::lowercase(words.trim());
    let is_wanted = |title: &str| browser::lowercase(title).contains(&wanted);
    let own_load = own.load();
    let own_ones: Vec<&KeptTemplate> = match &own_load {
        Load::Ready(own) => own.iter().filter(|it| is_wanted(&it.template.title)).collect(),
        Load::Waiting | Load::Failed(_) => Vec::new(),
    };
    let built_in: Vec<_> = BUILT_IN.iter().filter(|it| is_wanted(it.title.get(lang))).collect();
    let is_nothing = own_ones.is_empty() && built_in.is_empty();
    html! {
        <div class="stack">
            if let Load::Ready(summary) = summary.load() {
                { whose(lang, &summary) }
            }
            <UnsentDrafts on_sent={drafts.reload()} />
            { waiting(lang, props.patient, &drafts.load()) }
            <section class="stack" aria-labelledby="protocol-choose">
                <h2 id="protocol-choose">{ text::CHOOSE_TEMPLATE.get(lang) }</h2>
                <TextField kind="search" label={text::FIND_TEMPLATE.get(lang)} value={(*words).clone()}
                    autocomplete="off" on_change={on_words} />
                if let Load::Failed(problem) = &own_load {
                    { failure(lang, problem, Some(own.reload())) }
                }
                if matches!(own_load, Load::Waiting) {
                    { slow_skeleton(lang, SkeletonKind::List, own.is_slow(), own.cancel()) }
                }
                if !own_ones.is_empty() {
                    <h3>{ text::OWN_TEMPLATES.get(lang) }</h3>
                    <ul class="protocol__templates">
                        for kept in own_ones {
                            { choice(&kept.template, TemplateRef { id: kept.id.to_string(), version: kept.version }, &props.on_begin) }
                        }
                    </ul>
                }
                if !built_in.is_empty() {
                    <h3>{ text::BUILT_IN_TEMPLATES.get(lang) }</h3>
                    <ul class="protocol__templates">
                        for one in built_in {
                            { choice(&one.template(lang), one.reference(), &props.on_begin) }
                        }
                    </ul>
                }
                if is_nothing {
                    <p>{ text::NO_TEMPLATE_FOUND.get(lang) }</p>
                }
                <p>
                    { link(Route::Templates { about: String::new() }, "", html! { text::OWN_TEMPLATES.get(lang) }) }
                </p>
            </section>
        </div>
    }
}

fn choice(template: &Template, reference: TemplateRef, on_begin: &Callback<Begin>) -> Html {
    let onclick = {
        let (template, reference) = (template.clone(), reference.clone());
        on_begin.reform(move |_: MouseEvent| begin(&template, reference.clone()))
    };
    html! {
        <li key={reference.id.clone()}>
            <button type="button" class="button button--secondary" {onclick}>
                <span class="button__face">{ template.title.clone() }</span>
            </button>
        </li>
    }
}

/// What the doctor has begun on this card.
fn waiting(lang: Lang, patient: PatientId, load: &Load<Rc<Vec<KeptDraft>>>) -> Html {
    let Load::Ready(drafts) = load else { return Html::default() };
    if drafts.is_empty() {
        return Html::default();
    }
    html! {
        <section aria-labelledby="protocol-waiting">
            <h2 id="protocol-waiting">{ text::UNFINISHED_HERE.get(lang) }</h2>
            <ul class="lines">
                for draft in drafts.iter() {
                    <li key={draft.id.to_string()} class="line">
                        { link(Route::Protocol { patient, about: format!("draft={}", draft.id) }, "line__link",
                            html! { title_of(lang, draft) }) }
                        <p class="line__more">
                            { format::moment(lang, draft.changed_at, browser::offset_at(draft.changed_at)) }
                        </p>
                    </li>
                }
            </ul>
        </section>
    }
}

fn title_of(lang: Lang, draft: &KeptDraft) -> String {
    let title = draft.form.title.trim();
    if title.is_empty() { text::PROTOCOL.get(lang).to_owned() } else { title.to_owned() }
}
