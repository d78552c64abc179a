use sea_orm_migration::prelude::*;

/// When the patient wishes to see new results, sealed; null where nothing was wished.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let sealed = ColumnDef::new("sealed_release").binary().null().to_owned();
        manager.alter_table(Table::alter().table("patient").add_column(sealed).to_owned()).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
