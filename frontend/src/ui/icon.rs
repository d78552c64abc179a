//! Line drawings on a 24-pixel square. They never speak alone: a word stands beside each or names it.

use yew::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    Alert,
    Back,
    Bell,
    Calendar,
    Check,
    ChevronDown,
    ChevronRight,
    Clock,
    Close,
    Down,
    Eye,
    File,
    Folder,
    Help,
    Home,
    Info,
    Leave,
    Lock,
    Menu,
    Minus,
    Note,
    Offline,
    People,
    Phone,
    Pill,
    Plus,
    Pulse,
    Search,
    Shield,
    Sun,
    Moon,
    Up,
    Upload,
    Visit,
}

impl Icon {
    pub const ALL: &[Self] = &[
        Self::Alert,
        Self::Back,
        Self::Bell,
        Self::Calendar,
        Self::Check,
        Self::ChevronDown,
        Self::ChevronRight,
        Self::Clock,
        Self::Close,
        Self::Down,
        Self::Eye,
        Self::File,
        Self::Folder,
        Self::Help,
        Self::Home,
        Self::Info,
        Self::Leave,
        Self::Lock,
        Self::Menu,
        Self::Minus,
        Self::Note,
        Self::Offline,
        Self::People,
        Self::Phone,
        Self::Pill,
        Self::Plus,
        Self::Pulse,
        Self::Search,
        Self::Shield,
        Self::Sun,
        Self::Moon,
        Self::Up,
        Self::Upload,
        Self::Visit,
    ];

    /// The drawing. A function, not a component: it is drawn hundreds of times and keeps nothing.
    pub fn draw(self) -> Html {
        html! {
            <svg class="icon" viewBox="0 0 24 24" width="24" height="24" fill="none"
                stroke="currentColor" stroke-width="1.75" stroke-linecap="round"
                stroke-linejoin="round" aria-hidden="true" focusable="false">
                <path d={self.path()} />
            </svg>
        }
    }

    const fn path(self) -> &'static str {
        match self {
            Self::Alert => "M12 4 2.8 20h18.4L12 4Zm0 6v4.5m0 2.9v.1",
            Self::Back => "m14.5 5-7 7 7 7",
            Self::Bell => "M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.5h-15L6 16.5ZM12 3v2m-2 16h4",
            Self::Calendar => "M4 6.5h16V20H4V6.5ZM4 11h16M8.5 3.5v5m7-5v5",
            Self::Check => "m5 12.5 4.7 4.7L19.5 7",
            Self::ChevronDown => "m6 9.5 6 6 6-6",
            Self::ChevronRight => "m9.5 5 7 7-7 7",
            Self::Clock => "M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17Zm0 4v5l3.2 2",
            Self::Close => "m6 6 12 12M18 6 6 18",
            Self::Down => "M12 4.5v14m-5.5-5.5 5.5 5.5 5.5-5.5",
            Self::Eye => {
                "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12Zm9.5-3a3 3 0 1 1 0 6 3 3 0 0 1 0-6Z"
            }
            Self::File => "M6 3.5h7.5L18.5 8.5v12H6v-17Zm7.5 0v5h5M9 13h6m-6 3.5h4",
            Self::Folder => "M3.5 6h6l2 2.5h9V19h-17V6Zm5 7.5h7",
            Self::Help => {
                "M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17Zm-2.6 6.2c.2-1.5 1.3-2.4 2.7-2.4 1.5 0 2.6.9 2.6 2.3 0 1.9-2.7 2.2-2.7 4.2m0 2.6v.1"
            }
            Self::Home => "m3.5 11.5 8.5-7.5 8.5 7.5M6 9.5V20h4.5v-5.5h3V20H18V9.5",
            Self::Info => "M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17Zm0 7.5v5.5m0-8.9v.1",
            Self::Leave => "M14 4H5v16h9m-4.5-8H20m-4-4 4 4-4 4",
            Self::Lock => "M5.5 11h13v9h-13v-9Zm2.5 0V8a4 4 0 0 1 8 0v3m-4 3.5v2",
            Self::Menu => "M4 7h16M4 12h16M4 17h16",
            Self::Minus => "M5 12h14",
            Self::Note => "m14.5 5.5 4 4L8 20H4v-4L14.5 5.5Zm-2.5 2.5 4 4",
            Self::Offline => {
                "M3 3.5 20.5 21M8.5 15.5a5 5 0 0 1 6 0M5.5 12a9.5 9.5 0 0 1 5-2.7m4 .4A9.5 9.5 0 0 1 18.5 12M2.5 8.5c1-.9 2.1-1.6 3.3-2.2M10.5 5c4-.4 7.9.7 11 3.5M12 19v.1"
            }
            Self::People => {
                "M9 4.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7ZM2.5 19.5c0-3.5 2.7-5.5 6.5-5.5s6.5 2 6.5 5.5m0-14.6a3.5 3.5 0 0 1 0 6.2m2.5 3.5c2.2.7 3.5 2.4 3.5 4.9"
            }
            Self::Phone => {
                "M5 4h4l1.5 4.5L8.3 10a12 12 0 0 0 5.7 5.7l1.5-2.2L20 15v4c-8.5 1.5-16.5-6.5-15-15Z"
            }
            Self::Pill => {
                "M10.5 5.2a4.3 4.3 0 0 1 6 0l2.3 2.3a4.3 4.3 0 0 1 0 6l-5.3 5.3a4.3 4.3 0 0 1-6 0l-2.3-2.3a4.3 4.3 0 0 1 0-6l5.3-5.3Zm-2.6 2.6 8.3 8.3"
            }
            Self::Plus => "M12 5v14M5 12h14",
            Self::Pulse => "M2.5 12.5h4.2L9.3 6l4.4 12 2.7-5.5h5.1",
            Self::Search => "M10.5 4a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13Zm4.7 11.2L20.5 20.5",
            Self::Shield => {
                "M12 3.5 4.5 6v5.5c0 4.5 3.1 7.6 7.5 9 4.4-1.4 7.5-4.5 7.5-9V6L12 3.5Zm0 5v6m-3-3h6"
            }
            Self::Sun => {
                "M12 8a4 4 0 1 1 0 8 4 4 0 0 1 0-8Zm0-5v1.5m0 15V21m9-9h-1.5m-15 0H3m15.4-6.4-1.1 1.1M6.7 17.3l-1.1 1.1m12.8 0-1.1-1.1M6.7 6.7 5.6 5.6"
            }
            Self::Moon => "M20 14.2A8.5 8.5 0 0 1 9.8 4 8.5 8.5 0 1 0 20 14.2Z",
            Self::Up => "M12 19.5v-14m-5.5 5.5L12 5.5l5.5 5.5",
            Self::Upload => "M12 15.5v-11M7.5 9 12 4.5 16.5 9M4.5 15.5V20h15v-4.5",
            Self::Visit => {
                "M6 3.5H4.5V8a4 4 0 0 0 8 0V3.5H11M8.5 12v2.5a5 5 0 0 0 10 0V13m0-4a2 2 0 1 1 0 4 2 2 0 0 1 0-4Z"
            }
        }
    }
}
