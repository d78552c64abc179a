use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, binary, integer, pk_uuid, text, text_null,
};

super::tables!(
    Table::create()
        .table("job")
        .col(pk_uuid("id"))
        .col(text("kind"))
        .col(binary("sealed"))
        .col(big_integer("run_at"))
        .col(integer("attempts"))
        // Held by a worker until then; after a crash another one takes it.
        .col(big_integer_null("locked_until"))
        .col(big_integer_null("done_at"))
        .col(text_null("failure"))
        .col(big_integer("created_at"));
    Index::create().name("job_done_at_run_at").table("job").col("done_at").col("run_at"),
);
