//! `medkarta program`

use std::process::ExitCode;

use backend::accounts;
use backend::app::App;
use backend::appointments::programs::{self, Permit, Permitted};
use backend::config::Config;
use backend::db::Db;
use backend::interop::program;

use super::arguments::{ProgramBooking, ProgramCommand};
use super::{Failed, find_or_make_organization, print, start};

pub async fn work_on_programs(
    config: &Config,
    command: ProgramCommand,
) -> Result<ExitCode, Failed> {
    let (app, db) = start(config).await?;
    let code = match command {
        ProgramCommand::Add { name, organization, scope, jwks } => {
            let jwks = std::fs::read_to_string(&jwks)
                .map_err(|error| format!("{}: {error}", jwks.display()))?;
            let organization = match organization {
                Some(name) => Some(find_or_make_organization(&app, &db, name.trim()).await?),
                None => None,
            };
            let added = program::add(&app, name.trim(), organization, &scope, &jwks).await?;
            print(&format!("{}", added.id));
            ExitCode::SUCCESS
        }
        ProgramCommand::Booking(booking) => {
            permit(&app, &db, &booking).await?;
            ExitCode::SUCCESS
        }
        ProgramCommand::List => {
            for program in program::list(&app).await? {
                let state = if program.revoked_at.is_some() { "revoked" } else { "active" };
                print(&format!("{} {state} {} [{}]", program.id, program.name, program.scopes));
                for permitted in programs::permits(&app, program.id).await? {
                    print(&format!("    {}", told(&permitted)));
                }
            }
            ExitCode::SUCCESS
        }
        ProgramCommand::Revoke { id } => {
            let was_there = program::revoke(&app, id).await?;
            print(if was_there {
                "It is revoked."
            } else {
                "There is no active program of this id."
            });
            if was_there { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
    };
    app.stop().await;
    Ok(code)
}

/// Lets a program book in a clinic.
async fn permit(app: &App, db: &Db, booking: &ProgramBooking) -> Result<(), Failed> {
    let clinic = booking.clinic.trim();
    let organization = accounts::find_organization(db.read(), clinic).await?;
    let organization = organization.ok_or_else(|| format!("there is no clinic «{clinic}»"))?;
    let permit = Permit {
        program: booking.program,
        organization,
        holds: booking.holds,
        bookings_a_day: booking.bookings_a_day,
        webhook: booking.webhook.as_deref(),
    };
    if let Some(key) = programs::permit(app, &permit).await? {
        print(&key);
    }
    Ok(())
}

/// What a clinic leaves to a program, in one line.
fn told(permitted: &Permitted) -> String {
    let Permitted { clinic, holds, bookings_a_day, webhook } = permitted;
    let news = webhook.as_deref().unwrap_or("nothing");
    format!(
        "books in «{clinic}»: {holds} holds at once, {bookings_a_day} visits a day, told: {news}"
    )
}
