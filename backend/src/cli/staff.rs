//! `medkarta staff`

use std::process::ExitCode;

use backend::accounts;
use backend::app::{Settings, micros};
use backend::card::Identity;
use backend::config::Config;
use shared::access::model::Role;
use shared::accounts::contacts::{Email, Phone};
use shared::accounts::rules::{check_name, parse_date};
use shared::contract::FieldReason;
use shared::id::OrganizationId;
use shared::lang::Lang;
use shared::record::model::PersonName;

use super::arguments::StaffInvite;
use super::{Failed, find_or_make_organization, print, start};

/// Puts an invitation into the queue; a running server sends it.
pub async fn invite_staff(config: &Config, invite: StaffInvite) -> Result<ExitCode, Failed> {
    let invited = read_invited(&invite)?;
    let (app, db) = start(config).await?;
    let organization = find_or_make_organization(&app, &db, invite.organization.trim()).await?;
    let invited = accounts::Invited { organization, ..invited };
    let lang = if invite.english { Lang::En } else { Lang::Ru };
    let link = accounts::invite(&app, &invited, lang).await?;
    app.stop().await;
    print(&format!("The invitation waits to be sent to {}.", invited.email));
    if invite.print_link {
        print(&link);
    }
    Ok(ExitCode::SUCCESS)
}

fn read_invited(invite: &StaffInvite) -> Result<accounts::Invited, Failed> {
    let wrong = |what: &str, reason: FieldReason| -> Failed {
        format!("--{what}: {}", reason.text().get(Lang::En)).into()
    };
    let name = |what: &str, text: &str| check_name(text).map_err(|reason| wrong(what, reason));
    let date = |what: &str, text: &str| parse_date(text).map_err(|reason| wrong(what, reason));
    let patronymic = invite.patronymic.as_deref().map(|text| name("patronymic", text));
    let until = invite.until.as_deref().map(|text| date("until", text)).transpose()?;
    let role: Role = invite.role.parse().map_err(|_| "--role is none of those --help lists")?;
    if !role.is_staff() {
        return Err("--role: patients register by themselves".into());
    }
    Ok(accounts::Invited {
        identity: Identity {
            name: PersonName {
                surname: name("surname", &invite.surname)?,
                given: name("given", &invite.given)?,
                patronymic: patronymic.transpose()?,
            },
            birth_date: date("birth-date", &invite.birth_date)?,
            sex: invite.sex.parse().map_err(|_| "--sex is female or male")?,
            snils: None,
            document: None,
            inn: None,
        },
        phone: Phone::parse(&invite.phone).map_err(|why| wrong("phone", why))?.as_str().to_owned(),
        email: Email::parse(&invite.email).map_err(|why| wrong("email", why))?.as_str().to_owned(),
        role,
        organization: OrganizationId(uuid::Uuid::nil()),
        starts_at: None,
        department: None,
        position: None,
        // The whole of the last day, by the clock of the clinic.
        ends_at: until
            .and_then(time::Date::next_day)
            .map(|day| micros(day.midnight().assume_offset(Settings::default().offset))),
    })
}
