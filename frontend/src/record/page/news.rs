use shared::id::PatientId;
use shared::record::api::ListNews;
use shared::record::news::{NEWS_DEFAULT, NEWS_MAX};
use yew::prelude::*;

use crate::load::{Load, use_load};
use crate::prefs::use_lang;
use crate::record::view::news_card;
use crate::ui::failure;

/// As many as leave what is always to be seen on the first screen.
const FIRST: u32 = 5;

#[derive(Properties, PartialEq)]
pub struct NewsPartProps {
    pub patient: PatientId,
    pub is_own: bool,
    /// Grows whenever the card may have changed.
    pub turn: u32,
    /// There is an answer, good or bad: what stands below moves no more.
    pub on_settled: Callback<()>,
}

/// What has come since the last sign-in; nothing where nothing has.
#[component]
pub fn NewsPart(props: &NewsPartProps) -> Html {
    let lang = use_lang();
    let limit = use_state_eq(|| FIRST);
    let news = use_load(ListNews { patient: props.patient, limit: Some(*limit) });
    {
        let (reload, first) = (news.reload(), use_mut_ref(|| true));
        use_effect_with(props.turn, move |_| {
            if !first.replace(false) {
                reload.emit(());
            }
        });
    }
    let load = news.load();
    {
        let on_settled = props.on_settled.clone();
        use_effect_with(matches!(load, Load::Waiting), move |is_waiting| {
            if !is_waiting {
                on_settled.emit(());
            }
        });
    }
    let next = if *limit < NEWS_DEFAULT { NEWS_DEFAULT } else { NEWS_MAX };
    let on_more = Callback::from(move |()| limit.set(next));
    // What is shown stays while more of it comes.
    let shown = use_mut_ref(|| None);
    match load {
        Load::Failed(problem) => return failure(lang, &problem, Some(news.reload())),
        Load::Ready(news) => *shown.borrow_mut() = Some(news),
        Load::Waiting => {}
    }
    match &*shown.borrow() {
        Some(news) => news_card(lang, props.patient, news, props.is_own, on_more),
        None => Html::default(),
    }
}
