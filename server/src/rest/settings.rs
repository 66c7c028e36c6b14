//! How the shop is set.

use axum::Json;
use sunnyside::{
    Money,
    identity::Action,
    service::settings,
    settings::{KeysPatch, LimitPatch, Settings, SettingsPatch, WallLanguage, WallTheme},
};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    Answer,
    body::{Body, Fields, flag, integer, money, text, word},
    describe::open_to,
    schema,
};
use crate::{App, session::Signed};

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(fetch, update))
}

/// What changes of the settings; what is absent or `null` stays.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it describes the body, which `Fields` reads")]
struct SettingsIn {
    #[schema(min_length = 1, max_length = 80, pattern = r"\S")]
    shop_name: Option<String>,
    /// The IANA name of a time zone.
    zone: Option<String>,
    #[schema(minimum = 0, maximum = 23)]
    day_start_hour: Option<i64>,
    #[schema(schema_with = schema::coin, required = false)]
    smallest_coin: Option<Money>,
    age_limits: Option<AgeLimitsIn>,
    #[schema(minimum = 0, maximum = 100)]
    discount_limit_percent: Option<i64>,
    shortage_blocks_sale: Option<bool>,
    #[schema(max_length = 500)]
    receipt_text: Option<String>,
    #[schema(minimum = 0, maximum = 240)]
    lock_minutes: Option<i64>,
    #[schema(minimum = 0, maximum = 240)]
    lead_minutes: Option<i64>,
    #[schema(minimum = 1, maximum = 240)]
    pickup_minutes: Option<i64>,
    pickup_speak: Option<bool>,
    #[schema(minimum = 0, maximum = 23)]
    quiet_from: Option<i64>,
    #[schema(minimum = 0, maximum = 23)]
    quiet_to: Option<i64>,
    wall_theme: Option<WallTheme>,
    wall_language: Option<WallLanguage>,
    #[schema(minimum = 75, maximum = 200)]
    wall_size_percent: Option<i64>,
    #[schema(minimum = 0, maximum = 100)]
    kitchen_volume: Option<i64>,
    kitchen_keys: Option<KitchenKeysIn>,
}

/// What changes of the kitchen's keys, as `KeyboardEvent.key` names them. All are different, without regard to case;
/// the digits 1-9, the arrows, `Tab` and `Escape` mean something else.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it describes the body, which `Fields` reads")]
struct KitchenKeysIn {
    #[schema(min_length = 1, max_length = 20, pattern = r"\S")]
    bump: Option<String>,
    #[schema(min_length = 1, max_length = 20, pattern = r"\S")]
    recall: Option<String>,
    #[schema(min_length = 1, max_length = 20, pattern = r"\S")]
    priority: Option<String>,
    #[schema(min_length = 1, max_length = 20, pattern = r"\S")]
    acknowledge: Option<String>,
    #[schema(min_length = 1, max_length = 20, pattern = r"\S")]
    previous_page: Option<String>,
    #[schema(min_length = 1, max_length = 20, pattern = r"\S")]
    next_page: Option<String>,
}

/// What changes of the limits, by status.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it describes the body, which `Fields` reads")]
struct AgeLimitsIn {
    pending: Option<AgeLimitIn>,
    preparing: Option<AgeLimitIn>,
    ready: Option<AgeLimitIn>,
}

/// Whole minutes; `warn` is not above `late`.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it describes the body, which `Fields` reads")]
struct AgeLimitIn {
    #[schema(minimum = 1, maximum = 240)]
    warn: Option<i64>,
    #[schema(minimum = 1, maximum = 240)]
    late: Option<i64>,
}

fn limit(f: &Fields<'_>) -> Option<LimitPatch> {
    Some(LimitPatch { warn: f.may("warn", integer), late: f.may("late", integer) })
}

fn keys(f: &Fields<'_>) -> Option<KeysPatch> {
    Some(KeysPatch {
        bump: f.may("bump", text),
        recall: f.may("recall", text),
        priority: f.may("priority", text),
        acknowledge: f.may("acknowledge", text),
        previous_page: f.may("previous_page", text),
        next_page: f.may("next_page", text),
    })
}

fn patch(f: &Fields<'_>) -> Option<SettingsPatch> {
    let limits = f.object("age_limits", |f| {
        Some(["pending", "preparing", "ready"].map(|status| f.object(status, limit)))
    });
    let [pending, preparing, ready] = limits.unwrap_or_default();
    Some(SettingsPatch {
        shop_name: f.may("shop_name", text),
        zone: f.may("zone", text),
        day_start_hour: f.may("day_start_hour", integer),
        smallest_coin: f.may("smallest_coin", money),
        pending,
        preparing,
        ready,
        discount_limit_percent: f.may("discount_limit_percent", integer),
        shortage_blocks_sale: f.may("shortage_blocks_sale", flag),
        receipt_text: f.may("receipt_text", text),
        lock_minutes: f.may("lock_minutes", integer),
        lead_minutes: f.may("lead_minutes", integer),
        pickup_minutes: f.may("pickup_minutes", integer),
        pickup_speak: f.may("pickup_speak", flag),
        quiet_from: f.may("quiet_from", integer),
        quiet_to: f.may("quiet_to", integer),
        wall_theme: f.may("wall_theme", word(WallTheme::ALL, WallTheme::as_str)),
        wall_language: f.may("wall_language", word(WallLanguage::ALL, WallLanguage::as_str)),
        wall_size_percent: f.may("wall_size_percent", integer),
        kitchen_volume: f.may("kitchen_volume", integer),
        kitchen_keys: f.object("kitchen_keys", keys),
    })
}

/// How the shop is set.
#[utoipa::path(
    get,
    path = "/api/settings",
    tag = "settings",
    responses(
        (status = 200, description = "How the shop is set", body = Settings),
    ),
    extensions(("x-roles" = json!(open_to(Action::SettingsRead))))
)]
async fn fetch(Signed(context): Signed) -> Answer<Settings> {
    Ok(Json(settings::fetch(&context).await?))
}

/// Changes how the shop is set.
#[utoipa::path(
    put,
    path = "/api/settings",
    tag = "settings",
    request_body = SettingsIn,
    responses(
        (status = 200, description = "How the shop is set", body = Settings),
    ),
    extensions(("x-roles" = json!(open_to(Action::SettingsManage))))
)]
async fn update(signed: Signed, body: Body) -> Answer<Settings> {
    let context = signed.may(Action::SettingsManage)?;
    Ok(Json(settings::update(&context, body.object(patch)?).await?))
}
