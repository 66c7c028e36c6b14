//! A long press: the other thing that a button or a card does.

use std::time::Duration;

use leptos::{attr::Attribute, prelude::*, web_sys::PointerEvent};

/// A press that is so long is no tap any more.
const LONG: Duration = Duration::from_millis(600);

/// Tells a long press from a tap.
#[derive(Clone, Copy)]
pub struct Press {
    held: StoredValue<bool>,
    timer: StoredValue<Option<TimeoutHandle>>,
}

impl Default for Press {
    fn default() -> Self {
        Self { held: StoredValue::new(false), timer: StoredValue::new(None) }
    }
}

impl Press {
    /// A finger comes down; where it stays long enough, `hold` runs.
    fn down(self, ev: &PointerEvent, hold: impl Fn() + 'static) {
        self.held.set_value(false);
        self.up();
        if ev.button() == 0 {
            let held = self.held;
            let hold = move || {
                if held.try_update_value(|held| std::mem::replace(held, true)) == Some(false) {
                    hold();
                }
            };
            self.timer.set_value(set_timeout_with_handle(hold, LONG).ok());
        }
    }

    /// It goes up, or elsewhere.
    fn up(self) {
        if let Some(timer) = self.timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    }

    /// All that a long press takes, to be spread on what is pressed, before its own `on:click`: `hold` runs after a long
    /// press, with a mouse's right button and with the menu key. The tap asks `was_long`.
    pub fn on(self, hold: impl Fn() + Copy + 'static) -> impl Attribute {
        view! {
            <{..}
                on:pointerdown=move |ev| self.down(&ev, hold)
                on:pointerup=move |_| self.up()
                on:pointerleave=move |_| self.up()
                on:pointercancel=move |_| self.up()
                on:contextmenu=move |ev| {
                    ev.prevent_default();
                    self.up();
                    if self.held.try_get_value() == Some(false) {
                        hold();
                    }
                    // A finger's menu comes after its long press; a mouse's right button and the menu key have none.
                    let _ = self.held.try_set_value(ev.button() == 0 && ev.detail() > 0);
                }
            />
        }
    }

    /// Whether the tap that comes now is the end of a long press; asked once.
    pub fn was_long(self) -> bool {
        self.held.try_update_value(std::mem::take).unwrap_or(false)
    }
}
