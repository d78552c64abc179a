//! The entries of a card.

fn main() {
    frontend::app::start_record();
}
