//! `medkarta key` and `medkarta audit`

use std::process::ExitCode;

use backend::audit;
use backend::config::Config;

use super::{Failed, open_keys, print};

pub async fn verify(config: &Config) -> Result<ExitCode, Failed> {
    let (db, _, keys) = open_keys(config).await?;
    let report = audit::verify(&db, &keys).await?;
    db.close().await;
    for finding in &report.findings {
        print(&finding.to_string());
    }
    let audit::Report { chains, lines, checkpoints, uncovered, findings } = report;
    print(&format!(
        "{lines} lines in {chains} chains, {checkpoints} checkpoints; {uncovered} lines not yet \
         under a checkpoint; {} findings",
        findings.len()
    ));
    Ok(if findings.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

pub async fn rotate(config: &Config, retire_old: bool) -> Result<ExitCode, Failed> {
    let (db, provider, keys) = open_keys(config).await?;
    let new = provider.rotate().await?;
    let count = keys.rewrap(&db).await?;
    print(&format!("{count} data keys are now under the master key {}.", new.0));
    if retire_old {
        let retired = provider.retire_old().await?;
        print(&format!("{} old master keys destroyed.", retired.len()));
    } else {
        print("Old master keys stay in the file: backups made before need them.");
    }
    db.close().await;
    Ok(ExitCode::SUCCESS)
}
