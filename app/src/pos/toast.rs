//! What was done last, with the way back.

use std::time::Duration;

use leptos::{prelude::*, task::spawn_local};

use super::{cart::Taken, pay::fresh_id, till::Till};
use crate::{
    api,
    i18n::{t, t_string, use_i18n},
    words,
};

/// How long it is offered.
const PATIENCE: Duration = Duration::from_secs(8);

/// What can be undone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Undo {
    /// Something was taken out of the order.
    Taken(Taken),
    /// An item was marked as sold out, or as there again.
    SoldOut {
        /// Which.
        item_id: i64,
        /// As what it was marked.
        sold_out: bool,
    },
    /// A tap on what is sold out: it can be brought back.
    IsSoldOut {
        /// Which.
        item_id: i64,
    },
    /// A tap on a bundle while an order is amended.
    NoBundle,
    /// Nothing happened, and why.
    Failed(api::FnError),
}

/// What was done last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toast {
    /// Which; the next one is another.
    number: u32,
    undo: Undo,
}

impl Till {
    /// Offers to undo it.
    pub fn show_toast(self, undo: Undo) {
        let number = self.toast.with_untracked(|toast| toast.as_ref().map_or(0, |toast| toast.number)) + 1;
        self.toast.set(Some(Toast { number, undo }));
        set_timeout(
            move || {
                let is_old =
                    |toast: &Option<Toast>| toast.as_ref().is_some_and(|toast| toast.number == number);
                if self.toast.try_with_untracked(is_old) == Some(true) {
                    drop(self.toast.try_set(None));
                }
            },
            PATIENCE,
        );
    }

    /// Undoes what was done last.
    pub fn undo(self) {
        let Some(toast) = self.toast.get_untracked() else { return };
        self.toast.set(None);
        match toast.undo {
            Undo::Taken(taken) => self.cart.update(|cart| cart.put_back(taken, fresh_id)),
            Undo::SoldOut { item_id, sold_out } => self.mark(item_id, !sold_out, false),
            Undo::IsSoldOut { item_id } => self.mark(item_id, false, true),
            Undo::Failed(_) | Undo::NoBundle => {}
        }
    }

    /// Says that an item is sold out for today, or there again.
    pub fn mark(self, item_id: i64, sold_out: bool, with_toast: bool) {
        spawn_local(async move {
            match api::in_time(api::mark_sold_out(item_id, sold_out)).await {
                Ok(()) => {
                    self.left.update(|left| {
                        if sold_out {
                            left.items.insert(item_id, 0);
                        } else {
                            left.items.remove(&item_id);
                        }
                    });
                    if with_toast {
                        self.show_toast(Undo::SoldOut { item_id, sold_out });
                    }
                    self.refresh_menu();
                }
                Err(error) => {
                    self.session.notice(&error);
                    self.show_toast(Undo::Failed(error));
                }
            }
        });
    }
}

/// The strip that says so.
#[component]
pub fn ToastStrip(till: Till) -> impl IntoView {
    let i18n = use_i18n();
    let name_of = move |item_id: i64| {
        till.book.with_untracked(|book| {
            book.tile(item_id).map(|tile| words::names(i18n, &tile.name, tile.name_en.as_deref()).0)
        })
    };
    let text = move |undo: &Undo| match undo {
        Undo::Taken(Taken::All(_)) => t_string!(i18n, cart.cleared).to_string(),
        Undo::Taken(Taken::Line(_, line)) => {
            let name = words::names(i18n, &line.name, line.name_en.as_deref()).0;
            t_string!(i18n, cart.removed, name = name).to_string()
        }
        Undo::Taken(Taken::Combo(_, combo)) => {
            t_string!(i18n, cart.removed, name = combo.name.as_str()).to_string()
        }
        Undo::SoldOut { item_id, sold_out: true } => {
            t_string!(i18n, cart.marked, name = name_of(*item_id).unwrap_or_default()).to_string()
        }
        Undo::SoldOut { item_id, sold_out: false } => {
            t_string!(i18n, cart.unmarked, name = name_of(*item_id).unwrap_or_default()).to_string()
        }
        Undo::IsSoldOut { item_id } => {
            t_string!(i18n, cart.is_sold_out, name = name_of(*item_id).unwrap_or_default()).to_string()
        }
        Undo::NoBundle => t_string!(i18n, orders.amend_no_bundle).to_string(),
        Undo::Failed(error) => words::error(i18n, error),
    };
    let action = move |undo: &Undo| match undo {
        Undo::Failed(_) | Undo::NoBundle => None,
        Undo::IsSoldOut { .. } => Some(t_string!(i18n, cart.bring_back).to_string()),
        _ => Some(t_string!(i18n, cart.undo).to_string()),
    };
    view! {
        <div class="toast-place" role="status">
            {move || {
                till.toast
                    .get()
                    .map(|toast| {
                        view! {
                            <div class="undo-strip" data-testid="toast">
                                <span>{text(&toast.undo)}</span>
                                {action(&toast.undo)
                                    .map(|label| {
                                        view! {
                                            <button type="button" data-testid="undo" on:click=move |_| till.undo()>
                                                {label}
                                            </button>
                                        }
                                    })}
                                <button
                                    type="button"
                                    class="ghost"
                                    aria-label=move || t_string!(i18n, site.close)
                                    on:click=move |_| till.toast.set(None)
                                >
                                    <span aria-hidden="true">"✕"</span>
                                </button>
                            </div>
                        }
                    })
            }}
            <span class="visually-hidden">{t!(i18n, cart.notices)}</span>
        </div>
    }
}
