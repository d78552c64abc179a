use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, binary, binary_null, integer, pk_uuid, text, text_null, uuid,
    uuid_null,
};

super::tables!(
    // What was found unusual, what came of it, and what its review found.
    Table::create()
        .table("anomaly")
        .col(pk_uuid("id"))
        .col(uuid("account_id"))
        .col(uuid_null("session_id"))
        .col(text("kind"))
        .col(integer("score"))
        .col(big_integer("found_at"))
        // `recorded`, or `signed_out` where the sessions were ended.
        .col(text("state"))
        .col(binary("sealed"))
        .col(big_integer_null("reviewed_at"))
        .col(uuid_null("reviewed_by"))
        .col(text_null("verdict"))
        .col(binary_null("sealed_review"))
        .foreign_key(
            ForeignKey::create()
                .from("anomaly", "account_id")
                .to("account", "id")
                .on_delete(ForeignKeyAction::Restrict),
        ),
    // What each account usually does, sealed.
    Table::create()
        .table("anomaly_habit")
        .col(pk_uuid("account_id"))
        .col(binary("sealed"))
        .col(big_integer("updated_at")),
    // How far the journal was read: one row. Which lines of the last moments were read already is
    // told by their chains and numbers, 24 bytes each.
    Table::create()
        .table("anomaly_watch")
        .col(ColumnDef::new("id").integer().not_null().primary_key())
        .col(big_integer("turn"))
        .col(big_integer("began_at"))
        .col(big_integer("read_to"))
        .col(binary("seen"));
    Index::create().name("anomaly_account_id").table("anomaly").col("account_id"),
    Index::create()
        .name("anomaly_reviewed_at_found_at")
        .table("anomaly")
        .col("reviewed_at")
        .col("found_at"),
);
