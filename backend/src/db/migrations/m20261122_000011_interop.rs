use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, binary, boolean, integer, text, text_null, uuid, uuid_null,
};

super::tables!(
    // A program of another system: its name and public keys are no secrets.
    Table::create()
        .table("program")
        .col(uuid("id").primary_key())
        .col(text("name"))
        .col(uuid_null("organization_id"))
        .col(text("scopes"))
        .col(text_null("jwks"))
        .col(big_integer("created_at"))
        .col(big_integer_null("revoked_at")),
    Table::create()
        .table("program_token")
        .col(binary("hash").primary_key())
        .col(uuid("program_id"))
        .col(text("scopes"))
        .col(big_integer("expires_at")),
    // Client assertions seen: each is good once.
    Table::create()
        .table("program_assertion")
        .col(binary("hash").primary_key())
        .col(big_integer("expires_at")),
    // What came in from outside, whole, beside the entry it became. Append-only. The nil patient
    // is nobody's: organizations, practitioners, medicines.
    Table::create()
        .table("resource")
        .col(uuid("id"))
        .col(integer("version"))
        .col(uuid("patient_id"))
        .col(text("kind"))
        .col(uuid("recorded_by"))
        .col(big_integer("received_at"))
        .col(boolean("deleted"))
        .col(binary("sealed"))
        .primary_key(Index::create().col("id").col("version")),
    // From a keyed hash of a logical id that is no UUID, or of a business identifier.
    Table::create()
        .table("resource_key")
        .col(binary("hash"))
        .col(uuid("resource_id"))
        .primary_key(Index::create().col("hash").col("resource_id")),
    // Files that were imported whole, by a keyed hash of what is in them.
    Table::create()
        .table("imported_file")
        .col(binary("hash").primary_key())
        .col(big_integer("imported_at")),
    // From a keyed hash of an identifier to the card it opens no door to, but files under.
    Table::create()
        .table("patient_identifier")
        .col(binary("hash"))
        .col(uuid("patient_id"))
        .primary_key(Index::create().col("hash").col("patient_id"));
    Index::create()
        .name("resource_patient_id_kind")
        .table("resource")
        .col("patient_id")
        .col("kind"),
    Index::create()
        .name("program_token_expires_at")
        .table("program_token")
        .col("expires_at"),
);
