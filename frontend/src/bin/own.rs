//! What patients tell of themselves.

fn main() {
    frontend::app::start_own();
}
