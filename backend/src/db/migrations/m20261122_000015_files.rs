use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, binary, integer, uuid};

super::tables!(
    // Files of entries. The bytes lie sealed outside the database, in an object of this id; what a
    // file is called, what it is and its digest lie sealed here.
    Table::create()
        .table("file")
        .col(uuid("patient_id"))
        .col(uuid("id"))
        .col(uuid("entry_id"))
        // Counts up from 1 within its entry.
        .col(integer("number"))
        .col(big_integer("recorded_at"))
        // Of the object, in bytes.
        .col(big_integer("size"))
        .col(binary("sealed"))
        .primary_key(Index::create().col("patient_id").col("id"))
        .foreign_key(
            ForeignKey::create()
                .from("file", "patient_id")
                .to("patient", "id")
                .on_delete(ForeignKeyAction::Restrict),
        );
    Index::create()
        .name("file_patient_id_entry_id_number")
        .table("file")
        .col("patient_id")
        .col("entry_id")
        .col("number")
        .unique(),
    Index::create().name("file_id").table("file").col("id"),
);
