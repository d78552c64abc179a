//! Whom Anna of the demo trusts with her card.

use shared::access::model::Level;
use shared::id::{AccountId, PatientId};
use shared::representatives::model::Relation;
use uuid::Uuid;

use super::Error;
use crate::app::App;
use crate::representatives::{self, Seed};

const ANNA: PatientId = PatientId(Uuid::from_u128(0xD0_0001));
/// Iya, who has a card of her own too.
const IYA: AccountId = AccountId(Uuid::from_u128(0xA0_0003));

/// Somebody who acts for her, and an invitation that waits; once.
pub async fn add(app: &App) -> Result<(), Error> {
    if representatives::is_seeded(app, ANNA).await? {
        return Ok(());
    }
    let tx = app.db().begin().await?;
    for seed in [
        Seed {
            id: Uuid::from_u128(0xE5_0001),
            patient: ANNA,
            account: Some(IYA),
            words: ("Ия, помогает по дому", Relation::Carer),
            level: Level::Full,
        },
        Seed {
            id: Uuid::from_u128(0xE5_0002),
            patient: ANNA,
            account: None,
            words: ("Сын Пётр", Relation::Child),
            level: Level::Limited,
        },
    ] {
        representatives::seed(app, &tx, &seed).await?;
    }
    tx.commit().await?;
    Ok(())
}
