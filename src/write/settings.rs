//! The decision on how the shop is set.

use serde_json::json;

use super::{Audit, Changes, State};
use crate::{Outcome, settings::SettingsPatch};

/// Decides on a change of the settings; what is the same leaves no trace.
pub(super) fn change(state: &State, patch: &SettingsPatch) -> Outcome<Changes> {
    let before = &state.settings;
    let after = before.with(patch)?;
    if after == *before {
        return Ok(Changes::answering(&after));
    }
    let audit = vec![Audit {
        action: "settings.update",
        entity_type: "settings",
        entity_id: "1".to_owned(),
        payload: json!({"before": before, "after": after}),
    }];
    let answer = Changes::answering(&after);
    Ok(Changes { audit, settings: Some(after), ..answer })
}
