//! The built frontend: hashed files for ever, the page fresh each time, both compressed
//! beforehand.

use std::collections::HashMap;
use std::sync::Arc;

use bytes::Bytes;
use poem::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use poem::{Body, Endpoint, IntoResponse as _, Request, Response};
use sha2::{Digest as _, Sha256};
use shared::contract::Code;
use shared::lang::Lang;
use shared::prefs::{self, Prefs};

use super::Failure;
use super::frame::embedded;

/// What `.ci/frontend` built. A release binary carries it, a development one reads it from `dist`.
#[derive(rust_embed::RustEmbed)]
#[folder = "../dist"]
#[allow_missing = true]
struct Dist;

/// Cheap to clone.
#[derive(Clone)]
pub struct Assets(Arc<HashMap<String, File>>);

struct File {
    plain: Bytes,
    brotli: Option<Bytes>,
    gzip: Option<Bytes>,
    mime: String,
    etag: String,
    hashed: bool,
}

impl File {
    /// By its path and content, compressed by nobody yet.
    fn of(path: &str, plain: Bytes) -> Self {
        let mime = mime_guess::from_path(path).first_or_octet_stream();
        let text = mime.type_() == "text";
        let digest = Sha256::digest(&plain);
        let [a, b, c, d, ..] = digest.0;
        let etag = format!("{:08x}", u32::from_be_bytes([a, b, c, d]));
        Self {
            brotli: None,
            gzip: None,
            mime: if text { format!("{mime}; charset=utf-8") } else { mime.to_string() },
            etag: format!("\"{etag}\""),
            hashed: is_hashed(path),
            plain,
        }
    }
}

/// What clinics' sites frame, and the script they load.
const WIDGET_PAGE: &str = "widget.html";
const WIDGET_LOADER: &str = "widget.js";

/// The opening tag of the page, which the server fills in by the person's own choice.
const OPENING: &str = r#"<html lang="ru" data-theme="auto" data-vision="usual">"#;

impl Assets {
    /// Reads everything once.
    pub fn load() -> Self {
        let mut files = HashMap::new();
        for path in Dist::iter() {
            let is_variant = [".br", ".gz"].iter().any(|ending| path.ends_with(ending));
            let Some(file) = Dist::get(&path).filter(|_| !is_variant) else { continue };
            let variant =
                |ending| Dist::get(&format!("{path}{ending}")).map(|file| bytes_of(file.data));
            let (brotli, gzip) = (variant(".br"), variant(".gz"));
            let plain = File::of(&path, bytes_of(file.data));
            files.insert(path.to_string(), File { brotli, gzip, ..plain });
        }
        Self(Arc::new(files))
    }

    /// These files and no others, for tests.
    pub fn of(files: &[(&str, &'static str)]) -> Self {
        let files = files.iter().map(|(path, text)| {
            ((*path).to_owned(), File::of(path, Bytes::from_static(text.as_bytes())))
        });
        Self(Arc::new(files.collect()))
    }

    /// A server without a frontend, for tests of the API.
    pub fn none() -> Self {
        Self(Arc::default())
    }

    fn answer(&self, request: &Request) -> Response {
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            return Failure::from(Code::MethodNotAllowed).into_response();
        }
        let path = request.uri().path();
        let file = path.strip_prefix("/assets/").or(path.strip_prefix('/')).unwrap_or_default();
        match file {
            "ui" => Response::builder()
                .status(StatusCode::MOVED_PERMANENTLY)
                .header("location", "/ui/")
                .finish(),
            "ui/" => self.page("ui/index.html", request),
            "index.html" | "ui/index.html" => not_found(),
            // Framed, and by whom, is said where it is answered.
            WIDGET_PAGE => not_found(),
            WIDGET_LOADER => self.loader(request.headers()),
            hidden if PARTS.iter().any(|(page, _)| *page == hidden) => not_found(),
            _ => match self.0.get(file) {
                Some(file) => send(file, request.headers()),
                // A file that is not there is not there; every other address is the app's.
                None if path.starts_with("/assets/") || path.starts_with("/ui/") => not_found(),
                None if file.rsplit('/').next().is_some_and(|last| last.contains('.')) => {
                    not_found()
                }
                // There is nothing to show to somebody without a session.
                None if file.is_empty() && !has_session(request.headers()) => Response::builder()
                    .status(StatusCode::SEE_OTHER)
                    .header("location", "/sign-in")
                    .header("cache-control", "no-store")
                    .finish(),
                None => self.page(part(file).unwrap_or("index.html"), request),
            },
        }
    }

    /// The page that sites frame, fresh each time: who may frame it stands in its headers.
    pub fn widget_page(&self, headers: &HeaderMap) -> Response {
        let Some(file) = self.0.get(WIDGET_PAGE) else { return not_found() };
        let mut asked = headers.clone();
        asked.remove(header::IF_NONE_MATCH);
        let mut response = send(file, &asked);
        response.headers_mut().remove(header::ETAG);
        let fresh = HeaderValue::from_static("no-store");
        response.headers_mut().insert(header::CACHE_CONTROL, fresh);
        response
    }

    /// What sites load: by one name for ever, so that it is asked for again each hour.
    fn loader(&self, headers: &HeaderMap) -> Response {
        let Some(file) = self.0.get(WIDGET_LOADER) else { return not_found() };
        let mut response = send(file, headers);
        for (name, value) in [
            (header::CACHE_CONTROL, "public, max-age=3600"),
            (header::VARY, "accept-encoding"),
            (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        ] {
            response.headers_mut().insert(name, HeaderValue::from_static(value));
        }
        embedded(&mut response);
        response
    }

    /// A page, in the language and look of the person who asks.
    fn page(&self, name: &str, request: &Request) -> Response {
        let Some(file) = self.0.get(name) else {
            let text = "The frontend is not built: run `make frontend`.\n";
            return Response::builder()
                .status(StatusCode::NOT_FOUND)
                .content_type("text/plain; charset=utf-8")
                .body(text);
        };
        let prefs = prefs_of(request.headers());
        let opening = format!(
            r#"<html lang="{}" data-theme="{}" data-vision="{}">"#,
            prefs.lang.tag(),
            prefs.theme.attribute(),
            prefs.vision.attribute()
        );
        if opening == OPENING {
            return send(file, request.headers());
        }
        let html = String::from_utf8_lossy(&file.plain).replacen(OPENING, &opening, 1);
        let mut response = Response::builder().content_type(&file.mime).body(html);
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        headers.insert(header::VARY, HeaderValue::from_static("cookie, accept-language"));
        response
    }
}

impl Endpoint for Assets {
    type Output = Response;

    async fn call(&self, request: Request) -> poem::Result<Response> {
        Ok(self.answer(&request))
    }
}

/// Pages that name a part of the program, so that the browser fetches both at once, and how the
/// addresses it draws begin (`*` is any word).
const PARTS: [(&str, &[&str]); 35] = [
    ("notifications/index.html", &["notifications"]),
    ("admin/index.html", &["admin"]),
    ("practitioner/index.html", &["booking/*"]),
    ("booking/index.html", &["booking"]),
    ("visits/index.html", &["patients/*/visits"]),
    ("day/index.html", &["day"]),
    ("schedules/index.html", &["schedules"]),
    ("widgets/index.html", &["widgets"]),
    // A guest's visit is a page of the small program: a whole portal need not be downloaded for it.
    (WIDGET_PAGE, &["guest-visit"]),
    ("feed/index.html", &["feed"]),
    ("entry/index.html", &["patients/*/entries/*"]),
    ("own/index.html", &["patients/*/own"]),
    ("measurements/index.html", &["patients/*/measurements"]),
    ("consent/index.html", &["patients/*/access"]),
    ("asks/index.html", &["access"]),
    ("people/index.html", &["people"]),
    ("shares/index.html", &["s"]),
    ("journal/index.html", &["patients/*/journal"]),
    ("audit/index.html", &["audit"]),
    ("protocols/index.html", &["patients/*/protocol"]),
    ("versions/index.html", &["protocol-templates", "patients/*/versions"]),
    ("tools/index.html", &[]),
    ("scan/index.html", &[]),
    ("requests/index.html", &["requests", "patients/*/requests"]),
    ("report/index.html", &["patients/*/results/*"]),
    ("results/index.html", &["patients/*/results"]),
    ("comparison/index.html", &["patients/*/comparison"]),
    ("series/index.html", &["patients/*/series/*"]),
    ("record/index.html", &["patients/*/entries"]),
    ("account/index.html", &["sign-in"]),
    ("recovery/index.html", &["recovery", "dev"]),
    ("guest/index.html", &[]),
    ("register/index.html", &["register", "invitation", "prove-email"]),
    ("security/index.html", &["security"]),
    // The last: all that is below a card and named above is not the card itself.
    ("home/index.html", &["", "patients/*"]),
];

/// The page of the part that draws an address, if one does.
fn part(path: &str) -> Option<&'static str> {
    let is_own = |own: &&str| {
        let mut words = path.split('/');
        let is_like = |own: &str, word: &str| own == word || own == "*" && !word.is_empty();
        own.split('/').all(|own| words.next().is_some_and(|word| is_like(own, word)))
    };
    PARTS.iter().find(|(_, own)| own.iter().any(is_own)).map(|(page, _)| *page)
}

/// Whether the browser sends a session's cookie, live or not.
fn has_session(headers: &HeaderMap) -> bool {
    let cookies = headers.get_all(header::COOKIE);
    cookies
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .any(|pair| pair.trim().starts_with("__Host-session="))
}

/// Embedded files are borrowed for ever, files read from disk are kept once.
fn bytes_of(data: std::borrow::Cow<'static, [u8]>) -> Bytes {
    match data {
        std::borrow::Cow::Borrowed(data) => Bytes::from_static(data),
        std::borrow::Cow::Owned(data) => Bytes::from(data),
    }
}

fn not_found() -> Response {
    Failure::from(Code::NotFound).into_response()
}

/// The cookie's choice; without one, English where the browser does not speak Russian.
pub fn prefs_of(headers: &HeaderMap) -> Prefs {
    let cookies = headers.get_all(header::COOKIE);
    let mut pairs = cookies
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='));
    if let Some((_, value)) = pairs.find(|(name, _)| *name == prefs::COOKIE) {
        return Prefs::from_cookie(value);
    }
    let languages = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let foreign = languages.is_some_and(|languages| {
        let languages = languages.to_ascii_lowercase();
        !languages.contains("ru") && languages.contains("en")
    });
    Prefs { lang: if foreign { Lang::En } else { Lang::Ru }, ..Prefs::default() }
}

fn send(file: &File, headers: &HeaderMap) -> Response {
    let cache = if file.hashed { "public, max-age=31536000, immutable" } else { "no-cache" };
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let mut response = if known.is_some_and(|known| known.contains(&file.etag)) {
        Response::builder().status(StatusCode::NOT_MODIFIED).finish()
    } else {
        let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
        let accepts = |coding: &str| accepted.is_some_and(|accepted| offers(accepted, coding));
        let (coding, bytes) = match (&file.brotli, &file.gzip) {
            (Some(bytes), _) if accepts("br") => (Some("br"), bytes),
            (_, Some(bytes)) if accepts("gzip") => (Some("gzip"), bytes),
            _ => (None, &file.plain),
        };
        let body = Body::from(bytes.clone());
        let mut response = Response::builder().content_type(&file.mime).body(body);
        if let Some(coding) = coding {
            let coding = HeaderValue::from_static(coding);
            response.headers_mut().insert(header::CONTENT_ENCODING, coding);
        }
        response
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    if let Ok(etag) = HeaderValue::from_str(&file.etag) {
        headers.insert(header::ETAG, etag);
    }
    let vary =
        if file.hashed { "accept-encoding" } else { "accept-encoding, cookie, accept-language" };
    headers.insert(header::VARY, HeaderValue::from_static(vary));
    response
}

/// Whether an `Accept-Encoding` offers a coding and does not refuse it with `q=0`.
pub fn offers(accepted: &str, coding: &str) -> bool {
    accepted.split(',').any(|offer| {
        let mut parts = offer.split(';').map(str::trim);
        let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(coding));
        let refused = parts.any(|part| matches!(part, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"));
        named && !refused
    })
}

/// The build names files `app-0123456789abcdef.js`: the content is in the name.
fn is_hashed(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = name.split('.').next().unwrap_or(name);
    let hash = stem.rsplit_once('-');
    hash.is_some_and(|(_, hash)| {
        hash.len() >= 14 && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}
