//! To whom a card is open, what is hidden in it, and what somebody else would see of it: the
//! gate's own tables, for the patient alone.

use std::collections::BTreeSet;
use std::sync::Arc;

use sea_orm::{
    ActiveModelTrait as _, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait as _,
    QueryFilter as _, Set,
};
use shared::access::model::{Action, Ground, Level, Role, Section, Sensitivity};
use shared::access::rules::{Scope, best};
use shared::id::{AccountId, EntryId, OrganizationId, PatientId};
use uuid::Uuid;

use super::{Access, Behind, Card, Change, Denied, View};
use crate::access::entity::{ground as row, hidden};
use crate::access::ground::{
    self, Given, Grantee, HiddenError, Hiding, NewGround, Target, ground_place, hidden_place,
};
use crate::access::{
    Caller, CloseAccess, ManageAccess, Read, ReadEntries, ReadGrants, ReadIdentity, Write,
};
use crate::app::App;
use crate::audit::{self, Line, Outcome, What};
use crate::keys::{Owner, SealingKey};

/// A ground as the patient sees it; moments in microseconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Granted {
    pub id: Uuid,
    pub to: Option<Grantee>,
    pub scope: Scope,
    pub starts_at: i64,
    pub ends_at: Option<i64>,
    pub revoked_at: Option<i64>,
    /// Absent where nobody gave it in so many words.
    pub given: Option<Given>,
}

impl Granted {
    /// When it ends or has ended: by its term or before.
    pub fn ends(&self) -> Option<i64> {
        [self.ends_at, self.revoked_at].into_iter().flatten().min()
    }
}

/// What the patient hid, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hidden {
    pub id: Uuid,
    pub at: i64,
    pub hiding: Hiding,
}

/// Somebody through whose eyes the patient looks before allowing (ACL-12).
#[derive(Clone, Debug)]
pub struct Eyes {
    /// Nobody in particular where absent: only what is hidden from everybody is hidden then.
    pub account: Option<AccountId>,
    pub role: Role,
    pub organization: Option<OrganizationId>,
    /// What would be opened.
    pub scope: Scope,
}

impl Access<ReadEntries> {
    /// Whether the patient hid an entry or its topic from anybody; nobody else is told.
    pub async fn hides(&self, entry: EntryId, topic: Sensitivity) -> Result<bool, HiddenError> {
        if self.view.scope.ground != Ground::Own {
            return Ok(false);
        }
        let all = hidings(&self.db, &self.view.key, self.view.patient).await?;
        Ok(all.iter().any(|hidden| match hidden.hiding.target {
            Target::Entry(hidden) => hidden == entry,
            Target::Topic(hidden) => hidden == topic,
        }))
    }
}

impl Access<ReadGrants> {
    /// Every ground of the card, the newest first.
    pub async fn grounds(&self) -> Result<Vec<Granted>, HiddenError> {
        grounds(&self.db, &self.view.key, self.view.patient).await
    }

    /// What is hidden now, the newest first. Who represents the patient is not told: it may be
    /// hidden from them.
    pub async fn hidings(&self) -> Result<Vec<Hidden>, HiddenError> {
        if self.view.scope.ground != Ground::Own {
            return Ok(Vec::new());
        }
        hidings(&self.db, &self.view.key, self.view.patient).await
    }

    /// The card as somebody would see it with one ground more, through the very filter that
    /// enforces it. Nothing where that would not let them in.
    ///
    /// What is seen is the card: it asks for as much as the card itself does (ACC-19), and a result
    /// that waits for the patient goes on waiting (RES-14).
    pub async fn through<P: Read>(
        &self,
        caller: &Caller,
        eyes: &Eyes,
    ) -> Result<Option<Access<P>>, Denied> {
        let View { app, patient, scope: own, looker, release, key, behind, .. } = &self.view;
        let (patient, asked) = (*patient, Action::ReadEntries);
        if let Some(lack) = app.lack(caller, patient, own.ground, asked) {
            return Err(app.name_lack(caller, patient, own.ground, asked, lack).await);
        }
        let mut grounds = match eyes.account {
            Some(account) => {
                let now = app.now_micros();
                ground::live_of(&self.db, patient, account, eyes.organization, now).await?
            }
            None => Vec::new(),
        };
        grounds.push(eyes.scope.clone());
        let Some(scope) = best(grounds.clone(), eyes.role, P::ACTION) else { return Ok(None) };
        let account = eyes.account.unwrap_or(AccountId(Uuid::nil()));
        let hidden = ground::hidden_from(&self.db, key, account, patient, app.now_micros()).await?;
        let behind = Behind { grounds, role: eyes.role, ..behind.clone() };
        let view = View {
            app: app.clone(),
            patient,
            account,
            scope,
            looker: *looker,
            hidden,
            release: release.clone(),
            key: key.clone(),
            behind,
            only: None,
        };
        let permission = std::marker::PhantomData;
        Ok(Some(Access { db: self.db.clone(), view, permission }))
    }
}

impl<P> Access<P> {
    /// When the card closes that the caller opened in an emergency, where that is why they see it
    /// (ACL-5); in microseconds.
    #[expect(clippy::disallowed_methods, reason = "this is the gate's own table")]
    pub async fn emergency_until(&self) -> Result<Option<i64>, DbErr> {
        if self.view.scope.ground != Ground::BreakGlass {
            return Ok(None);
        }
        let rows = row::Entity::find()
            .filter(row::COLUMN.patient_id.eq(self.view.patient.0))
            .filter(row::COLUMN.account_id.eq(self.view.account.0))
            .filter(row::COLUMN.kind.eq(Ground::BreakGlass.wire()))
            .all(&self.db)
            .await?;
        Ok(rows.iter().filter(|row| row.revoked_at.is_none()).filter_map(|row| row.ends_at).max())
    }
}

impl<P: Write> Change<P> {
    /// A ground of this card, whether it is live or not.
    pub(crate) async fn ground_of(&self, id: Uuid) -> Result<Option<Granted>, HiddenError> {
        let all = grounds(&*self.tx, &self.view.key, self.view.patient).await?;
        Ok(all.into_iter().find(|ground| ground.id == id))
    }

    /// How many grounds the card has had, those that ended included.
    pub(crate) async fn count_grounds(&self) -> Result<usize, HiddenError> {
        Ok(grounds(&*self.tx, &self.view.key, self.view.patient).await?.len())
    }
}

impl Change<ManageAccess> {
    /// Opens this card to somebody.
    pub async fn give(&self, new: NewGround, given: &Given, now: i64) -> Result<(), HiddenError> {
        let new = NewGround { patient: self.view.patient, ..new };
        ground::insert_given(&*self.tx, &self.view.key, new, given, now).await
    }

    /// Opens more or less by a ground of this card, or for longer.
    pub async fn alter(
        &self,
        granted: &Granted,
        level: Level,
        sections: impl IntoIterator<Item = Section>,
        ends_at: Option<i64>,
    ) -> Result<(), DbErr> {
        let sections: Vec<&str> = sections.into_iter().map(Section::wire).collect();
        row::ActiveModel {
            id: Set(granted.id),
            level: Set(level.wire().to_owned()),
            sections: Set(sections.join(",")),
            ends_at: Set(ends_at),
            ..Default::default()
        }
        .update(&*self.tx)
        .await?;
        Ok(())
    }

    /// What is hidden now.
    pub(crate) async fn hidden(&self) -> Result<Vec<Hidden>, HiddenError> {
        hidings(&*self.tx, &self.view.key, self.view.patient).await
    }

    /// Shows again what was hidden; `hidden` was read from this card.
    pub async fn show(&self, hidden: &Hidden, now: i64) -> Result<(), DbErr> {
        ground::lift(&*self.tx, hidden.id, now).await
    }

    /// Whether something was hidden in this card under this id, perhaps shown again since.
    pub async fn was_hidden(&self, id: Uuid) -> Result<bool, DbErr> {
        ground::was_hidden(&*self.tx, self.view.patient, id).await
    }
}

impl Change<CloseAccess> {
    /// Ends a ground that was read from this card; one that has ended stays as it is.
    pub async fn revoke(&self, granted: &Granted, now: i64) -> Result<(), DbErr> {
        if granted.ends().is_some_and(|ended| ended <= now) {
            return Ok(());
        }
        ground::revoke_ground(&*self.tx, granted.id, now).await
    }

    /// What is hidden now.
    pub(crate) async fn hidden(&self) -> Result<Vec<Hidden>, HiddenError> {
        hidings(&*self.tx, &self.view.key, self.view.patient).await
    }

    /// Hides something of this card.
    pub async fn hide(&self, id: Uuid, hiding: &Hiding, now: i64) -> Result<(), HiddenError> {
        ground::hide(&*self.tx, &self.view.key, id, self.view.patient, hiding, now).await
    }
}

impl App {
    /// Opens a card to who asks: they were shown it in person (CARD-7), or it is an emergency
    /// (ACL-5). `tx` found out that it is so: what it did, the ground and `line` in the journal are
    /// kept together.
    pub(crate) async fn admit(
        &self,
        tx: DatabaseTransaction,
        new: NewGround,
        given: &Given,
        line: Line,
    ) -> Result<(), Denied> {
        let patient = new.patient;
        let key = self.keys().find(&tx, Owner::patient(patient.0)).await?;
        let key = key.ok_or(Denied::NotFound)?;
        ground::insert_given(&tx, &key, new, given, self.now_micros()).await?;
        self.keep(Arc::new(tx), Vec::new(), vec![(patient, line)]).await
    }

    /// Opens chosen entries of a card to who has a link and its code (ACL-8), and nothing else of
    /// it. `tx` found out that they have: what it did and `line` in the journal are kept together.
    ///
    /// What is hidden from everybody stays hidden, and a result that waits for the patient goes on
    /// waiting (RES-14).
    pub(crate) async fn open_shared(
        &self,
        tx: DatabaseTransaction,
        visitor: &Caller,
        patient: PatientId,
        chosen: BTreeSet<EntryId>,
        line: Line,
    ) -> Result<Access<ReadEntries>, Denied> {
        let found = ground::find(&tx, visitor, patient, self.now_micros()).await?;
        let found = found.ok_or(Denied::NotFound)?;
        let scope = Scope { ground: Ground::Grant, ..Scope::own() };
        let behind = Behind::of(found, vec![scope.clone()], visitor.role());
        let mut view = self.view(&tx, visitor, patient, scope, behind, Card::Kept).await?;
        view.looker = Ground::Own;
        view.only = Some(chosen);
        self.keep(Arc::new(tx), Vec::new(), vec![(patient, line)]).await?;
        let permission = std::marker::PhantomData;
        Ok(Access { db: self.db().read().clone(), view, permission })
    }

    /// Shows who comes to an organization to who receives them there (APT-9): who they are, and
    /// nothing else of the card. The caller found out that they come. `is_first`: the same was not
    /// shown in this session a moment ago; then it is journalled.
    pub(crate) async fn receive(
        &self,
        caller: &Caller,
        patient: PatientId,
        is_first: bool,
    ) -> Result<Access<ReadIdentity>, Denied> {
        let sections = BTreeSet::new();
        let scope = Scope { ground: Ground::Treatment, level: Level::Limited, sections };
        let action = Action::ReadIdentity;
        best([scope.clone()], caller.role(), action).ok_or(Denied::NotFound)?;
        let (db, now) = (self.db().read(), self.now_micros());
        let found = ground::find(db, caller, patient, now).await?.ok_or(Denied::NotFound)?;
        let behind = Behind::of(found, vec![scope.clone()], caller.role());
        let view = self.view(db, caller, patient, scope, behind, Card::Kept).await?;
        if is_first {
            let ground = Some(Ground::Treatment);
            let line = caller.line(What::Access(action), ground, Outcome::Allowed);
            self.journal().append(patient.0, now, line).await?;
        }
        let permission = std::marker::PhantomData;
        Ok(Access { db: db.clone(), view, permission })
    }

    /// Keeps what a clinic did with visits of some cards, together with a line in the journal of
    /// each. `tx` found out that they are the clinic's; `heads` are of lines written in it before.
    pub(crate) async fn keep_visits(
        &self,
        tx: DatabaseTransaction,
        heads: Vec<audit::Head>,
        lines: Vec<(PatientId, Line)>,
    ) -> Result<(), Denied> {
        self.keep(Arc::new(tx), heads, lines).await
    }

    /// Closes a card to who gives back what opened it. `tx` found out that it is theirs: what it
    /// did, the end of the ground and `line` in the journal are kept together.
    pub(crate) async fn dismiss(
        &self,
        tx: DatabaseTransaction,
        patient: PatientId,
        ground: Uuid,
        line: Line,
    ) -> Result<(), Denied> {
        ground::revoke_ground(&tx, ground, self.now_micros()).await?;
        self.keep(Arc::new(tx), Vec::new(), vec![(patient, line)]).await
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the gate's own table")]
async fn grounds(
    db: &impl ConnectionTrait,
    key: &SealingKey,
    patient: PatientId,
) -> Result<Vec<Granted>, HiddenError> {
    let rows = row::Entity::find().filter(row::COLUMN.patient_id.eq(patient.0)).all(db).await?;
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        let place = ground_place(row.id, patient);
        let given = row.sealed.map(|sealed| key.unseal_json(&place, &sealed)).transpose()?;
        let account = row.account_id.map(|account| Grantee::Account(AccountId(account)));
        let organization = row.organization_id.map(|id| Grantee::Organization(OrganizationId(id)));
        all.push(Granted {
            id: row.id,
            to: account.or(organization),
            scope: ground::scope(&row.kind, &row.level, &row.sections)?,
            starts_at: row.starts_at,
            ends_at: row.ends_at,
            revoked_at: row.revoked_at,
            given,
        });
    }
    all.sort_by_key(|ground| std::cmp::Reverse((ground.starts_at, ground.id)));
    Ok(all)
}

#[expect(clippy::disallowed_methods, reason = "this is the gate's own table")]
async fn hidings(
    db: &impl ConnectionTrait,
    key: &SealingKey,
    patient: PatientId,
) -> Result<Vec<Hidden>, HiddenError> {
    let rows = hidden::Entity::find()
        .filter(hidden::COLUMN.patient_id.eq(patient.0))
        .filter(hidden::COLUMN.lifted_at.is_null())
        .all(db)
        .await?;
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        let hiding = key.unseal_json(&hidden_place(row.id, patient), &row.sealed)?;
        all.push(Hidden { id: row.id, at: row.created_at, hiding });
    }
    all.sort_by_key(|hidden| std::cmp::Reverse((hidden.at, hidden.id)));
    Ok(all)
}
