use shared::format;
use shared::id::PatientId;
use shared::lang::{Lang, Text};
use shared::shares::api::{ListShares, RevokeShare};
use shared::shares::model::{Share, ShareState, Shares};
use shared::shares::text;
use yew::prelude::*;

use super::make::ShareButton;
use crate::browser;
use crate::load::{Load, use_load};
use crate::prefs::use_lang;
use crate::submit::use_act;
use crate::ui::{
    Button, ButtonKind, Fact, Icon, SkeletonKind, TagKind, failure, say, slow_skeleton,
    summary_list, tag,
};

#[derive(Properties, PartialEq)]
pub struct SharesPartProps {
    pub patient: PatientId,
}

/// The links of a card: what each shows, how often it was opened, and the button that ends it.
#[component]
pub fn SharesPart(&SharesPartProps { patient }: &SharesPartProps) -> Html {
    let lang = use_lang();
    let shares = use_load(ListShares { patient });
    let body = match shares.load() {
        Load::Waiting => slow_skeleton(lang, SkeletonKind::List, shares.is_slow(), shares.cancel()),
        Load::Failed(problem) => failure(lang, &problem, Some(shares.reload())),
        Load::Ready(found) => listed(lang, patient, &found, &shares.reload()),
    };
    html! {
        <section class="reports">
            <h2>{ text::SHARES.get(lang) }</h2>
            <p class="muted">{ text::SHARES_LEAD.get(lang) }</p>
            { body }
        </section>
    }
}

fn listed(lang: Lang, patient: PatientId, found: &Shares, on_done: &Callback<()>) -> Html {
    let is_live = |share: &Share| share.state == ShareState::Live;
    let cards = |live: bool| {
        html! {
            for share in found.shares.iter().filter(|share| is_live(share) == live) {
                <ShareCard key={share.id.to_string()} {patient} share={share.clone()}
                    may_revoke={found.may_manage} on_done={on_done.clone()} />
            }
        }
    };
    let has_live = found.shares.iter().any(is_live);
    let has_ended = found.shares.iter().any(|share| !is_live(share));
    html! {
        <>
            { cards(true) }
            if !has_live {
                <p class="muted">{ text::NO_SHARES.get(lang) }</p>
            }
            if found.may_manage {
                <ShareButton {patient} entries={Vec::new()} on_done={on_done.clone()} />
            }
            if has_ended {
                <details class="more">
                    <summary>{ text::ENDED.get(lang) }</summary>
                    <div class="reports">{ cards(false) }</div>
                </details>
            }
        </>
    }
}

#[derive(Properties, PartialEq)]
struct ShareCardProps {
    patient: PatientId,
    share: Share,
    may_revoke: bool,
    on_done: Callback<()>,
}

#[component]
fn ShareCard(props: &ShareCardProps) -> Html {
    let lang = use_lang();
    let ShareCardProps { patient, share, .. } = props;
    let act = use_act();
    let on_revoke = {
        let (act, on_done) = (act.clone(), props.on_done.clone());
        let (patient, share) = (*patient, share.id);
        Callback::from(move |()| {
            let on_done = on_done.clone();
            act.send(RevokeShare { patient, share }, move |_| {
                say(text::REVOKED.get(lang));
                on_done.emit(());
            });
        })
    };
    let kind = match share.state {
        ShareState::Live => TagKind::Positive,
        ShareState::Blocked => TagKind::Caution,
        ShareState::Ended | ShareState::UsedUp | ShareState::Revoked => TagKind::Neutral,
    };
    let name = AttrValue::from(format!("{}: {}", text::REVOKE.get(lang), share.purpose));
    html! {
        <article class="panel stack">
            <h3>{ share.purpose.clone() }</h3>
            <p>{ tag(kind, None, share.state.text().get(lang)) }</p>
            { facts(lang, share) }
            if let Some(problem) = act.problem() {
                { failure(lang, problem, None) }
            }
            if share.state == ShareState::Live && props.may_revoke {
                <p>
                    <Button kind={ButtonKind::Secondary} icon={Icon::Lock} {name} busy={act.is_busy()} on_click={on_revoke}>
                        { text::REVOKE.get(lang) }
                    </Button>
                </p>
            }
        </article>
    }
}

fn facts(lang: Lang, share: &Share) -> Html {
    let fact =
        |name: Text, value: String| Fact { name: name.get(lang).into(), value: html! { value } };
    let names: Vec<String> = share
        .entries
        .iter()
        .map(|entry| match &entry.name {
            Some(name) => name.clone(),
            None => entry.section.text().get(lang).to_owned(),
        })
        .collect();
    let offset = browser::offset_at(share.until);
    summary_list(vec![
        fact(text::RECIPIENT, share.recipient.text().get(lang).to_owned()),
        fact(text::CHOOSE, names.join(", ")),
        fact(text::UNTIL, format::moment(lang, share.until, offset)),
        fact(text::OPENED, text::opened(lang, share, offset)),
    ])
}
