use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, binary, pk_uuid, text, uuid};

super::tables!(
    Table::create()
        .table("person")
        .col(pk_uuid("id"))
        .col(binary("sealed"))
        .col(big_integer("created_at")),
    Table::create()
        .table("patient")
        .col(pk_uuid("id"))
        .col(uuid("person_id"))
        .col(text("state"))
        .col(binary("sealed"))
        .col(big_integer("created_at"))
        .foreign_key(
            ForeignKey::create()
                .from("patient", "person_id")
                .to("person", "id")
                .on_delete(ForeignKeyAction::Restrict),
        ),
    Table::create()
        .table("organization")
        .col(pk_uuid("id"))
        .col(text("name"))
        .col(text("kind"))
        .col(big_integer("created_at"));
    Index::create().name("patient_person_id").table("patient").col("person_id"),
);
