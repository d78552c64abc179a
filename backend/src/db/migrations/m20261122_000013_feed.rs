use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, binary, binary_null, integer, text, text_null, uuid, uuid_null,
};

super::tables!(
    // A program that sends HL7 v2 results: it shows no credential, so where it sends from and what
    // it calls itself is compared.
    Table::create()
        .table("feed")
        .col(uuid("program_id").primary_key())
        .col(uuid("organization_id"))
        // MSH-3.1 and MSH-4.1; empty fits all.
        .col(text("application"))
        .col(text("facility"))
        // Networks, separated by commas; empty fits all.
        .col(text("networks"))
        // Of times without one, in minutes east of UTC.
        .col(integer("utc_offset"))
        .col(big_integer("created_at")),
    // Each message once, by a keyed hash of its bytes. What waits lies sealed; what is attached is
    // in the card and no longer here.
    Table::create()
        .table("feed_message")
        .col(uuid("id").primary_key())
        .col(uuid("program_id"))
        .col(uuid("organization_id"))
        .col(binary("hash").unique_key())
        .col(big_integer("received_at"))
        .col(text("state"))
        .col(text_null("reason"))
        .col(integer("attempts"))
        .col(binary_null("sealed"))
        .col(big_integer_null("settled_at"))
        .col(uuid_null("settled_by")),
    // What a laboratory calls its tests.
    Table::create()
        .table("local_code")
        .col(uuid("organization_id"))
        .col(text("system"))
        .col(text("code"))
        .col(text("display"))
        .col(text_null("loinc"))
        .col(uuid_null("changed_by"))
        .col(big_integer("changed_at"))
        .primary_key(Index::create().col("organization_id").col("system").col("code"));
    Index::create()
        .name("feed_message_organization_id_state")
        .table("feed_message")
        .col("organization_id")
        .col("state")
        .col("received_at"),
);
