//! Whether an order is ready (WID-1): asked on a clinic's site by its number and a birth date, and
//! answered with yes or not yet. Nothing here leads to a card or says what was ordered.

use sea_orm::DbErr;
use shared::widgets::model::{OrderQuery, OrderReadiness, WidgetKind};
use shared::widgets::rules::{ORDER_TRIES, order_number};
use time::Date;

use super::service::{Error, today};
use super::store;
use crate::accounts::Visitor;
use crate::app::App;
use crate::keys::KeyError;

/// Questions from one network on a day: a whole clinic may ask from one.
const OF_A_NETWORK: u32 = 10 * ORDER_TRIES;
/// Who asked too often asks again in so many seconds.
const CALM: u64 = 3_600;

/// As what an order stands in the database. A number alone leads nowhere: laboratories count alike,
/// and who knows a number knows no birth date yet.
fn hash(app: &App, number: &str, birth_date: Date) -> Result<[u8; 32], KeyError> {
    app.keys().deployment().lookup("order.ready", &format!("{number}|{birth_date}"))
}

/// The same of a number as it is printed; nothing of one that nobody could type.
pub fn order_hash(app: &App, number: &str, birth_date: Date) -> Result<Option<[u8; 32]>, KeyError> {
    order_number(number).ok().map(|number| hash(app, &number, birth_date)).transpose()
}

/// Says whether results are there. An order that nobody knows and another birth date look like one
/// that is not ready; who asks too often is not answered, whatever the answer were.
pub async fn ask(
    app: &App,
    visitor: &Visitor,
    query: &OrderQuery,
) -> Result<OrderReadiness, Error> {
    let number = order_number(&query.number).map_err(|why| ("number", why))?;
    let (db, day) = (app.db().write(), today(app));
    let widget = store::find(db, query.clinic).await?;
    if !widget.is_some_and(|widget| widget.kinds.contains(&WidgetKind::Result)) {
        return Err(Error::NotFound);
    }
    let keys = app.keys().deployment();
    let mut counted = vec![(keys.lookup("order.asked", &number)?, ORDER_TRIES)];
    if let Some(network) = visitor.network() {
        counted.push((keys.lookup("order.network", &network)?, OF_A_NETWORK));
    }
    for (of, most) in counted {
        if store::count_asked(db, of, day).await? > most {
            return Err(Error::TooMany { seconds: CALM });
        }
    }
    let ready = store::is_ready(db, hash(app, &number, query.birth_date)?).await?;
    Ok(OrderReadiness { ready })
}

/// Forgets who asked on days before.
pub async fn purge(app: &App) -> Result<(), DbErr> {
    store::purge_asked(app.db().write(), today(app)).await
}
