use std::rc::Rc;

use shared::documents::api::DocumentLang;
use shared::format;
use shared::lang::Lang;
use shared::notifications::api::{ListNotifications, MarkRead};
use shared::notifications::centre::{
    Notification, NotificationPage, NotificationTarget, NotificationTopic, ReadNotifications,
};
use shared::notifications::text::centre as text;
use uuid::Uuid;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::load::{Load, use_load};
use crate::notices::use_notices;
use crate::prefs::use_lang;
use crate::route::Route;
use crate::router::link;
use crate::session::use_session;
use crate::shell::Title;
use crate::submit::use_act;
use crate::ui::{
    Button, ButtonKind, Icon, SkeletonKind, Switch, empty_state, failure, say, show_more,
    slow_skeleton,
};
use crate::{browser, client};

const fn wire_lang(lang: Lang) -> DocumentLang {
    match lang {
        Lang::Ru => DocumentLang::Ru,
        Lang::En => DocumentLang::En,
    }
}

fn asked(lang: Lang, before: Option<Uuid>, only_unread: bool) -> ListNotifications {
    let unread = only_unread.then_some(true);
    ListNotifications { lang: Some(wire_lang(lang)), before, unread }
}

/// «Уведомления»: what one was told, the newest first.
#[component]
pub fn NotificationsPage() -> Html {
    let lang = use_lang();
    let only_unread = use_state_eq(|| false);
    let notices = use_notices();
    let loader = use_load(asked(lang, None, *only_unread));
    {
        let reload = loader.reload();
        let is_first = use_mut_ref(|| true);
        use_effect_with(notices.turn, move |_| {
            if !is_first.replace(false) {
                reload.emit(());
            }
        });
    }
    let body = match loader.load() {
        Load::Waiting => slow_skeleton(lang, SkeletonKind::List, loader.is_slow(), loader.cancel()),
        Load::Failed(problem) => failure(lang, &problem, Some(loader.reload())),
        Load::Ready(page) => html! {
            <Listed key={only_unread.to_string()} {page} only_unread={*only_unread} on_change={loader.reload()} />
        },
    };
    let on_only = {
        let only_unread = only_unread.setter();
        Callback::from(move |is_on| only_unread.set(is_on))
    };
    html! {
        <div class="page page--narrow">
            <Title text={text::TITLE.get(lang)} />
            <p class="row notices__tools">
                <Switch text={text::ONLY_UNREAD.get(lang)} is_on={*only_unread} on_change={on_only} />
                { link(Route::NotificationSettings, "notices__choose", html! { text::CHOOSE.get(lang) }) }
            </p>
            { body }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct ListedProps {
    page: Rc<NotificationPage>,
    only_unread: bool,
    on_change: Callback<()>,
}

#[component]
fn Listed(ListedProps { page, only_unread, on_change }: &ListedProps) -> Html {
    let (lang, only_unread) = (use_lang(), *only_unread);
    let act = use_act();
    let older = use_state_eq(|| None::<NotificationPage>);
    let all = every(page, older.as_ref());
    let has_more = older.as_ref().map_or(page.has_more, |older| older.has_more);
    let on_read_all = {
        let (act, until) = (act.clone(), all.first().map(|newest| newest.id));
        let on_change = on_change.clone();
        Callback::from(move |()| {
            let on_change = on_change.clone();
            let body = ReadNotifications { ids: Vec::new(), until };
            act.send(MarkRead { body }, move |_| {
                say(text::ALL_READ.get(lang));
                on_change.emit(());
            });
        })
    };
    let on_more = {
        let (act, older, last) = (act.clone(), older.clone(), all.last().map(|last| last.id));
        Callback::from(move |()| {
            let older = older.clone();
            act.send(asked(lang, last, only_unread), move |mut page| {
                let mut all = older.as_ref().map_or_else(Vec::new, |it| it.notifications.clone());
                all.append(&mut page.notifications);
                older.set(Some(NotificationPage { notifications: all, ..page }));
            });
        })
    };
    if all.is_empty() {
        let words = if only_unread { text::NONE_UNREAD } else { text::NONE };
        return empty_state(Icon::Bell, words.get(lang), Html::default());
    }
    html! {
        <>
            if page.unread > 0 {
                <p>
                    <Button kind={ButtonKind::Secondary} icon={Icon::Check} busy={act.is_busy()} on_click={on_read_all}>
                        { text::READ_ALL.get(lang) }
                    </Button>
                </p>
            }
            if let Some(problem) = act.problem() {
                { failure(lang, problem, None) }
            }
            <ul class="notices">
                for it in all {
                    <Row key={it.id.to_string()} notification={it.clone()} is_read={it.is_read || page.unread == 0} />
                }
            </ul>
            if has_more {
                { show_more(lang, act.is_busy(), on_more) }
            } else {
                <p class="muted">{ text::KEPT.get(lang) }</p>
            }
        </>
    }
}

/// The first page and what was shown besides, each once: what came meanwhile has moved the rest on.
fn every(page: &NotificationPage, older: Option<&NotificationPage>) -> Vec<Notification> {
    let mut all = page.notifications.clone();
    for it in older.into_iter().flat_map(|older| &older.notifications) {
        if all.iter().all(|known| known.id != it.id) {
            all.push(it.clone());
        }
    }
    all
}

#[derive(Properties, PartialEq)]
struct RowProps {
    notification: Notification,
    is_read: bool,
}

#[component]
fn Row(RowProps { notification, is_read }: &RowProps) -> Html {
    let lang = use_lang();
    let session = use_session().session();
    let is_staff = session.as_deref().is_some_and(|session| session.role.is_staff());
    let card = session.and_then(|session| session.card).filter(|_| !is_staff);
    let (id, is_read) = (notification.id, *is_read);
    let onclick = Callback::from(move |_: MouseEvent| {
        if !is_read {
            spawn_local(async move {
                let body = ReadNotifications { ids: vec![id], until: None };
                // What could not be marked is shown as it is: the page it led to is open all the same.
                let _ = client::call(&MarkRead { body }).await;
            });
        }
    });
    let at = format::moment(lang, notification.at, browser::offset_at(notification.at));
    let class = if is_read { "notice" } else { "notice is-unread" };
    let content = html! {
        <>
            <span class="notice__icon">{ icon(notification.topic).draw() }</span>
            <span class="notice__text">
                <span class="notice__head">
                    <span class="notice__title">
                        { &notification.title }
                        if !is_read {
                            <span class="unseen">{ ". " }{ text::UNREAD.get(lang) }</span>
                        }
                    </span>
                    <small>{ at }</small>
                </span>
                <span class="notice__body">{ &notification.body }</span>
            </span>
        </>
    };
    html! { <li {onclick}>{ link(target(notification.target, card), class, content) }</li> }
}

const fn icon(topic: NotificationTopic) -> Icon {
    match topic {
        NotificationTopic::Entries => Icon::Note,
        NotificationTopic::Results => Icon::Pulse,
        NotificationTopic::Requests => Icon::Eye,
        NotificationTopic::Visits => Icon::Calendar,
        NotificationTopic::Reminders => Icon::Clock,
        NotificationTopic::Work => Icon::People,
        NotificationTopic::Duty => Icon::Alert,
        NotificationTopic::Security => Icon::Shield,
    }
}

/// Where it is looked at; the start, where it is of a card and one has none.
fn target(target: NotificationTarget, card: Option<shared::id::PatientId>) -> Route {
    let of_card = |route: fn(shared::id::PatientId) -> Route| card.map_or(Route::Home, route);
    match target {
        NotificationTarget::Home => Route::Home,
        NotificationTarget::Entries => of_card(|patient| Route::entries(patient, None)),
        NotificationTarget::Results => {
            of_card(|patient| Route::Results { patient, about: String::new() })
        }
        NotificationTarget::Access => of_card(|patient| Route::Consent { patient }),
        NotificationTarget::Asked => Route::Asks,
        NotificationTarget::Journal => {
            of_card(|patient| Route::Journal { patient, about: String::new() })
        }
        NotificationTarget::People => Route::People,
        NotificationTarget::Visits => of_card(|patient| Route::Visits { patient }),
        NotificationTarget::Security => Route::Security,
        NotificationTarget::Audit => Route::Audit { about: String::new() },
    }
}
