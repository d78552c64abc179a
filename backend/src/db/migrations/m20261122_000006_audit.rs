use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, binary, uuid};

super::tables!(
    // One chain per card, and one per account for what touches no card.
    Table::create()
        .table("journal")
        .col(uuid("chain"))
        .col(big_integer("seq"))
        .col(big_integer("at"))
        .col(binary("sealed"))
        .col(binary("hash"))
        .primary_key(Index::create().col("chain").col("seq")),
    // The newest line of each chain, locked while a line is added.
    Table::create()
        .table("journal_chain")
        .col(ColumnDef::new("chain").uuid().not_null().primary_key())
        .col(big_integer("seq"))
        .col(binary("hash"))
        .col(big_integer("covered_seq")),
    // What the chains' heads were, signed; one chain of checkpoints per writer.
    Table::create()
        .table("journal_checkpoint")
        .col(uuid("writer"))
        .col(big_integer("seq"))
        .col(big_integer("at"))
        .col(binary("heads"))
        .col(binary("hash"))
        .col(binary("signature"))
        .primary_key(Index::create().col("writer").col("seq"));
    Index::create().name("journal_at").table("journal").col("at"),
);
