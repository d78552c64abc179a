//! The day of those who receive patients (APT-9): a doctor sees their own, others of the clinic all
//! of it without what a visit is about.

use std::collections::BTreeSet;

use sea_orm::DatabaseTransaction;
use shared::access::model::{Action, Ground};
use shared::accounts::contacts::Phone;
use shared::appointments::clock;
use shared::appointments::model::{
    CalledOff, Cancelling, CheckIn, Day, DayPractitioner, DayVisit, Late, StateChange, Told,
    VisitActor, VisitChange, VisitEvent, VisitPapers, VisitState,
};
use shared::appointments::roles::{Sees, sees};
use shared::appointments::rules::{
    AFTERCARE, CANCELLING_MAX, LATE_MAX, LATE_TOLD, is_too_early, is_too_late, may_become,
};
use shared::contract::FieldReason;
use shared::id::{AppointmentId, EntryId, OrganizationId, PatientId};
use shared::notifications::model::Notice;
use shared::record::model::PersonName;
use shared::widgets::rules::visit_number;
use time::Date;

use super::booking::checked;
use super::directory::{Directory, Practice, USUAL_ZONE};
use super::service::{Error, number};
use super::slots::Zone;
use super::store::offered;
use super::store::visits::{self as store, NewChange, Visit};
use super::{guests, letters, shown, visits, webhook};
use crate::access::{Caller, Denied, ReadEntries};
use crate::app::{App, micros, moment};
use crate::audit::{self, Head, Line, NewLine, Outcome, VisitAct, What};
use crate::card::{self, Identity};
use crate::keys::{Owner, SealingKey};
use crate::record;

/// Those who receive patients in one organization.
pub struct Desk<'d> {
    app: &'d App,
    caller: &'d Caller,
    organization: OrganizationId,
}

impl<'d> Desk<'d> {
    /// Journals the refusal of everybody who receives nobody.
    pub async fn open(app: &'d App, caller: &'d Caller) -> Result<Self, Error> {
        let organization = caller.organization().filter(|_| sees(caller.role()).is_some());
        let Some(organization) = organization else {
            caller.was_refused(app, What::Visit(VisitAct::Tried)).await?;
            return Err(Error::NotFound);
        };
        if caller.is_unproved() {
            return Err(Denied::Unproved.into());
        }
        Ok(Self { app, caller, organization })
    }

    fn is_theirs(&self, practice: &Practice) -> bool {
        let is_seen = match sees(self.caller.role()) {
            Some(Sees::Own) => practice.account == self.caller.account(),
            Some(Sees::All) => true,
            None => false,
        };
        is_seen && practice.organization == self.organization
    }

    /// The visits of a day by the clock of the clinic; today's where none is named.
    pub async fn day(&self, day: Option<&str>) -> Result<Day, Error> {
        let (app, db, now) = (self.app, self.app.db().read(), self.app.now_micros());
        let directory = app.directory_now().await?;
        let usual = Zone::find(USUAL_ZONE);
        let zone = directory.zone(self.organization).or(usual.as_ref()).ok_or(Error::NotFound)?;
        let day = match day {
            Some(day) => offered::read_day(day).ok_or(("day", FieldReason::NotADate))?,
            None => zone.day(now),
        };
        let next = day.next_day().ok_or(("day", FieldReason::OutOfRange))?;
        let span = (zone.start_of(day), zone.start_of(next));
        let mut found = store::between(db, self.organization, span).await?;
        // Who came long ago is no business of those who received them any more (ACL-1).
        let (since, today) = (micros(app.now() - AFTERCARE), zone.start_of(zone.day(now)));
        found.retain(|visit| {
            let practice = directory.practices.get(&visit.practitioner);
            // Whom nobody waits for any more is told until the day is over.
            let is_shown = visit.state != VisitState::Cancelled || visit.starts_at >= today;
            is_shown && visit.ends_at > since && practice.is_some_and(|it| self.is_theirs(it))
        });
        let is_here = |practice: &&Practice| {
            let is_on = |visit: &Visit| visit.state != VisitState::Cancelled;
            let has_visits =
                || found.iter().any(|visit| visit.practitioner == practice.id && is_on(visit));
            self.is_theirs(practice) && (practice.works(now) || has_visits())
        };
        let mut practitioners: Vec<DayPractitioner> = directory
            .practices
            .values()
            .filter(is_here)
            .map(|practice| DayPractitioner {
                id: practice.id,
                name: practice.practitioner.name.clone(),
                speciality: practice.practitioner.speciality,
                late_minutes: practice.late_on(day),
            })
            .collect();
        practitioners.sort_by_cached_key(|it| (it.name.full().to_lowercase(), it.id));
        let told = found.iter().map(|visit| self.told(&directory, visit));
        let visits = futures_util::future::try_join_all(told).await?;
        Ok(Day { day, practitioners, visits })
    }

    /// A visit as those who receive the patient see it.
    async fn told(&self, directory: &Directory, visit: &Visit) -> Result<DayVisit, Error> {
        let (app, caller) = (self.app, self.caller);
        let practice = directory.practices.get(&visit.practitioner).ok_or(Error::NotFound)?;
        let Some(patient) = visit.patient else {
            return self.told_guest(directory, practice, visit).await;
        };
        let (lists, session) = (app.appointments(), caller.session_id());
        let is_first = !lists.was_listed(session, patient.0);
        let access = app.receive(caller, patient, is_first).await?;
        if is_first {
            lists.listed(session, patient.0);
        }
        let (Identity { name, birth_date, .. }, _) = card::find_header(&access).await?;
        let key = app.keys().find(access.db(), Owner::patient(patient.0)).await?;
        let key = key.ok_or(Error::NotFound)?;
        let words = store::unseal(&key, patient, visit)?;
        let called_off = self.called_off(practice, visit, (&*key, patient)).await?;
        let is_for_them = is_for(caller, practice, visit);
        let papers = if is_for_them { words.attachments.len() } else { 0 };
        Ok(DayVisit {
            name,
            birth_date: Some(birth_date),
            reason: words.reason.filter(|_| is_for_them),
            papers: u32::try_from(papers).unwrap_or(u32::MAX),
            service: words.service,
            called_off,
            ..bare(directory, practice, visit)
        })
    }

    /// Who called a visit off. Why a patient did is for the doctor, as the reason of the visit is.
    async fn called_off(
        &self,
        practice: &Practice,
        visit: &Visit,
        (key, patient): (&SealingKey, PatientId),
    ) -> Result<Option<CalledOff>, Error> {
        if visit.state != VisitState::Cancelled {
            return Ok(None);
        }
        let is_doctor = practice.account == self.caller.account();
        let history = store::changes(self.app.db().read(), key, patient, visit.id).await?;
        let last = history.into_iter().rfind(|change| change.event == VisitEvent::Cancelled);
        Ok(last.map(|VisitChange { at, by, note, .. }| {
            let note = note.filter(|_| is_doctor || by == VisitActor::Clinic);
            CalledOff { at, by, note }
        }))
    }

    /// The same of a guest, who is shown by what they typed. The chain of the clinic tells who looked.
    async fn told_guest(
        &self,
        directory: &Directory,
        practice: &Practice,
        visit: &Visit,
    ) -> Result<DayVisit, Error> {
        let (app, caller) = (self.app, self.caller);
        let (lists, session) = (app.appointments(), caller.session_id());
        if !lists.was_listed(session, visit.id.0) {
            let (what, ground) = (What::Access(Action::ReadIdentity), Some(Ground::Treatment));
            let mut line = caller.line(what, ground, Outcome::Allowed);
            line.object = Some(visit.id.0);
            app.journal().append(self.organization.0, app.now_micros(), line).await?;
            lists.listed(session, visit.id.0);
        }
        let facts = guests::find_facts(app, app.db().read(), visit.id).await?;
        let service = guests::words_of(app, visit)?.service;
        let key = (&app.keys().deployment().service, guests::NOBODY);
        let called_off = self.called_off(practice, visit, key).await?;
        let told = DayVisit { service, called_off, ..bare(directory, practice, visit) };
        let Some(guests::Facts { name, phone, birth_date, reason }) = facts else {
            return Ok(told);
        };
        let is_for_them = is_for(caller, practice, visit);
        Ok(DayVisit {
            name,
            birth_date: Some(birth_date),
            reason: reason.filter(|_| is_for_them),
            phone: Some(Phone::parse(&phone).map_or(phone, |phone| phone.to_string())),
            number: Some(visit_number(visit.id)),
            ..told
        })
    }

    /// What the patient attached to a visit, for its doctor: through the gate, by the ground the
    /// booking gave. A guest attaches nothing.
    pub async fn papers(&self, id: AppointmentId) -> Result<VisitPapers, Error> {
        let (app, caller) = (self.app, self.caller);
        let directory = app.directory_now().await?;
        let found = store::find_of_clinic(app.db().read(), self.organization, id).await?;
        let is_theirs = |visit: &Visit| {
            let practice = directory.practices.get(&visit.practitioner);
            practice.is_some_and(|practice| is_for(caller, practice, visit))
        };
        let Some(visit) = found.filter(is_theirs) else {
            caller.was_refused(app, What::Visit(VisitAct::Tried)).await?;
            return Err(Error::NotFound);
        };
        let Some(patient) = visit.patient else { return Ok(VisitPapers::default()) };
        let access = app.open::<ReadEntries>(caller, patient).await?;
        let key = app.keys().find(access.db(), Owner::patient(patient.0)).await?;
        let key = key.ok_or(Error::NotFound)?;
        let attached = store::unseal(&key, patient, &visit)?.attachments;
        let attached: BTreeSet<EntryId> = attached.into_iter().collect();
        let papers = record::these(&access, &attached).await?;
        let closed = attached.len().saturating_sub(papers.len());
        Ok(VisitPapers { papers, closed: u32::try_from(closed).unwrap_or(u32::MAX) })
    }

    /// Begins a change of a visit that is theirs.
    async fn begin(
        &self,
        id: AppointmentId,
    ) -> Result<(DatabaseTransaction, std::sync::Arc<Directory>, Visit), Error> {
        let tx = self.app.db().begin().await?;
        let directory = self.app.directory(&tx).await?;
        let found = store::of_clinic(&tx, self.organization, id).await?;
        let is_theirs = |visit: &Visit| {
            let practice = directory.practices.get(&visit.practitioner);
            practice.is_some_and(|practice| self.is_theirs(practice))
        };
        match found.filter(is_theirs) {
            Some(visit) => Ok((tx, directory, visit)),
            None => Err(self.refuse(tx, Error::NotFound).await?),
        }
    }

    /// Journals that somebody reached for a visit that is not theirs.
    async fn refuse(&self, tx: DatabaseTransaction, why: Error) -> Result<Error, Error> {
        // Before it is journalled: the journal waits for the same database.
        tx.rollback().await?;
        self.caller.was_refused(self.app, What::Visit(VisitAct::Tried)).await?;
        Ok(why)
    }

    /// Says how far a visit is.
    pub async fn change_state(
        &self,
        id: AppointmentId,
        change: StateChange,
    ) -> Result<DayVisit, Error> {
        let (tx, directory, visit) = self.begin(id).await?;
        if number(visit.version) != change.version || !may_become(visit.state, change.state) {
            return Err(Error::Conflict);
        }
        let zone = directory.zone(self.organization).ok_or(Error::NotFound)?;
        let offset = clock::offset(zone.offset(visit.starts_at));
        if is_too_early(change.state, moment(visit.starts_at), offset, self.app.now()) {
            return Err(Error::TooEarly);
        }
        if is_too_late(change.state, moment(visit.starts_at), offset, self.app.now()) {
            return Err(Error::Conflict);
        }
        self.become_of(tx, &directory, visit, (change.state, VisitAct::Noted)).await
    }

    async fn become_of(
        &self,
        tx: DatabaseTransaction,
        directory: &Directory,
        mut visit: Visit,
        (state, act): (VisitState, VisitAct),
    ) -> Result<DayVisit, Error> {
        let now = self.app.now_micros();
        visit.state = state;
        let event = match state {
            VisitState::Booked => {
                (visit.arrived_at, visit.ended_at) = (None, None);
                VisitEvent::Reverted
            }
            VisitState::Arrived => {
                visit.arrived_at = visit.arrived_at.or(Some(now));
                VisitEvent::Arrived
            }
            VisitState::InProgress => {
                visit.ended_at = None;
                VisitEvent::Started
            }
            VisitState::Done => {
                visit.ended_at = Some(now);
                VisitEvent::Finished
            }
            VisitState::NoShow => VisitEvent::Missed,
            VisitState::Cancelled => VisitEvent::Cancelled,
        };
        if !store::update(&tx, &mut visit).await? {
            return Err(Error::Conflict);
        }
        remember(self.app, &tx, &visit, (event, None), None).await?;
        let line = VisitLine::of(self.caller, act, &visit);
        keep_lines(self.app, tx, Vec::new(), vec![line]).await?;
        self.told(directory, &visit).await
    }

    /// Cancels a visit from the clinic's side; the patient is told.
    pub async fn cancel(
        &self,
        id: AppointmentId,
        cancelling: &Cancelling,
    ) -> Result<DayVisit, Error> {
        let note = checked(&cancelling.note, CANCELLING_MAX).map_err(|why| ("note", why))?;
        let (tx, directory, mut visit) = self.begin(id).await?;
        if visit.state == VisitState::Cancelled {
            tx.rollback().await?;
            return self.told(&directory, &visit).await;
        }
        let may_be = matches!(visit.state, VisitState::Booked | VisitState::Arrived);
        if !may_be || number(visit.version) != cancelling.version {
            return Err(Error::Conflict);
        }
        cancel_by_clinic(self.app, &tx, (&directory, self.caller), &mut visit, note.as_deref())
            .await?;
        let line = VisitLine::of(self.caller, VisitAct::Cancelled, &visit);
        keep_lines(self.app, tx, Vec::new(), vec![line]).await?;
        self.told(&directory, &visit).await
    }

    /// A patient has come and shows a pass. Whatever is no pass of today's here is one answer.
    pub async fn check_in(&self, check_in: &CheckIn) -> Result<DayVisit, Error> {
        let id = shown::read_pass(self.app, &check_in.token)?;
        let tx = self.app.db().begin().await?;
        let directory = self.app.directory(&tx).await?;
        let found = match id {
            Some(id) => store::of_clinic(&tx, self.organization, id).await?,
            None => None,
        };
        let now = self.app.now_micros();
        let is_todays = |visit: &Visit| {
            let zone = directory.zone(self.organization);
            let is_open = match visit.state {
                VisitState::Booked | VisitState::Arrived | VisitState::InProgress => true,
                VisitState::Done | VisitState::NoShow | VisitState::Cancelled => false,
            };
            is_open && zone.is_some_and(|zone| zone.day(visit.starts_at) == zone.day(now))
        };
        let Some(visit) = found.filter(is_todays) else {
            return Err(self.refuse(tx, Error::NoPass).await?);
        };
        if visit.state != VisitState::Booked {
            tx.rollback().await?;
            return self.told(&directory, &visit).await;
        }
        let to = (VisitState::Arrived, VisitAct::CheckedIn);
        self.become_of(tx, &directory, visit, to).await
    }

    /// Tells those who wait today that the doctor is late.
    pub async fn late(&self, late: Late) -> Result<Told, Error> {
        if late.minutes > LATE_MAX {
            return Err(("minutes", FieldReason::OutOfRange).into());
        }
        let (app, now) = (self.app, self.app.now_micros());
        let tx = app.db().begin().await?;
        store::lock_role(&tx, late.practitioner, true).await?;
        let directory = app.directory(&tx).await?;
        let found = directory.practices.get(&late.practitioner);
        let Some(practice) = found.filter(|it| self.is_theirs(it)) else {
            return Err(self.refuse(tx, Error::NotFound).await?);
        };
        let today = practice.zone.day(now);
        let before = practice.late_on(today);
        offered::keep_late(&tx, late.practitioner, today, late.minutes).await?;
        let is_told = before.abs_diff(late.minutes) >= LATE_TOLD;
        let mut lines = Vec::new();
        let mut waiting = self.waiting(&tx, practice, today).await?;
        waiting.retain(|_| is_told);
        for visit in &waiting {
            remember(app, &tx, visit, (VisitEvent::RunningLate, None), None).await?;
            let at = letters::time_of(&directory, visit);
            let notice = Notice::VisitLate { visit: at, minutes: late.minutes };
            let event = format!("visit {} late {now}", visit.id);
            let by = self.caller.account();
            letters::tell_of(app, &tx, visit, by, &event, &notice).await?;
            lines.push(VisitLine::of(self.caller, VisitAct::Noted, visit));
        }
        let patients = u32::try_from(lines.len()).unwrap_or(u32::MAX);
        keep_lines(app, tx, Vec::new(), lines).await?;
        Ok(Told { patients })
    }

    /// The visits of somebody's day that have not begun.
    async fn waiting(
        &self,
        tx: &DatabaseTransaction,
        practice: &Practice,
        day: Date,
    ) -> Result<Vec<Visit>, Error> {
        let Some(next) = day.next_day() else { return Ok(Vec::new()) };
        let span = (practice.zone.start_of(day), practice.zone.start_of(next));
        let mut found = store::between(tx, self.organization, span).await?;
        let now = self.app.now_micros();
        found.retain(|visit| {
            let is_waiting = matches!(visit.state, VisitState::Booked | VisitState::Arrived);
            visit.practitioner == practice.id && is_waiting && visit.ends_at > now
        });
        Ok(found)
    }
}

/// A line in the journal about a visit: in the chain of its card, or of the clinic where a guest has
/// none.
pub struct VisitLine {
    patient: Option<PatientId>,
    organization: OrganizationId,
    line: Line,
}

impl VisitLine {
    pub fn of(caller: &Caller, act: VisitAct, visit: &Visit) -> Self {
        let ground = Some(Ground::Treatment);
        let mut line = caller.line(What::Visit(act), ground, Outcome::Allowed);
        line.object = Some(visit.id.0);
        Self { patient: visit.patient, organization: visit.organization, line }
    }
}

/// Keeps what was done with visits together with its lines; `heads` are of lines written before.
pub async fn keep_lines(
    app: &App,
    tx: DatabaseTransaction,
    mut heads: Vec<Head>,
    lines: Vec<VisitLine>,
) -> Result<(), Error> {
    let at = app.now_micros();
    let (mut cards, mut clinics) = (Vec::new(), Vec::new());
    for VisitLine { patient, organization, line } in lines {
        match patient {
            Some(patient) => cards.push((patient, line)),
            None => clinics.push(NewLine { chain: organization.0, at, line }),
        }
    }
    if !clinics.is_empty() {
        heads.extend(audit::append(&tx, &app.keys().deployment().journal, &clinics).await?);
    }
    Ok(app.keep_visits(tx, heads, cards).await?)
}

/// What it is about is for who treats, and no more once it was called off.
fn is_for(caller: &Caller, practice: &Practice, visit: &Visit) -> bool {
    practice.account == caller.account() && visit.state != VisitState::Cancelled
}

/// What of a visit is about nobody: without whose it is, and what for.
pub fn bare(directory: &Directory, practice: &Practice, visit: &Visit) -> DayVisit {
    let nameless = PersonName { surname: String::new(), given: String::new(), patronymic: None };
    DayVisit {
        id: visit.id,
        practitioner: visit.practitioner,
        patient: visit.patient,
        name: nameless,
        birth_date: None,
        state: visit.state,
        starts_at: moment(visit.starts_at),
        ends_at: moment(visit.ends_at),
        utc_offset: practice.zone.offset(visit.starts_at),
        service: directory
            .services
            .get(&visit.service)
            .map(|(_, service)| service.name.clone())
            .unwrap_or_default(),
        format: visit.format,
        room: directory.room_name(visit.room),
        reason: None,
        papers: 0,
        phone: None,
        number: None,
        arrived_at: visit.arrived_at.map(moment),
        called_off: None,
        version: number(visit.version),
    }
}

/// Keeps what the clinic did with a visit, and tells the program that booked it.
pub async fn remember(
    app: &App,
    tx: &DatabaseTransaction,
    visit: &Visit,
    (event, moved): (VisitEvent, Option<(i64, i64)>),
    note: Option<&str>,
) -> Result<(), Error> {
    webhook::tell(app, tx, visit, event).await?;
    let (id, at, by) = (app.new_id(), app.now_micros(), VisitActor::Clinic);
    let new = NewChange { id, visit: visit.id, at, event, by, moved, note };
    let Some(patient) = visit.patient else {
        let key = &app.keys().deployment().service;
        return store::insert_change(tx, key, guests::NOBODY, new).await;
    };
    let key = app.keys().find(tx, Owner::patient(patient.0)).await?.ok_or(Error::NotFound)?;
    store::insert_change(tx, &key, patient, new).await
}

/// Cancels a visit and tells the patient, where it has not begun.
pub async fn cancel_by_clinic(
    app: &App,
    tx: &DatabaseTransaction,
    (directory, caller): (&Directory, &Caller),
    visit: &mut Visit,
    note: Option<&str>,
) -> Result<(), Error> {
    visits::call_off(app, tx, visit).await?;
    remember(app, tx, visit, (VisitEvent::Cancelled, None), note).await?;
    if visit.starts_at <= app.now_micros() {
        return Ok(());
    }
    let notice = Notice::VisitCancelled { visit: letters::time_of(directory, visit) };
    let event = format!("visit {} {}", visit.id, visit.sequence);
    letters::tell_of(app, tx, visit, caller.account(), &event, &notice).await
}
