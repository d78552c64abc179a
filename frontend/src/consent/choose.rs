use shared::access::model::{Level, Section};
use shared::consent::model::GrantTerm;
use shared::consent::rules::first_choice;
use shared::consent::text;
use shared::lang::Lang;
use yew::prelude::*;

use crate::ui::{Choice, Icon, RadioGroup};

/// What is to be opened, and for how long.
#[derive(Clone, Debug, PartialEq)]
pub struct Chosen {
    pub level: Level,
    pub sections: Vec<Section>,
    /// Absent where the end stays as it was.
    pub term: Option<GrantTerm>,
}

impl Default for Chosen {
    fn default() -> Self {
        let (level, sections, term) = first_choice();
        Self { level, sections: sections.into_iter().collect(), term: Some(term) }
    }
}

impl Chosen {
    /// With the section ticked, or not any more.
    fn toggled(&self, section: Section) -> Self {
        let mut sections = self.sections.clone();
        match sections.iter().position(|one| *one == section) {
            Some(place) => {
                sections.remove(place);
            }
            None => sections.push(section),
        }
        Self { sections, ..self.clone() }
    }
}

/// What can be chosen at all.
#[derive(Clone, Copy)]
pub struct Offer<'a> {
    pub sections: &'a [Section],
    pub terms: &'a [Option<GrantTerm>],
}

/// Sections, how much of them, and for how long. `is_lacking`: one went on without a section.
pub fn scope_fields(
    lang: Lang,
    chosen: &Chosen,
    offer: Offer<'_>,
    is_lacking: bool,
    on_change: &Callback<Chosen>,
) -> Html {
    let choose = |changed: Chosen| on_change.reform(move |()| changed.clone());
    let levels = Level::ALL.iter().map(|&level| Choice {
        text: level.text().get(lang).into(),
        hint: Some(level.hint().get(lang).into()),
        is_chosen: chosen.level == level,
        on_choose: choose(Chosen { level, ..chosen.clone() }),
    });
    let terms = offer.terms.iter().map(|&term| Choice {
        text: term.map_or(text::LEAVE_TERM, GrantTerm::text).get(lang).into(),
        hint: None,
        is_chosen: chosen.term == term,
        on_choose: choose(Chosen { term, ..chosen.clone() }),
    });
    html! {
        <>
            { section_boxes(lang, chosen, offer.sections, is_lacking, on_change) }
            <RadioGroup legend={text::LEVEL.get(lang)} choices={levels.collect::<Vec<_>>()} />
            <RadioGroup legend={text::FOR_HOW_LONG.get(lang)} choices={terms.collect::<Vec<_>>()} />
        </>
    }
}

/// A box for each section.
pub fn section_boxes(
    lang: Lang,
    chosen: &Chosen,
    offered: &[Section],
    is_lacking: bool,
    on_change: &Callback<Chosen>,
) -> Html {
    let tick = |section: Section| {
        let changed = chosen.toggled(section);
        on_change.reform(move |_: Event| changed.clone())
    };
    html! {
        <fieldset class={classes!("choices", is_lacking.then_some("is-wrong"))}>
            <legend class="field__label">{ text::SECTIONS.get(lang) }</legend>
            if is_lacking {
                <p class="field__error" role="alert">
                    { Icon::Alert.draw() }
                    <span>{ text::CHOOSE_SECTIONS.get(lang) }</span>
                </p>
            }
            for section in offered.iter().copied() {
                <label class="choice" key={section.wire()}>
                    <input type="checkbox" checked={chosen.sections.contains(&section)}
                        onchange={tick(section)} />
                    <span class="choice__text">{ section.text().get(lang) }</span>
                </label>
            }
        </fieldset>
    }
}

/// The terms a patient chooses from.
pub fn terms() -> Vec<Option<GrantTerm>> {
    GrantTerm::ALL.iter().copied().map(Some).collect()
}
