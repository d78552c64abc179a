use shared::access::model::{Level, Section};
use shared::card::text as cards;
use shared::consent::api::{AskAccess, ListSentRequests, OpenPresented};
use shared::consent::model::{
    GrantTerm, NewAccessRequest, OpenedCard, SentRequest, SentState, ShownCard,
};
use shared::consent::rules::{PURPOSE_MAX, asks_access, has_slip};
use shared::consent::text;
use shared::contract::{Code, FieldReason};
use shared::emergency::rules::opens_in_emergency;
use shared::lang::{Lang, Text};
use shared::shell;
use uuid::Uuid;
use yew::prelude::*;

use super::choose::{Chosen, section_boxes};
use crate::browser;
use crate::emergency::EmergencyForm;
use crate::load::{Load, use_load};
use crate::prefs::use_lang;
use crate::route::Route;
use crate::router::{self, link};
use crate::session::use_session;
use crate::shell::Title;
use crate::submit::{Submit, use_submit};
use crate::tools::{Opened, Tool};
use crate::ui::{
    Button, ButtonKind, Choice, CodeField, Fact, Icon, RadioGroup, SkeletonKind, TagKind,
    TextField, empty_state, failure, say, slow_skeleton, summary_list, tag,
};

/// How doctors and nurses come to cards that are not open to them yet.
#[component]
pub fn AsksPage() -> Html {
    let lang = use_lang();
    let sent = use_load(ListSentRequests {});
    let role = use_session().session().map(|session| session.role);
    let (may_ask, may_break) =
        (role.is_some_and(asks_access), role.is_some_and(opens_in_emergency));
    let back = html! { <>{ Icon::Back.draw() }{ shell::BACK_TO_PATIENTS.get(lang) }</> };
    if !may_ask {
        return html! {
            <div class="page">
                <Title text={text::SENT_TITLE.get(lang)} />
                { empty_state(Icon::Lock, cards::NO_CARDS_FOR_ROLE.get(lang), Html::default()) }
            </div>
        };
    }
    let list = match sent.load() {
        Load::Waiting => slow_skeleton(lang, SkeletonKind::List, sent.is_slow(), sent.cancel()),
        Load::Failed(problem) => failure(lang, &problem, Some(sent.reload())),
        Load::Ready(list) if list.is_empty() => {
            empty_state(Icon::Note, text::NO_SENT.get(lang), Html::default())
        }
        Load::Ready(list) => html! {
            for request in list.iter() {
                { one(lang, request) }
            }
        },
    };
    html! {
        <div class="page page--narrow">
            <div class="row">{ link(Route::Home, "back", back) }</div>
            <Title text={text::SENT_TITLE.get(lang)} />
            <OpenForm />
            <AskForm on_sent={sent.reload()} />
            if may_break {
                <EmergencyForm />
            }
            <section class="reports">
                <h2>{ text::MY_REQUESTS.get(lang) }</h2>
                { list }
            </section>
        </div>
    }
}

fn one(lang: Lang, request: &SentRequest) -> Html {
    let fact =
        |name: Text, value: String| Fact { name: name.get(lang).into(), value: html! { value } };
    let (kind, at) = match request.state {
        SentState::Waiting => (TagKind::Caution, Some(request.lapses_at)),
        SentState::Allowed => (TagKind::Positive, None),
        SentState::Closed => (TagKind::Neutral, None),
    };
    let by = at.map(|at| text::answer_by(lang, at, browser::offset_at(at)));
    html! {
        <article class="panel stack" key={request.id.to_string()}>
            <h3>{ text::ASKED_OF_NUMBER.get(lang) }{ " " }{ request.card_number.clone() }</h3>
            <p>{ tag(kind, None, request.state.text().get(lang)) }</p>
            { summary_list(vec![
                fact(text::REASON, request.reason.clone()),
                fact(text::SECTIONS, text::sections(lang, &request.sections)),
                fact(text::FOR_HOW_LONG, request.term.text().get(lang).to_owned()),
            ]) }
            if let Some(by) = by {
                <p class="muted">{ by }</p>
            }
            if let Some(patient) = request.patient {
                <p>{ link(Route::Summary { patient }, ButtonKind::Secondary.class(), html! { text::TO_CARD.get(lang) }) }</p>
            }
        </article>
    }
}

/// A card that a patient shows just now: by a scanner, or by number and code (CARD-7).
#[component]
fn OpenForm() -> Html {
    let lang = use_lang();
    let (token, number, code) =
        (use_state_eq(String::new), use_state_eq(String::new), use_state_eq(String::new));
    let submit = use_submit::<OpenPresented>(Callback::from(|opened: OpenedCard| {
        router::open(Route::Summary { patient: opened.patient });
    }));
    let onsubmit = {
        let (token, number, code) = (token.clone(), number.clone(), code.clone());
        let submit = submit.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let filled = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
            let body = match filled(&token) {
                Some(token) => ShownCard { token: Some(token), ..ShownCard::default() },
                None => {
                    ShownCard { token: None, card_number: filled(&number), code: filled(&code) }
                }
            };
            submit.send(OpenPresented { body });
        })
    };
    let is_scanning = use_state_eq(|| false);
    let on_scan = {
        let is_scanning = is_scanning.setter();
        Callback::from(move |()| is_scanning.set(true))
    };
    let on_found = {
        let submit = submit.clone();
        Callback::from(move |token: String| {
            submit.send(OpenPresented {
                body: ShownCard { token: Some(token), ..ShownCard::default() },
            });
        })
    };
    let typed = |field: &UseStateHandle<String>| {
        let field = field.setter();
        Callback::from(move |words: String| field.set(words))
    };
    html! {
        <section class="panel" aria-labelledby="open-title">
            <h2 id="open-title">{ text::OPEN_BY_CODE.get(lang) }</h2>
            <form class="own-form" {onsubmit} novalidate=true>
                <p class="muted">{ text::OPEN_BY_CODE_LEAD.get(lang) }</p>
                if *is_scanning {
                    <Opened tool={Tool::Scan { on_found }} />
                } else {
                    <p><Button kind={ButtonKind::Secondary} icon={Icon::Eye} on_click={on_scan}>{ text::SCAN.get(lang) }</Button></p>
                }
                <TextField label={text::SCANNED.get(lang)} hint={text::SCANNED_HINT.get(lang)} autocomplete="off"
                    value={(*token).clone()} on_change={typed(&token)} />
                <TextField label={text::CARD_NUMBER.get(lang)} hint={text::NUMBER_HINT.get(lang)} autocomplete="off"
                    inputmode="numeric" value={(*number).clone()} on_change={typed(&number)} />
                <CodeField label={text::CODE.get(lang)} value={(*code).clone()} on_change={typed(&code)} />
                if let Some(problem) = submit.problem() {
                    { failure(lang, problem, None) }
                }
                <p><Button submits=true busy={submit.is_busy()}>{ text::OPEN.get(lang) }</Button></p>
            </form>
        </section>
    }
}

/// What is being asked.
#[derive(Clone, Debug, PartialEq)]
struct Draft {
    number: String,
    reason: String,
    chosen: Chosen,
    key: Uuid,
}

/// What of it this place in the history keeps.
const KEPT: [&str; 3] = ["access-number", "access-reason", "access-key"];

impl Draft {
    /// What was being written here before the page was loaded anew.
    fn recall() -> Self {
        let [number, reason, key] = KEPT.map(|name| browser::kept(name).unwrap_or_default());
        let new = Self::new();
        Self { number, reason, key: key.parse().unwrap_or(new.key), ..new }
    }

    fn keep(&self) {
        let values = [self.number.clone(), self.reason.clone(), self.key.to_string()];
        for (name, value) in KEPT.iter().zip(values) {
            browser::keep(name, &value);
        }
    }

    fn new() -> Self {
        let sections = Section::ALL.iter().copied().filter(|section| *section != Section::Notes);
        let sections = sections.collect();
        Self {
            number: String::new(),
            reason: String::new(),
            chosen: Chosen { level: Level::Full, sections, term: Some(GrantTerm::Week) },
            key: Uuid::new_v4(),
        }
    }
}

#[derive(Properties, PartialEq)]
struct AskFormProps {
    on_sent: Callback<()>,
}

/// Asks a patient by the card's number. The answer never tells whether there is such a card.
#[component]
fn AskForm(props: &AskFormProps) -> Html {
    let lang = use_lang();
    let draft = use_state_eq(Draft::recall);
    let change = {
        let draft = draft.setter();
        Callback::from(move |changed: Draft| {
            changed.keep();
            draft.set(changed);
        })
    };
    let on_done = {
        let (change, on_sent) = (change.clone(), props.on_sent.clone());
        Callback::from(move |_: SentRequest| {
            change.emit(Draft::new());
            say(text::SENT.get(lang));
            on_sent.emit(());
        })
    };
    let submit = use_submit::<AskAccess>(on_done);
    let onsubmit = {
        let (draft, submit) = (draft.clone(), submit.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let Draft { number, reason, chosen, key } = (*draft).clone();
            let Some(term) = chosen.term.filter(|_| !has_slip(&number)) else { return };
            let sections = chosen.sections;
            let body = NewAccessRequest { card_number: number, reason, sections, term, key };
            submit.send(AskAccess { body });
        })
    };
    let problem = submit.problem().filter(|problem| problem.code != Code::Invalid);
    html! {
        <section class="panel" aria-labelledby="ask-title">
            <h2 id="ask-title">{ text::ASK.get(lang) }</h2>
            <form class="own-form" {onsubmit} novalidate=true>
                <p class="muted">{ text::ASK_LEAD.get(lang) }</p>
                { fields(lang, &draft, &submit, &change) }
                if let Some(problem) = problem {
                    { failure(lang, problem, None) }
                }
                <p><Button submits=true busy={submit.is_busy()}>{ text::SEND.get(lang) }</Button></p>
            </form>
        </section>
    }
}

fn fields(lang: Lang, draft: &Draft, submit: &Submit<AskAccess>, change: &Callback<Draft>) -> Html {
    let error = |name: &str| submit.field(name).map(|why| AttrValue::from(why.text().get(lang)));
    let with = |set: fn(&mut Draft, String)| {
        let draft = draft.clone();
        change.reform(move |words: String| {
            let mut changed = draft.clone();
            set(&mut changed, words);
            changed
        })
    };
    let on_change = {
        let draft = draft.clone();
        change.reform(move |chosen: Chosen| Draft { chosen, ..draft.clone() })
    };
    let offered = GrantTerm::ALL.iter().copied().filter(|term| *term != GrantTerm::NoEnd);
    let terms = offered.map(|term| {
        let chosen = Chosen { term: Some(term), ..draft.chosen.clone() };
        Choice {
            text: term.text().get(lang).into(),
            hint: None,
            is_chosen: draft.chosen.term == Some(term),
            on_choose: on_change.reform(move |()| chosen.clone()),
        }
    });
    let slip = has_slip(&draft.number).then(|| FieldReason::CheckDigit.text().get(lang).into());
    let lacks = submit.field("sections").is_some() && draft.chosen.sections.is_empty();
    html! {
        <>
            <TextField label={text::CARD_NUMBER.get(lang)} hint={text::NUMBER_HINT.get(lang)} autocomplete="off"
                inputmode="numeric" value={draft.number.clone()} error={error("card_number").or(slip)}
                on_change={with(|draft, words| draft.number = words)} />
            <TextField label={text::ASK_REASON.get(lang)} hint={text::ASK_REASON_HINT.get(lang)} limit={PURPOSE_MAX}
                multiline=true value={draft.reason.clone()} error={error("reason")}
                on_change={with(|draft, words| draft.reason = words)} />
            { section_boxes(lang, &draft.chosen, Section::ALL, lacks, &on_change) }
            <RadioGroup legend={text::FOR_HOW_LONG.get(lang)} choices={terms.collect::<Vec<_>>()} />
        </>
    }
}
