use shared::contract::encoded;
use shared::format;
use shared::id::{EntryId, PatientId};
use shared::lang::Lang;
use shared::record::api::{EntryQuery, FoundEntries, SearchEntries};
use shared::record::model::Entry;
use shared::shares::api::MakeShare;
use shared::shares::model::{NewShare, ShareLink, ShareRecipient, ShareTerm};
use shared::shares::rules::{ENTRIES_MAX, PURPOSE_MAX};
use shared::shares::text;
use shared::shell;
use uuid::Uuid;
use yew::prelude::*;

use crate::browser;
use crate::load::{Load, use_load};
use crate::prefs::use_lang;
use crate::record::entry_name;
use crate::submit::{Submit, use_submit};
use crate::tools::{Opened, Tool};
use crate::ui::{
    Button, ButtonKind, Choice, Icon, RadioGroup, SkeletonKind, TextField, failure, say,
    slow_skeleton,
};

const TITLE: &str = "share-title";
/// Entries offered beside those one came with: the newest of the card.
const OFFERED: u32 = 50;

/// An entry that can be shared, and what it is called.
#[derive(Clone, Debug, PartialEq)]
pub struct Shareable {
    pub id: EntryId,
    pub name: AttrValue,
}

#[derive(Properties, PartialEq)]
pub struct ShareButtonProps {
    pub patient: PatientId,
    /// Chosen from the start.
    pub entries: Vec<Shareable>,
    #[prop_or_default]
    pub on_done: Callback<()>,
}

/// A button, and the form with the link at its end that it opens (ACL-8).
#[component]
pub fn ShareButton(ShareButtonProps { patient, entries, on_done }: &ShareButtonProps) -> Html {
    let lang = use_lang();
    let is_open = use_state_eq(|| false);
    let open = |what: bool| {
        let is_open = is_open.setter();
        Callback::from(move |()| is_open.set(what))
    };
    if *is_open {
        let (entries, on_made, on_close) = (entries.clone(), on_done.clone(), open(false));
        let tool = Tool::Share { patient: *patient, entries, on_made, on_close };
        return html! { <Opened {tool} /> };
    }
    let word = if entries.is_empty() { text::SHARE_ENTRIES } else { text::SHARE };
    html! {
        <p class="not-on-paper">
            <Button kind={ButtonKind::Secondary} icon={Icon::Upload} on_click={open(true)}>{ word.get(lang) }</Button>
        </p>
    }
}

#[derive(Properties, PartialEq)]
pub struct ShareStepsProps {
    pub patient: PatientId,
    pub entries: Vec<Shareable>,
    /// There is a link more.
    pub on_made: Callback<()>,
    pub on_close: Callback<()>,
}

/// The form, and the link with its code at the end.
#[component]
pub fn ShareSteps(props: &ShareStepsProps) -> Html {
    let made = use_state_eq(|| None::<ShareLink>);
    let on_made = {
        let (made, on_made) = (made.setter(), props.on_made.clone());
        Callback::from(move |link: ShareLink| {
            made.set(Some(link));
            on_made.emit(());
        })
    };
    let on_close = props.on_close.clone();
    match &*made {
        Some(link) => html! { <MadeLink link={link.clone()} on_done={on_close} /> },
        None => html! {
            <ShareForm patient={props.patient} entries={props.entries.clone()} {on_made} on_cancel={on_close} />
        },
    }
}

#[derive(Properties, PartialEq)]
struct MadeLinkProps {
    link: ShareLink,
    on_done: Callback<()>,
}

/// The link and its code, each to be told another way; shown once.
#[component]
fn MadeLink(MadeLinkProps { link, on_done }: &MadeLinkProps) -> Html {
    let lang = use_lang();
    use_effect_with((), |()| browser::focus_id(TITLE));
    let on_copy = {
        let link = link.link.clone();
        Callback::from(move |()| {
            browser::copy(&link, Callback::from(move |()| say(text::COPIED.get(lang))));
        })
    };
    let subject = encoded(&text::MAIL_SUBJECT.get(lang));
    // The link alone: neither the code nor anything of the card goes by mail.
    let mail = format!("mailto:?subject={subject}&body={}", encoded(&link.link));
    let until = format::moment(lang, link.until, browser::offset_at(link.until));
    html! {
        <section class="panel stack not-on-paper" aria-labelledby={TITLE}>
            <h2 id={TITLE} tabindex="-1">{ text::LINK.get(lang) }</h2>
            <p class="entry__fact"><code>{ link.link.clone() }</code></p>
            <div class="row">
                <Button kind={ButtonKind::Secondary} on_click={on_copy}>{ text::COPY.get(lang) }</Button>
                <a class={ButtonKind::Secondary.class()} href={mail}>{ text::BY_MAIL.get(lang) }</a>
            </div>
            <h2>{ text::CODE.get(lang) }</h2>
            <p class="present__number">{ link.code.clone() }</p>
            <p>{ text::SHOWN_ONCE.get(lang) }</p>
            <p class="muted">{ text::UNTIL.get(lang) }{ " " }{ until }</p>
            <p><Button on_click={on_done.clone()}>{ text::DONE.get(lang) }</Button></p>
        </section>
    }
}

/// What is being chosen.
#[derive(Clone, Debug, PartialEq)]
struct Draft {
    chosen: Vec<Shareable>,
    recipient: ShareRecipient,
    term: ShareTerm,
    openings: String,
    purpose: String,
    /// One for all tries: a lost answer makes no second link.
    key: Uuid,
}

impl Draft {
    fn new(entries: &[Shareable]) -> Self {
        Self {
            chosen: entries.to_vec(),
            recipient: ShareRecipient::Doctor,
            term: ShareTerm::ThreeDays,
            openings: "3".to_owned(),
            purpose: String::new(),
            key: Uuid::new_v4(),
        }
    }

    /// With the entry ticked, or not any more.
    fn toggled(&self, entry: &Shareable) -> Self {
        let mut chosen = self.chosen.clone();
        match chosen.iter().position(|one| one.id == entry.id) {
            Some(place) => {
                chosen.remove(place);
            }
            None => chosen.push(entry.clone()),
        }
        Self { chosen, ..self.clone() }
    }

    fn has(&self, entry: EntryId) -> bool {
        self.chosen.iter().any(|chosen| chosen.id == entry)
    }

    fn is_ready(&self) -> bool {
        (1..=ENTRIES_MAX).contains(&self.chosen.len()) && !self.purpose.trim().is_empty()
    }
}

#[derive(Properties, PartialEq)]
struct ShareFormProps {
    patient: PatientId,
    entries: Vec<Shareable>,
    on_made: Callback<ShareLink>,
    on_cancel: Callback<()>,
}

#[component]
fn ShareForm(props: &ShareFormProps) -> Html {
    let lang = use_lang();
    let patient = props.patient;
    let draft = use_state_eq(|| Draft::new(&props.entries));
    use_effect_with((), |()| browser::focus_id(TITLE));
    let submit = use_submit::<MakeShare>(props.on_made.clone());
    let change = {
        let draft = draft.setter();
        Callback::from(move |changed: Draft| draft.set(changed))
    };
    let onsubmit = {
        let (submit, draft) = (submit.clone(), (*draft).clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let Draft { chosen, recipient, term, openings, purpose, key } = draft.clone();
            let openings = openings.trim().parse().unwrap_or(0);
            let entries = chosen.iter().map(|chosen| chosen.id).collect();
            let body = NewShare { entries, term, openings, recipient, purpose, key };
            submit.send(MakeShare { patient, body });
        })
    };
    let problem = submit.problem().filter(|problem| problem.fields.is_empty());
    let is_wrong = submit.field("entries").is_some();
    html! {
        <section class="panel stack not-on-paper" aria-labelledby={TITLE}>
            <h2 id={TITLE} tabindex="-1">{ text::SHARE_ENTRIES.get(lang) }</h2>
            <Entries {patient} entries={props.entries.clone()} draft={(*draft).clone()} {is_wrong} on_change={change.clone()} />
            <form class="own-form" {onsubmit} novalidate=true>
                { fields(lang, &draft, &submit, &change) }
                if let Some(problem) = problem {
                    { failure(lang, problem, None) }
                }
                <div class="row">
                    <Button submits=true busy={submit.is_busy()} disabled={!draft.is_ready()}>{ text::MAKE.get(lang) }</Button>
                    <Button kind={ButtonKind::Quiet} on_click={props.on_cancel.clone()}>{ shell::CANCEL.get(lang) }</Button>
                </div>
            </form>
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct EntriesProps {
    patient: PatientId,
    entries: Vec<Shareable>,
    draft: Draft,
    is_wrong: bool,
    on_change: Callback<Draft>,
}

/// A box for each entry: those one came with first, then the newest of the card.
#[component]
fn Entries(props: &EntriesProps) -> Html {
    let lang = use_lang();
    let typed = use_state_eq(String::new);
    let words = use_state_eq(|| None::<String>);
    let body =
        EntryQuery { words: (*words).clone(), limit: Some(OFFERED), ..EntryQuery::default() };
    let page = use_load(SearchEntries { patient: props.patient, body });
    let on_type = {
        let typed = typed.setter();
        Callback::from(move |text: String| typed.set(text))
    };
    let onsubmit = {
        let (typed, words) = (typed.clone(), words.setter());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            words.set(Some(typed.trim().to_owned()).filter(|text| !text.is_empty()));
        })
    };
    let (found, below) = match page.load() {
        Load::Waiting => {
            (Vec::new(), slow_skeleton(lang, SkeletonKind::List, page.is_slow(), page.cancel()))
        }
        Load::Failed(problem) => (Vec::new(), failure(lang, &problem, Some(page.reload()))),
        Load::Ready(found) => (found.page.entries.clone(), below(lang, &found)),
    };
    // What was ticked stays in sight, whatever is looked for next.
    let ticked = props.draft.chosen.iter().filter(|chosen| {
        !props.entries.iter().any(|entry| entry.id == chosen.id)
            && !found.iter().any(|entry| entry.id == chosen.id)
    });
    let is_other = |entry: &Entry| !props.entries.iter().any(|known| known.id == entry.id);
    let others = found.iter().filter(|entry| is_other(entry)).filter_map(|it| shareable(lang, it));
    let first = props.entries.iter().chain(ticked).cloned();
    let offered: Vec<Shareable> = first.chain(others).collect();
    let tick = |entry: &Shareable| {
        let changed = props.draft.toggled(entry);
        props.on_change.reform(move |_: Event| changed.clone())
    };
    html! {
        <fieldset class={classes!("choices", props.is_wrong.then_some("is-wrong"))}>
            <legend class="field__label">{ text::CHOOSE.get(lang) }</legend>
            if props.is_wrong {
                <p class="field__error" role="alert">
                    { Icon::Alert.draw() }
                    <span>{ text::CHOOSE_SOME.get(lang) }</span>
                </p>
            }
            <form class="row" {onsubmit} novalidate=true>
                <TextField kind="search" label={text::FIND_ENTRIES.get(lang)} autocomplete="off"
                    value={(*typed).clone()} on_change={on_type} />
                <Button kind={ButtonKind::Secondary} icon={Icon::Search} submits=true>{ text::FIND.get(lang) }</Button>
            </form>
            for entry in offered {
                <label class="choice" key={entry.id.to_string()}>
                    <input type="checkbox" checked={props.draft.has(entry.id)} onchange={tick(&entry)} />
                    <span class="choice__text">{ entry.name }</span>
                </label>
            }
            { below }
        </fieldset>
    }
}

/// What can be shown to others now, with its moment and who wrote it: two visits of a day differ.
fn shareable(lang: Lang, entry: &Entry) -> Option<Shareable> {
    if entry.withdrawn || entry.held_until.is_some() {
        return None;
    }
    let at = entry.occurred_at;
    let when = format::moment(lang, at, browser::offset_at(at));
    let by = entry.source.author.as_deref().map(|by| format!(", {by}")).unwrap_or_default();
    let name = format!("{}, {when}{by}", entry_name(lang, entry));
    Some(Shareable { id: entry.id, name: name.into() })
}

/// That nothing was found, or that there is more.
fn below(lang: Lang, found: &FoundEntries) -> Html {
    let is_more = usize::try_from(found.total).unwrap_or(0) > found.page.entries.len();
    let words = match (found.total, is_more) {
        (0, _) => text::NONE_FOUND,
        (_, true) => text::NEWEST_ONLY,
        (_, false) => return Html::default(),
    };
    html! { <p class="muted">{ words.get(lang) }</p> }
}

fn fields(lang: Lang, draft: &Draft, submit: &Submit<MakeShare>, change: &Callback<Draft>) -> Html {
    let error = |name: &str| submit.field(name).map(|why| AttrValue::from(why.text().get(lang)));
    let choose = |changed: Draft| change.reform(move |()| changed.clone());
    let recipients = ShareRecipient::ALL.iter().map(|&recipient| Choice {
        text: recipient.text().get(lang).into(),
        hint: None,
        is_chosen: draft.recipient == recipient,
        on_choose: choose(Draft { recipient, ..draft.clone() }),
    });
    let terms = ShareTerm::ALL.iter().map(|&term| Choice {
        text: term.text().get(lang).into(),
        hint: None,
        is_chosen: draft.term == term,
        on_choose: choose(Draft { term, ..draft.clone() }),
    });
    let on_purpose = {
        let draft = draft.clone();
        change.reform(move |purpose: String| Draft { purpose, ..draft.clone() })
    };
    let on_openings = {
        let draft = draft.clone();
        change.reform(move |openings: String| Draft { openings, ..draft.clone() })
    };
    html! {
        <>
            <RadioGroup legend={text::RECIPIENT.get(lang)} choices={recipients.collect::<Vec<_>>()} />
            <TextField label={text::PURPOSE.get(lang)} hint={text::PURPOSE_HINT.get(lang)} limit={PURPOSE_MAX}
                value={draft.purpose.clone()} error={error("purpose")} on_change={on_purpose} />
            <RadioGroup legend={text::TERM.get(lang)} choices={terms.collect::<Vec<_>>()} />
            <TextField label={text::OPENINGS.get(lang)} hint={text::OPENINGS_HINT.get(lang)} inputmode="numeric"
                autocomplete="off" value={draft.openings.clone()} error={error("openings")} on_change={on_openings} />
        </>
    }
}
