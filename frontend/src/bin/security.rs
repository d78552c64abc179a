//! The safety of one's account.

fn main() {
    frontend::accounts::start_security();
}
