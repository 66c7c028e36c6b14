//! Which tiles are shown. Plain data, no browser.

use sunnyside::menu::Tile;

/// Whether a tile belongs to what is asked for: what is typed looks through the whole menu, otherwise the category
/// decides.
pub fn is_shown(tile: &Tile, category: Option<i64>, query: &str) -> bool {
    let query = query.trim().to_lowercase();
    if query.is_empty() {
        return category.is_none() || tile.category_id == category;
    }
    tile.id.to_string() == query
        || tile.name.to_lowercase().contains(&query)
        || tile.name_en.as_ref().is_some_and(|name| name.to_lowercase().contains(&query))
}

#[cfg(test)]
mod tests {
    use super::*;
    use sunnyside::Money;

    #[test]
    fn what_is_typed_looks_through_the_whole_menu() {
        let tile = Tile {
            id: 12,
            category_id: Some(3),
            name: "起司蛋餅".into(),
            name_en: Some("Cheese crepe".into()),
            price: Money(4500),
            portions: None,
        };
        for (category, query, shown) in [
            (None, "", true),
            (Some(3), "  ", true),
            (Some(4), "", false),
            (Some(4), "蛋餅", true),
            (None, "CHEESE", true),
            (None, "12", true),
            (None, "1", false),
            (None, "吐司", false),
        ] {
            assert_eq!(is_shown(&tile, category, query), shown, "{category:?} {query:?}");
        }
    }
}
