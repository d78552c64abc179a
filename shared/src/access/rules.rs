//! The whole policy: one decision, taken on values only. The browser asks it before it shows a
//! button, the server before it opens anything, the tests compare it with the written matrix.

use std::collections::BTreeSet;

use super::model::{Action, Ground, Level, Role, Section, Sensitivity};

/// Whether a role on a ground may do an action at all.
///
/// No wildcard: a new role, ground or action does not compile until everyone has an answer.
pub const fn allows(role: Role, ground: Ground, level: Level, action: Action) -> bool {
    match ground {
        Ground::Own => owner(action) || decides(action),
        // Limited opens the summary only.
        Ground::Representative => {
            owner(action)
                && (matches!(level, Level::Full)
                    || matches!(action, Action::ReadIdentity | Action::ReadSummary))
        }
        Ground::Grant => allows_on_grant(role, level, action),
        Ground::Treatment => match role {
            Role::Doctor | Role::Nurse => staff(role, level, action),
            Role::Registrar => matches!(action, Action::ReadIdentity),
            Role::Patient
            | Role::Laboratory
            | Role::Pharmacist
            | Role::Insurer
            | Role::Support
            | Role::IdentityOperator
            | Role::SecurityOfficer
            | Role::Administrator
            | Role::Program => false,
        },
        Ground::BreakGlass => urgent(role, action),
        Ground::Asked => asked(role, action),
        Ground::System => match action {
            Action::ReadResources | Action::WriteResources => matches!(role, Role::Program),
            Action::ReadIdentity
            | Action::ReadSummary
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
            | Action::ReadAsked
            | Action::ReadGrants
            | Action::ManageAccess
            | Action::CloseAccess
            | Action::ReadAppointments
            | Action::ManageAppointments
            | Action::ReadJournal => false,
        },
    }
}

/// Whether this role ever opens other people's cards: others are not shown a list that stays empty.
pub fn works_with_cards(role: Role) -> bool {
    [Ground::Grant, Ground::Treatment, Ground::BreakGlass]
        .into_iter()
        .any(|ground| role.is_staff() && allows(role, ground, Level::Full, Action::ReadIdentity))
}

/// What the patient may do in their own card, and who represents them.
const fn owner(action: Action) -> bool {
    match action {
        Action::ReadIdentity
        | Action::ReadSummary
        | Action::ReadEntries
        | Action::ReadNews
        | Action::ReadJournal
        | Action::AddNote
        | Action::WriteOwn
        | Action::ReportEntry
        | Action::AttestVisit
        | Action::ReadGrants
        | Action::ReadAppointments
        | Action::ManageAppointments => true,
        Action::WriteEntry
        | Action::WriteProtocol
        | Action::SignProtocol
        | Action::ConfirmOwn
        | Action::AnswerReport
        | Action::ReadAsked
        | Action::ReadResources
        | Action::WriteResources
        | Action::ManageAccess
        | Action::CloseAccess => false,
    }
}

/// What nobody decides for the patient: who sees the card.
const fn decides(action: Action) -> bool {
    matches!(action, Action::ManageAccess | Action::CloseAccess)
}

/// What a doctor may do in an emergency: look, and change nothing (ACL-5).
const fn urgent(role: Role, action: Action) -> bool {
    match action {
        Action::ReadIdentity | Action::ReadSummary | Action::ReadEntries | Action::ReadNews => {
            matches!(role, Role::Doctor)
        }
        Action::AddNote
        | Action::WriteOwn
        | Action::ReportEntry
        | Action::WriteEntry
        | Action::WriteProtocol
        | Action::SignProtocol
        | Action::AttestVisit
        | Action::ConfirmOwn
        | Action::AnswerReport
        | Action::ReadAsked
        | Action::ReadJournal
        | Action::ReadResources
        | Action::WriteResources
        | Action::ReadGrants
        | Action::ManageAccess
        | Action::CloseAccess
        | Action::ReadAppointments
        | Action::ManageAppointments => false,
    }
}

/// Not the card: what was asked alone.
const fn asked(role: Role, action: Action) -> bool {
    match action {
        Action::ReadAsked | Action::AnswerReport => {
            matches!(role, Role::Doctor | Role::Laboratory)
        }
        Action::ReadIdentity
        | Action::ReadSummary
        | Action::ReadEntries
        | Action::ReadNews
        | Action::ReadJournal
        | Action::AddNote
        | Action::WriteOwn
        | Action::ReportEntry
        | Action::WriteEntry
        | Action::WriteProtocol
        | Action::SignProtocol
        | Action::AttestVisit
        | Action::ConfirmOwn
        | Action::ReadResources
        | Action::WriteResources
        | Action::ReadGrants
        | Action::ManageAccess
        | Action::CloseAccess
        | Action::ReadAppointments
        | Action::ManageAppointments => false,
    }
}

const fn allows_on_grant(role: Role, level: Level, action: Action) -> bool {
    match role {
        Role::Doctor | Role::Nurse => staff(role, level, action),
        // A grant to a person without a role is made for a reader, not for a treater.
        Role::Patient | Role::Insurer => match action {
            Action::ReadIdentity | Action::ReadSummary => true,
            Action::ReadEntries | Action::ReadNews => matches!(level, Level::Full),
            Action::AddNote
            | Action::WriteOwn
            | Action::ReportEntry
            | Action::WriteEntry
            | Action::WriteProtocol
            | Action::SignProtocol
            | Action::AttestVisit
            | Action::ConfirmOwn
            | Action::AnswerReport
            | Action::ReadAsked
            | Action::ReadJournal
            | Action::ReadResources
            | Action::WriteResources
            | Action::ReadGrants
            | Action::ManageAccess
            | Action::CloseAccess
            | Action::ReadAppointments
            | Action::ManageAppointments => false,
        },
        Role::Registrar
        | Role::Laboratory
        | Role::Pharmacist
        | Role::Support
        | Role::IdentityOperator
        | Role::SecurityOfficer
        | Role::Administrator
        | Role::Program => false,
    }
}

const fn staff(role: Role, level: Level, action: Action) -> bool {
    match action {
        Action::ReadIdentity | Action::ReadSummary => true,
        Action::ReadEntries | Action::ReadNews => matches!(level, Level::Full),
        Action::WriteEntry
        | Action::WriteProtocol
        | Action::SignProtocol
        | Action::ConfirmOwn
        | Action::AnswerReport => matches!(level, Level::Full) && matches!(role, Role::Doctor),
        Action::AddNote
        | Action::WriteOwn
        | Action::ReportEntry
        | Action::AttestVisit
        | Action::ReadAsked
        | Action::ReadJournal
        | Action::ReadResources
        | Action::WriteResources
        | Action::ReadGrants
        | Action::ManageAccess
        | Action::CloseAccess
        | Action::ReadAppointments
        | Action::ManageAppointments => false,
    }
}

/// Whether this role answers for its organization what is asked about such entries: a doctor all
/// of it, a laboratory what it found. Why somebody looked is asked as [`Section::Administrative`]:
/// no entry has it, so that a question opens none.
pub const fn answers(role: Role, section: Section) -> bool {
    match role {
        Role::Doctor => true,
        Role::Laboratory => matches!(section, Section::Results | Section::Administrative),
        Role::Patient
        | Role::Nurse
        | Role::Registrar
        | Role::Pharmacist
        | Role::Insurer
        | Role::Support
        | Role::IdentityOperator
        | Role::SecurityOfficer
        | Role::Administrator
        | Role::Program => false,
    }
}

/// Whether this role ever answers.
pub fn answers_any(role: Role) -> bool {
    Section::ALL.iter().any(|section| answers(role, *section))
}

/// Whether this role searches all journals (AUD-3): journals, not cards (ACL-6).
pub const fn searches_journals(role: Role) -> bool {
    match role {
        Role::SecurityOfficer => true,
        Role::Patient
        | Role::Doctor
        | Role::Nurse
        | Role::Registrar
        | Role::Laboratory
        | Role::Pharmacist
        | Role::Insurer
        | Role::Support
        | Role::IdentityOperator
        | Role::Administrator
        | Role::Program => false,
    }
}

/// Whether this role says that it knows of a critical result (RES-9).
pub const fn acknowledges(role: Role) -> bool {
    allows(role, Ground::Treatment, Level::Full, Action::WriteEntry)
}

/// Break-glass opens these and nothing else (ACL-5).
pub const BREAK_GLASS_SECTIONS: &[Section] =
    &[Section::Allergies, Section::Conditions, Section::Medicines];

/// What one ground opens: the filter every entry passes before it leaves the gate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    pub ground: Ground,
    pub level: Level,
    pub sections: BTreeSet<Section>,
}

impl Scope {
    /// The patient's own view: everything.
    pub fn own() -> Self {
        Self {
            ground: Ground::Own,
            level: Level::Full,
            sections: Section::ALL.iter().copied().collect(),
        }
    }

    /// The sections this scope opens, after what its ground caps.
    pub fn opens(&self, section: Section) -> bool {
        match self.ground {
            Ground::Own => true,
            Ground::BreakGlass => {
                BREAK_GLASS_SECTIONS.contains(&section) && self.sections.contains(&section)
            }
            Ground::Representative
            | Ground::Grant
            | Ground::Treatment
            | Ground::Asked
            | Ground::System => self.sections.contains(&section),
        }
    }
}

/// What the patient hid, and from whom (ACL-4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HiddenTarget<Id> {
    Entry(Id),
    Topic(Sensitivity),
}

/// Whether an entry may be shown through `scope`, given what is hidden from this caller.
///
/// The patient always sees their own card, hidden entries included. Break-glass does not lift
/// what was hidden: the patient decided it knowing that an emergency may come.
pub fn shows<Id: PartialEq>(
    scope: &Scope,
    hidden: &[HiddenTarget<Id>],
    id: &Id,
    section: Section,
    sensitivity: Sensitivity,
) -> bool {
    if scope.ground == Ground::Own {
        return true;
    }
    scope.opens(section)
        && !hidden.iter().any(|target| match target {
            HiddenTarget::Entry(hidden) => hidden == id,
            HiddenTarget::Topic(topic) => *topic == sensitivity && *topic != Sensitivity::Usual,
        })
}

/// Of several grounds the one that opens most: own, then full before limited, then more sections.
///
/// Whatever that is, what one was asked about one may answer: each question is a ground of its own.
/// And what was opened in an emergency is open beside it: nobody who had some of the card before
/// goes without what a life may hang on.
pub fn best(scopes: impl IntoIterator<Item = Scope>, role: Role, action: Action) -> Option<Scope> {
    let allowed = scopes
        .into_iter()
        .filter(|scope| allows(role, scope.ground, scope.level, action))
        .collect::<Vec<_>>();
    let asked: BTreeSet<Section> = allowed
        .iter()
        .filter(|scope| scope.ground == Ground::Asked)
        .flat_map(|scope| scope.sections.iter().copied())
        .collect();
    let urgent: BTreeSet<Section> = allowed
        .iter()
        .filter(|scope| scope.ground == Ground::BreakGlass)
        .flat_map(|scope| scope.sections.iter().copied().filter(|section| scope.opens(*section)))
        .collect();
    let mut best = allowed.into_iter().max_by_key(|scope| {
        let sections = Section::ALL.iter().filter(|section| scope.opens(**section)).count();
        (
            scope.ground == Ground::Own,
            scope.level == Level::Full,
            sections,
            scope.ground != Ground::BreakGlass,
            // Of equals always the same one, in whatever order they come.
            scope.ground,
            scope.sections.clone(),
        )
    })?;
    best.sections.extend(asked);
    best.sections.extend(urgent);
    Some(best)
}
