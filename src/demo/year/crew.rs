//! Who works in the days that are made: those whom the shop has.

use super::prng::Prng;
use crate::identity::{Actor, Role, User};

/// Who does what.
#[derive(Clone, Debug)]
pub struct Crew {
    /// Who stands at the counter, and how often.
    counter: Vec<(Actor, i64)>,
    /// Who answers for the drawer, the goods and the money that goes back.
    managers: Vec<Actor>,
    /// Who cooks.
    cook: Actor,
}

impl Crew {
    /// Those among these who may sign in; none where nobody runs the shop.
    pub fn of<'a>(people: impl Iterator<Item = &'a User> + Clone) -> Option<Self> {
        let active = people.filter(|user| user.is_active);
        let actor = |user: &User| Actor {
            user_id: user.id,
            username: user.username.clone(),
            role: user.role,
            auth_disabled: false,
        };
        let share = |role| match role {
            Role::Staff => 12,
            Role::Manager => 4,
            Role::Owner => 1,
            Role::Kitchen => 0,
        };
        let counter = active.clone().map(|user| (actor(user), share(user.role)));
        let counter: Vec<(Actor, i64)> = counter.filter(|(_, share)| *share > 0).collect();
        let runs = |user: &&User| matches!(user.role, Role::Manager | Role::Owner);
        let managers: Vec<Actor> = active.clone().filter(runs).map(actor).collect();
        let first = managers.first().cloned()?;
        let cook = active.clone().find(|user| user.role == Role::Kitchen).map(actor);
        Some(Self { counter, managers, cook: cook.unwrap_or(first) })
    }

    /// Somebody at the counter.
    pub fn cashier(&self, prng: &mut Prng) -> Actor {
        let place = prng.weighted(self.counter.iter().map(|(_, share)| *share));
        self.counter.get(place).map_or_else(|| self.cook.clone(), |(actor, _)| actor.clone())
    }

    /// Who answers for a day: they take turns.
    pub fn manager(&self, turn: i64) -> Actor {
        let count = i64::try_from(self.managers.len()).unwrap_or(1).max(1);
        let place = usize::try_from(turn.rem_euclid(count)).unwrap_or(0);
        self.managers.get(place).unwrap_or(&self.cook).clone()
    }

    /// Who cooks.
    pub const fn cook(&self) -> &Actor {
        &self.cook
    }
}
