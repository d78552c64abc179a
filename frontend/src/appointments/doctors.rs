use shared::appointments::api::{FindClinic, SearchPractitioners};
use shared::appointments::model::{
    Payment, PractitionerQuery, PractitionerRole, Practitioners, Service, Speciality, VisitFormat,
    VisitReview,
};
use shared::appointments::text::page as text;
use shared::id::OrganizationId;
use shared::lang::Lang;
use yew::prelude::*;

use super::about::About;
use super::view::{chips, place, slot_words};
use crate::load::{Load, use_load};
use crate::pages::use_further;
use crate::prefs::use_lang;
use crate::record::{chip, use_words};
use crate::router::{self, link};
use crate::session::use_session;
use crate::ui::{
    Button, ButtonKind, Icon, SkeletonKind, TextField, avatar, empty_state, failure, slow_skeleton,
};
use crate::{browser, client};

/// The list, for the focus.
const FOUND: &str = "doctors-found";

#[derive(Properties, PartialEq)]
pub struct DoctorsProps {
    pub about: About,
}

/// Doctors: first whom one needs, then those there are.
#[component]
pub fn Doctors(DoctorsProps { about }: &DoctorsProps) -> Html {
    let lang = use_lang();
    let account = use_session().session().map(|session| session.account.to_string());
    // Somebody else who signs in here finds no words of the one before.
    let kept = format!("doctors-{}", account.unwrap_or_default());
    let words = use_words(&kept, about.clone());
    let on_about = {
        let typed = words.typed.clone();
        Callback::from(move |about: About| {
            router::open(about.search());
            browser::keep(&kept, &typed);
        })
    };
    let query = about.query(&words.asked);
    let is_asked = about.is_narrowed() || query.words.is_some();
    let key = client::write(&SearchPractitioners { body: query.clone() }).key();
    {
        let is_first = use_mut_ref(|| true);
        use_effect_with(about.clone(), move |_| {
            // What was pressed has gone: the list it asked for is read instead.
            if !is_first.replace(false) && browser::is_focus_lost() {
                browser::focus_in_place_id(FOUND);
            }
        });
    }
    let onsubmit = Callback::from(|event: SubmitEvent| event.prevent_default());
    html! {
        <>
            <form class="filters" role="search" {onsubmit}>
                <TextField kind="search" autocomplete="off" label={text::SEARCH_DOCTOR.get(lang)}
                    hint={text::SEARCH_DOCTOR_HINT.get(lang)} value={words.typed.clone()}
                    on_change={words.on_type.clone()} />
                if is_asked {
                    <details class="filters__more" open={about.format.is_some() || about.payment.is_some() || about.language.is_some()}>
                        <summary>{ text::FILTERS.get(lang) }</summary>
                        <div class="filters__fields">{ filters(lang, about, &on_about) }</div>
                    </details>
                }
            </form>
            if is_asked {
                { chosen(lang, about, &on_about) }
                if let Some(clinic) = about.clinic {
                    <ClinicHead key={clinic.to_string()} {clinic} />
                }
                <section class="stack" id={FOUND} tabindex="-1" aria-label={text::DOCTORS.get(lang)}>
                    <Found {key} {query} about={about.clone()} on_reset={words.on_type.reform(|()| String::new())} />
                </section>
            } else {
                { specialities(lang, about) }
            }
        </>
    }
}

/// Whom there is, as a big list.
fn specialities(lang: Lang, about: &About) -> Html {
    let to = |speciality| About { speciality: Some(speciality), ..about.clone() }.search();
    html! {
        <section class="stack" aria-labelledby="specialities">
            <h2 id="specialities">{ text::SPECIALITIES.get(lang) }</h2>
            <ul class="booking__kinds">
                for speciality in Speciality::ALL.iter().copied() {
                    <li key={speciality.wire()}>
                        { link(to(speciality), "booking__kind", html! {
                            <><span>{ speciality.text().get(lang) }</span>{ Icon::ChevronRight.draw() }</>
                        }) }
                    </li>
                }
            </ul>
        </section>
    }
}

fn filters(lang: Lang, about: &About, on_about: &Callback<About>) -> Html {
    let any = text::ANY.get(lang);
    let formats = VisitFormat::ALL.iter().map(|it| (*it, it.text().get(lang).to_owned()));
    let payments = Payment::ALL.iter().map(|it| (*it, it.text().get(lang).to_owned()));
    let languages =
        text::LANGUAGES.iter().map(|(code, name)| ((*code).to_owned(), name.get(lang).to_owned()));
    let on_format = {
        let about = about.clone();
        on_about.reform(move |format| About { format, ..about.clone() })
    };
    let on_payment = {
        let about = about.clone();
        on_about.reform(move |payment| About { payment, ..about.clone() })
    };
    let on_language = {
        let about = about.clone();
        on_about.reform(move |language| About { language, ..about.clone() })
    };
    html! {
        <>
            { chips(text::FORMAT.get(lang), any, formats.collect(), about.format.as_ref(), &on_format) }
            { chips(text::PAYMENT.get(lang), any, payments.collect(), about.payment.as_ref(), &on_payment) }
            { chips(text::LANGUAGE.get(lang), any, languages.collect(), about.language.as_ref(), &on_language) }
        </>
    }
}

/// What is chosen, each to be taken back by a press.
fn chosen(lang: Lang, about: &About, on_about: &Callback<About>) -> Html {
    let without = |about: About| on_about.reform(move |_: MouseEvent| about.clone());
    let mut drawn = Vec::new();
    if let Some(speciality) = about.speciality {
        let all = About { speciality: None, ..about.clone() };
        drawn.push(chip(lang, speciality.text().get(lang), without(all)));
    }
    if let Some(format) = about.format {
        let all = About { format: None, ..about.clone() };
        drawn.push(chip(lang, format.text().get(lang), without(all)));
    }
    if let Some(payment) = about.payment {
        let all = About { payment: None, ..about.clone() };
        drawn.push(chip(lang, payment.text().get(lang), without(all)));
    }
    if let Some(language) = &about.language {
        let all = About { language: None, ..about.clone() };
        drawn.push(chip(lang, &text::language(lang, language), without(all)));
    }
    if about.clinic.is_some() {
        let all = About { clinic: None, ..about.clone() };
        drawn.push(chip(lang, text::CLINIC.get(lang), without(all)));
    }
    if drawn.is_empty() {
        return Html::default();
    }
    html! {
        <ul class="row" aria-label={text::CHOSEN.get(lang)}>
            for chip in drawn {
                <li>{ chip }</li>
            }
        </ul>
    }
}

#[derive(Properties, PartialEq)]
struct FoundProps {
    query: PractitionerQuery,
    about: About,
    /// Forgets the words.
    on_reset: Callback<()>,
}

/// Those who fit, page by page.
#[component]
fn Found(FoundProps { query, about, on_reset }: &FoundProps) -> Html {
    let lang = use_lang();
    let first = use_load(SearchPractitioners { body: query.clone() });
    let further = use_further::<Practitioners>();
    let page = match first.load() {
        Load::Waiting => {
            return slow_skeleton(lang, SkeletonKind::List, first.is_slow(), first.cancel());
        }
        Load::Failed(problem) => return failure(lang, &problem, Some(first.reload())),
        Load::Ready(page) => page,
    };
    if page.practitioners.is_empty() {
        return nobody(lang, about, on_reset);
    }
    let more = {
        let query = query.clone();
        let ask = move |cursor| SearchPractitioners {
            body: PractitionerQuery { cursor, ..query.clone() },
        };
        further.more(lang, &page, |page| page.next_cursor.as_ref(), ask)
    };
    let doctors = page
        .practitioners
        .iter()
        .chain(further.pages().iter().flat_map(|page| &page.practitioners));
    html! {
        <>
            <p class="muted" role="status">{ text::doctors_found(lang, page.total.into()) }</p>
            <ul class="people">
                for doctor in doctors {
                    <li key={doctor.id.to_string()}>{ card(lang, about, doctor) }</li>
                }
            </ul>
            { more }
        </>
    }
}

fn nobody(lang: Lang, about: &About, on_reset: &Callback<()>) -> Html {
    let on_click = {
        let bare = About { patient: about.patient, ..About::default() };
        let on_reset = on_reset.clone();
        Callback::from(move |()| {
            router::open(bare.search());
            on_reset.emit(());
        })
    };
    let reset = html! {
        <Button kind={ButtonKind::Secondary} {on_click}>{ text::RESET.get(lang) }</Button>
    };
    empty_state(Icon::Search, text::NOBODY_FOUND.get(lang), reset)
}

fn card(lang: Lang, about: &About, doctor: &PractitionerRole) -> Html {
    let name = doctor.name.full();
    let all = About { patient: about.patient, ..About::default() };
    let next = doctor.next_free.as_ref().map(|slot| {
        let words = slot_words(lang, slot);
        link(all.slot(slot), "button button--primary", html! {
            <><span class="unseen">{ format!("{}: {name}, ", text::NEAREST.get(lang)) }</span>{ words }</>
        })
    });
    html! {
        <article class="panel person">
            { avatar(&name) }
            <div class="person__text">
                <h2>{ link(all.doctor(doctor.id), "", html! { &name }) }</h2>
                <p>{ speciality_words(lang, doctor) }</p>
                <p class="muted">{ &doctor.organization_name }</p>
                <p class="muted">{ about_doctor(lang, doctor) }</p>
            </div>
            <div class="booking__next">
                if let Some(next) = next {
                    <p class="muted" aria-hidden="true">{ text::NEAREST.get(lang) }</p>
                    { next }
                } else {
                    <p class="muted">{ text::NO_TIMES_30.get(lang) }</p>
                }
            </div>
        </article>
    }
}

/// «Терапевт, участковый терапевт»
pub fn speciality_words(lang: Lang, doctor: &PractitionerRole) -> String {
    let speciality = doctor.speciality.text().get(lang);
    match &doctor.position {
        Some(position) if browser::lowercase(position) != browser::lowercase(speciality) => {
            format!("{speciality}, {position}")
        }
        Some(_) | None => speciality.to_owned(),
    }
}

/// «4,8 · 12 отзывов · По полису ОМС · от 2 500 ₽»
fn about_doctor(lang: Lang, doctor: &PractitionerRole) -> String {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(doctor.rating.map(|rating| text::rating(lang, rating)));
    let by_policy = |service: &Service| service.payments.contains(&Payment::Policy);
    if doctor.services.iter().any(by_policy) {
        parts.push(Payment::Policy.text().get(lang).to_owned());
    }
    let price = doctor.services.iter().filter_map(|service| service.price).min();
    parts.extend(price.map(|price| from_price(lang, price)));
    parts.extend(doctor.languages.iter().map(|code| text::language(lang, code)));
    parts.join(" · ")
}

/// «от 2 500 ₽»
pub fn from_price(lang: Lang, price: u32) -> String {
    format!("{}\u{a0}{}", text::FROM_PRICE.get(lang), text::money(lang, price))
}

#[derive(Properties, PartialEq)]
struct ClinicHeadProps {
    clinic: OrganizationId,
}

/// The clinic whose doctors stand below, and what patients say of it.
#[component]
fn ClinicHead(&ClinicHeadProps { clinic }: &ClinicHeadProps) -> Html {
    let lang = use_lang();
    let loader = use_load(FindClinic { clinic });
    let page = match loader.load() {
        Load::Waiting => return Html::default(),
        Load::Failed(problem) => return failure(lang, &problem, Some(loader.reload())),
        Load::Ready(page) => page,
    };
    let clinic = &page.clinic;
    html! {
        <section class="panel stack" aria-labelledby="clinic-name">
            <h2 id="clinic-name">{ &clinic.name }</h2>
            <p class="muted">{ place(lang, clinic) }</p>
            if let Some(address) = &clinic.address {
                <p>{ address }</p>
            }
            if let Some(phone) = &clinic.phone {
                <p>{ text::PHONE.get(lang) }{ ": " }{ phone }</p>
            }
            if !page.reviews.is_empty() {
                <details class="more">
                    <summary>{ text::REVIEWS.get(lang) }</summary>
                    <ul class="stack">
                        for review in &page.reviews {
                            <li>{ said(lang, review) }</li>
                        }
                    </ul>
                </details>
            }
        </section>
    }
}

/// What somebody thinks of a visit.
pub fn said(lang: Lang, review: &VisitReview) -> Html {
    html! {
        <>
            <p><b>{ text::stars(lang, review.stars) }</b>{ " · " }{ crate::record::time_at(lang, review.at) }</p>
            if !review.words.is_empty() {
                <p class="report__words">{ &review.words }</p>
            }
        </>
    }
}
