//! Who makes what: a station for each category, and another one for single items.

use std::collections::BTreeMap;

use leptos::prelude::*;
use sunnyside::menu::{Category, Station};

use super::{
    api::{self, Dish, Route},
    saving::{Said, Saving},
};
use crate::{
    i18n::{t, t_string, use_i18n},
    words,
};

/// So many items are shown of what a search finds.
const MOST_FOUND: usize = 60;

/// A station by the id of a category or an item.
type Picks = BTreeMap<i64, Option<i64>>;

/// What is picked, and what of it is saved.
#[derive(Clone, Copy)]
struct Table {
    picked: RwSignal<Picks>,
    saved: RwSignal<Picks>,
}

impl Table {
    fn of(all: impl Iterator<Item = Route>) -> Self {
        let picks: Picks = all.collect();
        Self { picked: RwSignal::new(picks.clone()), saved: RwSignal::new(picks) }
    }

    fn of_one(self, id: i64) -> Option<i64> {
        self.picked.with(|picks| picks.get(&id).copied().flatten())
    }

    fn pick(self, id: i64, station: Option<i64>) {
        self.picked.update(|picks| {
            picks.insert(id, station);
        });
    }

    /// What is not saved yet.
    fn changes(self) -> Vec<Route> {
        self.saved.with(|saved| {
            self.picked.with(|picks| {
                let changed = picks.iter().filter(|(id, station)| saved.get(id) != Some(station));
                changed.map(|(id, station)| (*id, *station)).collect()
            })
        })
    }

    fn keep(self, changes: Vec<Route>) {
        self.saved.update(|saved| saved.extend(changes));
    }
}

/// What the pieces of this section share.
#[derive(Clone, Copy)]
struct Shared {
    stations: RwSignal<Vec<Station>>,
    categories: StoredValue<Vec<Category>>,
    dishes: StoredValue<Vec<Dish>>,
    of_category: Table,
    of_item: Table,
    saving: Saving,
}

/// The section.
#[component]
pub(super) fn Routes(
    stations: RwSignal<Vec<Station>>,
    categories: Vec<Category>,
    dishes: Vec<Dish>,
) -> impl IntoView {
    let i18n = use_i18n();
    let shared = Shared {
        stations,
        of_category: Table::of(categories.iter().map(|category| (category.id, category.station_id))),
        of_item: Table::of(dishes.iter().map(|dish| (dish.id, dish.station_id))),
        categories: StoredValue::new(categories.clone()),
        dishes: StoredValue::new(dishes),
        saving: Saving::new(),
    };
    let unsaved = Memo::new(move |_| shared.of_category.changes().len() + shared.of_item.changes().len());
    let is_pending = move || unsaved.get() > 0;
    let save = move |_| {
        let (categories, items) = (shared.of_category.changes(), shared.of_item.changes());
        let kept = (categories.clone(), items.clone());
        shared.saving.run(api::routes_save(categories, items), move |()| {
            shared.of_category.keep(kept.0);
            shared.of_item.keep(kept.1);
        });
    };
    let row = move |category: Category| {
        let id = category.id;
        let name = move || words::names(i18n, &category.name, category.name_en.as_deref()).0;
        view! {
            <li class="route">
                <b>{name.clone()}</b>
                <StationSelect
                    shared
                    value=Signal::derive(move || shared.of_category.of_one(id))
                    none=Signal::derive(move || t_string!(i18n, kitchen_setup.none).to_string())
                    label=Signal::derive(name)
                    testid=format!("route-category-{id}")
                    pick=Callback::new(move |station| shared.of_category.pick(id, station))
                />
            </li>
        }
    };
    view! {
        <section class="card panel" aria-labelledby="routes-heading" data-testid="routes">
            <h2 id="routes-heading">{t!(i18n, kitchen_setup.routes)}</h2>
            <p class="muted">{t!(i18n, kitchen_setup.routes_lead)}</p>
            <h3>{t!(i18n, kitchen_setup.by_category)}</h3>
            <ul class="route-list">{categories.into_iter().map(row).collect_view()}</ul>
            <h3>{t!(i18n, kitchen_setup.by_item)}</h3>
            <Items shared/>
            <div class="routes-save" class:pending=is_pending>
                <button
                    type="button"
                    class="primary"
                    data-testid="routes-save"
                    disabled=move || shared.saving.busy.get() || unsaved.get() == 0
                    on:click=save
                >
                    {t!(i18n, kitchen_setup.routes_save)}
                </button>
                <span class="muted" data-testid="routes-unsaved">
                    {move || (unsaved.get() > 0).then(|| t_string!(i18n, kitchen_setup.unsaved, n = unsaved.get()).to_string())}
                </span>
                <Said saving=shared.saving testid="routes-said"/>
            </div>
        </section>
    }
}

/// The items, folded up by category; a search shows what it finds of all of them.
#[component]
fn Items(shared: Shared) -> impl IntoView {
    let i18n = use_i18n();
    let search = RwSignal::new(String::new());
    let wanted = Memo::new(move |_| search.with(|text| text.trim().to_lowercase()));
    let found = move || {
        let wanted = wanted.get();
        let is_it = |dish: &Dish| {
            let en = dish.name_en.as_deref().unwrap_or_default();
            dish.name.to_lowercase().contains(&wanted) || en.to_lowercase().contains(&wanted)
        };
        let mut dishes: Vec<Dish> =
            shared.dishes.with_value(|all| all.iter().filter(|dish| is_it(dish)).cloned().collect());
        let more = dishes.len().saturating_sub(MOST_FOUND);
        dishes.truncate(MOST_FOUND);
        let is_none = dishes.is_empty();
        view! {
            {is_none.then(|| view! { <p class="empty">{t_string!(i18n, kitchen_setup.nothing_found, text = search.get()).to_string()}</p> })}
            <ul class="route-list">{rows(shared, dishes)}</ul>
            {(more > 0).then(|| view! { <p class="muted">{t_string!(i18n, kitchen_setup.more, n = more).to_string()}</p> })}
        }
    };
    let folded = move || {
        let mut ids: Vec<Option<i64>> =
            shared.categories.with_value(|all| all.iter().map(|category| Some(category.id)).collect());
        ids.push(None);
        ids.into_iter().map(|id| view! { <Fold shared category_id=id/> }).collect_view()
    };
    view! {
        <label class="field">
            <span>{t!(i18n, kitchen_setup.search)}</span>
            <input
                type="search"
                autocomplete="off"
                data-testid="routes-search"
                prop:value=move || search.get()
                on:input=move |ev| search.set(event_target_value(&ev))
            />
        </label>
        {move || if wanted.with(String::is_empty) { folded().into_any() } else { found().into_any() }}
    }
}

/// The items of a category, drawn when it is opened.
#[component]
fn Fold(shared: Shared, category_id: Option<i64>) -> impl IntoView {
    let i18n = use_i18n();
    let is_open = RwSignal::new(false);
    let of_it = shared.dishes.with_value(|all| {
        all.iter().filter(|dish| dish.category_id == category_id).cloned().collect::<Vec<Dish>>()
    });
    if of_it.is_empty() {
        return ().into_any();
    }
    let ids = StoredValue::new(of_it.iter().map(|dish| dish.id).collect::<Vec<i64>>());
    let own = Memo::new(move |_| {
        ids.with_value(|ids| ids.iter().filter(|id| shared.of_item.of_one(**id).is_some()).count())
    });
    let name = move || {
        let category = shared.categories.with_value(|all| {
            let category = all.iter().find(|category| Some(category.id) == category_id);
            category.map(|c| words::names(i18n, &c.name, c.name_en.as_deref()).0)
        });
        category.unwrap_or_else(|| t_string!(i18n, kitchen_setup.no_category).to_string())
    };
    let dishes = StoredValue::new(of_it);
    view! {
        <details class="route-fold" on:toggle=move |_| is_open.set(true)>
            <summary data-testid=format!("routes-of-{}", category_id.unwrap_or(0))>
                <b>{name}</b>
                <span class="muted">
                    {move || (own.get() > 0).then(|| t_string!(i18n, kitchen_setup.own_count, n = own.get()).to_string())}
                </span>
            </summary>
            <ul class="route-list">{move || is_open.get().then(|| rows(shared, dishes.get_value()))}</ul>
        </details>
    }
    .into_any()
}

fn rows(shared: Shared, dishes: Vec<Dish>) -> impl IntoView {
    dishes.into_iter().map(|dish| view! { <ItemRow shared dish/> }).collect_view()
}

#[component]
fn ItemRow(shared: Shared, dish: Dish) -> impl IntoView {
    let i18n = use_i18n();
    let (id, category_id) = (dish.id, dish.category_id);
    let name = move || words::names(i18n, &dish.name, dish.name_en.as_deref()).0;
    let follows = move || {
        let station = category_id.and_then(|id| shared.of_category.of_one(id));
        let called = station.and_then(|id| {
            shared.stations.with(|all| {
                let station = all.iter().find(|station| station.id == id);
                station.map(|s| words::names(i18n, &s.name, s.name_en.as_deref()).0)
            })
        });
        let called = called.unwrap_or_else(|| t_string!(i18n, kitchen_setup.none).to_string());
        t_string!(i18n, kitchen_setup.follows, station = called).to_string()
    };
    view! {
        <li class="route" class:own=move || shared.of_item.of_one(id).is_some()>
            <span>{name.clone()}</span>
            <StationSelect
                shared
                value=Signal::derive(move || shared.of_item.of_one(id))
                none=Signal::derive(follows)
                label=Signal::derive(name)
                testid=format!("route-item-{id}")
                pick=Callback::new(move |station| shared.of_item.pick(id, station))
            />
        </li>
    }
}

/// A station to choose, or none.
#[component]
fn StationSelect(
    shared: Shared,
    value: Signal<Option<i64>>,
    none: Signal<String>,
    label: Signal<String>,
    testid: String,
    pick: Callback<Option<i64>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let option = move |station: Station| {
        let id = station.id;
        let name = move || words::names(i18n, &station.name, station.name_en.as_deref()).0;
        view! { <option value=id selected=move || value.get() == Some(id)>{name}</option> }
    };
    view! {
        <select
            data-testid=testid
            aria-label=move || label.get()
            on:change=move |ev| {
                shared.saving.forget();
                pick.run(event_target_value(&ev).parse().ok());
            }
        >
            <option value="" selected=move || value.get().is_none()>{move || none.get()}</option>
            {move || shared.stations.get().into_iter().map(option).collect_view()}
        </select>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_picked_and_taken_back_is_no_change() {
        let owner = Owner::new();
        owner.set();
        let table = Table::of([(1, None), (2, Some(7))].into_iter());
        assert_eq!(table.changes(), []);
        table.pick(1, Some(7));
        table.pick(2, None);
        assert_eq!(table.changes(), [(1, Some(7)), (2, None)]);
        table.pick(1, None);
        assert_eq!(table.changes(), [(2, None)]);
        table.keep(table.changes());
        assert_eq!((table.changes(), table.of_one(2)), (vec![], None));
    }
}
