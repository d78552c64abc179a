//! Where networks are: what the operator says of them, and nothing else. No address is asked about
//! outside.

use std::net::IpAddr;
use std::path::Path;

use ipnet::IpNet;
use shared::anomalies::habit::Whereabouts;

/// A table of networks and where they are. Cheap to clone while it is short.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places(Vec<(IpNet, Whereabouts)>);

impl Places {
    /// Reads the table; else says what is wrong with it, and in which line.
    pub fn read(path: &Path) -> Result<Self, String> {
        let text =
            std::fs::read_to_string(path).map_err(|error| format!("cannot be read: {error}"))?;
        Self::parse(&text)
    }

    /// A line of it is a network, a latitude and a longitude in degrees, and a name:
    /// `203.0.113.0/24 55.75 37.62 Москва`. Empty lines and those that begin with `#` are passed over.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut places = Vec::new();
        for (number, line) in (1..).zip(text.lines()) {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let wrong = || format!("line {number} is not like `203.0.113.0/24 55.75 37.62 Москва`");
            places.push(place(line).ok_or_else(wrong)?);
        }
        // The narrowest network goes first: it knows best.
        places.sort_by_key(|(network, _): &(IpNet, Whereabouts)| {
            std::cmp::Reverse(network.prefix_len())
        });
        Ok(Self(places))
    }

    /// Where an address is, if the table says so.
    pub fn find(&self, address: &str) -> Option<Whereabouts> {
        if self.0.is_empty() {
            return None;
        }
        let address = address.parse::<IpAddr>().ok()?.to_canonical();
        let found = self.0.iter().find(|(network, _)| network.contains(&address));
        found.map(|(_, place)| place.clone())
    }
}

fn place(line: &str) -> Option<(IpNet, Whereabouts)> {
    let mut words = line.split_whitespace();
    let network = words.next()?.parse().ok()?;
    let latitude = hundredths(words.next()?, 90)?;
    let longitude = hundredths(words.next()?, 180)?;
    let name = words.collect::<Vec<_>>().join(" ");
    (!name.is_empty()).then_some((network, Whereabouts { name, latitude, longitude }))
}

/// `-37.625` degrees as hundredths of a degree; what is finer is cut off.
fn hundredths(text: &str, most: i32) -> Option<i32> {
    let (sign, text) = match text.strip_prefix('-') {
        Some(text) => (-1, text),
        None => (1, text),
    };
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !is_number(whole) || !is_number(part) {
        return None;
    }
    let part: String = part.chars().chain("00".chars()).take(2).collect();
    let hundredths = whole.parse::<i32>().ok()?.checked_mul(100)? + part.parse::<i32>().ok()?;
    (hundredths <= most * 100).then_some(sign * hundredths)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// AUD-5: the narrowest network tells, and what is not in the table is nowhere.
    #[test]
    fn a_table_says_where_networks_are() {
        let text =
            "# сеть\n10.0.0.0/8 55.75 37.62 Москва\n\n10.1.0.0/16 -0.5 049.12 Казань, Кремль\n";
        let places = Places::parse(text).unwrap();
        let name = |address| places.find(address).map(|place| place.name);
        assert_eq!(name("10.2.3.4").as_deref(), Some("Москва"));
        assert_eq!(name("::ffff:10.2.3.4").as_deref(), Some("Москва"));
        assert_eq!(name("192.0.2.1"), None);
        let kazan = places.find("10.1.2.3").unwrap();
        assert_eq!((kazan.latitude, kazan.longitude), (-50, 4_912));
        assert_eq!(kazan.name, "Казань, Кремль");
    }

    #[test]
    fn a_wrong_line_is_named() {
        for wrong in [
            "10.0.0.0/33 55 37 Москва",
            "10.0.0.0/8 91 37 Москва",
            "10.0.0.0/8 55 181 Москва",
            "10.0.0.0/8 55,7 37 Москва",
            "10.0.0.0/8 55 37",
        ] {
            let error = Places::parse(&format!("\n{wrong}\n")).unwrap_err();
            assert!(error.starts_with("line 2 "), "{wrong}: {error}");
        }
    }
}
