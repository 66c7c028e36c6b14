//! Dialogs: the browser's own, which keep the focus in them and close with Escape.

use leptos::{html, prelude::*};

/// Opens and closes a dialog with a signal.
pub fn follow(dialog: NodeRef<html::Dialog>, is_open: impl Into<Signal<bool>>) {
    let is_open = is_open.into();
    Effect::new(move || {
        let open = is_open.get();
        if let Some(dialog) = dialog.get() {
            if open && !dialog.open() {
                let _ = dialog.show_modal();
            } else if !open && dialog.open() {
                dialog.close();
            }
        }
    });
}
