use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, binary, integer, text, uuid, uuid_null};

super::tables!(
    // Append-only. The patient leads every key, so that the table can be cut by patient.
    Table::create()
        .table("entry")
        .col(uuid("patient_id"))
        .col(uuid("id"))
        .col(integer("version"))
        .col(text("kind"))
        .col(text("section"))
        .col(big_integer("occurred_at"))
        .col(big_integer("received_at"))
        .col(uuid("recorded_by"))
        .col(uuid_null("organization_id"))
        .col(text("source"))
        .col(binary("sealed"))
        .primary_key(Index::create().col("patient_id").col("id").col("version"))
        .foreign_key(
            ForeignKey::create()
                .from("entry", "patient_id")
                .to("patient", "id")
                .on_delete(ForeignKeyAction::Restrict),
        ),
    // From a keyed hash of a number to what bears it.
    Table::create()
        .table("lookup")
        .col(text("kind"))
        .col(binary("hash"))
        .col(uuid("patient_id"))
        .col(uuid_null("entry_id"))
        .primary_key(Index::create().col("kind").col("hash"));
    Index::create()
        .name("entry_patient_id_kind_occurred_at")
        .table("entry")
        .col("patient_id")
        .col("kind")
        .col("occurred_at"),
    Index::create()
        .name("entry_patient_id_occurred_at")
        .table("entry")
        .col("patient_id")
        .col("occurred_at"),
);
