//! The program of the frames on clinics' sites; apart, so that a site's visitors download nothing else.

fn main() {
    frontend::widgets::start();
}
