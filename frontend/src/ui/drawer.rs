use yew::prelude::*;

use super::dialog::Dialog;

#[derive(Properties, PartialEq)]
pub struct DrawerProps {
    pub open: bool,
    pub title: AttrValue,
    pub on_close: Callback<()>,
    pub children: Html,
    #[prop_or_default]
    pub actions: Html,
}

/// A dialog at the side: for filters and details that leave the page in sight.
#[component]
pub fn Drawer(props: &DrawerProps) -> Html {
    html! {
        <Dialog drawer=true open={props.open} title={props.title.clone()}
            on_close={props.on_close.clone()} actions={props.actions.clone()}>
            { props.children.clone() }
        </Dialog>
    }
}
