use yew::prelude::*;

/// One named fact.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    pub name: AttrValue,
    pub value: Html,
}

/// Names and values, one below the other.
pub fn summary_list(facts: Vec<Fact>) -> Html {
    draw("facts", facts)
}

/// Names and values side by side.
pub fn inline_summary_list(facts: Vec<Fact>) -> Html {
    draw("facts facts--inline", facts)
}

fn draw(class: &'static str, facts: Vec<Fact>) -> Html {
    html! {
        <dl {class}>
            for Fact { name, value } in facts {
                <div class="facts__row">
                    <dt>{ name }</dt>
                    <dd>{ value }</dd>
                </div>
            }
        </dl>
    }
}
