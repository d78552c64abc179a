use sea_orm_migration::prelude::*;

/// How often the patient is told who looked, sealed, and when that is due next; null where nothing
/// was chosen yet. Checkpoints are found by when they were made.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let sealed = ColumnDef::new("sealed_digest").binary().null().to_owned();
        manager.alter_table(Table::alter().table("patient").add_column(sealed).to_owned()).await?;
        let due = ColumnDef::new("digest_due_at").big_integer().null().to_owned();
        manager.alter_table(Table::alter().table("patient").add_column(due).to_owned()).await?;
        let due = Index::create()
            .name("patient_digest_due_at")
            .table("patient")
            .col("digest_due_at")
            .to_owned();
        manager.create_index(due).await?;
        let made = Index::create()
            .name("journal_checkpoint_at")
            .table("journal_checkpoint")
            .col("at")
            .to_owned();
        manager.create_index(made).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
