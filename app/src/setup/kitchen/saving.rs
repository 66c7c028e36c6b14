//! One thing that is saved at a time, and the line that says how it ended.

use leptos::{prelude::*, task::spawn_local};
use sunnyside::{
    Refusal,
    refusal::{Fault, Problem},
};

use crate::{
    api::{FnError, in_time},
    i18n::{t_string, use_i18n},
    session::{Session, use_session},
    words::{self, I18n},
};

/// What is under way, and how the last one ended.
#[derive(Clone, Copy)]
pub(super) struct Saving {
    pub(super) busy: RwSignal<bool>,
    said: RwSignal<Option<Result<(), FnError>>>,
    session: Session,
}

impl Saving {
    pub(super) fn new() -> Self {
        Self { busy: RwSignal::new(false), said: RwSignal::new(None), session: use_session() }
    }

    /// Saves; `done` is told the answer. What was typed stays where it is, however it ends.
    pub(super) fn run<T: 'static>(
        self,
        call: impl Future<Output = Result<T, FnError>> + 'static,
        done: impl FnOnce(T) + 'static,
    ) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.said.set(None);
        spawn_local(async move {
            let answer = in_time(call).await;
            // The page may be gone by now: then nobody has to be told.
            let _ = self.busy.try_set(false);
            let said = match answer {
                Ok(answer) => {
                    done(answer);
                    Ok(())
                }
                Err(error) => {
                    self.session.notice(&error);
                    Err(error)
                }
            };
            let _ = self.said.try_set(Some(said));
        });
    }

    /// Refuses before anything is sent.
    pub(super) fn refuse(self, faults: Vec<Fault>) {
        self.said.set(Some(Err(FnError::Refused(Refusal::Invalid(faults)))));
    }

    /// Something was changed since: what was said is over.
    pub(super) fn forget(self) {
        if self.said.with_untracked(Option::is_some) {
            self.said.set(None);
        }
    }

    /// What is wrong with the field at this way (`age_limits.ready.warn`), in the reader's language.
    pub(super) fn fault(self, i18n: I18n, way: &str) -> Option<String> {
        self.said.with(|said| match said {
            Some(Err(FnError::Refused(Refusal::Invalid(faults)))) => {
                let is_it = |fault: &&Fault| fault.loc.iter().skip(1).map(String::as_str).eq(way.split('.'));
                faults.iter().find(is_it).map(|fault| problem(i18n, &fault.problem))
            }
            _ => None,
        })
    }
}

/// How it ended: saved, or why not.
#[component]
pub(super) fn Said(saving: Saving, #[prop(into)] testid: String) -> impl IntoView {
    let i18n = use_i18n();
    let text = move || {
        saving.said.get().map(|said| match said {
            Ok(()) => view! {
                <p class="chip ready"><span aria-hidden="true">"✓"</span>{t_string!(i18n, kitchen_setup.saved).to_string()}</p>
            }
            .into_any(),
            Err(error) => view! {
                <p class="form-error"><span aria-hidden="true">"⚠ "</span>{words::error(i18n, &error)}</p>
            }
            .into_any(),
        })
    };
    view! { <div role="status" data-testid=testid>{text}</div> }
}

/// What is wrong with a field.
fn problem(i18n: I18n, problem: &Problem) -> String {
    match problem {
        Problem::BelowMinimum(least) => t_string!(i18n, kitchen_setup.at_least, n = *least).to_string(),
        Problem::AboveMaximum(most) => t_string!(i18n, kitchen_setup.at_most, n = *most).to_string(),
        Problem::WrongType(_) => t_string!(i18n, kitchen_setup.whole).to_string(),
        Problem::Missing | Problem::TooShort(_) => t_string!(i18n, kitchen_setup.fill).to_string(),
        Problem::TooLong(most) => t_string!(i18n, kitchen_setup.too_long, n = *most).to_string(),
        Problem::KeyTaken => t_string!(i18n, kitchen_setup.key_taken).to_string(),
        _ => t_string!(i18n, kitchen_setup.bad).to_string(),
    }
}
