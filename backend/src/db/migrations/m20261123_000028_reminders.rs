use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, integer, text, text_null, uuid};

use super::tables;

tables! {
    settings(),
    told();
    by_time(),
}

/// When a card is reminded of its visits, where somebody has chosen.
fn settings() -> TableCreateStatement {
    Table::create()
        .table("visit_reminders")
        .col(ColumnDef::new("patient_id").uuid().not_null().primary_key())
        // Minutes, separated by commas; empty where nobody wants any.
        .col(text("leads"))
        // The first and the last of them, so that visits nobody is reminded of are not looked at.
        .col(integer("longest"))
        .col(integer("shortest"))
        .col(text_null("time_zone"))
        .foreign_key(
            ForeignKey::create()
                .from("visit_reminders", "patient_id")
                .to("patient", "id")
                .on_delete(ForeignKeyAction::Restrict),
        )
        .to_owned()
}

/// What was told. The key is why each reminder is told once, on any number of nodes; a visit that
/// is moved begins at another moment, and is reminded of anew.
fn told() -> TableCreateStatement {
    Table::create()
        .table("appointment_reminder")
        .col(uuid("appointment_id"))
        .col(integer("lead_minutes"))
        .col(big_integer("starts_at"))
        .col(big_integer("told_at"))
        .primary_key(Index::create().col("appointment_id").col("lead_minutes").col("starts_at"))
        .foreign_key(
            ForeignKey::create()
                .from("appointment_reminder", "appointment_id")
                .to("appointment", "id")
                .on_delete(ForeignKeyAction::Restrict),
        )
        .to_owned()
}

fn by_time() -> IndexCreateStatement {
    Index::create().name("appointment_starts_at").table("appointment").col("starts_at").to_owned()
}
