//! What is seen and told of where one is.

use std::rc::Rc;

use gloo_timers::callback::Timeout;
use shared::results::chart::{self, Drawing, Size, inner, place};
use web_sys::{Element, HtmlCanvasElement, HtmlElement};

use super::{SETTLED_MS, Shown, Stage, TEXT, sheet};
use crate::browser;
use crate::ui::chart::canvas::paint;
use crate::ui::chart::palette::{Palette, Theme};

impl Stage {
    /// The size of the picture, once the frame is on the page.
    fn size(&self) -> Option<Size> {
        let frame = self.frame()?;
        let (width, height) = {
            let state = self.0.state.borrow();
            (state.width, state.figure.as_ref()?.height)
        };
        let width = if width > 0.0 { width } else { f64::from(frame.client_width()) };
        if width <= 0.0 {
            return None;
        }
        self.0.state.borrow_mut().width = width;
        let computed = browser::window()?.get_computed_style(&frame).ok().flatten();
        let text = computed.and_then(|style| style.get_property_value("font-size").ok());
        let text = text.map(|text| js_sys::parse_float(&text)).filter(|text| *text > 0.0);
        Some(Size { width, pane: height, text: text.unwrap_or(TEXT) })
    }

    pub(super) fn draw(&self) {
        let (Some(size), Some(figure), Some(view)) = (self.size(), self.figure(), self.view())
        else {
            return;
        };
        let scene = chart::scene(&sheet(&figure, view, size));
        let drawing = Drawing::of(&scene);
        let on_paper = self.0.state.borrow().on_paper;
        self.put(&drawing, scene.is_dense && !on_paper);
        self.0.state.borrow_mut().scene = Some(Rc::new(scene));
        self.tell();
        self.settle();
    }

    /// Puts a picture on the page: by elements, or on the canvas where they would be too many.
    fn put(&self, drawing: &Drawing, on_canvas: bool) {
        let nodes = &self.0.nodes;
        let (Some(svg), Some(canvas)) =
            (nodes.svg.cast::<Element>(), nodes.canvas.cast::<HtmlCanvasElement>())
        else {
            return;
        };
        let (width, height) = (format!("{:.0}", drawing.width), format!("{:.0}", drawing.height));
        if let Some(frame) = self.frame() {
            // Fails for no length.
            let _ = frame.style().set_property("height", &format!("{height}px"));
        }
        if on_canvas {
            paint(&canvas, drawing, &self.palette());
            svg.set_inner_html("");
        } else {
            for (name, value) in
                [("viewBox", format!("0 0 {width} {height}")), ("width", width), ("height", height)]
            {
                // Fails only for a malformed name.
                let _ = svg.set_attribute(name, &value);
            }
            svg.set_inner_html(&inner(drawing));
        }
        // Fails only for a malformed name.
        let _ = svg.toggle_attribute_with_force("hidden", on_canvas);
        let _ = canvas.toggle_attribute_with_force("hidden", !on_canvas);
    }

    fn palette(&self) -> Rc<Palette> {
        if let Some(palette) = &self.0.state.borrow().palette {
            return palette.clone();
        }
        let read = self.frame().map(|frame| Palette::read(&frame, Theme::Page));
        let palette = Rc::new(read.unwrap_or_default());
        self.0.state.borrow_mut().palette = Some(palette.clone());
        palette
    }

    /// Moves the ring to the point that is told about, and tells about it.
    pub(super) fn tell(&self) {
        let shown = self.shown();
        if let Some(ring) = self.0.nodes.ring.cast::<HtmlElement>() {
            ring.set_hidden(shown.is_none());
            if let Some(shown) = shown {
                let place = format!("translate({:.1}px, {:.1}px)", shown.x, shown.y);
                // Fails for no place.
                let _ = ring.style().set_property("transform", &place);
            }
        }
        let heard = self.0.heard.borrow().shown.clone();
        heard.emit(shown);
    }

    fn shown(&self) -> Option<Shown> {
        let state = self.0.state.borrow();
        let cursor = state.hovered.or(state.chosen)?;
        let scene = state.scene.as_ref()?;
        let at = place(&state.figure.as_ref()?.panes, scene, cursor)?;
        Some(Shown {
            cursor,
            is_chosen: state.hovered.is_none_or(|hovered| state.chosen == Some(hovered)),
            x: at.x,
            y: at.y,
            width: scene.width,
            height: scene.height,
        })
    }

    /// Says where one is when nothing has moved for a moment.
    fn settle(&self) {
        let stage = Rc::downgrade(&self.0);
        let timeout = Timeout::new(SETTLED_MS, move || {
            if let Some(inner) = stage.upgrade() {
                let view = inner.state.borrow().view;
                let settled = inner.heard.borrow().settled.clone();
                if let Some(view) = view {
                    settled.emit(view);
                }
            }
        });
        // The one before is given up.
        *self.0.settling.borrow_mut() = Some(timeout);
    }
}
