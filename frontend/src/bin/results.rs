//! Results of examinations.

fn main() {
    frontend::app::start_results();
}
