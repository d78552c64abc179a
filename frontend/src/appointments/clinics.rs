use js_sys::{Promise, Reflect};
use shared::appointments::api::SearchClinics;
use shared::appointments::model::{Clinic, ClinicKind, ClinicQuery, Clinics as Page, Payment};
use shared::appointments::text::page as text;
use shared::lang::{Lang, Text};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use yew::prelude::*;

use super::about::{About, some};
use super::doctors::from_price;
use super::view::{chips, place};
use crate::load::{Load, use_load};
use crate::pages::use_further;
use crate::prefs::use_lang;
use crate::record::use_words;
use crate::router::{self, link};
use crate::session::use_session;
use crate::ui::{
    Button, ButtonKind, Fact, Icon, SkeletonKind, TagKind, TextField, empty_state, failed, failure,
    slow_skeleton, summary_list, tag,
};
use crate::{browser, client};

/// Degrees are told in hundred thousandths.
const FINE: f64 = 100_000.0;

/// Where one is: latitude and longitude as [`Clinic`] has them.
type Place = (i32, i32);

#[derive(Clone, Copy, Debug, PartialEq)]
enum Here {
    Unasked,
    Asking,
    Known(Place),
    Refused,
}

#[derive(Properties, PartialEq)]
pub struct ClinicsProps {
    pub about: About,
}

/// Clinics by words, kind and payment, the nearest first where one wishes it (APT-1).
#[component]
pub fn Clinics(ClinicsProps { about }: &ClinicsProps) -> Html {
    let lang = use_lang();
    let account = use_session().session().map(|session| session.account.to_string());
    let kept = format!("clinics-{}", account.unwrap_or_default());
    let words = use_words(&kept, about.clone());
    // In memory only: it goes with the page.
    let here = use_state_eq(|| Here::Unasked);
    let on_about = {
        let typed = words.typed.clone();
        Callback::from(move |about: About| {
            router::open(about.search());
            browser::keep(&kept, &typed);
        })
    };
    let place = match *here {
        Here::Known(place) => Some(place),
        Here::Unasked | Here::Asking | Here::Refused => None,
    };
    let query = ClinicQuery {
        words: some(&words.asked),
        speciality: about.speciality,
        kind: about.kind,
        payment: about.payment,
        latitude: place.map(|(latitude, _)| latitude),
        longitude: place.map(|(_, longitude)| longitude),
        ..ClinicQuery::default()
    };
    let key = client::write(&SearchClinics { body: query.clone() }).key();
    let onsubmit = Callback::from(|event: SubmitEvent| event.prevent_default());
    html! {
        <>
            <form class="filters" role="search" {onsubmit}>
                <TextField kind="search" autocomplete="off" label={text::SEARCH_CLINIC.get(lang)}
                    hint={text::SEARCH_CLINIC_HINT.get(lang)} value={words.typed.clone()}
                    on_change={words.on_type.clone()} />
                { filters(lang, about, &on_about) }
            </form>
            { nearby(lang, &here) }
            <Found {key} {query} about={about.clone()} />
        </>
    }
}

fn filters(lang: Lang, about: &About, on_about: &Callback<About>) -> Html {
    let any = text::ANY.get(lang);
    let kinds = ClinicKind::ALL.iter().map(|it| (*it, it.text().get(lang).to_owned()));
    let payments = Payment::ALL.iter().map(|it| (*it, it.text().get(lang).to_owned()));
    let on_kind = {
        let about = about.clone();
        on_about.reform(move |kind| About { kind, ..about.clone() })
    };
    let on_payment = {
        let about = about.clone();
        on_about.reform(move |payment| About { payment, ..about.clone() })
    };
    html! {
        <details class="filters__more" open={about.kind.is_some() || about.payment.is_some()}>
            <summary>{ text::FILTERS.get(lang) }</summary>
            <div class="filters__fields">
                { chips(text::KIND.get(lang), any, kinds.collect(), about.kind.as_ref(), &on_kind) }
                { chips(text::PAYMENT.get(lang), any, payments.collect(), about.payment.as_ref(), &on_payment) }
            </div>
        </details>
    }
}

/// Asks where one is, only when it is pressed.
fn nearby(lang: Lang, here: &UseStateHandle<Here>) -> Html {
    if let Here::Known(_) = **here {
        return html! { <p class="muted" role="status">{ text::NEARBY_ON.get(lang) }</p> };
    }
    let on_click = {
        let here = here.setter();
        Callback::from(move |()| {
            let here = here.clone();
            here.set(Here::Asking);
            spawn_local(async move {
                let found = ask().await.ok().and_then(|found| read(&found));
                here.set(found.map_or(Here::Refused, Here::Known));
            });
        })
    };
    html! {
        <div class="stack">
            <p>
                <Button kind={ButtonKind::Secondary} busy={**here == Here::Asking} {on_click}>
                    { text::NEARBY.get(lang) }
                </Button>
            </p>
            <p class="muted">{ text::NEARBY_NOTE.get(lang) }</p>
            if **here == Here::Refused {
                { failed(html! { <p>{ text::NEARBY_REFUSED.get(lang) }{ "." }</p> }) }
            }
        </div>
    }
}

async fn ask() -> Result<JsValue, JsValue> {
    let window = browser::window().ok_or(JsValue::NULL)?;
    let places = window.navigator().geolocation()?;
    let asked = Promise::new(&mut |found, refused| {
        let begun = places.get_current_position_with_error_callback(&found, Some(&refused));
        // What it throws is told to who waits, as a refusal is.
        if let Err(error) = begun {
            // Fails for no function of a promise.
            let _ = refused.call1(&JsValue::NULL, &error);
        }
    });
    JsFuture::from(asked).await
}

/// Read by name: the browser's own type of it is not settled in `web-sys`.
fn read(found: &JsValue) -> Option<Place> {
    let place = Reflect::get(found, &"coords".into()).ok()?;
    let degrees = |name: &str| Reflect::get(&place, &name.into()).ok()?.as_f64();
    Some((fine(degrees("latitude")?), fine(degrees("longitude")?)))
}

fn fine(degrees: f64) -> i32 {
    #[expect(clippy::cast_possible_truncation, reason = "at most 18 million")]
    let fine = (degrees * FINE).round() as i32;
    fine
}

#[derive(Properties, PartialEq)]
struct FoundProps {
    query: ClinicQuery,
    about: About,
}

/// Those that fit, page by page.
#[component]
fn Found(FoundProps { query, about }: &FoundProps) -> Html {
    let lang = use_lang();
    let first = use_load(SearchClinics { body: query.clone() });
    let further = use_further::<Page>();
    let page = match first.load() {
        Load::Waiting => {
            return slow_skeleton(lang, SkeletonKind::List, first.is_slow(), first.cancel());
        }
        Load::Failed(problem) => return failure(lang, &problem, Some(first.reload())),
        Load::Ready(page) => page,
    };
    if page.clinics.is_empty() {
        return empty_state(Icon::Search, text::NO_CLINIC_FOUND.get(lang), Html::default());
    }
    let more = {
        let query = query.clone();
        let ask = move |cursor| SearchClinics { body: ClinicQuery { cursor, ..query.clone() } };
        further.more(lang, &page, |page| page.next_cursor.as_ref(), ask)
    };
    let clinics = page.clinics.iter().chain(further.pages().iter().flat_map(|page| &page.clinics));
    html! {
        <>
            <p class="muted" role="status">{ text::clinics_found(lang, page.total.into()) }</p>
            <ul class="people">
                for clinic in clinics {
                    <li key={clinic.id.to_string()}>{ card(lang, about, clinic) }</li>
                }
            </ul>
            { more }
        </>
    }
}

fn card(lang: Lang, about: &About, clinic: &Clinic) -> Html {
    let doctors =
        About { clinic: Some(clinic.id), patient: about.patient, ..About::default() }.search();
    let mut terms: Vec<String> = Vec::new();
    terms.extend(clinic.rating.map(|rating| text::rating(lang, rating)));
    terms.extend(clinic.payments.iter().map(|payment| payment.text().get(lang).to_owned()));
    terms.extend(clinic.price_from.map(|price| from_price(lang, price)));
    html! {
        <article class="panel stack">
            <div>
                <h2>{ &clinic.name }</h2>
                <p class="muted">{ clinic.kind.text().get(lang) }{ " · " }{ place(lang, clinic) }</p>
            </div>
            if let Some(address) = &clinic.address {
                <p>{ address }</p>
            }
            <p class="muted">{ terms.join(" · ") }</p>
            if clinic.electronic_cards {
                <p>{ tag(TagKind::Positive, Some(Icon::Check), text::CARDS_HERE.get(lang)) }</p>
            }
            { details(lang, clinic) }
            <p>
                { link(doctors, "button button--secondary", html! {
                    <>{ text::CLINIC_DOCTORS.get(lang) }<span class="unseen">{ ": " }{ &clinic.name }</span></>
                }) }
            </p>
        </article>
    }
}

fn details(lang: Lang, clinic: &Clinic) -> Html {
    let known = |name: Text, value: &Option<String>| {
        value.clone().map(|value| Fact { name: name.get(lang).into(), value: html! { value } })
    };
    let facts: Vec<Fact> = [
        known(text::DIRECTIONS, &clinic.directions),
        known(text::PHONE, &clinic.phone),
        known(text::LICENCE, &clinic.licence),
        known(text::ACCREDITATION, &clinic.accreditation),
    ]
    .into_iter()
    .flatten()
    .collect();
    if facts.is_empty() {
        return Html::default();
    }
    html! {
        <details class="more">
            <summary>{ text::CLINIC_DETAILS.get(lang) }</summary>
            { summary_list(facts) }
        </details>
    }
}
