use sea_orm::entity::prelude::*;

use crate::access::PatientOwned;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "resource")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub version: i32,
    /// Nil where it is nobody's.
    pub patient_id: Uuid,
    /// The resource type.
    pub kind: String,
    /// The program that sent it.
    pub recorded_by: Uuid,
    pub received_at: i64,
    pub deleted: bool,
    pub sealed: Vec<u8>,
}

impl ActiveModelBehavior for ActiveModel {}

impl PatientOwned for Entity {
    const PATIENT: Column = Column::PatientId;
}
