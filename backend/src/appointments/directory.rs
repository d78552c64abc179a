//! Who receives patients where, what can be booked and when they work: all of it in memory, one
//! small question to the database tells whether it is still so. None of it is about a patient.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use sea_orm::{ConnectionTrait, DbErr};
use shared::access::model::Role;
use shared::admin::model::StaffState;
use shared::admin::rules::{folded, state};
use shared::appointments::model::{Clinic, Payment, PractitionerRole, Rating, Service, Speciality};
use shared::appointments::schedule::{Pattern, Room};
use shared::id::{AccountId, OrganizationId, PersonId, PractitionerRoleId};
use shared::lang::Lang;
use time::Date;
use uuid::Uuid;

use super::service::Error;
use super::slots::Zone;
use super::store::offered as store;
use crate::app::App;
use crate::card::{Identity, person_place};
use crate::keys::Owner;

/// The clock of an organization that has not said where it is.
pub const USUAL_ZONE: &str = "Europe/Moscow";

/// What a node remembers of booking.
pub struct Remembered {
    /// What is offered, and as of which change.
    directory: Mutex<Option<(Stamp, Arc<Directory>)>>,
    /// Who was shown in a list of those who come, in which session, a moment ago: a list that renews
    /// itself is one look.
    listed: moka::sync::Cache<(Uuid, Uuid), ()>,
}

/// Names in lists, in all sessions of a node.
const LISTED: u64 = 100_000;
const ONE_LOOK: std::time::Duration = std::time::Duration::from_mins(10);

impl Default for Remembered {
    fn default() -> Self {
        let listed =
            moka::sync::Cache::builder().max_capacity(LISTED).time_to_live(ONE_LOOK).build();
        Self { directory: Mutex::default(), listed }
    }
}

impl Remembered {
    /// Whether somebody was shown in a session a moment ago: a card, or the visit of a guest.
    pub fn was_listed(&self, session: Uuid, who: Uuid) -> bool {
        self.listed.contains_key(&(session, who))
    }

    /// To be called once the journal knows that they were.
    pub fn listed(&self, session: Uuid, who: Uuid) {
        self.listed.insert((session, who), ());
    }
}

/// Changes whenever something of the directory does.
pub type Stamp = [i64; 4];

#[derive(Default)]
pub struct Directory {
    pub clinics: BTreeMap<OrganizationId, Place>,
    pub practices: BTreeMap<PractitionerRoleId, Practice>,
    pub services: BTreeMap<Uuid, (OrganizationId, Service)>,
    pub rooms: BTreeMap<Uuid, (OrganizationId, Room)>,
}

/// A clinic, as it stands apart from who works there now.
pub struct Place {
    pub clinic: Clinic,
    pub zone: Zone,
    pub is_published: bool,
    /// What words are looked for in.
    pub words: String,
}

/// Somebody in one place.
#[derive(Clone)]
pub struct Practice {
    pub id: PractitionerRoleId,
    pub organization: OrganizationId,
    pub account: AccountId,
    /// By whom they are taken: one person is in one place at a time, wherever they work.
    pub person: PersonId,
    /// As anybody may see them, without a free time.
    pub practitioner: PractitionerRole,
    /// When they work in that place at all, in microseconds.
    pub terms: Vec<(i64, Option<i64>)>,
    pub is_published: bool,
    pub pattern: Option<Pattern>,
    pub version: i64,
    /// On which day they are late, and by how many minutes.
    pub late: Option<(Date, u32)>,
    pub zone: Zone,
    pub words: String,
}

impl Practice {
    /// Whether they work there now.
    pub fn works(&self, now: i64) -> bool {
        self.terms.iter().any(|(starts, ends)| state(*starts, *ends, now) == StaffState::Live)
    }

    /// One of the services they offer.
    pub fn service(&self, id: Uuid) -> Option<&Service> {
        self.practitioner.services.iter().find(|service| service.id == id)
    }

    /// By how many minutes they are late on a day.
    pub fn late_on(&self, day: Date) -> u32 {
        self.late.filter(|(late_on, _)| *late_on == day).map_or(0, |(_, minutes)| minutes)
    }
}

impl Directory {
    /// Whether patients may book with somebody: published, working, in a clinic that is.
    pub fn is_offered(&self, practice: &Practice, now: i64) -> bool {
        let is_open = self.clinics.get(&practice.organization).is_some_and(|it| it.is_published);
        is_open && practice.is_published && practice.works(now)
    }

    /// Somebody patients may book with.
    pub fn offered(&self, id: PractitionerRoleId, now: i64) -> Option<&Practice> {
        self.practices.get(&id).filter(|practice| self.is_offered(practice, now))
    }

    /// Everybody patients may book with.
    pub fn all_offered(&self, now: i64) -> impl Iterator<Item = &Practice> {
        self.practices.values().filter(move |practice| self.is_offered(practice, now))
    }

    /// A clinic with what follows from who works there now; published or not.
    pub fn clinic(&self, id: OrganizationId, now: i64) -> Option<Clinic> {
        let place = self.clinics.get(&id)?;
        let here: Vec<&Practice> =
            self.all_offered(now).filter(|practice| practice.organization == id).collect();
        let mut specialities: Vec<Speciality> =
            here.iter().map(|practice| practice.practitioner.speciality).collect();
        specialities.sort_unstable();
        specialities.dedup();
        let prices = here.iter().flat_map(|practice| &practice.practitioner.services);
        let price_from = prices
            .filter(|service| service.payments.contains(&Payment::Paid))
            .filter_map(|service| service.price)
            .min();
        Some(Clinic { specialities, price_from, ..place.clinic.clone() })
    }

    /// The clock of a clinic.
    pub fn zone(&self, id: OrganizationId) -> Option<&Zone> {
        self.clinics.get(&id).map(|place| &place.zone)
    }

    pub fn room_name(&self, id: Option<Uuid>) -> Option<String> {
        id.and_then(|id| self.rooms.get(&id)).map(|(_, room)| room.name.clone())
    }
}

impl App {
    /// What is offered, as a transaction has it that may have changed it itself: that is remembered
    /// by nobody, since it may never be kept.
    pub(super) async fn directory(
        &self,
        db: &impl ConnectionTrait,
    ) -> Result<Arc<Directory>, Error> {
        match self.remembered(store::stamp(db).await?) {
            Some(directory) => Ok(directory),
            None => Ok(Arc::new(load(self, db).await?)),
        }
    }

    /// What is offered, as it is kept now.
    pub(super) async fn directory_now(&self) -> Result<Arc<Directory>, Error> {
        let db = self.db().read();
        // Before the rest: what changes meanwhile is asked for again the next time.
        let stamp = store::stamp(db).await?;
        if let Some(directory) = self.remembered(stamp) {
            return Ok(directory);
        }
        let directory = Arc::new(load(self, db).await?);
        let kept = Some((stamp, directory.clone()));
        let known = &self.appointments().directory;
        *known.lock().unwrap_or_else(PoisonError::into_inner) = kept;
        Ok(directory)
    }

    fn remembered(&self, stamp: Stamp) -> Option<Arc<Directory>> {
        let known = self.appointments().directory.lock().unwrap_or_else(PoisonError::into_inner);
        known.as_ref().filter(|(of, _)| *of == stamp).map(|(_, directory)| directory.clone())
    }
}

fn strange(what: &str) -> Error {
    Error::Db(DbErr::Type(format!("a strange {what} of what is offered")))
}

/// A zone that the tables know no more leaves its clinic out: better none than wrong times.
fn zone_of(name: &str) -> Option<Zone> {
    let zone = Zone::find(name);
    if zone.is_none() {
        tracing::error!(zone = name, "no such time zone: its clinic is not offered");
    }
    zone
}

async fn load(app: &App, db: &impl ConnectionTrait) -> Result<Directory, Error> {
    let mut directory = Directory::default();
    let ratings = store::ratings(db).await?;
    for (organization, service) in store::services(db).await? {
        directory.services.insert(service.id, (organization, service));
    }
    for (organization, room) in store::rooms(db).await? {
        directory.rooms.insert(room.id, (organization, room));
    }
    for (mut clinic, is_published) in store::clinics(db).await? {
        let Some(zone) = zone_of(&clinic.time_zone) else { continue };
        clinic.rating = rating(ratings.iter().filter(|it| it.organization == clinic.id));
        let parts = [&clinic.district, &clinic.metro, &clinic.address];
        let parts = parts.into_iter().flatten().chain([&clinic.name, &clinic.city]);
        let words = folded(&parts.map(String::as_str).collect::<Vec<_>>().join("\n"));
        directory.clinics.insert(clinic.id, Place { clinic, zone, is_published, words });
    }
    let known = Known { offers: store::offers(db).await?, terms: store::terms(db).await?, ratings };
    for row in store::roles(db).await? {
        let key = app.keys().find(db, Owner::person(row.person.0)).await?.ok_or(Error::NotFound)?;
        let identity: Identity = key.unseal_json(&person_place(row.person), &row.sealed)?;
        if let Some(practice) = practice(&directory, &known, row, identity)? {
            directory.practices.insert(practice.id, practice);
        }
    }
    Ok(directory)
}

/// What is known of all of those who receive patients.
struct Known {
    offers: Vec<(PractitionerRoleId, Uuid)>,
    terms: Vec<store::Term>,
    ratings: Vec<store::Stars>,
}

/// Nobody where the clinic has no clock.
fn practice(
    directory: &Directory,
    known: &Known,
    row: store::RoleRow,
    identity: Identity,
) -> Result<Option<Practice>, Error> {
    let Some(place) = directory.clinics.get(&row.organization) else { return Ok(None) };
    let is_own =
        |term: &&store::Term| (term.account, term.organization) == (row.account, row.organization);
    let own: Vec<&store::Term> = known.terms.iter().filter(is_own).collect();
    let receives = |term: &&&store::Term| matches!(term.role, Role::Doctor | Role::Nurse);
    let terms = own.iter().filter(receives).map(|term| (term.starts_at, term.ends_at)).collect();
    let services = known.offers.iter().filter(|(role, _)| *role == row.id);
    let mut services: Vec<Service> = services
        .filter_map(|(_, service)| directory.services.get(service))
        .map(|(_, service)| service.clone())
        .collect();
    services.sort_by_cached_key(|service| (folded(&service.name), service.id));
    let practitioner = PractitionerRole {
        id: row.id,
        name: identity.name,
        speciality: row.speciality,
        position: own.last().and_then(|term| term.position.clone()),
        organization: row.organization,
        organization_name: place.clinic.name.clone(),
        languages: row.languages,
        services,
        rating: rating(known.ratings.iter().filter(|it| it.practitioner == row.id)),
        next_free: None,
    };
    let pattern = row.pattern.map(|json| serde_json::from_str(&json)).transpose();
    Ok(Some(Practice {
        id: row.id,
        organization: row.organization,
        account: row.account,
        person: row.person,
        words: words_of(&practitioner),
        practitioner,
        terms,
        is_published: row.is_published,
        pattern: pattern.map_err(|_| strange("pattern"))?,
        version: row.version,
        late: row.late,
        zone: place.zone.clone(),
    }))
}

fn words_of(practitioner: &PractitionerRole) -> String {
    let speciality = practitioner.speciality.text();
    let parts = [
        practitioner.name.full(),
        practitioner.position.clone().unwrap_or_default(),
        practitioner.organization_name.clone(),
        speciality.get(Lang::Ru).to_owned(),
        speciality.get(Lang::En).to_owned(),
    ];
    folded(&parts.join("\n"))
}

/// The mean of all stars, times ten, to the nearest.
fn rating<'r>(of: impl Iterator<Item = &'r store::Stars>) -> Option<Rating> {
    let (sum, count) = of.fold((0, 0), |(sum, count), it| (sum + it.sum, count + it.count));
    if count == 0 {
        return None;
    }
    Some(Rating {
        tenths: u32::try_from((sum * 10 + count / 2) / count).unwrap_or(50),
        count: u32::try_from(count).unwrap_or(u32::MAX),
    })
}
