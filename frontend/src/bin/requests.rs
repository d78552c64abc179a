//! What patients ask of organizations.

fn main() {
    frontend::app::start_requests();
}
