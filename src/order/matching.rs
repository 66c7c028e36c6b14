//! Which units of an order are meant by the lines that it should have.

use std::collections::BTreeSet;

use super::{DraftLine, Line, draft::trimmed};

/// How many units of each old line stay, and what is asked for beyond them. Refunded units are found first, since they
/// cannot leave the order, then whole bundles, so that one of which all is wanted keeps its price whatever else goes.
pub(super) fn matched<'a>(old: &[Line], wanted: &'a [DraftLine]) -> (Vec<u32>, Vec<(&'a DraftLine, u32)>) {
    let mut left: Vec<u32> = wanted.iter().map(|line| line.quantity).collect();
    let mut kept: Vec<u32> =
        old.iter().map(|line| claim(line, line.refunded_quantity, wanted, &mut left)).collect();
    let groups: BTreeSet<i32> = old.iter().filter_map(group).collect();
    for of in groups {
        let is_in = |line: &Line| group(line) == Some(of);
        let most = old.iter().find(|line| is_in(line)).map_or(0, |line| line.quantity);
        for count in (1..=most).rev() {
            let mut tried = left.clone();
            let is_whole = old.iter().zip(&kept).filter(|(line, _)| is_in(line)).all(|(line, kept)| {
                let missing = count.saturating_sub(*kept);
                claim(line, missing, wanted, &mut tried) == missing
            });
            if is_whole {
                left = tried;
                let own = old.iter().zip(&mut kept).filter(|(line, _)| is_in(line));
                own.for_each(|(_, kept)| *kept = count.max(*kept));
                break;
            }
        }
    }
    for (line, kept) in old.iter().zip(&mut kept) {
        *kept += claim(line, line.quantity.saturating_sub(*kept), wanted, &mut left);
    }
    (kept, wanted.iter().zip(left).filter(|(_, left)| *left > 0).collect())
}

fn group(line: &Line) -> Option<i32> {
    line.combo.as_ref().map(|combo| combo.group)
}

/// Takes units of an old line, so many at most, from what is left of the wanted lines that mean it; how many it got.
/// Who names the choices goes first: the others take what is left.
fn claim(old: &Line, most: u32, wanted: &[DraftLine], left: &mut [u32]) -> u32 {
    let mut got = 0;
    for is_named in [true, false] {
        let own = wanted.iter().zip(left.iter_mut());
        for (_, left) in own.filter(|(w, _)| w.modifier_ids.is_some() == is_named && is_meant(old, w)) {
            let units = (*left).min(most - got);
            *left -= units;
            got += units;
        }
    }
    got
}

/// Whether a wanted line means units of an old one: the same item and note, and the same choices where it names them.
fn is_meant(old: &Line, wanted: &DraftLine) -> bool {
    old.menu_item_id == wanted.menu_item_id
        && old.note == trimmed(wanted.note.as_ref())
        && wanted.modifier_ids.as_ref().is_none_or(|ids| {
            let named: BTreeSet<i64> = ids.iter().copied().collect();
            named.len() == ids.len() && named == old.modifiers.iter().map(|m| m.modifier_id).collect()
        })
}
