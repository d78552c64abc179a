use shared::lang::Lang;
use shared::shell;
use yew::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SkeletonKind {
    /// Cards of a summary, in the places the real ones will take.
    Cards,
    /// Lines of a list.
    List,
}

/// The shape of what is on its way.
pub fn skeleton(lang: Lang, kind: SkeletonKind) -> Html {
    draw(lang, kind, None)
}

/// [`skeleton`] that says when it takes long, and then offers to stop waiting.
pub fn slow_skeleton(
    lang: Lang,
    kind: SkeletonKind,
    is_slow: bool,
    on_cancel: Callback<()>,
) -> Html {
    draw(lang, kind, is_slow.then_some(on_cancel))
}

fn draw(lang: Lang, kind: SkeletonKind, slow: Option<Callback<()>>) -> Html {
    let (class, count) = match kind {
        SkeletonKind::Cards => ("skeleton skeleton--cards", 4),
        SkeletonKind::List => ("skeleton skeleton--list", 6),
    };
    html! {
        <div aria-busy="true">
            <p class={if slow.is_some() { "skeleton__word" } else { "unseen" }} role="status">
                { if slow.is_some() { shell::SLOW } else { shell::LOADING }.get(lang) }
                if let Some(on_cancel) = slow {
                    <button type="button" class="button button--quiet"
                        onclick={on_cancel.reform(|_| ())}>
                        { shell::CANCEL.get(lang) }
                    </button>
                }
            </p>
            <div {class} aria-hidden="true">
                for _ in 0..count {
                    <div class="bone"><i></i><i></i><i></i></div>
                }
            </div>
        </div>
    }
}
