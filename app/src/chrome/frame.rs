//! What is done once before the browser paints, however often it was asked for.

use leptos::prelude::*;

/// Gives what asks for `look` before the next frame. Events come faster than frames, and each request costs memory that
/// only the browser's collector gives back.
pub fn each_frame(
    look: impl Fn() + Copy + Send + Sync + 'static,
) -> impl Fn() + Copy + Send + Sync + 'static {
    let is_asked = StoredValue::new(false);
    move || {
        if is_asked.try_update_value(|asked| std::mem::replace(asked, true)) == Some(false) {
            request_animation_frame(move || {
                let _ = is_asked.try_set_value(false);
                look();
            });
        }
    }
}
