//! What the security officer sees of it, and says of it.

use shared::anomalies::model::{Anomaly, NewAnomalyReview};
use shared::anomalies::rules::{check_review, may_change};
use time::Duration;
use uuid::Uuid;

use super::Error;
use super::store::{self, Case, Reviewed};
use crate::access::Caller;
use crate::app::{App, micros, moment};
use crate::audit::AuditAct;
use crate::{accounts, journal};

/// What was reviewed is shown for so long.
const SHOWN: Duration = Duration::days(90);

/// What waits for its review, then what was reviewed; the newest of each first.
pub async fn list(app: &App, caller: &Caller) -> Result<Vec<Anomaly>, Error> {
    journal::enter(app, caller, AuditAct::AnomaliesListed, &"all").await?;
    let db = app.db().read();
    let mut cases = store::waiting(app, db).await?;
    cases.extend(store::reviewed_since(app, db, micros(app.now() - SHOWN)).await?);
    let mut told = Vec::with_capacity(cases.len());
    for case in cases {
        told.push(tell(app, case).await?);
    }
    Ok(told)
}

/// Says what a review found. What was found for sure stays; the same said twice changes nothing.
pub async fn review(
    app: &App,
    caller: &Caller,
    id: Uuid,
    new: &NewAnomalyReview,
) -> Result<Anomaly, Error> {
    journal::enter(app, caller, AuditAct::AnomalyReviewed, &(id, new.verdict)).await?;
    let words = check_review(new)?;
    let tx = app.db().begin().await?;
    let case = store::find(app, &tx, id).await?;
    // Nobody is the judge of what they did themselves.
    let case = case.filter(|case| case.account != caller.account()).ok_or(Error::NotFound)?;
    if let Some(known) = &case.review {
        if known.verdict == new.verdict && known.words == words {
            tx.rollback().await?;
            return tell(app, case).await;
        }
        if !may_change(known.verdict) {
            return Err(Error::Conflict);
        }
    }
    let (by, at) = (caller.account(), app.now_micros());
    let found = Reviewed { at, by, verdict: new.verdict, words };
    store::keep_review(app, &tx, &case, &found).await?;
    tx.commit().await?;
    tell(app, Case { review: Some(found), ..case }).await
}

/// In words: staff by name, patients by their account alone.
async fn tell(app: &App, case: Case) -> Result<Anomaly, Error> {
    let db = app.db().read();
    let store::Facts { role, organization, signs } = case.facts;
    let name = if role.is_staff() {
        accounts::name_of_anybody(app, db, case.account).await?.map(|name| name.short())
    } else {
        None
    };
    let organization = match organization {
        Some(organization) => accounts::organization_name(db, organization).await?,
        None => None,
    };
    let reviewed_by = match &case.review {
        Some(found) => accounts::name_of_anybody(app, db, found.by).await?.map(|name| name.short()),
        None => None,
    };
    Ok(Anomaly {
        id: case.id,
        account: case.account,
        name,
        role,
        organization,
        kind: case.kind,
        score: case.score,
        signs,
        found_at: moment(case.found_at),
        was_signed_out: case.was_signed_out,
        review: case.review.map(Reviewed::told),
        reviewed_by,
    })
}
