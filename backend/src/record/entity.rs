use sea_orm::entity::prelude::*;

use crate::access::PatientOwned;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "entry")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub patient_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub version: i32,
    pub kind: String,
    pub section: String,
    pub occurred_at: i64,
    pub received_at: i64,
    pub recorded_by: Uuid,
    pub organization_id: Option<Uuid>,
    pub source: String,
    pub sealed: Vec<u8>,
}

impl ActiveModelBehavior for ActiveModel {}

impl PatientOwned for Entity {
    const PATIENT: Column = Column::PatientId;
}
