use yew::prelude::*;

/// How many tints `styles/ui/avatar.css` has.
const TINTS: u32 = 5;

/// Initials of a full name on a tint that the name always gives anew.
pub fn avatar(name: &str) -> Html {
    draw(name, "avatar")
}

/// [`avatar`] at the head of a page.
pub fn large_avatar(name: &str) -> Html {
    draw(name, "avatar avatar--large")
}

fn draw(name: &str, class: &'static str) -> Html {
    let initials: String =
        name.split_whitespace().take(2).filter_map(|word| word.chars().next()).collect();
    let tint = name.chars().fold(0_u32, |sum, c| sum.wrapping_add(u32::from(c))) % TINTS;
    html! { <span class={format!("{class} avatar--{tint}")} aria-hidden="true">{ initials }</span> }
}
