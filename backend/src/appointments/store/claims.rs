//! Who or what is taken, by cells of five minutes. Whoever takes a cell first has it: its key is
//! there once, on any number of nodes.

use std::collections::BTreeSet;
use std::ops::Range;

use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr, Value};
use uuid::Uuid;

use crate::appointments::slots::{Taken, cells};
use crate::db::sql::{all, run};

/// Asked for in one question: far below what either database takes.
const AT_ONCE: usize = 500;

/// `$first, $second, …` for so many values.
fn places(first: usize, count: usize) -> String {
    (first..first + count).map(|n| format!("${n}")).collect::<Vec<_>>().join(", ")
}

/// What of these is taken within a range of cells: booked, or kept for somebody still.
pub async fn taken(
    db: &impl ConnectionTrait,
    resources: &[Uuid],
    within: Range<i64>,
    now: i64,
) -> Result<Taken, DbErr> {
    let mut found = Taken::new();
    for some in resources.chunks(AT_ONCE) {
        let find = format!(
            "select resource, cell from slot_claim
             where resource in ({}) and cell >= $1 and cell < $2
                 and (until is null or until > $3)",
            places(4, some.len())
        );
        let bounds: [Value; 3] = [within.start.into(), within.end.into(), now.into()];
        let values = bounds.into_iter().chain(some.iter().map(|resource| (*resource).into()));
        for row in all(db, &find, values).await? {
            found.insert((row.try_get("", "resource")?, row.try_get("", "cell")?));
        }
    }
    Ok(found)
}

/// The cells of these that belong to one owner.
pub async fn of(db: &impl ConnectionTrait, owner: Uuid) -> Result<BTreeSet<(Uuid, i64)>, DbErr> {
    const FIND: &str = "select resource, cell from slot_claim where owner = $1";
    let rows = all(db, FIND, [owner.into()]).await?;
    rows.iter().map(|row| Ok((row.try_get("", "resource")?, row.try_get("", "cell")?))).collect()
}

/// Takes cells for an owner, all or none: those that `beside` has already are left to it. Says
/// which could not be had.
pub async fn take(
    tx: &DatabaseTransaction,
    all_of: &BTreeSet<(Uuid, i64)>,
    owner: Uuid,
    (until, beside): (Option<i64>, Option<Uuid>),
    now: i64,
) -> Result<Result<(), BTreeSet<(Uuid, i64)>>, DbErr> {
    let left = match beside {
        Some(beside) => of(tx, beside).await?,
        None => BTreeSet::new(),
    };
    let wanted: Vec<&(Uuid, i64)> = all_of.difference(&left).collect();
    forget(tx, &wanted, now).await?;
    // In the order of their keys: two who want the same wait for each other, never both.
    for some in wanted.chunks(AT_ONCE) {
        let mut values: Vec<Value> = vec![owner.into(), until.into()];
        let mut rows = Vec::with_capacity(some.len());
        for (resource, cell) in some {
            values.extend([(*resource).into(), (*cell).into()]);
            rows.push(format!("(${}, ${}, $1, $2)", values.len() - 1, values.len()));
        }
        let insert = format!(
            "insert into slot_claim (resource, cell, owner, until) values {}
             on conflict do nothing",
            rows.join(", ")
        );
        run(tx, &insert, values).await?;
    }
    let has = of(tx, owner).await?;
    let missing: BTreeSet<(Uuid, i64)> =
        wanted.into_iter().filter(|cell| !has.contains(cell)).copied().collect();
    if missing.is_empty() {
        return Ok(Ok(()));
    }
    free(tx, owner).await?;
    Ok(Err(missing))
}

/// Lets go what was kept for somebody until a moment that is over.
async fn forget(tx: &DatabaseTransaction, cells: &[&(Uuid, i64)], now: i64) -> Result<(), DbErr> {
    const FORGET: &str = "
        delete from slot_claim
        where resource = $1 and cell >= $2 and cell <= $3 and until is not null and until <= $4";
    let resources: BTreeSet<Uuid> = cells.iter().map(|(resource, _)| *resource).collect();
    for resource in resources {
        let own = cells.iter().filter(|(of, _)| *of == resource).map(|(_, cell)| *cell);
        let (first, last) =
            own.fold((i64::MAX, i64::MIN), |(first, last), cell| (first.min(cell), last.max(cell)));
        run(tx, FORGET, [resource.into(), first.into(), last.into(), now.into()]).await?;
    }
    Ok(())
}

/// Makes what was kept for a hold a visit's for good. Says whether the visit has all of `cells`
/// then; what else it had is let go.
pub async fn settle(
    tx: &DatabaseTransaction,
    hold: Uuid,
    visit: Uuid,
    cells: &BTreeSet<(Uuid, i64)>,
) -> Result<bool, DbErr> {
    const SETTLE: &str = "update slot_claim set owner = $2, until = null where owner = $1";
    run(tx, SETTLE, [hold.into(), visit.into()]).await?;
    let has = of(tx, visit).await?;
    for (resource, cell) in has.difference(cells) {
        const FREE: &str =
            "delete from slot_claim where resource = $1 and cell = $2 and owner = $3";
        run(tx, FREE, [(*resource).into(), (*cell).into(), visit.into()]).await?;
    }
    Ok(cells.is_subset(&has))
}

/// Lets go all that belongs to an owner.
pub async fn free(tx: &DatabaseTransaction, owner: Uuid) -> Result<(), DbErr> {
    run(tx, "delete from slot_claim where owner = $1", [owner.into()]).await.map(drop)
}

/// Lets go what was kept for anybody until a moment that is over, and what lies a day behind.
pub async fn purge(db: &impl ConnectionTrait, now: i64) -> Result<(), DbErr> {
    const CLAIMS: &str = "delete from slot_claim where until is not null and until <= $1";
    const PAST: &str = "delete from slot_claim where cell < $1";
    const DAY: i64 = 24 * 3_600 * 1_000_000;
    run(db, CLAIMS, [now.into()]).await?;
    run(db, PAST, [cells(now - DAY, now).start.into()]).await?;
    run(db, "delete from slot_hold where until <= $1", [now.into()]).await.map(drop)
}
