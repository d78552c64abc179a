//! What somebody types while a time is kept for them: it lies sealed beside the hold and goes with it,
//! so that a page that is loaded anew has it and the browser keeps nothing.

use std::collections::BTreeSet;

use shared::appointments::model::HoldWords;
use shared::appointments::rules::{ATTACHMENTS_MAX, REASON_MAX};
use shared::consent::model::Settled;
use shared::contract::FieldReason;
use shared::id::EntryId;
use uuid::Uuid;

use super::booking::checked;
use super::service::Error;
use super::store::visits as store;
use crate::access::{Change, ManageAppointments};
use crate::app::App;
use crate::keys::Owner;

/// Keeps what is typed so far. Whether what is attached can be read is asked when it is booked.
pub async fn keep(
    app: &App,
    change: &Change<ManageAppointments>,
    hold: Uuid,
    words: &HoldWords,
) -> Result<(Settled, Option<Uuid>), Error> {
    let reason = checked(&words.reason, REASON_MAX).map_err(|why| ("reason", why))?;
    let different: BTreeSet<EntryId> = words.attachments.iter().copied().collect();
    if words.attachments.len() > ATTACHMENTS_MAX || different.len() != words.attachments.len() {
        return Err(("attachments", FieldReason::OutOfRange).into());
    }
    let (tx, patient, now) = (change.db(), change.patient(), app.now_micros());
    let kept = store::holds(tx, patient).await?;
    if !kept.iter().any(|it| it.id == hold && it.until > now) {
        return Err(Error::NotFound);
    }
    let key = app.keys().find(tx, Owner::patient(patient.0)).await?.ok_or(Error::NotFound)?;
    let attachments = words.attachments.clone();
    let words = HoldWords { reason: reason.unwrap_or_default(), attachments };
    store::keep_hold_words(tx, &key, (hold, patient), &words).await?;
    Ok((Settled { id: hold }, Some(hold)))
}

/// What was typed while a time was kept, if anything was.
pub async fn find(
    app: &App,
    change: &Change<ManageAppointments>,
    hold: Uuid,
) -> Result<Option<HoldWords>, Error> {
    let (tx, patient) = (change.db(), change.patient());
    let key = app.keys().find(tx, Owner::patient(patient.0)).await?.ok_or(Error::NotFound)?;
    store::find_hold_words(tx, &key, (hold, patient)).await
}
