use std::marker::PhantomData;
use std::sync::Arc;

use sea_orm::sea_query::{Expr, ExprTrait as _, Query};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbErr, EntityTrait,
    QueryFilter, Select,
};
use shared::access::model::{Action, Ground, Section, Sensitivity};
use shared::access::rules::{HiddenTarget, Scope, best, shows};
use shared::id::{AccountId, EntryId, PatientId};
use uuid::Uuid;

use super::ground::{self, HiddenError};
use super::{Caller, Read, Write};
use crate::app::App;
use crate::audit::{self, JournalDown, Line, Outcome, What};
use crate::keys::{KeyError, Owner, Place, SealError, SealingKey};

/// A table whose rows each belong to one patient.
pub trait PatientOwned: EntityTrait {
    const PATIENT: Self::Column;
}

/// What lies sealed in an entry. The gate looks at its sensitivity before anybody else sees it.
pub trait Guarded: serde::de::DeserializeOwned {
    fn sensitivity(&self) -> Sensitivity;
}

/// Where an entry lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EntryPlace {
    pub id: EntryId,
    pub version: i32,
    pub section: Section,
}

/// Proof that `account` may read this part of one card, already in the journal.
#[must_use]
pub struct Access<P> {
    db: DatabaseConnection,
    view: View,
    permission: PhantomData<P>,
}

/// Proof that `account` may change this part of one card.
///
/// Lent by [`App::change`] for the length of one transaction. There is no `commit` to forget:
/// the work returns what to write to the journal, and the gate keeps both or neither.
pub struct Change<P> {
    tx: DatabaseTransaction,
    view: View,
    permission: PhantomData<P>,
}

/// What both proofs know: whose card, who looks, through what filter, with which keys.
struct View {
    app: App,
    patient: PatientId,
    account: AccountId,
    scope: Scope,
    hidden: Vec<HiddenTarget<EntryId>>,
    key: Arc<SealingKey>,
}

#[derive(Debug, thiserror::Error)]
pub enum Denied {
    /// No ground, or no such card: the caller must not learn which.
    #[error("not found")]
    NotFound,
    #[error(transparent)]
    Journal(#[from] JournalDown),
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error(transparent)]
    Seal(#[from] SealError),
    #[error(transparent)]
    Db(#[from] DbErr),
}

impl App {
    /// Opens a card for reading: finds the ground, asks the policy, writes the journal and
    /// unlocks the patient's key. The line is durable before this returns.
    pub async fn open<P: Read>(
        &self,
        caller: &Caller,
        patient: PatientId,
    ) -> Result<Access<P>, Denied> {
        let db = self.db().read();
        let Some(scope) = self.scope(db, caller, patient, P::ACTION).await? else {
            return Err(self.refuse(caller, patient, P::ACTION).await);
        };
        let line = caller.line(What::Access(P::ACTION), Some(scope.ground), Outcome::Allowed);
        let (written, view) = tokio::join!(
            self.journal().append(patient.0, self.now_micros(), line),
            self.view(db, caller, patient, scope),
        );
        written?;
        Ok(Access { db: db.clone(), view: view?, permission: PhantomData })
    }

    /// Opens every card the caller has a ground for, each with its journal line.
    pub async fn open_all<P: Read>(&self, caller: &Caller) -> Result<Vec<Access<P>>, Denied> {
        let grounds = ground::live_everywhere(self.db().read(), caller, self.now_micros()).await?;
        let mut patients: Vec<PatientId> = grounds
            .iter()
            .filter(|(_, scope)| best([scope.clone()], caller.role(), P::ACTION).is_some())
            .map(|(patient, _)| *patient)
            .collect();
        patients.sort_unstable();
        patients.dedup();
        futures_util::future::try_join_all(
            patients.into_iter().map(|patient| self.open(caller, patient)),
        )
        .await
    }

    /// Whether a caller who was let in may still look. Nothing leaves on this answer, so nothing
    /// is journalled: open streams ask it before they go on.
    pub async fn still_allowed<P: Read>(
        &self,
        caller: &Caller,
        patient: PatientId,
    ) -> Result<bool, Denied> {
        let scope = self.scope(self.db().read(), caller, patient, P::ACTION).await?;
        Ok(scope.is_some())
    }

    /// Runs `work` in a transaction and keeps it only together with its line in the journal.
    pub async fn change<P, T, E>(
        &self,
        caller: &Caller,
        patient: PatientId,
        work: impl AsyncFnOnce(&Change<P>) -> Result<(T, Option<Uuid>), E>,
    ) -> Result<T, E>
    where
        P: Write,
        E: From<Denied>,
    {
        let tx = self.db().begin().await.map_err(Denied::from)?;
        let scope = self.scope(&tx, caller, patient, P::ACTION).await?;
        let Some(scope) = scope else {
            tx.rollback().await.map_err(Denied::from)?;
            return Err(self.refuse(caller, patient, P::ACTION).await.into());
        };
        let ground = scope.ground;
        let view = self.view(&tx, caller, patient, scope).await?;
        let change = Change { tx, view, permission: PhantomData };
        let (value, object) = work(&change).await?;
        let mut line = caller.line(What::Access(P::ACTION), Some(ground), Outcome::Allowed);
        line.object = object;
        self.keep(change.tx, patient, line).await?;
        Ok(value)
    }

    /// Journals, announces and commits.
    async fn keep(
        &self,
        tx: DatabaseTransaction,
        patient: PatientId,
        line: Line,
    ) -> Result<(), Denied> {
        let lines = [audit::NewLine { chain: patient.0, at: self.now_micros(), line }];
        let heads = audit::append(&tx, &self.keys().deployment().journal, &lines).await.map_err(
            |error| {
                tracing::error!(%error, "journal not written");
                JournalDown
            },
        )?;
        self.events().announce(&tx, patient).await?;
        tx.commit().await?;
        self.events().committed(patient);
        self.journal().cover(heads).await;
        Ok(())
    }

    async fn scope(
        &self,
        db: &impl ConnectionTrait,
        caller: &Caller,
        patient: PatientId,
        action: Action,
    ) -> Result<Option<Scope>, Denied> {
        let grounds = ground::live(db, caller, patient, self.now_micros()).await?;
        Ok(best(grounds, caller.role(), action))
    }

    async fn view(
        &self,
        db: &impl ConnectionTrait,
        caller: &Caller,
        patient: PatientId,
        scope: Scope,
    ) -> Result<View, Denied> {
        let key = self.keys().find(db, Owner::patient(patient.0)).await?.ok_or(Denied::NotFound)?;
        let account = caller.account();
        let hidden = if scope.ground == Ground::Own {
            Vec::new()
        } else {
            ground::hidden_from(db, &key, account, patient).await.map_err(|error| match error {
                HiddenError::Db(error) => Denied::Db(error),
                HiddenError::Seal(error) => Denied::Seal(error),
            })?
        };
        Ok(View { app: self.clone(), patient, account, scope, hidden, key })
    }

    /// Journals the refusal: in the card, so that the patient learns of it, or under the account
    /// where there is no such card. Both take the same steps, so that time tells nothing.
    async fn refuse(&self, caller: &Caller, patient: PatientId, action: Action) -> Denied {
        let exists = Query::select()
            .column("id")
            .from("patient")
            .and_where(Expr::col("id").eq(patient.0))
            .to_owned();
        let chain = match self.db().read().query_one(&exists).await {
            Ok(Some(_)) => patient.0,
            Ok(None) => App::chain_of(caller.account()),
            Err(error) => return error.into(),
        };
        let mut line = caller.line(What::Access(action), None, Outcome::Denied);
        line.object = Some(patient.0);
        metrics::counter!("medkarta_access_denied_total").increment(1);
        match self.journal().append(chain, self.now_micros(), line).await {
            Ok(()) => Denied::NotFound,
            Err(down) => down.into(),
        }
    }
}

impl View {
    fn reveal<T: Guarded>(&self, place: EntryPlace, sealed: &[u8]) -> Result<Option<T>, SealError> {
        // A closed section is not even unsealed.
        if !self.scope.opens(place.section) {
            return Ok(None);
        }
        let content: T = self.key.unseal_json(&self.place(place), sealed)?;
        let shown =
            shows(&self.scope, &self.hidden, &place.id, place.section, content.sensitivity());
        Ok(shown.then_some(content))
    }

    fn place(&self, place: EntryPlace) -> Place {
        Place {
            table: "entry",
            row: place.id.0,
            owner: self.patient.0,
            version: i64::from(place.version),
        }
    }
}

macro_rules! proof {
    ($proof:ident $(: $bound:ident)?) => {
        impl<P $(: $bound)?> $proof<P> {
            pub fn patient(&self) -> PatientId {
                self.view.patient
            }

            pub fn account(&self) -> AccountId {
                self.view.account
            }

            pub fn ground(&self) -> Ground {
                self.view.scope.ground
            }

            /// Sections the ground opens.
            pub fn opens(&self, section: Section) -> bool {
                self.view.scope.opens(section)
            }

            /// The rows of this patient, and of nobody else.
            #[expect(clippy::disallowed_methods, reason = "the place that binds a query to a patient")]
            pub fn rows<E: PatientOwned>(&self) -> Select<E> {
                E::find().filter(E::PATIENT.eq(self.view.patient.0))
            }

            /// An entry's content, or nothing where this caller may not see it.
            pub fn reveal<T: Guarded>(
                &self,
                place: EntryPlace,
                sealed: &[u8],
            ) -> Result<Option<T>, SealError> {
                self.view.reveal(place, sealed)
            }
        }
    };
}

proof!(Access);
proof!(Change: Write);

impl<P> Access<P> {
    pub fn db(&self) -> &DatabaseConnection {
        &self.db
    }

    /// The patient's key, for what belongs to the card but is no entry.
    pub(crate) fn key(&self) -> &SealingKey {
        &self.view.key
    }

    /// The key of the person whose card this is.
    pub(crate) async fn person_key(
        &self,
        person: Uuid,
    ) -> Result<Option<Arc<SealingKey>>, KeyError> {
        self.view.app.keys().find(&self.db, Owner::person(person)).await
    }
}

impl<P: Write> Change<P> {
    pub fn db(&self) -> &DatabaseTransaction {
        &self.tx
    }

    /// Seals an entry's content for its place in this card.
    pub fn seal(
        &self,
        place: EntryPlace,
        content: &impl serde::Serialize,
    ) -> Result<Vec<u8>, SealError> {
        self.view.key.seal_json(&self.view.place(place), content)
    }
}
