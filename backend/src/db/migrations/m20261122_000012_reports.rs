use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, binary, integer, text, uuid};

/// What a patient says against an entry, and since when there is something new to them.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // When the account signed in last; of a session, when it had before that.
        for (table, column) in [("account", "signed_in_at"), ("session", "previous_at")] {
            let add = big_integer_null(column);
            manager.alter_table(Table::alter().table(table).add_column(add).to_owned()).await?;
        }
        let last = "update account set signed_in_at =
            (select max(created_at) from session where session.account_id = account.id)";
        manager.get_connection().execute_unprepared(last).await?;
        manager.create_table(report()).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

/// Append-only, one row for each thing that happens to the reports about an entry: the newest
/// version says how they stand. What was said and answered lies sealed.
fn report() -> TableCreateStatement {
    Table::create()
        .table("report")
        .col(uuid("patient_id"))
        .col(uuid("entry_id"))
        .col(integer("version"))
        .col(text("section"))
        .col(uuid("recorded_by"))
        .col(big_integer("recorded_at"))
        .col(binary("sealed"))
        .primary_key(Index::create().col("patient_id").col("entry_id").col("version"))
        .foreign_key(
            ForeignKey::create()
                .from("report", "patient_id")
                .to("patient", "id")
                .on_delete(ForeignKeyAction::Restrict),
        )
        .to_owned()
}
