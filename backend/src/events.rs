//! Live updates: a card has changed, or what an account may do. Between nodes by LISTEN/NOTIFY,
//! within one by a channel.
//!
//! An event names the card or the account and nothing else: who listens asks the gate again.

use std::time::Duration;

use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbErr, Statement,
    TransactionTrait as _,
};
use shared::id::{AccountId, PatientId};
use sqlx::postgres::PgListener;
use tokio::sync::broadcast;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::db::Db;

#[derive(Clone)]
pub struct Events {
    sender: broadcast::Sender<PatientId>,
    accounts: broadcast::Sender<AccountId>,
    notices: broadcast::Sender<AccountId>,
    /// Takes its turn behind whoever writes.
    writer: DatabaseConnection,
    /// With PostgreSQL the database brings every event, also this node's own.
    clustered: bool,
    stop: CancellationToken,
}

/// Events a slow listener may fall behind; then it is told once that it missed some.
const BACKLOG: usize = 1_024;
const CHANNEL: &str = "medkarta_card_changed";
const ACCOUNTS: &str = "medkarta_account_changed";
const NOTICES: &str = "medkarta_notified";
const RECONNECT: Duration = Duration::from_secs(1);

impl Events {
    pub fn start(db: &Db) -> Self {
        let (sender, _) = broadcast::channel(BACKLOG);
        let (accounts, _) = broadcast::channel(BACKLOG);
        let (notices, _) = broadcast::channel(BACKLOG);
        let stop = CancellationToken::new();
        if let Some(pool) = db.postgres() {
            let heard = (sender.clone(), accounts.clone(), notices.clone());
            let task = listen(pool.clone(), heard);
            let stop = stop.clone();
            tokio::spawn(async move {
                tokio::select! { () = task => {}, () = stop.cancelled() => {} }
            });
        }
        let (writer, clustered) = (db.write().clone(), db.postgres().is_some());
        Self { sender, accounts, notices, writer, clustered, stop }
    }

    pub fn subscribe(&self) -> broadcast::Receiver<PatientId> {
        self.sender.subscribe()
    }

    /// Accounts that may do less than before: what they have open asks again.
    pub fn subscribe_accounts(&self) -> broadcast::Receiver<AccountId> {
        self.accounts.subscribe()
    }

    /// Accounts that were told something, or read it.
    pub fn subscribe_notices(&self) -> broadcast::Receiver<AccountId> {
        self.notices.subscribe()
    }

    /// Resolves when the server stops: open streams end then.
    pub async fn stopped(&self) {
        self.stop.cancelled().await;
    }

    /// Ends open streams and the listening connection.
    pub fn stop(&self) {
        self.stop.cancel();
    }

    /// To be called in the transaction that changes the card: told when and if it commits.
    pub(crate) async fn announce(
        &self,
        tx: &DatabaseTransaction,
        patient: PatientId,
    ) -> Result<(), DbErr> {
        self.notify(tx, CHANNEL, patient.0).await
    }

    /// To be called in the transaction that takes something from the account.
    pub(crate) async fn announce_account(
        &self,
        tx: &DatabaseTransaction,
        account: AccountId,
    ) -> Result<(), DbErr> {
        self.notify(tx, ACCOUNTS, account.0).await
    }

    /// To be called with what tells an account something: heard when and if it commits.
    pub(crate) async fn announce_notice(
        &self,
        db: &impl ConnectionTrait,
        account: AccountId,
    ) -> Result<(), DbErr> {
        if self.clustered {
            return self.notify(db, NOTICES, account.0).await;
        }
        let (writer, notices) = (self.writer.clone(), self.notices.clone());
        tokio::spawn(async move {
            // SQLite has one writer: its turn comes when the present one has committed. Heard without
            // need, where that failed, it does no harm.
            if let Ok(turn) = writer.begin().await {
                let _ = turn.rollback().await;
            }
            let _ = notices.send(account);
        });
        Ok(())
    }

    async fn notify(
        &self,
        tx: &impl ConnectionTrait,
        channel: &str,
        id: Uuid,
    ) -> Result<(), DbErr> {
        if self.clustered {
            let notify = Statement::from_sql_and_values(
                tx.get_database_backend(),
                "select pg_notify($1, $2)",
                [channel.into(), id.to_string().into()],
            );
            tx.query_one_raw(notify).await?;
        }
        Ok(())
    }

    /// To be called after the commit.
    pub(crate) fn committed(&self, patient: PatientId) {
        if !self.clustered {
            // Nobody listening is no error.
            let _ = self.sender.send(patient);
        }
    }

    /// The same of an account.
    pub(crate) fn account_committed(&self, account: AccountId) {
        if !self.clustered {
            let _ = self.accounts.send(account);
        }
    }
}

/// Who hears of changed cards, of accounts that may do less, and of notices.
type Heard =
    (broadcast::Sender<PatientId>, broadcast::Sender<AccountId>, broadcast::Sender<AccountId>);

async fn listen(pool: sqlx::PgPool, heard: Heard) {
    loop {
        if let Err(error) = listen_once(&pool, &heard).await {
            tracing::warn!(%error, "not hearing other nodes; connecting again");
        }
        tokio::time::sleep(RECONNECT).await;
    }
}

async fn listen_once(
    pool: &sqlx::PgPool,
    (cards, accounts, notices): &Heard,
) -> Result<(), sqlx::Error> {
    let mut listener = PgListener::connect_with(pool).await?;
    listener.listen_all([CHANNEL, ACCOUNTS, NOTICES]).await?;
    loop {
        let event = listener.recv().await?;
        let Ok(id) = event.payload().parse::<Uuid>() else { continue };
        // Nobody listening is no error.
        let _ = match event.channel() {
            ACCOUNTS => accounts.send(AccountId(id)).map(drop).is_ok(),
            NOTICES => notices.send(AccountId(id)).map(drop).is_ok(),
            _ => cards.send(PatientId(id)).map(drop).is_ok(),
        };
    }
}
