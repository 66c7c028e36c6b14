//! The audit tells who did what, and cannot be rewritten.

use sea_orm::ConnectionTrait;
use sunnyside::{
    Money,
    audit::{Flaw, Verdict},
    identity::Role,
    menu::ItemPatch,
    order::OrderStatus,
    service::{self, Context, order},
};

use crate::support::{Backend, TestShop, is_postgres, paid, place};

crate::on_both!(
    every_change_has_its_line_and_none_can_be_rewritten,
    one_changed_byte_is_found,
    a_line_that_is_gone_or_added_is_found,
    a_long_audit_is_proved_in_pieces,
);

async fn every_change_has_its_line_and_none_can_be_rewritten(backend: Backend) {
    let shop = TestShop::demo(backend).await;
    let manager = shop.as_role(Role::Manager).await;
    let item = shop.item("薯條").await;
    let order = place(&manager, paid(item, 1)).await.unwrap();
    order::set_status(&manager, order.id, OrderStatus::Preparing, None).await.unwrap();
    order::set_status(&manager, order.id, OrderStatus::Preparing, None).await.unwrap();
    assert!(place(&manager, paid(987_654, 1)).await.is_err());
    let count = |action: &str| {
        format!("SELECT COUNT(*) FROM audit_logs WHERE action = '{action}' AND actor_role = 'manager'")
    };
    assert_eq!(shop.number(&count("order.create")).await, 1);
    assert_eq!(shop.number(&count("order.status.change")).await, 1, "nothing happened the second time");
    let broken = "SELECT COUNT(*) FROM audit_logs a JOIN audit_logs b ON b.seq = a.seq + 1 WHERE b.prev_hash <> a.hash";
    assert_eq!(shop.number(broken).await, 0);
    let db = shop.raw().await;
    for sql in ["UPDATE audit_logs SET payload = '{}'", "DELETE FROM audit_logs"] {
        assert!(db.execute_unprepared(sql).await.is_err(), "{sql}");
    }
    assert_eq!(shop.number("SELECT COUNT(*) FROM audit_logs").await, 2);
}

/// A shop with so many lines in its audit.
async fn with_lines(backend: Backend, count: i64) -> TestShop {
    let shop = TestShop::demo(backend).await;
    let owner = shop.as_role(Role::Owner).await;
    let item = shop.item("薯條").await;
    for price in 1..=count {
        let patch = ItemPatch { price: Some(Money(10_000 + price)), ..ItemPatch::default() };
        service::menu::update(&owner, item, patch).await.unwrap();
    }
    shop
}

async fn verdict(shop: &TestShop) -> Verdict {
    let program = Context::of_program(shop.store.clone());
    service::audit::verify(&program, &|_, _| {}).await.unwrap()
}

/// What somebody does who has the database to himself.
async fn past_the_triggers(shop: &TestShop, statements: &[&str]) {
    let db = shop.raw().await;
    let free: &[&str] = if is_postgres(&db) {
        &["DROP TRIGGER IF EXISTS audit_logs_append_only ON audit_logs"]
    } else {
        &["DROP TRIGGER IF EXISTS audit_logs_no_update", "DROP TRIGGER IF EXISTS audit_logs_no_delete"]
    };
    for sql in free.iter().chain(statements) {
        db.execute_unprepared(sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
    }
    db.close().await.unwrap();
}

async fn one_changed_byte_is_found(backend: Backend) {
    let shop = with_lines(backend, 6).await;
    assert_eq!(verdict(&shop).await, Verdict::Whole(6));
    let staff = shop.number("SELECT id FROM users WHERE username = 'staff1'").await;
    let other_user = format!("actor_user_id = {staff}");
    for set in [
        other_user.as_str(),
        "actor_username = 'owner2'",
        "actor_role = 'ownes'",
        "auth_disabled = TRUE",
        "address = '127.0.0.2'",
        "address = NULL",
        "action = 'menu.updatf'",
        "entity_type = 'menu_iten'",
        "entity_id = entity_id || '0'",
        "payload = REPLACE(payload, '100.04', '100.05')",
        "payload = payload || ' '",
        "created_at = created_at + 1",
        "hash = 'f' || SUBSTR(hash, 2) || 'f'",
    ] {
        past_the_triggers(
            &shop,
            &[
                "CREATE TABLE spare AS SELECT * FROM audit_logs",
                &format!("UPDATE audit_logs SET {set} WHERE seq = 4"),
            ],
        )
        .await;
        assert_eq!(verdict(&shop).await, Verdict::Broken(4, Flaw::Altered), "{set}");
        let back =
            ["DELETE FROM audit_logs", "INSERT INTO audit_logs SELECT * FROM spare", "DROP TABLE spare"];
        past_the_triggers(&shop, &back).await;
        assert_eq!(verdict(&shop).await, Verdict::Whole(6), "as it was before {set}");
    }
    past_the_triggers(&shop, &["UPDATE audit_logs SET prev_hash = 'x' WHERE seq = 5"]).await;
    assert_eq!(verdict(&shop).await, Verdict::Broken(5, Flaw::Unlinked));
}

async fn a_line_that_is_gone_or_added_is_found(backend: Backend) {
    // A copy of line 3 in another place, under a row id of its own.
    let copy = |seq: &str| {
        format!(
            "INSERT INTO audit_logs (id, store_id, seq, actor_user_id, actor_username, actor_role, auth_disabled, address, \
             action, entity_type, entity_id, payload, prev_hash, hash, created_at) SELECT id + 1000, store_id, {seq}, \
             actor_user_id, actor_username, actor_role, auth_disabled, address, action, entity_type, entity_id, payload, \
             prev_hash, hash, created_at FROM audit_logs WHERE seq = 3"
        )
    };
    let (behind, between) = (copy("7"), copy("4"));
    let cases: [(&[&str], Verdict); 7] = [
        (&["DELETE FROM audit_logs WHERE seq = 1"], Verdict::Broken(1, Flaw::Missing)),
        (&["DELETE FROM audit_logs WHERE seq = 4"], Verdict::Broken(4, Flaw::Missing)),
        (&["DELETE FROM audit_logs WHERE seq = 6"], Verdict::Broken(6, Flaw::Missing)),
        (&["DELETE FROM audit_logs"], Verdict::Broken(1, Flaw::Missing)),
        (&[behind.as_str()], Verdict::Broken(7, Flaw::Unlinked)),
        // The lines behind it make room first, from the last one on: the places are unique.
        (
            &[
                "UPDATE audit_logs SET seq = 7 WHERE seq = 6",
                "UPDATE audit_logs SET seq = 6 WHERE seq = 5",
                "UPDATE audit_logs SET seq = 5 WHERE seq = 4",
                between.as_str(),
            ],
            Verdict::Broken(4, Flaw::Unlinked),
        ),
        (&["UPDATE stores SET audit_hash = 'x'"], Verdict::Broken(6, Flaw::NotTheEnd)),
    ];
    for (statements, expected) in cases {
        let shop = with_lines(backend, 6).await;
        past_the_triggers(&shop, statements).await;
        assert_eq!(verdict(&shop).await, expected, "{statements:?}");
    }
    let shop = with_lines(backend, 6).await;
    past_the_triggers(&shop, &["DELETE FROM audit_logs WHERE seq = 6", "UPDATE stores SET audit_seq = 4"])
        .await;
    assert_eq!(verdict(&shop).await, Verdict::Broken(5, Flaw::Surplus));
}

async fn a_long_audit_is_proved_in_pieces(backend: Backend) {
    let shop = with_lines(backend, 503).await;
    let program = Context::of_program(shop.store.clone());
    let told = std::sync::Mutex::new(Vec::new());
    let progress = |done: i64, of: i64| told.lock().unwrap().push((done, of));
    assert_eq!(service::audit::verify(&program, &progress).await, Ok(Verdict::Whole(503)));
    assert_eq!(*told.lock().unwrap(), [(500, 503), (503, 503)]);
    past_the_triggers(&shop, &["UPDATE audit_logs SET created_at = created_at - 1 WHERE seq = 501"]).await;
    assert_eq!(verdict(&shop).await, Verdict::Broken(501, Flaw::Altered));
}
