//! When a ticket needs a look and when the kitchen begins, and how the screens on the wall are.

use leptos::prelude::*;
use sunnyside::{
    order::OrderStatus,
    refusal::{Fault, Kind, Problem},
    settings::{Settings, SettingsPatch},
};

use super::{
    api,
    field::{Number, NumberField, Typed},
    saving::{Said, Saving},
    wall::{Wall, WallFields},
};
use crate::{
    i18n::{t, t_string, use_i18n},
    words::{self, I18n},
};

/// The limits of a ticket's age, by its status.
const LIMITS: [(OrderStatus, [Number; 2]); 3] = [
    (
        OrderStatus::Pending,
        [
            Number {
                way: "age_limits.pending.warn",
                now: |s| s.age_limits.pending.warn,
                put: |p, n| p.pending.get_or_insert_default().warn = Some(n),
            },
            Number {
                way: "age_limits.pending.late",
                now: |s| s.age_limits.pending.late,
                put: |p, n| p.pending.get_or_insert_default().late = Some(n),
            },
        ],
    ),
    (
        OrderStatus::Preparing,
        [
            Number {
                way: "age_limits.preparing.warn",
                now: |s| s.age_limits.preparing.warn,
                put: |p, n| p.preparing.get_or_insert_default().warn = Some(n),
            },
            Number {
                way: "age_limits.preparing.late",
                now: |s| s.age_limits.preparing.late,
                put: |p, n| p.preparing.get_or_insert_default().late = Some(n),
            },
        ],
    ),
    (
        OrderStatus::Ready,
        [
            Number {
                way: "age_limits.ready.warn",
                now: |s| s.age_limits.ready.warn,
                put: |p, n| p.ready.get_or_insert_default().warn = Some(n),
            },
            Number {
                way: "age_limits.ready.late",
                now: |s| s.age_limits.ready.late,
                put: |p, n| p.ready.get_or_insert_default().late = Some(n),
            },
        ],
    ),
];
/// How long before it is wanted the kitchen begins.
const LEAD: Number =
    Number { way: "lead_minutes", now: |s| s.lead_minutes, put: |p, n| p.lead_minutes = Some(n) };

/// What the fields say, as a patch.
///
/// # Errors
/// What is no whole number.
fn read(numbers: &[Typed]) -> Result<SettingsPatch, Vec<Fault>> {
    let (mut patch, mut faults) = (SettingsPatch::default(), Vec::new());
    for (number, typed) in numbers {
        match typed.with_untracked(|text| text.trim().parse()) {
            Ok(given) => (number.put)(&mut patch, given),
            Err(_) => faults.push(Fault::body(number.way, Problem::WrongType(Kind::Integer))),
        }
    }
    if faults.is_empty() { Ok(patch) } else { Err(faults) }
}

/// The form.
#[component]
pub(super) fn Times(settings: Settings, may_change: bool) -> impl IntoView {
    let i18n = use_i18n();
    let saving = Saving::new();
    let typed = |number: Number| number.typed(&settings);
    let limits = LIMITS.map(|(status, limits)| (status, limits.map(typed)));
    let lead = typed(LEAD);
    let wall = Wall::of(&settings);
    let numbers = limits.iter().flat_map(|(_, limits)| *limits).chain([lead]).chain(wall.numbers);
    let all = StoredValue::new(numbers.collect::<Vec<Typed>>());
    let save = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        match all.with_value(|all| read(all)) {
            Ok(mut patch) => {
                wall.put(&mut patch);
                saving.run(api::kitchen_settings(patch), |_| {});
            }
            Err(faults) => saving.refuse(faults),
        }
    };
    let group = move |(status, [warn, late]): (OrderStatus, [Typed; 2])| {
        view! {
            <fieldset class="settings-group">
                <legend>
                    <span aria-hidden="true">{words::status_sign(status)} " "</span>
                    {move || words::status(i18n, status)}
                </legend>
                <NumberField typed=warn saving may_change text=warn_text/>
                <NumberField typed=late saving may_change text=late_text/>
            </fieldset>
        }
    };
    view! {
        <section class="card panel" aria-labelledby="times-heading" data-testid="times">
            <h2 id="times-heading">{t!(i18n, kitchen_setup.times)}</h2>
            {(!may_change).then(|| view! { <p class="muted">{t!(i18n, kitchen_setup.owner_only)}</p> })}
            <form class="form" method="post" on:submit=save novalidate>
                <div class="settings-groups">{limits.map(group).collect_view()}</div>
                <NumberField typed=lead saving may_change text=lead_text/>
                <WallFields wall saving may_change/>
                {may_change.then(|| view! {
                    <button type="submit" class="primary" data-testid="times-save" disabled=saving.busy>
                        {t!(i18n, kitchen_setup.settings_save)}
                    </button>
                })}
                <Said saving testid="times-said"/>
            </form>
        </section>
    }
}

fn warn_text(i18n: I18n) -> (String, String) {
    (t_string!(i18n, kitchen_setup.warn).to_string(), t_string!(i18n, kitchen_setup.warn_for).to_string())
}

fn late_text(i18n: I18n) -> (String, String) {
    (t_string!(i18n, kitchen_setup.late).to_string(), t_string!(i18n, kitchen_setup.late_for).to_string())
}

fn lead_text(i18n: I18n) -> (String, String) {
    (
        t_string!(i18n, kitchen_setup.lead_time).to_string(),
        t_string!(i18n, kitchen_setup.lead_time_for).to_string(),
    )
}

#[cfg(test)]
mod tests {
    use sunnyside::settings::LimitPatch;

    use super::*;

    #[test]
    fn every_field_is_put_where_it_belongs_and_no_number_is_told_by_its_field() {
        let owner = Owner::new();
        owner.set();
        let settings = Settings::default();
        let numbers: Vec<Number> = LIMITS.iter().flat_map(|(_, limits)| *limits).chain([LEAD]).collect();
        let typed: Vec<Typed> = numbers
            .iter()
            .map(|number| (*number, RwSignal::new(format!(" {} ", (number.now)(&settings)))))
            .collect();
        let limit = |warn, late| Some(LimitPatch { warn: Some(warn), late: Some(late) });
        let patch = read(&typed).unwrap_or_default();
        assert_eq!(
            (patch.pending, patch.preparing, patch.ready),
            (limit(8, 12), limit(15, 22), limit(5, 10))
        );
        assert_eq!(patch.lead_minutes, Some(15));
        assert_eq!(settings.with(&patch), Ok(settings.clone()), "what is shown is what is set");
        for (number, text) in &typed {
            match number.way {
                "age_limits.pending.late" => text.set("x".to_owned()),
                "lead_minutes" => text.set(String::new()),
                _ => {}
            }
        }
        let wrong = |way| Fault::body(way, Problem::WrongType(Kind::Integer));
        assert_eq!(read(&typed), Err(vec![wrong("age_limits.pending.late"), wrong("lead_minutes")]));
    }
}
