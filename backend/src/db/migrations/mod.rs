//! One file per step, oldest first. A step is never edited once merged, and never uses entities.
//!
//! Moments are `bigint`, microseconds since 1970 UTC: one form on both databases, sorted as
//! numbers. What tells who somebody is or what ails them is in `sealed` columns.

use sea_orm_migration::prelude::*;

mod m20261122_000001_keys;
mod m20261122_000002_card;
mod m20261122_000003_accounts;
mod m20261122_000004_access;
mod m20261122_000005_record;
mod m20261122_000006_audit;
mod m20261122_000007_jobs;
mod m20261122_000008_revision;
mod m20261122_000009_notifications;
mod m20261122_000010_sign_in;
mod m20261122_000011_interop;
mod m20261122_000012_reports;
mod m20261122_000013_feed;
mod m20261122_000014_reference;
mod m20261122_000015_files;
mod m20261122_000016_release;
mod m20261122_000017_critical;
mod m20261122_000018_consent;
mod m20261122_000019_journal;
mod m20261122_000020_emergency;
mod m20261122_000021_protocols;
mod m20261122_000022_representation;
mod m20261122_000023_share;
mod m20261122_000025_admin;
mod m20261123_000024_anomalies;
mod m20261123_000026_appointments;
mod m20261123_000027_attestation;
mod m20261123_000028_reminders;
mod m20261123_000029_waiting;
mod m20261123_000030_widgets;
mod m20261123_000031_booking_api;
mod m20261124_000032_notification;
mod m20261124_000033_hold_words;

pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261122_000001_keys::Migration),
            Box::new(m20261122_000002_card::Migration),
            Box::new(m20261122_000003_accounts::Migration),
            Box::new(m20261122_000004_access::Migration),
            Box::new(m20261122_000005_record::Migration),
            Box::new(m20261122_000006_audit::Migration),
            Box::new(m20261122_000007_jobs::Migration),
            Box::new(m20261122_000008_revision::Migration),
            Box::new(m20261122_000009_notifications::Migration),
            Box::new(m20261122_000010_sign_in::Migration),
            Box::new(m20261122_000011_interop::Migration),
            Box::new(m20261122_000012_reports::Migration),
            Box::new(m20261122_000013_feed::Migration),
            Box::new(m20261122_000014_reference::Migration),
            Box::new(m20261122_000015_files::Migration),
            Box::new(m20261122_000016_release::Migration),
            Box::new(m20261122_000017_critical::Migration),
            Box::new(m20261122_000018_consent::Migration),
            Box::new(m20261122_000019_journal::Migration),
            Box::new(m20261122_000020_emergency::Migration),
            Box::new(m20261122_000021_protocols::Migration),
            Box::new(m20261122_000022_representation::Migration),
            Box::new(m20261122_000023_share::Migration),
            Box::new(m20261123_000024_anomalies::Migration),
            Box::new(m20261122_000025_admin::Migration),
            Box::new(m20261123_000026_appointments::Migration),
            Box::new(m20261123_000027_attestation::Migration),
            Box::new(m20261123_000028_reminders::Migration),
            Box::new(m20261123_000029_waiting::Migration),
            Box::new(m20261123_000030_widgets::Migration),
            Box::new(m20261123_000031_booking_api::Migration),
            Box::new(m20261124_000032_notification::Migration),
            Box::new(m20261124_000033_hold_words::Migration),
        ]
    }
}

/// A step that only makes tables and indexes, in one transaction on both databases.
macro_rules! tables {
    ($($table:expr),+ $(,)? ; $($index:expr),* $(,)?) => {
        #[derive(sea_orm_migration::prelude::DeriveMigrationName)]
        pub struct Migration;

        #[async_trait::async_trait]
        impl sea_orm_migration::prelude::MigrationTrait for Migration {
            async fn up(
                &self,
                manager: &sea_orm_migration::prelude::SchemaManager,
            ) -> Result<(), sea_orm_migration::prelude::DbErr> {
                $(manager.create_table($table.to_owned()).await?;)+
                $(manager.create_index($index.to_owned()).await?;)*
                Ok(())
            }

            // Postgres does this by default, SQLite does not.
            fn use_transaction(&self) -> Option<bool> {
                Some(true)
            }
        }
    };
}

use tables;
