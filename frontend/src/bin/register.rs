//! Making an account.

fn main() {
    frontend::accounts::start_register();
}
