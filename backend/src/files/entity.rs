use sea_orm::entity::prelude::*;

use crate::access::PatientOwned;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "file")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub patient_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub entry_id: Uuid,
    pub number: i32,
    pub recorded_at: i64,
    pub size: i64,
    pub sealed: Vec<u8>,
}

impl ActiveModelBehavior for ActiveModel {}

impl PatientOwned for Entity {
    const PATIENT: Column = Column::PatientId;
}
