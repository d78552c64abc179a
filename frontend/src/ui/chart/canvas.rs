//! A picture on a canvas, for more points than elements of a page should be.

use shared::results::chart::{Anchor, Drawing, Shape};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, Path2d};

use super::palette::Palette;
use crate::browser;

/// The letters of the page.
const FONT: &str = "system-ui, \"Segoe UI\", Roboto, \"Noto Sans\", Arial, sans-serif";

/// Draws a picture as sharp as the screen is. Nothing happens where a canvas cannot be drawn on.
pub(super) fn paint(canvas: &HtmlCanvasElement, drawing: &Drawing, palette: &Palette) {
    let ratio = browser::window().map_or(1.0, |window| window.device_pixel_ratio());
    let ratio = if ratio.is_finite() { ratio.clamp(1.0, 4.0) } else { 1.0 };
    let (width, height) = (pixels(drawing.width * ratio), pixels(drawing.height * ratio));
    // Setting a size empties the canvas and forgets its state, which costs more than clearing.
    if canvas.width() != width {
        canvas.set_width(width);
    }
    if canvas.height() != height {
        canvas.set_height(height);
    }
    let Some(context) = context(canvas) else { return };
    // Refused for no finite number.
    let _ = context.set_transform(ratio, 0.0, 0.0, ratio, 0.0, 0.0);
    context.clear_rect(0.0, 0.0, drawing.width, drawing.height);
    context.set_line_join("round");
    for shape in &drawing.shapes {
        outline(&context, shape, palette);
    }
    context.set_font(&format!("{:.1}px {FONT}", drawing.text));
    for words in &drawing.words {
        context.set_fill_style_str(palette.get(words.tone));
        context.set_text_align(match words.anchor {
            Anchor::Start => "left",
            Anchor::Middle => "center",
            Anchor::End => "right",
        });
        // Refused for no text.
        let _ = context.fill_text(&words.text, words.x, words.y);
    }
}

fn context(canvas: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    canvas.get_context("2d").ok().flatten()?.dyn_into().ok()
}

fn outline(context: &CanvasRenderingContext2d, shape: &Shape, palette: &Palette) {
    // The browser reads the path by itself: one call for thousands of points.
    let Ok(path) = Path2d::new_with_path_string(&shape.path) else { return };
    if let Some(tone) = shape.ink.fill() {
        context.set_fill_style_str(palette.get(tone));
        context.fill_with_path_2d(&path);
    }
    if let Some((tone, width)) = shape.ink.stroke() {
        let dashes: js_sys::Array =
            shape.ink.dashes().iter().map(|dash| JsValue::from_f64(*dash)).collect();
        // Refused for nothing but what is no number.
        let _ = context.set_line_dash(&dashes);
        context.set_stroke_style_str(palette.get(tone));
        context.set_line_width(width);
        context.stroke_with_path(&path);
    }
}

fn pixels(length: f64) -> u32 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a cast of floats saturates"
    )]
    let whole = length.round() as u32;
    whole
}
