//! Signing in and out.

use sunnyside::{
    Refusal,
    identity::{Action, Role},
    service::{Context, identity},
};

use crate::support::{Backend, TestShop, until};

crate::on_both!(
    the_four_accounts_sign_in,
    a_token_ends_with_its_session,
    a_session_that_ended_elsewhere_ends_here,
    too_many_failures_have_to_wait,
    a_browser_slides
);

async fn signed(
    shop: &TestShop,
    name: &str,
    password: &str,
) -> Result<sunnyside::identity::SignedIn, Refusal> {
    identity::sign_in(&Context::public(shop.store.clone()), name, password.to_owned(), false).await
}

async fn the_four_accounts_sign_in(backend: Backend) {
    let shop = TestShop::demo(backend).await;
    for role in Role::ALL {
        let name = format!("{}1", role.as_str());
        let signed = signed(&shop, &name, &format!("{name}234")).await.unwrap();
        assert_eq!((signed.user.role, signed.token_type.as_str()), (role, "bearer"));
        let (actor, _) = identity::authenticate(&shop.store, &signed.access_token, true).await.unwrap();
        assert_eq!((actor.username, actor.role), (name, role));
    }
    for (name, password) in [("owner1", "wrong"), ("nobody", "owner1234"), ("OWNER1", "owner1234")] {
        assert_eq!(signed(&shop, name, password).await.map(|_| ()), Err(Refusal::BadCredentials));
    }
    let audited = "SELECT COUNT(*) FROM audit_logs WHERE action = 'auth.login'";
    assert_eq!(shop.number(audited).await, 4);
    assert_eq!(identity::acting(&shop.store).await.unwrap().role, Role::Owner);
}

async fn a_token_ends_with_its_session(backend: Backend) {
    let shop = TestShop::demo(backend).await;
    let first = signed(&shop, "staff1", "staff1234").await.unwrap();
    let (actor, session) = identity::authenticate(&shop.store, &first.access_token, true).await.unwrap();
    let ctx =
        Context { actor: Some(actor), session: Some(session.id), ..Context::public(shop.store.clone()) };
    assert!(ctx.may(Action::OrderTake).is_ok());
    identity::sign_out(&ctx).await.unwrap();
    let after = identity::authenticate(&shop.store, &first.access_token, true).await.map(|_| ());
    assert_eq!(after, Err(Refusal::BadToken));
    let second = signed(&shop, "staff1", "staff1234").await.unwrap();
    shop.clock.advance_seconds(720 * 60);
    let over = identity::authenticate(&shop.store, &second.access_token, true).await.map(|_| ());
    assert_eq!(over, Err(Refusal::BadToken));
    let other = jwt_like(&second.access_token);
    for bad in ["", "x", "a.b.c", "Bearer", "\u{1F373}", other.as_str(), &"x".repeat(10_000)] {
        let refused = identity::authenticate(&shop.store, bad, true).await.map(|_| ());
        assert_eq!(refused, Err(Refusal::BadToken), "{bad:.20}");
    }
}

async fn a_session_that_ended_elsewhere_ends_here(backend: Backend) {
    let shop = TestShop::demo(backend).await;
    let signed = signed(&shop, "staff1", "staff1234").await.unwrap();
    let (actor, session) = identity::authenticate(&shop.store, &signed.access_token, true).await.unwrap();
    let other = shop.second_instance().await;
    let there = Context { actor: Some(actor), session: Some(session.id), ..Context::public(other) };
    identity::sign_out(&there).await.unwrap();
    until("the session ends on the other instance too", || async {
        identity::authenticate(&shop.store, &signed.access_token, true).await.is_err()
    })
    .await;
}

/// The same claims with another signature.
fn jwt_like(token: &str) -> String {
    let (claims, _) = token.rsplit_once('.').unwrap();
    format!("{claims}.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
}

async fn too_many_failures_have_to_wait(backend: Backend) {
    let shop = TestShop::demo(backend).await;
    for _ in 0..10 {
        assert_eq!(signed(&shop, "owner1", "wrong").await.map(|_| ()), Err(Refusal::BadCredentials));
    }
    let eleventh = signed(&shop, "Owner1", "owner1234").await.map(|_| ());
    assert!(matches!(eleventh, Err(Refusal::TooManyAttempts(1..=60))), "{eleventh:?}");
    assert!(signed(&shop, "staff1", "staff1234").await.is_ok(), "other usernames are not affected");
    shop.clock.advance_seconds(61);
    assert!(signed(&shop, "owner1", "owner1234").await.is_ok());
}

async fn a_browser_slides(backend: Backend) {
    let shop = TestShop::demo(backend).await;
    let public = Context::public(shop.store.clone());
    let first = identity::sign_in(&public, "kitchen1", "kitchen1234".into(), true).await.unwrap();
    let (actor, session) = identity::authenticate(&shop.store, &first.access_token, true).await.unwrap();
    let ctx = Context { actor: Some(actor), session: Some(session.id), ..public };
    assert_eq!(identity::renew(&ctx).await.unwrap(), None, "not before half its life");
    for _ in 0..100 {
        shop.clock.advance_seconds(7 * 3600);
        match identity::renew(&ctx).await {
            Ok(Some(renewed)) => assert!(renewed.expires_at > shop.store.now()),
            Ok(None) => {}
            Err(refusal) => assert_eq!(refusal, Refusal::BadToken),
        }
    }
    let after_29_days = identity::renew(&ctx).await;
    assert!(after_29_days.is_ok(), "100 × 7 h are 29 days: {after_29_days:?}");
    shop.clock.advance_seconds(2 * 24 * 3600);
    assert_eq!(identity::renew(&ctx).await, Err(Refusal::BadToken), "30 days at most");
}
