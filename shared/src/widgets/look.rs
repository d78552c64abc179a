//! How a site wants its widgets to look (WID-4). What it asks for is kept as far as it can be read: text
//! always stands out by 4.5 to 1 (WCAG 2.2, 1.4.3), whatever colours a site has.

use crate::prefs::Theme;

/// Contrast of text (WCAG 2.2, 1.4.3).
const LEGIBLE: f64 = 4.5;
/// Where nothing is asked for: `--surface` of the light theme and `--surface-raised` of the dark one, on
/// which contrast is the least.
const LIGHT: Colour = Colour { red: 0xf3, green: 0xf6, blue: 0xf9 };
const DARK: Colour = Colour { red: 0x17, green: 0x21, blue: 0x2b };
const BLACK: Colour = Colour { red: 0, green: 0, blue: 0 };
const WHITE: Colour = Colour { red: 255, green: 255, blue: 255 };
/// Colours are mixed in so many steps.
const STEPS: u16 = 32;

/// An opaque colour of sRGB.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour {
    red: u8,
    green: u8,
    blue: u8,
}

impl Colour {
    /// `#1a5fb4`, `#15b`, `rgb(26, 95, 180)`: nothing else, and nothing that lets another word through.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Some(digits) = text.strip_prefix('#') {
            return Self::from_digits(digits);
        }
        let inner = text.strip_prefix("rgb(")?.strip_suffix(')')?;
        let mut parts = inner.split(',').map(|part| {
            let part = part.trim();
            let is_plain = part.bytes().all(|b| b.is_ascii_digit());
            part.parse::<u8>().ok().filter(|_| is_plain)
        });
        let colour = Self { red: parts.next()??, green: parts.next()??, blue: parts.next()?? };
        parts.next().is_none().then_some(colour)
    }

    fn from_digits(digits: &str) -> Option<Self> {
        let is_hex = digits.bytes().all(|b| b.is_ascii_hexdigit());
        let pair = |place: usize| digits.get(place * 2..place * 2 + 2).and_then(hex);
        let single = |place: usize| digits.get(place..=place).and_then(hex).map(|digit| digit * 17);
        match digits.len() {
            6 if is_hex => Some(Self { red: pair(0)?, green: pair(1)?, blue: pair(2)? }),
            3 if is_hex => Some(Self { red: single(0)?, green: single(1)?, blue: single(2)? }),
            _ => None,
        }
    }

    /// Relative luminance, 0 to 1 (WCAG 2.2).
    pub fn luminance(self) -> f64 {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.red) + 0.7152 * linear(self.green) + 0.0722 * linear(self.blue)
    }

    /// How much two colours stand out from each other, 1 to 21 (WCAG 2.2).
    pub fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    /// Black or white, whichever stands out more.
    #[must_use]
    pub fn ink(self) -> Self {
        if self.contrast(BLACK) >= self.contrast(WHITE) { BLACK } else { WHITE }
    }

    /// The nearest to this colour that can be read on a ground: black or white always can, by 4.58.
    fn legible_on(self, ground: Self) -> Self {
        self.legible_on_both(ground, ground)
    }

    /// The same for a ground and another one on which its ink can be read.
    fn legible_on_both(self, ground: Self, other: Self) -> Self {
        let ink = ground.ink();
        let reads =
            |colour: &Self| colour.contrast(ground) >= LEGIBLE && colour.contrast(other) >= LEGIBLE;
        (0..=STEPS).map(|step| self.mixed(ink, step)).find(reads).unwrap_or(ink)
    }

    /// So many steps of [`STEPS`] towards another colour.
    fn mixed(self, other: Self, step: u16) -> Self {
        let mix = |one: u8, two: u8| {
            let sum = u16::from(one) * (STEPS - step) + u16::from(two) * step;
            u8::try_from(sum / STEPS).unwrap_or(u8::MAX)
        };
        Self {
            red: mix(self.red, other.red),
            green: mix(self.green, other.green),
            blue: mix(self.blue, other.blue),
        }
    }

    /// `#1a5fb4`
    pub fn css(self) -> String {
        format!("#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }
}

fn hex(digits: &str) -> Option<u8> {
    u8::from_str_radix(digits, 16).ok()
}

/// `8px`, `.5rem` written as `0.5rem`: at most two digits before the point.
pub fn parse_radius(text: &str) -> Option<String> {
    let text = text.trim();
    let number = text.strip_suffix("px").or_else(|| text.strip_suffix("rem"))?;
    let (whole, part) = number.split_once('.').unwrap_or((number, "0"));
    let is_number = |digits: &str, most: usize| {
        (1..=most).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit())
    };
    (is_number(whole, 2) && is_number(part, 3)).then(|| text.to_owned())
}

/// Names of fonts, in quotes or not: letters and what stands between them.
pub fn parse_font(text: &str) -> Option<String> {
    let text = text.trim();
    let is_known =
        |c: char| c.is_alphanumeric() || matches!(c, ' ' | '"' | '\'' | ',' | '.' | '_' | '-');
    let closes = |quote: char| text.matches(quote).count().is_multiple_of(2);
    let is_font = !text.is_empty() && text.chars().count() <= 200 && text.chars().all(is_known);
    (is_font && closes('"') && closes('\'')).then(|| text.to_owned())
}

/// What a site asks for; what could not be read is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Look {
    pub theme: Theme,
    pub accent: Option<Colour>,
    pub surface: Option<Colour>,
    pub text: Option<Colour>,
    pub radius: Option<String>,
    pub font: Option<String>,
}

impl Look {
    /// A ground of the site's own decides itself whether it is light or dark.
    pub fn theme(&self) -> Theme {
        match self.surface {
            Some(surface) if surface.ink() == BLACK => Theme::Light,
            Some(_) => Theme::Dark,
            None => self.theme,
        }
    }

    /// Custom properties of `tokens.css` and their values; what is not here keeps its own.
    pub fn properties(&self) -> Vec<(&'static str, String)> {
        let mut properties = Vec::new();
        if let Some(surface) = self.surface {
            let text = self.text.unwrap_or_else(|| surface.ink()).legible_on(surface);
            let step = |step| surface.mixed(surface.ink(), step);
            properties.extend([
                ("--surface", surface.css()),
                ("--surface-raised", surface.css()),
                ("--surface-sunken", step(1).css()),
                ("--line", step(5).css()),
                ("--text", text.css()),
                ("--text-muted", text.mixed(surface, 10).legible_on(surface).css()),
            ]);
        } else if let Some(text) = self.text {
            let on = |ground| text.legible_on(ground).css();
            properties.push(("--text", format!("light-dark({}, {})", on(LIGHT), on(DARK))));
        }
        if let Some(accent) = self.accent {
            properties.extend(self.accents(accent));
        }
        if let Some(radius) = &self.radius {
            properties.push(("--radius", radius.clone()));
            properties.push(("--radius-large", radius.clone()));
        }
        if let Some(font) = &self.font {
            properties.push(("--font", format!("{font}, system-ui, sans-serif")));
        }
        properties
    }

    /// The accent is a ground of buttons and a colour of words: as both it has to be read.
    fn accents(&self, accent: Colour) -> Vec<(&'static str, String)> {
        let of = |draw: &dyn Fn(Colour) -> Colour| match self.surface {
            Some(surface) => draw(surface).css(),
            None => format!("light-dark({}, {})", draw(LIGHT).css(), draw(DARK).css()),
        };
        // Words of the accent also stand on the soft ground, which is a little nearer to it.
        let soft = |ground: Colour| {
            let soft = ground.mixed(accent, 3);
            if soft.contrast(ground.ink()) >= LEGIBLE { soft } else { ground }
        };
        let shown = |ground: Colour| accent.legible_on_both(ground, soft(ground));
        let strong = |ground: Colour| shown(ground).mixed(ground.ink(), 6);
        vec![
            ("--accent", of(&shown)),
            ("--accent-strong", of(&strong)),
            ("--accent-text", of(&|ground| shown(ground).ink())),
            ("--accent-soft", of(&soft)),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn colour(text: &str) -> Colour {
        Colour::parse(text).unwrap()
    }

    /// WID-4: nothing but a colour is a colour.
    #[test]
    fn a_colour_is_read_and_nothing_else() {
        assert_eq!(colour("#1a5fb4").css(), "#1a5fb4");
        assert_eq!(colour(" #F0c ").css(), "#ff00cc");
        assert_eq!(colour("rgb(26, 95,180)").css(), "#1a5fb4");
        for wrong in [
            "",
            "red",
            "#12345",
            "#12345g",
            "#é1",
            "rgb(1,2)",
            "rgb(1,2,3,4)",
            "rgb(256,0,0)",
            "rgb(+1,0,0)",
            "rgb(0,0,0);x",
            "url(https://evil.example)",
        ] {
            assert_eq!(Colour::parse(wrong), None, "{wrong}");
        }
    }

    /// The examples of WCAG 2.2: black on white is 21, a colour on itself is 1; #767676 on white is just enough.
    #[test]
    fn contrast_is_that_of_wcag() {
        assert!((BLACK.contrast(WHITE) - 21.0).abs() < 1e-9);
        assert!((DARK.contrast(DARK) - 1.0).abs() < 1e-9);
        assert!(colour("#767676").contrast(WHITE) >= LEGIBLE);
        assert!(colour("#777777").contrast(WHITE) < LEGIBLE);
    }

    /// WID-4, WID-6: whatever colours a site asks for, words can be read.
    #[test]
    fn words_can_be_read_on_every_ground_a_site_may_ask_for() {
        let shades = ["#000", "#fff", "#ff0", "#00f", "#808080", "#f3f6f9", "#e4002b", "#7bd0ff"];
        for ground in shades {
            for own in shades {
                let look = Look {
                    surface: Some(colour(ground)),
                    text: Some(colour(own)),
                    accent: Some(colour(own)),
                    ..Look::default()
                };
                let properties = look.properties();
                let of = |name: &str| {
                    let (_, value) = properties.iter().find(|(known, _)| *known == name).unwrap();
                    colour(value)
                };
                for words in ["--text", "--text-muted", "--accent"] {
                    let contrast = of(words).contrast(of("--surface"));
                    assert!(contrast >= LEGIBLE, "{words} {own} on {ground}: {contrast}");
                }
                assert!(of("--accent-text").contrast(of("--accent")) >= LEGIBLE, "{own}");
                assert!(of("--accent").contrast(of("--accent-soft")) >= LEGIBLE, "{own} {ground}");
            }
        }
    }

    #[test]
    fn a_ground_decides_whether_it_is_light_or_dark() {
        let on = |ground: &str| {
            Look { surface: Some(colour(ground)), theme: Theme::Light, ..Look::default() }.theme()
        };
        assert_eq!(on("#101010"), Theme::Dark);
        assert_eq!(on("#fffbe6"), Theme::Light);
        assert_eq!(Look { theme: Theme::Dark, ..Look::default() }.theme(), Theme::Dark);
    }

    #[test]
    fn a_radius_and_a_font_let_no_other_rule_through() {
        assert_eq!(parse_radius(" 8px "), Some("8px".to_owned()));
        assert_eq!(parse_radius("0.75rem"), Some("0.75rem".to_owned()));
        for wrong in ["", "8", "100px", "-1px", "8px;x:y", "calc(1px)", "1.px", ".5rem"] {
            assert_eq!(parse_radius(wrong), None, "{wrong}");
        }
        assert_eq!(parse_font("\"PT Sans\", serif"), Some("\"PT Sans\", serif".to_owned()));
        for wrong in ["", "a;b", "url(x)", "\"PT Sans", "a}b", "a\\b", "a".repeat(201).as_str()] {
            assert_eq!(parse_font(wrong), None, "{wrong}");
        }
    }
}
