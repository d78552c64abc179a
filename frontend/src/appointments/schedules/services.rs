use shared::appointments::api::ChangeService;
use shared::appointments::model::{Payment, Service, VisitFormat};
use shared::appointments::text::schedule as text;
use shared::lang::{Lang, Text};
use uuid::Uuid;
use yew::prelude::*;

use super::hours::toggled;
use crate::appointments::view::service_words;
use crate::prefs::use_lang;
use crate::submit::{Act, use_act};
use crate::ui::{
    Button, ButtonKind, Checkbox, Choice, Dialog, Icon, RadioGroup, TextField, empty_state,
    failure, say,
};

#[derive(Properties, PartialEq)]
pub struct ServicesProps {
    pub services: Vec<Service>,
    pub on_done: Callback<()>,
}

/// The kinds of visits of a clinic.
#[component]
pub fn Services(ServicesProps { services, on_done }: &ServicesProps) -> Html {
    let lang = use_lang();
    let open = use_state_eq(|| None::<Service>);
    let set = |service: Option<Service>| {
        let open = open.setter();
        Callback::from(move |()| open.set(service.clone()))
    };
    let on_add = {
        let open = open.setter();
        Callback::from(move |()| open.set(Some(fresh())))
    };
    let on_kept = {
        let (open, on_done) = (open.setter(), on_done.clone());
        Callback::from(move |()| {
            open.set(None);
            on_done.emit(());
        })
    };
    html! {
        <section class="stack" aria-label={text::SERVICES.get(lang)}>
            <p><Button icon={Icon::Plus} on_click={on_add}>{ text::ADD_SERVICE.get(lang) }</Button></p>
            if services.is_empty() {
                { empty_state(Icon::Visit, text::NO_SERVICES.get(lang), Html::default()) }
            } else {
                <ul class="rows panel">
                    for service in services {
                        <li key={service.id.to_string()}>
                            <div class="rows__text">
                                <p><b>{ &service.name }</b></p>
                                <p class="muted">{ service_words(lang, service) }</p>
                            </div>
                            <Button kind={ButtonKind::Quiet} name={format!("{}: {}", text::CHANGE.get(lang), service.name)}
                                on_click={set(Some(service.clone()))}>{ text::CHANGE.get(lang) }</Button>
                        </li>
                    }
                </ul>
            }
            <Dialog open={open.is_some()} title={text::SERVICES.get(lang)} drawer=true on_close={set(None)}>
                if let Some(service) = &*open {
                    <ServiceForm key={service.id.to_string()} service={service.clone()} on_done={on_kept} />
                }
            </Dialog>
        </section>
    }
}

/// One id for all tries of a new one: a lost answer makes no second.
fn fresh() -> Service {
    Service {
        id: Uuid::new_v4(),
        name: String::new(),
        minutes: 20,
        format: VisitFormat::InPerson,
        price: None,
        payments: vec![Payment::Policy],
        preparation: None,
    }
}

/// What is typed.
#[derive(Clone, Debug, PartialEq)]
struct Draft {
    service: Service,
    minutes: String,
    price: String,
}

impl Draft {
    fn of(service: &Service) -> Self {
        let price = service.price.map(roubles).unwrap_or_default();
        Self { service: service.clone(), minutes: service.minutes.to_string(), price }
    }

    /// What is sent; nothing where a number is none.
    fn body(&self) -> Option<Service> {
        let price = self.price.trim();
        let price = if price.is_empty() { None } else { Some(kopecks(price)?) };
        let preparation = self.service.preparation.as_ref().map(|words| words.trim().to_owned());
        Some(Service {
            name: self.service.name.trim().to_owned(),
            minutes: self.minutes.trim().parse().ok()?,
            price,
            preparation: preparation.filter(|words| !words.is_empty()),
            ..self.service.clone()
        })
    }
}

/// «2500» or «2500,50»
fn roubles(kopecks: u32) -> String {
    match (kopecks / 100, kopecks % 100) {
        (roubles, 0) => roubles.to_string(),
        (roubles, rest) => format!("{roubles},{rest:02}"),
    }
}

/// The same, read.
fn kopecks(typed: &str) -> Option<u32> {
    let typed: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    let (roubles, rest) = typed.split_once([',', '.']).unwrap_or((typed.as_str(), "00"));
    let rest: u32 = match rest.len() {
        1 => rest.parse::<u32>().ok()? * 10,
        2 => rest.parse().ok()?,
        _ => return None,
    };
    roubles.parse::<u32>().ok()?.checked_mul(100)?.checked_add(rest)
}

#[derive(Properties, PartialEq)]
struct ServiceFormProps {
    service: Service,
    on_done: Callback<()>,
}

#[component]
fn ServiceForm(ServiceFormProps { service, on_done }: &ServiceFormProps) -> Html {
    let lang = use_lang();
    let act = use_act();
    let draft = use_state_eq(|| Draft::of(service));
    let is_wrong = use_state_eq(|| false);
    let onsubmit = {
        let (act, draft, is_wrong) = (act.clone(), draft.clone(), is_wrong.setter());
        let on_done = on_done.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let Some(body) = draft.body() else { return is_wrong.set(true) };
            let on_done = on_done.clone();
            act.send(ChangeService { body }, move |_| {
                say(text::KEPT.get(lang));
                on_done.emit(());
            });
        })
    };
    let change = {
        let (draft, is_wrong, act) = (draft.setter(), is_wrong.setter(), act.clone());
        Callback::from(move |changed: Draft| {
            draft.set(changed);
            is_wrong.set(false);
            act.clear();
        })
    };
    html! {
        <form class="own-form" novalidate=true {onsubmit}>
            { words(lang, &draft, &act, &change) }
            { choices(lang, &draft, &change) }
            if *is_wrong {
                <p class="field__error" role="alert">{ Icon::Alert.draw() }<span>{ text::NOT_A_NUMBER.get(lang) }</span></p>
            }
            if let Some(problem) = act.problem().filter(|problem| problem.fields.is_empty()) {
                { failure(lang, problem, None) }
            }
            <p><Button submits=true busy={act.is_busy()}>{ text::SAVE.get(lang) }</Button></p>
        </form>
    }
}

/// What to change when something was typed or chosen.
fn with<T: 'static>(
    draft: &Draft,
    change: &Callback<Draft>,
    set: fn(&mut Draft, T),
) -> Callback<T> {
    let draft = draft.clone();
    change.reform(move |value: T| {
        let mut changed = draft.clone();
        set(&mut changed, value);
        changed
    })
}

fn words(lang: Lang, draft: &Draft, act: &Act, change: &Callback<Draft>) -> Html {
    let error = |name: &str| act.field(name).map(|why| AttrValue::from(why.text().get(lang)));
    let number = |name: &str, words: [Text; 2], value: &str, set: fn(&mut Draft, String)| {
        let [label, hint] = words;
        html! {
            <TextField label={label.get(lang)} hint={hint.get(lang)} inputmode="decimal" autocomplete="off"
                value={value.to_owned()} error={error(name)} on_change={with(draft, change, set)} />
        }
    };
    let preparation = draft.service.preparation.clone().unwrap_or_default();
    html! {
        <>
            <TextField label={text::SERVICE_NAME.get(lang)} autocomplete="off" value={draft.service.name.clone()}
                error={error("name")} on_change={with(draft, change, |it, name: String| it.service.name = name)} />
            { number("minutes", [text::MINUTES, text::MINUTES_HINT], &draft.minutes, |it, typed| it.minutes = typed) }
            { number("price", [text::PRICE, text::PRICE_HINT], &draft.price, |it, typed| it.price = typed) }
            <TextField label={text::PREPARATION.get(lang)} multiline=true autocomplete="off" value={preparation}
                error={error("preparation")}
                on_change={with(draft, change, |it, words: String| it.service.preparation = Some(words))} />
        </>
    }
}

fn choices(lang: Lang, draft: &Draft, change: &Callback<Draft>) -> Html {
    let on_format = with(draft, change, |it, format: VisitFormat| it.service.format = format);
    let formats = VisitFormat::ALL.iter().map(|&format| Choice {
        text: format.text().get(lang).into(),
        hint: None,
        is_chosen: draft.service.format == format,
        on_choose: on_format.reform(move |()| format),
    });
    let on_payments = with(draft, change, |it, all: Vec<Payment>| it.service.payments = all);
    let toggle = |payment: Payment| {
        let all = toggled(&draft.service.payments, payment);
        on_payments.reform(move |_: bool| all.clone())
    };
    html! {
        <>
            <RadioGroup legend={text::FORMAT.get(lang)} choices={formats.collect::<Vec<_>>()} />
            <fieldset>
                <legend class="field__label">{ text::PAYMENTS.get(lang) }</legend>
                for payment in Payment::ALL.iter().copied() {
                    <Checkbox key={payment.wire()} text={payment.text().get(lang)}
                        is_on={draft.service.payments.contains(&payment)} on_change={toggle(payment)} />
                }
            </fieldset>
        </>
    }
}
