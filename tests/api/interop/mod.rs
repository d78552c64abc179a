//! Other systems (INT).

mod booking;
mod born;
mod clients;
mod feed;
mod feed_orders;
mod feed_tls;
mod fhir;
mod hl7_files;
mod hl7_random;
mod programs;
mod rest;

/// A laboratory's message with four values and the form they were printed on, for the patient that
/// `TestApp::patient(1)` makes.
pub fn blood_message() -> String {
    feed::message("1", feed::PID, feed::BLOOD)
}
