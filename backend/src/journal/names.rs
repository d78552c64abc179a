//! What those who stand in lines are called. Asked once each, however many lines they have.

use std::collections::HashMap;

use shared::access::model::{Ground, Role};
use shared::id::{AccountId, OrganizationId};
use shared::journal::model::{ActorKind, JournalLine};

use super::service::Error;
use crate::app::{App, moment};
use crate::audit::{KeptLine, Line};
use crate::interop::program;
use crate::{accounts, record};

/// Who reads the lines, and whose card they are of.
pub struct Reader {
    pub account: AccountId,
    /// Of the patient, as printed.
    pub patient: String,
}

/// What was found out so far.
#[derive(Default)]
pub struct Names {
    accounts: HashMap<AccountId, Option<String>>,
    organizations: HashMap<OrganizationId, Organization>,
}

#[derive(Clone, Default)]
struct Organization {
    name: Option<String>,
    answers: bool,
}

/// Names kept at once: a journal of many years has more people than a page.
const KEPT: usize = 10_000;

impl Names {
    /// A line in words, without what else there is about it.
    pub async fn tell(
        &mut self,
        app: &App,
        reader: &Reader,
        kept: &KeptLine,
        line: &Line,
    ) -> Result<JournalLine, Error> {
        let mut told = bare(reader.account, kept, line);
        if told.who != ActorKind::Me
            && let Some(account) = line.account
        {
            told.name = self.of_account(app, account, told.who).await?;
        }
        if let Some(organization) = line.organization {
            let known = self.of_organization(app, organization).await?;
            told.organization = known.name;
            told.may_ask = known.answers && told.who != ActorKind::Me;
        }
        told.for_whom =
            (line.ground == Some(Ground::Representative)).then(|| reader.patient.clone());
        Ok(told)
    }

    /// What somebody is called; whoever asks has made sure that they may know.
    pub async fn of_account(
        &mut self,
        app: &App,
        account: AccountId,
        kind: ActorKind,
    ) -> Result<Option<String>, Error> {
        if let Some(name) = self.accounts.get(&account) {
            return Ok(name.clone());
        }
        let name = if kind == ActorKind::Program {
            program::find(app.db().read(), account.0).await?.map(|program| program.name)
        } else {
            let db = app.db().read();
            accounts::name_of_anybody(app, db, account).await?.map(|name| name.short())
        };
        if self.accounts.len() >= KEPT {
            self.accounts.clear();
        }
        self.accounts.insert(account, name.clone());
        Ok(name)
    }

    pub async fn organization_name(
        &mut self,
        app: &App,
        id: OrganizationId,
    ) -> Result<Option<String>, Error> {
        Ok(self.of_organization(app, id).await?.name)
    }

    async fn of_organization(
        &mut self,
        app: &App,
        id: OrganizationId,
    ) -> Result<Organization, Error> {
        if let Some(known) = self.organizations.get(&id) {
            return Ok(known.clone());
        }
        let db = app.db().read();
        let known = Organization {
            name: accounts::organization_name(db, id).await?,
            answers: record::answers_here(db, id, record::OF_LOOKS, app.now()).await?,
        };
        self.organizations.insert(id, known.clone());
        Ok(known)
    }
}

/// What a line says by itself, before anybody was asked for a name.
pub fn bare(reader: AccountId, kept: &KeptLine, line: &Line) -> JournalLine {
    let who = match (line.account, line.role) {
        (_, Some(Role::Program)) => ActorKind::Program,
        (None, _) => ActorKind::System,
        (Some(account), _) if account == reader => ActorKind::Me,
        (Some(_), _) => ActorKind::Person,
    };
    JournalLine {
        seq: kept.seq,
        at: moment(kept.at),
        who,
        account: line.account,
        name: None,
        role: line.role,
        for_whom: None,
        organization: None,
        deed: line.what.deed(),
        action: line.what.action(),
        view: line.view,
        event: line.what.event(),
        ground: line.ground,
        outcome: line.outcome,
        address: line.address.clone(),
        device: line.device.as_deref().and_then(shared::accounts::device::name),
        entry: None,
        may_ask: false,
        question: None,
    }
}
