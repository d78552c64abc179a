//! How often the patient is told who looked (ACL-13), as it lies sealed in the card.

use sea_orm::sea_query::{Expr, ExprTrait as _, Query};
use sea_orm::{ConnectionTrait, DbErr};
use serde::{Deserialize, Serialize};
use shared::id::PatientId;
use shared::journal::model::Rhythm;

use super::KeepError;
use crate::keys::{Place, SealingKey};

/// What was chosen, and what was told last. In microseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Digest {
    pub rhythm: Rhythm,
    /// Where the time begins that was told of last.
    pub from: Option<i64>,
    /// When that was.
    pub told_at: Option<i64>,
}

impl Digest {
    /// Where nothing was chosen.
    pub const USUAL: Self = Self { rhythm: Rhythm::USUAL, from: None, told_at: None };

    /// When the next one is due; never comes after everything.
    pub fn due_at(&self, now: i64) -> i64 {
        const DAY: i64 = 86_400 * 1_000_000;
        self.rhythm.days().map_or(i64::MAX, |days| now + i64::from(days) * DAY)
    }

    /// What lies sealed in a card.
    pub async fn find(
        db: &impl ConnectionTrait,
        key: &SealingKey,
        patient: PatientId,
    ) -> Result<Self, KeepError> {
        let select = Query::select()
            .column("sealed_digest")
            .from("patient")
            .and_where(Expr::col("id").eq(patient.0))
            .to_owned();
        let row = db.query_one(&select).await?;
        let sealed: Option<Vec<u8>> = row
            .map(|row| row.try_get::<Option<Vec<u8>>>("", "sealed_digest"))
            .transpose()?
            .flatten();
        Ok(match sealed {
            Some(sealed) => key.unseal_json(&place(patient), &sealed)?,
            None => Self::USUAL,
        })
    }

    /// Keeps it, with when the next one is due.
    pub async fn keep(
        &self,
        db: &impl ConnectionTrait,
        key: &SealingKey,
        patient: PatientId,
        due_at: i64,
    ) -> Result<(), KeepError> {
        let sealed = key.seal_json(&place(patient), self)?;
        let update = Query::update()
            .table("patient")
            .value("sealed_digest", sealed)
            .value("digest_due_at", due_at)
            .and_where(Expr::col("id").eq(patient.0))
            .to_owned();
        db.execute(&update).await?;
        Ok(())
    }

    /// Cards whose digest is due, with when it was; nothing where nothing was chosen yet.
    pub async fn due(
        db: &impl ConnectionTrait,
        now: i64,
        most: u64,
    ) -> Result<Vec<(PatientId, Option<i64>)>, DbErr> {
        let due = Expr::col("digest_due_at");
        let select = Query::select()
            .columns(["id", "digest_due_at"])
            .from("patient")
            .and_where(due.clone().is_null().or(due.lte(now)))
            .limit(most)
            .to_owned();
        let rows = db.query_all(&select).await?;
        rows.iter()
            .map(|row| Ok((PatientId(row.try_get("", "id")?), row.try_get("", "digest_due_at")?)))
            .collect()
    }

    /// Takes a card that is due. False where somebody else has taken it.
    pub async fn take(
        db: &impl ConnectionTrait,
        patient: PatientId,
        was: Option<i64>,
        next: i64,
    ) -> Result<bool, DbErr> {
        let due = Expr::col("digest_due_at");
        let unmoved = match was {
            Some(was) => due.eq(was),
            None => due.is_null(),
        };
        let update = Query::update()
            .table("patient")
            .value("digest_due_at", next)
            .and_where(Expr::col("id").eq(patient.0))
            .and_where(unmoved)
            .to_owned();
        Ok(db.execute(&update).await?.rows_affected() == 1)
    }
}

const fn place(patient: PatientId) -> Place {
    Place { table: "patient.digest", row: patient.0, owner: patient.0, version: 0 }
}
