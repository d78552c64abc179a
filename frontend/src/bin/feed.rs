//! The desk of a laboratory.

fn main() {
    frontend::app::start_feed();
}
