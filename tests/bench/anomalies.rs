//! How much of planted attacks is found, and how often nobody did anything (AUD-5).

use std::time::Instant;

use shared::lang::Lang;
use tests::staff::{KindRates, Rates, Size, measure as judge};

use crate::Report;

const SEED: u64 = 5;
const SIZE: Size = Size { staff: 200, days: 60, attacks: 20 };

pub fn measure(report: &mut Report) {
    let started = Instant::now();
    let rates = judge(SEED, SIZE);
    let seconds = started.elapsed().as_secs_f64();
    report.heading(
        "What is unusual (200 staff of 5 clinics, 60 days, the second half judged; 20 attacks of each kind)",
        &[
            "kind",
            "planted",
            "shown",
            "sessions ended",
            "false, shown",
            "false, ended",
            "false, shown, per 1000 staff-days",
            "false, ended, per 1000 staff-days",
        ],
    );
    for kind in &rates.kinds {
        let name = kind.kind.text().get(Lang::En);
        row(report, &rates, name, |of| of(kind));
    }
    row(report, &rates, "all", |of| rates.sum(of));
    let days = rates.staff_days;
    report.line(&format!(
        "\nOver {days} staff-days on which nothing was planted. Nights are planted on who works by day; an attack \
         counts as shown by whatever sign. The reference is what was planted. Judged in {seconds:.1} s."
    ));
}

fn row(
    report: &mut Report,
    rates: &Rates,
    name: &str,
    count: impl Fn(fn(&KindRates) -> u32) -> u32,
) {
    let shown = count(|kind| kind.false_shown);
    let ended = count(|kind| kind.false_acted);
    report.row(&[
        name,
        &count(|kind| kind.planted).to_string(),
        &count(|kind| kind.found).to_string(),
        &count(|kind| kind.acted).to_string(),
        &shown.to_string(),
        &ended.to_string(),
        &format!("{:.2}", rates.per_thousand(shown)),
        &format!("{:.2}", rates.per_thousand(ended)),
    ]);
}
