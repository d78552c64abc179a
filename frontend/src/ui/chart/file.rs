//! The picture as a file.

use shared::record::text as record;
use shared::results::chart::{self, Drawing, Meaning, Paper, Size, View, moment, standalone};
use shared::results::text::chart as text;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, CanvasRenderingContext2d, HtmlCanvasElement, HtmlImageElement};

use super::figure::Figure;
use super::palette::{Palette, Theme};
use super::stage::{Stage, sheet};
use crate::browser;
use crate::saving::{address_of, revoke, save, save_blob};

/// Every file is as large, whatever screen it is saved on.
const SIZE: Size = Size { width: 960.0, pane: 360.0, text: 15.0 };
/// Pixels of a PNG for one of the picture.
const SHARP: f64 = 2.0;

/// Saves what is seen as SVG, its colours written in.
pub(super) fn save_svg(stage: &Stage, title: &str) {
    if let Some(text) = picture(stage, title) {
        save(text.as_bytes(), &name(title, "svg"));
    }
}

/// Saves the same as PNG: the browser draws the SVG.
pub(super) fn save_png(stage: &Stage, title: &str) {
    let Some(text) = picture(stage, title) else { return };
    let name = name(title, "png");
    spawn_local(async move {
        let Some(address) = address_of(text.as_bytes(), "image/svg+xml") else { return };
        // What the browser could not draw is not saved.
        let _ = draw(&address, name).await;
        revoke(&address);
    });
}

async fn draw(address: &str, name: String) -> Option<()> {
    let image = HtmlImageElement::new().ok()?;
    image.set_src(address);
    JsFuture::from(image.decode()).await.ok()?;
    let canvas = browser::document()?.create_element("canvas").ok()?;
    let canvas = canvas.dyn_into::<HtmlCanvasElement>().ok()?;
    let (width, height) = (f64::from(image.natural_width()), f64::from(image.natural_height()));
    canvas.set_width(image.natural_width() * 2);
    canvas.set_height(image.natural_height() * 2);
    let context = canvas.get_context("2d").ok()??.dyn_into::<CanvasRenderingContext2d>().ok()?;
    context
        .draw_image_with_html_image_element_and_dw_and_dh(
            &image,
            0.0,
            0.0,
            width * SHARP,
            height * SHARP,
        )
        .ok()?;
    let done = Closure::once_into_js(move |blob: Option<Blob>| {
        if let Some(blob) = blob {
            save_blob(&blob, &name);
        }
    });
    canvas.to_blob(done.unchecked_ref()).ok()
}

/// Dark on light, also where the page is dark: it will be printed and sent on.
fn picture(stage: &Stage, title: &str) -> Option<String> {
    let (figure, view, frame) = (stage.figure()?, stage.view()?, stage.frame()?);
    let palette = Palette::read(&frame, Theme::Light);
    let drawing = Drawing::of(&chart::scene(&sheet(&figure, view, SIZE)));
    let paper = paper(&figure, view, title);
    Some(standalone(&drawing, &paper, &|tone| palette.get(tone).to_owned()))
}

/// The title, the days that are seen, and what the marks mean.
fn paper(figure: &Figure, view: View, title: &str) -> Paper {
    let (lang, used) = (figure.lang, figure.used());
    let ends = (moment(view.from), moment(view.to));
    let mut lead = vec![text::seen(lang, ends, figure.offset, figure.count_in(view))];
    lead.extend(figure.series.iter().filter(|_| figure.series.len() > 1).map(|series| {
        match record::unit(lang, &series.unit) {
            "" => series.code.display.clone(),
            unit => format!("{}, {unit}", series.code.display),
        }
    }));
    let sign = |meaning: &Meaning| format!("{} {}", meaning.sign(), meaning.text().get(lang));
    let mut signs: Vec<String> = used.meanings.iter().map(sign).collect();
    for (is_there, words) in [
        (used.censored, text::CENSORED),
        (used.feet, text::FOOT),
        (used.gaps, text::GAP),
        (used.goals, text::GOAL),
    ] {
        if is_there {
            signs.push(words.get(lang).to_owned());
        }
    }
    let mut notes = vec![signs.join(";  ")];
    for series in figure.series.iter() {
        notes.extend(series.conversions.iter().map(|way| way.text(lang)));
    }
    Paper { title: title.to_owned(), lead, notes }
}

/// A name any device takes.
fn name(title: &str, ending: &str) -> String {
    let plain: String =
        title.chars().map(|letter| if letter.is_alphanumeric() { letter } else { '-' }).collect();
    format!("{}.{ending}", plain.trim_matches('-'))
}
