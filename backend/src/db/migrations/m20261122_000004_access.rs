use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, binary, pk_uuid, text, uuid, uuid_null,
};

super::tables!(
    // Why somebody may look at a card. Either an account or a whole organization.
    Table::create()
        .table("ground")
        .col(pk_uuid("id"))
        .col(uuid("patient_id"))
        .col(uuid_null("account_id"))
        .col(uuid_null("organization_id"))
        .col(text("kind"))
        .col(text("level"))
        .col(text("sections"))
        .col(big_integer("starts_at"))
        .col(big_integer_null("ends_at"))
        .col(big_integer_null("revoked_at"))
        .col(big_integer("created_at"))
        .foreign_key(
            ForeignKey::create()
                .from("ground", "patient_id")
                .to("patient", "id")
                .on_delete(ForeignKeyAction::Restrict),
        ),
    // What the patient hid and from whom: sealed, for the topic alone would tell.
    Table::create()
        .table("hidden")
        .col(pk_uuid("id"))
        .col(uuid("patient_id"))
        .col(binary("sealed"))
        .col(big_integer("created_at"))
        .col(big_integer_null("lifted_at"))
        .foreign_key(
            ForeignKey::create()
                .from("hidden", "patient_id")
                .to("patient", "id")
                .on_delete(ForeignKeyAction::Restrict),
        );
    Index::create().name("ground_patient_id").table("ground").col("patient_id"),
    Index::create().name("ground_account_id").table("ground").col("account_id"),
    Index::create().name("ground_organization_id").table("ground").col("organization_id"),
    Index::create().name("hidden_patient_id").table("hidden").col("patient_id"),
);
