use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, integer, uuid, uuid_null};

super::tables!(
    // Values that somebody has to be told of at once, until a doctor says that they know. What was
    // found stands in the entry, sealed.
    Table::create()
        .table("critical")
        .col(uuid("entry_id").primary_key())
        .col(uuid("patient_id"))
        // Who ordered it, where that is known.
        .col(uuid_null("doctor_id"))
        .col(big_integer("raised_at"))
        .col(integer("reminders"))
        .col(big_integer("remind_at"))
        .col(big_integer_null("acknowledged_at"))
        .col(uuid_null("acknowledged_by"))
        .foreign_key(
            ForeignKey::create()
                .from("critical", "patient_id")
                .to("patient", "id")
                .on_delete(ForeignKeyAction::Restrict),
        );
    Index::create().name("critical_patient_id").table("critical").col("patient_id"),
    Index::create().name("critical_acknowledged_at").table("critical").col("acknowledged_at"),
);
