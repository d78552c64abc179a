//! Who does what at a clinic's door.

use crate::access::model::Role;

/// Whose visits of a day somebody sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sees {
    Own,
    /// Of the whole organization.
    All,
}

/// Whose visits this role sees; nobody's where it receives no patients (APT-9).
pub const fn sees(role: Role) -> Option<Sees> {
    match role {
        Role::Doctor => Some(Sees::Own),
        Role::Nurse | Role::Registrar => Some(Sees::All),
        Role::Patient
        | Role::Laboratory
        | Role::Pharmacist
        | Role::Insurer
        | Role::Support
        | Role::IdentityOperator
        | Role::SecurityOfficer
        | Role::Administrator
        | Role::Program => None,
    }
}

/// Whether this role receives patients, and has a day with visits (APT-9).
pub const fn receives(role: Role) -> bool {
    sees(role).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// APT-9: whoever has a day is staff, and nobody else is asked for one.
    #[test]
    fn only_those_who_receive_patients_have_a_day() {
        let those: Vec<Role> = Role::ALL.iter().copied().filter(|role| receives(*role)).collect();
        assert_eq!(those, [Role::Doctor, Role::Nurse, Role::Registrar]);
        assert!(those.iter().all(|role| role.is_staff()));
    }
}
