//! The shop's time on a screen: the server's clock, carried on by the device's.

use leptos::prelude::*;
use sunnyside::Moment;

use crate::format;

/// Ticks once a second in the browser; on the server it stands still at the moment of the page, so that both render
/// the same text first.
#[derive(Clone, Copy)]
pub struct ShopClock {
    pub(crate) now: RwSignal<Moment>,
    /// What tells the time to rows; each is the row's own.
    of_rows: StoredValue<Vec<RwSignal<Moment>>>,
    /// How far the server's clock is ahead of the device's, in microseconds.
    ahead: RwSignal<i64>,
    utc_offset_seconds: i32,
}

impl ShopClock {
    /// Begins at the moment at which the server rendered the page.
    pub fn start(server_now: Moment, utc_offset_seconds: i32) -> Self {
        let clock = Self {
            now: RwSignal::new(server_now),
            of_rows: StoredValue::new(Vec::new()),
            ahead: RwSignal::new(0),
            utc_offset_seconds,
        };
        Effect::new(move || {
            clock.correct(server_now);
            let tick = move || clock.tick();
            if let Ok(handle) = set_interval_with_handle(tick, std::time::Duration::from_secs(1)) {
                on_cleanup(move || handle.clear());
            }
        });
        clock
    }

    fn tick(self) {
        let now = self.device_as_server();
        self.now.set(now);
        for row in self.of_rows.get_value() {
            // Its row may have gone just now.
            let _ = row.try_set(now);
        }
    }

    /// The same clock for a row that comes and goes with thousands of others: a signal keeps whoever followed it, for as
    /// long as it lives, so a row follows one that goes with it.
    #[must_use]
    pub fn of_row(self) -> Self {
        #[cfg(not(feature = "hydrate"))]
        return self;
        #[cfg(feature = "hydrate")]
        {
            let now = RwSignal::new(self.now.get_untracked());
            self.of_rows.update_value(|rows| rows.push(now));
            on_cleanup(move || {
                let _ = self.of_rows.try_update_value(|rows| rows.retain(|row| *row != now));
            });
            Self { now, ..self }
        }
    }

    /// The present moment; tracked, so that what shows it follows.
    pub fn now(self) -> Moment {
        self.now.get()
    }

    /// The present moment to the millisecond, not tracked.
    pub fn exact(self) -> Moment {
        self.device_as_server()
    }

    /// Takes the server's word for what time it is: tablets are often minutes off.
    pub fn correct(self, server_now: Moment) {
        self.ahead.set(server_now.0 - device_now().0);
    }

    /// `07:42`.
    pub fn time_of_day(self, moment: Moment) -> String {
        moment.time_of_day(self.utc_offset_seconds)
    }

    /// How far the shop's clocks are ahead of UTC, in seconds.
    pub const fn utc_offset(self) -> i32 {
        self.utc_offset_seconds
    }

    /// `07:42:10`.
    pub fn time_with_seconds(self, moment: Moment) -> String {
        format::time_with_seconds(moment, self.utc_offset_seconds)
    }

    fn device_as_server(self) -> Moment {
        Moment(device_now().0 + self.ahead.get_untracked())
    }
}

/// The device's own clock.
#[cfg(feature = "hydrate")]
fn device_now() -> Moment {
    Moment(js_sys::Date::now() as i64 * 1000)
}

/// On the server nothing asks the device.
#[cfg(not(feature = "hydrate"))]
fn device_now() -> Moment {
    Moment::default()
}
