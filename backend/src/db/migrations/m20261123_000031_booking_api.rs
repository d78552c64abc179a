use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, binary, binary_null, integer, pk_uuid, text_null, uuid,
    uuid_null,
};

use super::tables;

tables! {
    program_booking(),
    program_visit(),
    program_answer();
    index("program_booking_organization_id", "program_booking", "organization_id"),
    index("program_visit_program_id", "program_visit", "program_id"),
    index("program_visit_until", "program_visit", "until"),
    index("program_answer_expires_at", "program_answer", "expires_at"),
    Index::create()
        .name("program_visit_appointment_id")
        .table("program_visit")
        .col("appointment_id")
        .unique(),
    Index::create()
        .name("program_visit_day")
        .table("program_visit")
        .col("practitioner_role_id")
        .col("starts_at"),
}

fn index(name: &'static str, table: &'static str, column: &'static str) -> IndexCreateStatement {
    Index::create().name(name).table(table).col(column).to_owned()
}

fn refers(
    table: &'static str,
    column: &'static str,
    to: &'static str,
) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .from(table, column)
        .to(to, "id")
        .on_delete(ForeignKeyAction::Restrict)
        .to_owned()
}

/// In which clinics a program books, how much, and where it is told what becomes of that.
fn program_booking() -> TableCreateStatement {
    Table::create()
        .table("program_booking")
        .col(uuid("program_id"))
        .col(uuid("organization_id"))
        .col(integer("holds_max"))
        .col(integer("bookings_a_day"))
        .col(text_null("webhook_url"))
        // What deliveries are signed with, sealed.
        .col(binary_null("webhook_key"))
        .col(big_integer("created_at"))
        .primary_key(Index::create().col("program_id").col("organization_id"))
        .foreign_key(&mut refers("program_booking", "program_id", "program"))
        .foreign_key(&mut refers("program_booking", "organization_id", "organization"))
        .to_owned()
}

/// A time that is kept for a program, and the visit it became. Whose visit it is lies elsewhere.
fn program_visit() -> TableCreateStatement {
    Table::create()
        .table("program_visit")
        .col(pk_uuid("id"))
        .col(uuid("program_id"))
        .col(uuid("organization_id"))
        .col(uuid("practitioner_role_id"))
        .col(uuid("service_id"))
        .col(uuid_null("room_id"))
        .col(big_integer("starts_at"))
        .col(big_integer("ends_at"))
        .col(big_integer("until"))
        // Absent until it is booked.
        .col(uuid_null("appointment_id"))
        .col(big_integer_null("booked_at"))
        .foreign_key(&mut refers("program_visit", "program_id", "program"))
        .foreign_key(&mut refers("program_visit", "organization_id", "organization"))
        .foreign_key(&mut refers("program_visit", "appointment_id", "appointment"))
        .to_owned()
}

/// What was answered to a request that was named: the same again is answered the same.
fn program_answer() -> TableCreateStatement {
    Table::create()
        .table("program_answer")
        // Keyed, of the program, the operation and the name.
        .col(binary("hash").primary_key())
        // Keyed, of what was asked.
        .col(binary("asked"))
        .col(uuid("id"))
        // Sealed; absent only within the transaction that asks.
        .col(binary_null("answer"))
        .col(big_integer("expires_at"))
        .to_owned()
}
