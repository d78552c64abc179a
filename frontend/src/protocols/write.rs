use std::rc::Rc;

use shared::contract::Code;
use shared::id::{EntryId, PatientId};
use shared::lang::Lang;
use shared::protocols::api::{AddTemplate, FindDraft, RemoveDraft, SignDraft};
use shared::protocols::model::{
    Acknowledgement, FormPart, NewSignature, NewTemplate, Problem, ProtocolForm, Template,
};
use shared::protocols::rules::{Around, check};
use shared::protocols::templates::BuiltIn;
use shared::protocols::text;
use shared::record::api::FindSummary;
use shared::record::model::{Coding, Entry, Summary};
use uuid::Uuid;
use yew::prelude::*;

use super::aside::record_aside;
use super::check::{Check, TITLE, check_panel};
use super::form::{Errors, FormFields};
use super::keeping::{Begun, Keeper, Keeping, use_keeping};
use crate::load::{Load, use_load};
use crate::prefs::use_lang;
use crate::route::Route;
use crate::submit::{Act, Finish, use_act};
use crate::ui::{Button, ButtonKind, Checkbox, TextField, failure, say};
use crate::{browser, client, router};

const CONFLICT: &str = "protocol-conflict";

#[derive(Properties, PartialEq)]
pub struct WriterProps {
    pub patient: PatientId,
    pub draft: Uuid,
    pub begun: Begun,
    /// Diagnoses of the template.
    pub often: Vec<Coding>,
}

/// What is known of the card where a form is looked through.
pub fn problems_of(form: &ProtocolForm, summary: Option<&Summary>) -> Vec<Problem> {
    let Some(summary) = summary else { return Vec::new() };
    let now = browser::now();
    let around = Around {
        birth_date: summary.patient.birth_date,
        now,
        offset: browser::offset_at(now),
        allergies: &summary.allergies,
        medicines: &summary.medicines,
        codes: None,
    };
    let built_in = form.template.as_ref().and_then(|template| BuiltIn::find(&template.id));
    let template = built_in.map(|built_in| built_in.template(Lang::Ru));
    check(form, template.as_ref(), &around)
}

/// Writing a protocol: the record stays beside it, the draft saves itself.
#[component]
pub fn Writer(props: &WriterProps) -> Html {
    let lang = use_lang();
    let (patient, draft) = (props.patient, props.draft);
    let form = use_state_eq(|| props.begun.form.clone());
    let summary = use_load(FindSummary { patient });
    let keeper = use_keeping(patient, draft, &form, &props.begun);
    // Looked through so often: each time the eye is led there.
    let checks = use_state_eq(|| 0_u32);
    let is_checked = *checks > 0;
    let acknowledged = use_state_eq(Vec::<Acknowledgement>::new);
    let act = use_act();
    let key = use_memo((), |()| Uuid::new_v4());
    let load = summary.load();
    let known = match &load {
        Load::Ready(summary) => Some(&**summary),
        Load::Waiting | Load::Failed(_) => None,
    };
    let problems = if is_checked { problems_of(&form, known) } else { Vec::new() };
    let errors = Errors(Rc::new(problems.clone()));
    let on_change = {
        let form = form.setter();
        Callback::from(move |changed: ProtocolForm| form.set(changed))
    };
    let on_check = {
        let checks = checks.clone();
        Callback::from(move |()| checks.set(*checks + 1))
    };
    use_effect_with(*checks, |&checks| {
        if checks > 0 {
            browser::focus_id(TITLE);
        }
    });
    let on_acknowledge = {
        let acknowledged = acknowledged.setter();
        Callback::from(move |given: Vec<Acknowledgement>| acknowledged.set(given))
    };
    let on_sign = sign(lang, patient, draft, *key, &keeper, (*acknowledged).clone(), &act);
    let is_ready = known.is_some();
    let panel = Check {
        problems: &problems,
        acknowledged: &acknowledged,
        on_acknowledge,
        act: &act,
        on_sign,
        is_ready,
    };
    let aside = known.map(|summary| record_aside(lang, patient, summary)).unwrap_or_default();
    let main = html! {
        <>
            if keeper.state == Keeping::Conflict {
                <ConflictPanel {patient} {draft} keeper={Held(keeper.clone())} mine={(*form).clone()}
                    on_take={on_change.clone()} />
            }
            { unsent_note(lang, &props.begun, &keeper) }
            <FormFields form={(*form).clone()} often={props.often.clone()} {errors}
                on_change={on_change.clone()} />
            if is_checked {
                { check_panel(lang, &panel) }
            }
            <SaveAsTemplate form={(*form).clone()} />
            <p><RemoveButton {patient} {draft} keeper={Held(keeper.clone())} /></p>
        </>
    };
    html! {
        <>
            { two_panes(lang, aside, main) }
            { bar(lang, &keeper, on_check) }
        </>
    }
}

/// The record beside the form from a tablet up; on a phone it opens above it.
pub fn two_panes(lang: Lang, aside: Html, main: Html) -> Html {
    html! {
        <div class="protocol">
            <details class="protocol__record" open={browser::is_at_least_tablet()}>
                <summary>{ text::SHOW_RECORD.get(lang) }</summary>
                { aside }
            </details>
            <div class="stack protocol__main">{ main }</div>
        </div>
    }
}

/// What stays in sight below the form: how it stands with the draft, and the way on.
pub fn bar(lang: Lang, keeper: &Keeper, on_check: Callback<()>) -> Html {
    let compare = Callback::from(|()| browser::focus_id(CONFLICT));
    html! {
        <div class="protocol__bar not-on-paper">
            <p role="status">{ state_words(lang, keeper) }</p>
            if keeper.state == Keeping::Conflict {
                <Button kind={ButtonKind::Secondary} on_click={compare}>{ text::COMPARE_WITH.get(lang) }</Button>
            }
            <Button on_click={on_check}>{ text::CHECK_AND_SIGN.get(lang) }</Button>
        </div>
    }
}

/// That the text is not the server's, as long as it is not.
pub fn unsent_note(lang: Lang, begun: &Begun, keeper: &Keeper) -> Html {
    let is_unsent = begun.unsent.is_some() && !matches!(keeper.state, Keeping::Saved(_));
    html! {
        if is_unsent {
            <p class="notice">{ text::UNSENT_BACK.get(lang) }</p>
        }
    }
}

fn state_words(lang: Lang, keeper: &Keeper) -> String {
    match &keeper.state {
        Keeping::Empty => text::NOTHING_TYPED.get(lang).to_owned(),
        Keeping::Waiting => text::NOT_SAVED_YET.get(lang).to_owned(),
        Keeping::Saving => text::SAVING.get(lang).to_owned(),
        Keeping::Saved(at) => {
            let at = at.to_offset(browser::offset_at(*at));
            text::saved_at(lang, &format!("{:02}:{:02}", at.hour(), at.minute()))
        }
        Keeping::Offline if keeper.is_sealed => text::NO_CONNECTION_SEALED.get(lang).to_owned(),
        Keeping::Offline => text::NO_CONNECTION.get(lang).to_owned(),
        Keeping::Conflict => text::CONFLICT.get(lang).to_owned(),
        Keeping::Refused(problem) if problem.code == Code::Invalid => {
            text::NOT_KEPT.get(lang).to_owned()
        }
        Keeping::Refused(problem) => problem.code.text().get(lang).to_owned(),
    }
}

/// Saves what is not saved yet, then signs. Asked who is there in between, it goes on by itself.
fn sign(
    lang: Lang,
    patient: PatientId,
    draft: Uuid,
    key: Uuid,
    keeper: &Keeper,
    acknowledged: Vec<Acknowledgement>,
    act: &Act,
) -> Callback<()> {
    let (keeper, act) = (keeper.clone(), act.clone());
    Callback::from(move |()| {
        let (keeper, acknowledged) = (keeper.clone(), acknowledged.clone());
        act.run(move || {
            let (keeper, acknowledged) = (keeper.clone(), acknowledged.clone());
            async move {
                let version = keeper.settle().await?;
                let body = NewSignature { version, acknowledged, key };
                let entry = client::call(&SignDraft { patient, draft, body }).await?;
                Ok(Box::new(move || {
                    keeper.end();
                    signed(lang, patient, &entry);
                }) as Finish)
            }
        });
    })
}

/// Shows what was signed.
pub fn signed(lang: Lang, patient: PatientId, entry: &Entry) {
    say(text::SIGNED.get(lang));
    let entry: EntryId = entry.id;
    router::replace(Route::Entry { patient, entry });
}

/// A draft's hands as a property: they are the same as long as the draft is.
#[derive(Clone)]
pub struct Held(pub Keeper);

impl PartialEq for Held {
    fn eq(&self, other: &Self) -> bool {
        self.0.state == other.0.state
    }
}

#[derive(Properties, PartialEq)]
pub struct ConflictPanelProps {
    pub patient: PatientId,
    pub draft: Uuid,
    pub keeper: Held,
    pub mine: ProtocolForm,
    pub on_take: Callback<ProtocolForm>,
}

/// Both texts, and which is to stay.
#[component]
pub fn ConflictPanel(props: &ConflictPanelProps) -> Html {
    let lang = use_lang();
    let saved = use_load(FindDraft { patient: props.patient, draft: props.draft });
    let load = saved.load();
    let other = match &load {
        Load::Ready(other) => Some((**other).clone()),
        Load::Waiting | Load::Failed(_) => None,
    };
    let is_known = match &load {
        Load::Ready(_) => true,
        // Gone: removed or signed elsewhere. This page's text is all there is.
        Load::Failed(problem) => problem.code == Code::NotFound,
        Load::Waiting => false,
    };
    let on_keep = {
        let (keeper, other) = (props.keeper.0.clone(), other.clone());
        Callback::from(move |()| keeper.go_on_from(other.as_ref()))
    };
    let on_take = {
        let (keeper, other, on_take) =
            (props.keeper.0.clone(), other.clone(), props.on_take.clone());
        Callback::from(move |()| {
            if let Some(other) = &other {
                keeper.go_on_from(Some(other));
                on_take.emit(other.form.clone());
            }
        })
    };
    html! {
        <section class="panel stack" aria-labelledby={CONFLICT}>
            <h2 id={CONFLICT} tabindex="-1">{ text::CONFLICT.get(lang) }</h2>
            <p>{ text::CONFLICT_BODY.get(lang) }</p>
            <div class="protocol__pair">
                <section><h3>{ text::MINE.get(lang) }</h3>{ told(lang, &props.mine) }</section>
                if let Some(other) = &other {
                    <section><h3>{ text::SAVED_ONE.get(lang) }</h3>{ told(lang, &other.form) }</section>
                }
            </div>
            if is_known {
                <div class="row">
                    <Button on_click={on_keep}>{ text::KEEP_MINE.get(lang) }</Button>
                    if other.is_some() {
                        <Button kind={ButtonKind::Secondary} on_click={on_take}>
                            { text::TAKE_SAVED.get(lang) }
                        </Button>
                    }
                </div>
            }
        </section>
    }
}

/// What stands in a form, to be compared by eye.
fn told(lang: Lang, form: &ProtocolForm) -> Html {
    let parts = form.findings.iter().map(|part| (part.title.as_str(), part.text.as_str()));
    let reason = form.correcting.as_ref().map_or("", |correcting| correcting.reason.as_str());
    let rest = [(text::REASON.get(lang), reason), ("", &form.conclusion), ("", &form.plan)];
    html! {
        for (title, words) in parts.chain(rest).filter(|(_, words)| !words.trim().is_empty()) {
            <p class="entry__note">
                if !title.is_empty() {
                    <b>{ title }{ ". " }</b>
                }
                { words }
            </p>
        }
    }
}

#[derive(Properties, PartialEq)]
pub struct RemoveButtonProps {
    pub patient: PatientId,
    pub draft: Uuid,
    pub keeper: Held,
}

/// Removes the draft, once that was meant.
#[component]
pub fn RemoveButton(props: &RemoveButtonProps) -> Html {
    let lang = use_lang();
    let asks = use_state_eq(|| false);
    let act = use_act();
    let open = {
        let asks = asks.setter();
        Callback::from(move |()| asks.set(true))
    };
    let close = {
        let asks = asks.setter();
        Callback::from(move |()| asks.set(false))
    };
    let on_yes = {
        let (act, keeper) = (act.clone(), props.keeper.0.clone());
        let (patient, draft) = (props.patient, props.draft);
        Callback::from(move |()| {
            let keeper = keeper.clone();
            act.send(RemoveDraft { patient, draft }, move |_| {
                keeper.end();
                router::replace(Route::Summary { patient });
            });
        })
    };
    html! {
        <>
            if *asks {
                <span class="row">
                    <span>{ text::DELETE_DRAFT_ASK.get(lang) }</span>
                    <Button kind={ButtonKind::Danger} busy={act.is_busy()} on_click={on_yes}>
                        { text::DELETE_DRAFT.get(lang) }
                    </Button>
                    <Button kind={ButtonKind::Quiet} on_click={close}>{ shared::shell::CANCEL.get(lang) }</Button>
                </span>
            } else {
                <Button kind={ButtonKind::Quiet} on_click={open}>{ text::DELETE_DRAFT.get(lang) }</Button>
            }
            if let Some(problem) = act.problem() {
                { failure(lang, problem, None) }
            }
        </>
    }
}

#[derive(Properties, PartialEq)]
struct SaveAsTemplateProps {
    form: ProtocolForm,
}

/// Keeps the draft's texts as a template; that nothing of the patient goes with them is said first.
#[component]
fn SaveAsTemplate(props: &SaveAsTemplateProps) -> Html {
    let lang = use_lang();
    let name = use_state_eq(|| None::<String>);
    let is_clean = use_state_eq(|| false);
    let key = use_state_eq(Uuid::new_v4);
    let act = use_act();
    let set = {
        let name = name.setter();
        Callback::from(move |typed: String| name.set(Some(typed)))
    };
    let begin = set.reform(|()| String::new());
    let on_clean = {
        let is_clean = is_clean.setter();
        Callback::from(move |is_on: bool| is_clean.set(is_on))
    };
    let Some(title) = (*name).clone() else {
        return html! {
            <p>
                <Button kind={ButtonKind::Quiet} on_click={begin}>{ text::SAVE_AS_TEMPLATE.get(lang) }</Button>
            </p>
        };
    };
    let on_save = {
        let (act, form, title) = (act.clone(), props.form.clone(), title.clone());
        let (name, key) = (name.setter(), key.clone());
        Callback::from(move |()| {
            let (name, key) = (name.clone(), key.clone());
            let body = NewTemplate { template: template_of(&form, &title), key: *key };
            act.send(AddTemplate { body }, move |_| {
                say(text::TEMPLATE_SAVED.get(lang));
                key.set(Uuid::new_v4());
                name.set(None);
            });
        })
    };
    html! {
        <section class="panel stack">
            <h2>{ text::SAVE_AS_TEMPLATE.get(lang) }</h2>
            <p>{ text::SAVE_AS_TEMPLATE_SAID.get(lang) }</p>
            <TextField label={text::TEMPLATE_NAME.get(lang)} value={title.clone()} autocomplete="off"
                on_change={set} />
            <Checkbox text={text::NO_PATIENT_IN_IT.get(lang)} is_on={*is_clean} on_change={on_clean} />
            if let Some(problem) = act.problem() {
                { failure(lang, problem, None) }
            }
            <p>
                <Button kind={ButtonKind::Secondary} busy={act.is_busy()}
                    disabled={!*is_clean || title.trim().is_empty()} on_click={on_save}>
                    { text::SAVE.get(lang) }
                </Button>
            </p>
        </section>
    }
}

/// A template of what was written: prescriptions and dates are this patient's.
fn template_of(form: &ProtocolForm, title: &str) -> Template {
    let parts: Vec<FormPart> = form.findings.clone();
    Template {
        title: title.to_owned(),
        parts,
        conclusion: form.conclusion.clone(),
        plan: form.plan.clone(),
        diagnoses: form.diagnoses.iter().map(|one| one.code.clone()).collect(),
    }
}
