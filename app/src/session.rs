//! Who looks at the page, and what every page needs to know of the shop.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use sunnyside::{
    Moment, Refusal,
    identity::{Action, User},
    settings::Wall,
};

use crate::api::{self, FnError};

/// How long a browser keeps its session cookie; the server may end the session earlier.
pub const COOKIE_SECONDS: u32 = 2_592_000;

/// What the server says about its site; it provides one in the context of every request.
#[derive(Clone, Debug)]
pub struct SiteFacts {
    /// `APP_ENV=development`: demo accounts are shown.
    pub is_development: bool,
    /// `AUTH_DISABLED=true`: nobody signs in.
    pub auth_disabled: bool,
}

/// How the session cookie is set; the server provides one in the context of every request.
#[derive(Clone, Copy, Debug)]
pub struct SessionCookie {
    /// The site is served over https: the cookie is `__Host-` and `Secure`.
    pub secure: bool,
}

impl SessionCookie {
    /// The cookie's name.
    pub const fn name(self) -> &'static str {
        if self.secure { "__Host-sunnyside_session" } else { "sunnyside_session" }
    }

    /// The name of the cookie that says which device of the shop this is.
    const fn device_name(self) -> &'static str {
        if self.secure { "__Host-sunnyside_device" } else { "sunnyside_device" }
    }

    /// The header that makes the browser keep its token as a device of the shop, for a year.
    pub fn device_header(self, token: &str) -> String {
        let secure = if self.secure { "; Secure" } else { "" };
        let name = self.device_name();
        format!("{name}={token}; HttpOnly; SameSite=Lax; Path=/; Max-Age=31536000{secure}")
    }

    /// The header that makes the browser keep `token` for so many seconds; 0 makes it forget.
    pub fn header(self, token: &str, seconds: u32) -> String {
        let secure = if self.secure { "; Secure" } else { "" };
        format!("{}={token}; HttpOnly; SameSite=Lax; Path=/; Max-Age={seconds}{secure}", self.name())
    }
}

/// Who looks, and at which shop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Viewer {
    /// Who is signed in.
    pub user: Option<User>,
    /// Sign-in is switched off.
    pub auth_disabled: bool,
    /// Demo accounts may be shown.
    pub is_development: bool,
    /// The shop's name.
    pub shop_name: String,
    /// The shop's offset from UTC.
    pub utc_offset_seconds: i32,
    /// The kitchen begins so many minutes before an order is wanted.
    pub lead_minutes: u32,
    /// When the server answered.
    pub now: Moment,
    /// The name of this device, where it is paired.
    pub device: Option<String>,
    /// After how many minutes without a tap the counter locks; 0 never.
    pub lock_minutes: u32,
    /// What the screens on the wall need of the settings.
    pub wall: Wall,
    /// Which event log it is; another one means another database.
    pub epoch: String,
}

impl Viewer {
    /// Whether the one who looks may do this by themselves.
    pub fn may(&self, action: Action) -> bool {
        self.auth_disabled || self.user.as_ref().is_some_and(|user| action.is_open_to(user.role))
    }
}

/// What the pages share.
#[derive(Clone, Copy)]
pub struct Session {
    /// Loaded once a page.
    pub viewer: Resource<Result<Viewer, FnError>>,
    /// The server refused this browser's session while the page was open.
    pub ended: RwSignal<bool>,
    /// Who took over at this counter since the page was loaded.
    pub switched: RwSignal<Option<User>>,
}

impl Session {
    /// Who works here now: who took over since, or else who the page was loaded for.
    pub fn user(self, viewer: &Viewer) -> Option<User> {
        self.switched.get().or_else(|| viewer.user.clone())
    }

    /// Looks at an error of a call: where it says that the session ended, every page must say so.
    pub fn notice(self, error: &FnError) {
        if matches!(error, FnError::Refused(Refusal::NoToken | Refusal::BadToken)) {
            self.ended.set(true);
        }
    }
}

/// Puts the session into the context of all pages.
pub fn provide() {
    let viewer = Resource::new(|| (), |()| api::read_viewer());
    provide_context(Session { viewer, ended: RwSignal::new(false), switched: RwSignal::new(None) });
}

/// The session of the page.
pub fn use_session() -> Session {
    expect_context()
}

/// Where a browser goes after signing in: the page it came from where that is one of ours, otherwise its role's.
pub fn landing(next: Option<&str>, of_role: &str) -> String {
    next.filter(|path| is_local(path)).unwrap_or(of_role).to_owned()
}

/// Whether a path leads to this site and nowhere else: `//evil.example` and `/\evil.example` are other sites to a
/// browser, and control characters are dropped by it before it looks.
fn is_local(path: &str) -> bool {
    let mut letters = path.chars();
    letters.next() == Some('/')
        && !matches!(letters.next(), Some('/' | '\\'))
        && !path.chars().any(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_sent_to_another_site_after_signing_in() {
        for next in
            ["//evil.example", "/\\evil.example", "https://evil.example", "", "pos", "/\t/evil.example"]
        {
            assert_eq!(landing(Some(next), "/kds"), "/kds", "{next}");
        }
        assert_eq!(landing(Some("/pos?today=1"), "/kds"), "/pos?today=1");
        assert_eq!(landing(None, "/pos"), "/pos");
    }

    #[test]
    fn the_cookie_is_out_of_reach_of_scripts() {
        let plain = SessionCookie { secure: false }.header("abc", COOKIE_SECONDS);
        assert_eq!(plain, "sunnyside_session=abc; HttpOnly; SameSite=Lax; Path=/; Max-Age=2592000");
        let secure = SessionCookie { secure: true }.header("", 0);
        assert_eq!(secure, "__Host-sunnyside_session=; HttpOnly; SameSite=Lax; Path=/; Max-Age=0; Secure");
    }
}
