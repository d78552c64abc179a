use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, boolean, integer, text, text_null};

super::tables!(
    // Versions of lists that somebody official keeps: public knowledge, so nothing is sealed.
    Table::create()
        .table("reference_list")
        .col(text("list"))
        .col(text("version"))
        // The name of the file it was loaded from.
        .col(text("source"))
        // Of the file's bytes, in hexadecimal digits.
        .col(text("sha256"))
        .col(integer("items"))
        .col(big_integer("loaded_at"))
        .col(boolean("is_current"))
        .primary_key(Index::create().col("list").col("version")),
    Table::create()
        .table("reference_item")
        .col(text("list"))
        .col(text("version"))
        // In the order of the file.
        .col(integer("position"))
        .col(text_null("code"))
        // The code as it is compared.
        .col(text_null("code_key"))
        .col(text_null("parent"))
        .col(text("display"))
        // Characters of `display`: what says little more than the words asked for comes first.
        .col(integer("size"))
        .col(boolean("obsolete"))
        // Stems, a space before each: of the name, and of everything it is found by.
        .col(text("name_words"))
        .col(text("words"))
        // JSON.
        .col(text("details"))
        .primary_key(Index::create().col("list").col("version").col("position"));
    Index::create()
        .name("reference_item_list_version_code_key")
        .table("reference_item")
        .col("list")
        .col("version")
        .col("code_key"),
);
