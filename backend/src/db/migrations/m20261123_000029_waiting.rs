use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, binary, integer, pk_uuid, text, text_null, uuid, uuid_null,
};

use super::tables;

tables! {
    waiting(),
    slot_offer(),
    sms_inbound();
    index("waiting_patient_id", "waiting", "patient_id"),
    index("waiting_state", "waiting", "state"),
    index("slot_offer_waiting_id", "slot_offer", "waiting_id"),
    index("slot_offer_patient_id", "slot_offer", "patient_id"),
    index("slot_offer_state", "slot_offer", "state"),
    index("slot_offer_organization_id", "slot_offer", "organization_id"),
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

/// Who waits for a better time, in the order they joined. Nothing of it tells why.
fn waiting() -> TableCreateStatement {
    Table::create()
        .table("waiting")
        .col(pk_uuid("id"))
        .col(uuid("patient_id"))
        // Absent where anybody of the clinic will do.
        .col(uuid_null("practitioner_role_id"))
        .col(uuid("organization_id"))
        .col(uuid("service_id"))
        .col(text("payment"))
        // Julian days, by the clock of the clinic.
        .col(integer("not_before"))
        .col(integer("not_after"))
        .col(text_null("part"))
        // The visit that would be moved.
        .col(uuid_null("appointment_id"))
        .col(text("state"))
        .col(integer("lapsed"))
        // For the report: nobody has to open an identity for it.
        .col(text("age"))
        .col(big_integer("created_at"))
        .foreign_key(&mut refers("waiting", "patient_id", "patient"))
        .foreign_key(&mut refers("waiting", "service_id", "healthcare_service"))
        .to_owned()
}

/// Times that were offered. While one is open its cells are taken in `slot_claim` under its id.
fn slot_offer() -> TableCreateStatement {
    Table::create()
        .table("slot_offer")
        .col(pk_uuid("id"))
        .col(uuid("waiting_id"))
        .col(uuid("patient_id"))
        .col(uuid("organization_id"))
        .col(uuid("practitioner_role_id"))
        .col(uuid("service_id"))
        .col(uuid_null("room_id"))
        .col(big_integer("starts_at"))
        .col(big_integer("ends_at"))
        .col(big_integer("until"))
        .col(text("state"))
        // By what it was answered.
        .col(text_null("way"))
        .col(text("age"))
        .col(big_integer("made_at"))
        .col(big_integer_null("answered_at"))
        .foreign_key(&mut refers("slot_offer", "waiting_id", "waiting"))
        .to_owned()
}

/// The keyed hashes of what a provider calls the SMS it handed over: each is heard once.
fn sms_inbound() -> TableCreateStatement {
    Table::create()
        .table("sms_inbound")
        .col(binary("id").primary_key())
        .col(big_integer("at"))
        .to_owned()
}
