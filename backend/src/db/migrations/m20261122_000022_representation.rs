use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, binary, pk_uuid, text, uuid, uuid_null,
};

super::tables!(
    // Whom a patient trusts to act for them. Without an account until the invitation is accepted.
    Table::create()
        .table("representation")
        .col(pk_uuid("id"))
        .col(uuid("patient_id"))
        .col(uuid_null("account_id"))
        // Of the code; of the newest one where it was made anew.
        .col(binary("code_hash"))
        .col(binary("sealed"))
        .col(text("level"))
        .col(text("state"))
        .col(big_integer("created_at"))
        .col(big_integer("code_until"))
        .col(big_integer("ends_at"))
        .col(big_integer_null("answered_at"))
        .col(big_integer_null("ended_at"))
        .col(uuid_null("ground_id"))
        // Since when the person wishes to be told of what the patient is told.
        .col(big_integer_null("told_since"))
        .foreign_key(
            ForeignKey::create()
                .from("representation", "patient_id")
                .to("patient", "id")
                .on_delete(ForeignKeyAction::Restrict),
        )
        .foreign_key(
            ForeignKey::create()
                .from("representation", "account_id")
                .to("account", "id")
                .on_delete(ForeignKeyAction::Restrict),
        ),
    // A wrong code that somebody typed.
    Table::create()
        .table("representation_try")
        .col(pk_uuid("id"))
        .col(uuid("account_id"))
        .col(big_integer("tried_at"))
        .foreign_key(
            ForeignKey::create()
                .from("representation_try", "account_id")
                .to("account", "id")
                .on_delete(ForeignKeyAction::Restrict),
        );
    Index::create().name("representation_patient_id").table("representation").col("patient_id"),
    Index::create().name("representation_account_id").table("representation").col("account_id"),
    Index::create().name("representation_code_hash").table("representation").col("code_hash"),
    Index::create()
        .name("representation_state_ends_at")
        .table("representation")
        .col("state")
        .col("ends_at"),
    Index::create()
        .name("representation_try_account_id")
        .table("representation_try")
        .col("account_id"),
);
