//! Rows of the gate's own tables.

#[expect(clippy::disallowed_methods, reason = "written by sea_orm::model")]
pub mod ground {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "ground")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub patient_id: Uuid,
        pub account_id: Option<Uuid>,
        pub organization_id: Option<Uuid>,
        pub kind: String,
        pub level: String,
        pub sections: String,
        pub starts_at: i64,
        pub ends_at: Option<i64>,
        pub revoked_at: Option<i64>,
        pub created_at: i64,
        pub sealed: Option<Vec<u8>>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

#[expect(clippy::disallowed_methods, reason = "written by sea_orm::model")]
pub mod hidden {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "hidden")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub patient_id: Uuid,
        pub sealed: Vec<u8>,
        pub created_at: i64,
        pub lifted_at: Option<i64>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
