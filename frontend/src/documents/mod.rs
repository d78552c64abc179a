//! Documents that are made of the record: asking for one, and saving it.

mod view;

pub use view::{PdfButton, print_button};
