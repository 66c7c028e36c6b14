//! Who calls: found out once a request, from the bearer token or the cookie.

use std::net::{IpAddr, SocketAddr};

use axum::{
    extract::{ConnectInfo, FromRequestParts, Request, State},
    http::{HeaderMap, Method, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use sunnyside::{
    Refusal,
    identity::Action,
    service::{Context, identity},
};

use crate::{App, origin, rest::error::Refused};

/// Who calls, and how we know.
#[derive(Clone)]
pub struct Caller {
    /// What the services are called with; without an actor where nobody is signed in.
    pub context: Context,
    /// Why nobody is.
    pub error: Option<Refusal>,
    /// A browser vouches for the caller by itself (cookie), or nobody does (`AUTH_DISABLED`): then the page that asks
    /// has to be one of ours.
    pub needs_own_origin: bool,
    /// The request came by https.
    pub is_secure: bool,
    /// The token, to ask again whether its session still lives.
    pub token: Option<String>,
}

/// The name of the caller, handed to the log with the answer.
#[derive(Clone)]
pub struct ActorName(pub String);

/// Where a request's token was found.
enum Found {
    Nothing,
    Bearer(String),
    Cookie(String),
}

/// Finds out who calls, and refuses what a foreign page sends.
pub async fn identify(State(app): State<App>, mut request: Request, next: Next) -> Response {
    if request.uri().path().starts_with("/pkg/") {
        return next.run(request).await;
    }
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let is_write = !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let caller = caller(&app, request.headers(), peer, is_write).await;
    let path = request.uri().path();
    // A server function is called by pages alone, also the one that signs in: a foreign page must not be able to put
    // its own session into this browser.
    let is_page_call = path.starts_with("/fn/");
    if is_write
        && (caller.needs_own_origin || is_page_call)
        && origin::is_foreign(request.headers(), &app.config().cors_origins)
    {
        return Refused::from(Refusal::Denied).into_response();
    }
    let name = caller.context.actor.as_ref().map(|actor| ActorName(actor.username.clone()));
    request.extensions_mut().insert(caller);
    let mut response = next.run(request).await;
    if let Some(name) = name {
        response.extensions_mut().insert(name);
    }
    response
}

async fn caller(app: &App, headers: &HeaderMap, peer: Option<IpAddr>, is_write: bool) -> Caller {
    let config = app.config();
    let mut context = Context::public(app.store().clone());
    context.address =
        client_address(headers, peer, config.trust_proxy_headers).map(|address| address.to_string());
    let mut caller = Caller {
        context,
        error: None,
        needs_own_origin: config.auth_disabled,
        is_secure: config.trust_proxy_headers
            && last_of(headers, "x-forwarded-proto").is_some_and(|p| p.eq_ignore_ascii_case("https")),
        token: None,
    };
    if config.auth_disabled {
        match identity::acting(app.store()).await {
            Ok(actor) => {
                caller.context.actor = Some(actor);
                caller.context.seen = app.store().version().await.ok();
            }
            Err(refusal) => caller.error = Some(refusal),
        }
        return caller;
    }
    let token = match find(headers) {
        Found::Nothing => {
            caller.error = Some(Refusal::NoToken);
            return caller;
        }
        Found::Bearer(token) => token,
        Found::Cookie(token) => {
            caller.needs_own_origin = true;
            token
        }
    };
    caller.take_token(app, token, is_write).await;
    caller
}

impl Caller {
    /// Becomes the one whom a token names, or nobody.
    pub async fn take_token(&mut self, app: &App, token: String, is_write: bool) {
        match identity::authenticate(app.store(), &token, is_write).await {
            Ok((actor, session)) => {
                self.context.actor = Some(actor);
                self.context.session = Some(session.id);
                self.context.seen = (!is_write).then_some(session.version);
                self.error = None;
                self.token = Some(token);
            }
            Err(refusal) => {
                self.context.actor = None;
                self.context.session = None;
                self.context.seen = None;
                self.error = Some(refusal);
            }
        }
    }

    /// Why a page cannot be shown at all, where it is not just that nobody is signed in.
    pub fn trouble(&self) -> Option<&Refusal> {
        self.error.as_ref().filter(|refusal| !matches!(refusal, Refusal::NoToken | Refusal::BadToken))
    }
}

fn find(headers: &HeaderMap) -> Found {
    let bearer = headers.get(header::AUTHORIZATION).and_then(|value| {
        // What is not even text is a malformed token, not a missing one.
        let text = value.to_str().unwrap_or("Bearer ");
        let (scheme, token) = text.split_once(' ').unwrap_or((text, ""));
        scheme.eq_ignore_ascii_case("bearer").then(|| token.trim().to_owned())
    });
    if let Some(token) = bearer {
        return Found::Bearer(token);
    }
    // The `__Host-` cookie cannot have been set by a neighbouring site, so it goes first.
    ["__Host-sunnyside_session", "sunnyside_session"]
        .iter()
        .find_map(|name| cookie(headers, name))
        .map_or(Found::Nothing, Found::Cookie)
}

fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|text| text.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, value)| *key == name && !value.is_empty())
        .map(|(_, value)| value.trim_matches('"').to_owned())
}

/// The last entry of a list header: the one that the nearest proxy wrote.
fn last_of<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get_all(name).iter().next_back()?.to_str().ok()?.rsplit(',').next().map(str::trim)
}

/// The client's address: the peer's, or what the proxy that we trust says it is.
fn client_address(headers: &HeaderMap, peer: Option<IpAddr>, trust_proxy: bool) -> Option<IpAddr> {
    let forwarded = trust_proxy.then(|| last_of(headers, "x-forwarded-for")).flatten().and_then(|text| {
        let socket = text.parse::<SocketAddr>().map(|address| address.ip());
        text.trim_matches(['[', ']']).parse::<IpAddr>().or(socket).ok()
    });
    forwarded.or(peer).map(|address| address.to_canonical())
}

impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refused> {
        parts.extensions.get::<Self>().cloned().ok_or(Refused::from(Refusal::Internal))
    }
}

/// Somebody who is signed in; everybody else is refused with 401.
pub struct Signed(pub Context);

impl Signed {
    /// Refuses with 403 what the role may not do, before anything of the request is looked at. The service asks again.
    pub fn may(self, action: Action) -> Result<Context, Refused> {
        self.0.may(action)?;
        Ok(self.0)
    }
}

impl<S: Sync> FromRequestParts<S> for Signed {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refused> {
        let caller = Caller::from_request_parts(parts, state).await?;
        match caller.error {
            None => Ok(Self(caller.context)),
            Some(refusal) => Err(refusal.into()),
        }
    }
}

/// Anybody at all.
pub struct Anyone(pub Context);

impl<S: Sync> FromRequestParts<S> for Anyone {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refused> {
        Caller::from_request_parts(parts, state).await.map(|caller| Self(caller.context))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(header::HeaderName::from_static(name), value.parse().unwrap());
        }
        headers
    }

    #[test]
    fn a_bearer_goes_before_a_cookie() {
        let both = headers(&[("authorization", "bearer abc"), ("cookie", "sunnyside_session=xyz")]);
        assert!(matches!(find(&both), Found::Bearer(token) if token == "abc"));
        let cookies = headers(&[
            ("cookie", "a=b; sunnyside_session=plain"),
            ("cookie", "__Host-sunnyside_session=host"),
        ]);
        assert!(matches!(find(&cookies), Found::Cookie(token) if token == "host"));
        assert!(
            matches!(find(&headers(&[("authorization", "Bearer")])), Found::Bearer(token) if token.is_empty())
        );
        assert!(matches!(find(&headers(&[("authorization", "Basic eDp5")])), Found::Nothing));
        assert!(matches!(find(&headers(&[("cookie", "sunnyside_session=")])), Found::Nothing));
    }

    #[test]
    fn only_the_hop_that_the_proxy_wrote_is_believed() {
        let peer = Some("10.0.0.1".parse().unwrap());
        let seen = |pairs: &[(&'static str, &str)], trust| {
            client_address(&headers(pairs), peer, trust)
                .map(|address| address.to_string())
                .unwrap_or_default()
        };
        let forged = [("x-forwarded-for", "1.1.1.1, 2.2.2.2"), ("x-forwarded-for", "3.3.3.3, 192.0.2.7")];
        assert_eq!(seen(&forged, true), "192.0.2.7");
        assert_eq!(seen(&forged, false), "10.0.0.1");
        assert_eq!(seen(&[("x-forwarded-for", "unknown")], true), "10.0.0.1");
        assert_eq!(seen(&[("x-forwarded-for", "[2001:db8::1]:443")], true), "2001:db8::1");
        assert_eq!(seen(&[("x-forwarded-for", "192.0.2.7:5000")], true), "192.0.2.7");
    }
}
