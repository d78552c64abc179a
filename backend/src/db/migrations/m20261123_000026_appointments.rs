use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, binary, boolean, integer, integer_null, pk_uuid, text,
    text_null, uuid, uuid_null,
};

/// Clinics as anybody may find them, who receives there and when, and what is booked.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in offered().into_iter().chain(booked()) {
            manager.create_table(table).await?;
        }
        for index in indexes() {
            manager.create_index(index).await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
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

/// What can be booked. None of it is about a patient.
fn offered() -> Vec<TableCreateStatement> {
    vec![
        // Counts up with every change of what is offered: nodes remember all of it until then.
        Table::create()
            .table("directory_version")
            .col(ColumnDef::new("id").integer().not_null().primary_key())
            .col(big_integer("version"))
            .to_owned(),
        clinic_profile(),
        practitioner_role(),
        Table::create()
            .table("room")
            .col(pk_uuid("id"))
            .col(uuid("organization_id"))
            .col(text("name"))
            .foreign_key(&mut refers("room", "organization_id", "organization"))
            .to_owned(),
        Table::create()
            .table("healthcare_service")
            .col(pk_uuid("id"))
            .col(uuid("organization_id"))
            .col(text("name"))
            .col(integer("minutes"))
            .col(text("format"))
            .col(integer_null("price"))
            .col(text("payments"))
            .col(text_null("preparation"))
            .foreign_key(&mut refers("healthcare_service", "organization_id", "organization"))
            .to_owned(),
        Table::create()
            .table("practitioner_service")
            .col(uuid("practitioner_role_id"))
            .col(uuid("service_id"))
            .primary_key(Index::create().col("practitioner_role_id").col("service_id"))
            .foreign_key(&mut refers(
                "practitioner_service",
                "practitioner_role_id",
                "practitioner_role",
            ))
            .foreign_key(&mut refers("practitioner_service", "service_id", "healthcare_service"))
            .to_owned(),
    ]
}

/// How an organization is found.
fn clinic_profile() -> TableCreateStatement {
    Table::create()
        .table("clinic_profile")
        .col(ColumnDef::new("organization_id").uuid().not_null().primary_key())
        .col(text("kind"))
        .col(text("city"))
        .col(text_null("district"))
        .col(text_null("metro"))
        .col(text_null("directions"))
        // Degrees, WGS 84, times 100 000.
        .col(integer_null("latitude"))
        .col(integer_null("longitude"))
        .col(text_null("licence"))
        .col(text_null("accreditation"))
        .col(boolean("electronic_cards"))
        .col(text("payments"))
        .col(text("time_zone"))
        .col(boolean("published"))
        .foreign_key(&mut refers("clinic_profile", "organization_id", "organization"))
        .to_owned()
}

/// Somebody who receives patients in one place.
fn practitioner_role() -> TableCreateStatement {
    Table::create()
        .table("practitioner_role")
        .col(pk_uuid("id"))
        .col(uuid("account_id"))
        .col(uuid("organization_id"))
        .col(text("speciality"))
        .col(text("languages"))
        .col(boolean("published"))
        // When they work, as JSON; absent where nothing can be booked.
        .col(text_null("pattern"))
        .col(big_integer("version"))
        // On which day, by the clinic's clock, they are late, and by how much.
        .col(text_null("late_on"))
        .col(integer("late_minutes"))
        .foreign_key(&mut refers("practitioner_role", "account_id", "account"))
        .foreign_key(&mut refers("practitioner_role", "organization_id", "organization"))
        .to_owned()
}

fn booked() -> Vec<TableCreateStatement> {
    vec![
        // Who or what is taken in which five minutes: a doctor, a room, a patient. The key is why
        // nothing is sold twice, on any number of nodes.
        Table::create()
            .table("slot_claim")
            .col(uuid("resource"))
            .col(big_integer("cell"))
            .col(uuid("owner"))
            // Of a hold; absent for what is booked.
            .col(big_integer_null("until"))
            .primary_key(Index::create().col("resource").col("cell"))
            .to_owned(),
        Table::create()
            .table("slot_hold")
            .col(pk_uuid("id"))
            .col(uuid("patient_id"))
            .col(uuid("practitioner_role_id"))
            .col(uuid("service_id"))
            .col(uuid_null("room_id"))
            .col(big_integer("starts_at"))
            .col(big_integer("ends_at"))
            .col(big_integer("until"))
            .col(uuid_null("moves"))
            .col(text("payment"))
            .foreign_key(&mut refers("slot_hold", "patient_id", "patient"))
            .to_owned(),
        appointment(),
        // What happened to a visit; the words of who did it are sealed.
        Table::create()
            .table("appointment_change")
            .col(pk_uuid("id"))
            .col(uuid("appointment_id"))
            .col(big_integer("at"))
            .col(text("event"))
            .col(text("actor"))
            .col(big_integer_null("from_at"))
            .col(big_integer_null("to_at"))
            .col(ColumnDef::new("sealed").binary().null())
            .foreign_key(&mut refers("appointment_change", "appointment_id", "appointment"))
            .to_owned(),
        // The keyed hash of an address that calendars read.
        Table::create()
            .table("calendar_feed")
            .col(ColumnDef::new("patient_id").uuid().not_null().primary_key())
            .col(binary("secret_hash"))
            .col(big_integer("created_at"))
            .foreign_key(&mut refers("calendar_feed", "patient_id", "patient"))
            .to_owned(),
        // Shown to everybody, without a name.
        Table::create()
            .table("visit_review")
            .col(ColumnDef::new("appointment_id").uuid().not_null().primary_key())
            .col(uuid("organization_id"))
            .col(uuid("practitioner_role_id"))
            .col(integer("stars"))
            .col(text("words"))
            .col(big_integer("at"))
            .foreign_key(&mut refers("visit_review", "appointment_id", "appointment"))
            .to_owned(),
    ]
}

/// A visit. What it is about lies sealed under the key of its patient.
fn appointment() -> TableCreateStatement {
    Table::create()
        .table("appointment")
        .col(pk_uuid("id"))
        // Absent for a guest, who has no card here.
        .col(uuid_null("patient_id"))
        .col(uuid("practitioner_role_id"))
        .col(uuid("organization_id"))
        .col(uuid("service_id"))
        .col(uuid_null("room_id"))
        .col(big_integer("starts_at"))
        .col(big_integer("ends_at"))
        .col(text("format"))
        .col(text("payment"))
        .col(text("channel"))
        .col(text("state"))
        // As iCalendar counts changes.
        .col(integer("sequence"))
        .col(big_integer("version"))
        // By what its doctor sees the card.
        .col(uuid_null("ground_id"))
        .col(binary("sealed"))
        // Of the hold it was made of last: the same booking sent again makes no other one.
        .col(uuid("hold_key"))
        .col(big_integer("created_at"))
        .col(big_integer_null("arrived_at"))
        .col(big_integer_null("cancelled_at"))
        .col(big_integer_null("ended_at"))
        .foreign_key(&mut refers("appointment", "patient_id", "patient"))
        .foreign_key(&mut refers("appointment", "practitioner_role_id", "practitioner_role"))
        .foreign_key(&mut refers("appointment", "service_id", "healthcare_service"))
        .to_owned()
}

fn indexes() -> Vec<IndexCreateStatement> {
    let mut indexes: Vec<IndexCreateStatement> = [
        ("practitioner_role_organization_id", "practitioner_role", "organization_id"),
        ("practitioner_role_account_id", "practitioner_role", "account_id"),
        ("room_organization_id", "room", "organization_id"),
        ("healthcare_service_organization_id", "healthcare_service", "organization_id"),
        ("slot_claim_owner", "slot_claim", "owner"),
        ("slot_claim_until", "slot_claim", "until"),
        ("slot_hold_patient_id", "slot_hold", "patient_id"),
        ("appointment_change_appointment_id", "appointment_change", "appointment_id"),
        ("visit_review_organization_id", "visit_review", "organization_id"),
    ]
    .into_iter()
    .map(|(name, table, column)| Index::create().name(name).table(table).col(column).to_owned())
    .collect();
    let unique = |name, table, column| {
        Index::create().name(name).table(table).col(column).unique().to_owned()
    };
    indexes.push(unique("appointment_hold_key", "appointment", "hold_key"));
    indexes.push(unique("calendar_feed_secret_hash", "calendar_feed", "secret_hash"));
    let by_time = |name, column| {
        Index::create().name(name).table("appointment").col(column).col("starts_at").to_owned()
    };
    indexes.push(by_time("appointment_patient_id", "patient_id"));
    indexes.push(by_time("appointment_organization_id", "organization_id"));
    indexes.push(by_time("appointment_practitioner_role_id", "practitioner_role_id"));
    indexes
}
