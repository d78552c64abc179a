use shared::lang::{Lang, Text};
use shared::shell;
use yew::prelude::*;

use super::Title;
use crate::ui::Icon;

/// What is what, and whom to call.
pub fn help_page(lang: Lang) -> Html {
    let part = |icon: Icon, name: Text, text: Text| {
        html! {
            <div class="part">
                <span class="part__icon">{ icon.draw() }</span>
                <div>
                    <h3>{ name.get(lang) }</h3>
                    <p>{ text.get(lang) }</p>
                </div>
            </div>
        }
    };
    html! {
        <div class="page page--narrow">
            <Title text={shell::HELP.get(lang)} />
            <p class="lead">{ shell::HELP_LEAD.get(lang) }</p>
            <section class="emergency">
                <h2>{ shell::EMERGENCY_TITLE.get(lang) }</h2>
                <p>{ shell::EMERGENCY.get(lang) }</p>
                <p class="row">
                    <a class="button button--danger" href="tel:112">
                        <span class="button__face">
                            { Icon::Phone.draw() }{ shell::CALL_112.get(lang) }
                        </span>
                    </a>
                    <a class="button button--secondary" href="tel:103">
                        <span class="button__face">
                            { Icon::Phone.draw() }{ shell::CALL_103.get(lang) }
                        </span>
                    </a>
                </p>
            </section>
            <h2>{ shell::HELP_PARTS_TITLE.get(lang) }</h2>
            { part(Icon::Home, shell::HOME, shell::HELP_HOME) }
            { part(Icon::Folder, shell::CARD, shell::HELP_CARD) }
            { part(Icon::Menu, shell::MORE, shell::HELP_MORE) }
            <h2>{ shell::HELP_READING_TITLE.get(lang) }</h2>
            <ul class="prose">
                for text in [
                    shell::HELP_RANGE, shell::HELP_CRITICAL, shell::HELP_SOURCE, shell::HELP_CODE,
                ] {
                    <li>{ text.get(lang) }</li>
                }
            </ul>
            <h2>{ shell::HELP_PRIVACY_TITLE.get(lang) }</h2>
            <p class="prose">{ shell::HELP_PRIVACY.get(lang) }</p>
        </div>
    }
}
