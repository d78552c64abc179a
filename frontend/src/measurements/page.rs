use std::rc::Rc;

use shared::id::PatientId;
use shared::lang::Lang;
use shared::measurements::api::ListMeasurements;
use shared::measurements::model::{
    FoundMeasurements, KeptMeasurement, MeasuredKind, MeasurementKind, TargetOrigin,
};
use shared::measurements::text;
use shared::record::text as record;
use yew::prelude::*;

use super::form::MeasureForm;
use super::import::ImportForm;
use super::target::TargetForm;
use super::view::{advice_tag, moment, outcome, sparkline, target_line, value};
use crate::browser;
use crate::live::{News, use_live};
use crate::load::{Load, use_load};
use crate::prefs::use_lang;
use crate::record::{brief, closed_card};
use crate::route::Route;
use crate::router::link;
use crate::session::use_session;
use crate::shell::Title;
use crate::ui::{Button, ButtonKind, Icon, SkeletonKind, empty_state, slow_skeleton};

/// What stands open, as this place in the history keeps it.
const OPEN: &str = "measure-open";
/// Where the keyboard goes after saving.
const OUTCOME: &str = "measure-outcome";
const IMPORT: &str = "measure-import";

#[derive(Properties, PartialEq)]
pub struct MeasurementsPageProps {
    pub patient: PatientId,
}

/// What the patient measures: written down in two presses, or looked at by a doctor.
#[component]
pub fn MeasurementsPage(&MeasurementsPageProps { patient }: &MeasurementsPageProps) -> Html {
    let lang = use_lang();
    let is_own = use_session().session().is_some_and(|session| session.card == Some(patient));
    let found = use_load(ListMeasurements { patient });
    use_live(patient, found.reload().reform(|_: News| ()));
    let (title, lead) = if is_own {
        (text::TITLE, text::LEAD)
    } else {
        (text::TITLE_OF_PATIENT, text::LEAD_OF_PATIENT)
    };
    let back = html! { <>{ Icon::Back.draw() }{ record::CARD.get(lang) }</> };
    let body = match found.load() {
        Load::Waiting => slow_skeleton(lang, SkeletonKind::Cards, found.is_slow(), found.cancel()),
        Load::Failed(problem) => closed_card(lang, &problem, found.reload()),
        Load::Ready(found) if found.is_closed => {
            empty_state(Icon::Lock, text::CLOSED.get(lang), Html::default())
        }
        Load::Ready(all) => html! {
            <>
                { brief(lang, &all.patient, is_own) }
                <Kinds {patient} found={all.clone()} on_changed={found.reload()} />
            </>
        },
    };
    html! {
        <div class="page">
            <div class="row">{ link(Route::Summary { patient }, "back", back) }</div>
            <Title text={title.get(lang)} />
            <p class="lead">{ lead.get(lang) }</p>
            { body }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct KindsProps {
    patient: PatientId,
    found: Rc<FoundMeasurements>,
    on_changed: Callback<()>,
}

/// The id of what opens the form of a kind.
fn opener(kind: MeasurementKind) -> String {
    format!("measure-open-{kind}")
}

fn opened() -> Option<MeasurementKind> {
    browser::kept(OPEN).and_then(|kind| kind.parse().ok())
}

/// The kinds, what is measured first; one form at a time stands open.
#[component]
fn Kinds(props: &KindsProps) -> Html {
    let lang = use_lang();
    let open = use_state_eq(opened);
    let kept = use_state(|| None::<Rc<Vec<KeptMeasurement>>>);
    let imports = use_state_eq(|| false);
    // What was closed last without saving: the keyboard goes back to where it was opened.
    let closed = use_mut_ref(|| None::<MeasurementKind>);
    let on_open = {
        let (open, kept, closed) = (open.clone(), kept.setter(), closed.clone());
        Callback::from(move |kind: Option<MeasurementKind>| {
            *closed.borrow_mut() = if kind.is_none() { *open } else { None };
            browser::keep(OPEN, kind.map(MeasurementKind::wire).unwrap_or_default());
            kept.set(None);
            open.set(kind);
        })
    };
    let on_saved = {
        let (open, kept, on_changed) = (open.setter(), kept.setter(), props.on_changed.clone());
        Callback::from(move |saved: Rc<Vec<KeptMeasurement>>| {
            browser::keep(OPEN, "");
            open.set(None);
            kept.set(Some(saved));
            on_changed.emit(());
        })
    };
    use_effect_with((*kept).clone(), |kept| {
        if kept.is_some() {
            browser::focus_id(OUTCOME);
        }
    });
    use_effect_with(*open, move |open| {
        let closed = closed.borrow_mut().take();
        if let Some(kind) = closed.filter(|_| open.is_none()) {
            browser::focus_id(&opener(kind));
        }
    });
    let part = Part { lang, props, open: *open, kept: (*kept).clone(), on_open, on_saved };
    let is_used = |it: &&MeasuredKind| {
        let is_set = it.target.as_ref().is_some_and(|target| target.origin == TargetOrigin::Doctor);
        it.total > 0 || is_set || *open == Some(it.kind) || part.has_kept(it.kind)
    };
    let (used, others): (Vec<&MeasuredKind>, Vec<&MeasuredKind>) =
        props.found.kinds.iter().partition(is_used);
    let on_import = {
        let imports = imports.clone();
        Callback::from(move |()| imports.set(!*imports))
    };
    html! {
        <>
            if !used.is_empty() {
                <ul class="measures">
                    for measured in used { { part.tile(measured) } }
                </ul>
            }
            if !others.is_empty() {
                <section class="measures__others" aria-labelledby="measures-others">
                    <h2 id="measures-others">{ text::OTHER_KINDS.get(lang) }</h2>
                    <ul class="row">
                        for measured in others { { part.chip(measured.kind) } }
                    </ul>
                </section>
            }
            if props.found.may_add {
                <section class="panel" id={IMPORT}>
                    <Button kind={ButtonKind::Secondary} icon={Icon::Upload} on_click={on_import}>
                        { text::IMPORT.get(lang) }
                    </Button>
                    if *imports {
                        <ImportForm patient={props.patient} on_added={props.on_changed.clone()} />
                    }
                </section>
            }
        </>
    }
}

/// What every tile needs to know.
struct Part<'a> {
    lang: Lang,
    props: &'a KindsProps,
    open: Option<MeasurementKind>,
    kept: Option<Rc<Vec<KeptMeasurement>>>,
    on_open: Callback<Option<MeasurementKind>>,
    on_saved: Callback<Rc<Vec<KeptMeasurement>>>,
}

impl Part<'_> {
    /// Whether what was just saved is told at this kind.
    fn has_kept(&self, kind: MeasurementKind) -> bool {
        let first = self.kept.as_ref().and_then(|kept| kept.first());
        first.is_some_and(|first| first.kind == kind)
    }

    fn tile(&self, measured: &MeasuredKind) -> Html {
        let Self { lang, .. } = *self;
        let kind = measured.kind;
        let is_open = self.open == Some(kind);
        html! {
            <li key={kind.wire()} class={classes!("panel", "measure", is_open.then_some("is-open"))}>
                <div class="measure__face">
                    <h2 class="measure__name">{ kind.text().get(lang) }</h2>
                    if let Some(last) = measured.recent.last() {
                        <p class="measure__value">{ value(lang, kind, last) }</p>
                        <p class="muted">{ moment(lang, last) }</p>
                    } else {
                        <p class="muted">{ text::NOT_YET.get(lang) }</p>
                    }
                    if let Some(advice) = measured.advice {
                        <p>{ advice_tag(lang, advice) }</p>
                    }
                    { sparkline(lang, measured) }
                    if let Some(target) = &measured.target {
                        { target_line(lang, kind, target) }
                    }
                    if !is_open {
                        { self.actions(measured) }
                    }
                </div>
                if is_open {
                    { self.form(measured) }
                }
                if let Some(kept) = self.kept.as_ref().filter(|_| self.has_kept(kind)) {
                    { outcome(lang, OUTCOME, kept) }
                }
            </li>
        }
    }

    fn actions(&self, measured: &MeasuredKind) -> Html {
        let Self { lang, props, .. } = *self;
        let kind = measured.kind;
        let name = |words: &str| AttrValue::from(format!("{words}: {}", kind.text().get(lang)));
        let on_click = self.on_open.reform(move |()| Some(kind));
        let is_set = measured.target.as_ref().is_some_and(|it| it.origin == TargetOrigin::Doctor);
        let words = if is_set { text::CHANGE_TARGET } else { text::SET_TARGET }.get(lang);
        html! {
            <div class="row measure__actions">
                if props.found.may_add {
                    <Button id={opener(kind)} kind={ButtonKind::Secondary} icon={Icon::Plus}
                        {on_click} name={name(text::ADD.get(lang))}>
                        { text::ADD.get(lang) }
                    </Button>
                } else if props.found.may_set_target {
                    <Button id={opener(kind)} kind={ButtonKind::Secondary} {on_click}
                        name={name(words)}>
                        { words }
                    </Button>
                }
                if let Some(last) = measured.recent.last() {
                    { link(
                        Route::series(props.patient, last.entry),
                        "measure__history",
                        html! {
                            <>
                                { text::HISTORY.get(lang) }
                                <span class="unseen">{ ": " }{ kind.text().get(lang) }</span>
                            </>
                        },
                    ) }
                }
            </div>
        }
    }

    /// The patient writes down, a doctor sets a target.
    fn form(&self, measured: &MeasuredKind) -> Html {
        let patient = self.props.patient;
        let on_close = self.on_open.reform(|()| None);
        if self.props.found.may_add {
            let (kind, on_saved) = (measured.kind, self.on_saved.clone());
            return html! { <MeasureForm key={kind.wire()} {patient} {kind} {on_saved} {on_close} /> };
        }
        let on_kept = {
            let (on_open, on_changed) = (self.on_open.clone(), self.props.on_changed.clone());
            Callback::from(move |()| {
                on_open.emit(None);
                on_changed.emit(());
            })
        };
        html! { <TargetForm {patient} measured={measured.clone()} {on_kept} {on_close} /> }
    }

    /// A kind nothing was measured of yet.
    fn chip(&self, kind: MeasurementKind) -> Html {
        let found = &self.props.found;
        let words = kind.text().get(self.lang);
        if !(found.may_add || found.may_set_target) {
            return html! { <li key={kind.wire()} class="muted">{ words }</li> };
        }
        let onclick = self.on_open.reform(move |_: MouseEvent| Some(kind));
        html! {
            <li key={kind.wire()}>
                <button type="button" class="chip" id={opener(kind)} {onclick}>{ Icon::Plus.draw() }{ words }</button>
            </li>
        }
    }
}
