//! Lines of the journal as deeds that can be judged.

use std::collections::HashMap;

use shared::access::model::{Action, Ground, Role};
use shared::accounts::model::SecurityEvent;
use shared::anomalies::habit::{Deed, DeedKind, Spot};
use shared::anomalies::rules::network;
use shared::id::{AccountId, OrganizationId, PatientId};
use shared::journal::model::View;
use uuid::Uuid;

use super::Error;
use crate::access::live_of;
use crate::app::{App, moment};
use crate::audit::{AuditAct, KeptLine, Line, Outcome, What};

/// A deed and who did it.
pub struct Done {
    pub account: AccountId,
    /// Absent where it was done before anybody was signed in.
    pub role: Option<Role>,
    pub organization: Option<OrganizationId>,
    pub deed: Deed,
}

/// What was found out of grounds so far: whether a visit was booked.
#[derive(Default)]
pub struct Visits(HashMap<(AccountId, Uuid), bool>);

/// The deed of a line; nothing for what says nothing about habits: programs, which have scopes and
/// limits of their own, the system itself, and lists of names, which open a line in each card.
pub fn deed_of(app: &App, kept: &KeptLine, line: &Line) -> Option<Done> {
    let account = line.account.filter(|account| !account.0.is_nil())?;
    if line.role == Some(Role::Program) {
        return None;
    }
    let (kind, card) = kind_of(kept, line)?;
    let address = line.address.as_deref();
    let spot = Spot {
        session: line.session,
        network: address.and_then(network),
        device: line.device.as_deref().and_then(shared::accounts::device::name),
        place: address.and_then(|address| app.settings().places.find(address)),
    };
    let (ground, has_treatment) = (line.ground, line.ground == Some(Ground::Treatment));
    let deed = Deed { at: moment(kept.at), kind, card, ground, has_treatment, spot };
    Some(Done { account, role: line.role, organization: line.organization, deed })
}

impl Visits {
    /// Asks whether a visit was booked behind what the patient gave: the journal names the ground
    /// that opens most.
    pub async fn ask(&mut self, app: &App, done: &mut Done) -> Result<(), Error> {
        let Done { account, organization, deed, .. } = done;
        let is_in_doubt = matches!(deed.ground, Some(Ground::Grant | Ground::Asked));
        let Some(card) = deed.card.filter(|_| is_in_doubt) else { return Ok(()) };
        if let Some(known) = self.0.get(&(*account, card)) {
            deed.has_treatment = *known;
            return Ok(());
        }
        let at = crate::app::micros(deed.at);
        let live = live_of(app.db().read(), PatientId(card), *account, *organization, at).await?;
        deed.has_treatment = live.iter().any(|scope| scope.ground == Ground::Treatment);
        self.0.insert((*account, card), deed.has_treatment);
        Ok(())
    }
}

/// What stands for the card of one guess.
fn guess(kept: &KeptLine) -> Uuid {
    Uuid::from_u128(kept.chain.as_u128() ^ u128::from(kept.seq.unsigned_abs()))
}

fn kind_of(kept: &KeptLine, line: &Line) -> Option<(DeedKind, Option<Uuid>)> {
    let is_refused = line.outcome == Outcome::Denied;
    match line.what {
        What::Access(_) | What::AccessAsked | What::CardPresented | What::EmergencyOpened
            if is_refused =>
        {
            // With a ground it was theirs, and something else was missing.
            // Who guesses a code does it on one card: each guess counts as another.
            let is_guess = matches!(line.what, What::CardPresented);
            let card = if is_guess { guess(kept) } else { line.object.unwrap_or(kept.chain) };
            line.ground.is_none().then_some((DeedKind::Refusal, Some(card)))
        }
        What::Access(action) => opens(action).then(|| (look(line.view), Some(kept.chain))),
        What::SignedIn | What::Security(SecurityEvent::SignedIn) if !is_refused => {
            Some((DeedKind::SignIn, None))
        }
        What::Audit(AuditAct::Exported) => Some((DeedKind::Download, None)),
        What::Audit(
            AuditAct::Searched
            | AuditAct::Named
            | AuditAct::EmergenciesListed
            | AuditAct::EmergencyReviewed
            | AuditAct::AnomaliesListed
            | AuditAct::AnomalyReviewed,
        )
        | What::AccessAsked
        | What::CardPresented
        | What::EmergencyOpened
        | What::EmergencyReviewed
        | What::CardCreated
        | What::AccountCreated
        | What::SignedIn
        | What::SignedOut
        | What::Security(_)
        | What::Feed(_)
        | What::Representation(_)
        | What::ShareOpened
        | What::FileDamaged
        | What::ReferenceLoaded(_)
        | What::Visit(_)
        | What::Administration(_) => None,
    }
}

/// Whether the card itself was opened, and not its name in a list of many.
const fn opens(action: Action) -> bool {
    match action {
        Action::ReadIdentity | Action::ReadAsked => false,
        Action::ReadSummary
        | Action::ReadEntries
        | Action::ReadNews
        | Action::AddNote
        | Action::WriteOwn
        | Action::ReportEntry
        | Action::WriteEntry
        | Action::WriteProtocol
        | Action::SignProtocol
        | Action::AttestVisit
        | Action::ConfirmOwn
        | Action::AnswerReport
        | Action::ReadJournal
        | Action::ReadResources
        | Action::WriteResources
        | Action::ReadGrants
        | Action::ManageAccess
        | Action::CloseAccess
        | Action::ReadAppointments
        | Action::ManageAppointments => true,
    }
}

const fn look(view: Option<View>) -> DeedKind {
    match view {
        Some(View::Pdf | View::File | View::JournalFile) => DeedKind::Download,
        None
        | Some(
            View::Entries
            | View::Entry
            | View::Versions
            | View::Results
            | View::Result
            | View::Series
            | View::Comparison
            | View::Measurements
            | View::FilePages
            | View::Requests
            | View::Release
            | View::Live
            | View::Digest
            | View::Calendar,
        ) => DeedKind::View,
    }
}
