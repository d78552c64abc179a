//! The departments of the demo clinic, and somebody who has left it.

use shared::access::model::Role;
use shared::id::{AccountId, PersonId};
use shared::record::model::{PersonName, Sex};
use time::Duration;
use time::macros::date;
use uuid::Uuid;

use super::Error;
use super::people::{CLINIC, DOCTOR, FAMILY_DOCTOR, NURSE};
use crate::accounts::{self, NewMembership};
use crate::admin::{DepartmentRow, end_memberships, insert_department};
use crate::app::{App, micros};
use crate::card::{self, Identity};

/// Who worked here until last month; nobody signs in as her.
const LEFT: AccountId = AccountId(Uuid::from_u128(0xA0_0000 + 17));
const LEFT_PERSON: PersonId = PersonId(Uuid::from_u128(0xB0_0000 + 17));
const THERAPY: Uuid = Uuid::from_u128(0xDE_0001);
const TREATMENT_ROOM: Uuid = Uuid::from_u128(0xDE_0002);

/// Two departments, who works there, and who does no more; once.
pub async fn add(app: &App) -> Result<(), Error> {
    if accounts::find_account(app.db().read(), LEFT).await?.is_some() {
        return Ok(());
    }
    let (now, begun) = (app.now_micros(), micros(app.now() - Duration::days(400)));
    let tx = app.db().begin().await?;
    for (id, name) in
        [(THERAPY, "Терапевтическое отделение"), (TREATMENT_ROOM, "Процедурный кабинет")]
    {
        let row = DepartmentRow { id, name: name.to_owned(), closed_at: None, version: 1 };
        insert_department(&tx, CLINIC, &row, now).await?;
    }
    for (account, department, position) in [
        (DOCTOR, THERAPY, "участковый терапевт"),
        (FAMILY_DOCTOR, THERAPY, "семейный врач"),
        (NURSE, TREATMENT_ROOM, "процедурная медсестра"),
    ] {
        crate::admin::place(&tx, CLINIC, account, department, position).await?;
    }
    let identity = Identity {
        name: PersonName {
            surname: "Орлова".to_owned(),
            given: "Светлана".to_owned(),
            patronymic: Some("Юрьевна".to_owned()),
        },
        birth_date: date!(1983 - 09 - 14),
        sex: Sex::Female,
        snils: None,
        document: None,
        inn: None,
    };
    card::create_person(app, &tx, LEFT_PERSON, &identity).await?;
    accounts::insert_account(&tx, LEFT, LEFT_PERSON, begun).await?;
    let membership = NewMembership {
        id: app.new_id(),
        account: LEFT,
        role: Role::Nurse,
        organization: Some(CLINIC),
        starts_at: begun,
        ends_at: None,
    };
    accounts::insert_membership(&tx, membership).await?;
    crate::admin::place(&tx, CLINIC, LEFT, TREATMENT_ROOM, "медсестра").await?;
    end_memberships(&tx, CLINIC, LEFT, micros(app.now() - Duration::days(30))).await?;
    tx.commit().await?;
    Ok(())
}
