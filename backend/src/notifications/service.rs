//! Putting messages into the queue, and showing them where nothing is sent.

use sea_orm::{ConnectionTrait, DbErr};
use serde::{Deserialize, Serialize};
use shared::lang::Lang;
use shared::notifications::model::{Channel, Message, Notice};
use shared::notifications::text::{Portal, Rendered};
use uuid::Uuid;

use super::provider::Outgoing;
use super::store;
use crate::app::{App, moment};
use crate::keys::{KeyError, Place, SealError};

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error(transparent)]
    Seal(#[from] SealError),
    #[error(transparent)]
    Db(#[from] DbErr),
}

/// What is to be told, and by which ways, the first first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    pub notice: Notice,
    #[serde(with = "lang")]
    pub lang: Lang,
    pub ways: Vec<Way>,
    /// Microseconds since 1970: told later it would only confuse.
    pub useless_after: i64,
}

/// A way to one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Way {
    pub channel: Channel,
    /// E.164, or an address of e-mail.
    pub to: String,
}

mod lang {
    use serde::{Deserialize as _, Deserializer, Serializer};
    use shared::lang::Lang;

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
    pub fn serialize<S: Serializer>(lang: &Lang, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(lang.tag())
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Lang, D::Error> {
        let tag = String::deserialize(deserializer)?;
        Ok(if tag == Lang::En.tag() { Lang::En } else { Lang::Ru })
    }
}

/// Puts a letter into the queue, in the caller's transaction. `event` names what caused it; the
/// same event is told once. A letter without a way is not kept.
pub async fn tell(
    app: &App,
    db: &impl ConnectionTrait,
    event: &str,
    letter: &Letter,
) -> Result<(), Error> {
    tell_later(app, db, event, letter, app.now_micros()).await
}

/// The same, sent at a moment at the earliest, in microseconds.
pub async fn tell_later(
    app: &App,
    db: &impl ConnectionTrait,
    event: &str,
    letter: &Letter,
    not_before: i64,
) -> Result<(), Error> {
    if letter.ways.is_empty() {
        return Ok(());
    }
    let (id, now) = (app.new_id(), app.now_micros());
    let deployment = app.keys().deployment();
    let event = deployment.lookup("message.event", event)?;
    let sealed = deployment.service.seal_json(&place(id), letter)?;
    Ok(store::insert(db, id, &event, sealed, (not_before.max(now), now)).await?)
}

/// The newest messages, unsealed: for a development page only.
pub async fn outbox(app: &App, most: u64) -> Result<Vec<Message>, Error> {
    let mut shown = Vec::new();
    for row in store::newest(app.db().read(), most).await? {
        let letter = unseal(app, row.id, &row.sealed)?;
        // Failed on every way: show the last.
        let last = letter.ways.len().saturating_sub(1);
        if let Some((channel, outgoing)) = render(app, row.id, &letter, row.way.min(last)) {
            shown.push(Message {
                at: moment(row.created_at),
                channel,
                to: outgoing.to,
                subject: outgoing.subject,
                body: outgoing.body,
                state: row.state,
            });
        }
    }
    Ok(shown)
}

pub(super) fn unseal(app: &App, id: Uuid, sealed: &[u8]) -> Result<Letter, SealError> {
    app.keys().deployment().service.unseal_json(&place(id), sealed)
}

/// The letter for its `way`-th way, if there is one.
pub(super) fn render(
    app: &App,
    id: Uuid,
    letter: &Letter,
    way: usize,
) -> Option<(Channel, Outgoing)> {
    let Way { channel, to } = letter.ways.get(way)?;
    let settings = app.settings();
    let portal = Portal { origin: &settings.origin, offset: settings.offset };
    let Rendered { subject, body } = match channel {
        Channel::Sms => {
            Rendered { subject: String::new(), body: letter.notice.sms(letter.lang, portal) }
        }
        Channel::Email => letter.notice.email(letter.lang, portal),
        // Nothing is sent but the call: these are the words that the browser comes to show.
        Channel::Push => letter.notice.shown(letter.lang, portal),
    };
    Some((*channel, Outgoing { id, to: to.clone(), subject, body }))
}

fn place(id: Uuid) -> Place {
    Place { table: "message", row: id, owner: Uuid::nil(), version: 0 }
}
