//! Signing in, registering, and the safety of one's account.

fn main() {
    frontend::accounts::start();
}
