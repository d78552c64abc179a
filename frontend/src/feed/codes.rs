use shared::contract::FieldReason;
use shared::feed::api::{ListLocalCodes, MapLocalCode};
use shared::feed::model::LocalCode;
use shared::feed::text;
use shared::lang::Text;
use yew::prelude::*;

use crate::browser;
use crate::load::{Load, use_load};
use crate::prefs::use_lang;
use crate::submit::use_act;
use crate::ui::{
    Button, ButtonKind, Icon, SkeletonKind, TagKind, TextField, empty_state, failure, say,
    slow_skeleton, tag,
};

/// The laboratory's own codes, and what they are in LOINC.
#[component]
pub fn Codes() -> Html {
    let lang = use_lang();
    let loader = use_load(ListLocalCodes {});
    let codes = match loader.load() {
        Load::Waiting => {
            return slow_skeleton(lang, SkeletonKind::List, loader.is_slow(), loader.cancel());
        }
        Load::Failed(problem) => return failure(lang, &problem, Some(loader.reload())),
        Load::Ready(codes) => codes,
    };
    if codes.is_empty() {
        return empty_state(Icon::Info, text::NO_CODES.get(lang), Html::default());
    }
    html! {
        <>
            <p class="muted">{ text::CODES_LEAD.get(lang) }</p>
            <ul class="rows">
                for code in codes.iter() {
                    <Row key={format!("{}|{}", code.system, code.code)} code={code.clone()} />
                }
            </ul>
        </>
    }
}

/// A code is no document.
const fn wrong(reason: FieldReason) -> Text {
    match reason {
        FieldReason::CheckDigit => text::NO_LOINC,
        other => other.text(),
    }
}

#[derive(Properties, PartialEq)]
struct RowProps {
    code: LocalCode,
}

#[component]
fn Row(props: &RowProps) -> Html {
    let lang = use_lang();
    let act = use_act();
    let kept = use_state(|| props.code.loinc.clone());
    let typed = use_state(|| props.code.loinc.clone().unwrap_or_default());
    let LocalCode { system, code, display, .. } = props.code.clone();
    let id = format!("loinc-{system}-{code}");
    let field = text::loinc_of(lang, &code, &display);
    let onsubmit = {
        let (act, typed, kept, local) =
            (act.clone(), typed.clone(), kept.clone(), props.code.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let kept = kept.clone();
            let body = LocalCode { loinc: Some((*typed).clone()), ..local.clone() };
            act.send(MapLocalCode { body }, move |code: LocalCode| {
                kept.set(code.loinc);
                say(text::SAVED.get(lang));
            });
        })
    };
    let on_change = {
        let (typed, act) = (typed.clone(), act.clone());
        Callback::from(move |text| {
            typed.set(text);
            act.clear();
        })
    };
    let error = act.field("loinc");
    {
        let id = id.clone();
        use_effect_with(error, move |error| {
            if error.is_some() {
                browser::focus_id(&id);
            }
        });
    }
    let problem = act.problem().filter(|problem| problem.fields.is_empty());
    let is_changed = kept.as_deref().unwrap_or_default() != typed.trim();
    html! {
        <li>
            <div class="rows__text">
                <p><b>{ if display.is_empty() { code.clone() } else { display } }</b></p>
                <p class="muted"><code>{ code }</code>
                    if kept.is_none() {
                        { " " }{ tag(TagKind::Caution, None, text::UNMAPPED.get(lang)) }
                    }
                </p>
            </div>
            <form class="row" novalidate=true {onsubmit}>
                <TextField {id} label={text::LOINC.get(lang)} name={field} autocomplete="off"
                    hint={text::LOINC_HINT.get(lang)} value={(*typed).clone()} {on_change}
                    error={error.map(|reason| AttrValue::from(wrong(reason).get(lang)))} />
                <Button kind={ButtonKind::Secondary} submits=true disabled={!is_changed}
                    busy={act.is_busy()}>
                    { text::SAVE.get(lang) }
                </Button>
            </form>
            if let Some(problem) = problem {
                { failure(lang, problem, None) }
            }
        </li>
    }
}
