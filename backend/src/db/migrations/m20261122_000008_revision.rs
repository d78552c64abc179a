use sea_orm_migration::prelude::*;

/// A card counts its entries' versions: whoever remembers rows of a card can tell whether they
/// are still all of them.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let revision = ColumnDef::new("revision").big_integer().not_null().default(0).to_owned();
        manager.alter_table(Table::alter().table("patient").add_column(revision).to_owned()).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
