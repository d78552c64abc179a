use shared::documents::text;
use shared::lang::Lang;
use yew::prelude::*;

use crate::browser;
use crate::client;
use crate::prefs::use_lang;
use crate::saving::save;
use crate::submit::{Finish, use_act};
use crate::ui::{Button, ButtonKind, Icon, failure};

#[derive(Properties, PartialEq)]
pub struct PdfButtonProps {
    /// Where the document is made.
    pub address: AttrValue,
    /// What its file is called on the device.
    pub name: AttrValue,
    /// What stands beside it.
    #[prop_or_default]
    pub children: Html,
}

/// Asks for a document and saves it; what goes wrong is said under the button.
#[component]
pub fn PdfButton(props: &PdfButtonProps) -> Html {
    let lang = use_lang();
    let act = use_act();
    let on_click = {
        let (act, address, name) = (act.clone(), props.address.clone(), props.name.clone());
        Callback::from(move |()| {
            let (address, name) = (address.clone(), name.clone());
            act.run(move || {
                let (address, name) = (address.clone(), name.clone());
                async move {
                    let bytes = client::file(&address).await?;
                    Ok(Box::new(move || save(&bytes, &name)) as Finish)
                }
            });
        })
    };
    html! {
        <div class="not-on-paper stack">
            <div class="row">
                <Button kind={ButtonKind::Secondary} icon={Icon::File} busy={act.is_busy()} {on_click}>
                    { text::DOWNLOAD.get(lang) }
                </Button>
                { props.children.clone() }
            </div>
            if let Some(problem) = act.problem() {
                { failure(lang, problem, None) }
            }
        </div>
    }
}

/// Prints the page as it stands.
pub fn print_button(lang: Lang) -> Html {
    html! {
        <Button kind={ButtonKind::Quiet} on_click={Callback::from(|()| browser::print())}>
            { text::PRINT.get(lang) }
        </Button>
    }
}
