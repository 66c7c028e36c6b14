//! What an owner can set.

#[cfg(test)]
mod tests;
mod wall;

use serde::{Deserialize, Serialize};

pub use wall::{KeysPatch, KitchenKeys, Wall, WallLanguage, WallTheme};

use crate::{
    Money, Outcome, Refusal,
    menu::text_fault,
    refusal::{Fault, Problem},
};

/// The coins that a price can be shared out in, from a cent to NT$10.
pub const COINS: &[Money] = &[Money(1), Money(5), Money(10), Money(50), Money(100), Money(500), Money(1000)];
/// The kitchen begins four hours before an order is wanted at the earliest.
const LONGEST_LEAD_MINUTES: i64 = 240;
/// A ready number stays on the public board for four hours at the most.
const LONGEST_PICKUP_MINUTES: i64 = 240;
/// A ticket is late after four hours at the latest.
const LONGEST_WAIT_MINUTES: i64 = 240;

/// How the shop works, as its owner set it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Settings {
    /// The shop's name, 1-80 characters.
    pub shop_name: String,
    /// Its time zone, by its IANA name: `Asia/Taipei`.
    pub zone: String,
    /// The hour at which its business day begins, 0-23.
    pub day_start_hour: u8,
    /// The smallest coin that prices are shared out in: NT$1.
    pub smallest_coin: Money,
    /// After how many minutes a ticket is due and late, by status.
    pub age_limits: AgeLimits,
    /// Up to so many percent staff may take off by themselves, 0-100.
    pub discount_limit_percent: u32,
    /// Whether an order is refused for which the stock does not suffice. Otherwise it takes what is there.
    pub shortage_blocks_sale: bool,
    /// What stands at the foot of a receipt, 500 characters at most.
    pub receipt_text: String,
    /// After so many minutes without a tap a paired counter asks who is there, 0-240; 0 never.
    pub lock_minutes: u32,
    /// The kitchen begins so many minutes before an order is wanted, 0-240.
    pub lead_minutes: u32,
    /// A ready number leaves the public board after so many minutes, 1-240.
    pub pickup_minutes: u32,
    /// Whether the public board speaks the numbers that become ready.
    pub pickup_speak: bool,
    /// From this hour of the day on the public board is silent, 0-23. The same as `quiet_to`: it never is.
    pub quiet_from: u8,
    /// At this hour the public board sounds again, 0-23.
    pub quiet_to: u8,
    /// How the screens on the wall look.
    pub wall_theme: WallTheme,
    /// In which language they speak.
    pub wall_language: WallLanguage,
    /// How large they write, in percent, 75-200.
    pub wall_size_percent: u32,
    /// How loud the kitchen is, 0-100.
    pub kitchen_volume: u32,
    /// The kitchen's keys.
    pub kitchen_keys: KitchenKeys,
}

/// Minutes after which a ticket is due and late, by its status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct AgeLimits {
    /// Before the kitchen begins.
    pub pending: AgeLimit,
    /// While it is made.
    pub preparing: AgeLimit,
    /// While it waits to be collected.
    pub ready: AgeLimit,
}

/// When a ticket needs a look, and when it is too late. Whole minutes, 1-240, `warn` not above `late`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct AgeLimit {
    /// Due after so many minutes.
    pub warn: u32,
    /// Late after so many minutes.
    pub late: u32,
}

impl Default for Settings {
    fn default() -> Self {
        let limit = |warn, late| AgeLimit { warn, late };
        Self {
            shop_name: "晨光早餐".to_owned(),
            zone: "Asia/Taipei".to_owned(),
            day_start_hour: 3,
            smallest_coin: Money(100),
            // What is in use in such kitchens.
            age_limits: AgeLimits { pending: limit(8, 12), preparing: limit(15, 22), ready: limit(5, 10) },
            discount_limit_percent: 10,
            shortage_blocks_sale: true,
            receipt_text: String::new(),
            lock_minutes: 5,
            lead_minutes: 15,
            pickup_minutes: 20,
            pickup_speak: false,
            quiet_from: 0,
            quiet_to: 0,
            wall_theme: WallTheme::Dark,
            wall_language: WallLanguage::Visitors,
            wall_size_percent: 100,
            kitchen_volume: 70,
            kitchen_keys: KitchenKeys::default(),
        }
    }
}

/// What changes of the settings; what is `None` is left as it is. Numbers are as they came, unchecked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsPatch {
    /// A new name.
    pub shop_name: Option<String>,
    /// A new time zone.
    pub zone: Option<String>,
    /// A new beginning of the day.
    pub day_start_hour: Option<i64>,
    /// A new smallest coin.
    pub smallest_coin: Option<Money>,
    /// New limits before the kitchen begins.
    pub pending: Option<LimitPatch>,
    /// New limits while it is made.
    pub preparing: Option<LimitPatch>,
    /// New limits while it waits to be collected.
    pub ready: Option<LimitPatch>,
    /// A new limit for what staff may take off.
    pub discount_limit_percent: Option<i64>,
    /// Whether a shortage blocks a sale.
    pub shortage_blocks_sale: Option<bool>,
    /// A new foot of the receipt.
    pub receipt_text: Option<String>,
    /// After how many minutes a counter locks.
    pub lock_minutes: Option<i64>,
    /// How long before it is wanted the kitchen begins with an order.
    pub lead_minutes: Option<i64>,
    /// After how many minutes a ready number leaves the public board.
    pub pickup_minutes: Option<i64>,
    /// Whether the public board speaks.
    pub pickup_speak: Option<bool>,
    /// A new beginning of the quiet hours.
    pub quiet_from: Option<i64>,
    /// A new end of the quiet hours.
    pub quiet_to: Option<i64>,
    /// How the screens on the wall look.
    pub wall_theme: Option<WallTheme>,
    /// In which language they speak.
    pub wall_language: Option<WallLanguage>,
    /// How large they write.
    pub wall_size_percent: Option<i64>,
    /// How loud the kitchen is.
    pub kitchen_volume: Option<i64>,
    /// New keys of the kitchen.
    pub kitchen_keys: Option<KeysPatch>,
}

/// What changes of the limits of a status.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LimitPatch {
    /// Due after so many minutes.
    pub warn: Option<i64>,
    /// Late after so many minutes.
    pub late: Option<i64>,
}

impl Settings {
    /// The settings with these changes.
    ///
    /// # Errors
    /// `Invalid` with every field that is out of its range.
    pub fn with(&self, patch: &SettingsPatch) -> Outcome<Self> {
        let mut faults = Vec::new();
        let number = |way: &str, given: Option<i64>, now: u32, range: (i64, i64), faults: &mut Vec<Fault>| {
            let given = given.unwrap_or(i64::from(now));
            faults.extend(outside(given, range).map(|problem| Fault::body(way, problem)));
            u32::try_from(given).unwrap_or(now)
        };
        let mut limit = |name: &str, patch: Option<LimitPatch>, now: AgeLimit| {
            let patch = patch.unwrap_or_default();
            let way = |field: &str| format!("age_limits.{name}.{field}");
            let range = (1, LONGEST_WAIT_MINUTES);
            let before = faults.len();
            let warn = number(&way("warn"), patch.warn, now.warn, range, &mut faults);
            let late = number(&way("late"), patch.late, now.late, range, &mut faults);
            if faults.len() == before && warn > late {
                faults.push(Fault::body(&way("warn"), Problem::AboveMaximum(i64::from(late))));
            }
            AgeLimit { warn, late }
        };
        let age_limits = AgeLimits {
            pending: limit("pending", patch.pending, self.age_limits.pending),
            preparing: limit("preparing", patch.preparing, self.age_limits.preparing),
            ready: limit("ready", patch.ready, self.age_limits.ready),
        };
        let mut hour = |way: &str, given: Option<i64>, now: u8| {
            u8::try_from(number(way, given, now.into(), (0, 23), &mut faults)).unwrap_or(now)
        };
        let day_start_hour = hour("day_start_hour", patch.day_start_hour, self.day_start_hour);
        let quiet_from = hour("quiet_from", patch.quiet_from, self.quiet_from);
        let quiet_to = hour("quiet_to", patch.quiet_to, self.quiet_to);
        let mut number = |way: &str, given, now, range| number(way, given, now, range, &mut faults);
        let discount_limit_percent = number(
            "discount_limit_percent",
            patch.discount_limit_percent,
            self.discount_limit_percent,
            (0, 100),
        );
        let lock_minutes = number("lock_minutes", patch.lock_minutes, self.lock_minutes, (0, 240));
        let lead_minutes =
            number("lead_minutes", patch.lead_minutes, self.lead_minutes, (0, LONGEST_LEAD_MINUTES));
        let pickup_minutes =
            number("pickup_minutes", patch.pickup_minutes, self.pickup_minutes, (1, LONGEST_PICKUP_MINUTES));
        let wall_size_percent =
            number("wall_size_percent", patch.wall_size_percent, self.wall_size_percent, (75, 200));
        let kitchen_volume = number("kitchen_volume", patch.kitchen_volume, self.kitchen_volume, (0, 100));
        let kitchen_keys = self.kitchen_keys.with(patch.kitchen_keys.as_ref(), "kitchen_keys", &mut faults);
        faults.extend(patch.shop_name.as_ref().and_then(|name| text_fault("shop_name", name, 1, 80)));
        faults.extend(patch.receipt_text.as_ref().and_then(|text| text_fault("receipt_text", text, 0, 500)));
        let smallest_coin = patch.smallest_coin.unwrap_or(self.smallest_coin);
        if !COINS.contains(&smallest_coin) {
            let words = COINS.iter().map(Money::to_string).collect();
            faults.push(Fault::body("smallest_coin", Problem::UnknownWord(words)));
        }
        let zone = patch.zone.as_deref().map_or_else(|| Some(self.zone.clone()), known_zone);
        if zone.is_none() {
            faults.push(Fault::body("zone", Problem::UnknownZone));
        }
        if !faults.is_empty() {
            return Err(Refusal::Invalid(faults));
        }
        Ok(Self {
            shop_name: patch.shop_name.as_ref().unwrap_or(&self.shop_name).clone(),
            zone: zone.unwrap_or_default(),
            day_start_hour,
            smallest_coin,
            age_limits,
            discount_limit_percent,
            shortage_blocks_sale: patch.shortage_blocks_sale.unwrap_or(self.shortage_blocks_sale),
            receipt_text: patch.receipt_text.as_ref().unwrap_or(&self.receipt_text).clone(),
            lock_minutes,
            lead_minutes,
            pickup_minutes,
            pickup_speak: patch.pickup_speak.unwrap_or(self.pickup_speak),
            quiet_from,
            quiet_to,
            wall_theme: patch.wall_theme.unwrap_or(self.wall_theme),
            wall_language: patch.wall_language.unwrap_or(self.wall_language),
            wall_size_percent,
            kitchen_volume,
            kitchen_keys,
        })
    }
}

fn outside(number: i64, (least, most): (i64, i64)) -> Option<Problem> {
    if number < least {
        Some(Problem::BelowMinimum(least))
    } else if number > most {
        Some(Problem::AboveMaximum(most))
    } else {
        None
    }
}

/// A zone by its IANA name, as the database of zones spells it.
#[cfg(feature = "ssr")]
fn known_zone(name: &str) -> Option<String> {
    let zone = jiff::tz::TimeZone::get(name).ok()?;
    zone.iana_name().filter(|_| !zone.is_unknown()).map(str::to_owned)
}

/// A browser carries no database of zones: it takes the name, and the server looks.
#[cfg(not(feature = "ssr"))]
fn known_zone(name: &str) -> Option<String> {
    (!name.trim().is_empty()).then(|| name.to_owned())
}
