//! Building blocks that know no capability: props in, callbacks out.
//!
//! What keeps a state or is slow to draw is a component; the rest are functions, because every
//! component adds about a kilobyte to what a phone downloads.

mod avatar;
mod banner;
mod button;
mod calendar;
mod card;
mod chart;
mod checkbox;
mod code_field;
mod combobox;
mod date_field;
mod dialog;
mod drawer;
mod empty_state;
mod failure;
mod field;
mod file_drop;
mod icon;
mod number_line;
mod progress;
mod qr;
mod radio;
mod show_more;
mod skeleton;
mod summary_list;
mod switch;
mod table;
mod tabs;
mod tag;
mod text_field;
mod timeline;
mod toast;

pub use avatar::{avatar, large_avatar};
pub use banner::{BannerKind, banner};
pub use button::{Button, ButtonKind};
pub use calendar::Calendar;
pub use card::{Card, CardState};
pub use chart::{Point, Series, chart};
pub use checkbox::Checkbox;
pub use code_field::{CODE_LENGTH, CodeField};
pub use combobox::{Choosable, Combobox};
pub use date_field::{DateField, DateParts};
pub use dialog::Dialog;
pub use drawer::Drawer;
pub use empty_state::empty_state;
pub use failure::failure;
pub use field::use_id;
pub use file_drop::{FileDrop, FileRow, FileState};
pub use icon::Icon;
pub use number_line::number_line;
pub use progress::progress;
pub use qr::qr;
pub use radio::{Choice, RadioGroup};
pub use show_more::show_more;
pub use skeleton::{SkeletonKind, skeleton, slow_skeleton};
pub use summary_list::{Fact, inline_summary_list, summary_list};
pub use switch::Switch;
pub use table::{Column, table};
pub use tabs::{Tab, Tabs};
pub use tag::{TagKind, tag};
pub use text_field::TextField;
pub use timeline::{TimelineItem, item_id, timeline};
pub use toast::{Toasts, say};
