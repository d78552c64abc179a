//! Looking through the lines of all journals, some at a time.

use std::collections::{BTreeSet, HashMap};

use shared::access::model::{Role, Section};
use shared::accounts::contacts::Login;
use shared::contract::FieldReason;
use shared::id::{AccountId, EntryId, PatientId};
use shared::journal::model::{ActorKind, Deed, Outcome};
use shared::journal::office::{AuditLine, AuditQuery};
use uuid::Uuid;

use crate::app::App;
use crate::audit::{self, Days, KeptLine, Line, Place};
use crate::journal::Error;
use crate::journal::names::{Names, bare};
use crate::journal::service::{READ, days};
use crate::{accounts, card, record};

/// Things remembered of cards and entries at once.
const KEPT: usize = 10_000;

/// Who is looked for.
enum Person {
    Anybody,
    /// By a login or an id.
    These(BTreeSet<AccountId>),
    /// Part of a name, in small letters.
    Named(String),
}

/// Goes through the lines of some days, newest first.
pub struct Finder {
    app: App,
    query: AuditQuery,
    days: Days,
    person: Person,
    chain: Option<Uuid>,
    last: Option<Place>,
    through: usize,
    is_done: bool,
    names: Names,
    numbers: HashMap<Uuid, Option<String>>,
    sections: HashMap<Uuid, Option<Section>>,
}

impl Finder {
    /// Nothing where a login or a card's number is nobody's.
    pub async fn new(app: &App, query: AuditQuery) -> Result<Option<Self>, Error> {
        let person = match query.person.as_deref().map(str::trim).filter(|it| !it.is_empty()) {
            None => Person::Anybody,
            Some(text) => match person(app, text).await? {
                Some(person) => person,
                None => return Ok(None),
            },
        };
        let number = query.card_number.as_deref().map(str::trim).filter(|it| !it.is_empty());
        let chain = match number {
            None => None,
            Some(number) => match card::by_number(app, app.db().read(), number).await? {
                Some(patient) => Some(patient.0),
                None => return Ok(None),
            },
        };
        let last = match query.cursor.as_deref() {
            None => None,
            Some(cursor) => {
                let reason = FieldReason::Invalid;
                let invalid = Error::Invalid { field: "cursor", reason };
                Some(read_cursor(cursor).ok_or(invalid)?)
            }
        };
        Ok(Some(Self {
            app: app.clone(),
            days: days(Some(query.from), Some(query.until), app.settings().offset),
            query,
            person,
            chain,
            last,
            through: 0,
            is_done: false,
            names: Names::default(),
            numbers: HashMap::new(),
            sections: HashMap::new(),
        }))
    }

    /// Whether every line was looked at.
    pub const fn is_done(&self) -> bool {
        self.is_done
    }

    /// How many lines were looked at.
    pub const fn through(&self) -> usize {
        self.through
    }

    /// The line that was looked at last.
    pub const fn last(&self) -> Option<Place> {
        self.last
    }

    /// Looks at the next lines; of those that are meant so many at most.
    pub async fn step(&mut self, most: usize) -> Result<Vec<AuditLine>, Error> {
        let app = self.app.clone();
        let db = app.db().read();
        let kept = audit::everywhere(db, self.days, self.chain, self.last, READ).await?;
        let is_last = u64::try_from(kept.len()).unwrap_or(u64::MAX) < READ;
        let mut found = Vec::new();
        for kept in &kept {
            if found.len() == most {
                return Ok(found);
            }
            self.through += 1;
            self.last = Some(Place { at: kept.at, chain: kept.chain, seq: kept.seq });
            let line = kept.open(&app.keys().deployment().journal)?;
            if self.holds(&line) && self.is_meant(&line).await? {
                found.push(self.tell(kept, line).await?);
            }
        }
        self.is_done = is_last;
        Ok(found)
    }

    fn holds(&self, line: &Line) -> bool {
        let query = &self.query;
        let is_from = |start: &str| {
            line.address.as_deref().is_some_and(|address| address.starts_with(start.trim()))
        };
        query.action.is_none_or(|action| line.what.action() == Some(action))
            && query.deed.is_none_or(|deed| line.what.deed() == deed)
            && query.outcome.is_none_or(|outcome| line.outcome == outcome)
            && query.ground.is_none_or(|ground| line.ground == Some(ground))
            && query.address.as_deref().is_none_or(is_from)
    }

    async fn is_meant(&mut self, line: &Line) -> Result<bool, Error> {
        match &self.person {
            Person::Anybody => Ok(true),
            Person::These(these) => Ok(line.account.is_some_and(|it| these.contains(&it))),
            Person::Named(part) => {
                let Some(account) = line.account else { return Ok(false) };
                let name = self.names.of_account(&self.app, account, kind(line)).await?;
                Ok(name.is_some_and(|name| folded(&name).contains(part)))
            }
        }
    }

    async fn tell(&mut self, kept: &KeptLine, line: Line) -> Result<AuditLine, Error> {
        let told = bare(AccountId(Uuid::nil()), kept, &line);
        // Patients are told apart by their cards; a name is asked for knowingly.
        let is_named = line.role.is_some_and(|role| role.is_staff() || role == Role::Program);
        let name = match line.account.filter(|_| is_named) {
            Some(account) => self.names.of_account(&self.app, account, told.who).await?,
            None => None,
        };
        let organization = match line.organization {
            Some(id) => self.names.organization_name(&self.app, id).await?,
            None => None,
        };
        let is_entry = line.outcome == Outcome::Allowed && told.deed == Deed::Access;
        let section = match line.object.filter(|_| is_entry) {
            Some(object) => self.section(kept.chain, object).await?,
            None => None,
        };
        Ok(AuditLine {
            chain: kept.chain,
            seq: kept.seq,
            at: told.at,
            who: told.who,
            account: line.account,
            name,
            role: line.role,
            organization,
            card_number: self.card_number(kept.chain).await?,
            deed: told.deed,
            action: told.action,
            view: told.view,
            event: told.event,
            ground: told.ground,
            outcome: told.outcome,
            address: line.address,
            device: told.device,
            object: line.object,
            section,
            terms: line.terms,
            changes: line.changes,
            request_id: line.request_id,
        })
    }

    async fn card_number(&mut self, chain: Uuid) -> Result<Option<String>, Error> {
        if let Some(number) = self.numbers.get(&chain) {
            return Ok(number.clone());
        }
        let number = card::number_of(&self.app, self.app.db().read(), PatientId(chain)).await?;
        if self.numbers.len() >= KEPT {
            self.numbers.clear();
        }
        self.numbers.insert(chain, number.clone());
        Ok(number)
    }

    async fn section(&mut self, chain: Uuid, object: Uuid) -> Result<Option<Section>, Error> {
        if let Some(section) = self.sections.get(&object) {
            return Ok(*section);
        }
        let (db, id) = (self.app.db().read(), EntryId(object));
        let section = record::entry_section(db, PatientId(chain), id).await?;
        if self.sections.len() >= KEPT {
            self.sections.clear();
        }
        self.sections.insert(object, section);
        Ok(section)
    }
}

/// Who is meant by what was typed; nothing where it is nobody's login.
async fn person(app: &App, text: &str) -> Result<Option<Person>, Error> {
    if let Ok(id) = text.parse() {
        return Ok(Some(Person::These(BTreeSet::from([id]))));
    }
    let logins = Login::candidates(text);
    if logins.is_empty() {
        return Ok(Some(Person::Named(folded(text))));
    }
    let found: BTreeSet<AccountId> =
        accounts::find_accounts(app, &logins).await?.into_iter().collect();
    Ok((!found.is_empty()).then_some(Person::These(found)))
}

fn kind(line: &Line) -> ActorKind {
    if line.role == Some(Role::Program) { ActorKind::Program } else { ActorKind::Person }
}

/// In small letters, «ё» as «е», with usual spaces.
fn folded(text: &str) -> String {
    text.to_lowercase().replace('ё', "е").replace('\u{a0}', " ")
}

/// A place among all lines, as it crosses the wire.
pub fn write_cursor(Place { at, chain, seq }: Place) -> String {
    format!("{at}.{}.{seq}", chain.simple())
}

fn read_cursor(text: &str) -> Option<Place> {
    let mut parts = text.splitn(3, '.');
    let at = parts.next()?.parse().ok()?;
    let chain = Uuid::parse_str(parts.next()?).ok()?;
    Some(Place { at, chain, seq: parts.next()?.parse().ok()? })
}
