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
        wasm_bindgen::{JsCast, JsValue, closure::Closure},
    };
    use web_sys::VisibilityState;

    /// The wish for a screen that stays on.
    pub struct Lock {
        /// A refusal (an empty battery) is the browser's last word: there is nobody to tell who could change it.
        refused: Closure<dyn FnMut(JsValue)>,
    }

    impl Lock {
        pub fn new() -> Self {
            Self { refused: Closure::new(|_| {}) }
        }

        /// Takes the lock, where the page is seen.
        pub fn take(&self) {
            if document().visibility_state() == VisibilityState::Visible
                && let Ok(asked) = request()
                && let Ok(asked) = asked.dyn_into::<js_sys::Promise>()
            {
                let _ = asked.catch(&self.refused);
            }
        }
    }

    /// `navigator.wakeLock.request("screen")`, by its name: the bindings have it only behind a flag.
    fn request() -> Result<JsValue, JsValue> {
        let lock = js_sys::Reflect::get(&window().navigator(), &"wakeLock".into())?;
        let request: js_sys::Function = js_sys::Reflect::get(&lock, &"request".into())?.dyn_into()?;
        request.call1(&lock, &"screen".into())
    }
}
