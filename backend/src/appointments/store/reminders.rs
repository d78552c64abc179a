//! When cards are reminded of their visits, and what was told.

use sea_orm::{ConnectionTrait, DbErr, QueryResult, Value};
use shared::appointments::reminders::{BROUGHT_FORWARD, ReminderSettings, USUAL_LEADS};
use shared::id::{AppointmentId, OrganizationId, PatientId};
use uuid::Uuid;

use crate::db::sql::{all, one, run};

/// A visit somebody may have to be reminded of; moments in microseconds.
#[derive(Clone, Debug)]
pub struct Candidate {
    pub id: AppointmentId,
    /// Absent for a guest.
    pub patient: Option<PatientId>,
    pub organization: OrganizationId,
    pub starts_at: i64,
    pub settings: ReminderSettings,
}

fn settings(row: &QueryResult) -> Result<ReminderSettings, DbErr> {
    let leads: Option<String> = row.try_get("", "leads")?;
    let leads = match &leads {
        Some(leads) => leads.split(',').filter_map(|lead| lead.parse().ok()).collect(),
        None => USUAL_LEADS.to_vec(),
    };
    Ok(ReminderSettings { leads, time_zone: row.try_get("", "time_zone")? })
}

/// When a card is reminded; as usual where nothing was chosen.
pub async fn find(
    db: &impl ConnectionTrait,
    patient: PatientId,
) -> Result<ReminderSettings, DbErr> {
    const FIND: &str = "select leads, time_zone from visit_reminders where patient_id = $1";
    let row = one(db, FIND, [patient.0.into()]).await?;
    row.as_ref().map_or_else(|| Ok(ReminderSettings::default()), settings)
}

/// Keeps what was chosen; the leads are checked and the longest first.
pub async fn keep(
    db: &impl ConnectionTrait,
    patient: PatientId,
    new: &ReminderSettings,
) -> Result<(), DbErr> {
    const KEEP: &str = "
        insert into visit_reminders (patient_id, leads, longest, shortest, time_zone)
        values ($1, $2, $3, $4, $5)
        on conflict (patient_id) do update
            set leads = $2, longest = $3, shortest = $4, time_zone = $5";
    let leads: Vec<String> = new.leads.iter().map(u32::to_string).collect();
    // Without any lead no visit is near enough to be looked at.
    let of = |lead: Option<&u32>| lead.map_or(-1_440, |lead| i32::try_from(*lead).unwrap_or(0));
    let values = [
        patient.0.into(),
        leads.join(",").into(),
        of(new.leads.first()).into(),
        of(new.leads.last()).into(),
        new.time_zone.clone().into(),
    ];
    run(db, KEEP, values).await.map(drop)
}

/// Booked visits that somebody may have to be reminded of now, by time, from after `last` on: those
/// whose last reminder was told are none.
pub async fn candidates(
    db: &impl ConnectionTrait,
    now: i64,
    last: (i64, AppointmentId),
    most: u32,
) -> Result<Vec<Candidate>, DbErr> {
    const MINUTE: i64 = 60_000_000;
    const FIND: &str = "
        select it.id, it.patient_id, it.organization_id, it.starts_at, own.leads, own.time_zone
        from appointment it
        left join visit_reminders own on own.patient_id = it.patient_id
        where it.state = 'booked' and it.starts_at > $1
            and it.starts_at <= $2 + coalesce(own.longest, $3) * $4
            and (it.starts_at > $5 or (it.starts_at = $5 and it.id > $6))
            and not exists (
                select 1 from appointment_reminder told
                where told.appointment_id = it.id and told.starts_at = it.starts_at
                    and told.lead_minutes = coalesce(own.shortest, $7))
        order by it.starts_at, it.id limit $8";
    let [longest, shortest] = USUAL_LEADS.map(i64::from);
    let night = i64::try_from(BROUGHT_FORWARD.whole_microseconds()).unwrap_or(0);
    let values: [Value; 8] = [
        now.into(),
        (now + night).into(),
        longest.into(),
        MINUTE.into(),
        last.0.into(),
        last.1.0.into(),
        shortest.into(),
        i64::from(most).into(),
    ];
    let rows = all(db, FIND, values).await?;
    let candidate = |row: &QueryResult| {
        let patient: Option<Uuid> = row.try_get("", "patient_id")?;
        Ok(Candidate {
            id: AppointmentId(row.try_get("", "id")?),
            patient: patient.map(PatientId),
            organization: OrganizationId(row.try_get("", "organization_id")?),
            starts_at: row.try_get("", "starts_at")?,
            settings: settings(row)?,
        })
    };
    rows.iter().map(candidate).collect()
}

/// When a visit was given the time it has, and the leads that were told of that time.
pub async fn story(
    db: &impl ConnectionTrait,
    visit: AppointmentId,
    starts_at: i64,
) -> Result<(Option<i64>, Vec<u32>), DbErr> {
    const SINCE: &str = r#"
        select max("at") as since from appointment_change
        where appointment_id = $1 and event in ('booked', 'moved')"#;
    const TOLD: &str = "
        select lead_minutes from appointment_reminder
        where appointment_id = $1 and starts_at = $2";
    let since = match one(db, SINCE, [visit.0.into()]).await? {
        Some(row) => row.try_get("", "since")?,
        None => None,
    };
    let rows = all(db, TOLD, [visit.0.into(), starts_at.into()]).await?;
    let lead = |row: &QueryResult| {
        let lead: i32 = row.try_get("", "lead_minutes")?;
        Ok(u32::try_from(lead).unwrap_or(0))
    };
    let told: Result<Vec<u32>, DbErr> = rows.iter().map(lead).collect();
    Ok((since, told?))
}

/// Says that a lead is told now. Whether nobody had before.
pub async fn claim(
    db: &impl ConnectionTrait,
    visit: AppointmentId,
    (lead, starts_at): (u32, i64),
    now: i64,
) -> Result<bool, DbErr> {
    const CLAIM: &str = "
        insert into appointment_reminder (appointment_id, lead_minutes, starts_at, told_at)
        values ($1, $2, $3, $4) on conflict do nothing";
    let lead = i32::try_from(lead).unwrap_or(i32::MAX);
    let values = [visit.0.into(), lead.into(), starts_at.into(), now.into()];
    Ok(run(db, CLAIM, values).await? == 1)
}
