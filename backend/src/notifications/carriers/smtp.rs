//! Mail over SMTP, with TLS or not at all.

use async_trait::async_trait;
use lettre::message::{Mailbox, header::ContentType};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};
use url::Url;

use super::{CarrierError, bad};
use crate::notifications::{Delivered, Outgoing, Provider, SendError};

pub struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

/// Of a whole conversation.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(15);

impl Smtp {
    /// `url`: `smtp://user:password@host:587` (STARTTLS, required) or `smtps://…:465`.
    /// `ca`: PEM of a certificate authority beside those of the system.
    pub fn new(url: &str, from: &str, ca: Option<&[u8]>) -> Result<Self, CarrierError> {
        let broken = |reason: &str| bad("smtp_url", reason);
        let url = Url::parse(url).map_err(|_| broken("is not an address"))?;
        let host = url.host_str().ok_or_else(|| broken("names no host"))?;
        let mut tls = TlsParameters::builder(host.to_owned());
        if let Some(ca) = ca {
            let certificate = Certificate::from_pem(ca);
            tls = tls.add_root_certificate(
                certificate.map_err(|error| bad("smtp_ca", error.to_string()))?,
            );
        }
        let tls = tls.build().map_err(|error| bad("smtp_ca", error.to_string()))?;
        let (tls, port) = match url.scheme() {
            "smtp" => (Tls::Required(tls), 587),
            "smtps" => (Tls::Wrapper(tls), 465),
            _ => return Err(broken("begins with neither smtp:// nor smtps://")),
        };
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(host)
            .port(url.port().unwrap_or(port))
            .tls(tls)
            .timeout(Some(PATIENCE));
        if let Some(password) = url.password() {
            let plain = |text: &str| percent_decoded(text).ok_or_else(|| broken("is not UTF-8"));
            builder =
                builder.credentials(Credentials::new(plain(url.username())?, plain(password)?));
        }
        let from = from.parse().map_err(|_| bad("mail_from", "is not an address of e-mail"))?;
        Ok(Self { transport: builder.build(), from })
    }
}

#[async_trait]
impl Provider for Smtp {
    async fn send(&self, message: &Outgoing) -> Result<Delivered, SendError> {
        let to: Mailbox = ascii_domain(&message.to)
            .parse()
            .map_err(|_| SendError::Refused("not an address".into()))?;
        // The same at each try: a server that has it already may tell.
        let id = format!("<{}@{}>", message.id, self.from.email.domain());
        let mail = Message::builder()
            .from(self.from.clone())
            .to(to)
            .message_id(Some(id))
            .subject(&message.subject)
            .header(ContentType::TEXT_PLAIN)
            .body(message.body.clone())
            .map_err(|_| SendError::Refused("cannot be written as mail".into()))?;
        match self.transport.send(mail).await {
            Ok(response) => Ok(Delivered { reference: response.first_word().map(str::to_owned) }),
            // Neither holds the server's text: it may quote the address.
            Err(error) if error.is_permanent() => Err(SendError::Refused(status(&error))),
            Err(error) => Err(SendError::Later(status(&error))),
        }
    }
}

/// `anna@почта.рф` as every mail server understands it: `anna@xn--80a1acny.xn--p1ai`.
fn ascii_domain(address: &str) -> String {
    let domain =
        address.rsplit_once('@').map(|(local, domain)| (local, format!("http://{domain}")));
    let parsed = domain.and_then(|(local, url)| Some((local, Url::parse(&url).ok()?)));
    let host = parsed.as_ref().and_then(|(local, url)| Some((local, url.host_str()?)));
    host.map_or_else(|| address.to_owned(), |(local, host)| format!("{local}@{host}"))
}

fn status(error: &lettre::transport::smtp::Error) -> String {
    match error.status() {
        Some(code) => format!("SMTP {code}"),
        None if error.is_timeout() => "SMTP: no answer in time".to_owned(),
        None if error.is_tls() => "SMTP: TLS failed".to_owned(),
        None => "SMTP: no connection".to_owned(),
    }
}

/// What stands percent-encoded in an address.
pub(super) fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
            let value = digit(rest.next())? * 16 + digit(rest.next())?;
            bytes.push(u8::try_from(value).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}
