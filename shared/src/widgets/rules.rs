//! Pure decisions about what is shown on sites.

use time::Duration;

use crate::contract::FieldReason;
use crate::id::AppointmentId;

/// How long a time is kept for a guest, and a code is good.
pub const GUEST_HOLD: Duration = Duration::minutes(10);
/// Another code may be asked for after so long.
pub const RESEND: Duration = Duration::minutes(1);
/// Codes sent to one phone within 24 hours.
pub const CODES_A_DAY: u32 = 5;
/// Wrong tries a code bears; the last of them ends it.
pub const TRIES: u32 = 5;
/// Visits of one phone that are still to come.
pub const GUEST_COMING_MAX: usize = 3;
/// How long after a visit what a guest typed is kept.
pub const GUEST_KEPT: Duration = Duration::days(30);
/// Origins of one clinic.
pub const ORIGINS_MAX: usize = 20;
/// Characters of an order number.
pub const ORDER_MAX: usize = 64;
/// Wrong questions after orders of one clinic from one network within an hour.
pub const ORDER_TRIES: u32 = 20;
/// Days that are counted together.
pub const COUNTED_DAYS: i64 = 30;

/// How a page is named on this machine: only there http will do.
const LOCAL: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];
/// RFC 1035, 2.3.4.
const HOST_MAX: usize = 253;

/// An origin as browsers write it: `https://host[:port]`, small letters, no path, no port that goes
/// without saying; http for this machine alone. Names in other alphabets as browsers send them:
/// `xn--…`.
pub fn parse_origin(text: &str) -> Result<String, FieldReason> {
    let text = text.trim().to_ascii_lowercase();
    if text.is_empty() {
        return Err(FieldReason::Required);
    }
    let text = text.strip_suffix('/').unwrap_or(&text);
    let (scheme, rest) = text.split_once("://").ok_or(FieldReason::Invalid)?;
    // The last colon is the port's, unless it is one of an IPv6 address.
    let (host, port) = match rest.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, Some(port)),
        _ => (rest, None),
    };
    let is_local = LOCAL.contains(&host);
    let usual = match scheme {
        "https" => 443,
        "http" if is_local => 80,
        _ => return Err(FieldReason::Invalid),
    };
    if !is_local && !is_host(host) {
        return Err(FieldReason::Invalid);
    }
    match port.map(read_port) {
        None => Ok(format!("{scheme}://{host}")),
        Some(Some(port)) if port == usual => Ok(format!("{scheme}://{host}")),
        Some(Some(port)) => Ok(format!("{scheme}://{host}:{port}")),
        Some(None) => Err(FieldReason::Invalid),
    }
}

fn is_host(host: &str) -> bool {
    let label = |label: &str| {
        let letters = label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        (1..=63).contains(&label.len())
            && letters
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    host.len() <= HOST_MAX && host.contains('.') && host.split('.').all(label)
}

fn read_port(port: &str) -> Option<u16> {
    let is_plain = port.bytes().all(|b| b.is_ascii_digit()) && !port.starts_with('0');
    port.parse().ok().filter(|_| is_plain)
}

/// What a guest says at the desk. Two visits of one day hardly ever share it, and nothing opens by
/// it.
pub fn visit_number(id: AppointmentId) -> String {
    let number = id.0.as_u128() % 1_000_000;
    format!("{:03}-{:03}", number / 1_000, number % 1_000)
}

/// An order number in its one form: nothing that depends on who typed it.
pub fn order_number(text: &str) -> Result<String, FieldReason> {
    let number: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '–' | '—' | '‑' | '№' | '#'))
        .flat_map(char::to_uppercase)
        .collect();
    match number.chars().count() {
        0 => Err(FieldReason::Required),
        count if count > ORDER_MAX => Err(FieldReason::TooLong),
        _ => Ok(number),
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    /// WID-2
    #[test]
    fn an_origin_is_kept_as_browsers_write_it() {
        for (typed, kept) in [
            ("https://clinic.example", "https://clinic.example"),
            (" HTTPS://Clinic.Example/ ", "https://clinic.example"),
            ("https://clinic.example:443", "https://clinic.example"),
            ("https://clinic.example:8443", "https://clinic.example:8443"),
            ("https://xn--80aesfpebagmfblc0a.xn--p1ai", "https://xn--80aesfpebagmfblc0a.xn--p1ai"),
            ("http://localhost:8081", "http://localhost:8081"),
            ("http://127.0.0.1:80", "http://127.0.0.1"),
            ("http://[::1]:8081", "http://[::1]:8081"),
        ] {
            assert_eq!(parse_origin(typed).as_deref(), Ok(kept), "{typed}");
        }
    }

    /// WID-2: nothing that could widen what may frame us: no wildcard, no other scheme, no second word.
    #[test]
    fn what_is_no_exact_origin_is_refused() {
        for typed in [
            "http://clinic.example",
            "https://*.clinic.example",
            "https://clinic.example/page",
            "https://clinic.example 'self'",
            "https://clinic.example;script-src",
            "https://user@clinic.example",
            "https://clinic.example:0",
            "https://clinic.example:99999",
            "https://clinic.example:+443",
            "https://clinic",
            "https://-clinic.example",
            "https://clinic..example",
            "https://клиника.рф",
            "data:text/html,x",
            "null",
            "*",
            "https://",
        ] {
            assert_eq!(parse_origin(typed), Err(FieldReason::Invalid), "{typed}");
        }
        assert_eq!(parse_origin("  "), Err(FieldReason::Required));
    }

    #[test]
    fn an_order_number_is_the_same_however_it_is_typed() {
        for typed in ["лаб-2026 0017", "ЛАБ20260017", " № Лаб–2026–0017 "] {
            assert_eq!(order_number(typed).as_deref(), Ok("ЛАБ20260017"), "{typed}");
        }
        assert_eq!(order_number(" - "), Err(FieldReason::Required));
        assert_eq!(order_number(&"1".repeat(65)), Err(FieldReason::TooLong));
    }

    #[test]
    fn a_visits_number_is_six_digits() {
        assert_eq!(visit_number(AppointmentId(Uuid::from_u128(7_042_017))), "042-017");
    }
}
