//! Visits as iCalendar (RFC 5545). It names the clinic, never the doctor or what it is about:
//! calendars are shared, and lie with others.

use time::OffsetDateTime;

/// The longest line, in octets, without its end.
const LINE: usize = 75;

/// An event of a calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The same for as long as the visit is there, however often it is moved.
    pub uid: String,
    pub sequence: u32,
    pub made_at: OffsetDateTime,
    pub starts_at: OffsetDateTime,
    pub ends_at: OffsetDateTime,
    pub is_cancelled: bool,
    pub summary: String,
    pub location: Option<String>,
    pub description: Option<String>,
    /// So many minutes before it begins a calendar reminds of it.
    pub alarms: Vec<u32>,
}

/// A calendar with these events.
pub fn write(name: &str, events: &[Event]) -> String {
    let mut out = Out(String::new());
    for line in ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Medkarta//Visits//RU"] {
        out.line(line);
    }
    out.line("CALSCALE:GREGORIAN");
    out.line("METHOD:PUBLISH");
    out.text("X-WR-CALNAME", name);
    for event in events {
        out.event(event);
    }
    out.line("END:VCALENDAR");
    out.0
}

struct Out(String);

impl Out {
    fn event(&mut self, event: &Event) {
        self.line("BEGIN:VEVENT");
        self.text("UID", &event.uid);
        self.line(&format!("SEQUENCE:{}", event.sequence));
        self.line(&format!("DTSTAMP:{}", stamp(event.made_at)));
        self.line(&format!("DTSTART:{}", stamp(event.starts_at)));
        self.line(&format!("DTEND:{}", stamp(event.ends_at)));
        self.line(if event.is_cancelled { "STATUS:CANCELLED" } else { "STATUS:CONFIRMED" });
        self.text("SUMMARY", &event.summary);
        if let Some(location) = &event.location {
            self.text("LOCATION", location);
        }
        if let Some(description) = &event.description {
            self.text("DESCRIPTION", description);
        }
        for minutes in event.alarms.iter().filter(|_| !event.is_cancelled) {
            self.line("BEGIN:VALARM");
            self.line("ACTION:DISPLAY");
            self.line(&format!("TRIGGER:{}", before(*minutes)));
            self.text("DESCRIPTION", &event.summary);
            self.line("END:VALARM");
        }
        self.line("END:VEVENT");
    }

    /// A value of type TEXT.
    fn text(&mut self, name: &str, value: &str) {
        self.line(&format!("{name}:{}", escaped(value)));
    }

    /// A line, folded where it is longer than lines may be, between characters only.
    fn line(&mut self, line: &str) {
        let mut taken = 0;
        for c in line.chars() {
            if taken + c.len_utf8() > LINE {
                self.0.push_str("\r\n ");
                taken = 1;
            }
            self.0.push(c);
            taken += c.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

/// `-PT2H`, `-PT631M`: a duration before the event.
fn before(minutes: u32) -> String {
    if minutes.is_multiple_of(60) {
        format!("-PT{}H", minutes / 60)
    } else {
        format!("-PT{minutes}M")
    }
}

/// Text as RFC 5545, 3.3.11 writes it.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.replace("\r\n", "\n").chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// `20260312T070000Z`
fn stamp(at: OffsetDateTime) -> String {
    let at = at.to_offset(time::UtcOffset::UTC);
    format!(
        "{:04}{:02}{:02}T{:02}{:02}{:02}Z",
        at.year(),
        u8::from(at.month()),
        at.day(),
        at.hour(),
        at.minute(),
        at.second()
    )
}
