use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, binary, binary_null, integer, pk_uuid, text, uuid, uuid_null,
};

/// What signing in needs beside accounts and sessions: contacts, ways in, codes, locks, links.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in [
            // Since when a contact waits to be proved; the card is closed meanwhile.
            big_integer_null("unproved_since"),
            // Since when nobody may sign in: the owner said «это был не я».
            big_integer_null("blocked_at"),
            // Of what the account is told: `ru` or `en`.
            text("lang").default("ru").to_owned(),
        ] {
            add(manager, "account", column).await?;
        }
        // Null for sessions begun before this step.
        add(manager, "session", uuid_null("id")).await?;
        // When a second factor was shown last.
        add(manager, "session", big_integer_null("strong_at")).await?;
        for table in of_accounts().into_iter().chain(of_steps()) {
            manager.create_table(table).await?;
        }
        for index in indexes() {
            manager.create_index(index).await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

async fn add(
    manager: &SchemaManager<'_>,
    table: &'static str,
    column: ColumnDef,
) -> Result<(), DbErr> {
    manager.alter_table(Table::alter().table(table).add_column(column).to_owned()).await
}

fn hash(name: &'static str) -> ColumnDef {
    binary(name)
}

fn to_account() -> ForeignKeyCreateStatement {
    ForeignKey::create().to("account", "id").on_delete(ForeignKeyAction::Restrict).to_owned()
}

/// What belongs to an account.
fn of_accounts() -> Vec<TableCreateStatement> {
    let mut contact = Table::create();
    contact
        .table("contact")
        .col(uuid("account_id"))
        .col(text("kind"))
        // The value, and the one that is to take its place.
        .col(binary("sealed"))
        .col(big_integer_null("proved_at"))
        .col(integer("version"))
        .primary_key(Index::create().col("account_id").col("kind"))
        .foreign_key(to_account().from("contact", "account_id"));
    let mut login = Table::create();
    login
        .table("login")
        .col(text("kind"))
        // Blind index of a proved phone or e-mail.
        .col(hash("hash"))
        .col(uuid("account_id"))
        .primary_key(Index::create().col("kind").col("hash"))
        .foreign_key(to_account().from("login", "account_id"));
    // Nobody has proved a СНИЛС yet: whoever names one signs in by it, each to their own account.
    let mut snils = Table::create();
    snils
        .table("snils_login")
        .col(hash("hash"))
        .col(uuid("account_id"))
        .col(big_integer("created_at"))
        .primary_key(Index::create().col("hash").col("account_id"))
        .foreign_key(to_account().from("snils_login", "account_id"));
    let mut credential = Table::create();
    credential
        .table("credential")
        .col(pk_uuid("id"))
        .col(uuid("account_id"))
        // password, passkey, security_key, totp, email_code, recovery_code
        .col(text("kind"))
        // Keyed hash of a WebAuthn credential id or of a recovery code.
        .col(ColumnDef::new("lookup").binary().null().unique_key())
        .col(binary("sealed"))
        // Grows with each change: who changed it first wins.
        .col(integer("version"))
        .col(big_integer("created_at"))
        .col(big_integer_null("last_used_at"))
        .foreign_key(to_account().from("credential", "account_id"));
    let mut familiar = Table::create();
    familiar
        .table("familiar")
        .col(uuid("account_id"))
        // Keyed hash of a device's cookie or of a network.
        .col(hash("hash"))
        .col(big_integer("seen_at"))
        .primary_key(Index::create().col("account_id").col("hash"))
        .foreign_key(to_account().from("familiar", "account_id"));
    vec![contact, login, snils, credential, familiar]
}

/// What is on its way, counted or sent.
fn of_steps() -> Vec<TableCreateStatement> {
    let mut flow = Table::create();
    flow.table("flow")
        // Keyed hash of the cookie, or of the session, that the steps are bound to.
        .col(hash("holder"))
        .col(text("kind"))
        .col(binary("sealed"))
        .col(big_integer("created_at"))
        .col(big_integer("expires_at"))
        .primary_key(Index::create().col("holder").col("kind"));
    let mut code = Table::create();
    code.table("one_time_code")
        .col(pk_uuid("id"))
        .col(hash("holder"))
        .col(text("purpose"))
        .col(hash("hash"))
        // Keyed hashes of the contact and of the network that asked: how many an hour.
        .col(hash("contact"))
        .col(binary_null("network"))
        .col(integer("attempts"))
        .col(big_integer("created_at"))
        .col(big_integer("expires_at"))
        .col(big_integer_null("used_at"));
    let mut lock = Table::create();
    lock.table("sign_in_lock")
        // Keyed hash of login and network, or of the account.
        .col(ColumnDef::new("key").binary().not_null().primary_key())
        .col(integer("failures"))
        .col(integer("level"))
        .col(big_integer_null("locked_until"))
        .col(big_integer("updated_at"));
    let mut link = Table::create();
    link.table("link")
        .col(ColumnDef::new("token_hash").binary().not_null().primary_key())
        // prove_email, recovery, invitation
        .col(text("purpose"))
        .col(uuid_null("account_id"))
        .col(binary("sealed"))
        .col(big_integer("created_at"))
        .col(big_integer("expires_at"))
        .col(big_integer_null("used_at"));
    let mut ticket = Table::create();
    ticket
        .table("ticket")
        .col(pk_uuid("id"))
        .col(text("kind"))
        .col(uuid_null("account_id"))
        .col(binary("sealed"))
        .col(big_integer("created_at"))
        .col(big_integer_null("closed_at"));
    vec![flow, code, lock, link, ticket]
}

fn indexes() -> Vec<IndexCreateStatement> {
    let on = |name: &'static str, table: &'static str, columns: &[&'static str]| {
        let mut index = Index::create();
        index.name(name).table(table);
        for column in columns {
            index.col(*column);
        }
        index
    };
    vec![
        on("login_account_id", "login", &["account_id"]),
        on("credential_account_id", "credential", &["account_id", "kind"]),
        on("flow_expires_at", "flow", &["expires_at"]),
        on("one_time_code_holder", "one_time_code", &["holder", "purpose", "created_at"]),
        on("one_time_code_contact", "one_time_code", &["contact", "created_at"]),
        on("one_time_code_network", "one_time_code", &["network", "created_at"]),
        on("one_time_code_created_at", "one_time_code", &["created_at"]),
        on("sign_in_lock_updated_at", "sign_in_lock", &["updated_at"]),
        on("link_account_id", "link", &["account_id", "purpose"]),
        on("link_expires_at", "link", &["expires_at"]),
        on("session_id", "session", &["id"]),
        on("message_provider_ref", "message", &["provider_ref"]),
    ]
}
