mod grants;

use std::collections::{BTreeSet, HashMap};
use std::marker::PhantomData;
use std::sync::{Arc, Mutex, PoisonError};

use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbErr, EntityTrait,
    QueryFilter, Select,
};
use shared::access::model::{Action, Ground, Role, Section, Sensitivity};
use shared::access::rules::{Scope, answers, best, shows};
use shared::id::{AccountId, EntryId, PatientId, PersonId};
use shared::journal::model::View as JournalView;
use uuid::Uuid;

pub use grants::{Eyes, Granted, Hidden};

use super::ground::{self, Found, HiddenError, HiddenFrom};
use super::{Caller, Digest, Hold, KeepError, Read, Release, STRONG_FOR, Write};
use crate::app::App;
use crate::audit::{self, JournalDown, Line, Outcome, What};
use crate::errors::Absence;
use crate::keys::{KeyError, Owner, Place, SealError, SealingKey};
use crate::record::EntryCache;

/// A table whose rows each belong to one patient.
pub trait PatientOwned: EntityTrait {
    const PATIENT: Self::Column;
}

/// What lies sealed in a card. The gate looks at its sensitivity before anybody else sees it.
pub trait Guarded: Sized {
    /// Where it lies.
    const TABLE: &'static str;

    /// Reads what was unsealed.
    fn read(plain: &[u8]) -> Result<Self, SealError>;

    fn sensitivity(&self) -> Sensitivity;

    /// How long the patient wished to wait for it.
    fn hold(&self) -> Option<Hold> {
        None
    }

    /// The same without what the patient does not wish to see before that moment, in microseconds.
    #[must_use]
    fn withheld(self, _until: i64) -> Self {
        self
    }
}

/// Where an entry lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EntryPlace {
    pub id: EntryId,
    pub version: i32,
    pub section: Section,
}

/// What somebody looks at, as the journal tells it (AUD-1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    view: Option<JournalView>,
    object: Option<Uuid>,
}

impl Seen {
    /// Something that is about no single entry.
    pub const fn all(view: JournalView) -> Self {
        Self { view: Some(view), object: None }
    }

    /// One entry.
    pub const fn one(view: JournalView, entry: EntryId) -> Self {
        Self { view: Some(view), object: Some(entry.0) }
    }
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
    tx: Arc<DatabaseTransaction>,
    view: Arc<View>,
    permission: PhantomData<P>,
}

/// Proof that `account` may change this part of one card, before it is changed: what is kept
/// outside the database is sealed with it, and a [`Change`] keeps the rest. Nothing of the card is
/// read by it, so the journal learns of refusals only.
pub struct Preparation<P> {
    view: View,
    permission: PhantomData<P>,
}

/// What the proofs know: whose card, who looks, through what filter, with which keys.
struct View {
    app: App,
    patient: PatientId,
    account: AccountId,
    scope: Scope,
    /// The ground of whoever looks in the end: the patient's own where they look through the eyes
    /// of somebody else (ACL-12).
    looker: Ground,
    hidden: HiddenFrom,
    release: Release,
    key: Arc<SealingKey>,
    behind: Behind,
    /// The only entries that are seen, where not the card but some of it was opened (ACL-8).
    only: Option<BTreeSet<EntryId>>,
}

#[derive(Debug, thiserror::Error)]
pub enum Denied {
    /// No ground, or no such card: the caller must not learn which.
    #[error("not found")]
    NotFound,
    /// It is theirs, or open to them; but their own phone or e-mail waits to be proved.
    #[error("a contact is unproved")]
    Unproved,
    /// A second factor no older than ten minutes is needed (ACC-19).
    #[error("a step-up is needed")]
    StepUp,
    #[error(transparent)]
    Journal(#[from] JournalDown),
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error(transparent)]
    Seal(#[from] SealError),
    #[error(transparent)]
    Db(#[from] DbErr),
}

impl From<HiddenError> for Denied {
    fn from(error: HiddenError) -> Self {
        match error {
            HiddenError::Db(error) => Self::Db(error),
            HiddenError::Seal(error) => Self::Seal(error),
        }
    }
}

impl App {
    /// Opens a card for reading: finds the ground, asks the policy, writes the journal and
    /// unlocks the patient's key. The line is durable before this returns.
    pub async fn open<P: Read>(
        &self,
        caller: &Caller,
        patient: PatientId,
    ) -> Result<Access<P>, Denied> {
        self.open_at(caller, patient, Seen::default()).await
    }

    /// [`Self::open`], where the action opens several things: the journal tells which.
    pub async fn open_at<P: Read>(
        &self,
        caller: &Caller,
        patient: PatientId,
        seen: Seen,
    ) -> Result<Access<P>, Denied> {
        let db = self.db().read();
        let found = ground::find(db, caller, patient, self.now_micros()).await?;
        let exists = found.is_some();
        let Some((scope, behind)) = choose(found, caller, P::ACTION) else {
            return Err(self.refuse_at(caller, patient, exists, P::ACTION, seen.view).await);
        };
        if let Some(lack) = self.lack(caller, patient, scope.ground, P::ACTION) {
            return Err(self.name_lack(caller, patient, scope.ground, P::ACTION, lack).await);
        }
        let mut line = caller.line(What::Access(P::ACTION), Some(scope.ground), Outcome::Allowed);
        (line.view, line.object) = (seen.view, seen.object);
        let (written, view) = tokio::join!(
            self.journal().append(patient.0, self.now_micros(), line),
            self.view(db, caller, patient, scope, behind, Card::Kept),
        );
        written?;
        Ok(Access { db: db.clone(), view: view?, permission: PhantomData })
    }

    /// Opens every card the caller has a ground for, each with its journal line.
    pub async fn open_all<P: Read>(&self, caller: &Caller) -> Result<Vec<Access<P>>, Denied> {
        let patients = self.patients_of(caller, P::ACTION).await?;
        futures_util::future::try_join_all(
            patients.into_iter().map(|patient| self.open(caller, patient)),
        )
        .await
    }

    /// How many questions wait for the caller's organization that the caller may answer. Nothing
    /// leaves of the cards, so nothing is journalled.
    pub async fn count_asked(&self, caller: &Caller) -> Result<u32, DbErr> {
        let grounds = ground::live_everywhere(self.db().read(), caller, self.now_micros()).await?;
        let is_theirs = |scope: &Scope| {
            scope.ground == Ground::Asked
                && scope.sections.iter().any(|section| answers(caller.role(), *section))
        };
        let asked = grounds.iter().filter(|(_, scope)| is_theirs(scope)).count();
        Ok(u32::try_from(asked).unwrap_or(u32::MAX))
    }

    /// The cards on which the caller has a ground for an action. Nothing leaves of them, so nothing
    /// is journalled.
    pub async fn patients_of(
        &self,
        caller: &Caller,
        action: Action,
    ) -> Result<Vec<PatientId>, DbErr> {
        let grounds = ground::live_everywhere(self.db().read(), caller, self.now_micros()).await?;
        let mut patients: Vec<PatientId> = grounds
            .iter()
            .filter(|(_, scope)| best([scope.clone()], caller.role(), action).is_some())
            .map(|(patient, _)| *patient)
            .collect();
        patients.sort_unstable();
        patients.dedup();
        Ok(patients)
    }

    /// Whether a caller who was let in may still look. Nothing leaves on this answer, so nothing
    /// is journalled: open streams ask it before they go on.
    pub async fn still_allowed<P: Read>(
        &self,
        caller: &Caller,
        patient: PatientId,
    ) -> Result<bool, Denied> {
        let found = ground::find(self.db().read(), caller, patient, self.now_micros()).await?;
        Ok(choose(found, caller, P::ACTION).is_some())
    }

    /// Finds the ground for a change and asks the policy, before there is a transaction.
    pub async fn prepare<P: Write>(
        &self,
        caller: &Caller,
        patient: PatientId,
    ) -> Result<Preparation<P>, Denied> {
        let db = self.db().read();
        let found = ground::find(db, caller, patient, self.now_micros()).await?;
        let exists = found.is_some();
        let Some((scope, behind)) = choose(found, caller, P::ACTION) else {
            return Err(self.refuse(caller, patient, exists, P::ACTION).await);
        };
        if let Some(lack) = self.lack(caller, patient, scope.ground, P::ACTION) {
            return Err(self.name_lack(caller, patient, scope.ground, P::ACTION, lack).await);
        }
        let view = self.view(db, caller, patient, scope, behind, Card::Kept).await?;
        Ok(Preparation { view, permission: PhantomData })
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
        E: From<Denied> + Absence,
    {
        let tx = self.db().begin().await.map_err(Denied::from)?;
        let found = ground::find(&tx, caller, patient, self.now_micros()).await;
        let found = found.map_err(Denied::from)?;
        let exists = found.is_some();
        let Some((scope, behind)) = choose(found, caller, P::ACTION) else {
            tx.rollback().await.map_err(Denied::from)?;
            return Err(self.refuse(caller, patient, exists, P::ACTION).await.into());
        };
        let ground = scope.ground;
        if let Some(lack) = self.lack(caller, patient, ground, P::ACTION) {
            tx.rollback().await.map_err(Denied::from)?;
            return Err(self.name_lack(caller, patient, ground, P::ACTION, lack).await.into());
        }
        let view = self.view(&tx, caller, patient, scope, behind, Card::Kept).await?;
        let tx = Arc::new(tx);
        let change = Change { tx: tx.clone(), view: Arc::new(view), permission: PhantomData };
        let done = work(&change).await;
        drop(change);
        let (value, object) = match done {
            Ok(done) => done,
            Err(error) => {
                // Before anything is journalled: the journal waits for the same database.
                unshared(tx)?.rollback().await.map_err(Denied::from)?;
                if error.is_absence() {
                    self.note_absence(caller, patient, ground, P::ACTION).await?;
                }
                return Err(error);
            }
        };
        let mut line = caller.line(What::Access(P::ACTION), Some(ground), Outcome::Allowed);
        line.object = object;
        self.keep(tx, Vec::new(), vec![(patient, line)]).await?;
        Ok(value)
    }

    /// Runs `work` on as many cards as it opens, in one transaction, and keeps all of it together
    /// with a line in the journal of each of them.
    pub async fn change_many<P, T, E>(
        &self,
        caller: &Caller,
        work: impl AsyncFnOnce(&Changes<P>) -> Result<(T, Option<Uuid>), E>,
    ) -> Result<T, E>
    where
        P: Write,
        E: From<Denied>,
    {
        let tx = Arc::new(self.db().begin().await.map_err(Denied::from)?);
        let changes = Changes {
            app: self.clone(),
            caller: caller.clone(),
            tx: tx.clone(),
            opened: Mutex::default(),
            permission: PhantomData,
        };
        let done = work(&changes).await;
        let Changes { opened, tx: lent, .. } = changes;
        drop(lent);
        let opened = opened.into_inner().unwrap_or_else(PoisonError::into_inner);
        let (value, object) = match done {
            Ok(done) => done,
            Err(error) => {
                // Before anything is journalled: the journal waits for the same database.
                unshared(tx)?.rollback().await.map_err(Denied::from)?;
                return Err(match opened.refused {
                    Some((patient, exists)) => {
                        self.refuse(caller, patient, exists, P::ACTION).await.into()
                    }
                    None => error,
                });
            }
        };
        let lines = opened.grounds.into_iter().map(|(patient, ground)| {
            let mut line = caller.line(What::Access(P::ACTION), Some(ground), Outcome::Allowed);
            line.object = object;
            (patient, line)
        });
        self.keep(tx, opened.heads, lines.collect()).await?;
        Ok(value)
    }

    /// Journals that somebody who may write named what is not in the card: an id that was guessed
    /// looks like one that is gone (ACL-10).
    async fn note_absence(
        &self,
        caller: &Caller,
        patient: PatientId,
        ground: Ground,
        action: Action,
    ) -> Result<(), Denied> {
        let line = caller.line(What::Access(action), Some(ground), Outcome::Failed);
        Ok(self.journal().append(patient.0, self.now_micros(), line).await?)
    }

    /// Journals, announces and commits. `heads` are of lines written in this transaction before.
    async fn keep(
        &self,
        tx: Arc<DatabaseTransaction>,
        mut heads: Vec<audit::Head>,
        lines: Vec<(PatientId, Line)>,
    ) -> Result<(), Denied> {
        let at = self.now_micros();
        // A draft is nobody else's: no open screen is told of it.
        let is_seen = |line: &Line| line.what != What::Access(Action::WriteProtocol);
        let seen = lines.iter().filter(|(_, line)| is_seen(line));
        let patients: Vec<PatientId> = seen.map(|(patient, _)| *patient).collect();
        let lines: Vec<_> = lines
            .into_iter()
            .map(|(patient, line)| audit::NewLine { chain: patient.0, at, line })
            .collect();
        if !lines.is_empty() {
            let appended = audit::append(&tx, &self.keys().deployment().journal, &lines).await;
            heads.extend(appended.map_err(|error| {
                tracing::error!(%error, "journal not written");
                JournalDown
            })?);
        }
        for patient in &patients {
            self.events().announce(&tx, *patient).await?;
        }
        unshared(tx)?.commit().await?;
        for patient in patients {
            self.events().committed(patient);
        }
        self.journal().cover(heads).await;
        Ok(())
    }

    async fn view(
        &self,
        db: &impl ConnectionTrait,
        caller: &Caller,
        patient: PatientId,
        scope: Scope,
        behind: Behind,
        card: Card,
    ) -> Result<View, Denied> {
        let owner = Owner::patient(patient.0);
        let key = match card {
            Card::Kept => self.keys().find(db, owner).await?,
            Card::New => self.keys().find_unremembered(db, owner).await?,
        };
        let key = key.ok_or(Denied::NotFound)?;
        let account = caller.account();
        let hidden = if scope.ground == Ground::Own {
            HiddenFrom::default()
        } else {
            ground::hidden_from(db, &key, account, patient, self.now_micros()).await?
        };
        let release = Release::read(&key, patient, behind.sealed_release.as_deref())?;
        let (app, looker) = (self.clone(), scope.ground);
        let only = None;
        Ok(View { app, patient, account, scope, looker, hidden, release, key, behind, only })
    }

    /// Who has a ground may still have something to show first: that they can be reached (ACC-2,
    /// ACC-3), or that they are there (ACC-19).
    fn lack(
        &self,
        caller: &Caller,
        patient: PatientId,
        ground: Ground,
        action: Action,
    ) -> Option<Lack> {
        if caller.is_unproved() {
            return Some(Lack::Contact);
        }
        let now = self.now_micros();
        // Who is let in is decided, and what is written is signed, with a fresh factor each time: a
        // page that renews itself does not keep it fresh.
        let is_shown = || {
            let is_signed =
                matches!(action, Action::ManageAccess | Action::SignProtocol | Action::AttestVisit);
            if is_signed {
                caller.is_strong(now)
            } else {
                self.opened().may_go_on(caller, patient, action, now)
            }
        };
        let is_open = !needs_strong(ground, action) || is_shown();
        (!is_open).then_some(Lack::Factor)
    }

    /// A closed card is journalled as a refusal; a question for a factor is none yet.
    async fn name_lack(
        &self,
        caller: &Caller,
        patient: PatientId,
        ground: Ground,
        action: Action,
        lack: Lack,
    ) -> Denied {
        match lack {
            Lack::Factor => Denied::StepUp,
            Lack::Contact => {
                let line = caller.line(What::Access(action), Some(ground), Outcome::Denied);
                match self.journal().append(patient.0, self.now_micros(), line).await {
                    Ok(()) => Denied::Unproved,
                    Err(down) => down.into(),
                }
            }
        }
    }

    /// Journals the refusal: in the card, so that the patient learns of it, or under the account
    /// where there is no such card. Both take the same steps, so that time tells nothing.
    async fn refuse(
        &self,
        caller: &Caller,
        patient: PatientId,
        exists: bool,
        action: Action,
    ) -> Denied {
        self.refuse_at(caller, patient, exists, action, None).await
    }

    async fn refuse_at(
        &self,
        caller: &Caller,
        patient: PatientId,
        exists: bool,
        action: Action,
        view: Option<JournalView>,
    ) -> Denied {
        let chain = if exists { patient.0 } else { App::chain_of(caller.account()) };
        let mut line = caller.line(What::Access(action), None, Outcome::Denied);
        (line.view, line.object) = (view, Some(patient.0));
        metrics::counter!("medkarta_access_denied_total").increment(1);
        match self.journal().append(chain, self.now_micros(), line).await {
            Ok(()) => Denied::NotFound,
            Err(down) => down.into(),
        }
    }
}

/// The transaction itself, once nobody else holds it.
fn unshared(tx: Arc<DatabaseTransaction>) -> Result<DatabaseTransaction, Denied> {
    let held = |_| Denied::Db(DbErr::Custom("a change outlived its transaction".into()));
    Arc::try_unwrap(tx).map_err(held)
}

/// Several cards to be changed in one transaction: lent by [`App::change_many`].
pub struct Changes<P> {
    app: App,
    caller: Caller,
    tx: Arc<DatabaseTransaction>,
    opened: Mutex<OpenedCards>,
    permission: PhantomData<P>,
}

#[derive(Default)]
struct OpenedCards {
    grounds: Vec<(PatientId, Ground)>,
    /// What was found out of the cards that are open.
    views: HashMap<PatientId, Arc<View>>,
    /// Of lines that were written with the cards made here.
    heads: Vec<audit::Head>,
    /// The card that was not opened, and whether there is one.
    refused: Option<(PatientId, bool)>,
}

/// Whether the card was there before the transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Card {
    Kept,
    /// Made in this transaction; its key is remembered by nobody until that is kept.
    New,
}

impl<P: Write> Changes<P> {
    pub fn db(&self) -> &DatabaseTransaction {
        &self.tx
    }

    /// Lines of the journal that were written in this transaction, to be covered after it.
    pub fn cover(&self, heads: Vec<audit::Head>) {
        self.opened.lock().unwrap_or_else(PoisonError::into_inner).heads.extend(heads);
    }

    fn known(&self, patient: PatientId) -> Option<Arc<View>> {
        let opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        opened.views.get(&patient).cloned()
    }

    fn remember(&self, patient: PatientId, view: Arc<View>) {
        let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        opened.views.insert(patient, view);
    }

    /// Remembers what the journal has to say of a card.
    fn note(&self, patient: PatientId, exists: bool, ground: Option<Ground>) {
        let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        match ground {
            None => opened.refused = Some((patient, exists)),
            Some(_) if opened.grounds.iter().any(|(known, _)| *known == patient) => {}
            Some(ground) => opened.grounds.push((patient, ground)),
        }
    }

    /// Opens one card for changing. Its line is written when all is done.
    pub async fn open(&self, patient: PatientId, card: Card) -> Result<Change<P>, Denied> {
        let Self { app, caller, tx, .. } = self;
        if let Some(view) = self.known(patient) {
            return Ok(Change { tx: tx.clone(), view, permission: PhantomData });
        }
        let found = ground::find(&**tx, caller, patient, app.now_micros()).await?;
        let exists = found.is_some();
        let chosen = choose(found, caller, P::ACTION);
        let ground = chosen.as_ref().map(|(scope, _)| scope.ground);
        self.note(patient, exists, ground);
        let (scope, behind) = chosen.ok_or(Denied::NotFound)?;
        let view = Arc::new(app.view(&**tx, caller, patient, scope, behind, card).await?);
        self.remember(patient, view.clone());
        Ok(Change { tx: tx.clone(), view, permission: PhantomData })
    }
}

/// What the gate reads of a card itself: who is behind it, still sealed, and how new it is.
#[derive(Clone)]
struct Behind {
    person: PersonId,
    sealed_card: Vec<u8>,
    sealed_identity: Vec<u8>,
    sealed_release: Option<Vec<u8>>,
    revision: i64,
    /// Every live ground of the caller, and in what role they have it.
    grounds: Vec<Scope>,
    role: Role,
}

/// What somebody with a ground still has to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lack {
    Contact,
    Factor,
}

/// Somebody else's card, and the lists with results in one's own (ACC-19).
fn needs_strong(ground: Ground, action: Action) -> bool {
    match action {
        // Names in a list: nothing is opened yet.
        Action::ReadIdentity => false,
        Action::ReadEntries => true,
        // Names without values are shown as soon as one is in; who looked is no more than that, and
        // whoever is afraid must see it at once.
        Action::ReadSummary
        | Action::ReadNews
        | Action::ReadJournal
        | Action::AddNote
        | Action::WriteOwn
        | Action::ReportEntry
        | Action::WriteEntry
        | Action::WriteProtocol
        | Action::ConfirmOwn
        | Action::AnswerReport
        | Action::ReadAsked
        | Action::ReadGrants
        | Action::ReadAppointments
        | Action::ManageAppointments => ground != Ground::Own,
        // To open is asked about, to close never is.
        Action::ManageAccess => true,
        // A signature is given by who is there just now.
        Action::SignProtocol | Action::AttestVisit => true,
        Action::CloseAccess => false,
        // A program has no second factor: its token lives for minutes.
        Action::ReadResources | Action::WriteResources => false,
    }
}

/// What was opened with a fresh second factor and has been looked at since: it need not be shown
/// again every ten minutes of reading. Each node remembers for itself; on another one a touch
/// opens again.
#[derive(Debug)]
pub struct Opened(moka::sync::Cache<(Uuid, PatientId, Action), i64>);

/// Cards remembered as open, in all sessions of a node.
const OPENED: u64 = 100_000;

impl Default for Opened {
    fn default() -> Self {
        let idle = std::time::Duration::from_micros(STRONG_FOR.unsigned_abs());
        Self(moka::sync::Cache::builder().max_capacity(OPENED).time_to_idle(idle).build())
    }
}

impl Opened {
    /// With a fresh factor always; else while the same is looked at with no longer pause.
    fn may_go_on(&self, caller: &Caller, patient: PatientId, action: Action, now: i64) -> bool {
        let key = (caller.session_id(), patient, action);
        let is_open = caller.is_strong(now)
            || self.0.get(&key).is_some_and(|looked_at| now - looked_at <= STRONG_FOR);
        if is_open {
            self.0.insert(key, now);
        }
        is_open
    }
}

/// The best ground for the action, if the card is there and one of its grounds allows it.
fn choose(found: Option<Found>, caller: &Caller, action: Action) -> Option<(Scope, Behind)> {
    let mut found = found?;
    let mut grounds = std::mem::take(&mut found.grounds);
    grounds.extend(caller.system_scope());
    let role = caller.role();
    let scope = best(grounds.clone(), role, action)?;
    Some((scope, Behind::of(found, grounds, role)))
}

impl Behind {
    /// What was found, for somebody who has these grounds in this role.
    fn of(found: Found, grounds: Vec<Scope>, role: Role) -> Self {
        let Found { person, sealed_card, sealed_identity, sealed_release, revision, grounds: _ } =
            found;
        Self { person, sealed_card, sealed_identity, sealed_release, revision, grounds, role }
    }
}

impl View {
    fn reveal<T: Guarded>(&self, place: EntryPlace, sealed: &[u8]) -> Result<Option<T>, SealError> {
        self.reveal_at(self.place(T::TABLE, place), place, sealed)
    }

    /// `at`: where it lies. `place`: the entry it belongs to.
    fn reveal_at<T: Guarded>(
        &self,
        at: Place,
        place: EntryPlace,
        sealed: &[u8],
    ) -> Result<Option<T>, SealError> {
        // A closed section is not even unsealed.
        let is_left_out = self.only.as_ref().is_some_and(|only| !only.contains(&place.id));
        if is_left_out || !self.scope.opens(place.section) {
            return Ok(None);
        }
        let content = T::read(&self.key.unseal(&at, sealed)?)?;
        let is_attached = self.hidden.shown.contains(&place.id);
        let hidden = if is_attached { &[][..] } else { &self.hidden.targets };
        let shown = shows(&self.scope, hidden, &place.id, place.section, content.sensitivity());
        if !shown {
            return Ok(None);
        }
        let now = self.app.now_micros();
        let held = self.release.holds(self.looker, place.id, content.hold(), now);
        Ok(Some(match held {
            Some(until) => content.withheld(until),
            None => content,
        }))
    }

    async fn identity<I, C>(
        &self,
        db: &impl ConnectionTrait,
        person_place: impl FnOnce(PersonId) -> Place,
        card_place: Place,
    ) -> Result<Option<(I, C)>, KeyError>
    where
        I: serde::de::DeserializeOwned,
        C: serde::de::DeserializeOwned,
    {
        let Self { app, key, behind, .. } = self;
        let owner = Owner::person(behind.person.0);
        let Some(person_key) = app.keys().find(db, owner).await? else { return Ok(None) };
        let place = person_place(behind.person);
        let identity = person_key.unseal_json(&place, &behind.sealed_identity)?;
        Ok(Some((identity, key.unseal_json(&card_place, &behind.sealed_card)?)))
    }

    fn place(&self, table: &'static str, place: EntryPlace) -> Place {
        Place { table, row: place.id.0, owner: self.patient.0, version: i64::from(place.version) }
    }

    /// Where something of an entry lies under an id of its own.
    fn object_place(&self, table: &'static str, place: EntryPlace, object: Uuid) -> Place {
        Place { row: object, ..self.place(table, place) }
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

            /// When the patient wishes to see new results.
            pub fn release(&self) -> &Release {
                &self.view.release
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

    /// What lies outside the database under an id of its own and belongs to the entry of `place`.
    /// Its topic is the entry's.
    pub fn reveal_object<T: Guarded>(
        &self,
        place: EntryPlace,
        object: Uuid,
        sealed: &[u8],
    ) -> Result<Option<T>, SealError> {
        self.view.reveal_at(self.view.object_place(T::TABLE, place, object), place, sealed)
    }

    /// Whether the patient hid something from the caller and allows them to know that much.
    pub fn has_hidden(&self) -> bool {
        self.view.hidden.is_told
    }

    /// How often the patient is told who looked.
    pub async fn digest(&self) -> Result<Digest, KeepError> {
        Digest::find(&self.db, &self.view.key, self.view.patient).await
    }

    /// Whether one of the caller's grounds opens the lists of entries too.
    pub fn lists_open(&self) -> bool {
        self.may(Action::ReadEntries)
    }

    /// Whether one of the caller's grounds allows it: for what a page offers. The gate asks again
    /// when it is done.
    pub fn may(&self, action: Action) -> bool {
        let Behind { grounds, role, .. } = &self.view.behind;
        best(grounds.clone(), *role, action).is_some()
    }

    /// Rows of cards opened lately, and the revision this one was opened at.
    pub(crate) fn remembered(&self) -> (&EntryCache, i64) {
        (self.view.app.entries(), self.view.behind.revision)
    }

    /// Who is behind the card: the person's and the card's own facts, unsealed.
    pub(crate) async fn identity<I, C>(
        &self,
        person_place: impl FnOnce(PersonId) -> Place,
        card_place: Place,
    ) -> Result<Option<(I, C)>, KeyError>
    where
        I: serde::de::DeserializeOwned,
        C: serde::de::DeserializeOwned,
    {
        self.view.identity(&self.db, person_place, card_place).await
    }
}

impl<P: Write> Change<P> {
    pub fn db(&self) -> &DatabaseTransaction {
        &self.tx
    }

    /// Who is behind the card: the person's and the card's own facts, unsealed.
    pub(crate) async fn identity<I, C>(
        &self,
        person_place: impl FnOnce(PersonId) -> Place,
        card_place: Place,
    ) -> Result<Option<(I, C)>, KeyError>
    where
        I: serde::de::DeserializeOwned,
        C: serde::de::DeserializeOwned,
    {
        self.view.identity(&*self.tx, person_place, card_place).await
    }

    /// Keeps when the patient wishes to see new results, and which wait no more.
    pub async fn keep_release(&self, release: &Release) -> Result<(), KeepError> {
        release.keep(&*self.tx, &self.view.key, self.view.patient).await
    }

    /// How often the patient is told who looked.
    pub async fn digest(&self) -> Result<Digest, KeepError> {
        Digest::find(&*self.tx, &self.view.key, self.view.patient).await
    }

    /// Keeps how often the patient is told who looked.
    pub async fn keep_digest(&self, digest: &Digest) -> Result<(), KeepError> {
        let due_at = digest.due_at(self.view.app.now_micros());
        digest.keep(&*self.tx, &self.view.key, self.view.patient, due_at).await
    }

    /// Seals what `T` reads for its place in this card.
    pub fn seal<T: Guarded>(&self, place: EntryPlace, plain: &[u8]) -> Result<Vec<u8>, SealError> {
        self.view.key.seal(&self.view.place(T::TABLE, place), plain)
    }
}

impl<P: Write> Preparation<P> {
    pub fn patient(&self) -> PatientId {
        self.view.patient
    }

    /// Seals what `T` reads for an object that belongs to the entry of `place`.
    pub fn seal_object<T: Guarded>(
        &self,
        place: EntryPlace,
        object: Uuid,
        plain: &[u8],
    ) -> Result<Vec<u8>, SealError> {
        self.view.key.seal(&self.view.object_place(T::TABLE, place, object), plain)
    }
}
