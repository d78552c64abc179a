//! `medkarta reference`

use std::process::ExitCode;

use backend::config::Config;
use backend::reference;
use indicatif::{ProgressBar, ProgressStyle};

use super::arguments::{ReferenceCommand, ReferenceLoad};
use super::{Failed, print, start};

pub async fn work_on_references(
    config: &Config,
    command: ReferenceCommand,
) -> Result<ExitCode, Failed> {
    let (app, _) = start(config).await?;
    match command {
        ReferenceCommand::Load(wanted) => {
            let ReferenceLoad { list, path, number, smaller } = wanted;
            let bar = ProgressBar::new(0).with_style(ProgressStyle::with_template(
                "{bar:40} {pos}/{len} terms, {elapsed}, about {eta} more",
            )?);
            let how = reference::How { version: number, smaller };
            let loaded = reference::load(&app, list, &path, &how, &|done, of| {
                bar.set_length(of as u64);
                bar.set_position(done as u64);
            })
            .await;
            bar.finish_and_clear();
            let reference::Loaded { did, version } = loaded?;
            let told = match did {
                reference::Did::Loaded => "is loaded",
                reference::Did::MadeCurrent => "was there and is searched again",
                reference::Did::Unchanged => "is there already; nothing was changed",
            };
            print(&format!("{list} {}, {} terms, {told}.", version.version, version.items));
        }
        ReferenceCommand::List => {
            for version in reference::versions(&app).await? {
                let mark = if version.is_current { "*" } else { " " };
                let loaded =
                    version.loaded_at.map(|at| format!("  {}  {}", at.date(), version.source));
                print(&format!(
                    "{mark} {}  {}  {} terms{}",
                    version.list,
                    version.version,
                    version.items,
                    loaded.unwrap_or_default(),
                ));
            }
        }
    }
    app.stop().await;
    Ok(ExitCode::SUCCESS)
}
