//! Filling a shop to try it: a menu and accounts, and a past where one is wanted.

use std::{
    io::{IsTerminal, Write},
    time::{Duration, Instant},
};

use sunnyside::{
    demo::year::{Obstacle, Sown, USUAL_ORDERS_A_DAY, Wanted},
    service::{Context, shop},
};

use super::told;
use crate::{Config, cli::Seed, config::Environment, open_store, serve};

/// How wide the bar is, in characters.
const BAR: u32 = 30;
/// How often the bar moves.
const TICK: Duration = Duration::from_millis(200);

/// Fills an empty shop, and gives it a past where one is wanted.
///
/// # Errors
/// A sentence that says why not.
pub async fn seed(config: &Config, wanted: Seed) -> Result<(), String> {
    let Some(days) = wanted.days else {
        let store = open_store(config).await?;
        return match serve::seed(config, &store).await? {
            true => Ok(()),
            false => Err("the shop already has data; only an empty database is filled".to_owned()),
        };
    };
    if config.environment == Environment::Production && !wanted.in_production {
        return Err(
            "this is a production shop (APP_ENV=production), and a past that never was cannot be taken \
                    back; --in-production makes it all the same"
                .to_owned(),
        );
    }
    let store = open_store(config).await?;
    serve::seed(config, &store).await?;
    let wanted = Wanted {
        seed: wanted.seed.unwrap_or(1),
        days,
        orders_a_day: wanted.orders_a_day.unwrap_or(USUAL_ORDERS_A_DAY),
    };
    let mut progress = Progress::new(days);
    let context = Context::of_program(store);
    let outcome = shop::seed_past(&context, wanted, &mut |sown| progress.show(sown)).await;
    progress.end();
    let sown = outcome.map_err(sentence)?;
    let seconds = progress.begun.elapsed().as_secs();
    println!(
        "{} orders on {} of {} days, up to yesterday, in {seconds} s (--seed {}).",
        sown.orders, sown.open_days, sown.days, wanted.seed
    );
    Ok(())
}

fn sentence(obstacle: Obstacle) -> String {
    match obstacle {
        Obstacle::HasOrders => {
            "the shop has orders already, and a past cannot be put beside them; use an empty database"
                .to_owned()
        }
        Obstacle::NoMenu => {
            "there is nothing on the menu that could have been sold; bring a menu in first (import-menu)"
                .to_owned()
        }
        Obstacle::NobodyThere => {
            "there is no active manager or owner who could have run the shop; see `sunnyside user`".to_owned()
        }
        Obstacle::DrawerOpen => "a shift is open; close it first".to_owned(),
        Obstacle::InUse => {
            "somebody works in this shop at the same time; the days that were made so far stay, so \
                            begin again with an empty database that nobody uses"
                .to_owned()
        }
        Obstacle::TooMuch => "so many days or orders cannot be made".to_owned(),
        Obstacle::Refused(refusal) => told(refusal),
    }
}

/// Shows how far it has come: a bar on a terminal, a line now and then elsewhere.
struct Progress {
    days: u32,
    is_terminal: bool,
    begun: Instant,
    shown: Option<Instant>,
    tenths: u32,
}

impl Progress {
    fn new(days: u32) -> Self {
        let is_terminal = std::io::stderr().is_terminal();
        Self { days: days.max(1), is_terminal, begun: Instant::now(), shown: None, tenths: 0 }
    }

    fn show(&mut self, sown: Sown) {
        if self.is_terminal {
            let is_due = self.shown.is_none_or(|at| at.elapsed() >= TICK) || sown.days == self.days;
            if is_due {
                self.shown = Some(Instant::now());
                eprint!("\r{}", bar(self.days, sown, self.begun.elapsed()));
                let _ = std::io::stderr().flush();
            }
        } else if sown.days * 10 / self.days > self.tenths {
            self.tenths = sown.days * 10 / self.days;
            eprintln!("{} of {} days, {} orders", sown.days, self.days, sown.orders);
        }
    }

    /// Leaves the line of the bar.
    fn end(&self) {
        if self.shown.is_some() {
            eprintln!();
        }
    }
}

/// The bar as it stands after so long.
fn bar(days: u32, sown: Sown, after: Duration) -> String {
    let full = (sown.days * BAR / days.max(1)).min(BAR);
    let count = |n: u32| usize::try_from(n).unwrap_or(0);
    let (done, left) = ("#".repeat(count(full)), "-".repeat(count(BAR - full)));
    format!("[{done}{left}] {} of {days} days, {} orders, {} s", sown.days, sown.orders, after.as_secs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_is_as_full_as_the_work() {
        let at = |days, orders| bar(300, Sown { days, open_days: days, orders }, Duration::from_secs(7));
        assert_eq!(at(0, 0), "[------------------------------] 0 of 300 days, 0 orders, 7 s");
        assert_eq!(at(100, 4_321), "[##########--------------------] 100 of 300 days, 4321 orders, 7 s");
        assert_eq!(at(300, 9), "[##############################] 300 of 300 days, 9 orders, 7 s");
    }
}
