use shared::appointments::text::page as text;
use shared::id::OrganizationId;
use shared::prefs::{Prefs, Vision};
use shared::shell;
use shared::widgets::api::FindWidget;
use shared::widgets::model::WidgetKind;
use shared::widgets::words;
use yew::prelude::*;

use super::frame::{Frame, Place};
use super::order::Order;
use super::own::Own;
use super::steps::Steps;
use super::talk::{PLACE, use_host};
use super::visit::VisitPage;
use crate::load::{Load, use_load};
use crate::prefs::{PrefsHandle, use_lang};
use crate::{browser, client};

/// Draws what the address names.
pub fn start() {
    client::be_guest();
    if let Some(place) = browser::by_id(PLACE) {
        yew::Renderer::<Root>::with_root(place).render();
    }
}

/// The language and the theme are those of the site, not those the person has chosen in the portal: what a cookie says
/// there is nothing to other sites.
#[component]
fn Root() -> Html {
    let place = use_memo((), |()| Place::here());
    let prefs = Prefs { lang: place.lang(), theme: place.theme(), vision: Vision::default() };
    let body = match &*place {
        Place::Frame(frame) => html! { <Framed frame={frame.clone()} /> },
        Place::Visit => html! { <VisitPage /> },
        Place::Nowhere => html! {
            <div class="widget__page">
                <h1>{ shell::NOT_FOUND_TITLE.get(prefs.lang) }</h1>
                <p>{ shell::NOT_FOUND_LEAD.get(prefs.lang) }</p>
            </div>
        },
    };
    html! {
        <ContextProvider<PrefsHandle> context={PrefsHandle { prefs, set: Callback::noop() }}>
            { body }
        </ContextProvider<PrefsHandle>>
    }
}

#[derive(Properties, PartialEq)]
struct FramedProps {
    frame: Frame,
}

/// One widget, and at its foot who shows it.
#[component]
fn Framed(FramedProps { frame }: &FramedProps) -> Html {
    let lang = use_lang();
    use_host(frame);
    {
        use_effect_with(lang, |lang| {
            if let Some(root) = browser::root() {
                // Fails for no name that can be written.
                let _ = root.set_attribute("lang", lang.tag());
            }
        });
    }
    let body = match frame.kind {
        WidgetKind::Booking | WidgetKind::Doctors => {
            html! { <Steps frame={frame.clone()} /> }
        }
        WidgetKind::Result => html! { <Order clinic={frame.clinic} /> },
        WidgetKind::Card => html! { <Own /> },
    };
    html! {
        <div class="widget__page">
            { body }
            <Foot clinic={frame.clinic} />
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct FootProps {
    clinic: OrganizationId,
}

/// The clinic with its phone, and who keeps the card. Without an answer the widget works as well.
#[component]
fn Foot(FootProps { clinic }: &FootProps) -> Html {
    let lang = use_lang();
    let loader = use_load(FindWidget { clinic: *clinic });
    let clinic = match loader.load() {
        Load::Ready(clinic) => Some(clinic),
        Load::Waiting | Load::Failed(_) => None,
    };
    html! {
        <footer class="widget__foot">
            <p>
                if let Some(clinic) = clinic {
                    { &clinic.name }
                    if let Some(phone) = &clinic.phone {
                        { ", " }<a href={tel(phone)} aria-label={format!("{}: {phone}", text::PHONE.get(lang))}>{ phone }</a>
                    }
                }
            </p>
            <p>
                <a href="/" target="_blank" rel="noopener">{ shell::PRODUCT.get(lang) }</a>
                { ": " }{ words::FOOT.get(lang) }
            </p>
        </footer>
    }
}

/// `tel:+74951234567`
pub fn tel(phone: &str) -> String {
    let digits = phone.chars().filter(|c| c.is_ascii_digit() || *c == '+');
    std::iter::once("tel:".to_owned()).chain(digits.map(String::from)).collect()
}
