//! `medkarta feed`

use std::process::ExitCode;

use backend::config::Config;
use backend::interop::feed;

use super::arguments::FeedCommand;
use super::{Failed, find_or_make_organization, print, start};

pub async fn work_on_feeds(config: &Config, command: FeedCommand) -> Result<ExitCode, Failed> {
    let (app, db) = start(config).await?;
    match command {
        FeedCommand::Add(new) => {
            let organization =
                find_or_make_organization(&app, &db, new.organization.trim()).await?;
            let minutes = (new.utc_offset * 60.0).round();
            if minutes.abs() > 18.0 * 60.0 {
                return Err("the offset is from -18 to 18 hours".into());
            }
            #[expect(clippy::cast_possible_truncation, reason = "no more than 18 hours")]
            let offset = time::UtcOffset::from_whole_seconds(minutes as i32 * 60)?;
            let feed = feed::Feed {
                program: app.new_id(),
                name: new.name.trim().to_owned(),
                organization,
                organization_name: new.organization.trim().to_owned(),
                application: new.application,
                facility: new.facility,
                networks: new.network,
                offset,
            };
            feed::add(&app, &feed).await?;
            print(&format!("{} may send; a running server knows it within seconds.", feed.name));
        }
        FeedCommand::List => {
            for feed in feed::list(&app).await? {
                let networks: Vec<String> = feed.networks.iter().map(ToString::to_string).collect();
                let part = |text: &str| if text.is_empty() { "any" } else { text }.to_owned();
                print(&format!(
                    "{}  {} ({})  MSH-3 {}  MSH-4 {}  from {}  UTC{}",
                    feed.program,
                    feed.name,
                    feed.organization_name,
                    part(&feed.application),
                    part(&feed.facility),
                    part(&networks.join(", ")),
                    feed.offset,
                ));
            }
        }
    }
    app.stop().await;
    Ok(ExitCode::SUCCESS)
}
