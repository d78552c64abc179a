use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, binary, binary_uniq, integer, pk_uuid, text, text_null,
};

super::tables!(
    // What people are to be told by SMS and e-mail: to whom and what lies sealed.
    Table::create()
        .table("message")
        .col(pk_uuid("id"))
        // A keyed hash of what caused it: one event tells once.
        .col(binary_uniq("event"))
        .col(binary("sealed"))
        .col(text("state"))
        // Which of its ways is being tried, from 0.
        .col(integer("way"))
        .col(integer("attempts"))
        .col(big_integer("run_at"))
        // Held by a node until then; after a crash another one takes it.
        .col(big_integer_null("locked_until"))
        // What the provider calls it.
        .col(text_null("provider_ref"))
        .col(big_integer("created_at"))
        .col(big_integer_null("sent_at"));
    Index::create().name("message_state_run_at").table("message").col("state").col("run_at"),
);
