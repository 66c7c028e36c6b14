//! The entry of the browser's half: hydrates the pages that the server rendered, nothing else.

// A page is one deep view type.
#![recursion_limit = "512"]

/// Called by the script of the page once the module is loaded.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_body(app::App);
}
