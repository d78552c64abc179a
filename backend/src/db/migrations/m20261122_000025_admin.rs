use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, pk_uuid, text, uuid};

/// Departments, how an organization is reached, and where in it somebody works as what. Versions
/// tell whether somebody else changed it first.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let department = Table::create()
            .table("department")
            .col(pk_uuid("id"))
            .col(uuid("organization_id"))
            .col(text("name"))
            .col(big_integer("created_at"))
            .col(big_integer_null("closed_at"))
            .col(big_integer("version"))
            .foreign_key(
                ForeignKey::create()
                    .from("department", "organization_id")
                    .to("organization", "id")
                    .on_delete(ForeignKeyAction::Restrict),
            )
            .to_owned();
        manager.create_table(department).await?;
        let version = || ColumnDef::new("version").big_integer().not_null().default(0).to_owned();
        for (table, column) in [
            ("organization", ColumnDef::new("address").text().null().to_owned()),
            ("organization", ColumnDef::new("phone").text().null().to_owned()),
            ("organization", version()),
            ("membership", ColumnDef::new("department_id").uuid().null().to_owned()),
            ("membership", ColumnDef::new("position").text().null().to_owned()),
            // When somebody ended it; a term that ran out by itself has none.
            ("membership", ColumnDef::new("ended_at").big_integer().null().to_owned()),
            ("membership", version()),
        ] {
            let alter = Table::alter().table(table).add_column(column).to_owned();
            manager.alter_table(alter).await?;
        }
        for (name, table) in [
            ("department_organization_id", "department"),
            ("membership_organization_id", "membership"),
        ] {
            let index = Index::create().name(name).table(table).col("organization_id").to_owned();
            manager.create_index(index).await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
