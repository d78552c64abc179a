//! The program of the frames on sites, and of the page where a guest looks at a visit. A small one by itself: it knows no
//! session, keeps and sends no cookie, and has no other pages (WID-2, WID-3).

mod code;
mod doctors;
mod done;
mod form;
mod frame;
mod heading;
mod moving;
mod order;
mod own;
mod page;
mod popup;
mod steps;
mod talk;
mod visit;

pub use page::start;
