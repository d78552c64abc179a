//! The review of each case by the security officer, who sees no card (ACL-5, ACL-6).

use sea_orm::{ConnectionTrait, DbErr};
use shared::emergency::model::{NewReview, ReviewedCase, Verdict};
use shared::emergency::rules::{REVIEW_WITHIN, check_review, may_change};
use shared::id::PatientId;
use shared::notifications::model::Notice;
use time::Duration;
use uuid::Uuid;

use super::service::{Error, tell_patient};
use super::store::{self, Case, Found};
use crate::access::{Caller, Grantee, revoke_ground};
use crate::app::{App, micros, moment};
use crate::audit::{self, AuditAct, Days, NewLine, Outcome, What};
use crate::{accounts, consent, journal};

/// What was reviewed is shown for so long.
const SHOWN: Duration = Duration::days(90);
/// Lines of a journal looked through for one case.
const LOOKED_THROUGH: usize = 5_000;

/// Every case: those that wait first, the oldest of them first; then what was reviewed, the newest
/// first.
pub async fn list(app: &App, caller: &Caller) -> Result<Vec<ReviewedCase>, Error> {
    journal::enter(app, caller, AuditAct::EmergenciesListed, &"all").await?;
    let db = app.db().read();
    let mut cases = store::waiting(app, db).await?;
    cases.extend(store::reviewed(app, db, micros(app.now() - SHOWN)).await?);
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
    new: &NewReview,
) -> Result<ReviewedCase, Error> {
    journal::enter(app, caller, AuditAct::EmergencyReviewed, &(id, new.verdict)).await?;
    let words = check_review(new)?;
    let (verdict, at) = (new.verdict, app.now_micros());
    let tx = app.db().begin().await?;
    let case = store::find(app, &tx, id).await?;
    // Nobody is the judge of what they did themselves.
    let case = case.filter(|case| case.account != caller.account()).ok_or(Error::NotFound)?;
    let patient = case.patient.filter(|_| case.ground.is_some()).ok_or(Error::NotFound)?;
    if let Some(known) = &case.review {
        if known.verdict == verdict && known.words == words {
            tx.rollback().await?;
            return tell(app, case).await;
        }
        if !may_change(known.verdict) {
            return Err(Error::Conflict);
        }
    }
    let found = Found { at, by: caller.account(), verdict, words };
    store::keep_review(app, &tx, &case, &found).await?;
    if verdict == Verdict::Unjustified {
        let event = format!("emergency reviewed {id}");
        tell_patient(app, &tx, patient, &event, &Notice::EmergencyUnjustified).await?;
        // What had no good reason goes on for nobody.
        if let Some(ground) = case.ground.filter(|_| case.ends() > at) {
            revoke_ground(&tx, ground, at).await?;
        }
    }
    let mut line = caller.line(What::EmergencyReviewed, None, Outcome::Allowed);
    line.object = Some(id);
    let journal = &app.keys().deployment().journal;
    let heads = audit::append(&tx, journal, &[NewLine { chain: patient.0, at, line }]).await?;
    app.events().announce(&tx, patient).await?;
    tx.commit().await?;
    app.events().committed(patient);
    app.journal().cover(heads).await;
    tell(app, Case { review: Some(found), ..case }).await
}

/// How many cases wait for their review for longer than they may.
pub async fn count_overdue(app: &App) -> Result<u32, DbErr> {
    store::count_waiting_since(app.db().read(), overdue_before(app)).await
}

fn overdue_before(app: &App) -> i64 {
    micros(app.now() - REVIEW_WITHIN)
}

/// A case in words: who it was, and how often they looked.
async fn tell(app: &App, case: Case) -> Result<ReviewedCase, Error> {
    let db = app.db().read();
    let looks = match case.patient {
        Some(patient) => count_looks(app, db, &case, patient).await?,
        None => 0,
    };
    let reviewed_by = match &case.review {
        Some(found) => accounts::name_of_anybody(app, db, found.by).await?.map(|name| name.short()),
        None => None,
    };
    Ok(ReviewedCase {
        id: case.id,
        by: consent::named(app, Grantee::Account(case.account), app.now()).await?,
        opened_at: moment(case.opened_at),
        ends_at: moment(case.ends()),
        was_closed: case.ends() < case.ends_at,
        looks,
        is_overdue: case.review.is_none() && case.opened_at < overdue_before(app),
        reviewed_by,
        review: case.review.map(Found::told),
        card_number: case.words.card_number,
        reason: case.words.reason,
    })
}

/// How often the doctor looked while the card was open so, on whatever ground: who had some of it
/// before saw the rest by the emergency.
async fn count_looks(
    app: &App,
    db: &impl ConnectionTrait,
    case: &Case,
    patient: PatientId,
) -> Result<u32, Error> {
    let key = &app.keys().deployment().journal;
    let days = Days { from: Some(case.opened_at), until: Some(case.ends()) };
    let mut looks = 0_u32;
    audit::each::<Error>(db, key, patient.0, days, LOOKED_THROUGH, |_, line| {
        let is_theirs = line.account == Some(case.account);
        if is_theirs && line.outcome == Outcome::Allowed && line.what.action().is_some() {
            looks = looks.saturating_add(1);
        }
    })
    .await?;
    Ok(looks)
}
