//! All-day counts at the side: what is still to be made, by dish and by what the recipes take; and what runs low.

use leptos::prelude::*;
use sunnyside::{
    Quantity,
    kitchen::{
        Ticket,
        counts::{DishCount, components, dishes},
    },
    stock::LowStock,
};

use super::Kitchen;
use crate::{
    chrome::when,
    i18n::{t, t_string, use_i18n},
    words,
};

/// So many components stand at the side at most; the others are little enough.
const MOST_COMPONENTS: usize = 10;
/// So many dishes.
const MOST_DISHES: usize = 12;

/// The side.
#[component]
pub fn Side(kitchen: Kitchen) -> impl IntoView {
    let i18n = use_i18n();
    let dish_counts = Memo::new(move |_| {
        let station = kitchen.station.get();
        kitchen.to_make.with(|tickets| {
            let mut counts = dishes(tickets.iter().map(|s| -> &Ticket { &s.ticket }), station);
            counts.truncate(MOST_DISHES);
            counts
        })
    });
    let component_counts = Memo::new(move |_| {
        let station = kitchen.station.get();
        let counts = kitchen
            .to_make
            .with(|tickets| components(tickets.iter().map(|s| -> &Ticket { &s.ticket }), station));
        kitchen.components.with_value(|all| {
            let mut named: Vec<(String, String, Quantity)> = counts
                .into_iter()
                .filter(|(_, quantity)| *quantity > Quantity::ZERO)
                .filter_map(|(id, quantity)| {
                    let found = all.iter().find(|component| component.id == id)?;
                    Some((found.name.clone(), found.unit.clone(), quantity))
                })
                .collect();
            named.sort_by_key(|(name, _, quantity)| (std::cmp::Reverse(*quantity), name.clone()));
            named.truncate(MOST_COMPONENTS);
            named
        })
    });
    let is_none = Memo::new(move |_| dish_counts.with(Vec::is_empty));
    let dish = move |count: DishCount| {
        let name = words::names(i18n, &count.name, count.name_en.as_deref()).0;
        view! { <li><span>{name}</span> <b class="num">{count.quantity}</b></li> }
    };
    let component = |(name, unit, quantity): (String, String, Quantity)| {
        view! { <li><span>{name}</span> <b class="num">{quantity.to_string()} <small>" " {unit}</small></b></li> }
    };
    view! {
        <aside class="side" tabindex="0" aria-label=move || t_string!(i18n, kds.counts)>
            <section aria-labelledby="dishes-heading" data-testid="dishes">
                <h2 id="dishes-heading">{t!(i18n, kds.count_dishes)}</h2>
                {when(is_none, move || t_string!(i18n, kds.counts_none).to_string())}
                <ul>{move || dish_counts.get().into_iter().map(dish).collect_view()}</ul>
            </section>
            <section aria-labelledby="components-heading" data-testid="components">
                <h2 id="components-heading">{t!(i18n, kds.count_components)}</h2>
                <ul>{move || component_counts.get().into_iter().map(component).collect_view()}</ul>
            </section>
            <LowStockPanel kitchen/>
        </aside>
    }
}

/// What runs low.
#[component]
fn LowStockPanel(kitchen: Kitchen) -> impl IntoView {
    let i18n = use_i18n();
    let low = Memo::new(move |_| kitchen.board.with(|board| board.low_stock.clone()));
    let is_none = Memo::new(move |_| low.with(Vec::is_empty));
    let line = move |low: LowStock| {
        let (have, level, unit) = (low.current_stock.to_string(), low.reorder_level.to_string(), low.unit);
        let (have, level, unit) = (have.as_str(), level.as_str(), unit.as_str());
        let text = t_string!(i18n, kds.low_line, have = have, unit = unit, level = level).to_string();
        view! { <li><b>{low.ingredient_name}</b><span>{text}</span></li> }
    };
    view! {
        <section class="low" aria-labelledby="low-heading" data-testid="low-stock">
            <h2 id="low-heading">
                {t!(i18n, kds.low)} " " <b class="count">{move || low.with(Vec::len)}</b>
            </h2>
            {when(is_none, move || t_string!(i18n, kds.low_none).to_string())}
            <ul>{move || low.get().into_iter().map(line).collect_view()}</ul>
        </section>
    }
}
