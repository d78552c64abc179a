use shared::appointments::api::ChangePattern;
use shared::appointments::model::Service;
use shared::appointments::schedule::{
    AffectedVisit, Exception, ExceptionKind, NewPattern, Pattern, PatternAnswer, Room,
    ScheduleLine, VisitRemedy,
};
use shared::appointments::text::page as booking;
use shared::appointments::text::schedule as text;
use shared::lang::{Lang, Text};
use uuid::Uuid;
use yew::prelude::*;

use super::affected::Affected;
use super::hours::{Offered, Row, hours_of, row_id, wrong as wrong_hours};
use super::page::View;
use crate::browser;
use crate::prefs::use_lang;
use crate::record::day_field;
use crate::route::Day;
use crate::router;
use crate::submit::{Act, use_act};
use crate::ui::{Button, ButtonKind, Choice, Icon, RadioGroup, TextField, failure, say};

/// The heading of what is decided, for the focus.
pub const AFFECTED: &str = "affected-title";

/// A day that is not as its week says, as it is typed.
#[derive(Clone, Debug, PartialEq)]
struct Special {
    key: Uuid,
    day: Option<Day>,
    kind: ExceptionKind,
    rows: Vec<Row>,
    note: String,
}

/// Everything that is typed.
#[derive(Clone, Debug, PartialEq)]
struct Draft {
    from: Option<Day>,
    until: Option<Day>,
    rows: Vec<Row>,
    specials: Vec<Special>,
    horizon: String,
    notice: String,
    widget_quota: String,
    program_quota: String,
}

impl Draft {
    fn of(pattern: Option<&Pattern>) -> Self {
        let quota = |quota: Option<u32>| quota.map(|it| it.to_string()).unwrap_or_default();
        let special = |it: &Exception| Special {
            key: Uuid::new_v4(),
            day: Day::of(it.day),
            kind: it.kind,
            // Their weekday does not count: one for all, so that they stand together.
            rows: it.hours.iter().map(|hours| Row { weekday: 1, ..Row::of(hours) }).collect(),
            note: it.note.clone(),
        };
        let Some(pattern) = pattern else {
            return Self {
                from: Day::of(browser::today()),
                until: None,
                rows: Vec::new(),
                specials: Vec::new(),
                horizon: "30".to_owned(),
                notice: "60".to_owned(),
                widget_quota: String::new(),
                program_quota: String::new(),
            };
        };
        Self {
            from: Day::of(pattern.from),
            until: pattern.until.and_then(Day::of),
            rows: pattern.hours.iter().map(Row::of).collect(),
            specials: pattern.exceptions.iter().map(special).collect(),
            horizon: pattern.horizon.to_string(),
            notice: pattern.notice.to_string(),
            widget_quota: quota(pattern.widget_quota),
            program_quota: quota(pattern.program_quota),
        }
    }

    /// The first row of hours that is wrong.
    fn wrong_row(&self) -> Option<&Row> {
        let special = self.specials.iter().filter(|it| it.kind == ExceptionKind::Instead);
        let all = std::iter::once(&self.rows).chain(special.map(|special| &special.rows));
        all.flat_map(|rows| rows.iter().find(|row| wrong_hours(rows, row).is_some())).next()
    }

    /// What is sent, or what is wrong on the page.
    fn pattern(&self) -> Result<Pattern, Text> {
        let number = |typed: &str| typed.trim().parse::<u32>().map_err(|_| text::NOT_A_NUMBER);
        let quota = |typed: &str| match typed.trim() {
            "" => Ok(None),
            typed => number(typed).map(Some),
        };
        let hours = |rows: &[Row]| {
            if let Some(why) = rows.iter().find_map(|row| wrong_hours(rows, row)) {
                return Err(why);
            }
            let hours: Option<Vec<_>> = rows.iter().map(Row::hours).collect();
            hours.ok_or(text::WRONG_HOURS)
        };
        let exception = |special: &Special| -> Result<Exception, Text> {
            let rows: &[Row] = match special.kind {
                ExceptionKind::Closed => &[],
                ExceptionKind::Instead => &special.rows,
            };
            Ok(Exception {
                day: special.day.and_then(Day::date).ok_or(text::NO_DAY)?,
                kind: special.kind,
                hours: hours(rows)?,
                note: special.note.trim().to_owned(),
            })
        };
        Ok(Pattern {
            from: self.from.and_then(Day::date).ok_or(text::NO_DAY)?,
            until: self.until.and_then(Day::date),
            hours: hours(&self.rows)?,
            exceptions: self.specials.iter().map(exception).collect::<Result<_, Text>>()?,
            horizon: number(&self.horizon)?,
            notice: number(&self.notice)?,
            widget_quota: quota(&self.widget_quota)?,
            program_quota: quota(&self.program_quota)?,
        })
    }
}

#[derive(Properties, PartialEq)]
pub struct PatternFormProps {
    pub line: ScheduleLine,
    pub rooms: Vec<Room>,
    pub on_done: Callback<()>,
}

/// A week, special days and limits; where visits are touched, what becomes of each (APT-3).
#[component]
pub fn PatternForm(PatternFormProps { line, rooms, on_done }: &PatternFormProps) -> Html {
    let lang = use_lang();
    let act = use_act();
    let draft = use_state_eq(|| Draft::of(line.pattern.as_ref()));
    let wrong = use_state_eq(|| None::<Text>);
    let affected = use_state_eq(Vec::<AffectedVisit>::new);
    let on_answer = {
        let (affected, on_done) = (affected.setter(), on_done.clone());
        Callback::from(move |answer: PatternAnswer| {
            if answer.saved {
                say(text::SAVED.get(lang));
                on_done.emit(());
                router::open(View::People.route());
            } else {
                affected.set(answer.affected);
                browser::focus_id(AFFECTED);
            }
        })
    };
    let send = sending(line, &act, &draft, &wrong, on_answer);
    let onsubmit = {
        let send = send.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            send.emit(Vec::new());
        })
    };
    let change = {
        let (draft, wrong, affected, act) =
            (draft.setter(), wrong.setter(), affected.setter(), act.clone());
        Callback::from(move |changed: Draft| {
            draft.set(changed);
            wrong.set(None);
            // Another schedule touches others.
            affected.set(Vec::new());
            act.clear();
        })
    };
    let services: Vec<Service> = line.practitioner.services.clone();
    let offered = Offered { rooms: rooms.clone(), services };
    html! {
        <div class="stack">
            <h2>{ line.practitioner.name.full() }</h2>
            <form class="own-form" novalidate=true {onsubmit}>
                { term(lang, &draft, &change) }
                { week(lang, &draft, &offered, &change) }
                { specials(lang, &draft, &offered, &change) }
                { limits(lang, &draft, &act, &change) }
                { wrongs(lang, *wrong, &act) }
                if affected.is_empty() {
                    <p><Button submits=true busy={act.is_busy()}>{ text::SAVE.get(lang) }</Button></p>
                }
            </form>
            if !affected.is_empty() {
                <Affected visits={(*affected).clone()} is_busy={act.is_busy()} on_decided={send} />
            }
        </div>
    }
}

/// What the page itself found wrong, and what the server did.
fn wrongs(lang: Lang, wrong: Option<Text>, act: &Act) -> Html {
    html! {
        <>
            if let Some(why) = wrong {
                <p class="field__error" role="alert">{ Icon::Alert.draw() }<span>{ why.get(lang) }</span></p>
            }
            if let Some(problem) = act.problem() {
                { failure(lang, problem, None) }
            }
        </>
    }
}

/// Sends what is typed with what was decided on, or says what is wrong with it.
fn sending(
    line: &ScheduleLine,
    act: &Act,
    draft: &UseStateHandle<Draft>,
    wrong: &UseStateHandle<Option<Text>>,
    on_answer: Callback<PatternAnswer>,
) -> Callback<Vec<VisitRemedy>> {
    let (act, draft, wrong) = (act.clone(), draft.clone(), wrong.setter());
    let (practitioner, version) = (line.practitioner.id, line.version);
    Callback::from(move |remedies: Vec<VisitRemedy>| {
        let pattern = match draft.pattern() {
            Ok(pattern) => pattern,
            Err(why) => {
                if let Some(row) = draft.wrong_row() {
                    browser::focus_id(&row_id(row));
                }
                return wrong.set(Some(why));
            }
        };
        let on_answer = on_answer.clone();
        let body = NewPattern { pattern, remedies, version };
        act.send(ChangePattern { practitioner, body }, move |answer| on_answer.emit(answer));
    })
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

fn term(lang: Lang, draft: &Draft, change: &Callback<Draft>) -> Html {
    let on_from = with(draft, change, |draft, day: Option<Day>| draft.from = day);
    let on_until = with(draft, change, |draft, day: Option<Day>| draft.until = day);
    html! {
        <section class="panel stack" aria-label={text::TERM.get(lang)}>
            <div class="schedule__numbers">
                { day_field(text::FROM.get(lang), draft.from, on_from) }
                { day_field(text::UNTIL.get(lang), draft.until, on_until) }
            </div>
        </section>
    }
}

fn week(lang: Lang, draft: &Draft, offered: &Offered, change: &Callback<Draft>) -> Html {
    let on_rows = with(draft, change, |draft, rows: Vec<Row>| draft.rows = rows);
    html! {
        <section class="panel stack" aria-labelledby="week-title">
            <h3 id="week-title">{ text::WEEK.get(lang) }</h3>
            for (weekday, name) in (1..).zip(&booking::WEEKDAYS) {
                { hours_of(lang, name.get(lang), weekday, &draft.rows, offered, &on_rows) }
            }
        </section>
    }
}

fn specials(lang: Lang, draft: &Draft, offered: &Offered, change: &Callback<Draft>) -> Html {
    let on_specials = with(draft, change, |draft, all: Vec<Special>| draft.specials = all);
    let on_add = {
        let all = draft.specials.clone();
        on_specials.reform(move |()| {
            let mut all = all.clone();
            let kind = ExceptionKind::Closed;
            let (rows, note) = (Vec::new(), String::new());
            all.push(Special { key: Uuid::new_v4(), day: None, kind, rows, note });
            all
        })
    };
    html! {
        <section class="panel stack" aria-labelledby="special-title">
            <h3 id="special-title">{ text::EXCEPTIONS.get(lang) }</h3>
            <p class="muted">{ text::EXCEPTIONS_LEAD.get(lang) }</p>
            for special in &draft.specials {
                { special_day(lang, special, &draft.specials, offered, &on_specials) }
            }
            <p>
                <Button kind={ButtonKind::Secondary} icon={Icon::Plus} on_click={on_add}>{ text::ADD_EXCEPTION.get(lang) }</Button>
            </p>
        </section>
    }
}

/// The days with one of them set anew.
fn set<T: 'static>(
    all: &[Special],
    special: &Special,
    change: &Callback<Vec<Special>>,
    set: fn(&mut Special, T),
) -> Callback<T> {
    let (all, key) = (all.to_vec(), special.key);
    change.reform(move |value: T| {
        let mut changed = all.clone();
        if let Some(known) = changed.iter_mut().find(|known| known.key == key) {
            set(known, value);
        }
        changed
    })
}

fn special_day(
    lang: Lang,
    special: &Special,
    all: &[Special],
    offered: &Offered,
    change: &Callback<Vec<Special>>,
) -> Html {
    let on_day = set(all, special, change, |it, day: Option<Day>| it.day = day);
    let on_note = set(all, special, change, |it, note: String| it.note = note);
    let on_rows = set(all, special, change, |it, rows: Vec<Row>| it.rows = rows);
    let on_kind = set(all, special, change, |it, kind: ExceptionKind| it.kind = kind);
    let kinds = ExceptionKind::ALL.iter().map(|&kind| Choice {
        text: kind.text().get(lang).into(),
        hint: None,
        is_chosen: special.kind == kind,
        on_choose: on_kind.reform(move |()| kind),
    });
    let on_remove = {
        let others: Vec<Special> = all.iter().filter(|it| it.key != special.key).cloned().collect();
        change.reform(move |()| others.clone())
    };
    html! {
        <div class="schedule__row" key={special.key.to_string()}>
            { day_field(text::DAY.get(lang), special.day, on_day) }
            <RadioGroup legend={text::KIND.get(lang)} choices={kinds.collect::<Vec<_>>()} />
            <TextField label={text::NOTE.get(lang)} autocomplete="off" value={special.note.clone()} on_change={on_note} />
            <Button kind={ButtonKind::Quiet} icon={Icon::Minus} on_click={on_remove}>{ text::REMOVE_EXCEPTION.get(lang) }</Button>
            if special.kind == ExceptionKind::Instead {
                <div class="schedule__services">
                    { hours_of(lang, ExceptionKind::Instead.text().get(lang), 1, &special.rows, offered, &on_rows) }
                </div>
            }
        </div>
    }
}

fn limits(lang: Lang, draft: &Draft, act: &Act, change: &Callback<Draft>) -> Html {
    let field = |name: &str, words: [Text; 2], value: &str, set: fn(&mut Draft, String)| {
        let [label, hint] = words;
        let error = act.field(name).map(|why| AttrValue::from(why.text().get(lang)));
        html! {
            <TextField label={label.get(lang)} hint={hint.get(lang)} inputmode="numeric" autocomplete="off"
                value={value.to_owned()} {error} on_change={with(draft, change, set)} />
        }
    };
    html! {
        <section class="panel stack" aria-labelledby="limits-title">
            <h3 id="limits-title">{ text::LIMITS.get(lang) }</h3>
            <div class="schedule__numbers">
                { field("horizon", [text::HORIZON, text::HORIZON_HINT], &draft.horizon, |it, typed| it.horizon = typed) }
                { field("notice", [text::NOTICE, text::NOTICE_HINT], &draft.notice, |it, typed| it.notice = typed) }
                { field("widget_quota", [text::WIDGET_QUOTA, text::QUOTA_HINT], &draft.widget_quota, |it, typed| it.widget_quota = typed) }
                { field("program_quota", [text::PROGRAM_QUOTA, text::QUOTA_HINT], &draft.program_quota, |it, typed| it.program_quota = typed) }
            </div>
        </section>
    }
}
