//! Signing in, and a new password; on the pages of the others it asks who is there.

fn main() {
    frontend::accounts::start();
}
