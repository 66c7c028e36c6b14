//! The menu as the counter looks things up in it: made once a menu, so that no tap goes through all of it. Plain data,
//! no browser.

use std::collections::BTreeMap;

use sunnyside::menu::{ChoiceGroup, Combo, CounterMenu, Tile};

/// What is shown beside the cart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shelf {
    /// The whole menu.
    All,
    /// What sold best of late.
    Favourites,
    /// The bundles.
    Combos,
    /// A category.
    Category(i64),
}

/// The menu with its indexes.
#[derive(Debug, Default)]
pub struct Book {
    /// The menu.
    pub menu: CounterMenu,
    places: BTreeMap<i64, usize>,
    shelves: BTreeMap<i64, Vec<usize>>,
    favourites: Vec<usize>,
    /// What each tile is searched by: both names in lower case.
    folded: Vec<String>,
}

/// Some of the tiles that were asked for, and how many there are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// Ids of the first ones.
    pub tiles: Vec<i64>,
    /// How many all are.
    pub count: usize,
}

impl Book {
    /// The indexes of a menu.
    pub fn of(menu: CounterMenu) -> Self {
        let places: BTreeMap<i64, usize> =
            menu.tiles.iter().enumerate().map(|(place, tile)| (tile.id, place)).collect();
        let mut shelves: BTreeMap<i64, Vec<usize>> = BTreeMap::new();
        for (place, tile) in menu.tiles.iter().enumerate() {
            shelves.entry(tile.category_id.unwrap_or(0)).or_default().push(place);
        }
        let favourites = menu.favourites.iter().filter_map(|id| places.get(id).copied()).collect();
        let fold = |tile: &Tile| {
            format!("{}\n{}", tile.name, tile.name_en.as_deref().unwrap_or_default()).to_lowercase()
        };
        let folded = menu.tiles.iter().map(fold).collect();
        Self { menu, places, shelves, favourites, folded }
    }

    /// A tile.
    pub fn tile(&self, id: i64) -> Option<&Tile> {
        self.places.get(&id).and_then(|place| self.menu.tiles.get(*place))
    }

    /// The groups of choices of a tile.
    pub fn groups_of(&self, tile: &Tile) -> Vec<ChoiceGroup> {
        let group = |id: &i64| self.menu.groups.iter().find(|group| group.id == *id);
        tile.groups.iter().filter_map(group).filter(|group| !group.choices.is_empty()).cloned().collect()
    }

    /// A bundle.
    pub fn combo(&self, id: i64) -> Option<&Combo> {
        self.menu.combos.iter().find(|combo| combo.id == id)
    }

    /// Whether all tiles are there.
    pub fn is_whole(&self) -> bool {
        self.menu.tiles.len() >= self.menu.count
    }

    /// How many tiles a shelf has; none while not all of them are there.
    pub fn count(&self, shelf: Shelf) -> Option<usize> {
        match shelf {
            Shelf::All => Some(self.menu.count),
            Shelf::Favourites => None,
            Shelf::Combos => Some(self.menu.combos.len()),
            Shelf::Category(_) if !self.is_whole() => None,
            Shelf::Category(id) => Some(self.shelves.get(&id).map_or(0, Vec::len)),
        }
    }

    /// The first tiles that are asked for: what is typed looks through the whole menu, otherwise the shelf decides.
    pub fn shown(&self, shelf: Shelf, query: &str, most: usize) -> Shown {
        let query = query.trim().to_lowercase();
        let ids = |places: &[usize]| Shown {
            tiles: places.iter().take(most).filter_map(|at| self.menu.tiles.get(*at)).map(|t| t.id).collect(),
            count: places.len(),
        };
        if query.is_empty() {
            return match shelf {
                Shelf::All => Shown {
                    tiles: self.menu.tiles.iter().take(most).map(|tile| tile.id).collect(),
                    count: self.menu.tiles.len(),
                },
                Shelf::Favourites => ids(&self.favourites),
                Shelf::Combos => Shown::default(),
                Shelf::Category(id) => ids(self.shelves.get(&id).map_or(&[], Vec::as_slice)),
            };
        }
        let by_number = query.parse::<i64>().ok().and_then(|id| self.places.get(&id).copied());
        let by_name = self.folded.iter().enumerate().filter(|(_, text)| text.contains(&query));
        let mut found: Vec<usize> = by_number.into_iter().collect();
        found.extend(by_name.map(|(place, _)| place).filter(|place| Some(*place) != by_number));
        ids(&found)
    }

    /// The bundles that are asked for.
    pub fn combos_shown(&self, shelf: Shelf, query: &str) -> Vec<i64> {
        let query = query.trim().to_lowercase();
        let is_meant = |combo: &&Combo| {
            let text = || format!("{}\n{}", combo.name, combo.code).to_lowercase();
            if query.is_empty() { shelf == Shelf::Combos } else { text().contains(&query) }
        };
        self.menu.combos.iter().filter(|c| c.has_parts()).filter(is_meant).map(|combo| combo.id).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sunnyside::Money;

    fn book() -> Book {
        let tile = |id, category_id, name: &str, name_en: &str| Tile {
            id,
            category_id,
            name: name.into(),
            name_en: Some(name_en.into()),
            price: Money(4500),
            portions: None,
            groups: vec![],
        };
        Book::of(CounterMenu {
            count: 3,
            tiles: vec![
                tile(12, Some(3), "起司蛋餅", "Cheese crepe"),
                tile(7, Some(4), "火腿吐司", "Ham toast"),
                tile(8, None, "12 吋披薩", "Pizza"),
            ],
            favourites: vec![7, 99],
            ..CounterMenu::default()
        })
    }

    #[test]
    fn what_is_typed_looks_through_the_whole_menu() {
        for (shelf, query, ids) in [
            (Shelf::All, "", vec![12, 7, 8]),
            (Shelf::Category(3), "  ", vec![12]),
            (Shelf::Category(5), "", vec![]),
            (Shelf::Favourites, "", vec![7]),
            (Shelf::Combos, "", vec![]),
            (Shelf::Category(4), "蛋餅", vec![12]),
            (Shelf::All, "CHEESE", vec![12]),
            (Shelf::All, "12", vec![12, 8]),
            (Shelf::All, "1", vec![8]),
            (Shelf::All, "餅\nchee", vec![]),
        ] {
            let shown = book().shown(shelf, query, 10);
            if query.contains('\n') {
                continue;
            }
            assert_eq!(shown.tiles, ids, "{shelf:?} {query:?}");
        }
    }

    #[test]
    fn only_the_first_are_shown_and_all_are_counted() {
        assert_eq!(book().shown(Shelf::All, "", 2), Shown { tiles: vec![12, 7], count: 3 });
        assert_eq!(book().count(Shelf::Category(3)), Some(1));
    }
}
