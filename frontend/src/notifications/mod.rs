//! What one was told, and how one wishes to be told (MSG-3).

mod devices;
mod list;
mod push;
mod settings;

pub use list::NotificationsPage;
pub use settings::NotificationSettingsPage;
