use shared::lang::Lang;
use shared::protocols::model::{Diagnosis, DiagnosisRank, DoseUnit, Prescription, ProtocolForm};
use shared::protocols::text;
use shared::record::model::Coding;
use shared::reference::model::{ReferenceItem, ReferenceList};
use yew::prelude::*;

use super::form::{Errors, Put};
use super::seek::{Seek, coding};
use super::{field_id, label};
use crate::ui::{
    Button, ButtonKind, Checkbox, Choice, Choosable, Combobox, Icon, RadioGroup, TextField,
};

/// The diagnoses, and where one is added; `often`: those of the template.
pub fn diagnoses(
    lang: Lang,
    form: &ProtocolForm,
    often: &[Coding],
    errors: &Errors,
    put: &Put,
) -> Html {
    let add = {
        let put = put.clone();
        move |code: Coding| {
            put.change(|form| {
                let has_main = form.diagnoses.iter().any(|one| one.rank == DiagnosisRank::Main);
                let rank = if has_main { DiagnosisRank::Comorbid } else { DiagnosisRank::Main };
                form.diagnoses.push(Diagnosis { code, rank, adds_condition: false });
            });
        }
    };
    let on_choose = {
        let add = add.clone();
        Callback::from(move |(item, _): (ReferenceItem, String)| {
            if let Some(code) = coding(&item) {
                add(code);
            }
        })
    };
    let is_new = |code: &&Coding| !form.diagnoses.iter().any(|one| one.code.code == code.code);
    let offered: Vec<Coding> = often.iter().filter(is_new).cloned().collect();
    html! {
        <section class="stack" aria-labelledby="protocol-diagnoses-title">
            <h2 id="protocol-diagnoses-title">{ label(lang, text::DIAGNOSES.get(lang), true) }</h2>
            for (at, one) in form.diagnoses.iter().enumerate() {
                { diagnosis(lang, at, one, errors, put) }
            }
            <Seek id={field_id("diagnoses")} label={text::ADD_DIAGNOSIS.get(lang)}
                hint={text::DIAGNOSIS_HINT.get(lang)} list={ReferenceList::Icd10} {on_choose}
                error={errors.of(lang, "diagnoses")} />
            if !offered.is_empty() {
                <div>
                    <p class="muted">{ text::OFTEN.get(lang) }</p>
                    <div class="row">
                        for code in offered {
                            { often_button(code, add.clone()) }
                        }
                    </div>
                </div>
            }
        </section>
    }
}

fn often_button(code: Coding, add: impl Fn(Coding) + 'static) -> Html {
    let words = format!("{} {}", code.code, code.display);
    let on_click = Callback::from(move |()| add(code.clone()));
    html! { <Button kind={ButtonKind::Secondary} icon={Icon::Plus} {on_click}>{ words }</Button> }
}

fn diagnosis(lang: Lang, at: usize, one: &Diagnosis, errors: &Errors, put: &Put) -> Html {
    let choices = DiagnosisRank::ALL.iter().copied().map(|rank| {
        let put = put.clone();
        Choice {
            text: rank.text().get(lang).into(),
            hint: None,
            is_chosen: one.rank == rank,
            on_choose: Callback::from(move |()| {
                put.change(|form| {
                    if let Some(one) = form.diagnoses.get_mut(at) {
                        one.rank = rank;
                    }
                });
            }),
        }
    });
    let remove = {
        let put = put.clone();
        Callback::from(move |()| {
            put.change(|form| {
                if at < form.diagnoses.len() {
                    form.diagnoses.remove(at);
                }
            });
        })
    };
    let on_change = {
        let put = put.clone();
        Callback::from(move |is_on: bool| {
            put.change(|form| {
                if let Some(one) = form.diagnoses.get_mut(at) {
                    one.adds_condition = is_on;
                }
            });
        })
    };
    let path = format!("diagnoses.{at}.code");
    let name = AttrValue::from(format!("{}: {}", text::REMOVE.get(lang), one.code.code));
    html! {
        <div class="panel stack" id={field_id(&path)} tabindex="-1" key={one.code.code.clone()}>
            <p><code class="code">{ &one.code.code }</code>{ " " }<b>{ &one.code.display }</b></p>
            if let Some(error) = errors.of(lang, &path) {
                <p class="field__error">{ Icon::Alert.draw() }<span>{ error }</span></p>
            }
            <RadioGroup legend={text::RANK.get(lang)} choices={choices.collect::<Vec<_>>()} />
            <Checkbox text={text::ADD_CONDITION.get(lang)} is_on={one.adds_condition} {on_change} />
            <p>
                <Button kind={ButtonKind::Quiet} on_click={remove} {name}>{ text::REMOVE.get(lang) }</Button>
            </p>
        </div>
    }
}

/// The medicines, and where one is added.
pub fn prescriptions(lang: Lang, form: &ProtocolForm, errors: &Errors, put: &Put) -> Html {
    let on_choose = {
        let put = put.clone();
        Callback::from(move |(item, kind): (ReferenceItem, String)| {
            put.change(|form| {
                form.prescriptions.push(Prescription {
                    medicine: item.display.clone(),
                    form: kind.clone(),
                    dose: "1".to_owned(),
                    unit: DoseUnit::Piece,
                    times_a_day: Some(1),
                    days: None,
                    note: String::new(),
                });
            });
        })
    };
    html! {
        <section class="stack" aria-labelledby="protocol-prescriptions-title">
            <h2 id="protocol-prescriptions-title">{ text::PRESCRIPTIONS.get(lang) }</h2>
            for (at, one) in form.prescriptions.iter().enumerate() {
                { prescription(lang, at, one, errors, put) }
            }
            <Seek id={field_id("prescriptions")} label={text::ADD_MEDICINE.get(lang)}
                hint={text::MEDICINE_HINT.get(lang)} list={ReferenceList::Medicines} {on_choose}
                error={errors.of(lang, "prescriptions")} />
        </section>
    }
}

fn prescription(lang: Lang, at: usize, one: &Prescription, errors: &Errors, put: &Put) -> Html {
    let to = |set: fn(&mut Prescription, String)| {
        let put = put.clone();
        Callback::from(move |typed: String| {
            put.change(|form| {
                if let Some(one) = form.prescriptions.get_mut(at) {
                    set(one, typed.clone());
                }
            });
        })
    };
    let remove = {
        let put = put.clone();
        Callback::from(move |()| {
            put.change(|form| {
                if at < form.prescriptions.len() {
                    form.prescriptions.remove(at);
                }
            });
        })
    };
    let path = |name: &str| format!("prescriptions.{at}.{name}");
    let id = |name: &str| AttrValue::from(field_id(&path(name)));
    let error = |name: &str| errors.of(lang, &path(name));
    let count = |count: Option<u32>| count.map(|count| count.to_string()).unwrap_or_default();
    let name = AttrValue::from(format!("{}: {}", text::REMOVE.get(lang), one.medicine));
    html! {
        <fieldset class="panel stack" key={at}>
            <legend class="field__label">{ text::medicine(lang, at) }</legend>
            <TextField id={id("medicine")} label={text::MEDICINE_NAME.get(lang)} value={one.medicine.clone()}
                error={error("medicine")} autocomplete="off" on_change={to(|one, typed| one.medicine = typed)} />
            <TextField id={id("form")} label={text::FORM.get(lang)} value={one.form.clone()}
                error={error("form")} autocomplete="off" on_change={to(|one, typed| one.form = typed)} />
            <div class="protocol__numbers">
                <TextField id={id("dose")} label={text::DOSE.get(lang)} value={one.dose.clone()}
                    inputmode="decimal" autocomplete="off" error={error("dose")}
                    on_change={to(|one, typed| one.dose = typed)} />
                { unit_field(lang, at, one, error("unit"), put) }
                <TextField id={id("times_a_day")} label={text::TIMES.get(lang)}
                    value={count(one.times_a_day)} inputmode="numeric" autocomplete="off"
                    error={error("times_a_day")}
                    on_change={to(|one, typed| one.times_a_day = typed.trim().parse().ok())} />
                <TextField id={id("days")} label={text::DAYS.get(lang)} hint={AttrValue::from(text::DAYS_HINT.get(lang))}
                    value={count(one.days)} inputmode="numeric" autocomplete="off" error={error("days")}
                    on_change={to(|one, typed| one.days = typed.trim().parse().ok())} />
            </div>
            <TextField id={id("note")} label={text::REMARK.get(lang)} value={one.note.clone()}
                autocomplete="off" error={error("note")} on_change={to(|one, typed| one.note = typed)} />
            <p>
                <Button kind={ButtonKind::Quiet} on_click={remove} {name}>{ text::REMOVE.get(lang) }</Button>
            </p>
        </fieldset>
    }
}

fn unit_field(
    lang: Lang,
    at: usize,
    one: &Prescription,
    error: Option<AttrValue>,
    put: &Put,
) -> Html {
    let on_unit = {
        let put = put.clone();
        Callback::from(move |word: AttrValue| {
            let unit = word.parse::<DoseUnit>().ok();
            put.change(|form| {
                if let (Some(one), Some(unit)) = (form.prescriptions.get_mut(at), unit) {
                    one.unit = unit;
                }
            });
        })
    };
    let units: Vec<Choosable> = DoseUnit::ALL
        .iter()
        .map(|unit| Choosable { value: unit.wire().into(), text: unit.text().get(lang).into() })
        .collect();
    let id = AttrValue::from(field_id(&format!("prescriptions.{at}.unit")));
    html! {
        <Combobox {id} label={text::UNIT.get(lang)} options={units} {error}
            value={AttrValue::from(one.unit.wire())} on_choose={on_unit} />
    }
}
