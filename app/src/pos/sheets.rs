//! What opens over the counter to choose something: an item's choices, a bundle's parts.

use leptos::{html, prelude::*};

use super::{
    choice::Choosing, choices_sheet::ItemSheet, combo::Picking, combo_sheet::ComboSheet, till::Till,
    toast::Undo,
};
use crate::chrome::follow;

/// What is being chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sheet {
    /// An item.
    Item(Choosing),
    /// A bundle.
    Combo(Picking),
}

/// Which sheet is drawn; changes of what is chosen on it leave it as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Drawn {
    Item(Choosing),
    Combo(Picking),
}

/// The dialog of both.
#[component]
pub fn Sheets(till: Till) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    let is_open = Memo::new(move |_| till.sheet.with(Option::is_some));
    follow(dialog, is_open);
    let content = move || {
        is_open.get().then(|| {
            let drawn = till.sheet.with_untracked(|sheet| match sheet {
                Some(Sheet::Item(choosing)) => Some(Drawn::Item(choosing.clone())),
                Some(Sheet::Combo(picking)) => Some(Drawn::Combo(picking.clone())),
                None => None,
            });
            match drawn {
                Some(Drawn::Item(first)) => view! { <ItemSheet till first/> }.into_any(),
                Some(Drawn::Combo(first)) => view! { <ComboSheet till first/> }.into_any(),
                None => ().into_any(),
            }
        })
    };
    view! {
        <dialog
            class="choices"
            node_ref=dialog
            aria-labelledby="sheet-heading"
            data-testid="sheet"
            on:close=move |_| till.sheet.set(None)
        >
            {content}
        </dialog>
    }
}

impl Till {
    /// What a tap on a tile does: it is put in, or its choices are asked for where there is something to choose first.
    pub fn tap(self, item_id: i64) {
        if !self.is_open() {
            return;
        }
        let found = self
            .book
            .with_untracked(|book| book.tile(item_id).map(|tile| (tile.clone(), book.groups_of(tile))));
        let Some((tile, groups)) = found else { return };
        self.begin_change();
        if groups.iter().any(|group| group.least > 0) {
            let choosing = self.left.with_untracked(|left| Choosing::new(tile, groups, left));
            self.sheet.set(Some(Sheet::Item(choosing)));
            return;
        }
        let usual = self.left.with_untracked(|left| super::choice::usual(&groups, left));
        let choices = (!groups.is_empty()).then(|| super::choice::in_order(&groups, &usual));
        let key = self.cart.try_update(|cart| cart.add(&tile, choices, super::pay::fresh_id)).flatten();
        self.selected.set(key);
    }

    /// Opens the sheet of a line.
    pub fn edit(self, key: u32) {
        if !self.is_open() {
            return;
        }
        self.selected.set(Some(key));
        let line = self.cart.with_untracked(|cart| cart.lines.iter().find(|line| line.key == key).cloned());
        if let Some(line) = line {
            let found = self.book.with_untracked(|book| {
                book.tile(line.item_id).map(|tile| (tile.clone(), book.groups_of(tile)))
            });
            if let Some((tile, groups)) = found {
                self.sheet.set(Some(Sheet::Item(Choosing::again(tile, groups, &line))));
            }
            return;
        }
        // The price of a bundle stays with the parts it was sold with.
        if self.is_amending() {
            return;
        }
        let combo =
            self.cart.with_untracked(|cart| cart.combos.iter().find(|combo| combo.key == key).cloned());
        if let Some(line) = combo
            && let Some(combo) = self.book.with_untracked(|book| book.combo(line.combo_id).cloned())
        {
            self.sheet.set(Some(Sheet::Combo(Picking::again(combo, &line))));
        }
    }

    /// Opens the picker of a bundle.
    pub fn pick(self, combo_id: i64) {
        if !self.is_open() {
            return;
        }
        if self.is_amending() {
            self.show_toast(Undo::NoBundle);
            return;
        }
        if let Some(combo) = self.book.with_untracked(|book| book.combo(combo_id).cloned()) {
            self.begin_change();
            self.sheet.set(Some(Sheet::Combo(Picking::new(combo))));
        }
    }
}
