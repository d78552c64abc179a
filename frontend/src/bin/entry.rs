//! One entry of a card.

fn main() {
    frontend::app::start_entry();
}
