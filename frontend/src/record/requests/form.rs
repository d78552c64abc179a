use shared::access::model::Section;
use shared::id::PatientId;
use shared::lang::{Lang, Text};
use shared::record::api::{AskMissing, ListOrganizations};
use shared::record::asked::{Asking, NewMissing, OrganizationLink};
use shared::record::report::REPORT_MAX;
use shared::record::text::asked as text;
use uuid::Uuid;
use yew::prelude::*;

use crate::browser;
use crate::load::{Load, use_load};
use crate::prefs::use_lang;
use crate::record::filter::day_field;
use crate::route::Day;
use crate::shell::GoesTo;
use crate::submit::{Submit, use_submit};
use crate::ui::{
    Button, ButtonKind, Choosable, Combobox, Icon, SkeletonKind, TextField, failure, say,
    slow_skeleton,
};

const ID: &str = "ask-missing";
const WORDS: &str = "ask-missing-words";
const SECTION: &str = "ask-missing-section";
const ORGANIZATION: &str = "ask-missing-organization";

#[derive(Properties, PartialEq)]
pub struct AskFormProps {
    pub patient: PatientId,
    /// What is missing, where the way here began; the form stands open then.
    #[prop_or_default]
    pub section: Option<Section>,
    pub on_sent: Callback<()>,
}

/// What may be missing: what one writes oneself is not.
fn sections() -> impl Iterator<Item = Section> {
    let is_theirs =
        |section: &Section| !matches!(section, Section::Notes | Section::Administrative);
    Section::ALL.iter().copied().filter(is_theirs)
}

/// A button, and the form it opens.
#[component]
pub fn AskForm(props: &AskFormProps) -> Html {
    let lang = use_lang();
    let first = props.section.filter(|section| sections().any(|one| one == *section));
    let is_open = use_state_eq(|| first.is_some() || Draft::is_kept());
    let clinics = use_load(ListOrganizations {});
    if !*is_open {
        let is_open = is_open.setter();
        return html! {
            <p>
                <Button kind={ButtonKind::Secondary} on_click={move |()| is_open.set(true)}>
                    { text::ASK.get(lang) }
                </Button>
            </p>
        };
    }
    let on_sent = {
        let (is_open, on_sent) = (is_open.setter(), props.on_sent.clone());
        Callback::from(move |()| {
            is_open.set(false);
            say(text::SENT.get(lang));
            on_sent.emit(());
        })
    };
    let body = match clinics.load() {
        Load::Waiting => {
            slow_skeleton(lang, SkeletonKind::List, clinics.is_slow(), clinics.cancel())
        }
        Load::Failed(problem) => failure(lang, &problem, Some(clinics.reload())),
        Load::Ready(list) if list.is_empty() => {
            html! { <p>{ text::NO_ORGANIZATIONS.get(lang) }</p> }
        }
        Load::Ready(list) => html! {
            <Form patient={props.patient} {first} clinics={(*list).clone()} {on_sent} />
        },
    };
    html! {
        <section class="panel" aria-labelledby={ID}>
            <h2 id={ID}>{ text::ASK.get(lang) }</h2>
            { body }
        </section>
    }
}

/// What is being written, as this place in the history keeps it.
#[derive(Clone, PartialEq)]
struct Draft {
    section: Option<Section>,
    organization: String,
    from: Option<Day>,
    until: Option<Day>,
    words: String,
    key: Uuid,
}

const FIELDS: [&str; 6] = ["section", "organization", "from", "until", "words", "key"];

impl Draft {
    fn is_kept() -> bool {
        browser::kept("ask-words").is_some_and(|words| !words.is_empty())
    }

    fn recall(first: Option<Section>) -> Self {
        let kept = |name: &str| browser::kept(&format!("ask-{name}")).filter(|it| !it.is_empty());
        Self {
            section: kept("section").and_then(|word| word.parse().ok()).or(first),
            organization: kept("organization").unwrap_or_default(),
            from: kept("from").and_then(|day| Day::parse(&day)),
            until: kept("until").and_then(|day| Day::parse(&day)),
            words: kept("words").unwrap_or_default(),
            key: kept("key").and_then(|key| key.parse().ok()).unwrap_or_else(Uuid::new_v4),
        }
    }

    fn keep(&self) {
        let day = |day: Option<Day>| day.map(Day::word).unwrap_or_default();
        let values = [
            self.section.map(|section| section.to_string()).unwrap_or_default(),
            self.organization.clone(),
            day(self.from),
            day(self.until),
            self.words.clone(),
            self.key.to_string(),
        ];
        for (name, value) in FIELDS.iter().zip(values) {
            browser::keep(&format!("ask-{name}"), &value);
        }
    }

    fn forget() {
        for name in FIELDS {
            browser::keep(&format!("ask-{name}"), "");
        }
    }
}

#[derive(Properties, PartialEq)]
struct FormProps {
    patient: PatientId,
    first: Option<Section>,
    clinics: Vec<OrganizationLink>,
    on_sent: Callback<()>,
}

#[component]
fn Form(props: &FormProps) -> Html {
    let lang = use_lang();
    let draft = use_state_eq(|| Draft::recall(props.first));
    // The first choice that was left out.
    let lacks = use_state_eq(|| None::<&'static str>);
    let on_done = {
        let on_sent = props.on_sent.clone();
        Callback::from(move |_: Asking| {
            Draft::forget();
            on_sent.emit(());
        })
    };
    let submit = use_submit::<AskMissing>(on_done);
    let change = {
        let (draft, lacks) = (draft.setter(), lacks.setter());
        Callback::from(move |changed: Draft| {
            changed.keep();
            lacks.set(None);
            draft.set(changed);
        })
    };
    let onsubmit = {
        let (draft, lacks, submit) = (draft.clone(), lacks.clone(), submit.clone());
        let patient = props.patient;
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let Draft { section, organization, from, until, words, key } = (*draft).clone();
            let lacking = |name, id| {
                lacks.set(Some(name));
                browser::focus_id(id);
            };
            let Some(section) = section else { return lacking("section", SECTION) };
            let Ok(organization) = organization.parse() else {
                return lacking("organization", ORGANIZATION);
            };
            let (from, until) = (from.and_then(Day::date), until.and_then(Day::date));
            let body = NewMissing { section, organization, from, until, words, key };
            submit.send(AskMissing { patient, body });
        })
    };
    use_effect_with(submit.field("words").is_some(), |&is_wrong| {
        if is_wrong {
            browser::focus_id(WORDS);
        }
    });
    let problem = submit.problem().filter(|problem| problem.fields.is_empty());
    html! {
        <form class="report-form" {onsubmit} novalidate=true>
            <GoesTo />
            <p class="muted">{ text::ASK_LEAD.get(lang) }</p>
            { fields(lang, props, &draft, *lacks, &submit, &change) }
            if let Some(problem) = problem {
                { failure(lang, problem, None) }
            }
            <p><Button submits=true busy={submit.is_busy()}>{ text::SEND.get(lang) }</Button></p>
        </form>
    }
}

fn fields(
    lang: Lang,
    props: &FormProps,
    draft: &Draft,
    lacks: Option<&'static str>,
    submit: &Submit<AskMissing>,
    change: &Callback<Draft>,
) -> Html {
    let error = |name: &str, words: Text| {
        let is_lacking = lacks == Some(name);
        let said = submit.field(name).map(|reason| reason.text());
        is_lacking.then_some(words).or(said).map(|words| AttrValue::from(words.get(lang)))
    };
    let with = |set: fn(&mut Draft, AttrValue)| {
        let (draft, change) = (draft.clone(), change.clone());
        Callback::from(move |value: AttrValue| {
            let mut changed = draft.clone();
            set(&mut changed, value);
            change.emit(changed);
        })
    };
    let day = |set: fn(&mut Draft, Option<Day>)| {
        let (draft, change) = (draft.clone(), change.clone());
        Callback::from(move |day: Option<Day>| {
            let mut changed = draft.clone();
            set(&mut changed, day);
            change.emit(changed);
        })
    };
    let of_section = |section: Section| Choosable {
        value: section.to_string().into(),
        text: section.text().get(lang).into(),
    };
    let of_clinic = |clinic: &OrganizationLink| Choosable {
        value: clinic.id.to_string().into(),
        text: clinic.name.clone().into(),
    };
    let chosen = draft.section.map(|section| AttrValue::from(section.to_string()));
    let clinic =
        (!draft.organization.is_empty()).then(|| AttrValue::from(draft.organization.clone()));
    let period = ["from", "until"].iter().find_map(|day| error(day, text::FROM));
    html! {
        <>
            <Combobox id={SECTION} label={text::SECTION.get(lang)} value={chosen} error={error("section", text::CHOOSE)}
                options={sections().map(of_section).collect::<Vec<_>>()}
                on_choose={with(|draft, word| draft.section = word.parse().ok())} />
            <Combobox id={ORGANIZATION} label={text::ORGANIZATION.get(lang)} hint={text::ORGANIZATION_HINT.get(lang)}
                value={clinic} error={error("organization", text::CHOOSE_ORGANIZATION)}
                options={props.clinics.iter().map(of_clinic).collect::<Vec<_>>()}
                on_choose={with(|draft, id| draft.organization = id.to_string())} />
            <p class="field__hint">{ text::NOT_LISTED.get(lang) }</p>
            <div class="filters__days">
                { day_field(text::FROM.get(lang), draft.from, day(|draft, day| draft.from = day)) }
                { day_field(text::UNTIL.get(lang), draft.until, day(|draft, day| draft.until = day)) }
            </div>
            if let Some(period) = period {
                <p class="field__error" role="alert">{ Icon::Alert.draw() }<span>{ period }</span></p>
            }
            <p class="field__hint">{ text::PERIOD_HINT.get(lang) }</p>
            <TextField id={WORDS} multiline=true label={text::WORDS.get(lang)} limit={REPORT_MAX}
                hint={text::WORDS_HINT.get(lang)} value={draft.words.clone()}
                error={submit.field("words").map(|reason| AttrValue::from(reason.text().get(lang)))}
                on_change={with(|draft, words| draft.words = words.to_string()).reform(AttrValue::from)} />
        </>
    }
}
