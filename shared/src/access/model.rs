use crate::words::words;

words! {
    /// What an account does in the system (ACL-6).
    Role {
        Patient "patient",
        Doctor "doctor",
        Nurse "nurse",
        Registrar "registrar",
        Laboratory "laboratory",
        Pharmacist "pharmacist",
        Insurer "insurer",
        Support "support",
        IdentityOperator "identity_operator",
        SecurityOfficer "security_officer",
        Administrator "administrator",
        /// Not a person: a program with a credential of its own (INT-12).
        Program "program",
    }

    /// Why somebody may look at a card (ACL-1).
    Ground {
        /// The patient in person.
        Own "own",
        /// A parent, guardian, attorney or trusted person.
        Representative "representative",
        /// The patient's permission.
        Grant "grant",
        /// A booking the patient made.
        Treatment "treatment",
        /// An emergency, with a written reason.
        BreakGlass "break_glass",
        /// The patient asked the organization something about the card (REC-11, REC-13).
        Asked "asked",
        /// A program of another system, by the scopes it was registered with (INT-12).
        System "system",
    }

    /// A part of the card that is shown, granted and hidden as one.
    Section {
        Visits "visits",
        Results "results",
        Medicines "medicines",
        Conditions "conditions",
        Allergies "allergies",
        Notes "notes",
        Immunizations "immunizations",
        Procedures "procedures",
        Referrals "referrals",
        Documents "documents",
        CarePlans "care_plans",
        /// Insurance and bills: what other systems send and nobody here writes.
        Administrative "administrative",
    }

    /// How much of the granted sections is opened (ACL-2).
    Level {
        Full "full",
        /// The summary only, without lists, download, print or share.
        Limited "limited",
    }

    /// A sensitive topic the patient may hide as a whole (ACL-4).
    Sensitivity {
        Usual "usual",
        MentalHealth "mental_health",
        ReproductiveHealth "reproductive_health",
        Hiv "hiv",
        Addiction "addiction",
    }

    /// Everything one can do to a card.
    Action {
        ReadIdentity "read_identity",
        ReadSummary "read_summary",
        ReadEntries "read_entries",
        /// What has come since one was here last: names and dates, no values (REC-14).
        ReadNews "read_news",
        AddNote "add_note",
        /// What the patient tells of themselves beside notes (REC-7).
        WriteOwn "write_own",
        /// To say that an entry is wrong (REC-8, REC-13).
        ReportEntry "report_entry",
        WriteEntry "write_entry",
        /// To write a protocol that is not signed yet: nobody but its writer sees it (REC-4).
        WriteProtocol "write_protocol",
        /// To sign a protocol, or a correction of one (REC-4, REC-5).
        SignProtocol "sign_protocol",
        /// To confirm on the spot that a visit takes place (REC-13).
        AttestVisit "attest_visit",
        /// To vouch for what a patient told (REC-7).
        ConfirmOwn "confirm_own",
        /// To answer what was said against an entry (REC-8, REC-13).
        AnswerReport "answer_report",
        /// What the patient asked of the organization, with the entry it is about.
        ReadAsked "read_asked",
        /// Who looked at the card (AUD-3, ACL-7).
        ReadJournal "read_journal",
        /// All of it in the form other systems read (FHIR).
        ReadResources "read_resources",
        WriteResources "write_resources",
        /// To whom the card is open, what is hidden, and who asks (ACL-2).
        ReadGrants "read_grants",
        /// To open the card to somebody, or what was hidden (ACL-2, ACL-3).
        ManageAccess "manage_access",
        /// To close it: to revoke, to refuse, to hide (ACL-2, ACL-4).
        CloseAccess "close_access",
        /// The visits of the card (APT-12).
        ReadAppointments "read_appointments",
        /// To book, move and cancel visits, and to say what one thinks of them (APT-4, APT-6).
        ManageAppointments "manage_appointments",
    }
}

impl Role {
    /// Whether this is somebody's work, and not being a patient.
    pub const fn is_staff(self) -> bool {
        match self {
            Self::Patient | Self::Program => false,
            Self::Doctor
            | Self::Nurse
            | Self::Registrar
            | Self::Laboratory
            | Self::Pharmacist
            | Self::Insurer
            | Self::Support
            | Self::IdentityOperator
            | Self::SecurityOfficer
            | Self::Administrator => true,
        }
    }
}
