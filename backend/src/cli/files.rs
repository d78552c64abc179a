//! `medkarta import`

use std::path::PathBuf;
use std::process::ExitCode;

use backend::config::Config;
use backend::interop::{import, program};
use indicatif::{ProgressBar, ProgressStyle};

use super::{Failed, print, start};

pub async fn import(config: &Config, paths: &[PathBuf]) -> Result<ExitCode, Failed> {
    let files = import::list_files(paths)?;
    let (app, _) = start(config).await?;
    let by = program::local(&app, "medkarta import").await?;
    let bar = ProgressBar::new(files.len() as u64).with_style(ProgressStyle::with_template(
        "{bar:40} {pos}/{len} files, {elapsed}, about {eta} more; {msg}",
    )?);
    let started = std::time::Instant::now();
    let report = import::import(&app, &by, files, &|report| {
        bar.set_position(report.files as u64);
        bar.set_message(format!("{} resources", report.resources()));
    })
    .await?;
    bar.finish_and_clear();
    app.stop().await;
    let seconds = started.elapsed().as_secs_f64();
    let import::Report { files, known_files, bundles, created, updated, unchanged, refused } =
        &report;
    print(&format!(
        "{files} files ({known_files} known from before), {bundles} Bundles, {} resources: \
         {created} created, {updated} updated, {unchanged} unchanged; {} refused; {seconds:.1} s.",
        report.resources(),
        refused.len(),
    ));
    for line in refused {
        print(&format!("refused: {line}"));
    }
    Ok(if refused.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
