use shared::accounts::api::{EndOneSession, EndOtherSessions};
use shared::accounts::model::LiveSession;
use shared::accounts::text::security as words;
use shared::lang::Lang;
use uuid::Uuid;
use yew::prelude::*;

use super::page::PartProps;
use super::when;
use crate::prefs::use_lang;
use crate::submit::use_act;
use crate::ui::{Button, ButtonKind, Card, Icon, TagKind, failure, say, tag};

/// Where one is signed in.
#[component]
pub fn Sessions(props: &PartProps) -> Html {
    let lang = use_lang();
    let act = use_act();
    let chosen = use_state_eq(|| None::<Uuid>);
    let end = {
        let (act, chosen, on_changed) = (act.clone(), chosen.clone(), props.on_changed.clone());
        Callback::from(move |which: Option<Uuid>| {
            chosen.set(which);
            let on_changed = on_changed.clone();
            match which {
                Some(session) => act.send(EndOneSession { session }, move |_| {
                    say(words::ENDED.get(lang));
                    on_changed.emit(());
                }),
                None => act.send(EndOtherSessions {}, move |_| {
                    say(words::OTHERS_ENDED.get(lang));
                    on_changed.emit(());
                }),
            }
        })
    };
    let sessions = &props.security.sessions;
    let busy = |which: Option<Uuid>| act.is_busy() && *chosen == which;
    html! {
        <Card title={words::SESSIONS.get(lang)} icon={Icon::People}>
            <ul class="rows">
                for session in sessions {
                    { row(lang, session, busy(Some(session.id)), &end) }
                }
            </ul>
            if let Some(problem) = act.problem() {
                { failure(lang, problem, None) }
            }
            if sessions.len() > 1 {
                <p class="row">
                    <Button kind={ButtonKind::Secondary} busy={busy(None)} on_click={end.reform(|()| None)}>
                        { words::END_OTHERS.get(lang) }
                    </Button>
                </p>
            }
        </Card>
    }
}

fn row(lang: Lang, session: &LiveSession, busy: bool, end: &Callback<Option<Uuid>>) -> Html {
    let unknown = words::UNKNOWN_DEVICE.get(lang);
    let device = session.device.clone().unwrap_or_else(|| unknown.to_owned());
    let how = session.factor.map(|factor| factor.text().get(lang).to_owned());
    let seen = words::seen_at(lang, &when(lang, session.seen_at));
    let about: Vec<String> =
        [session.address.clone(), how, Some(seen)].into_iter().flatten().collect();
    let id = session.id;
    html! {
        <li key={id.to_string()}>
            <div class="rows__text">
                <p>
                    <b>{ &device }</b>
                    if session.is_current {
                        { " " }{ tag(TagKind::Positive, None, words::THIS_DEVICE.get(lang)) }
                    }
                </p>
                <p class="muted">{ about.join(" · ") }</p>
            </div>
            if !session.is_current {
                <Button kind={ButtonKind::Quiet} {busy} on_click={end.reform(move |()| Some(id))}
                    name={format!("{}: {device}", words::END.get(lang))}>
                    { words::END.get(lang) }
                </Button>
            }
        </li>
    }
}
