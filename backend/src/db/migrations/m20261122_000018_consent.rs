use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, binary, binary_null, integer, pk_uuid, text, uuid, uuid_null,
};

/// Who asks for a card, how it is shown in person, and what a ground was given for.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // What for, and by whom; null for grounds nobody gave.
        let sealed = Table::alter().table("ground").add_column(binary_null("sealed")).to_owned();
        manager.alter_table(sealed).await?;
        for table in [access_request(), presentation(), presentation_try()] {
            manager.create_table(table).await?;
        }
        for (name, table, column) in [
            ("access_request_patient_id", "access_request", "patient_id"),
            ("access_request_account_id", "access_request", "account_id"),
            ("presentation_patient_id", "presentation", "patient_id"),
            ("presentation_try_account_id", "presentation_try", "account_id"),
        ] {
            let index = Index::create().name(name).table(table).col(column).to_owned();
            manager.create_index(index).await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

fn to_patient() -> ForeignKeyCreateStatement {
    ForeignKey::create().to("patient", "id").on_delete(ForeignKeyAction::Restrict).to_owned()
}

fn to_account() -> ForeignKeyCreateStatement {
    ForeignKey::create().to("account", "id").on_delete(ForeignKeyAction::Restrict).to_owned()
}

/// What a practitioner asks of a patient. Kept as well where there is no card of that number.
fn access_request() -> TableCreateStatement {
    Table::create()
        .table("access_request")
        .col(pk_uuid("id"))
        .col(uuid_null("patient_id"))
        .col(uuid("account_id"))
        .col(uuid_null("organization_id"))
        .col(binary("sealed"))
        .col(big_integer("created_at"))
        .col(big_integer("lapses_at"))
        .col(big_integer_null("answered_at"))
        .col(text("state"))
        .foreign_key(to_patient().from("access_request", "patient_id"))
        .foreign_key(to_account().from("access_request", "account_id"))
        .to_owned()
}

/// A card that is being shown: the keyed hash of its code, and what it opens.
fn presentation() -> TableCreateStatement {
    Table::create()
        .table("presentation")
        .col(pk_uuid("id"))
        .col(uuid("patient_id"))
        .col(binary("code_hash"))
        .col(text("sections"))
        .col(integer("tries"))
        .col(big_integer("created_at"))
        .col(big_integer("expires_at"))
        .col(big_integer_null("used_at"))
        .foreign_key(to_patient().from("presentation", "patient_id"))
        .to_owned()
}

/// A wrong code that somebody typed.
fn presentation_try() -> TableCreateStatement {
    Table::create()
        .table("presentation_try")
        .col(pk_uuid("id"))
        .col(uuid("account_id"))
        .col(big_integer("tried_at"))
        .foreign_key(to_account().from("presentation_try", "account_id"))
        .to_owned()
}
