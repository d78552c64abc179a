//! What clinics show on sites of their own (WID-1 to WID-7): what may be framed and where, how often
//! it is used, and whether an order is ready. Guests book by `appointments`.

mod api;
mod orders;
mod page;
mod service;
mod store;

use sea_orm::{ConnectionTrait, DbErr};
use shared::id::OrganizationId;
use shared::widgets::model::WidgetKind;
use shared::widgets::rules::parse_origin;

pub use api::{GuestsApi, WidgetDeskApi, WidgetsApi};
pub use orders::{order_hash, purge};
pub use page::WidgetPage;
pub use service::Error;
pub(crate) use store::{Widget, insert_ready, keep};

use crate::app::App;

/// Whether a clinic lets visits be booked by this widget.
pub async fn books(
    db: &impl ConnectionTrait,
    clinic: OrganizationId,
    kind: WidgetKind,
) -> Result<bool, DbErr> {
    let is_booked_by = match kind {
        WidgetKind::Booking | WidgetKind::Doctors => true,
        WidgetKind::Result | WidgetKind::Card => false,
    };
    let widget = store::find(db, clinic).await?;
    Ok(is_booked_by && widget.is_some_and(|widget| widget.kinds.contains(&kind)))
}

/// The origin of a page, where the clinic has registered it.
pub async fn registered(
    db: &impl ConnectionTrait,
    clinic: OrganizationId,
    host: &str,
) -> Result<Option<String>, DbErr> {
    let Ok(origin) = parse_origin(host) else { return Ok(None) };
    let widget = store::find(db, clinic).await?;
    Ok(widget.filter(|widget| widget.origins.contains(&origin)).map(|_| origin))
}

/// Counts a visit that was booked on a site (WID-7); none where it was on no registered one.
pub async fn count_booked(
    app: &App,
    db: &impl ConnectionTrait,
    clinic: OrganizationId,
    (kind, origin): (WidgetKind, &str),
) -> Result<(), DbErr> {
    if origin.is_empty() {
        return Ok(());
    }
    store::count(db, clinic, service::today(app), (kind, origin), store::Counted::Booked).await
}
