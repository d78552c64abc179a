//! The picture as SVG: on the page, and as a file that stands alone.

use std::fmt::Write as _;

use super::draw::{Drawing, Ink, Tone, Words};
use super::float;

/// Margin around a saved picture, in heights of letters.
const MARGIN: f64 = 1.2;

/// What stands around a saved picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Paper {
    pub title: String,
    /// Under the title: units, dates.
    pub lead: Vec<String>,
    /// Under the picture: what its shapes mean, whose intervals are drawn.
    pub notes: Vec<String>,
}

/// The outlines and words as elements of SVG. Their colours are the page's, by class.
pub fn inner(drawing: &Drawing) -> String {
    let mut out = String::with_capacity(8_192);
    elements(&mut out, drawing, None);
    out
}

/// A whole file with its colours written in. `colour` tells each.
pub fn standalone(drawing: &Drawing, paper: &Paper, colour: &dyn Fn(Tone) -> String) -> String {
    let (text, width) = (drawing.text, drawing.width + drawing.text * MARGIN * 2.0);
    let room = width / text - MARGIN * 2.0;
    let title = wrapped(&paper.title, room / 1.3);
    let lead: Vec<String> = paper.lead.iter().flat_map(|line| wrapped(line, room)).collect();
    let notes: Vec<String> = paper.notes.iter().flat_map(|line| wrapped(line, room)).collect();
    let head = text * (MARGIN + 1.7 * float(title.len()) + 1.4 * float(lead.len()) + 0.4);
    let foot = head + drawing.height + text * 0.8;
    let height = foot + text * (1.4 * float(notes.len()) + MARGIN);
    let mut out = String::with_capacity(16_384);
    // Never fails for a text, here and below.
    let _ = write!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" \
         viewBox=\"0 0 {width:.0} {height:.0}\" font-family=\"system-ui, 'Segoe UI', Roboto, \
         'Noto Sans', Arial, sans-serif\" font-size=\"{text:.1}\"><title>"
    );
    escape(&mut out, &paper.title);
    let _ = write!(
        out,
        "</title><rect width=\"100%\" height=\"100%\" fill=\"{}\"/>",
        colour(Tone::Ground)
    );
    let mut y = text * MARGIN;
    for line in &title {
        y += text * 1.7;
        line_of(&mut out, text * MARGIN, y, line, &colour(Tone::Text), " font-weight=\"650\"");
    }
    for line in &lead {
        y += text * 1.4;
        line_of(&mut out, text * MARGIN, y, line, &colour(Tone::Muted), "");
    }
    let _ = write!(out, "<g transform=\"translate({:.1} {head:.1})\">", text * MARGIN);
    elements(&mut out, drawing, Some(colour));
    out.push_str("</g>");
    let mut y = foot;
    for line in &notes {
        y += text * 1.4;
        line_of(&mut out, text * MARGIN, y, line, &colour(Tone::Muted), "");
    }
    out.push_str("</svg>");
    out
}

fn line_of(out: &mut String, x: f64, y: f64, line: &str, colour: &str, more: &str) {
    let _ = write!(out, "<text x=\"{x:.1}\" y=\"{y:.1}\" fill=\"{colour}\"{more}>");
    escape(out, line);
    out.push_str("</text>");
}

fn elements(out: &mut String, drawing: &Drawing, colour: Option<&dyn Fn(Tone) -> String>) {
    for shape in &drawing.shapes {
        let _ = write!(out, "<path class=\"{}\"", shape.ink.class());
        pen(out, shape.ink, colour);
        let _ = write!(out, " d=\"{}\"/>", shape.path);
    }
    for words in &drawing.words {
        said(out, words, drawing.text, colour);
    }
}

/// The width and the dashes, which are the same everywhere, and the colours of a file.
fn pen(out: &mut String, ink: Ink, colour: Option<&dyn Fn(Tone) -> String>) {
    if let Some((_, width)) = ink.stroke() {
        let _ = write!(out, " stroke-width=\"{width}\" stroke-linejoin=\"round\"");
    }
    if let [dash, gap, ..] = ink.dashes() {
        let _ = write!(out, " stroke-dasharray=\"{dash} {gap}\"");
    }
    match (ink.fill(), colour) {
        (None, _) => out.push_str(" fill=\"none\""),
        (Some(tone), Some(colour)) => {
            let _ = write!(out, " fill=\"{}\"", colour(tone));
        }
        (Some(_), None) => {}
    }
    if let (Some((tone, _)), Some(colour)) = (ink.stroke(), colour) {
        let _ = write!(out, " stroke=\"{}\"", colour(tone));
    }
}

fn said(out: &mut String, words: &Words, size: f64, colour: Option<&dyn Fn(Tone) -> String>) {
    let class = if words.tone == Tone::Text { "chart__name" } else { "chart__word" };
    let _ = write!(
        out,
        "<text class=\"{class}\" x=\"{:.1}\" y=\"{:.1}\" font-size=\"{size:.1}\" \
         text-anchor=\"{}\"",
        words.x,
        words.y,
        words.anchor.word()
    );
    if let Some(colour) = colour {
        let _ = write!(out, " fill=\"{}\"", colour(words.tone));
    }
    out.push('>');
    escape(out, &words.text);
    out.push_str("</text>");
}

/// Lines of at most so many letters' heights, broken at spaces; a longer word stands alone.
fn wrapped(text: &str, room: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let width = |count: usize| float(count) * 0.56;
        match lines.last_mut() {
            Some(line) if width(line.chars().count() + 1 + word.chars().count()) <= room => {
                line.push(' ');
                line.push_str(word);
            }
            Some(_) | None => lines.push(word.to_owned()),
        }
    }
    lines
}

/// Words of laboratories never become elements; what no file of XML may hold is left out.
fn escape(out: &mut String, text: &str) {
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' | '\r' => out.push(' '),
            letter if letter.is_control() || matches!(letter, '\u{fffe}' | '\u{ffff}') => {}
            letter => out.push(letter),
        }
    }
}
