//! Who is told what of a visit: when and where, never with whom or what about.

use sea_orm::ConnectionTrait;
use shared::access::model::{Ground, Section};
use shared::id::{AccountId, PatientId};
use shared::notifications::model::{Notice, VisitTime};

use super::directory::Directory;
use super::guests;
use super::service::Error;
use super::store::visits::Visit;
use crate::access::accounts_on;
use crate::app::{App, moment};
use crate::{accounts, representatives};

/// How long a letter about what happened to a visit is worth sending, in microseconds.
const USEFUL: i64 = 24 * 3_600 * 1_000_000;

/// When and where, as a letter says it.
pub fn time_of(directory: &Directory, visit: &Visit) -> VisitTime {
    let place = directory.clinics.get(&visit.organization);
    VisitTime {
        clinic: place.map(|place| place.clinic.name.clone()).unwrap_or_default(),
        at: moment(visit.starts_at),
        utc_offset: place.map_or(0, |place| place.zone.offset(visit.starts_at)),
    }
}

/// Tells whose visit it is: the patient as [`tell`] does, or the guest by SMS.
pub async fn tell_of(
    app: &App,
    db: &impl ConnectionTrait,
    visit: &Visit,
    by: AccountId,
    event: &str,
    notice: &Notice,
) -> Result<(), Error> {
    match visit.patient {
        Some(patient) => tell(app, db, patient, by, event, notice).await,
        None => {
            let until = app.now_micros() + USEFUL;
            guests::tell(app, db, visit.id, (event, until), notice).await
        }
    }
}

/// Tells the patient; and who acts for them and wishes to be told, but `by`, that there is
/// something new.
pub async fn tell(
    app: &App,
    db: &impl ConnectionTrait,
    patient: PatientId,
    by: AccountId,
    event: &str,
    notice: &Notice,
) -> Result<(), Error> {
    let until = app.now_micros() + USEFUL;
    tell_until(app, db, (patient, by), event, notice, until).await
}

/// [`tell`], where nobody needs it any more after a moment, in microseconds: what cannot be
/// delivered until then is not delivered at all.
pub async fn tell_until(
    app: &App,
    db: &impl ConnectionTrait,
    (patient, by): (PatientId, AccountId),
    event: &str,
    notice: &Notice,
    until: i64,
) -> Result<(), Error> {
    let now = app.now_micros();
    for owner in accounts_on(db, patient, &[Ground::Own], now).await? {
        was_told(accounts::tell_owner_until(app, db, owner, (event, until), notice).await)?;
    }
    for account in representatives::told_of(db, patient, Some(Section::Visits), now).await? {
        if account != by {
            let news = &Notice::NewsOfRepresented;
            was_told(accounts::tell_owner(app, db, account, event, news).await)?;
        }
    }
    Ok(())
}

/// Whose contacts can be read no more has a visit all the same.
fn was_told(told: Result<(), accounts::Error>) -> Result<(), Error> {
    match told {
        Err(accounts::Error::NotFound) => {
            tracing::warn!("somebody was not told of a visit: their contacts are gone");
            Ok(())
        }
        other => other.map_err(Error::from),
    }
}
