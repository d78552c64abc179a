//! Plain numbers on a canvas, without a page, a person or a session: for whoever measures how fast
//! a chart is.

use shared::lang::Lang;
use shared::results::chart::{Columns, Drawing, Line, Marks, Pane, Sheet, Size, View, scene};
use time::UtcOffset;
use web_sys::HtmlCanvasElement;

use super::canvas::paint;
use super::palette::{Palette, Theme};

/// Letters of such a picture, in pixels.
const TEXT: f64 = 12.0;

/// A chart on a canvas that somebody else has put on the page.
pub struct Plot {
    canvas: HtmlCanvasElement,
    panes: Vec<Pane>,
    marks: Marks,
    whole: View,
    view: View,
    size: Size,
    palette: Palette,
}

/// Draws numbers at once, all of them in sight. Sizes are in pixels of the page; the height is that
/// between the least and the greatest number. Nothing where there are no numbers.
pub fn draw_into(
    canvas: &HtmlCanvasElement,
    columns: Columns,
    width: f64,
    height: f64,
) -> Option<Plot> {
    let whole = View::around(columns.ends())?;
    let line = Line { series: 0, name: String::new(), columns };
    let plot = Plot {
        palette: Palette::read(canvas.parent_element().as_ref()?, Theme::Page),
        canvas: canvas.clone(),
        panes: vec![Pane { unit: String::new(), lines: vec![line], goals: Vec::new() }],
        marks: Marks::default(),
        whole,
        view: whole,
        size: Size { width, pane: height, text: TEXT },
    };
    plot.draw();
    Some(plot)
}

impl Plot {
    /// Moves by a part of the window, and draws at once.
    pub fn pan(&mut self, by: f64) {
        self.view = self.view.panned(by, self.whole);
        self.draw();
    }

    /// Makes the window narrower (`factor` under 1) or wider about its middle, and draws at once.
    pub fn zoom(&mut self, factor: f64) {
        self.view = self.view.zoomed(factor, self.view.middle(), self.whole);
        self.draw();
    }

    fn draw(&self) {
        let scene = scene(&Sheet {
            panes: &self.panes,
            primary: 0,
            marks: &self.marks,
            view: self.view,
            size: self.size,
            lang: Lang::Ru,
            offset: UtcOffset::UTC,
        });
        paint(&self.canvas, &Drawing::of(&scene), &self.palette);
    }
}
