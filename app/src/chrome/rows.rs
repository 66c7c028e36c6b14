//! A list whose rows come and go by the thousand in a day, and leave nothing behind.

use std::hash::Hash;

use leptos::{
    prelude::*,
    tachys::{reactive_graph::OwnedView, view::keyed::keyed},
};

use crate::i18n::use_i18n;

/// The rows of a list; one whose key stays is kept as it is, wherever it stands. As `<For>`, whose rows however are
/// never forgotten by what is around the list: each leaves a little there, for as long as the page is open.
pub fn rows<T, K, V>(
    each: impl Fn() -> Vec<T> + Send + 'static,
    key: impl Fn(&T) -> K + Clone + Send + 'static,
    row: impl Fn(T) -> V + Clone + Send + 'static,
) -> impl IntoView
where
    T: Send + 'static,
    K: Eq + Hash + 'static,
    V: IntoView + 'static,
{
    let i18n = use_i18n();
    #[cfg(not(feature = "hydrate"))]
    let around = Owner::current();
    let make = move |_, one: T| {
        #[cfg(feature = "hydrate")]
        let owner = alone();
        // The server writes each row once and forgets them all with the page.
        #[cfg(not(feature = "hydrate"))]
        let owner = around.as_ref().map_or_else(Owner::new, Owner::child);
        let view = owner.with(|| {
            provide_context(i18n);
            untrack(|| row(one))
        });
        (drop::<usize>, OwnedView::new_with_owner(view, owner))
    };
    move || keyed(each(), key.clone(), make.clone())
}

/// What stands where a list has nothing. The text is read where it is made: a text that follows the language by itself
/// would be kept by that for ever.
pub fn when(is_empty: Memo<bool>, text: impl Fn() -> String + Send + 'static) -> impl IntoView {
    move || is_empty.get().then(|| view! { <p class="empty">{text()}</p> })
}

/// An owner that nobody around it has to remember: it goes with its row.
#[cfg(feature = "hydrate")]
fn alone() -> Owner {
    let here = Owner::current();
    let alone = Owner::new_root(Owner::current_shared_context());
    if let Some(here) = here {
        here.set();
    }
    alone
}
