use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, binary, integer, pk_uuid, uuid};

super::tables!(
    // Links by which a patient shows chosen entries: the keyed hashes of their secrets, and what
    // they show, sealed. Each opening is a line of the journal.
    Table::create()
        .table("share")
        .col(pk_uuid("id"))
        .col(uuid("patient_id"))
        .col(binary("link_hash"))
        .col(binary("code_hash"))
        .col(binary("sealed"))
        .col(integer("tries_left"))
        .col(integer("openings_left"))
        .col(integer("openings"))
        .col(big_integer("ends_at"))
        .col(big_integer("created_at"))
        .col(big_integer_null("revoked_at"))
        .col(big_integer_null("opened_at"))
        .foreign_key(
            ForeignKey::create()
                .from("share", "patient_id")
                .to("patient", "id")
                .on_delete(ForeignKeyAction::Restrict),
        );
    Index::create().name("share_patient_id").table("share").col("patient_id"),
    Index::create().name("share_link_hash").table("share").col("link_hash").unique(),
);
