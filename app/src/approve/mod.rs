//! The approval dialog: somebody who may not do a thing hands the counter to somebody who may.
//!
//! 1. `let approver = approve::use_approver();` in any component of the counter, while it is being made.
//! 2. `let Some(grant) = approver.ask(Approval::refund(order_id)).await else { return };` in a `spawn_local`: none where
//!    the dialog was closed; empty, at once and without a dialog, where who is signed in may do it alone.
//! 3. Hand it on: `api::refund(order_id, draft, Some(grant))`, on the server `ssr::context_with(grant)?`, and the service
//!    begins with `ctx.may_if_approved(Deed::Refund)?.write(…)`. Each grant is good once: after a refusal that says
//!    `NotApproved`, ask again.

use futures::channel::oneshot;
use leptos::{html, prelude::*, task::spawn_local};
use sunnyside::{
    approval::{Approval, Deed},
    identity::Face,
};

use crate::{
    api::{self, FnError},
    chrome::follow,
    i18n::{t, t_string, use_i18n},
    people::{self, Faces, Prove},
    session::{Session, Viewer, use_session},
    words::I18n,
};

type Reply = StoredValue<Option<oneshot::Sender<Option<String>>>>;

/// Asks for approvals. A handle that every component of the page may copy.
#[derive(Clone, Copy)]
pub struct Approver {
    asked: RwSignal<Option<Approval>>,
    reply: Reply,
    viewer: StoredValue<Viewer>,
    session: Session,
}

/// Puts an approver into the context of a page; the page shows one `ApproveDialog` for it.
pub fn provide(viewer: &Viewer) -> Approver {
    let approver = Approver {
        asked: RwSignal::new(None),
        reply: StoredValue::new(None),
        viewer: StoredValue::new(viewer.clone()),
        session: use_session(),
    };
    provide_context(approver);
    approver
}

/// The approver of the page.
pub fn use_approver() -> Approver {
    expect_context()
}

impl Approver {
    /// Whether somebody else has to approve it: who works here now may not do it alone.
    pub fn is_needed(self, deed: Deed) -> bool {
        let switched = self.session.switched.get_untracked();
        self.viewer.with_value(|viewer| match switched {
            Some(user) => !viewer.auth_disabled && !deed.action().is_open_to(user.role),
            None => !viewer.may(deed.action()),
        })
    }

    /// Asks. The token of the grant, empty where none is needed; none where the dialog was closed.
    pub async fn ask(self, what: Approval) -> Option<String> {
        if !self.is_needed(what.deed) {
            return Some(String::new());
        }
        let (reply, answer) = oneshot::channel();
        self.reply.set_value(Some(reply));
        self.asked.set(Some(what));
        answer.await.ok().flatten()
    }

    fn answer(self, grant: Option<String>) {
        self.asked.set(None);
        let mut waiting = None;
        self.reply.update_value(|reply| waiting = reply.take());
        if let Some(reply) = waiting {
            // Who asked may be gone with its sheet.
            let _ = reply.send(grant);
        }
    }
}

/// What is to be approved, in words.
fn deed(i18n: I18n, deed: Deed) -> String {
    match deed {
        Deed::Discount => t_string!(i18n, people.deed_discount),
        Deed::Refund => t_string!(i18n, people.deed_refund),
        Deed::Cancel => t_string!(i18n, people.deed_cancel),
        Deed::Shift => t_string!(i18n, people.deed_shift),
        Deed::Found => t_string!(i18n, people.deed_found),
    }
    .to_string()
}

/// The dialog. It lies over whatever sheet asked, and keeps its keys to itself.
#[component]
pub fn ApproveDialog(
    /// Whose.
    approver: Approver,
) -> impl IntoView {
    let i18n = use_i18n();
    let dialog = NodeRef::<html::Dialog>::new();
    follow(dialog, Signal::derive(move || approver.asked.with(Option::is_some)));
    let inside = move || approver.asked.get().map(|asked| view! { <Asked approver asked/> });
    view! {
        <dialog
            class="approve"
            data-testid="approve"
            node_ref=dialog
            aria-labelledby="approve-heading"
            on:keydown=|ev| ev.stop_propagation()
            on:close=move |_| approver.answer(None)
        >
            <div class="row">
                <h2 id="approve-heading">{t!(i18n, people.approve)}</h2>
                <span class="grow"></span>
                <button type="button" data-testid="approve-close" on:click=move |_| approver.answer(None)>
                    {t!(i18n, site.close)}
                </button>
            </div>
            {inside}
        </dialog>
    }
}

/// One question: who may approve it, and their proof.
#[component]
fn Asked(approver: Approver, asked: Approval) -> impl IntoView {
    let i18n = use_i18n();
    let what = asked.deed;
    let faces = RwSignal::new(None::<Vec<Face>>);
    let chosen = RwSignal::new(None::<Face>);
    let (busy, error) = (RwSignal::new(false), RwSignal::new(None::<FnError>));
    let failed = RwSignal::new(None::<FnError>);
    spawn_local(async move {
        match api::in_time(people::api::approvers(what)).await {
            Ok(found) => {
                // A choice of one is none.
                if let [only] = found.as_slice() {
                    let _ = chosen.try_set(Some(only.clone()));
                }
                let _ = faces.try_set(Some(found));
            }
            Err(why) => {
                approver.session.notice(&why);
                let _ = failed.try_set(Some(why));
            }
        }
    });
    Effect::new(move || {
        // Another face begins without the complaint about the one before.
        chosen.track();
        error.set(None);
    });
    let asked = StoredValue::new(asked);
    let submit = Callback::new(move |secret: String| {
        let Some(face) = chosen.get_untracked() else { return };
        busy.set(true);
        spawn_local(async move {
            let call = people::api::approve(asked.get_value(), face.username, secret, face.by_pin);
            match api::in_time(call).await {
                Ok(token) => approver.answer(Some(token)),
                Err(why) => {
                    approver.session.notice(&why);
                    let _ = error.try_set(Some(why));
                }
            }
            let _ = busy.try_set(false);
        });
    });
    let done = Signal::derive(move || t_string!(i18n, people.approve_done).to_string());
    let list = move || match faces.get() {
        Some(faces) if faces.is_empty() => {
            view! { <p class="empty">{t!(i18n, people.approve_none)}</p> }.into_any()
        }
        Some(faces) => view! { <Faces faces chosen/> }.into_any(),
        None if failed.with(Option::is_some) => ().into_any(),
        None => view! { <crate::chrome::Waiting/> }.into_any(),
    };
    let trouble = move || {
        failed
            .get()
            .map(|why| view! { <p class="form-error" role="alert">{crate::words::error(i18n, &why)}</p> })
    };
    view! {
        <p class="approve-what" data-testid="approve-what"><b>{move || deed(i18n, what)}</b></p>
        <p class="muted">{t!(i18n, people.approve_lead)}</p>
        {trouble}
        {list}
        {move || chosen.get().map(|face| view! { <Prove face busy error done submit/> })}
    }
}
