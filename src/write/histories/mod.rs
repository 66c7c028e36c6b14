//! Random histories of a shop in memory: what has to hold after every step, whatever came before.

mod menu;
mod shop;
mod step;

use std::{cell::RefCell, collections::BTreeMap};

use proptest::{
    collection::vec,
    test_runner::{Config, TestRunner},
};

use shop::Shop;

/// How many histories.
const CASES: u32 = 10_000;
/// What the histories are about, as the audit calls it: each has to come true often enough.
const ACTIONS: &[&str] = &[
    "order.create",
    "order.pay",
    "order.send",
    "order.take_up",
    "order.status.change",
    "order.cancel",
    "order.bump",
    "order.recall",
    "order.prioritise",
    "order.acknowledge",
    "order.amend",
    "order.refund",
    "order.discount",
    "inventory.movement.create",
    "inventory.count.create",
    "inventory.ingredient.update",
    "menu.recipe.replace",
    "menu.update",
    "menu.sold_out",
    "menu.combo.update",
    "shift.open",
    "shift.cash_move",
    "shift.close",
];

#[test]
fn the_books_add_up_after_every_step() {
    let done: RefCell<BTreeMap<&'static str, u32>> = RefCell::default();
    let config = Config { cases: CASES, source_file: Some(file!()), ..Config::default() };
    let mut runner = TestRunner::new(config);
    let outcome = runner.run(&(step::sale(), vec(step::any(), 11)), |(first, steps)| {
        let mut shop = Shop::open();
        for step in [&first].into_iter().chain(&steps) {
            shop.take(step)?;
            shop.check()?;
        }
        for action in shop.done {
            *done.borrow_mut().entry(action).or_default() += 1;
        }
        Ok(())
    });
    if let Err(failure) = outcome {
        panic!("{failure}\n{runner}");
    }
    let done = done.into_inner();
    for action in ACTIONS {
        let times = done.get(action).copied().unwrap_or(0);
        assert!(times >= CASES / 40, "only {times} × {action}: {done:?}");
    }
}
