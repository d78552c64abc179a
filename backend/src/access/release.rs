//! When patients see their new results (RES-14): what they wished lies sealed in their card, and
//! how long a result waits is sealed within it.

use std::collections::BTreeMap;

use sea_orm::sea_query::{Expr, ExprTrait as _, Query};
use sea_orm::{ConnectionTrait, DbErr};
use serde::{Deserialize, Serialize};
use shared::access::model::Ground;
use shared::id::{EntryId, PatientId};
use shared::results::release::ReleaseRule;

use crate::keys::{Place, SealError, SealingKey};

/// What lies sealed in a card about it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Release {
    pub rule: ReleaseRule,
    /// Results that wait no more, each with the moment until which it would have, in microseconds.
    #[serde(default)]
    pub opened: BTreeMap<EntryId, i64>,
}

/// How long a result waits, as it lies sealed in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hold {
    /// Microseconds.
    pub until: i64,
}

impl Release {
    /// Until when somebody on this ground does not see it. Who treats the patient sees all at once;
    /// so does the patient once nothing new is to wait.
    pub(super) fn holds(
        &self,
        ground: Ground,
        id: EntryId,
        hold: Option<Hold>,
        now: i64,
    ) -> Option<i64> {
        let is_patients_side = match ground {
            Ground::Own | Ground::Representative => true,
            Ground::Grant
            | Ground::Treatment
            | Ground::BreakGlass
            | Ground::Asked
            | Ground::System => false,
        };
        let until = hold?.until;
        let waits = self.rule.holds_any() && until > now && !self.opened.contains_key(&id);
        (is_patients_side && waits).then_some(until)
    }

    /// These wait no more. What would be open by itself by now is forgotten.
    pub fn open(&mut self, ids: impl IntoIterator<Item = EntryId>, until: i64, now: i64) {
        self.opened.retain(|_, until| *until > now);
        self.opened.extend(ids.into_iter().map(|id| (id, until)));
    }

    pub(super) fn read(
        key: &SealingKey,
        patient: PatientId,
        sealed: Option<&[u8]>,
    ) -> Result<Self, SealError> {
        match sealed {
            Some(sealed) => key.unseal_json(&place(patient), sealed),
            None => Ok(Self::default()),
        }
    }

    pub(super) async fn keep(
        &self,
        db: &impl ConnectionTrait,
        key: &SealingKey,
        patient: PatientId,
    ) -> Result<(), KeepError> {
        let sealed = key.seal_json(&place(patient), self)?;
        let update = Query::update()
            .table("patient")
            .value("sealed_release", sealed)
            .and_where(Expr::col("id").eq(patient.0))
            .to_owned();
        db.execute(&update).await?;
        Ok(())
    }
}

#[derive(Debug, thiserror::Error)]
pub enum KeepError {
    #[error(transparent)]
    Seal(#[from] SealError),
    #[error(transparent)]
    Db(#[from] DbErr),
}

const fn place(patient: PatientId) -> Place {
    Place { table: "patient.release", row: patient.0, owner: patient.0, version: 0 }
}
