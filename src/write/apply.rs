//! The state in memory after a decision equals the state that would be loaded again.

use std::collections::VecDeque;

use super::{Changes, State};
use crate::{Quantity, stock::Movement};

impl State {
    /// Lets the next decision see what this one changed.
    pub fn apply(&mut self, changes: &Changes) {
        self.event_seq += i64::try_from(changes.events.len()).unwrap_or(0);
        if let Some(number) = changes.call_number_used {
            self.day.last_call_number = number;
        }
        for order in &changes.new_orders {
            used_up(&mut self.ids.orders, order.id);
        }
        for order in changes.new_orders.iter().chain(&changes.altered_orders) {
            if let Some(last) = order.items.iter().map(|line| line.id).max() {
                used_up(&mut self.ids.order_lines, last);
            }
            let is_of_another_day = order.business_day != self.day.business_day;
            if is_of_another_day && !order.status.is_live() {
                self.live_calls.remove(&order.call_number);
            }
            self.orders.insert(order.id, order.clone());
        }
        for item in changes.new_items.iter().chain(&changes.altered_items) {
            used_up(&mut self.ids.menu_items, item.id);
            self.item_names.retain(|_, id| *id != item.id);
            self.item_names.insert(item.name.clone(), item.id);
            self.items.insert(item.id, item.clone());
        }
        for (item_id, recipe) in &changes.recipes {
            if let Some(item) = self.items.get_mut(item_id) {
                item.recipe.clone_from(recipe);
            }
        }
        for (item_id, groups) in &changes.item_groups {
            if let Some(item) = self.items.get_mut(item_id) {
                item.modifier_group_ids.clone_from(groups);
            }
        }
        for category in &changes.categories {
            used_up(&mut self.ids.categories, category.id);
            self.categories.insert(category.id, category.clone());
            for item in self.items.values_mut().filter(|item| item.category_id == Some(category.id)) {
                item.send_to(category.station_id);
            }
        }
        for station in &changes.stations {
            used_up(&mut self.ids.stations, station.id);
            self.stations.insert(station.id, station.clone());
        }
        for group in &changes.groups {
            used_up(&mut self.ids.groups, group.id);
            for modifier in &group.modifiers {
                used_up(&mut self.ids.modifiers, modifier.id);
            }
            self.groups.insert(group.id, group.clone());
        }
        for combo in &changes.combos {
            used_up(&mut self.ids.combos, combo.id);
            self.combos.insert(combo.id, combo.clone());
        }
        for ingredient in changes.new_ingredients.iter().chain(&changes.altered_ingredients) {
            used_up(&mut self.ids.ingredients, ingredient.id);
            self.ingredient_names.retain(|_, id| *id != ingredient.id);
            self.ingredient_names.insert(ingredient.name.clone(), ingredient.id);
            let stock = self.ingredients.get(&ingredient.id).map_or(Quantity::ZERO, |i| i.current_stock);
            let known = crate::stock::Ingredient { current_stock: stock, ..ingredient.clone() };
            self.ingredients.insert(ingredient.id, known);
        }
        for Movement { id, ingredient_id, quantity, .. } in &changes.movements {
            used_up(&mut self.ids.movements, *id);
            if let Some(ingredient) = self.ingredients.get_mut(ingredient_id) {
                ingredient.current_stock += *quantity;
            }
        }
        for count in &changes.new_counts {
            used_up(&mut self.ids.counts, count.id);
        }
        self.apply_shift(changes);
        if let Some(settings) = &changes.settings {
            self.settings.clone_from(settings);
        }
        for person in changes.new_users.iter().chain(&changes.altered_people) {
            used_up(&mut self.ids.users, person.user.id);
            self.people.insert(person.user.id, person.clone());
        }
        for printer in &changes.printers {
            used_up(&mut self.ids.printers, printer.id);
            self.printers.insert(printer.id, printer.clone());
        }
        for job in &changes.print_jobs {
            used_up(&mut self.ids.print_jobs, job.id);
            self.print_jobs.insert(job.id, job.clone());
        }
        for device in &changes.new_devices {
            used_up(&mut self.ids.devices, device.id);
        }
        for hash in &changes.used_grants {
            if let Some(grant) = self.approvals.get_mut(hash) {
                grant.is_used = true;
            }
        }
        if let Some((key, kept)) = &changes.keep {
            self.kept.insert(key.clone(), kept.clone());
        }
        if !changes.new_items.is_empty() || !changes.new_users.is_empty() {
            self.is_empty = false;
        }
    }
}

/// Ids are given out in rising order: all up to this one are gone.
pub(super) fn used_up(ids: &mut VecDeque<i64>, last: i64) {
    while ids.front().is_some_and(|id| *id <= last) {
        ids.pop_front();
    }
}
