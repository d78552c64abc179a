use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, binary, binary_uniq, integer_null, pk_uuid, text, text_null,
    uuid, uuid_null,
};

use super::tables;

tables! {
    notification(),
    settings(),
    device();
    Index::create()
        .name("notification_account_id_created_at")
        .table("notification")
        .col("account_id")
        .col("created_at"),
    Index::create().name("notification_created_at").table("notification").col("created_at"),
    Index::create().name("push_device_account_id").table("push_device").col("account_id"),
}

fn of_account(table: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .from(table, "account_id")
        .to("account", "id")
        .on_delete(ForeignKeyAction::Restrict)
        .to_owned()
}

/// What somebody was told.
fn notification() -> TableCreateStatement {
    Table::create()
        .table("notification")
        .col(pk_uuid("id"))
        .col(uuid("account_id"))
        // A keyed hash of what caused it: one event is told once.
        .col(binary_uniq("event"))
        .col(binary("sealed"))
        .col(big_integer("created_at"))
        .col(big_integer_null("read_at"))
        .foreign_key(&mut of_account("notification"))
        .to_owned()
}

/// How somebody wishes to be told, where they have chosen.
fn settings() -> TableCreateStatement {
    Table::create()
        .table("notification_settings")
        .col(ColumnDef::new("account_id").uuid().not_null().primary_key())
        // «results=app,sms;visits=», and so on.
        .col(text("choices"))
        // Minutes since midnight, by that clock.
        .col(integer_null("quiet_from"))
        .col(integer_null("quiet_until"))
        .col(text_null("time_zone"))
        .col(big_integer("version"))
        .foreign_key(&mut of_account("notification_settings"))
        .to_owned()
}

/// A browser that is told. Its address lies sealed: it is found by a keyed hash of it.
fn device() -> TableCreateStatement {
    Table::create()
        .table("push_device")
        .col(pk_uuid("id"))
        .col(uuid("account_id"))
        // In which session it was turned on: who signs out there is told there no more.
        .col(uuid_null("session_id"))
        .col(binary_uniq("endpoint"))
        .col(binary("sealed"))
        .col(big_integer("created_at"))
        .foreign_key(&mut of_account("push_device"))
        .to_owned()
}
