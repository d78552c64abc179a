use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use shared::accounts::device;
use shared::contract::FieldReason;
use shared::id::AccountId;
use shared::lang::Lang;
use shared::notifications::centre::{
    DEVICES_MAX, ENDPOINT_MAX, KEPT_DAYS, NewPushDevice, Notification, NotificationChoice,
    NotificationPage, NotificationSettings, NotificationSettingsPage, NotificationTopic,
    NotificationWay, PAGE, PushDevice, READ_MAX, ReadNotifications, Unread, endpoint_mark,
};
use shared::notifications::model::{Channel, Notice};
use shared::notifications::text::Portal;
use uuid::Uuid;

use super::super::service::Way;
use super::store::{self, Device};
use super::{Error, push};
use crate::access::Caller;
use crate::accounts;
use crate::app::{App, moment};
use crate::appointments::slots::Zone;
use crate::keys::{KeyError, Place, SealError};
use crate::outward;

const MINUTE: i64 = 60_000_000;
const DAY: i64 = 24 * 60 * MINUTE;
/// What comes after quiet hours must still be of use for so long.
const OF_USE: i64 = 60 * MINUTE;

/// A browser, as it lies sealed.
#[derive(Serialize, Deserialize)]
struct Address {
    endpoint: String,
    name: String,
}

fn place(id: Uuid, account: AccountId) -> Place {
    Place { table: "notification", row: id, owner: account.0, version: 0 }
}

fn device_place(id: Uuid, account: AccountId) -> Place {
    Place { table: "push_device", row: id, owner: account.0, version: 0 }
}

/// A browser's address is found by it.
pub fn endpoint_hash(app: &App, endpoint: &str) -> Result<[u8; 32], KeyError> {
    app.keys().deployment().lookup("push.endpoint", endpoint)
}

/// How somebody is to be told of something: what is in the list already, what is still to be sent.
pub struct Told {
    /// Whether SMS and e-mail are wished.
    pub sms: bool,
    pub email: bool,
    /// The browsers, each with the name of its event.
    pub browsers: Vec<(String, Way)>,
    /// When it is sent at the earliest, in microseconds.
    pub not_before: i64,
}

/// Puts it into the account's list, in the caller's transaction, and says what else is to be done.
/// What is told in one event is told once.
pub async fn note(
    app: &App,
    db: &impl ConnectionTrait,
    account: AccountId,
    (event, useless_after): (&str, i64),
    notice: &Notice,
) -> Result<Told, crate::notifications::Error> {
    let now = app.now_micros();
    let Some(topic) = notice.topic() else {
        return Ok(Told { sms: true, email: true, browsers: Vec::new(), not_before: now });
    };
    let settings = store::settings(db, account).await?;
    let ways = settings.ways(topic);
    if ways.contains(&NotificationWay::App) {
        let deployment = app.keys().deployment();
        let hash = deployment.lookup("notification.event", &format!("{event} {account}"))?;
        let id = app.new_id();
        let sealed = deployment.service.seal_json(&place(id, account), notice)?;
        if store::insert(db, (id, account), &hash, sealed, now).await? {
            app.events().announce_notice(db, account).await?;
        }
    }
    let mut browsers = Vec::new();
    if ways.contains(&NotificationWay::Push) {
        for device in store::devices(db, account).await? {
            let Address { endpoint, .. } = unsealed(app, account, &device)?;
            let event = format!("{event} {account} push {}", device.id);
            browsers.push((event, Way { channel: Channel::Push, to: endpoint }));
        }
    }
    Ok(Told {
        sms: ways.contains(&NotificationWay::Sms),
        email: ways.contains(&NotificationWay::Email),
        browsers,
        not_before: not_before(&settings, notice, now, useless_after),
    })
}

/// When quiet hours are over, where it is quiet now and what is told can wait so long.
fn not_before(
    settings: &NotificationSettings,
    notice: &Notice,
    now: i64,
    useless_after: i64,
) -> i64 {
    let Some(quiet) = settings.quiet.as_ref().filter(|_| !notice.cannot_wait()) else {
        return now;
    };
    let Some(zone) = Zone::find(&quiet.time_zone) else { return now };
    let ahead = |at: i64| i64::from(zone.offset(at)) * MINUTE;
    let minute = (now + ahead(now)).rem_euclid(DAY) / MINUTE;
    let Some(left) = u32::try_from(minute).ok().and_then(|minute| quiet.left(minute)) else {
        return now;
    };
    let whole = now - now.rem_euclid(MINUTE);
    let end = whole + i64::from(left) * MINUTE;
    // A clock that is put forward or back meanwhile comes to that hour sooner or later.
    let end = end - (ahead(end) - ahead(now));
    if end + OF_USE <= useless_after { end.max(now) } else { now }
}

fn unsealed(app: &App, account: AccountId, device: &Device) -> Result<Address, SealError> {
    let service = &app.keys().deployment().service;
    service.unseal_json(&device_place(device.id, account), &device.sealed)
}

/// What the caller was told.
pub async fn list(
    app: &App,
    caller: &Caller,
    lang: Lang,
    before: Option<Uuid>,
    only_unread: bool,
) -> Result<NotificationPage, Error> {
    let (db, account) = (app.db().read(), caller.account());
    let last = match before {
        Some(id) => {
            let at = store::created_at(db, account, id).await?.ok_or(Error::NotFound)?;
            Some((at, id))
        }
        None => None,
    };
    let mut kept = store::list(db, account, last, only_unread, PAGE + 1).await?;
    let has_more = kept.len() > PAGE;
    kept.truncate(PAGE);
    let settings = app.settings();
    let portal = Portal { origin: &settings.origin, offset: settings.offset };
    let service = &app.keys().deployment().service;
    let mut notifications = Vec::with_capacity(kept.len());
    for it in kept {
        let notice: Notice = service.unseal_json(&place(it.id, account), &it.sealed)?;
        let Some(topic) = notice.topic() else { continue };
        let shown = notice.shown(lang, portal);
        notifications.push(Notification {
            id: it.id,
            at: moment(it.created_at),
            topic,
            title: shown.subject,
            body: shown.body,
            target: notice.target(),
            is_read: it.is_read,
        });
    }
    let unread = store::count_unread(db, account).await?;
    Ok(NotificationPage { notifications, unread, has_more })
}

pub async fn unread(app: &App, account: AccountId) -> Result<Unread, Error> {
    Ok(Unread { unread: store::count_unread(app.db().read(), account).await? })
}

/// Marks notifications as read; open pages on every device learn of it.
pub async fn read(app: &App, caller: &Caller, which: &ReadNotifications) -> Result<Unread, Error> {
    if which.ids.len() > READ_MAX {
        return Err(("ids", FieldReason::TooLong).into());
    }
    let (account, now) = (caller.account(), app.now_micros());
    let tx = app.db().begin().await?;
    let mut marked = 0;
    for id in &which.ids {
        marked += store::mark_read(&tx, account, *id, now).await?;
    }
    if let Some(until) = which.until
        && let Some(at) = store::created_at(&tx, account, until).await?
    {
        marked += store::mark_until(&tx, account, (at, until), now).await?;
    }
    if marked > 0 {
        app.events().announce_notice(&tx, account).await?;
    }
    let unread = store::count_unread(&tx, account).await?;
    tx.commit().await?;
    Ok(Unread { unread })
}

/// How the caller wishes to be told, with a choice for every topic that may concern them.
pub async fn settings(app: &App, caller: &Caller) -> Result<NotificationSettingsPage, Error> {
    let (db, account) = (app.db().read(), caller.account());
    let kept = store::settings(db, account).await?;
    let is_staff = caller.role().is_staff();
    let choices = NotificationTopic::ALL
        .iter()
        .filter(|topic| topic.concerns(is_staff))
        .map(|topic| NotificationChoice { topic: *topic, ways: kept.ways(*topic).to_vec() })
        .collect();
    let mut devices = Vec::new();
    for device in store::devices(db, account).await? {
        let address = unsealed(app, account, &device)?;
        devices.push(told(device.id, address, device.created_at));
    }
    let (has_phone, has_email) = accounts::proved_contacts(app, caller).await?;
    Ok(NotificationSettingsPage {
        settings: NotificationSettings { choices, ..kept },
        has_phone,
        has_email,
        devices,
        push_key: push::public_key(app).map_err(|_| Error::NoKey)?,
    })
}

/// Changes how the caller is told.
pub async fn change(
    app: &App,
    caller: &Caller,
    new: &NotificationSettings,
) -> Result<NotificationSettingsPage, Error> {
    new.check()?;
    if new.quiet.as_ref().is_some_and(|quiet| Zone::find(&quiet.time_zone).is_none()) {
        return Err(("time_zone", FieldReason::Invalid).into());
    }
    if !store::keep_settings(app.db().write(), caller.account(), new).await? {
        return Err(Error::Conflict);
    }
    settings(app, caller).await
}

/// Tells a browser from now on.
pub async fn add_device(
    app: &App,
    caller: &Caller,
    new: &NewPushDevice,
) -> Result<PushDevice, Error> {
    let wrong = |reason: FieldReason| Error::from(("endpoint", reason));
    if new.endpoint.len() > ENDPOINT_MAX {
        return Err(wrong(FieldReason::TooLong));
    }
    outward::check_address(app, &new.endpoint).map_err(|_| wrong(FieldReason::Invalid))?;
    let (account, id, now) = (caller.account(), app.new_id(), app.now_micros());
    let name = caller.origin().device.as_deref().and_then(device::name).unwrap_or_default();
    let address = Address { endpoint: new.endpoint.clone(), name };
    let hash = endpoint_hash(app, &new.endpoint)?;
    let service = &app.keys().deployment().service;
    let sealed = service.seal_json(&device_place(id, account), &address)?;
    let tx = app.db().begin().await?;
    store::keep_device(&tx, (id, account, caller.session_id()), &hash, sealed, now).await?;
    // The oldest make room: browsers come and go, and nobody counts them.
    for old in store::devices(&tx, account).await?.iter().skip(DEVICES_MAX) {
        store::remove_device(&tx, account, old.id).await?;
    }
    tx.commit().await?;
    Ok(told(id, address, now))
}

fn told(id: Uuid, Address { endpoint, name }: Address, at: i64) -> PushDevice {
    PushDevice { id, name, mark: endpoint_mark(&endpoint), since: moment(at) }
}

pub async fn remove_device(
    app: &App,
    caller: &Caller,
    device: Uuid,
) -> Result<NotificationSettingsPage, Error> {
    store::remove_device(app.db().write(), caller.account(), device).await?;
    settings(app, caller).await
}

/// Who signs out of a browser is not told there any more.
pub async fn forget_session(
    db: &impl ConnectionTrait,
    account: AccountId,
    session: Uuid,
) -> Result<(), sea_orm::DbErr> {
    store::remove_devices_of(db, account, session).await
}

/// The same of all browsers, but those of one session where it is named.
pub async fn forget_sessions(
    db: &impl ConnectionTrait,
    account: AccountId,
    but: Option<Uuid>,
) -> Result<(), sea_orm::DbErr> {
    store::remove_devices_but(db, account, but).await
}

/// Removes what is too old.
pub async fn purge(app: &App) -> Result<u64, crate::notifications::Error> {
    Ok(store::purge(app.db().write(), app.now_micros() - KEPT_DAYS * DAY).await?)
}
