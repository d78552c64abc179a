//! What was told to whom, how they wish to be told, and by which browsers, in the database.

use sea_orm::{ConnectionTrait, DbErr, QueryResult};
use shared::id::AccountId;
use shared::notifications::centre::{NotificationChoice, NotificationSettings, QuietHours};
use uuid::Uuid;

use crate::db::sql::{all, one, run};

/// A notification as it is kept; moments in microseconds.
pub struct Kept {
    pub id: Uuid,
    pub sealed: Vec<u8>,
    pub created_at: i64,
    pub is_read: bool,
}

/// A browser as it is kept.
pub struct Device {
    pub id: Uuid,
    pub sealed: Vec<u8>,
    pub created_at: i64,
}

/// Whether it was kept: the same event is kept once.
pub async fn insert(
    db: &impl ConnectionTrait,
    (id, account): (Uuid, AccountId),
    event: &[u8; 32],
    sealed: Vec<u8>,
    now: i64,
) -> Result<bool, DbErr> {
    const INSERT: &str = "
        insert into notification (id, account_id, event, sealed, created_at)
        values ($1, $2, $3, $4, $5) on conflict (event) do nothing";
    let values = [id.into(), account.0.into(), event.to_vec().into(), sealed.into(), now.into()];
    Ok(run(db, INSERT, values).await? > 0)
}

/// The newest first, from before `last` on where there is one; at most so many.
pub async fn list(
    db: &impl ConnectionTrait,
    account: AccountId,
    last: Option<(i64, Uuid)>,
    only_unread: bool,
    most: usize,
) -> Result<Vec<Kept>, DbErr> {
    const LIST: &str = "
        select id, sealed, created_at, read_at from notification
        where account_id = $1 and (created_at < $2 or (created_at = $2 and id < $3))
            and (read_at is null or $4 = 0)
        order by created_at desc, id desc limit $5";
    let (at, id) = last.unwrap_or((i64::MAX, Uuid::max()));
    let values = [
        account.0.into(),
        at.into(),
        id.into(),
        i64::from(only_unread).into(),
        i64::try_from(most).unwrap_or(i64::MAX).into(),
    ];
    let kept = |row: &QueryResult| {
        Ok(Kept {
            id: row.try_get("", "id")?,
            sealed: row.try_get("", "sealed")?,
            created_at: row.try_get("", "created_at")?,
            is_read: row.try_get::<Option<i64>>("", "read_at")?.is_some(),
        })
    };
    all(db, LIST, values).await?.iter().map(kept).collect()
}

/// When one of an account's notifications came.
pub async fn created_at(
    db: &impl ConnectionTrait,
    account: AccountId,
    id: Uuid,
) -> Result<Option<i64>, DbErr> {
    const FIND: &str = "select created_at from notification where account_id = $1 and id = $2";
    let row = one(db, FIND, [account.0.into(), id.into()]).await?;
    row.map(|row| row.try_get("", "created_at")).transpose()
}

pub async fn count_unread(db: &impl ConnectionTrait, account: AccountId) -> Result<u32, DbErr> {
    const COUNT: &str =
        "select count(*) as n from notification where account_id = $1 and read_at is null";
    let row = one(db, COUNT, [account.0.into()]).await?;
    let n: i64 = row.map_or(Ok(0), |row| row.try_get("", "n"))?;
    Ok(u32::try_from(n).unwrap_or(u32::MAX))
}

pub async fn mark_read(
    db: &impl ConnectionTrait,
    account: AccountId,
    id: Uuid,
    now: i64,
) -> Result<u64, DbErr> {
    const MARK: &str = "
        update notification set read_at = $3
        where account_id = $1 and id = $2 and read_at is null";
    run(db, MARK, [account.0.into(), id.into(), now.into()]).await
}

/// Marks one and all before it.
pub async fn mark_until(
    db: &impl ConnectionTrait,
    account: AccountId,
    (at, id): (i64, Uuid),
    now: i64,
) -> Result<u64, DbErr> {
    const MARK: &str = "
        update notification set read_at = $4
        where account_id = $1 and (created_at < $2 or (created_at = $2 and id <= $3))
            and read_at is null";
    run(db, MARK, [account.0.into(), at.into(), id.into(), now.into()]).await
}

pub async fn purge(db: &impl ConnectionTrait, created_before: i64) -> Result<u64, DbErr> {
    run(db, "delete from notification where created_at < $1", [created_before.into()]).await
}

/// How an account wishes to be told; as usual where nothing was chosen.
pub async fn settings(
    db: &impl ConnectionTrait,
    account: AccountId,
) -> Result<NotificationSettings, DbErr> {
    const FIND: &str = "
        select choices, quiet_from, quiet_until, time_zone, version from notification_settings
        where account_id = $1";
    let Some(row) = one(db, FIND, [account.0.into()]).await? else {
        return Ok(NotificationSettings::usual());
    };
    let minutes = |name: &str| -> Result<Option<u32>, DbErr> {
        let minutes: Option<i32> = row.try_get("", name)?;
        Ok(minutes.and_then(|minutes| u32::try_from(minutes).ok()))
    };
    let (from, until) = (minutes("quiet_from")?, minutes("quiet_until")?);
    let time_zone: Option<String> = row.try_get("", "time_zone")?;
    let quiet = from.zip(until).zip(time_zone);
    let choices: String = row.try_get("", "choices")?;
    Ok(NotificationSettings {
        choices: read_choices(&choices),
        quiet: quiet.map(|((from, until), time_zone)| QuietHours { from, until, time_zone }),
        version: row.try_get("", "version")?,
    })
}

/// Keeps what was chosen in place of the version before; whether that was still the present one.
pub async fn keep_settings(
    db: &impl ConnectionTrait,
    account: AccountId,
    new: &NotificationSettings,
) -> Result<bool, DbErr> {
    const FIRST: &str = "
        insert into notification_settings
            (account_id, choices, quiet_from, quiet_until, time_zone, version)
        values ($1, $2, $3, $4, $5, 1) on conflict (account_id) do nothing";
    const NEXT: &str = "
        update notification_settings
        set choices = $2, quiet_from = $3, quiet_until = $4, time_zone = $5, version = version + 1
        where account_id = $1 and version = $6";
    let minutes = |of: fn(&QuietHours) -> u32| {
        new.quiet.as_ref().map(|quiet| i32::try_from(of(quiet)).unwrap_or(0))
    };
    let mut values = vec![
        account.0.into(),
        written_choices(&new.choices).into(),
        minutes(|quiet| quiet.from).into(),
        minutes(|quiet| quiet.until).into(),
        new.quiet.as_ref().map(|quiet| quiet.time_zone.clone()).into(),
    ];
    if new.version == 0 {
        return Ok(run(db, FIRST, values).await? > 0);
    }
    values.push(new.version.into());
    Ok(run(db, NEXT, values).await? > 0)
}

fn written_choices(choices: &[NotificationChoice]) -> String {
    let written = choices.iter().map(|choice| {
        let ways: Vec<&str> = choice.ways.iter().map(|way| way.wire()).collect();
        format!("{}={}", choice.topic, ways.join(","))
    });
    written.collect::<Vec<_>>().join(";")
}

/// A word that is known no more is left out.
fn read_choices(written: &str) -> Vec<NotificationChoice> {
    let choice = |part: &str| {
        let (topic, ways) = part.split_once('=')?;
        let ways = ways.split(',').filter_map(|way| way.parse().ok()).collect();
        Some(NotificationChoice { topic: topic.parse().ok()?, ways })
    };
    written.split(';').filter_map(choice).collect()
}

/// Keeps a browser, with the account and the session it was turned on in last.
pub async fn keep_device(
    db: &impl ConnectionTrait,
    (id, account, session): (Uuid, AccountId, Uuid),
    endpoint: &[u8; 32],
    sealed: Vec<u8>,
    now: i64,
) -> Result<(), DbErr> {
    const INSERT: &str = "
        insert into push_device (id, account_id, session_id, endpoint, sealed, created_at)
        values ($1, $2, $3, $4, $5, $6)";
    // What seals it knows its id: a browser that comes again is another row.
    run(db, "delete from push_device where endpoint = $1", [endpoint.to_vec().into()]).await?;
    let values = [
        id.into(),
        account.0.into(),
        session.into(),
        endpoint.to_vec().into(),
        sealed.into(),
        now.into(),
    ];
    run(db, INSERT, values).await.map(drop)
}

/// The one turned on last comes first.
pub async fn devices(db: &impl ConnectionTrait, account: AccountId) -> Result<Vec<Device>, DbErr> {
    const LIST: &str = "
        select id, sealed, created_at from push_device where account_id = $1
        order by created_at desc, id desc";
    let device = |row: &QueryResult| {
        Ok(Device {
            id: row.try_get("", "id")?,
            sealed: row.try_get("", "sealed")?,
            created_at: row.try_get("", "created_at")?,
        })
    };
    all(db, LIST, [account.0.into()]).await?.iter().map(device).collect()
}

pub async fn remove_device(
    db: &impl ConnectionTrait,
    account: AccountId,
    id: Uuid,
) -> Result<(), DbErr> {
    const REMOVE: &str = "delete from push_device where account_id = $1 and id = $2";
    run(db, REMOVE, [account.0.into(), id.into()]).await.map(drop)
}

/// A browser that its push service knows no more.
pub async fn remove_endpoint(db: &impl ConnectionTrait, endpoint: &[u8; 32]) -> Result<(), DbErr> {
    const REMOVE: &str = "delete from push_device where endpoint = $1";
    run(db, REMOVE, [endpoint.to_vec().into()]).await.map(drop)
}

/// The browsers of one session.
pub async fn remove_devices_of(
    db: &impl ConnectionTrait,
    account: AccountId,
    session: Uuid,
) -> Result<(), DbErr> {
    const REMOVE: &str = "delete from push_device where account_id = $1 and session_id = $2";
    run(db, REMOVE, [account.0.into(), session.into()]).await.map(drop)
}

/// All browsers but those of one session, where one is named.
pub async fn remove_devices_but(
    db: &impl ConnectionTrait,
    account: AccountId,
    session: Option<Uuid>,
) -> Result<(), DbErr> {
    const REMOVE: &str = "
        delete from push_device
        where account_id = $1 and (session_id is null or session_id <> $2)";
    let but = session.unwrap_or(Uuid::nil());
    run(db, REMOVE, [account.0.into(), but.into()]).await.map(drop)
}

#[cfg(test)]
mod tests {
    use shared::notifications::centre::{NotificationTopic, NotificationWay};

    use super::*;

    #[test]
    fn choices_are_read_as_they_were_written() {
        let choices: Vec<NotificationChoice> = NotificationTopic::ALL
            .iter()
            .zip(0..)
            .map(|(topic, n)| {
                let ways = NotificationWay::ALL.iter().copied().take(n % 5).collect();
                NotificationChoice { topic: *topic, ways }
            })
            .collect();
        assert_eq!(read_choices(&written_choices(&choices)), choices);
        assert_eq!(read_choices(""), []);
        assert_eq!(read_choices("carrier-pigeon=app;results=app,owl").len(), 1);
    }
}
