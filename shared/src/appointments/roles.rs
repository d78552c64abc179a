//! Who does what at a clinic's door.

use crate::access::model::Role;

/// Whether this role receives patients, and has a day with visits (APT-9).
pub const fn receives(role: Role) -> bool {
    matches!(role, Role::Doctor | Role::Nurse | Role::Registrar)
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
