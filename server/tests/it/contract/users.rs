//! Accounts over HTTP: who works here, what can be changed, and what ends with it.

use std::time::Duration;

use futures::StreamExt;
use serde_json::{Value, json};
use sunnyside::identity::Role;
use tokio_tungstenite::connect_async;

use super::sockets::{listening, next};
use crate::support::{
    Backend,
    http::{Answer, Site, config},
};

crate::on_both!(
    an_account_is_made_and_listed,
    a_name_is_taken_in_any_case,
    what_is_wrong_with_an_account_is_told,
    a_role_changes_at_once,
    the_last_active_owner_stays,
    a_reset_password_and_a_closed_account_end_sessions,
    sockets_end_on_every_instance,
    ones_own_password,
    guessing_the_current_password_has_to_wait,
    no_password_is_audited,
    a_key_means_nothing_here,
);

fn ming() -> Value {
    json!({"username": "Ming", "password": "soy-milk-1", "role": "staff"})
}

/// A new account's id.
async fn add(site: &Site, owner: &str, body: Value) -> i64 {
    let made = site.call("POST", "/api/auth/users", Some(owner), Some(body)).await;
    assert_eq!(made.status, 201, "{made:?}");
    made.body["id"].as_i64().unwrap()
}

async fn sign_in(site: &Site, name: &str, password: &str) -> Answer {
    let body = json!({"username": name, "password": password});
    site.call("POST", "/api/auth/login", None, Some(body)).await
}

async fn token(site: &Site, name: &str, password: &str) -> String {
    let signed = sign_in(site, name, password).await;
    assert_eq!(signed.status, 200, "{name}: {signed:?}");
    signed.body["access_token"].as_str().unwrap().to_owned()
}

async fn put(site: &Site, owner: &str, id: i64, body: Value) -> Answer {
    site.call("PUT", &format!("/api/auth/users/{id}"), Some(owner), Some(body)).await
}

async fn me(site: &Site, token: &str) -> u16 {
    site.call("GET", "/api/auth/me", Some(token), None).await.status.as_u16()
}

/// The id of a demo account.
async fn id_of(site: &Site, owner: &str, name: &str) -> i64 {
    let users = site.call("GET", "/api/auth/users", Some(owner), None).await.body;
    let found = users.as_array().unwrap().iter().find(|user| user["username"] == name);
    found.unwrap_or_else(|| panic!("{name} in {users}"))["id"].as_i64().unwrap()
}

async fn an_account_is_made_and_listed(backend: Backend) {
    let site = Site::demo(backend).await;
    let owner = site.token(Role::Owner).await;
    let made = site.call("POST", "/api/auth/users", Some(&owner), Some(ming())).await;
    assert_eq!(made.status, 201, "{made:?}");
    let id = made.body["id"].as_i64().unwrap();
    assert_eq!(made.body, json!({"id": id, "username": "Ming", "role": "staff", "is_active": true}));
    let users = site.call("GET", "/api/auth/users", Some(&owner), None).await;
    let users = users.body.as_array().unwrap().clone();
    let ids: Vec<i64> = users.iter().map(|user| user["id"].as_i64().unwrap()).collect();
    assert!(ids.len() == 5 && ids.is_sorted(), "by id: {ids:?}");
    assert_eq!(users.last(), Some(&made.body), "never with a password");
    let signed = sign_in(&site, "Ming", "soy-milk-1").await;
    assert_eq!((signed.status.as_u16(), &signed.body["user"]), (200, &made.body));

    let closed =
        json!({"username": " 小華 ", "password": "密碼密碼密碼密碼", "role": "kitchen", "is_active": false});
    let made = site.call("POST", "/api/auth/users", Some(&owner), Some(closed)).await;
    assert_eq!(
        (&made.body["username"], &made.body["is_active"]),
        (&json!(" 小華 "), &json!(false)),
        "as sent"
    );
    assert_eq!(sign_in(&site, " 小華 ", "密碼密碼密碼密碼").await.status, 401);
}

async fn a_name_is_taken_in_any_case(backend: Backend) {
    let site = Site::demo(backend).await;
    let owner = site.token(Role::Owner).await;
    add(&site, &owner, ming()).await;
    for name in ["Ming", "ming", "OWNER1"] {
        let body = json!({"username": name, "password": "soy-milk-1", "role": "staff"});
        let taken = site.call("POST", "/api/auth/users", Some(&owner), Some(body)).await;
        assert_eq!(
            (taken.status.as_u16(), &taken.body["detail"]),
            (409, &json!("Username already exists")),
            "{name}"
        );
    }
    let (one, other) = tokio::join!(
        site.call(
            "POST",
            "/api/auth/users",
            Some(&owner),
            Some(json!({"username": "Hua", "password": "soy-milk-1", "role": "staff"}))
        ),
        site.call(
            "POST",
            "/api/auth/users",
            Some(&owner),
            Some(json!({"username": "HUA", "password": "soy-milk-1", "role": "staff"}))
        ),
    );
    let mut both = [one.status.as_u16(), other.status.as_u16()];
    both.sort_unstable();
    assert_eq!(both, [201, 409]);
}

async fn what_is_wrong_with_an_account_is_told(backend: Backend) {
    let site = Site::demo(backend).await;
    let owner = site.token(Role::Owner).await;
    let id = id_of(&site, &owner, "staff1").await;
    let update = format!("/api/auth/users/{id}");
    let update = update.as_str();
    let rows = "SELECT (SELECT COUNT(*) FROM users) + (SELECT COUNT(*) FROM audit_logs)";
    let before = site.shop.number(rows).await;
    let (long_name, long_password) = ("n".repeat(81), "p".repeat(129));
    for (method, path, body, place) in [
        ("POST", "/api/auth/users", json!({"password": "12345678", "role": "staff"}), "username"),
        (
            "POST",
            "/api/auth/users",
            json!({"username": "", "password": "12345678", "role": "staff"}),
            "username",
        ),
        (
            "POST",
            "/api/auth/users",
            json!({"username": " \t", "password": "12345678", "role": "staff"}),
            "username",
        ),
        (
            "POST",
            "/api/auth/users",
            json!({"username": "a\u{0}", "password": "12345678", "role": "staff"}),
            "username",
        ),
        (
            "POST",
            "/api/auth/users",
            json!({"username": 7, "password": "12345678", "role": "staff"}),
            "username",
        ),
        (
            "POST",
            "/api/auth/users",
            json!({"username": long_name, "password": "12345678", "role": "staff"}),
            "username",
        ),
        ("POST", "/api/auth/users", json!({"username": "x", "role": "staff"}), "password"),
        (
            "POST",
            "/api/auth/users",
            json!({"username": "x", "password": "1234567", "role": "staff"}),
            "password",
        ),
        (
            "POST",
            "/api/auth/users",
            json!({"username": "x", "password": long_password, "role": "staff"}),
            "password",
        ),
        ("POST", "/api/auth/users", json!({"username": "x", "password": "12345678"}), "role"),
        (
            "POST",
            "/api/auth/users",
            json!({"username": "x", "password": "12345678", "role": "Owner"}),
            "role",
        ),
        (
            "POST",
            "/api/auth/users",
            json!({"username": "x", "password": "12345678", "role": "staff", "is_active": "yes"}),
            "is_active",
        ),
        ("PUT", update, json!({"role": "cook"}), "role"),
        ("PUT", update, json!({"is_active": 1}), "is_active"),
        ("PUT", update, json!({"password": "short"}), "password"),
        ("POST", "/api/auth/password", json!({"new_password": "12345678"}), "current_password"),
        ("POST", "/api/auth/password", json!({"current_password": "owner1234"}), "new_password"),
        (
            "POST",
            "/api/auth/password",
            json!({"current_password": "owner1234", "new_password": "1234567"}),
            "new_password",
        ),
    ] {
        let wrong = site.call(method, path, Some(&owner), Some(body.clone())).await;
        assert_eq!(wrong.status, 422, "{method} {path} {body}: {wrong:?}");
        assert_eq!(wrong.body["detail"][0]["loc"], json!(["body", place]), "{method} {path} {body}");
    }
    let unknown = put(&site, &owner, 987_654, json!({"role": "staff"})).await;
    assert_eq!((unknown.status.as_u16(), &unknown.body["detail"]), (404, &json!("User not found")));
    assert_eq!(site.call("PUT", "/api/auth/users/x", Some(&owner), Some(json!({}))).await.status, 422);
    let same = put(&site, &owner, id, json!({"role": null, "is_active": true, "password": null})).await;
    assert_eq!((same.status.as_u16(), &same.body["role"]), (200, &json!("staff")), "null leaves it as it is");
    assert_eq!(site.shop.number(rows).await, before, "nothing changed");
}

async fn a_role_changes_at_once(backend: Backend) {
    let site = Site::demo(backend).await;
    let (owner, staff) = (site.token(Role::Owner).await, site.token(Role::Staff).await);
    let ingredients = "/api/inventory/ingredients";
    assert_eq!(site.call("GET", ingredients, Some(&staff), None).await.status, 403);
    let changed = put(&site, &owner, id_of(&site, &owner, "staff1").await, json!({"role": "manager"})).await;
    assert_eq!((changed.status.as_u16(), &changed.body["role"]), (200, &json!("manager")));
    assert_eq!(site.call("GET", ingredients, Some(&staff), None).await.status, 200, "with the token it has");
}

async fn the_last_active_owner_stays(backend: Backend) {
    let site = Site::demo(backend).await;
    let owner = site.token(Role::Owner).await;
    let id = id_of(&site, &owner, "owner1").await;
    let closed = json!({"username": "old", "password": "soy-milk-1", "role": "owner", "is_active": false});
    let other = add(&site, &owner, closed).await;
    for body in [json!({"is_active": false}), json!({"role": "manager"})] {
        let refused = put(&site, &owner, id, body.clone()).await;
        let sentence = json!("The last active owner can be neither deactivated nor demoted");
        assert_eq!((refused.status.as_u16(), &refused.body["detail"]), (409, &sentence), "{body}");
    }
    assert_eq!(put(&site, &owner, other, json!({"is_active": true})).await.status, 200);
    assert_eq!(put(&site, &owner, id, json!({"is_active": false})).await.status, 200);
    assert_eq!(me(&site, &owner).await, 401, "also who does it to oneself");
    let other_token = token(&site, "old", "soy-milk-1").await;
    assert_eq!(put(&site, &other_token, other, json!({"is_active": false})).await.status, 409);
}

async fn a_reset_password_and_a_closed_account_end_sessions(backend: Backend) {
    let site = Site::demo(backend).await;
    let owner = site.token(Role::Owner).await;
    let id = add(&site, &owner, ming()).await;
    let first = token(&site, "Ming", "soy-milk-1").await;
    let reset = put(&site, &owner, id, json!({"password": "soy-milk-2"})).await;
    assert_eq!(reset.status, 200, "{reset:?}");
    assert_eq!((me(&site, &first).await, me(&site, &owner).await), (401, 200));
    assert_eq!(sign_in(&site, "Ming", "soy-milk-1").await.status, 401);
    let second = token(&site, "Ming", "soy-milk-2").await;
    assert_eq!(put(&site, &owner, id, json!({"is_active": false})).await.status, 200);
    assert_eq!(me(&site, &second).await, 401);
    assert_eq!(sign_in(&site, "Ming", "soy-milk-2").await.status, 401);
    assert_eq!(put(&site, &owner, id, json!({"is_active": true})).await.status, 200);
    assert_eq!(me(&site, &second).await, 401, "what has ended stays ended");
    token(&site, "Ming", "soy-milk-2").await;
}

async fn sockets_end_on_every_instance(backend: Backend) {
    let site = Site::demo(backend).await;
    let other = server::App::new(config(&[]), site.shop.second_instance().await).unwrap();
    let other = listening(server::router(other)).await;
    let own = listening(site.router.clone()).await;
    let owner = site.token(Role::Owner).await;
    let id = add(&site, &owner, ming()).await;
    let mut open = Vec::new();
    let first = token(&site, "Ming", "soy-milk-1").await;
    let kitchen = site.token(Role::Kitchen).await;
    for (base, token) in [(&own, &first), (&other, &first), (&other, &kitchen)] {
        let (mut socket, _) = connect_async(format!("{base}/ws/events?token={token}")).await.unwrap();
        assert_eq!(next(&mut socket).await["event"], "connected");
        open.push(socket);
    }
    assert_eq!(put(&site, &owner, id, json!({"password": "soy-milk-2"})).await.status, 200);
    assert!(site.call("POST", "/api/auth/logout", Some(&kitchen), None).await.status.is_success());
    for socket in &mut open {
        let closed = async {
            while let Some(Ok(frame)) = socket.next().await {
                if frame.is_close() {
                    break;
                }
            }
        };
        tokio::time::timeout(Duration::from_secs(6), closed).await.expect("closed within 5 s, and a little");
    }
    let refused = connect_async(format!("{other}/ws/events?token={first}")).await;
    assert!(refused.is_err(), "and none is opened any more");
}

async fn ones_own_password(backend: Backend) {
    let site = Site::demo(backend).await;
    let (own, elsewhere) = (site.token(Role::Kitchen).await, site.token(Role::Kitchen).await);
    let change = |current: &str, new: &str| {
        let body = json!({"current_password": current, "new_password": new});
        let (site, own) = (&site, &own);
        async move { site.call("POST", "/api/auth/password", Some(own), Some(body)).await }
    };
    let wrong = change("kitchen12345", "new-broom-1").await;
    assert_eq!(
        (wrong.status.as_u16(), &wrong.body["detail"]),
        (400, &json!("The current password is wrong"))
    );
    assert_eq!(me(&site, &elsewhere).await, 200, "a refused change ends nothing");
    assert_eq!(change("kitchen1234", "new-broom-1").await.status, 204);
    assert_eq!((me(&site, &own).await, me(&site, &elsewhere).await), (200, 401));
    assert_eq!(sign_in(&site, "kitchen1", "kitchen1234").await.status, 401);
    assert_eq!(sign_in(&site, "kitchen1", "new-broom-1").await.status, 200);
}

async fn guessing_the_current_password_has_to_wait(backend: Backend) {
    let site = Site::demo(backend).await;
    let staff = site.token(Role::Staff).await;
    let body = json!({"current_password": "a-wild-guess", "new_password": "new-broom-1"});
    for _ in 0..10 {
        let guess = site.call("POST", "/api/auth/password", Some(&staff), Some(body.clone())).await;
        assert_eq!(guess.status, 400);
    }
    let right = json!({"current_password": "staff1234", "new_password": "new-broom-1"});
    let eleventh = site.call("POST", "/api/auth/password", Some(&staff), Some(right)).await;
    assert_eq!(eleventh.status, 429);
    assert!(eleventh.headers.contains_key("retry-after"));
}

async fn no_password_is_audited(backend: Backend) {
    let site = Site::demo(backend).await;
    let owner = site.token(Role::Owner).await;
    let id = add(&site, &owner, ming()).await;
    put(&site, &owner, id, json!({"role": "kitchen", "password": "soy-milk-2"})).await;
    let own = token(&site, "Ming", "soy-milk-2").await;
    let body = json!({"current_password": "soy-milk-2", "new_password": "soy-milk-3"});
    assert_eq!(site.call("POST", "/api/auth/password", Some(&own), Some(body)).await.status, 204);
    let logs = site.call("GET", "/api/audit/logs", Some(&owner), None).await;
    let lines = logs.body.as_array().unwrap();
    let of = |action: &str| lines.iter().filter(|line| line["action"] == action).collect::<Vec<_>>();
    assert_eq!(of("user.create")[0]["payload"]["after"]["username"], "Ming");
    let updated = &of("user.update")[0]["payload"];
    assert_eq!((&updated["before"]["role"], &updated["after"]["role"]), (&json!("staff"), &json!("kitchen")));
    let passwords = of("user.password");
    let by: Vec<&Value> = passwords.iter().map(|line| &line["actor_username"]).collect();
    assert_eq!(by, ["Ming", "owner1"], "newest first");
    assert!(
        passwords
            .iter()
            .all(|line| line["entity_type"] == "user" && line["entity_id"].as_str() == Some(&id.to_string()))
    );
    let everything = logs.body.to_string();
    for secret in ["soy-milk", "argon2", "hash"] {
        assert!(!everything.contains(secret), "{secret}");
    }
}

async fn a_key_means_nothing_here(backend: Backend) {
    let site = Site::demo(backend).await;
    let owner = site.token(Role::Owner).await;
    for name in ["a", "b"] {
        let body = json!({"username": name, "password": "soy-milk-1", "role": "staff"}).to_string();
        let key = [("idempotency-key", "k")];
        let made = site.send("POST", "/api/auth/users", Some(&owner), Some(&body), &key).await;
        assert_eq!((made.status.as_u16(), &made.body["username"]), (201, &json!(name)));
    }
    assert_eq!(site.shop.number("SELECT COUNT(*) FROM idempotency_keys").await, 0);
}
