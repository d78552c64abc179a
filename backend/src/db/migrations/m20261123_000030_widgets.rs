use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, binary, binary_null, integer, pk_uuid, text, uuid, uuid_null,
};

use super::tables;

tables! {
    widget(),
    widget_count(),
    guest_visit(),
    guest_code(),
    order_ready(),
    order_asked();
    unique("guest_visit_appointment_id", "guest_visit", "appointment_id"),
    unique("guest_visit_secret_hash", "guest_visit", "secret_hash"),
    index("guest_visit_phone", "guest_visit", "phone"),
    index("guest_visit_until", "guest_visit", "until"),
    index("guest_code_phone", "guest_code", "phone"),
    index("guest_code_network", "guest_code", "network"),
    index("guest_code_at", "guest_code", "at"),
    index("order_asked_day", "order_asked", "day"),
}

fn index(name: &'static str, table: &'static str, column: &'static str) -> IndexCreateStatement {
    Index::create().name(name).table(table).col(column).to_owned()
}

fn unique(name: &'static str, table: &'static str, column: &'static str) -> IndexCreateStatement {
    Index::create().name(name).table(table).col(column).unique().to_owned()
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

/// What a clinic shows on sites, and on which.
fn widget() -> TableCreateStatement {
    Table::create()
        .table("widget")
        .col(ColumnDef::new("organization_id").uuid().not_null().primary_key())
        // Both as JSON.
        .col(text("origins"))
        .col(text("kinds"))
        .col(big_integer("version"))
        .foreign_key(&mut refers("widget", "organization_id", "organization"))
        .to_owned()
}

/// How often it was used, day by day. Nothing of it tells by whom.
fn widget_count() -> TableCreateStatement {
    Table::create()
        .table("widget_count")
        .col(uuid("organization_id"))
        // Julian, by the clock of the portal.
        .col(integer("day"))
        .col(text("kind"))
        .col(text("origin"))
        .col(integer("shown"))
        .col(integer("started"))
        .col(integer("booked"))
        .primary_key(Index::create().col("organization_id").col("day").col("kind").col("origin"))
        .foreign_key(&mut refers("widget_count", "organization_id", "organization"))
        .to_owned()
}

/// What a guest holds or has booked. Who it is lies sealed, and is deleted a month after the visit.
fn guest_visit() -> TableCreateStatement {
    Table::create()
        .table("guest_visit")
        .col(pk_uuid("id"))
        // Absent until the code was typed.
        .col(uuid_null("appointment_id"))
        .col(uuid("organization_id"))
        .col(uuid("practitioner_role_id"))
        .col(uuid("service_id"))
        .col(uuid_null("room_id"))
        .col(big_integer("starts_at"))
        .col(big_integer("ends_at"))
        .col(text("payment"))
        // Of the hold and of the code.
        .col(big_integer("until"))
        // Keyed, and as it stands in `slot_claim`: one phone is in one place at a time.
        .col(uuid("phone"))
        .col(binary("secret_hash"))
        .col(binary("code_hash"))
        .col(big_integer("code_at"))
        .col(integer("attempts"))
        .col(text("lang"))
        // Where it was booked, to be counted.
        .col(text("kind"))
        .col(text("host"))
        .col(binary("sealed"))
        .col(big_integer("created_at"))
        .foreign_key(&mut refers("guest_visit", "appointment_id", "appointment"))
        .to_owned()
}

/// That a code was sent: only so many go to one phone within a day.
fn guest_code() -> TableCreateStatement {
    Table::create()
        .table("guest_code")
        .col(pk_uuid("id"))
        .col(uuid("phone"))
        // Keyed; absent where nobody knows from where it was asked.
        .col(binary_null("network"))
        .col(big_integer("at"))
        .to_owned()
}

/// The keyed hash of the number and the birth date of an order whose results are ready. It leads to
/// no card.
fn order_ready() -> TableCreateStatement {
    Table::create()
        .table("order_ready")
        .col(binary("hash").primary_key())
        .col(big_integer("at"))
        .to_owned()
}

/// How often somebody asked after one number, or from one network, on a day.
fn order_asked() -> TableCreateStatement {
    Table::create()
        .table("order_asked")
        .col(binary("hash"))
        .col(integer("day"))
        .col(integer("times"))
        .primary_key(Index::create().col("hash").col("day"))
        .to_owned()
}
