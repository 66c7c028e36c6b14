//! Faces to choose from: an initial, a name, a role.

use leptos::prelude::*;
use sunnyside::identity::Face;

use crate::{
    i18n::{t_string, use_i18n},
    words,
};

/// The letter that stands for a name: its first.
pub fn initial(name: &str) -> String {
    name.chars().next().map(|letter| letter.to_uppercase().collect()).unwrap_or_default()
}

/// The faces, one of which can be chosen.
#[component]
pub fn Faces(
    /// Whom to choose from.
    faces: Vec<Face>,
    /// Who is chosen.
    chosen: RwSignal<Option<Face>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let one = move |face: Face| {
        let (id, role, name) = (face.id, face.role, face.username.clone());
        let is_chosen = move || chosen.with(|chosen| chosen.as_ref().is_some_and(|face| face.id == id));
        let letter = initial(&name);
        let testid = format!("face-{name}");
        view! {
            <li>
                <button
                    type="button"
                    class="face"
                    data-testid=testid
                    aria-pressed=move || is_chosen().to_string()
                    on:click=move |_| chosen.set(Some(face.clone()))
                >
                    <span class="face-letter" aria-hidden="true">{letter}</span>
                    <b>{name}</b>
                    <span class="muted">{move || words::role(i18n, role)}</span>
                </button>
            </li>
        }
    };
    view! {
        <ul class="faces" aria-label=move || t_string!(i18n, people.who)>
            {faces.into_iter().map(one).collect_view()}
        </ul>
    }
}
