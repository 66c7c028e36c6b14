//! `cargo xtask bench`: how many requests the release answers, asked by wrk on the same machine.

use crate::shop::Shop;
use crate::step::{Doing, Failure, Outcome, command, read, say, step};
use crate::{release, system};
use std::fs;

/// Paid, three lines with recipes.
const ORDER: &str = r#"{"auto_pay":true,"items":[{"menu_item_id":1,"quantity":1},{"menu_item_id":9,"quantity":2},{"menu_item_id":37,"quantity":1}]}"#;
/// The most of an ingredient that there can be, as a round number.
const STOCK: &str = r#"{"current_stock":9000000}"#;
/// How long each figure is measured; in longer runs the stock does not last.
const SECONDS: u32 = 3;

/// What is asked for, how many at once, and what the system before it answered in a second on such a machine.
const RUNS: [(&str, &str, u32, u64); 5] = [
    ("orders", "/api/orders", 1, 92),
    ("orders", "/api/orders", 8, 92),
    ("orders", "/api/orders", 32, 92),
    ("menu", "/api/menu/items", 8, 410),
    ("list of 100 orders", "/api/orders?limit=100", 8, 56),
];

/// Measures and prints.
pub fn bench() -> Outcome<()> {
    let dist = release::ready(false)?;
    if system::find("wrk").is_none() {
        system::install(&["wrk"], "wrk makes the load")?;
    }
    let shop = Shop::open(&dist.join("sunnyside"), true)?;
    for (what, path, at_once, before) in RUNS {
        fill(&shop);
        let title = format!("{what}, {at_once} at once");
        let rate = step(&title, &format!("{SECONDS} s of wrk"), || measure(&shop, path, at_once))?;
        let tenths = rate * 10 / before;
        say(&format!(
            "    {rate}/s, {}.{} times the {before}/s of the system before",
            tenths / 10,
            tenths % 10
        ));
    }
    Ok(())
}

/// Stocks all up to the most that the shop can count: a run at full speed sells that much.
fn fill(shop: &Shop) {
    // Ids grow from 1; the first that is no ingredient's ends it.
    let fill = |id: &u32| shop.ask("PUT", &format!("/api/inventory/ingredients/{id}"), Some(STOCK)).is_ok();
    let _ = (1..).take_while(fill).count();
}

/// Requests in a second; every one of them has to succeed.
fn measure(shop: &Shop, path: &str, at_once: u32) -> Outcome<u64> {
    let script = shop.folder().join("load.lua");
    let token = shop.token.as_deref().unwrap_or_default();
    let mut lua = format!("wrk.headers['Authorization'] = 'Bearer {token}'\n");
    if path == "/api/orders" {
        lua.push_str(&format!(
            "wrk.method = 'POST'\nwrk.headers['Content-Type'] = 'application/json'\nwrk.body = [[{ORDER}]]\n"
        ));
    }
    lua.push_str(
        "done = function(sum) io.write(string.format('rate=%d bad=%d\\n', math.floor(sum.requests / sum.duration * 1e6), \
         sum.errors.status + sum.errors.timeout + sum.errors.connect)) end\n",
    );
    fs::write(&script, lua).doing("writing the load's script")?;
    let mut wrk = command("wrk");
    wrk.args(["-t1", &format!("-c{at_once}"), &format!("-d{SECONDS}"), "-s"]).arg(&script);
    wrk.arg(format!("http://127.0.0.1:{}{path}", shop.port));
    let said = read(&mut wrk)?;
    let number = |name: &str| said.split(name).nth(1)?.split_whitespace().next()?.parse::<u64>().ok();
    match (number("rate="), number("bad=")) {
        (Some(rate), Some(0)) => Ok(rate),
        _ => Err(Failure::new(format!("not every request was answered well: {said}; {}", shop.last_words()))),
    }
}
