//! Approvals, PINs and paired devices.

use serde_json::{Value, json};
use sunnyside::{
    audit::Verdict,
    identity::Role::{Manager, Owner, Staff},
    service::{self, Context},
};

use crate::support::{
    Backend,
    http::{Answer, Site},
};

crate::on_both!(
    an_approval_is_good_once_for_one_order_and_one_user,
    an_approval_lifts_the_limit_of_a_discount,
    wrong_guesses_are_counted_and_weak_pins_refused,
    a_paired_device_lets_people_in_until_it_is_revoked,
);

async fn order(site: &Site, token: &str, more: Value) -> Answer {
    let tea = site.shop.item("中紅茶").await;
    let mut body = json!({"items": [{"menu_item_id": tea, "quantity": 2}]});
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    site.call("POST", "/api/orders", Some(token), Some(body)).await
}

async fn approval(site: &Site, token: &str, of: Value) -> Answer {
    let mut body = json!({"username": "manager1", "password": "manager1234"});
    body.as_object_mut().unwrap().extend(of.as_object().unwrap().clone());
    site.call("POST", "/api/auth/approvals", Some(token), Some(body)).await
}

async fn with_grant(site: &Site, token: &str, path: &str, body: &Value, grant: &str) -> Answer {
    let text = body.to_string();
    site.send("POST", path, Some(token), Some(&text), &[("x-approval", grant)]).await
}

async fn an_approval_is_good_once_for_one_order_and_one_user(backend: Backend) {
    let site = Site::demo(backend).await;
    let (staff, owner) = (site.token(Staff).await, site.token(Owner).await);
    let new = json!({"username": "staff2", "password": "staff1234", "role": "staff"});
    assert_eq!(site.call("POST", "/api/auth/users", Some(&owner), Some(new)).await.status, 201);
    let other = json!({"username": "staff2", "password": "staff1234"});
    let other = site.call("POST", "/api/auth/login", None, Some(other)).await.body["access_token"].clone();
    let other = other.as_str().unwrap();
    let first = order(&site, &staff, json!({})).await.body;
    let second = order(&site, &staff, json!({})).await.body;
    let path = |order: &Value| format!("/api/orders/{}/refund", order["id"]);
    let lines = |quantity: u32| json!({"lines": [{"line_id": first["items"][0]["id"], "quantity": quantity}], "reason": "做錯"});
    let alone = site.call("POST", &path(&first), Some(&staff), Some(lines(1))).await;
    assert_eq!(alone.status, 403, "{alone:?}");
    let by_staff =
        json!({"username": "staff2", "password": "staff1234", "action": "refund", "order_id": first["id"]});
    assert_eq!(approval(&site, &staff, by_staff).await.status, 403, "staff approves nothing");
    let given = approval(&site, &staff, json!({"action": "refund", "order_id": first["id"]})).await;
    assert_eq!((given.status.as_u16(), &given.body["approved_by"]["username"]), (201, &json!("manager1")));
    let grant = given.body["token"].as_str().unwrap();
    assert_eq!(
        with_grant(&site, &staff, &path(&second), &lines(1), grant).await.status,
        403,
        "another order"
    );
    assert_eq!(with_grant(&site, other, &path(&first), &lines(1), grant).await.status, 403, "somebody else");
    assert_eq!(
        with_grant(&site, &staff, "/api/shift/open", &json!({"shift_name": "早班"}), grant).await.status,
        403
    );
    assert_eq!(with_grant(&site, &staff, &path(&first), &lines(1), "nonsense").await.status, 403);
    let refused = with_grant(&site, &staff, &path(&first), &lines(99), grant).await;
    assert_eq!(refused.status, 409, "what was refused uses nothing up: {refused:?}");
    let done = with_grant(&site, &staff, &path(&first), &lines(1), grant).await;
    assert_eq!(done.status, 200, "{done:?}");
    let again = with_grant(&site, &staff, &path(&first), &lines(1), grant).await;
    assert_eq!(again.status, 403, "once is once");
    assert_eq!(again.body["detail"], "The approval is not good for this, was used, or has expired");

    let log = site.call("GET", "/api/audit/logs?limit=1", Some(&owner), None).await.body;
    assert_eq!((&log[0]["action"], &log[0]["actor_username"]), (&json!("order.refund"), &json!("staff1")));
    assert_eq!(log[0]["actor_role"], "staff");
    assert_eq!(log[0]["payload"]["approved_by"]["username"], "manager1");
    let program = Context::of_program(site.shop.store.clone());
    assert!(matches!(service::audit::verify(&program, &|_, _| {}).await, Ok(Verdict::Whole(_))));

    let late = approval(&site, &staff, json!({"action": "refund", "order_id": first["id"]})).await;
    let late = late.body["token"].as_str().unwrap().to_owned();
    site.shop.clock.advance_seconds(120);
    assert_eq!(with_grant(&site, &staff, &path(&first), &lines(1), &late).await.status, 403, "too late");
    let hashes = "SELECT COUNT(*) FROM approvals WHERE LENGTH(token_hash) = 64 AND token_hash <> ";
    assert_eq!(site.shop.number(&format!("{hashes}'{late}'")).await, 2, "the token itself is kept nowhere");
}

async fn an_approval_lifts_the_limit_of_a_discount(backend: Backend) {
    let site = Site::demo(backend).await;
    let staff = site.token(Staff).await;
    let id = "0192f0c1-0000-7000-8000-0000000000A1";
    let tea = site.shop.item("中紅茶").await;
    let draft = json!({
        "client_id": id, "items": [{"menu_item_id": tea, "quantity": 2}],
        "discount": {"percent": 50, "reason": "熟客"},
    });
    let alone = site.call("POST", "/api/orders", Some(&staff), Some(draft.clone())).await;
    assert_eq!(alone.status, 403);
    let given = approval(&site, &staff, json!({"action": "discount", "client_id": id})).await;
    let grant = given.body["token"].as_str().unwrap();
    let taken = with_grant(&site, &staff, "/api/orders", &draft, grant).await;
    assert_eq!((taken.status.as_u16(), &taken.body["total_amount"]), (201, &json!(20)));
    let again = with_grant(&site, &staff, "/api/orders", &draft, grant).await;
    assert_eq!((again.status.as_u16(), &again.body["id"]), (201, &taken.body["id"]), "it is the same order");
    let unbound = approval(&site, &staff, json!({"action": "discount"})).await;
    assert_eq!(unbound.status, 422, "{unbound:?}");
}

async fn wrong_guesses_are_counted_and_weak_pins_refused(backend: Backend) {
    let site = Site::demo(backend).await;
    let (staff, owner) = (site.token(Staff).await, site.token(Owner).await);
    let guess = || approval(&site, &staff, json!({"action": "shift", "password": "wrong-guess"}));
    let first = guess().await;
    assert_eq!(
        (first.status.as_u16(), &first.body["detail"]),
        (400, &json!("Wrong PIN or password; 9 more tries"))
    );
    for _ in 1..10 {
        assert_eq!(guess().await.status, 400);
    }
    let stopped = guess().await;
    assert_eq!(stopped.status, 429, "{stopped:?}");
    assert!(stopped.headers.contains_key("retry-after"));

    for weak in ["1111", "1234", "147", "1470258", "14a0"] {
        let answer = site.call("PUT", "/api/auth/users/1", Some(&owner), Some(json!({"pin": weak}))).await;
        assert_eq!(answer.status, 422, "{weak}: {answer:?}");
    }
    let set = site.call("PUT", "/api/auth/users/1", Some(&owner), Some(json!({"pin": "907351"}))).await;
    assert_eq!(set.status, 200);
    assert!(!set.body.to_string().contains("pin"), "{set:?}");
    let own = json!({"current_password": "staff1234", "pin": "7394"});
    assert_eq!(site.call("POST", "/api/auth/pin", Some(&staff), Some(own)).await.status, 204);
    let wrong = json!({"current_password": "not-it-at-all", "pin": "7394"});
    assert_eq!(site.call("POST", "/api/auth/pin", Some(&staff), Some(wrong)).await.status, 400);
    let log = site.call("GET", "/api/audit/logs?limit=2", Some(&owner), None).await.body.to_string();
    assert!(log.contains("user.pin") && !log.contains("7394") && !log.contains("907351"), "{log}");
}

async fn a_paired_device_lets_people_in_until_it_is_revoked(backend: Backend) {
    let site = Site::demo(backend).await;
    let (staff, owner) = (site.token(Staff).await, site.token(Owner).await);
    let by_pin = json!({"username": "staff1", "secret": "2580", "by_pin": true});
    let call = async |path: &str, body: &Value, token: Option<&str>, cookie: &str| {
        site.send("POST", path, token, Some(&body.to_string()), &[("cookie", cookie)]).await
    };
    let outside = call("/fn/sign_in_here", &by_pin, None, "").await;
    assert_eq!(outside.body["Refused"], "not_paired", "{outside:?}");
    let refund = json!({"action": "shift", "username": "manager1", "pin": "1470"});
    let outside = call("/api/auth/approvals", &refund, Some(&staff), "").await;
    assert_eq!(outside.status, 403, "a PIN is good on a device of the shop alone");

    let paired = call("/fn/device_pair", &json!({"name": "櫃台 1"}), Some(&owner), "").await;
    assert_eq!(paired.status, 200, "{paired:?}");
    let kept = paired.headers["set-cookie"].to_str().unwrap();
    assert!(kept.starts_with("sunnyside_device=") && kept.contains("HttpOnly"), "{kept}");
    let device = kept.split(';').next().unwrap();
    assert_eq!(call("/api/auth/approvals", &refund, Some(&staff), device).await.status, 201);
    let wrong = json!({"username": "staff1", "secret": "2581", "by_pin": true});
    let wrong = call("/fn/sign_in_here", &wrong, None, device).await;
    assert_eq!(wrong.body["Refused"], json!({"wrong_pin": 9}));
    let inside = call("/fn/sign_in_here", &by_pin, None, device).await;
    assert_eq!((inside.status.as_u16(), &inside.body["username"]), (200, &json!("staff1")));
    let session = inside.headers["set-cookie"].to_str().unwrap().split(';').next().unwrap();
    let session = session.strip_prefix("sunnyside_session=").unwrap();
    let me = site.call("GET", "/api/auth/me", Some(session), None).await;
    assert_eq!(me.body["username"], "staff1");

    let switch = json!({"username": "manager1", "secret": "1470", "by_pin": true});
    let switched = call("/fn/sign_in_here", &switch, Some(session), device).await;
    let manager = switched.headers["set-cookie"].to_str().unwrap().split(';').next().unwrap();
    let manager = manager.strip_prefix("sunnyside_session=").unwrap();
    assert_eq!(site.call("GET", "/api/auth/me", Some(session), None).await.status, 401, "it was handed over");
    assert_eq!(site.call("GET", "/api/auth/me", Some(manager), None).await.body["username"], "manager1");

    let setup = call("/fn/setup", &json!({}), Some(&owner), device).await.body;
    assert_eq!(setup["devices"][0]["name"], "櫃台 1");
    assert_eq!(setup["own"], setup["devices"][0]["id"]);
    assert!(!setup.to_string().contains("hash"));
    let gone = call("/fn/device_revoke", &json!({"id": setup["own"]}), Some(&owner), "").await;
    assert_eq!(gone.status, 200, "{gone:?}");
    assert_eq!(call("/fn/sign_in_here", &by_pin, None, device).await.body["Refused"], "not_paired");
    assert_eq!(site.call("GET", "/api/auth/me", Some(manager), None).await.status, 401);
    assert!(!site.token(Manager).await.is_empty(), "a password goes on working");
}
