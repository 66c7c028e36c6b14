//! The reader's language for what the rules say in plain data.

use leptos_i18n::{I18nContext, context::CookieOptions};
use sunnyside::{
    Refusal,
    identity::Role,
    order::{OrderStatus, PaymentMethod, PaymentStatus, Source},
    refusal::{Fault, Noun},
    stock::Shortage,
};

use crate::{
    api::FnError,
    i18n::{Locale, t_string},
};

/// The language of the reader.
pub type I18n = I18nContext<Locale>;

/// The reader's choice of language is kept for a year, for the whole site.
pub fn cookie() -> CookieOptions<Locale> {
    CookieOptions::default().path("/").max_age(365_i64 * 86_400_000)
}

/// A name in the reader's language, and the other one, where there is another.
pub fn names(i18n: I18n, name: &str, name_en: Option<&str>) -> (String, Option<String>) {
    match (i18n.get_locale(), name_en.filter(|en| *en != name)) {
        (Locale::en, Some(en)) => (en.to_owned(), Some(name.to_owned())),
        (_, en) => (name.to_owned(), en.map(str::to_owned)),
    }
}

/// A role.
pub fn role(i18n: I18n, role: Role) -> String {
    match role {
        Role::Owner => t_string!(i18n, role.owner),
        Role::Manager => t_string!(i18n, role.manager),
        Role::Staff => t_string!(i18n, role.staff),
        Role::Kitchen => t_string!(i18n, role.kitchen),
    }
    .to_string()
}

/// Where an order is eaten.
pub fn source(i18n: I18n, source: Source) -> String {
    match source {
        Source::DineIn => t_string!(i18n, source.dine_in),
        Source::Takeout => t_string!(i18n, source.takeout),
        Source::Delivery => t_string!(i18n, source.delivery),
    }
    .to_string()
}

/// Where an order is on its way.
pub fn status(i18n: I18n, status: OrderStatus) -> String {
    match status {
        OrderStatus::Pending => t_string!(i18n, status.pending),
        OrderStatus::Preparing => t_string!(i18n, status.preparing),
        OrderStatus::Ready => t_string!(i18n, status.ready),
        OrderStatus::Completed => t_string!(i18n, status.completed),
        OrderStatus::Cancelled => t_string!(i18n, status.cancelled),
    }
    .to_string()
}

/// The sign that stands beside the word of a status, so that colour is never alone.
pub const fn status_sign(status: OrderStatus) -> &'static str {
    match status {
        OrderStatus::Pending => "○",
        OrderStatus::Preparing => "◐",
        OrderStatus::Ready => "●",
        OrderStatus::Completed => "✓",
        OrderStatus::Cancelled => "✕",
    }
}

/// Whether the money came.
pub fn payment(i18n: I18n, status: PaymentStatus) -> String {
    match status {
        PaymentStatus::Paid => t_string!(i18n, payment.paid),
        PaymentStatus::Unpaid => t_string!(i18n, payment.unpaid),
        PaymentStatus::Refunded => t_string!(i18n, payment.refunded),
    }
    .to_string()
}

/// How it is paid.
pub fn method(i18n: I18n, method: PaymentMethod) -> String {
    match method {
        PaymentMethod::Cash => t_string!(i18n, method.cash),
        PaymentMethod::LinePay => t_string!(i18n, method.line_pay),
        PaymentMethod::CreditCard => t_string!(i18n, method.credit_card),
        PaymentMethod::EasyCard => t_string!(i18n, method.easycard),
        PaymentMethod::Other => t_string!(i18n, method.something_else),
    }
    .to_string()
}

/// Why a call brought nothing, and what to do next.
pub fn error(i18n: I18n, error: &FnError) -> String {
    match error {
        FnError::Refused(refusal) => self::refusal(i18n, refusal),
        FnError::Network => t_string!(i18n, refused.network).to_string(),
        FnError::Server => t_string!(i18n, refused.internal).to_string(),
    }
}

/// Why it was refused, and what to do next.
pub fn refusal(i18n: I18n, refusal: &Refusal) -> String {
    match refusal {
        Refusal::NoToken => t_string!(i18n, refused.no_token).to_string(),
        Refusal::BadToken => t_string!(i18n, refused.bad_token).to_string(),
        Refusal::BadCredentials => t_string!(i18n, refused.bad_credentials).to_string(),
        Refusal::TooManyAttempts(seconds) => {
            t_string!(i18n, refused.too_many, seconds = *seconds).to_string()
        }
        Refusal::Denied => t_string!(i18n, refused.denied).to_string(),
        Refusal::NotFound(Noun::Order) => t_string!(i18n, refused.not_found_order).to_string(),
        Refusal::NotFound(_) => t_string!(i18n, refused.not_found).to_string(),
        Refusal::LastOwner => t_string!(i18n, refused.last_owner).to_string(),
        Refusal::WrongPassword => t_string!(i18n, refused.wrong_password).to_string(),
        Refusal::WrongPin(left) => t_string!(i18n, people.wrong_pin, left = *left).to_string(),
        Refusal::NotPaired => t_string!(i18n, people.not_paired).to_string(),
        Refusal::MayNotApprove => t_string!(i18n, people.may_not_approve).to_string(),
        Refusal::NotApproved => t_string!(i18n, people.not_approved).to_string(),
        Refusal::NameTaken(_) => t_string!(i18n, refused.name_taken).to_string(),
        Refusal::Invalid(faults) => {
            t_string!(i18n, refused.invalid, fields = fields(i18n, faults)).to_string()
        }
        Refusal::PaymentsMismatch => t_string!(i18n, pay.mismatch).to_string(),
        Refusal::TooLittleTendered => t_string!(i18n, pay.too_little).to_string(),
        Refusal::MoreThanMethodHolds => t_string!(i18n, pay.method_holds_less).to_string(),
        Refusal::KeyReused => t_string!(i18n, refused.key_reused).to_string(),
        Refusal::UnknownItem(_) => t_string!(i18n, refused.unknown_item).to_string(),
        Refusal::InactiveItem(_) => t_string!(i18n, refused.inactive_item).to_string(),
        Refusal::UnknownIngredient(_) | Refusal::IngredientTwice(_) => {
            t_string!(i18n, refused.ingredient).to_string()
        }
        Refusal::Unknown(..) => t_string!(i18n, refused.unknown).to_string(),
        Refusal::Twice(..) => t_string!(i18n, refused.twice).to_string(),
        Refusal::BlankCode => t_string!(i18n, refused.blank_code).to_string(),
        Refusal::SideCodeTwice(code) => {
            t_string!(i18n, refused.side_code_twice, code = code.as_str()).to_string()
        }
        Refusal::MoreThanListed { wanted, listed } => {
            t_string!(i18n, refused.more_than_listed, wanted = *wanted, listed = *listed).to_string()
        }
        Refusal::TooManyDefaults { defaults, most } => {
            t_string!(i18n, refused.too_many_defaults, defaults = *defaults, most = *most).to_string()
        }
        Refusal::BadMenuFile(faults) => {
            let places: Vec<&str> = faults.iter().map(|fault| fault.place.as_str()).collect();
            t_string!(i18n, refused.bad_menu_file, places = places.join("、")).to_string()
        }
        Refusal::UsageByHand => t_string!(i18n, refused.usage_by_hand).to_string(),
        Refusal::ShiftIsOpen => t_string!(i18n, refused.shift_is_open).to_string(),
        Refusal::NoOpenShift => t_string!(i18n, refused.no_open_shift).to_string(),
        Refusal::NegativeStock => t_string!(i18n, refused.negative_stock).to_string(),
        Refusal::NotADate(_) => t_string!(i18n, refused.not_a_date).to_string(),
        Refusal::RangeReversed => t_string!(i18n, refused.range_reversed).to_string(),
        Refusal::RangeTooLong(days) => t_string!(i18n, refused.range_too_long, days = *days).to_string(),
        Refusal::NoSuchStep { from, to } => {
            t_string!(i18n, refused.no_such_step, from = status(i18n, *from), to = status(i18n, *to))
                .to_string()
        }
        Refusal::SoldOut(_) => t_string!(i18n, refused.sold_out).to_string(),
        Refusal::UnknownModifier(_) => t_string!(i18n, refused.unknown_choice).to_string(),
        Refusal::ChoiceCount { least, most, .. } => {
            t_string!(i18n, refused.choice_count, least = *least, most = *most).to_string()
        }
        Refusal::UnknownCombo(_) | Refusal::InactiveCombo(_) => {
            t_string!(i18n, refused.combo_gone).to_string()
        }
        Refusal::DrinkCount { count, .. } => t_string!(i18n, refused.drink_count, count = *count).to_string(),
        Refusal::SideCount { count, .. } => t_string!(i18n, refused.side_count, count = *count).to_string(),
        Refusal::DrinkNotEligible { .. } => t_string!(i18n, refused.drink_not_eligible).to_string(),
        Refusal::UnknownLine(_) => t_string!(i18n, refused.unknown_line).to_string(),
        Refusal::MoreThanSold(_) => t_string!(i18n, refused.more_than_sold).to_string(),
        Refusal::NotAmendable => t_string!(i18n, refused.not_amendable).to_string(),
        Refusal::OrderRefunded => t_string!(i18n, refused.order_refunded).to_string(),
        Refusal::OrderUnpaid => t_string!(i18n, refused.order_unpaid).to_string(),
        Refusal::RecalledTooLate => t_string!(i18n, kds.recalled_too_late).to_string(),
        Refusal::OrderMovedOn => t_string!(i18n, orders.moved_on).to_string(),
        Refusal::HeldElsewhere => t_string!(i18n, orders.held_elsewhere).to_string(),
        Refusal::OrderHeld => t_string!(i18n, refused.order_held).to_string(),
        Refusal::PriceIsFinal => t_string!(i18n, refused.price_is_final).to_string(),
        Refusal::OrderCancelled => t_string!(i18n, refused.order_cancelled).to_string(),
        Refusal::InsufficientStock(_) => t_string!(i18n, refused.insufficient).to_string(),
        Refusal::NobodyToActAs => t_string!(i18n, refused.nobody).to_string(),
        Refusal::NotEmpty => t_string!(i18n, refused.not_empty).to_string(),
        Refusal::Busy(seconds) => t_string!(i18n, refused.busy, seconds = *seconds).to_string(),
        Refusal::Internal => t_string!(i18n, refused.internal).to_string(),
    }
}

/// What is short: one line an ingredient; none where it was refused for another reason.
pub fn shortages(i18n: I18n, error: &FnError) -> Vec<String> {
    let FnError::Refused(Refusal::InsufficientStock(short)) = error else { return Vec::new() };
    short.iter().map(|shortage| one_shortage(i18n, shortage)).collect()
}

fn one_shortage(i18n: I18n, short: &Shortage) -> String {
    t_string!(
        i18n,
        refused.short,
        name = short.ingredient_name.as_str(),
        have = short.current_stock.to_string(),
        need = short.required.to_string(),
        unit = short.unit.as_str()
    )
    .to_string()
}

fn fields(i18n: I18n, faults: &[Fault]) -> String {
    let word = |fault: &Fault| match fault.loc.last().map(String::as_str) {
        Some("table_no") => t_string!(i18n, refused.field_table).to_string(),
        Some("note") => t_string!(i18n, refused.field_note).to_string(),
        Some("quantity") => t_string!(i18n, refused.field_quantity).to_string(),
        Some("pin") => t_string!(i18n, people.field_pin).to_string(),
        Some("name") => t_string!(i18n, people.field_name).to_string(),
        Some("items") => t_string!(i18n, refused.field_items).to_string(),
        _ => t_string!(i18n, refused.field_unnamed).to_string(),
    };
    let mut words: Vec<String> = faults.iter().map(word).collect();
    words.dedup();
    words.join("、")
}
