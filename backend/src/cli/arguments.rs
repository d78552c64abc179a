//! What can be said to `medkarta`, and what `--help` says of it.

use std::path::PathBuf;

use clap::{Parser, Subcommand};
use shared::reference::model::ReferenceList;

/// Medkarta: the electronic medical card.
#[derive(Parser)]
#[command(name = "medkarta", version)]
pub struct Cli {
    /// The settings file; by default ./medkarta.toml where there is one.
    #[arg(long, global = true, env = "MEDKARTA_CONFIG")]
    pub config: Option<PathBuf>,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand)]
pub enum Command {
    /// Serves the portal.
    Serve {
        /// Fills an empty database with invented people and lets one sign in as them.
        #[arg(long)]
        demo: bool,
    },
    /// Brings the database's schema up to date.
    Migrate,
    /// Prints the OpenAPI document.
    Openapi,
    /// Tells the pages of the PDF on standard input. The server asks itself.
    #[command(hide = true)]
    FilePages,
    /// Draws a page of the PDF on standard input. The server asks itself.
    #[command(hide = true)]
    FilePage { page: u32, width: u32 },
    /// Works on the settings.
    Config {
        #[command(subcommand)]
        command: ConfigCommand,
    },
    /// Works on the journal.
    Audit {
        #[command(subcommand)]
        command: AuditCommand,
    },
    /// Works on the accounts of staff.
    Staff {
        #[command(subcommand)]
        command: StaffCommand,
    },
    /// Takes in FHIR R4: files and folders of Bundles (.json) and of NDJSON (.ndjson). Run again it
    /// goes on where it was.
    Import {
        #[arg(required = true)]
        paths: Vec<PathBuf>,
    },
    /// Works on the programs of other systems.
    Program {
        #[command(subcommand)]
        command: ProgramCommand,
    },
    /// Works on the laboratories that send HL7 v2 results.
    Feed {
        #[command(subcommand)]
        command: FeedCommand,
    },
    /// Works on the lists of diagnoses, medicines, laboratory tests and units.
    Reference {
        #[command(subcommand)]
        command: ReferenceCommand,
    },
    /// Works on the keys.
    Key {
        #[command(subcommand)]
        command: KeyCommand,
    },
}

#[derive(Subcommand)]
pub enum ConfigCommand {
    /// Explains every mistake in the settings, or shows those in force.
    Check,
}

#[derive(Subcommand)]
pub enum AuditCommand {
    /// Reads the whole journal and names what was removed, changed or moved.
    Verify,
}

#[derive(Subcommand)]
pub enum StaffCommand {
    /// Sends somebody a link by which they make their account. It works once, within a week.
    Invite(Box<StaffInvite>),
}

#[derive(clap::Args)]
pub struct StaffInvite {
    #[arg(long)]
    pub surname: String,
    #[arg(long)]
    pub given: String,
    #[arg(long)]
    pub patronymic: Option<String>,
    /// Such as 12.03.1985.
    #[arg(long)]
    pub birth_date: String,
    /// female or male
    #[arg(long)]
    pub sex: String,
    /// Where the link is sent.
    #[arg(long)]
    pub email: String,
    /// For notices; proved by its owner after the first sign-in.
    #[arg(long)]
    pub phone: String,
    /// doctor, nurse, registrar, laboratory, pharmacist, insurer, support, `identity_operator`,
    /// `security_officer` or administrator
    #[arg(long)]
    pub role: String,
    /// Made if there is none of this name yet.
    #[arg(long)]
    pub organization: String,
    /// The last day of work, such as 31.12.2027; without it the term is open.
    #[arg(long)]
    pub until: Option<String>,
    /// Also prints the link, to be handed over in person.
    #[arg(long)]
    pub print_link: bool,
    /// Writes the letter in English.
    #[arg(long)]
    pub english: bool,
}

#[derive(Subcommand)]
pub enum ProgramCommand {
    /// Registers a program and prints the id it signs in by.
    Add {
        /// What people read in their journal: «ЛИС Инвитро».
        #[arg(long)]
        name: String,
        /// Made if there is none of this name yet.
        #[arg(long)]
        organization: Option<String>,
        /// Such as "system/Observation.cruds system/Patient.rs".
        #[arg(long)]
        scope: String,
        /// A file with its public keys, a JSON Web Key Set.
        #[arg(long)]
        jwks: PathBuf,
    },
    /// Lets a program book visits in a clinic, or changes how much. Prints the key that what it is told
    /// is signed with, once.
    Booking(ProgramBooking),
    /// Shows the programs.
    List,
    /// Ends a program and its tokens at once.
    Revoke { id: uuid::Uuid },
}

#[derive(clap::Args)]
pub struct ProgramBooking {
    /// Its id, as `program list` shows it.
    pub program: uuid::Uuid,
    /// The name of the clinic.
    #[arg(long)]
    pub clinic: String,
    /// How many times it keeps at once.
    #[arg(long, default_value_t = 5)]
    pub holds: u32,
    /// How many visits it books on a day.
    #[arg(long, default_value_t = 100)]
    pub bookings_a_day: u32,
    /// Where it is told what becomes of its visits: an https address. Without it, it is told nothing.
    /// The same address keeps its key.
    #[arg(long)]
    pub webhook: Option<String>,
}

#[derive(Subcommand)]
pub enum FeedCommand {
    /// Registers a laboratory's sender.
    Add(FeedAdd),
    /// Shows the senders.
    List,
}

#[derive(clap::Args)]
pub struct FeedAdd {
    /// What people read as the source: «ЛИС Инвитро».
    #[arg(long)]
    pub name: String,
    /// The laboratory; made if there is none of this name yet.
    #[arg(long)]
    pub organization: String,
    /// What it calls itself in MSH-3; without it anything.
    #[arg(long, default_value = "")]
    pub application: String,
    /// What it calls itself in MSH-4; without it anything.
    #[arg(long, default_value = "")]
    pub facility: String,
    /// Where it sends from, such as 10.1.0.0/16; may be given several times, without it anywhere.
    #[arg(long)]
    pub network: Vec<ipnet::IpNet>,
    /// Of times that state none, in hours east of UTC.
    #[arg(long, default_value_t = 3.0, allow_negative_numbers = true)]
    pub utc_offset: f32,
}

#[derive(Subcommand)]
pub enum ReferenceCommand {
    /// Loads a version from the file its keeper publishes, whole or not at all. Running servers
    /// search it at once.
    Load(ReferenceLoad),
    /// Shows the versions there are.
    List,
}

#[derive(clap::Args)]
pub struct ReferenceLoad {
    /// icd10, medicines, `laboratory_tests` or units
    pub list: ReferenceList,
    /// The official file, packed by gzip or not.
    pub path: PathBuf,
    /// Its number, where the file does not say it.
    #[arg(long = "version", value_name = "VERSION")]
    pub number: Option<String>,
    /// It is right that it has less than half of the terms of the version before.
    #[arg(long)]
    pub smaller: bool,
}

#[derive(Subcommand)]
pub enum KeyCommand {
    /// Makes a new master key and wraps every data key under it, while nodes go on serving.
    Rotate {
        /// Also destroys the old master keys once nothing needs them. Backups made before
        /// can then no longer be opened.
        #[arg(long)]
        retire_old: bool,
    },
}
