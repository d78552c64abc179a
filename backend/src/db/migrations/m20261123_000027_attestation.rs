use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, binary, text, uuid};

use super::tables;

tables! {
    attestation();
}

/// That patients confirmed visits on the spot: one a visit. Who showed the code lies sealed.
fn attestation() -> TableCreateStatement {
    Table::create()
        .table("attestation")
        .col(uuid("patient_id"))
        .col(uuid("entry_id"))
        .col(text("section"))
        .col(uuid("recorded_by"))
        .col(big_integer("recorded_at"))
        .col(binary("sealed"))
        .primary_key(Index::create().col("patient_id").col("entry_id"))
        .foreign_key(
            ForeignKey::create()
                .from("attestation", "patient_id")
                .to("patient", "id")
                .on_delete(ForeignKeyAction::Restrict),
        )
        .to_owned()
}
