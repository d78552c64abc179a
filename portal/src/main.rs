//! The program the browser runs. Here it is cut: what a function with `wasm_split` reaches, and
//! nothing else does, is downloaded when that function is first called.

use frontend::parts::{Draw, Fetching};
use frontend::route::Part;
use frontend::{accounts, app, tools};
use wasm_split_helpers::{SplitLoaderError, wasm_split};

/// A part could not be fetched.
struct Unfetched;

impl From<SplitLoaderError> for Unfetched {
    fn from(_: SplitLoaderError) -> Self {
        Self
    }
}

/// A function each: it belongs to the part of that name and gives what draws its pages.
macro_rules! parts {
    ($($function:ident of $part:ident draws $pages:path;)*) => {
        $(
            #[wasm_split($part, fallible)]
            fn $function() -> Result<Draw, Unfetched> {
                Ok($pages)
            }
        )*
    };
}

parts! {
    home of home draws app::home_pages;
    record of record draws app::record_pages;
    entry of entry draws app::entry_pages;
    own of own draws app::own_pages;
    requests of requests draws app::request_pages;
    results of results draws app::result_pages;
    report of report draws app::report_pages;
    comparison of comparison draws app::comparison_pages;
    series of series draws app::series_pages;
    measurements of measurements draws app::measurement_pages;
    consent of consent draws app::consent_pages;
    asks of asks draws app::ask_pages;
    people of people draws app::people_pages;
    notifications of notifications draws app::notification_pages;
    shares of shares draws app::share_pages;
    journal of journal draws app::journal_pages;
    audit of audit draws app::audit_pages;
    protocols of protocols draws app::protocol_pages;
    versions of versions draws app::version_pages;
    tool_box of tools draws tools::tools;
    scan of scan draws tools::scan;
    feed of feed draws app::feed_pages;
    admin of admin draws app::admin_pages;
    booking of booking draws app::booking_pages;
    practitioner of practitioner draws app::practitioner_pages;
    visits of visits draws app::visit_pages;
    day of day draws app::day_pages;
    schedules of schedules draws app::schedule_pages;
    widgets of widgets draws app::widget_pages;
    account of account draws accounts::pages;
    recovery of recovery draws accounts::recovery_pages;
    guest of guest draws accounts::guest;
    register of register draws accounts::register_pages;
    security of security draws accounts::security_pages;
}

fn fetch(part: Part) -> Fetching {
    Box::pin(async move {
        let draw = match part {
            Part::Home => home().await,
            Part::Record => record().await,
            Part::Entry => entry().await,
            Part::Own => own().await,
            Part::Requests => requests().await,
            Part::Results => results().await,
            Part::Report => report().await,
            Part::Comparison => comparison().await,
            Part::Series => series().await,
            Part::Measurements => measurements().await,
            Part::Consent => consent().await,
            Part::Asks => asks().await,
            Part::People => people().await,
            Part::Notifications => notifications().await,
            Part::Shares => shares().await,
            Part::Journal => journal().await,
            Part::Audit => audit().await,
            Part::Protocols => protocols().await,
            Part::Versions => versions().await,
            Part::Tools => tool_box().await,
            Part::Scan => scan().await,
            Part::Feed => feed().await,
            Part::Admin => admin().await,
            Part::Booking => booking().await,
            Part::Practitioner => practitioner().await,
            Part::Visits => visits().await,
            Part::Day => day().await,
            Part::Schedules => schedules().await,
            Part::Widgets => widgets().await,
            Part::Account => account().await,
            Part::Recovery => recovery().await,
            Part::Guest => guest().await,
            Part::Register => register().await,
            Part::Security => security().await,
        };
        draw.ok()
    })
}

fn main() {
    app::start(fetch);
}
