//! A clinic's site of an origin of its own, with the demo clinic's widget on it (WID-1, WID-2).

use poem::{Endpoint, Request, Response};
use serde_json::json;

use crate::browser::Browser;
use crate::process::{Client, Server};

const ADMINISTRATOR: u128 = 0xA0_000D;
const CLINIC: &str = "00000000-0000-0000-0000-000000c00001";

/// A script that returns the frame of the widget.
pub const FRAME: &str = "return document.querySelector('medkarta-booking')?.shadowRoot?.querySelector('iframe') ?? null";

/// What keeps the room of the widget before it is there.
const STYLE: &str = "medkarta-booking { display: block; min-height: 720px }";

struct Site {
    page: String,
    policy: String,
}

impl Endpoint for Site {
    type Output = Response;

    async fn call(&self, request: Request) -> poem::Result<Response> {
        let (kind, body) = match request.uri().path() {
            "/site.css" => ("text/css", STYLE.to_owned()),
            _ => ("text/html; charset=utf-8", self.page.clone()),
        };
        Ok(Response::builder()
            .header("content-security-policy", &self.policy)
            .content_type(kind)
            .body(body))
    }
}

/// Serves a site that is not the portal's `localhost`, under the strictest policy a site may have, and
/// says where. It loads the loader twice.
pub async fn site(portal: &str) -> String {
    let page = format!(
        "<!doctype html><html lang=\"ru\"><head><meta charset=\"utf-8\"><title>Клиника</title>\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <link rel=\"stylesheet\" href=\"/site.css\">\
         <script async src=\"{portal}/widget.js\"></script><script async src=\"{portal}/widget.js?again\"></script></head>\
         <body><main><h1>Клиника</h1><medkarta-booking clinic=\"{CLINIC}\" accent=\"#0f766e\"></medkarta-booking>\
         <p>Ниже виджета</p></main></body></html>"
    );
    let policy = format!(
        "default-src 'none'; script-src {portal}; frame-src {portal}; style-src 'self'; base-uri 'none'"
    );
    let address = "127.0.0.1:0".parse().unwrap();
    let listening = backend::http::listen(address, None).await.unwrap();
    let origin = format!("http://127.0.0.1:{}", listening.address().unwrap().port());
    tokio::spawn(listening.serve(Site { page, policy }, std::future::pending()));
    origin
}

/// Lets a site frame the demo clinic's widgets.
pub async fn register(server: &Server, origin: &str) {
    let token = server.sign_in(ADMINISTRATOR).await;
    let (_, desk) = server.get("/api/v1/admin/widget", Some(&token)).await.unwrap();
    let body =
        json!({ "origins": [origin], "kinds": ["booking", "result"], "version": desk["version"] });
    let mut client = Client::connect(server.port).await.unwrap();
    let answer = client.send("PUT", "/api/v1/admin/widget", &body, Some(&token)).await;
    assert_eq!(answer.unwrap().0, 200);
}

/// Goes into the frame of the widget.
pub async fn enter(browser: &Browser) {
    browser.until("the frame", &FRAME.replace("?? null", "instanceof HTMLIFrameElement")).await;
    let frame = browser.driver.execute(FRAME, vec![]).await.unwrap();
    frame.element().unwrap().enter_frame().await.unwrap();
}

pub async fn leave(browser: &Browser) {
    browser.driver.enter_default_frame().await.unwrap();
}
