use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, binary, integer, pk_uuid, uuid};

super::tables!(
    // What a doctor has not signed yet. Whose it is stands in the key: its id is made by the client,
    // and another's of the same id is another draft.
    Table::create()
        .table("protocol_draft")
        .col(uuid("patient_id"))
        .col(uuid("account_id"))
        .col(uuid("id"))
        .col(integer("version"))
        .col(binary("sealed"))
        .col(big_integer("changed_at"))
        .primary_key(Index::create().col("patient_id").col("account_id").col("id"))
        .foreign_key(
            ForeignKey::create()
                .from("protocol_draft", "patient_id")
                .to("patient", "id")
                .on_delete(ForeignKeyAction::Restrict),
        )
        .foreign_key(
            ForeignKey::create()
                .from("protocol_draft", "account_id")
                .to("account", "id")
                .on_delete(ForeignKeyAction::Restrict),
        ),
    Table::create()
        .table("protocol_template")
        .col(pk_uuid("id"))
        .col(uuid("account_id"))
        .col(integer("version"))
        .col(binary("sealed"))
        .col(big_integer("changed_at"))
        .col(big_integer_null("removed_at"))
        .foreign_key(
            ForeignKey::create()
                .from("protocol_template", "account_id")
                .to("account", "id")
                .on_delete(ForeignKeyAction::Restrict),
        );
    Index::create()
        .name("protocol_draft_account_id")
        .table("protocol_draft")
        .col("account_id"),
    Index::create()
        .name("protocol_template_account_id")
        .table("protocol_template")
        .col("account_id"),
);
