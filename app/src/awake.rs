//! Keeps the screen of a display from going dark.

#[cfg(feature = "hydrate")]
use leptos::prelude::*;

/// Asks the browser to keep the screen awake for as long as the component lives, and again whenever somebody looks at
/// the page: the browser takes it back from a page that is hidden. A browser that knows no such thing, or a page without
/// https, leaves it to the device's own settings.
pub fn keep_awake() {
    #[cfg(feature = "hydrate")]
    Effect::new(|| {
        let lock = lock::Lock::new();
        lock.take();
        let seen = window_event_listener_untyped("visibilitychange", move |_| lock.take());
        on_cleanup(move || seen.remove());
    });
}

#[cfg(feature = "hydrate")]
mod lock {
    use leptos::{
        prelude::{document, window},
        wasm_bindgen::{JsValue, closure::Closure},
    };
    use web_sys::{VisibilityState, WakeLockType};

    /// The wish for a screen that stays on.
    pub struct Lock {
        /// A refusal (an empty battery) is the browser's last word: there is nobody to tell who could change it.
        refused: Closure<dyn FnMut(JsValue)>,
    }

    impl Lock {
        pub fn new() -> Self {
            Self { refused: Closure::new(|_| {}) }
        }

        pub fn take(&self) {
            let navigator = window().navigator();
            let is_known = js_sys::Reflect::has(&navigator, &"wakeLock".into()).unwrap_or(false);
            if is_known && document().visibility_state() == VisibilityState::Visible {
                let _ = navigator.wake_lock().request(WakeLockType::Screen).catch(&self.refused);
            }
        }
    }
}
