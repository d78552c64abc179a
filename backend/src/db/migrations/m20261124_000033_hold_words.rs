use sea_orm_migration::prelude::*;

/// What is typed while a time is kept lies sealed beside the hold, and goes with it.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let sealed = ColumnDef::new("sealed").binary().null().to_owned();
        let alter = Table::alter().table("slot_hold").add_column(sealed).to_owned();
        manager.alter_table(alter).await
    }

    // Postgres does this by default, SQLite does not.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
