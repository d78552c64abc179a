use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, binary, binary_null, pk_uuid, text_null, uuid, uuid_null,
};

super::tables!(
    // What is opened in an emergency, and what its review found. A try on a card that is not there
    // is kept too: without a patient and without a ground.
    Table::create()
        .table("emergency")
        .col(pk_uuid("id"))
        .col(uuid_null("patient_id"))
        .col(uuid("account_id"))
        .col(uuid_null("organization_id"))
        .col(uuid_null("ground_id"))
        .col(binary("sealed"))
        .col(big_integer("opened_at"))
        .col(big_integer("ends_at"))
        .col(big_integer_null("reviewed_at"))
        .col(uuid_null("reviewed_by"))
        .col(text_null("verdict"))
        .col(binary_null("sealed_review"))
        .foreign_key(
            ForeignKey::create()
                .from("emergency", "patient_id")
                .to("patient", "id")
                .on_delete(ForeignKeyAction::Restrict),
        )
        .foreign_key(
            ForeignKey::create()
                .from("emergency", "account_id")
                .to("account", "id")
                .on_delete(ForeignKeyAction::Restrict),
        );
    Index::create().name("emergency_patient_id").table("emergency").col("patient_id"),
    Index::create()
        .name("emergency_account_id_opened_at")
        .table("emergency")
        .col("account_id")
        .col("opened_at"),
    Index::create()
        .name("emergency_reviewed_at_opened_at")
        .table("emergency")
        .col("reviewed_at")
        .col("opened_at"),
);
