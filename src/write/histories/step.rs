//! The steps of a history, at random: what the counter, the kitchen and the office do.

use proptest::{collection::vec, option, prelude::*, sample::select};

use crate::{
    Money, Percent, Quantity, UnitCost,
    kitchen::{KitchenCommand, Notice},
    menu::{ComboPatch, GroupPatch, ItemPatch, ModifierDraft, RecipeLine},
    order::{
        DiscountTerms, Draft, DraftCombo, DraftLine, Order, OrderStatus, Part, PayDraft, PaymentMethod,
        RefundDraft, RefundLine, Source, Tender,
    },
    settings::SettingsPatch,
    shift::{CashDraft, CloseDraft, Direction, OpenDraft},
    stock::{CountDraft, CountedIngredient, IngredientPatch, MovementDraft, MovementType},
    write::{Command, InventoryCommand, MenuCommand, ShiftCommand},
};

/// A step of a history.
#[derive(Clone, Debug)]
pub enum Step {
    /// A command as it stands.
    Do(Command),
    /// Something with one of the orders that there are by then.
    Order(usize, OrderStep),
    /// A new business day begins.
    NextDay,
}

/// What is done with an order.
#[derive(Clone, Debug)]
pub enum OrderStep {
    Pay(Option<PaymentMethod>),
    /// By two methods, so many percent by the first, and whether what is missing is there all the same.
    Split(PaymentMethod, PaymentMethod, i64, bool),
    /// The money of a cancelled order is in the customer's hand.
    HandBack,
    Advance,
    /// The kitchen makes these of its lines, or has not made them after all.
    Bump(Vec<usize>, bool),
    /// One step back.
    Recall,
    /// It comes first, or not.
    Prioritise(bool),
    /// The kitchen has seen what is to be acknowledged.
    Acknowledge,
    /// The kitchen cannot make it.
    KitchenCallOff,
    Cancel,
    Send,
    /// So many of each of its lines, with or without naming their choices, and more lines.
    Amend(Vec<u32>, bool, Vec<DraftLine>),
    /// Which lines, how many of each, and whether they go back into stock.
    Refund(Vec<(usize, u32, bool)>, Option<PaymentMethod>),
    Discount(DiscountTerms),
    /// As a counter sells what was held, or holds it again.
    TakeUp(Box<Draft>),
    /// As a counter calls it off.
    CallOff,
}

impl OrderStep {
    /// The command that it is for an order.
    pub fn command(&self, order: &Order) -> Command {
        match self {
            Self::Pay(method) => Command::Pay(order.id, (*method).into()),
            Self::Split(first, second, percent, found) => {
                let amount = Money(order.total_amount.0 * percent / 100);
                let rest = order.total_amount - amount;
                let parts = [(*first, amount), (*second, rest)]
                    .into_iter()
                    .filter(|(_, amount)| *amount > Money::ZERO);
                let parts = parts.map(|(method, amount)| Part { method, amount, tendered: None }).collect();
                let tender = Tender { parts, tendered: None, found: *found };
                Command::Pay(order.id, PayDraft { payment_method: None, tender })
            }
            Self::HandBack => Command::AcknowledgeRefund(order.id),
            Self::Advance => {
                Command::SetStatus(order.id, order.status.next().unwrap_or(OrderStatus::Preparing))
            }
            Self::Bump(places, done) => {
                let line = |place: &usize| order.items[place % order.items.len()].id;
                let lines = places.iter().map(line).collect();
                Command::Kitchen(order.id, KitchenCommand::Bump { lines, done: *done })
            }
            Self::Recall => Command::Kitchen(order.id, KitchenCommand::Recall { from: order.status }),
            Self::Prioritise(first) => {
                Command::Kitchen(order.id, KitchenCommand::Prioritise { first: *first })
            }
            Self::Acknowledge => {
                let notice = order.notice.clone().unwrap_or(Notice::Cancelled);
                Command::Kitchen(order.id, KitchenCommand::Acknowledge { notice })
            }
            Self::KitchenCallOff => {
                let reason = "做不出來".into();
                Command::Kitchen(order.id, KitchenCommand::CallOff { reason })
            }
            Self::Cancel => Command::SetStatus(order.id, OrderStatus::Cancelled),
            Self::Send => Command::Send(order.id),
            Self::Amend(quantities, is_named, more) => {
                let kept = order.items.iter().zip(quantities.iter().cycle()).map(|(line, quantity)| {
                    let choices = line.modifiers.iter().map(|modifier| modifier.modifier_id);
                    DraftLine {
                        menu_item_id: line.menu_item_id,
                        quantity: *quantity,
                        note: line.note.clone(),
                        modifier_ids: is_named.then(|| choices.collect()),
                    }
                });
                let kept = kept.filter(|line| line.quantity > 0);
                Command::Amend(order.id, kept.chain(more.iter().cloned()).collect::<Vec<_>>().into())
            }
            Self::Refund(lines, payment_method) => {
                let line = |(place, quantity, restock): &(usize, u32, bool)| RefundLine {
                    line_id: order.items[place % order.items.len()].id,
                    quantity: *quantity,
                    restock: *restock,
                };
                let lines = lines.iter().map(line).collect();
                let (reason, payment_method) = ("涼了".into(), *payment_method);
                Command::Refund(order.id, RefundDraft { lines, reason, payment_method })
            }
            Self::Discount(terms) => Command::Discount(order.id, terms.clone()),
            Self::TakeUp(draft) => Command::TakeUp(order.id, order.seq, draft.clone()),
            Self::CallOff => Command::Cancel(order.id, "客人取消".into()),
        }
    }
}

/// An order, with which a history begins.
pub fn sale() -> impl Strategy<Value = Step> {
    draft().prop_map(|draft| Step::Do(Command::Place(draft)))
}

/// Any step.
pub fn any() -> impl Strategy<Value = Step> {
    let step = |step: BoxedStrategy<OrderStep>| (0_usize..4, step).prop_map(|(o, s)| Step::Order(o, s));
    prop_oneof![
        5 => sale(),
        3 => step(option::of(method()).prop_map(OrderStep::Pay).boxed()),
        3 => step(split().boxed()),
        1 => step(Just(OrderStep::HandBack).boxed()),
        3 => step(Just(OrderStep::Advance).boxed()),
        4 => step((vec(0_usize..5, 1..=4), any_bool(0.85)).prop_map(|(l, done)| OrderStep::Bump(l, done)).boxed()),
        3 => step(Just(OrderStep::Recall).boxed()),
        1 => step(any_bool(0.7).prop_map(OrderStep::Prioritise).boxed()),
        3 => step(Just(OrderStep::Acknowledge).boxed()),
        1 => step(Just(OrderStep::KitchenCallOff).boxed()),
        2 => step(Just(OrderStep::Cancel).boxed()),
        2 => step(Just(OrderStep::Send).boxed()),
        6 => step(amendment().boxed()),
        7 => step(refund().boxed()),
        2 => step(terms().prop_map(OrderStep::Discount).boxed()),
        2 => step(draft().prop_map(|draft| OrderStep::TakeUp(Box::new(draft))).boxed()),
        1 => step(Just(OrderStep::CallOff).boxed()),
        9 => office().prop_map(Step::Do),
        7 => drawer().prop_map(|command| Step::Do(Command::Shift(command))),
        1 => Just(Step::NextDay),
    ]
}

fn method() -> impl Strategy<Value = PaymentMethod> {
    prop_oneof![2 => Just(PaymentMethod::Cash), 1 => select(PaymentMethod::ALL)]
}

fn split() -> impl Strategy<Value = OrderStep> {
    (method(), method(), 0_i64..=100, any_bool(0.2))
        .prop_map(|(first, second, percent, found)| OrderStep::Split(first, second, percent, found))
}

fn line() -> impl Strategy<Value = DraftLine> {
    let choices = prop_oneof![
        6 => Just(None),
        1 => Just(Some(vec![])),
        1 => Just(Some(vec![1])),
        1 => Just(Some(vec![2, 3])),
    ];
    (1_i64..=4, 1_u32..=3, option::weighted(0.2, Just("去蔥".to_owned())), choices).prop_map(
        |(menu_item_id, quantity, note, modifier_ids)| DraftLine {
            menu_item_id,
            quantity,
            note,
            modifier_ids,
        },
    )
}

fn bundle() -> impl Strategy<Value = DraftCombo> {
    (1_i64..=2, 1_u32..=3, 1_i64..=4, [1_i64..=4, 1_i64..=4]).prop_map(
        |(combo_id, quantity, drink, sides)| {
            // The first has one side, the second two.
            let side_item_ids = if combo_id == 1 { vec![sides[0]] } else { sides.to_vec() };
            DraftCombo { combo_id, quantity, drink_item_ids: vec![drink], side_item_ids }
        },
    )
}

fn terms() -> impl Strategy<Value = DiscountTerms> {
    let reason = || "熟客".to_owned();
    prop_oneof![
        (0_i64..=80).prop_map(move |dollars| DiscountTerms {
            amount: Some(Money::whole(dollars)),
            percent: None,
            reason: reason()
        }),
        (1_i64..=9_000).prop_map(move |cents| DiscountTerms {
            amount: Some(Money(cents)),
            percent: None,
            reason: reason()
        }),
        (0_i64..=100).prop_map(move |percent| DiscountTerms {
            amount: None,
            percent: Some(Percent::whole(percent)),
            reason: reason()
        }),
    ]
}

fn draft() -> impl Strategy<Value = Draft> {
    let basket = prop_oneof![
        3 => (vec(line(), 1..=3), vec(bundle(), 0..=1)),
        1 => (vec(line(), 0..=1), vec(bundle(), 1..=2)),
    ];
    // A double tap of the same device.
    let device = option::weighted(0.05, Just("0193586e-1e56-7a56-b3bc-000000000001".to_owned()));
    let how = (any_bool(0.7), any_bool(0.3), method(), select(Source::ALL));
    (basket, option::weighted(0.35, terms()), device, how).prop_map(
        |((items, combos), discount, client_id, (auto_pay, held, payment_method, source))| Draft {
            client_id,
            source,
            auto_pay,
            payment_method,
            tender: Tender::default(),
            items,
            combos,
            discount,
            held,
            table_no: None,
            customer_name: None,
            customer_phone: None,
            due_at: None,
        },
    )
}

fn any_bool(probability: f64) -> impl Strategy<Value = bool> {
    proptest::bool::weighted(probability)
}

fn amendment() -> impl Strategy<Value = OrderStep> {
    (vec(0_u32..=4, 1..=4), any_bool(0.5), vec(line(), 0..=1))
        .prop_map(|(quantities, is_named, more)| OrderStep::Amend(quantities, is_named, more))
}

fn refund() -> impl Strategy<Value = OrderStep> {
    let line = (0_usize..5, prop_oneof![3 => Just(1_u32), 1 => 2_u32..=4], any_bool(0.5));
    (vec(line, 1..=3), option::of(method()))
        .prop_map(|(lines, payment_method)| OrderStep::Refund(lines, payment_method))
}

fn recipe() -> impl Strategy<Value = Vec<RecipeLine>> {
    proptest::sample::subsequence(vec![1_i64, 2, 3], 0..=3).prop_flat_map(|ids| {
        let lines = ids.into_iter().map(|ingredient_id| {
            (1_i64..3_000)
                .prop_map(move |amount| RecipeLine { ingredient_id, quantity: Quantity(amount) })
                .boxed()
        });
        lines.collect::<Vec<_>>()
    })
}

fn office() -> impl Strategy<Value = Command> {
    let cost = || option::of((0_i64..20_000_000).prop_map(UnitCost));
    let movement = (1_i64..=3, select(MovementType::ALL), 1_i64..12_000, cost()).prop_map(
        |(ingredient_id, movement_type, quantity, unit_cost)| {
            Command::Inventory(InventoryCommand::Move(MovementDraft {
                ingredient_id,
                movement_type,
                quantity: Quantity(quantity),
                unit_cost,
                reference: None,
                notes: None,
            }))
        },
    );
    let set = (1_i64..=3, option::weighted(0.8, 0_i64..25_000), cost()).prop_map(|(id, stock, cost)| {
        let (current_stock, cost_per_unit) = (stock.map(Quantity), cost);
        Command::UpdateIngredient(id, IngredientPatch { current_stock, cost_per_unit, ..Default::default() })
    });
    let count = (1_i64..=3, 0_i64..25_000).prop_map(|(ingredient_id, counted)| {
        let lines = vec![CountedIngredient { ingredient_id, counted: Quantity(counted) }];
        Command::Inventory(InventoryCommand::Count(CountDraft { lines, notes: None }))
    });
    let price = || prop_oneof![(1_i64..=90).prop_map(Money::whole), (1_i64..=9_000).prop_map(Money)];
    let item = (1_i64..=4, option::of(price()), option::weighted(0.3, any_bool(0.7))).prop_map(
        |(id, price, is_active)| {
            Command::UpdateItem(id, ItemPatch { price, is_active, ..ItemPatch::default() })
        },
    );
    let bundle = (1_i64..=2, price()).prop_map(|(id, price)| {
        let patch = ComboPatch { bundle_price: Some(price), ..ComboPatch::default() };
        Command::Menu(MenuCommand::UpdateCombo(id, patch))
    });
    let choice = (-3_000_i64..3_000, any_bool(0.5), any_bool(0.8), recipe()).prop_map(
        |(delta, is_default, is_active, recipe)| {
            let choice = |id, delta, recipe| ModifierDraft {
                id: Some(id),
                name: format!("加料{id}"),
                name_en: None,
                price_delta: Money(delta),
                is_default,
                is_active,
                recipe,
            };
            let modifiers = vec![choice(1, delta, recipe), choice(2, 0, vec![]), choice(3, -500, vec![])];
            let patch =
                GroupPatch { modifiers: Some(modifiers), max_choices: Some(3), ..GroupPatch::default() };
            Command::Menu(MenuCommand::UpdateGroup(1, patch))
        },
    );
    let settings = (option::of(any_bool(0.5)), option::of(select(crate::settings::COINS))).prop_map(
        |(shortage_blocks_sale, smallest_coin)| {
            let patch = SettingsPatch { shortage_blocks_sale, smallest_coin, ..SettingsPatch::default() };
            Command::Set(Box::new(patch))
        },
    );
    prop_oneof![
        4 => movement,
        3 => set,
        2 => count,
        3 => (1_i64..=4, recipe()).prop_map(|(id, lines)| Command::ReplaceRecipe(id, lines)),
        3 => item,
        1 => (1_i64..=4, any_bool(0.8)).prop_map(|(id, is_out)| Command::Menu(MenuCommand::SoldOut(id, is_out))),
        2 => bundle,
        2 => choice,
        2 => settings,
    ]
}

fn drawer() -> impl Strategy<Value = ShiftCommand> {
    let cash = || (0_i64..500_000).prop_map(Money);
    prop_oneof![
        2 => cash().prop_map(|opening_cash| {
            ShiftCommand::Open(OpenDraft { shift_name: "早班".into(), opening_cash, notes: None })
        }),
        2 => cash().prop_map(|actual_cash| ShiftCommand::Close(CloseDraft { actual_cash, notes: None })),
        3 => (select(Direction::ALL), 1_i64..90_000).prop_map(|(direction, amount)| {
            ShiftCommand::MoveCash(CashDraft { direction, amount: Money(amount), reason: "找零".into() })
        }),
    ]
}
