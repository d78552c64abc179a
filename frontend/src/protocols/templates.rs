use shared::lang::Lang;
use shared::protocols::api::{AddTemplate, ChangeTemplate, ListTemplates, RemoveTemplate};
use shared::protocols::model::{ChangedTemplate, FormPart, KeptTemplate, NewTemplate, Template};
use shared::protocols::rules::PARTS_MAX;
use shared::protocols::text;
use shared::shell;
use uuid::Uuid;
use yew::prelude::*;

use super::unsent::UnsentDrafts;
use crate::load::{Load, use_load};
use crate::prefs::use_lang;
use crate::route::{Route, parameter};
use crate::router::{self, link};
use crate::shell::Title;
use crate::submit::use_act;
use crate::ui::{
    Button, ButtonKind, Checkbox, Icon, SkeletonKind, TextArea, TextField, empty_state, failure,
    say, slow_skeleton,
};

/// What follows the question mark where a new template is made.
const NEW: &str = "new";

#[derive(Properties, PartialEq)]
pub struct TemplatesPageProps {
    /// `new`, or `template=…`; else the list.
    pub about: String,
}

/// A doctor's own templates, or one of them in its editor.
#[component]
pub fn TemplatesPage(TemplatesPageProps { about }: &TemplatesPageProps) -> Html {
    let lang = use_lang();
    let loader = use_load(ListTemplates {});
    let id: Option<Uuid> = parameter(about, "template").and_then(|id| id.parse().ok());
    let title = match id {
        Some(_) => text::EDIT_TEMPLATE,
        None if about == NEW => text::NEW_TEMPLATE,
        None => text::OWN_TEMPLATES,
    };
    let body = match loader.load() {
        _ if about == NEW => html! { <Editor kept={None::<KeptTemplate>} /> },
        Load::Waiting => slow_skeleton(lang, SkeletonKind::List, loader.is_slow(), loader.cancel()),
        Load::Failed(problem) => failure(lang, &problem, Some(loader.reload())),
        Load::Ready(all) => match id.and_then(|id| all.iter().find(|kept| kept.id == id)) {
            Some(kept) => html! { <Editor key={kept.version} kept={Some(kept.clone())} /> },
            None => html! {
                <>
                    <UnsentDrafts on_sent={Callback::noop()} />
                    { list(lang, &all) }
                </>
            },
        },
    };
    let up = if about.is_empty() { Route::Home } else { Route::Templates { about: String::new() } };
    let name = if about.is_empty() { shell::HOME } else { text::OWN_TEMPLATES };
    let back = html! { <>{ Icon::Back.draw() }{ name.get(lang) }</> };
    html! {
        <div class="page page--narrow">
            <div class="row">{ link(up, "back", back) }</div>
            <Title text={title.get(lang)} />
            { body }
        </div>
    }
}

fn list(lang: Lang, all: &[KeptTemplate]) -> Html {
    let new = Route::Templates { about: NEW.to_owned() };
    html! {
        <>
            <p>{ link(new, "button button--primary", html! { text::NEW_TEMPLATE.get(lang) }) }</p>
            if all.is_empty() {
                { empty_state(Icon::File, text::TEMPLATES_EMPTY.get(lang), Html::default()) }
            }
            <ul class="lines">
                for kept in all {
                    <li key={kept.id.to_string()} class="line">
                        { link(Route::Templates { about: format!("template={}", kept.id) }, "line__link",
                            html! { kept.template.title.clone() }) }
                    </li>
                }
            </ul>
        </>
    }
}

#[derive(Properties, PartialEq)]
struct EditorProps {
    /// Absent: a new one.
    kept: Option<KeptTemplate>,
}

/// A new field, named so that no other field of the template is.
fn new_part(template: &Template) -> FormPart {
    let is_free = |code: &String| !template.parts.iter().any(|part| part.code == *code);
    let code = (1..).map(|n| format!("own_{n}")).find(is_free).unwrap_or_default();
    FormPart { code, required: true, ..FormPart::default() }
}

/// Name, fields, first words, conclusion and plan.
#[component]
fn Editor(props: &EditorProps) -> Html {
    let lang = use_lang();
    let template = use_state_eq(|| match &props.kept {
        Some(kept) => kept.template.clone(),
        None => Template { parts: vec![new_part(&Template::default())], ..Template::default() },
    });
    let key = use_memo((), |()| Uuid::new_v4());
    let act = use_act();
    let asks = use_state_eq(|| false);
    let put = {
        let template = template.clone();
        move |change: &dyn Fn(&mut Template)| {
            let mut changed = (*template).clone();
            change(&mut changed);
            template.set(changed);
        }
    };
    let to = |set: fn(&mut Template, String)| {
        let put = put.clone();
        Callback::from(move |typed: String| put(&|it: &mut Template| set(it, typed.clone())))
    };
    let on_add = {
        let put = put.clone();
        Callback::from(move |()| {
            put(&|it: &mut Template| {
                let part = new_part(it);
                it.parts.push(part);
            })
        })
    };
    let gone = move |()| {
        say(text::TEMPLATE_SAVED.get(lang));
        router::replace(Route::Templates { about: String::new() });
    };
    let on_save = {
        let (act, template, kept, key) =
            (act.clone(), (*template).clone(), props.kept.clone(), *key);
        Callback::from(move |()| match &kept {
            Some(kept) => {
                let body = ChangedTemplate { template: template.clone(), version: kept.version };
                act.send(ChangeTemplate { template: kept.id, body }, move |_| gone(()));
            }
            None => {
                let body = NewTemplate { template: template.clone(), key };
                act.send(AddTemplate { body }, move |_| gone(()));
            }
        })
    };
    let ask = {
        let asks = asks.setter();
        Callback::from(move |()| asks.set(true))
    };
    let on_remove = {
        let (act, id) = (act.clone(), props.kept.as_ref().map(|kept| kept.id));
        Callback::from(move |()| {
            if let Some(template) = id {
                act.send(RemoveTemplate { template }, move |_| {
                    router::replace(Route::Templates { about: String::new() });
                });
            }
        })
    };
    let error = act.field("title").map(|reason| AttrValue::from(reason.text().get(lang)));
    html! {
        <div class="stack">
            <TextField label={text::TEMPLATE_NAME.get(lang)} value={template.title.clone()} {error}
                autocomplete="off" on_change={to(|it, typed| it.title = typed)} />
            for (at, part) in template.parts.iter().enumerate() {
                { part_fields(lang, at, part, &put) }
            }
            if template.parts.len() < PARTS_MAX {
                <p>
                    <Button kind={ButtonKind::Secondary} icon={Icon::Plus} on_click={on_add}>
                        { text::ADD_FIELD.get(lang) }
                    </Button>
                </p>
            }
            <TextArea id="template-conclusion" label={text::CONCLUSION.get(lang)}
                value={template.conclusion.clone()} on_change={to(|it, typed| it.conclusion = typed)} />
            <TextArea id="template-plan" label={text::PLAN.get(lang)} value={template.plan.clone()}
                on_change={to(|it, typed| it.plan = typed)} />
            if let Some(problem) = act.problem() {
                { failure(lang, problem, None) }
            }
            <div class="row">
                <Button busy={act.is_busy()} on_click={on_save}>{ text::SAVE.get(lang) }</Button>
                if props.kept.is_some() && !*asks {
                    <Button kind={ButtonKind::Quiet} on_click={ask}>{ text::DELETE_TEMPLATE.get(lang) }</Button>
                }
            </div>
            if *asks {
                <p>{ text::DELETE_TEMPLATE_ASK.get(lang) }</p>
                <p>
                    <Button kind={ButtonKind::Danger} busy={act.is_busy()} on_click={on_remove}>
                        { text::DELETE_TEMPLATE.get(lang) }
                    </Button>
                </p>
            }
        </div>
    }
}

fn part_fields(
    lang: Lang,
    at: usize,
    part: &FormPart,
    put: &(impl Fn(&dyn Fn(&mut Template)) + Clone + 'static),
) -> Html {
    let to = |set: fn(&mut FormPart, String)| {
        let put = put.clone();
        Callback::from(move |typed: String| {
            put(&|it: &mut Template| {
                if let Some(part) = it.parts.get_mut(at) {
                    set(part, typed.clone());
                }
            });
        })
    };
    let on_required = {
        let put = put.clone();
        Callback::from(move |is_on: bool| {
            put(&|it: &mut Template| {
                if let Some(part) = it.parts.get_mut(at) {
                    part.required = is_on;
                }
            });
        })
    };
    let on_remove = {
        let put = put.clone();
        Callback::from(move |()| {
            put(&|it: &mut Template| {
                if at < it.parts.len() {
                    it.parts.remove(at);
                }
            });
        })
    };
    let name = AttrValue::from(format!("{}: {}", text::REMOVE.get(lang), part.title));
    html! {
        <div class="panel stack" key={part.code.clone()}>
            <TextField label={text::FIELD_NAME.get(lang)} value={part.title.clone()} autocomplete="off"
                on_change={to(|part, typed| part.title = typed)} />
            <TextArea id={format!("template-{}", part.code)} label={text::FIELD_TEXT.get(lang)}
                value={part.text.clone()} on_change={to(|part, typed| part.text = typed)} />
            <Checkbox text={text::FIELD_REQUIRED.get(lang)} is_on={part.required} on_change={on_required} />
            <p>
                <Button kind={ButtonKind::Quiet} on_click={on_remove} {name}>{ text::REMOVE.get(lang) }</Button>
            </p>
        </div>
    }
}
