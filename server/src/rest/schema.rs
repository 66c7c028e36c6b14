//! Schemas of numbers in request bodies, as `body` reads and the rules check them: bounds hold after rounding, so what
//! is sent may lie beyond them by less than half of the last decimal that is kept.

use utoipa::openapi::schema::{Object, ObjectBuilder, SchemaType, Type};

fn number(description: &str) -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::Number).description(Some(description))
}

/// The same, where `null` is as good as absent.
fn optional(object: ObjectBuilder) -> Object {
    object.schema_type(SchemaType::from_iter([Type::Number, Type::Null])).build()
}

/// Absent, it is 0.
fn from_nothing(mut object: Object) -> Object {
    object.default = Some(0.into());
    object
}

fn a_price() -> ObjectBuilder {
    number("NT$, above 0, at most 9,999,999.99; rounded half up to 2 decimals.")
        .minimum(Some(0.005))
        .exclusive_maximum(Some(9_999_999.995))
        .examples([65, 70])
}

/// A price.
pub fn price() -> Object {
    a_price().build()
}

/// A price that may be left out.
pub fn optional_price() -> Object {
    optional(a_price())
}

/// An amount of an ingredient in a recipe.
pub fn recipe_quantity() -> Object {
    number("In the ingredient's unit, above 0, at most 1,000,000; rounded half up to 3 decimals.")
        .minimum(Some(0.0005))
        .exclusive_maximum(Some(1_000_000.000_5))
        .build()
}

/// An amount of stock, where less than nothing is out of range.
pub fn stock() -> Object {
    let number = number("In its unit, at least 0, at most 9,999,999.999; rounded half up to 3 decimals.");
    optional(number.exclusive_minimum(Some(-0.0005)).exclusive_maximum(Some(9_999_999.999_5)))
}

/// The same for a new ingredient: it begins with nothing.
pub fn first_stock() -> Object {
    from_nothing(stock())
}

/// A new amount of stock, where less than nothing is not allowed.
pub fn new_stock() -> Object {
    let number = number(
        "Sets the stock to so much, at most 9,999,999.999; below 0 is 400. Rounded half up to 3 decimals.",
    );
    optional(number.exclusive_maximum(Some(9_999_999.999_5)))
}

/// What a unit costs.
pub fn unit_cost() -> Object {
    let number = number("NT$ for one unit, at least 0, at most 9,999,999.99; rounded half up to 6 decimals.");
    optional(number.exclusive_minimum(Some(-0.000_000_5)).exclusive_maximum(Some(9_999_999.990_000_5)))
}

/// The same for a new ingredient: it costs nothing.
pub fn first_unit_cost() -> Object {
    from_nothing(unit_cost())
}

/// What is taken off a sum.
pub fn discount() -> Object {
    let number =
        number("NT$, at least 0, at most 9,999,999.99; rounded half up to 2 decimals. Not with `percent`.");
    optional(number.exclusive_minimum(Some(-0.005)).exclusive_maximum(Some(9_999_999.995)))
}

/// A share of a sum.
pub fn percent() -> Object {
    let number =
        number("Percent of the sum of the lines, 0-100; rounded half up to 2 decimals. Not with `amount`.");
    optional(number.exclusive_minimum(Some(-0.005)).exclusive_maximum(Some(100.005)))
}

/// A price up to which a drink is meant to be chosen.
pub fn highest_drink() -> Object {
    let number = number(
        "NT$, at least 0, at most 9,999,999.99. For information, it is not enforced; `null` clears it.",
    );
    optional(number.exclusive_minimum(Some(-0.005)).exclusive_maximum(Some(9_999_999.995)))
}

/// What a choice adds to a price.
pub fn price_delta() -> Object {
    let number = number(
        "NT$, added to the price of one; below 0 it makes it cheaper. At most 9,999,999.99 either way.",
    );
    from_nothing(optional(
        number.exclusive_minimum(Some(-9_999_999.995)).exclusive_maximum(Some(9_999_999.995)),
    ))
}

fn some_cash() -> ObjectBuilder {
    number("NT$ in the drawer, at least 0, at most 9,999,999.99; rounded half up to 2 decimals.")
        .exclusive_minimum(Some(-0.005))
        .exclusive_maximum(Some(9_999_999.995))
}

/// Cash that was counted.
pub fn cash() -> Object {
    some_cash().build()
}

/// Cash that a shift begins with.
pub fn opening_cash() -> Object {
    from_nothing(optional(some_cash()))
}

/// The smallest coin of a shop.
pub fn coin() -> Object {
    optional(number("NT$: one of 0.01, 0.05, 0.1, 0.5, 1, 5 and 10."))
}

/// An amount that moves; its type gives the direction.
pub fn moved() -> Object {
    number("In its unit, above 0, at most 9,999,999.999; rounded half up to 3 decimals.")
        .minimum(Some(0.000_5))
        .exclusive_maximum(Some(9_999_999.999_5))
        .build()
}

/// An amount that was counted.
pub fn counted() -> Object {
    number("In its unit, at least 0, at most 9,999,999.999; rounded half up to 3 decimals.")
        .exclusive_minimum(Some(-0.000_5))
        .exclusive_maximum(Some(9_999_999.999_5))
        .build()
}
