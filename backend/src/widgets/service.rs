//! What a clinic shows on sites, as anybody finds it and as its administrator sets it.

use sea_orm::{ConnectionTrait, DbErr};
use shared::admin::model::ChangedField;
use shared::admin::rules::changes;
use shared::contract::FieldReason;
use shared::id::OrganizationId;
use shared::widgets::model::{
    GuestLang, WidgetChange, WidgetClinic, WidgetCounted, WidgetDesk, WidgetEvent, WidgetKind,
    WidgetStep,
};
use shared::widgets::rules::{COUNTED_DAYS, ORIGINS_MAX, parse_origin};
use time::{Date, Duration};

use super::store::{self, Counted, Widget};
use crate::admin::{self, Office};
use crate::app::App;
use crate::appointments;
use crate::audit::AdminAct;
use crate::keys::KeyError;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("no such thing, or not this caller's")]
    NotFound,
    #[error("{field}: {reason:?}")]
    Invalid { field: &'static str, reason: FieldReason },
    #[error("it stands otherwise by now")]
    Conflict,
    #[error("asked too often; again in {seconds} s")]
    TooMany { seconds: u64 },
    #[error(transparent)]
    Appointment(#[from] appointments::Error),
    #[error(transparent)]
    Admin(#[from] admin::Error),
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error(transparent)]
    Db(#[from] DbErr),
}

impl From<(&'static str, FieldReason)> for Error {
    fn from((field, reason): (&'static str, FieldReason)) -> Self {
        Self::Invalid { field, reason }
    }
}

/// By the clock of the portal.
pub fn today(app: &App) -> Date {
    app.now().to_offset(app.settings().offset).date()
}

/// What may be framed of a clinic, if anything is.
pub async fn framed(app: &App, clinic: OrganizationId) -> Result<Option<Widget>, Error> {
    let widget = store::find(app.db().read(), clinic).await?;
    Ok(widget.filter(|widget| !widget.kinds.is_empty()))
}

/// The clinic of a widget.
pub async fn find(app: &App, id: OrganizationId) -> Result<WidgetClinic, Error> {
    let widget = framed(app, id).await?.ok_or(Error::NotFound)?;
    let (clinic, is_open) = appointments::clinic(app, id).await?.ok_or(Error::NotFound)?;
    if !is_open {
        return Err(Error::NotFound);
    }
    Ok(WidgetClinic {
        id,
        name: clinic.name,
        address: clinic.address,
        directions: clinic.directions,
        phone: clinic.phone,
        kinds: widget.kinds,
        time_zone: clinic.time_zone,
        languages: GuestLang::ALL.to_vec(),
    })
}

/// Counts that a widget was shown or used, where its site is registered.
pub async fn count(
    app: &App,
    id: OrganizationId,
    event: &WidgetEvent,
) -> Result<WidgetCounted, Error> {
    let widget = framed(app, id).await?.ok_or(Error::NotFound)?;
    let origin = parse_origin(&event.host).ok();
    let origin = origin.filter(|origin| widget.origins.contains(origin));
    let Some(origin) = origin.filter(|_| widget.kinds.contains(&event.kind)) else {
        return Ok(WidgetCounted { counted: false });
    };
    let counted = match event.step {
        WidgetStep::Shown => Counted::Shown,
        WidgetStep::Started => Counted::Started,
    };
    let db = app.db().write();
    store::count(db, id, today(app), (event.kind, &origin), counted).await?;
    Ok(WidgetCounted { counted: true })
}

/// Everything that is set here, and how often it was used.
pub async fn desk(office: &Office<'_>) -> Result<WidgetDesk, Error> {
    told(office, office.app.db().read()).await
}

async fn told(office: &Office<'_>, db: &impl ConnectionTrait) -> Result<WidgetDesk, Error> {
    let (app, here) = (office.app, office.organization);
    let (clinic, _) = appointments::clinic(app, here).await?.ok_or(Error::NotFound)?;
    let widget = store::find(db, here).await?;
    let since = today(app) - Duration::days(COUNTED_DAYS - 1);
    let counts = store::tallies(db, here, since).await?;
    Ok(WidgetDesk {
        clinic: here,
        clinic_name: clinic.name,
        portal: app.settings().origin.clone(),
        version: widget.as_ref().map_or(0, |it| u32::try_from(it.version).unwrap_or(u32::MAX)),
        origins: widget.as_ref().map(|it| it.origins.clone()).unwrap_or_default(),
        kinds: widget.map(|it| it.kinds).unwrap_or_default(),
        counts,
    })
}

/// Sets what may be framed, and where.
pub async fn change(office: &Office<'_>, new: &WidgetChange) -> Result<WidgetDesk, Error> {
    let origins = check_origins(&new.origins)?;
    let mut kinds: Vec<WidgetKind> = new.kinds.clone();
    kinds.sort_unstable();
    kinds.dedup();
    let (app, here) = (office.app, office.organization);
    appointments::clinic(app, here).await?.ok_or(Error::NotFound)?;
    let tx = office.begin().await?;
    let before = store::find(&tx, here).await?;
    let version = before.as_ref().map_or(0, |it| it.version);
    if u32::try_from(version).unwrap_or(u32::MAX) != new.version {
        return Err(Error::Conflict);
    }
    let after = Widget { origins, kinds, version: version + 1 };
    let origins = |it: &Widget| it.origins.join(", ");
    let kinds =
        |it: &Widget| it.kinds.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let changed = changes([
        (ChangedField::Origins, before.as_ref().map(origins), Some(origins(&after))),
        (ChangedField::Widgets, before.as_ref().map(kinds), Some(kinds(&after))),
    ]);
    if changed.is_empty() {
        tx.rollback().await?;
        return desk(office).await;
    }
    store::keep(&tx, here, &after).await?;
    office.keep(tx, AdminAct::WidgetChanged, Some(here.0), changed).await?;
    // What was just written, also where a node that reads lags behind.
    told(office, app.db().write()).await
}

fn check_origins(typed: &[String]) -> Result<Vec<String>, Error> {
    let origins: Result<Vec<String>, FieldReason> =
        typed.iter().map(|origin| parse_origin(origin)).collect();
    let mut origins = origins.map_err(|why| ("origins", why))?;
    origins.sort_unstable();
    origins.dedup();
    if origins.len() > ORIGINS_MAX {
        return Err(("origins", FieldReason::OutOfRange).into());
    }
    Ok(origins)
}
