use shared::appointments::text::page as text;
use shared::lang::Lang;
use yew::prelude::*;

use super::about::About;
use super::clinics::Clinics;
use super::doctors::Doctors;
use super::terms::OwnTerms;
use crate::prefs::use_lang;
use crate::route::Route;
use crate::router;
use crate::session::use_session;
use crate::shell::Title;
use crate::ui::{Tab, Tabs};

#[derive(Properties, PartialEq)]
pub struct BookingPageProps {
    /// What follows the question mark.
    pub about: String,
}

/// «Запись к врачу»: doctors by speciality or words, and clinics (APT-1, APT-2).
#[component]
pub fn BookingPage(BookingPageProps { about }: &BookingPageProps) -> Html {
    let lang = use_lang();
    let about = About::parse(about);
    let own = use_session().session().and_then(|session| session.card);
    html! {
        <div class="page">
            <Title text={text::TITLE.get(lang)} />
            <p class="lead">{ text::LEAD.get(lang) }</p>
            <Tabs name={text::VIEWS.get(lang)} tabs={tabs(lang, &about, own.map(|patient| Route::Visits { patient }))} />
            <OwnTerms about={about.clone()} />
            if about.clinics {
                <Clinics {about} />
            } else {
                <Doctors {about} />
            }
        </div>
    }
}

fn tabs(lang: Lang, about: &About, visits: Option<Route>) -> Vec<Tab> {
    let tab = |words: shared::lang::Text, to: Route, is_current: bool| Tab {
        text: words.get(lang).into(),
        href: to.address().into(),
        is_current,
        on_open: Callback::from(move |()| router::open(to.clone())),
    };
    let bare = About { patient: about.patient, ..About::default() };
    let clinics = About { clinics: true, ..bare.clone() };
    let mut tabs = vec![
        tab(text::DOCTORS, bare.search(), !about.clinics),
        tab(text::CLINICS, clinics.search(), about.clinics),
    ];
    tabs.extend(visits.map(|visits| tab(text::MY_VISITS, visits, false)));
    tabs
}
