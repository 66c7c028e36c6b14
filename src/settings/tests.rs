//! What the settings may be.

use super::*;

fn places(patch: SettingsPatch) -> Vec<String> {
    match Settings::default().with(&patch) {
        Ok(_) => vec![],
        Err(Refusal::Invalid(faults)) => faults.into_iter().map(|f| f.loc[1..].join(".")).collect(),
        Err(other) => panic!("{other:?}"),
    }
}

#[test]
fn what_is_not_named_stays_as_it_is() {
    let before = Settings::default();
    assert_eq!(before.with(&SettingsPatch::default()), Ok(before.clone()));
    let patch = SettingsPatch {
        shop_name: Some("日出".into()),
        zone: Some("Asia/Tokyo".into()),
        day_start_hour: Some(0),
        smallest_coin: Some(Money(50)),
        ready: Some(LimitPatch { warn: Some(10), late: None }),
        discount_limit_percent: Some(100),
        shortage_blocks_sale: Some(false),
        receipt_text: Some("謝謝".into()),
        lock_minutes: Some(0),
        lead_minutes: Some(0),
        pickup_minutes: Some(240),
        pickup_speak: Some(true),
        quiet_from: Some(21),
        quiet_to: Some(6),
        wall_theme: Some(WallTheme::Light),
        wall_language: Some(WallLanguage::English),
        wall_size_percent: Some(200),
        kitchen_volume: Some(0),
        kitchen_keys: Some(KeysPatch { bump: Some("b".into()), ..KeysPatch::default() }),
        ..SettingsPatch::default()
    };
    let after = Settings {
        shop_name: "日出".into(),
        zone: "Asia/Tokyo".into(),
        day_start_hour: 0,
        smallest_coin: Money(50),
        age_limits: AgeLimits { ready: AgeLimit { warn: 10, late: 10 }, ..before.age_limits },
        discount_limit_percent: 100,
        shortage_blocks_sale: false,
        receipt_text: "謝謝".into(),
        lock_minutes: 0,
        lead_minutes: 0,
        pickup_minutes: 240,
        pickup_speak: true,
        quiet_from: 21,
        quiet_to: 6,
        wall_theme: WallTheme::Light,
        wall_language: WallLanguage::English,
        wall_size_percent: 200,
        kitchen_volume: 0,
        kitchen_keys: KitchenKeys { bump: "b".into(), ..before.kitchen_keys.clone() },
    };
    assert_eq!(before.with(&patch), Ok(after));
}

#[cfg(feature = "ssr")]
#[test]
fn a_zone_is_kept_as_the_database_of_zones_spells_it() {
    let patch = SettingsPatch { zone: Some("asia/tokyo".into()), ..SettingsPatch::default() };
    assert_eq!(Settings::default().with(&patch).map(|after| after.zone), Ok("Asia/Tokyo".to_owned()));
}

#[test]
fn every_field_has_its_range() {
    let limit = |warn, late| Some(LimitPatch { warn: Some(warn), late: Some(late) });
    let empty = SettingsPatch::default;
    for (place, patch) in [
        ("shop_name", SettingsPatch { shop_name: Some(String::new()), ..empty() }),
        ("shop_name", SettingsPatch { shop_name: Some("日".repeat(81)), ..empty() }),
        ("zone", SettingsPatch { zone: Some("Asia/Atlantis".into()), ..empty() }),
        ("zone", SettingsPatch { zone: Some("Etc/Unknown".into()), ..empty() }),
        ("zone", SettingsPatch { zone: Some(String::new()), ..empty() }),
        ("day_start_hour", SettingsPatch { day_start_hour: Some(24), ..empty() }),
        ("day_start_hour", SettingsPatch { day_start_hour: Some(-1), ..empty() }),
        ("smallest_coin", SettingsPatch { smallest_coin: Some(Money(25)), ..empty() }),
        ("smallest_coin", SettingsPatch { smallest_coin: Some(Money(0)), ..empty() }),
        ("age_limits.pending.warn", SettingsPatch { pending: limit(0, 5), ..empty() }),
        ("age_limits.preparing.late", SettingsPatch { preparing: limit(5, 241), ..empty() }),
        ("age_limits.ready.warn", SettingsPatch { ready: limit(6, 5), ..empty() }),
        ("discount_limit_percent", SettingsPatch { discount_limit_percent: Some(101), ..empty() }),
        ("discount_limit_percent", SettingsPatch { discount_limit_percent: Some(-1), ..empty() }),
        ("lock_minutes", SettingsPatch { lock_minutes: Some(241), ..empty() }),
        ("lock_minutes", SettingsPatch { lock_minutes: Some(-1), ..empty() }),
        ("lead_minutes", SettingsPatch { lead_minutes: Some(241), ..empty() }),
        ("lead_minutes", SettingsPatch { lead_minutes: Some(-1), ..empty() }),
        ("pickup_minutes", SettingsPatch { pickup_minutes: Some(0), ..empty() }),
        ("pickup_minutes", SettingsPatch { pickup_minutes: Some(241), ..empty() }),
        ("quiet_from", SettingsPatch { quiet_from: Some(24), ..empty() }),
        ("quiet_to", SettingsPatch { quiet_to: Some(-1), ..empty() }),
        ("wall_size_percent", SettingsPatch { wall_size_percent: Some(74), ..empty() }),
        ("wall_size_percent", SettingsPatch { wall_size_percent: Some(201), ..empty() }),
        ("kitchen_volume", SettingsPatch { kitchen_volume: Some(101), ..empty() }),
        ("receipt_text", SettingsPatch { receipt_text: Some("x".repeat(501)), ..empty() }),
    ] {
        // A browser knows no zones, so there only an empty name is wrong.
        if place != "zone" || cfg!(feature = "ssr") {
            assert_eq!(places(patch), [place]);
        }
    }
    for coin in COINS {
        assert!(places(SettingsPatch { smallest_coin: Some(*coin), ..empty() }).is_empty());
    }
    assert!(places(SettingsPatch { pending: limit(240, 240), ..empty() }).is_empty());
}

#[test]
fn every_key_of_the_kitchen_is_a_key_of_its_own() {
    let keys = |patch| places(SettingsPatch { kitchen_keys: Some(patch), ..SettingsPatch::default() });
    let bump = |key: &str| KeysPatch { bump: Some(key.into()), ..KeysPatch::default() };
    for key in ["", "  ", "7", "ArrowLeft", "tab", &"k".repeat(21)] {
        assert_eq!(keys(bump(key)), ["kitchen_keys.bump"], "{key}");
    }
    for key in ["0", "b", "F1", " b", "蛋"] {
        assert!(keys(bump(key)).is_empty(), "{key}");
    }
    // The second of two is the one to change; the case of a letter is no difference, since Caps Lock makes it.
    assert_eq!(keys(bump("R")), ["kitchen_keys.recall"]);
    let swapped =
        KeysPatch { recall: Some("a".into()), acknowledge: Some("r".into()), ..KeysPatch::default() };
    assert!(keys(swapped).is_empty());
}

#[test]
fn quiet_hours_may_go_over_midnight_and_the_same_hour_twice_is_none() {
    let quiet = |quiet_from, quiet_to| {
        let wall = Wall::from(&Settings { quiet_from, quiet_to, ..Settings::default() });
        (0..24).filter(|hour| wall.is_quiet(*hour)).collect::<Vec<u8>>()
    };
    assert_eq!(quiet(21, 3), [0, 1, 2, 21, 22, 23]);
    assert_eq!(quiet(12, 14), [12, 13]);
    assert_eq!(quiet(22, 0), [22, 23]);
    assert!(quiet(0, 0).is_empty() && quiet(9, 9).is_empty());
}

#[test]
fn keys_that_were_kept_before_there_were_more_are_read() {
    let kept: KitchenKeys = serde_json::from_str(r#"{"bump": "b"}"#).unwrap();
    assert_eq!(kept, KitchenKeys { bump: "b".into(), ..KitchenKeys::default() });
}
