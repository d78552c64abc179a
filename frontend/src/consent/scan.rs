//! The code of a card that is shown, read by the camera (CARD-7). Pictures never leave the page.

use gloo_timers::callback::Interval;
use js_sys::Reflect;
use rqrr::PreparedImage;
use shared::consent::rules::is_shown_token;
use shared::consent::text;
use shared::lang::Text;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    CanvasRenderingContext2d, DomException, HtmlCanvasElement, HtmlVideoElement, MediaStream,
    MediaStreamConstraints, MediaStreamTrack,
};
use yew::prelude::*;

use crate::browser;
use crate::prefs::use_lang;
use crate::ui::{BannerKind, Button, ButtonKind, Icon, banner};

/// Between two looks: a code held before the camera is read at once, and the tablet stays cool.
const EVERY_MS: u32 = 250;
/// The longer side of what is looked at, in pixels: enough for a screen at arm's length.
const SIDE: u32 = 800;

/// A camera that is on. Its light goes out with the last use of it.
struct Camera(MediaStream);

impl Camera {
    /// Asks for the one that looks away from who holds the tablet.
    async fn open() -> Result<Self, JsValue> {
        let window = web_sys::window().ok_or(JsValue::NULL)?;
        let wanted = MediaStreamConstraints::new();
        let video = js_sys::Object::new();
        Reflect::set(&video, &"facingMode".into(), &"environment".into())?;
        wanted.set_video(&video);
        wanted.set_audio(&JsValue::FALSE);
        let asked = window.navigator().media_devices()?.get_user_media_with_constraints(&wanted)?;
        JsFuture::from(asked).await?.dyn_into().map(Self)
    }
}

impl Drop for Camera {
    fn drop(&mut self) {
        for track in self.0.get_tracks() {
            track.unchecked_into::<MediaStreamTrack>().stop();
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum State {
    Off,
    Starting,
    On,
    Failed(Text),
}

#[derive(Properties, PartialEq)]
pub struct ScanProps {
    /// The token of the first code that is one of ours.
    pub on_found: Callback<String>,
}

/// A button that turns the camera on, and what it sees.
#[component]
pub fn Scan(props: &ScanProps) -> Html {
    let lang = use_lang();
    let state = use_state_eq(|| State::Off);
    let camera = use_mut_ref(|| None::<Camera>);
    let video = use_node_ref();
    let stop = {
        let (state, camera) = (state.setter(), camera.clone());
        Callback::from(move |()| {
            camera.replace(None);
            state.set(State::Off);
        })
    };
    let start = {
        let (state, camera, video) = (state.setter(), camera.clone(), video.clone());
        Callback::from(move |()| {
            let (state, camera, video) = (state.clone(), camera.clone(), video.clone());
            state.set(State::Starting);
            spawn_local(async move {
                state.set(match Camera::open().await {
                    Err(error) => State::Failed(reason(&error)),
                    Ok(opened) => {
                        if let Some(video) = video.cast::<HtmlVideoElement>() {
                            video.set_src_object(Some(&opened.0));
                            camera.replace(Some(opened));
                        }
                        // Left meanwhile, it goes out here.
                        State::On
                    }
                });
            });
        })
    };
    {
        let (video, stop, on_found) = (video.clone(), stop.clone(), props.on_found.clone());
        use_effect_with(*state, move |state| {
            let looking = (*state == State::On).then(|| {
                let canvas = canvas();
                Interval::new(EVERY_MS, move || {
                    let seen = video.cast().zip(canvas.as_ref());
                    let found = seen.and_then(|(video, canvas)| look(&video, canvas));
                    if let Some(token) = found {
                        stop.emit(());
                        on_found.emit(token);
                    }
                })
            });
            move || drop(looking)
        });
    }
    {
        let (camera, start) = (camera.clone(), start.clone());
        // Whoever opened this wants the camera.
        use_effect_with((), move |()| {
            start.emit(());
            move || drop(camera.replace(None))
        });
    }
    let is_on = *state == State::On;
    // The picture has to be there before the camera is.
    html! {
        <div class="scan stack">
            <video ref={video} class="scan__picture" hidden={!is_on} autoplay=true playsinline=true muted=true
                aria-label={text::SCANNING.get(lang)} />
            if is_on {
                <p role="status">{ text::SCANNING.get(lang) }</p>
                <p><Button kind={ButtonKind::Secondary} on_click={stop}>{ text::SCAN_STOP.get(lang) }</Button></p>
            } else {
                <p>
                    <Button kind={ButtonKind::Secondary} icon={Icon::Eye} busy={*state == State::Starting} on_click={start}>
                        { text::SCAN.get(lang) }
                    </Button>
                </p>
            }
            if let State::Failed(why) = *state {
                { banner(BannerKind::Alert, why.get(lang), Html::default()) }
            }
        </div>
    }
}

/// Why there is no picture, and what to do instead.
fn reason(error: &JsValue) -> Text {
    match error.dyn_ref::<DomException>().map(DomException::name).as_deref() {
        Some("NotAllowedError" | "SecurityError") => text::CAMERA_REFUSED,
        Some("NotFoundError" | "OverconstrainedError") => text::NO_CAMERA,
        Some(_) | None => text::CAMERA_BROKEN,
    }
}

fn canvas() -> Option<HtmlCanvasElement> {
    browser::document()?.create_element("canvas").ok()?.dyn_into().ok()
}

/// The token in what the camera shows now, if there is one of ours.
fn look(video: &HtmlVideoElement, canvas: &HtmlCanvasElement) -> Option<String> {
    let (width, height) = (video.video_width(), video.video_height());
    let longer = width.max(height).max(SIDE);
    let (width, height) = (width * SIDE / longer, height * SIDE / longer);
    if width == 0 || height == 0 {
        return None;
    }
    canvas.set_width(width);
    canvas.set_height(height);
    let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    let (wide, high) = (f64::from(width), f64::from(height));
    context.draw_image_with_html_video_element_and_dw_and_dh(video, 0.0, 0.0, wide, high).ok()?;
    let pixels = context.get_image_data(0.0, 0.0, wide, high).ok()?.data();
    read(usize::try_from(width).ok()?, usize::try_from(height).ok()?, &pixels)
}

/// The first token of ours among the codes of a picture of four bytes a pixel.
fn read(width: usize, height: usize, pixels: &[u8]) -> Option<String> {
    let grey = |x: usize, y: usize| {
        let at = (y * width + x) * 4;
        let Some([red, green, blue]) = pixels.get(at..at + 3) else { return 0 };
        let sum = u16::from(*red) + u16::from(*green) * 2 + u16::from(*blue);
        u8::try_from(sum / 4).unwrap_or(u8::MAX)
    };
    let mut picture = PreparedImage::prepare_from_greyscale(width, height, grey);
    let codes = picture.detect_grids();
    codes
        .iter()
        .filter_map(|code| code.decode().ok())
        .map(|(_, text)| text)
        .find(|text| is_shown_token(text))
}
