//! The page in a frame on a clinic's site (WID-2). Which sites may frame it is said twice: to the
//! browser by its policy, and by refusing who asks from elsewhere.

use poem::http::{HeaderMap, HeaderValue, header};
use poem::{Endpoint, IntoResponse, Request, Response};
use shared::contract::Code;
use shared::id::OrganizationId;
use shared::widgets::model::WidgetKind;

use super::service::{self, Error};
use crate::app::App;
use crate::http::{Assets, Failure, framed_by};

/// `GET /widget/{kind}/{clinic}`. Reads no cookie and sets none.
pub struct WidgetPage {
    pub app: App,
    pub assets: Assets,
}

impl Endpoint for WidgetPage {
    type Output = Response;

    async fn call(&self, request: Request) -> poem::Result<Response> {
        let kind = request.raw_path_param("kind").and_then(|kind| kind.parse().ok());
        let clinic = request.raw_path_param("clinic").and_then(|clinic| clinic.parse().ok());
        match self.answer(kind.zip(clinic), request.headers()).await {
            Ok(response) => Ok(response),
            Err(error) => Ok(Failure::from(error).into_response()),
        }
    }
}

impl WidgetPage {
    /// Unknown clinics, those that show nothing on sites and what they do not show look the same.
    async fn answer(
        &self,
        asked: Option<(WidgetKind, OrganizationId)>,
        headers: &HeaderMap,
    ) -> Result<Response, Error> {
        let (kind, clinic) = asked.ok_or(Error::NotFound)?;
        let widget = service::framed(&self.app, clinic).await?.ok_or(Error::NotFound)?;
        if !widget.kinds.contains(&kind) {
            return Err(Error::NotFound);
        }
        let ours = &self.app.settings().origin;
        if !is_let_in(headers, ours, &widget.origins) {
            return Ok(Failure::from(Code::CrossSite).into_response());
        }
        let mut response = self.assets.widget_page(headers);
        if response.status().is_success() {
            framed_by(&mut response, &widget.origins);
        }
        Ok(response)
    }
}

/// Whether a page may frame us, as far as the browser says which it is. One that says nothing is
/// bound by the policy alone.
fn is_let_in(headers: &HeaderMap, ours: &str, origins: &[String]) -> bool {
    let is_framed = headers.get("sec-fetch-dest").is_some_and(|dest| dest == "iframe");
    let Some(referer) = headers.get(header::REFERER).filter(|_| is_framed) else { return true };
    let origin = origin_of(referer);
    origin.is_some_and(|origin| origin == ours || origins.iter().any(|known| known == origin))
}

/// The origin of an address: all before the third slash.
fn origin_of(referer: &HeaderValue) -> Option<&str> {
    let address = referer.to_str().ok()?;
    let (scheme, rest) = address.split_once("://")?;
    let host = rest.split(['/', '?', '#']).next()?;
    address.get(..scheme.len() + "://".len() + host.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// WID-2
    #[test]
    fn only_registered_sites_and_our_own_preview_are_let_in() {
        let known = ["https://clinic.example".to_owned()];
        let is_let_in = |dest: &'static str, referer: Option<&'static str>| {
            let mut headers = HeaderMap::new();
            headers.insert("sec-fetch-dest", HeaderValue::from_static(dest));
            if let Some(referer) = referer {
                headers.insert(header::REFERER, HeaderValue::from_static(referer));
            }
            super::is_let_in(&headers, "https://card.example", &known)
        };
        assert!(is_let_in("iframe", Some("https://clinic.example/")));
        assert!(is_let_in("iframe", Some("https://clinic.example")));
        assert!(is_let_in("iframe", Some("https://card.example/widgets")));
        assert!(is_let_in("iframe", None));
        assert!(is_let_in("document", Some("https://evil.example/")));
        for stranger in [
            "https://evil.example/",
            "http://clinic.example/",
            "https://clinic.example.evil.example/",
            "https://clinic.example:8443/",
            "https://evil.example/?https://clinic.example",
            "about:blank",
        ] {
            assert!(!is_let_in("iframe", Some(stranger)), "{stranger}");
        }
    }
}
