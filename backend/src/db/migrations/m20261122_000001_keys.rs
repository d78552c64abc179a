use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, binary, text, uuid};

// Data keys, wrapped by a master key that is not in the database.
super::tables!(
    Table::create()
        .table("data_key")
        .col(uuid("owner_id"))
        .col(text("purpose"))
        .col(text("master"))
        .col(binary("wrapped"))
        .col(big_integer("created_at"))
        .primary_key(Index::create().col("owner_id").col("purpose"));
    Index::create().name("data_key_master").table("data_key").col("master"),
);
