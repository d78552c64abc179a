use sea_orm::entity::prelude::*;

use crate::access::PatientOwned;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "attestation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub patient_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub entry_id: Uuid,
    pub section: String,
    pub recorded_by: Uuid,
    pub recorded_at: i64,
    pub sealed: Vec<u8>,
}

impl ActiveModelBehavior for ActiveModel {}

impl PatientOwned for Entity {
    const PATIENT: Column = Column::PatientId;
}
