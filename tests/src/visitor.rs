//! A browser as the server sees it: cookies, an address, and nothing else.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::Mutex;

use backend::http::{self, Assets};
use backend::notifications;
use poem::Endpoint as _;
use poem::http::uri::Scheme;
use poem::http::{HeaderMap, StatusCode};
use poem::web::{LocalAddr, RemoteAddr};
use serde_json::Value;
use shared::accounts::api::{
    ConfirmRegistration, Credentials, LinkToken, NewAccount, ProveEmail, Register, SignIn,
    TypedCode,
};
use shared::accounts::model::{FactorChoice, RegistrationForm, Session};
use shared::contract::{Endpoint, Problem};

use crate::TestApp;

pub struct Visitor<'a> {
    pub test: &'a TestApp,
    pub cookies: Mutex<BTreeMap<String, String>>,
    pub address: IpAddr,
    pub agent: &'static str,
}

/// A password that keeps every rule.
pub const PASSWORD: &str = "Синий-кит-42-плывёт";

impl TestApp {
    /// A browser that was never here, from an address of its own.
    pub fn visitor(&self, n: u16) -> Visitor<'_> {
        let [a, b] = n.to_be_bytes();
        Visitor {
            test: self,
            cookies: Mutex::default(),
            address: IpAddr::from([10, 1, a, b]),
            agent: "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/130.0 Safari/537.36",
        }
    }

    /// The texts that went, or wait to go, to somebody; the newest first.
    pub async fn told(&self, to: &str) -> Vec<String> {
        let messages = notifications::outbox(&self.app, 1_000).await.unwrap();
        let mut messages: Vec<_> =
            messages.into_iter().filter(|message| message.to == to).collect();
        // The clock stands still: the order of ids is the order of telling.
        messages.dedup();
        messages
            .into_iter()
            .map(|message| format!("{}\n{}", message.subject, message.body))
            .collect()
    }

    /// The code of the newest message to somebody.
    pub async fn code(&self, to: &str) -> String {
        let told = self.told(to).await;
        let last = told.first().unwrap_or_else(|| panic!("nothing was sent to {to}"));
        let code = last.split(|c: char| !c.is_ascii_digit()).find(|word| word.len() == 6);
        code.unwrap_or_else(|| panic!("no code in {last}")).to_owned()
    }

    /// The secret of the newest link sent to somebody.
    pub async fn link(&self, to: &str) -> LinkToken {
        let told = self.told(to).await;
        let link = told.iter().find_map(|text| text.split_once('#')).expect("no link was sent");
        let token = link.1.split_whitespace().next().unwrap().to_owned();
        LinkToken { token }
    }
}

/// A registration like any other; `n` makes it somebody else's.
pub fn form(n: u32) -> RegistrationForm {
    RegistrationForm {
        surname: "Щукина".into(),
        given: "Анна".into(),
        patronymic: "Ильинична".into(),
        no_patronymic: false,
        birth_date: "12.03.1985".into(),
        sex: "female".into(),
        snils: snils(n),
        document_kind: "russian_passport".into(),
        document_number: format!("45 04 № {:06}", 100_000 + n),
        policy_number: String::new(),
        inn: String::new(),
        phone: phone(n),
        email: email(n),
    }
}

pub fn phone(n: u32) -> String {
    format!("+7911{n:07}")
}

pub fn email(n: u32) -> String {
    format!("anna{n}@example.org")
}

/// A number with the right check digits.
pub fn snils(n: u32) -> String {
    let number = 110_000_000 + n;
    let digits: Vec<u32> =
        format!("{number:09}").chars().map(|digit| digit.to_digit(10).unwrap()).collect();
    let sum: u32 = digits.iter().zip((1..=9).rev()).map(|(digit, weight)| digit * weight).sum();
    format!("{number:09}{:02}", sum % 101 % 100)
}

impl Visitor<'_> {
    pub async fn call<E: Endpoint>(&self, endpoint: E) -> Result<E::Response, Problem> {
        let body = match endpoint.body() {
            Some(body) => serde_json::to_value(body).unwrap(),
            None => Value::Null,
        };
        let (status, _, bytes) = self.send(E::METHOD.name(), &endpoint.url(), &body, &[]).await;
        if status.is_success() {
            Ok(serde_json::from_slice(&bytes).unwrap())
        } else {
            Err(serde_json::from_slice(&bytes).unwrap())
        }
    }

    pub async fn send(
        &self,
        method: &str,
        path: &str,
        body: &Value,
        headers: &[(&str, &str)],
    ) -> (StatusCode, HeaderMap, Vec<u8>) {
        let body = if body.is_null() { Vec::new() } else { body.to_string().into_bytes() };
        let cookies = self.cookies.lock().unwrap().clone();
        let cookies: Vec<_> =
            cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut request = hyper::Request::builder()
            .method(method)
            .uri(path)
            .header("content-type", "application/json")
            .header("user-agent", self.agent)
            .header("cookie", cookies.join("; "));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let (parts, ()) = request.body(()).unwrap().into_parts();
        let peer = SocketAddr::from((self.address, 1));
        let parts = (parts, LocalAddr(peer.into()), RemoteAddr(peer.into()), Scheme::HTTP);
        let request = poem::Request::from_parts(parts.into(), poem::Body::from(body));
        let response = http::endpoint(&self.test.app, Assets::none()).get_response(request).await;
        let (status, headers) = (response.status(), response.headers().clone());
        self.keep(&headers);
        (status, headers, response.into_body().into_vec().await.unwrap_or_default())
    }

    fn keep(&self, headers: &HeaderMap) {
        let mut jar = self.cookies.lock().unwrap();
        for cookie in headers.get_all("set-cookie") {
            let cookie = cookie.to_str().unwrap();
            let (name, value) = cookie.split(';').next().unwrap().split_once('=').unwrap();
            if cookie.contains("Max-Age=0") {
                jar.remove(name);
            } else {
                jar.insert(name.to_owned(), value.to_owned());
            }
        }
    }

    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.lock().unwrap().get(name).cloned()
    }

    /// The first factor.
    pub async fn password(&self, login: &str, password: &str) -> Result<FactorChoice, Problem> {
        let body = Credentials { login: login.into(), password: password.into() };
        self.call(SignIn { body }).await
    }

    /// Registers as [`form`] says and proves the phone; the e-mail is not proved yet.
    pub async fn register(&self, n: u32) -> Session {
        let body = NewAccount { form: form(n), password: PASSWORD.into() };
        self.call(Register { body }).await.unwrap();
        let code = self.test.code(&phone(n)).await;
        self.call(ConfirmRegistration { body: TypedCode { code } }).await.unwrap()
    }

    /// [`Self::register`], and the e-mail too.
    pub async fn confirmed(&self, n: u32) -> Session {
        let session = self.register(n).await;
        let body = self.test.link(&email(n)).await;
        self.call(ProveEmail { body }).await.unwrap();
        session
    }
}
