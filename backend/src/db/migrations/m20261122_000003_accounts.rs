use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, binary, pk_uuid, text, uuid, uuid_null,
};

super::tables!(
    Table::create()
        .table("account")
        .col(pk_uuid("id"))
        .col(uuid("person_id"))
        .col(big_integer("created_at"))
        .col(big_integer_null("disabled_at"))
        .foreign_key(
            ForeignKey::create()
                .from("account", "person_id")
                .to("person", "id")
                .on_delete(ForeignKeyAction::Restrict),
        ),
    // What an account does beyond being a patient: where, and from when until when.
    Table::create()
        .table("membership")
        .col(pk_uuid("id"))
        .col(uuid("account_id"))
        .col(text("role"))
        .col(uuid_null("organization_id"))
        .col(big_integer("starts_at"))
        .col(big_integer_null("ends_at"))
        .foreign_key(
            ForeignKey::create()
                .from("membership", "account_id")
                .to("account", "id")
                .on_delete(ForeignKeyAction::Restrict),
        ),
    // The token itself is only in the browser; here is its keyed hash.
    Table::create()
        .table("session")
        .col(ColumnDef::new("token_hash").binary().not_null().primary_key())
        .col(uuid("account_id"))
        .col(big_integer("created_at"))
        .col(big_integer("last_seen_at"))
        .col(binary("sealed"))
        .col(big_integer_null("ended_at"))
        .foreign_key(
            ForeignKey::create()
                .from("session", "account_id")
                .to("account", "id")
                .on_delete(ForeignKeyAction::Restrict),
        );
    Index::create().name("account_person_id").table("account").col("person_id"),
    Index::create().name("membership_account_id").table("membership").col("account_id"),
    Index::create().name("session_account_id").table("session").col("account_id"),
);
