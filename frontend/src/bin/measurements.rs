//! What patients measure themselves.

fn main() {
    frontend::app::start_measurements();
}
