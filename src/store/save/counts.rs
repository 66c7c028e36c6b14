//! The rows of a count; what it moves is in the ledger.

use sea_orm::{
    ActiveValue::{NotSet, Set},
    DatabaseTransaction, DbErr,
};

use super::{
    super::{
        STORE,
        entity::{stock_count_lines, stock_counts},
        writer::Decided,
    },
    insert,
};

pub(super) async fn rows(tx: &DatabaseTransaction, decided: &[Decided<'_>]) -> Result<(), DbErr> {
    let counts = decided.iter().flat_map(|(request, changes, _)| {
        let user_id = request.actor.user_id;
        changes.new_counts.iter().map(move |count| stock_counts::ActiveModel {
            id: Set(count.id),
            store_id: Set(STORE),
            notes: Set(count.notes.clone()),
            total_cost: Set(count.total_cost.0),
            created_by: Set((user_id != 0).then_some(user_id)),
            created_at: Set(count.created_at.0),
        })
    });
    insert(tx, counts.collect(), None).await?;
    let lines = decided.iter().flat_map(|(_, changes, _)| &changes.new_counts).flat_map(|count| {
        count.lines.iter().zip(0..).map(|(line, position)| stock_count_lines::ActiveModel {
            id: NotSet,
            store_id: Set(STORE),
            count_id: Set(count.id),
            position: Set(position),
            ingredient_id: Set(line.ingredient_id),
            ingredient_name: Set(line.ingredient_name.clone()),
            unit: Set(line.unit.clone()),
            expected: Set(line.expected.0),
            counted: Set(line.counted.0),
            unit_cost: Set(line.unit_cost.0),
            cost: Set(line.cost.0),
        })
    });
    insert(tx, lines.collect(), None).await
}
