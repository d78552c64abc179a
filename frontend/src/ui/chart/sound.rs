//! A series that is heard.

use gloo_timers::callback::Timeout;
use shared::results::chart::sound::{Tone, tones};
use shared::results::text::chart as text;
use web_sys::{AudioContext, OscillatorType};
use yew::prelude::*;

use super::stage::Stage;
use crate::prefs::use_lang;
use crate::ui::button::{Button, ButtonKind};

/// The longest it takes, and the time each value has at least, in seconds.
const LONGEST: f64 = 8.0;
const EACH: f64 = 0.25;
/// How long a tone is, in seconds, and how loud.
const LENGTH: f64 = 0.18;
const LOUD: f32 = 0.2;

/// What is being played; it falls silent when dropped.
struct Playing {
    context: AudioContext,
    _end: Timeout,
}

impl Drop for Playing {
    fn drop(&mut self) {
        // Fails only when it is closed already.
        let _ = self.context.close();
    }
}

#[derive(Properties, PartialEq)]
pub(super) struct ListenProps {
    pub stage: Stage,
}

/// Plays what is seen, after a press and until another.
#[component]
pub(super) fn Listen(props: &ListenProps) -> Html {
    let lang = use_lang();
    let playing = use_mut_ref(|| None::<Playing>);
    let is_on = use_state_eq(|| false);
    {
        let playing = playing.clone();
        use_effect_with(*is_on, move |is_on| {
            if !is_on {
                drop(playing.take());
            }
        });
    }
    let on_click = {
        let (stage, is_on) = (props.stage.clone(), is_on.clone());
        Callback::from(move |()| {
            let was_on = playing.borrow().is_some();
            if !was_on {
                *playing.borrow_mut() = play(&stage, &is_on);
            }
            is_on.set(!was_on && playing.borrow().is_some());
        })
    };
    let words = if *is_on { text::STOP } else { text::LISTEN };
    html! {
        <Button kind={ButtonKind::Quiet} {on_click} name={format!("{}. {}", words.get(lang), text::LISTEN_TOLD.get(lang))}>
            { words.get(lang) }
        </Button>
    }
}

fn play(stage: &Stage, is_on: &UseStateHandle<bool>) -> Option<Playing> {
    let (figure, view) = (stage.figure()?, stage.view()?);
    let mut lines = figure.panes.iter().flat_map(|pane| &pane.lines);
    let of = stage.chosen().map_or(figure.primary, |cursor| cursor.series);
    let line = lines.find(|line| line.series == of && line.columns.has_numbers())?;
    let all = tones(&line.columns, view);
    let count = u32::try_from(all.len()).unwrap_or(u32::MAX);
    let whole = (f64::from(count) * EACH).min(LONGEST);
    let context = AudioContext::new().ok()?;
    let start = context.current_time() + 0.05;
    for tone in &all {
        // A tone the browser refuses is left out.
        let _ = sound(&context, tone, start + tone.at * whole);
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "some seconds")]
    let ms = ((whole + LENGTH * 2.0) * 1000.0) as u32;
    let is_on = is_on.setter();
    Some(Playing { context, _end: Timeout::new(ms, move || is_on.set(false)) })
}

fn sound(context: &AudioContext, tone: &Tone, at: f64) -> Option<()> {
    let oscillator = context.create_oscillator().ok()?;
    let gain = context.create_gain().ok()?;
    // Another timbre for what is out of range: one hears it without seeing the colour.
    oscillator.set_type(if tone.is_out { OscillatorType::Sawtooth } else { OscillatorType::Sine });
    #[expect(clippy::cast_possible_truncation, reason = "some hundreds")]
    oscillator.frequency().set_value(tone.hertz as f32);
    // It swells and fades, so that it does not click.
    let volume = gain.gain();
    volume.set_value_at_time(0.0, at).ok()?;
    volume.linear_ramp_to_value_at_time(LOUD, at + LENGTH / 6.0).ok()?;
    volume.linear_ramp_to_value_at_time(0.0, at + LENGTH).ok()?;
    oscillator.connect_with_audio_node(&gain).ok()?;
    gain.connect_with_audio_node(&context.destination()).ok()?;
    oscillator.start_with_when(at).ok()?;
    oscillator.stop_with_when(at + LENGTH).ok()
}
