use uuid::Uuid;

use super::centre::{
    NewPushDevice, NotificationPage, NotificationSettings, NotificationSettingsPage, PushDevice,
    ReadNotifications, Unread,
};
use crate::contract::{Method, Route, route};
use crate::documents::api::DocumentLang;
use crate::endpoint;

/// Server-sent events: `unread` with [`Unread`], once at the beginning and after every change.
pub const NOTIFICATIONS_PATH: &str = "/notifications/events";

endpoint! {
    /// What the caller was told, the newest first (MSG-3); `before` is the last one of the page before.
    ListNotifications {} ? { lang: Option<DocumentLang>, before: Option<Uuid>, unread: Option<bool> }
    Get "/notifications" => NotificationPage
}

endpoint! {
    /// Marks notifications as read, on every device. What is none of the caller's changes nothing.
    MarkRead {}
    Post "/notifications/read" with ReadNotifications => Unread
}

endpoint! {
    /// How the caller wishes to be told.
    FindNotificationSettings {}
    Get "/notifications/settings" => NotificationSettingsPage
}

endpoint! {
    /// Changes it; a version that is not the present one is a conflict.
    ChangeNotificationSettings {}
    Put "/notifications/settings" with NotificationSettings => NotificationSettingsPage
}

endpoint! {
    /// Tells a browser from now on. The same browser twice is one.
    AddPushDevice {}
    Post "/notifications/devices" with NewPushDevice => PushDevice
}

endpoint! {
    /// Tells a browser no more. Done twice it changes nothing.
    RemovePushDevice { device: Uuid }
    Delete "/notifications/devices/{device}" => NotificationSettingsPage
}

pub const ROUTES: &[Route] = &[
    route::<ListNotifications>(),
    route::<MarkRead>(),
    route::<FindNotificationSettings>(),
    route::<ChangeNotificationSettings>(),
    route::<AddPushDevice>(),
    route::<RemovePushDevice>(),
    (Method::Get, NOTIFICATIONS_PATH),
];
