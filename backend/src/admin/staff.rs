//! Who works in the organization: found, invited, changed, let go and taken back.

use sea_orm::{ConnectionTrait, DatabaseTransaction};
use shared::access::model::Role;
use shared::accounts::contacts::{Email, Phone};
use shared::accounts::rules::{check_birth_date, check_name};
use shared::admin::model::{
    ChangedField, Employment, Ending, FieldChange, Invited, Member, NewMember, PendingInvitation,
    StaffChange, StaffPage, StaffQuery, StaffState,
};
use shared::admin::rules::{
    NAME_MAX, PAGE, changes, check_optional, check_term, folded, may_be_given, state,
};
use shared::consent::model::Settled;
use shared::contract::FieldReason;
use shared::id::AccountId;
use shared::lang::Lang;
use shared::notifications::model::Notice;
use shared::record::model::PersonName;
use time::Duration;
use uuid::Uuid;

use super::office::Office;
use super::service::{Error, version};
use super::store::{self, DepartmentRow, MemberRow};
use crate::accounts::{self, NewMembership};
use crate::app::moment;
use crate::audit::AdminAct;
use crate::card::{Identity, person_place};
use crate::keys::Owner;

/// An invitation is good for so long.
const GOOD_FOR: Duration = Duration::days(7);

impl Office<'_> {
    /// Who fits, by name. Names lie sealed, so that they are looked through here.
    pub async fn search_staff(&self, query: &StaffQuery) -> Result<StaffPage, Error> {
        let db = self.app.db().read();
        let words = check_optional(query.words.as_deref().unwrap_or_default(), NAME_MAX);
        let words = words.map_err(|why| ("words", why))?.map(|words| folded(&words));
        let departments = store::departments(db, self.organization).await?;
        let now = self.app.now_micros();
        let mut found = Vec::new();
        for row in store::members(db, self.organization).await? {
            let is_meant = query.role.is_none_or(|role| row.role == role)
                && query.department.is_none_or(|it| row.department == Some(it))
                && query.state.is_none_or(|it| state(row.starts_at, row.ends_at, now) == it);
            if !is_meant {
                continue;
            }
            let member = self.told(db, &row, &departments).await?;
            let position = member.position.as_deref().unwrap_or_default();
            let text = folded(&format!("{} {position}", member.name));
            if words.as_deref().is_none_or(|words| text.contains(words)) {
                found.push(member);
            }
        }
        found.sort_by_cached_key(|member| (folded(&member.name), member.account));
        let total = u32::try_from(found.len()).unwrap_or(u32::MAX);
        let begin = match query.cursor.as_deref() {
            None => 0,
            Some(cursor) => after(&found, cursor).ok_or(("cursor", FieldReason::Invalid))?,
        };
        let is_last = found.len() <= begin + PAGE;
        let members: Vec<Member> = found.into_iter().skip(begin).take(PAGE).collect();
        let last = members.last().filter(|_| !is_last);
        Ok(StaffPage { next_cursor: last.map(|it| it.account.to_string()), total, members })
    }

    async fn told(
        &self,
        db: &impl ConnectionTrait,
        row: &MemberRow,
        departments: &[DepartmentRow],
    ) -> Result<Member, Error> {
        let key = self.app.keys().find(db, Owner::person(row.person.0)).await?;
        let name = match key {
            Some(key) => {
                let who: Identity = key.unseal_json(&person_place(row.person), &row.sealed)?;
                who.name.full()
            }
            None => String::new(),
        };
        Ok(Member {
            account: row.account,
            name,
            role: row.role,
            department: row.department,
            department_name: name_of(departments, row.department),
            position: row.position.clone(),
            from: self.day_of(row.starts_at),
            until: row.ends_at.map(|ends_at| self.last_day(ends_at)),
            state: state(row.starts_at, row.ends_at, self.app.now_micros()),
            is_me: row.account == self.caller.account(),
            version: version(row.version),
        })
    }

    /// Sends an invitation; the account is made by who accepts it.
    pub async fn invite(&self, new: &NewMember) -> Result<Invited, Error> {
        let identity = self.identity(new)?;
        let phone = Phone::parse(&new.phone).map_err(|why| ("phone", why))?;
        let email = Email::parse(&new.email).map_err(|why| ("email", why))?;
        check_term(new.from, new.until, self.today())?;
        let position = check_optional(&new.position, NAME_MAX).map_err(|why| ("position", why))?;
        check_role(new.role, None)?;
        let tx = self.begin().await?;
        let departments = store::departments(&tx, self.organization).await?;
        check_department(&departments, new.department, None)?;
        let name = identity.name.full();
        let invited = accounts::Invited {
            identity,
            phone: phone.as_str().to_owned(),
            email: email.as_str().to_owned(),
            role: new.role,
            organization: self.organization,
            starts_at: new.from.map(|from| self.start_of(from)),
            ends_at: new.until.map(|until| self.end_of(until)),
            department: new.department,
            position: position.clone(),
        };
        let (_link, mut heads) = accounts::invite_in(self.app, &tx, &invited, Lang::Ru).await?;
        let changed = changes([
            (ChangedField::Person, None, Some(name)),
            (ChangedField::Role, None, Some(new.role.to_string())),
            (ChangedField::Department, None, name_of(&departments, new.department)),
            (ChangedField::Position, None, position),
            (ChangedField::From, None, new.from.map(|day| day.to_string())),
            (ChangedField::Until, None, new.until.map(|day| day.to_string())),
        ]);
        heads.extend(self.write(&tx, AdminAct::MemberInvited, None, changed).await?);
        tx.commit().await?;
        self.app.journal().cover(heads).await;
        Ok(Invited { email: invited.email, until: self.app.now() + GOOD_FOR })
    }

    /// Who was invited and has not come yet.
    pub async fn invitations(&self) -> Result<Vec<PendingInvitation>, Error> {
        let db = self.app.db().read();
        let pending = accounts::pending(self.app, db, self.organization).await?;
        let told = |it: accounts::Pending| PendingInvitation {
            id: it.id,
            name: it.invited.identity.name.full(),
            role: it.invited.role,
            email: it.invited.email,
            sent_at: moment(it.sent_at),
            until: moment(it.until),
        };
        Ok(pending.into_iter().map(told).collect())
    }

    /// Takes an invitation back. One that is over, or was taken back already, is left as it is.
    pub async fn withdraw(&self, id: Uuid) -> Result<Settled, Error> {
        let tx = self.begin().await?;
        let Some(invited) = accounts::withdraw(self.app, &tx, self.organization, id).await? else {
            return Ok(Settled { id });
        };
        let changed = changes([(ChangedField::Person, Some(invited.identity.name.full()), None)]);
        self.keep(tx, AdminAct::InvitationWithdrawn, None, changed).await?;
        Ok(Settled { id })
    }

    fn identity(&self, new: &NewMember) -> Result<Identity, Error> {
        let name = |field, text: &str| check_name(text).map_err(|why| (field, why));
        let patronymic = new.patronymic.as_deref().map(str::trim).filter(|it| !it.is_empty());
        let birth_date = check_birth_date(new.birth_date, self.today());
        Ok(Identity {
            name: PersonName {
                surname: name("surname", &new.surname)?,
                given: name("given", &new.given)?,
                patronymic: patronymic.map(|text| name("patronymic", text)).transpose()?,
            },
            birth_date: birth_date.map_err(|why| ("birth_date", why))?,
            sex: new.sex,
            snils: None,
            document: None,
            inn: None,
        })
    }

    /// Changes what somebody does. Of oneself only what gives no right: nobody locks the
    /// organization from inside, and nobody prolongs their own term.
    pub async fn change_member(
        &self,
        account: AccountId,
        change: &StaffChange,
    ) -> Result<Member, Error> {
        let position =
            check_optional(&change.position, NAME_MAX).map_err(|why| ("position", why))?;
        let tx = self.begin().await?;
        let (row, departments) = self.seen(&tx, account, change.version).await?;
        if state(row.starts_at, row.ends_at, self.app.now_micros()) == StaffState::Ended {
            return Err(Error::Conflict);
        }
        check_role(change.role, Some(row.role))?;
        check_department(&departments, change.department, row.department)?;
        let until = row.ends_at.map(|ends_at| self.last_day(ends_at));
        let ends_at = if change.until == until {
            row.ends_at
        } else {
            check_term(None, change.until, self.today())?;
            if change.until.is_some_and(|until| until < self.day_of(row.starts_at)) {
                return Err(("until", FieldReason::BeforeBegin).into());
            }
            change.until.map(|until| self.end_of(until))
        };
        let is_mine = account == self.caller.account();
        if is_mine && (change.role != row.role || ends_at != row.ends_at) {
            return Err(Error::LastAdministrator);
        }
        let next = MemberRow {
            role: change.role,
            department: change.department,
            position,
            ends_at,
            version: row.version + 1,
            ..row.clone()
        };
        let changed = self.difference(&row, &next, &departments);
        if changed.is_empty() {
            return self.told(&tx, &row, &departments).await;
        }
        store::update_member(&tx, &next).await?;
        self.tell(&tx, account, &Notice::WorkChanged).await?;
        let member = self.told(&tx, &next, &departments).await?;
        self.settle(tx, AdminAct::MemberChanged, account, changed).await?;
        Ok(member)
    }

    /// Ends somebody's work at once: no session of theirs goes on, no screen stays open.
    pub async fn end_member(&self, account: AccountId, ending: Ending) -> Result<Member, Error> {
        let tx = self.begin().await?;
        let departments = store::departments(&tx, self.organization).await?;
        let row = self.member(&tx, account).await?;
        // The last who administers is always the one who asks.
        if account == self.caller.account() {
            return Err(Error::LastAdministrator);
        }
        let now = self.app.now_micros();
        if state(row.starts_at, row.ends_at, now) == StaffState::Ended {
            return self.told(&tx, &row, &departments).await;
        }
        if version(row.version) != ending.version {
            return Err(Error::Conflict);
        }
        store::end_memberships(&tx, self.organization, account, now).await?;
        accounts::end_sessions(&tx, account, None, now).await?;
        self.tell(&tx, account, &Notice::WorkEnded).await?;
        let ended = self.member(&tx, account).await?;
        let changed = changes([
            (ChangedField::Role, Some(row.role.to_string()), None),
            (ChangedField::Department, name_of(&departments, row.department), None),
            (ChangedField::Until, self.until(&row), self.until(&ended)),
        ]);
        let member = self.told(&tx, &ended, &departments).await?;
        self.settle(tx, AdminAct::MemberEnded, account, changed).await?;
        Ok(member)
    }

    /// Takes somebody back, in a term of its own: the one before stays what it was.
    pub async fn employ_member(
        &self,
        account: AccountId,
        employment: &Employment,
    ) -> Result<Member, Error> {
        let position =
            check_optional(&employment.position, NAME_MAX).map_err(|why| ("position", why))?;
        check_term(employment.from, employment.until, self.today())?;
        check_role(employment.role, None)?;
        let tx = self.begin().await?;
        let (row, departments) = self.seen(&tx, account, employment.version).await?;
        let now = self.app.now_micros();
        let has_left = state(row.starts_at, row.ends_at, now) == StaffState::Ended;
        if !has_left || !store::is_open(&tx, account).await? {
            return Err(Error::Conflict);
        }
        check_department(&departments, employment.department, None)?;
        let id = self.app.new_id();
        let new = NewMembership {
            id,
            account,
            role: employment.role,
            organization: Some(self.organization),
            starts_at: employment.from.map_or(now, |from| self.start_of(from).max(now)),
            ends_at: employment.until.map(|until| self.end_of(until)),
        };
        accounts::insert_membership(&tx, new).await?;
        accounts::place_membership(&tx, id, employment.department, position.as_deref()).await?;
        self.tell(&tx, account, &Notice::WorkBegun).await?;
        let next = self.member(&tx, account).await?;
        let mut changed = self.difference(&row, &next, &departments);
        let from = [&row, &next].map(|it| Some(self.day_of(it.starts_at).to_string()));
        let [before, after] = from;
        changed.extend(changes([(ChangedField::From, before, after)]));
        let member = self.told(&tx, &next, &departments).await?;
        self.settle(tx, AdminAct::MemberEmployed, account, changed).await?;
        Ok(member)
    }

    async fn member(
        &self,
        db: &impl ConnectionTrait,
        account: AccountId,
    ) -> Result<MemberRow, Error> {
        let found = store::find_member(db, self.organization, account).await?;
        found.ok_or(Error::NotFound)
    }

    /// A member as the caller saw them, with the departments there are.
    async fn seen(
        &self,
        tx: &DatabaseTransaction,
        account: AccountId,
        seen: u32,
    ) -> Result<(MemberRow, Vec<DepartmentRow>), Error> {
        let row = self.member(tx, account).await?;
        if version(row.version) != seen {
            return Err(Error::Conflict);
        }
        Ok((row, store::departments(tx, self.organization).await?))
    }

    fn until(&self, row: &MemberRow) -> Option<String> {
        row.ends_at.map(|ends_at| self.last_day(ends_at).to_string())
    }

    fn difference(
        &self,
        row: &MemberRow,
        next: &MemberRow,
        departments: &[DepartmentRow],
    ) -> Vec<FieldChange> {
        let department = |row: &MemberRow| name_of(departments, row.department);
        changes([
            (ChangedField::Role, Some(row.role.to_string()), Some(next.role.to_string())),
            (ChangedField::Department, department(row), department(next)),
            (ChangedField::Position, row.position.clone(), next.position.clone()),
            (ChangedField::Until, self.until(row), self.until(next)),
        ])
    }

    /// Keeps it with its line; what the account has open asks again, on every node.
    async fn settle(
        &self,
        tx: DatabaseTransaction,
        act: AdminAct,
        account: AccountId,
        changed: Vec<FieldChange>,
    ) -> Result<(), Error> {
        self.app.events().announce_account(&tx, account).await?;
        self.keep(tx, act, Some(account.0), changed).await?;
        self.app.events().account_committed(account);
        Ok(())
    }
}

fn name_of(departments: &[DepartmentRow], id: Option<Uuid>) -> Option<String> {
    departments.iter().find(|it| Some(it.id) == id).map(|it| it.name.clone())
}

/// Where the page after this member begins.
fn after(found: &[Member], cursor: &str) -> Option<usize> {
    let account: AccountId = cursor.parse().ok()?;
    found.iter().position(|member| member.account == account).map(|place| place + 1)
}

fn check_role(role: Role, now: Option<Role>) -> Result<(), Error> {
    if may_be_given(role, now) { Ok(()) } else { Err(("role", FieldReason::Invalid).into()) }
}

/// One of the organization's own that is open, or the one they are in already.
fn check_department(
    departments: &[DepartmentRow],
    wanted: Option<Uuid>,
    now: Option<Uuid>,
) -> Result<(), Error> {
    let is_open = |id| departments.iter().any(|it| it.id == id && it.closed_at.is_none());
    match wanted {
        Some(id) if Some(id) != now && !is_open(id) => {
            Err(("department", FieldReason::Invalid).into())
        }
        Some(_) | None => Ok(()),
    }
}
