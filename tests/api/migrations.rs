//! The schema grows under data (OPS-7).

use backend::db::{DatabaseUrl, Db, PoolSettings};
use sea_orm::ConnectionTrait as _;
use tests::{On, on_both, postgres};

/// Steps of the first schema that people's data was kept in.
const FIRST: u32 = 7;

on_both! {
    /// OPS-7: every later step runs over a database with data in it, twice if need be, and keeps it.
    async fn later_steps_keep_what_is_there(on) {
        let folder = tempfile::tempdir().unwrap();
        let url = match on {
            On::Sqlite => DatabaseUrl::Sqlite(folder.path().join("old.sqlite")),
            On::Postgres => DatabaseUrl::Postgres(postgres::cluster().empty_database().await),
        };
        let (id, sealed) = match on {
            On::Sqlite => ("x'000000000000000000000000000000a1'", "x'0102'"),
            On::Postgres => ("'00000000-0000-0000-0000-0000000000a1'", "'\\x0102'"),
        };
        let old = Db::open_after(&url, PoolSettings::default(), Some(FIRST)).await.unwrap();
        for sql in [
            format!("insert into person (id, sealed, created_at) values ({id}, {sealed}, 1)"),
            format!("insert into patient (id, person_id, state, sealed, created_at) values ({id}, {id}, 'active', {sealed}, 1)"),
            format!(
                "insert into entry (patient_id, id, version, kind, section, occurred_at, received_at, recorded_by, source, sealed) \
                 values ({id}, {id}, 1, 'note', 'notes', 1, 1, {id}, 'self_reported', {sealed})"
            ),
            format!("insert into account (id, person_id, created_at) values ({id}, {id}, 1)"),
            format!("insert into job (id, kind, sealed, run_at, attempts, created_at) values ({id}, 'x', {sealed}, 1, 0, 1)"),
        ] {
            old.write().execute_unprepared(&sql).await.unwrap();
        }
        old.close().await;

        for _ in 0..2 {
            let new = Db::open(&url, PoolSettings::default()).await.unwrap();
            for (table, condition) in [
                ("person", "sealed is not null"),
                ("patient", "revision = 0 and state = 'active'"),
                ("entry", "version = 1"),
                ("account", "created_at = 1"),
                ("job", "attempts = 0"),
            ] {
                let touched = new
                    .write()
                    .execute_unprepared(&format!("update {table} set id = id where {condition}"))
                    .await
                    .unwrap();
                assert_eq!(touched.rows_affected(), 1, "{table}");
            }
            new.close().await;
        }
    }
}
