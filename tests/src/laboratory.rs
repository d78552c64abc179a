//! A laboratory as seen from outside: it is registered, connects over MLLP and sends HL7 v2.

use backend::interop::feed::{self, Feed, MllpSettings};
use sea_orm::ConnectionTrait as _;
use shared::id::OrganizationId;
use shared::interop::hl7::{Frame, Framer, MAX_BYTES, wrap};
use time::macros::offset;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_util::sync::{CancellationToken, DropGuard};
use uuid::Uuid;

use crate::TestApp;

/// A served MLLP port; closed when dropped.
pub struct Port {
    pub port: u16,
    _stop: DropGuard,
}

/// An open connection to it.
pub struct Wire {
    pub stream: TcpStream,
    framer: Framer,
}

impl TestApp {
    /// A laboratory whose messages of any name are taken from anywhere.
    pub async fn laboratory(&self, n: u128) -> Feed {
        self.laboratory_named(n, "", "").await
    }

    pub async fn laboratory_named(&self, n: u128, application: &str, facility: &str) -> Feed {
        let organization = OrganizationId(Uuid::from_u128(0xC000 + n));
        let name = format!("Лаборатория {n}");
        let db = self.raw().await;
        let known = backend::accounts::organization_name(db.read(), organization).await;
        if known.unwrap().is_none() {
            backend::accounts::insert_organization(
                db.write(),
                organization,
                &name,
                "laboratory",
                0,
            )
            .await
            .unwrap();
        }
        let feed = Feed {
            program: self.app.new_id(),
            name: format!("ЛИС {n}"),
            organization,
            organization_name: name,
            application: application.to_owned(),
            facility: facility.to_owned(),
            networks: Vec::new(),
            offset: offset!(+3),
        };
        feed::add(&self.app, &feed).await.unwrap();
        feed
    }

    pub async fn mllp(&self) -> Port {
        let listen = "127.0.0.1:0".parse().unwrap();
        self.mllp_with(MllpSettings { listen, tls: None, client_ca: None }).await
    }

    pub async fn mllp_with(&self, settings: MllpSettings) -> Port {
        let listening = feed::listen(&settings).await.unwrap();
        let port = listening.address().unwrap().port();
        let stop = CancellationToken::new();
        tokio::spawn(listening.serve(self.app.clone(), stop.clone()));
        Port { port, _stop: stop.drop_guard() }
    }

    /// How many rows a table has.
    pub async fn count(&self, table: &str) -> i64 {
        let db = self.raw().await;
        let sql = format!("select count(*) from {table}");
        let backend = db.read().get_database_backend();
        let row = db.read().query_one_raw(sea_orm::Statement::from_string(backend, sql)).await;
        row.unwrap().unwrap().try_get_by_index(0).unwrap()
    }
}

impl Port {
    pub async fn connect(&self) -> Wire {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).await.unwrap();
        stream.set_nodelay(true).unwrap();
        Wire { stream, framer: Framer::new(MAX_BYTES) }
    }

    /// The answer to one message, in UTF-8; segments are parted by line breaks.
    pub async fn send(&self, text: &str) -> String {
        let answer = self.send_bytes(text.trim().replace('\n', "\r").as_bytes()).await;
        String::from_utf8(answer).unwrap()
    }

    pub async fn send_bytes(&self, message: &[u8]) -> Vec<u8> {
        self.connect().await.ask(message).await.expect("no answer")
    }
}

impl Wire {
    /// Sends a message and waits for its answer; nothing where the connection was closed.
    pub async fn ask(&mut self, message: &[u8]) -> Option<Vec<u8>> {
        self.stream.write_all(&wrap(message)).await.ok()?;
        self.answer().await
    }

    pub async fn answer(&mut self) -> Option<Vec<u8>> {
        let mut buffer = [0; 4_096];
        loop {
            let count = self.stream.read(&mut buffer).await.ok().filter(|count| *count > 0)?;
            if let Some(Frame::Message(answer)) =
                self.framer.feed(&buffer[..count]).into_iter().next()
            {
                return Some(answer);
            }
        }
    }
}
