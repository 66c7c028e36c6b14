//! The audit tells who did what, and cannot be rewritten.

use sea_orm::ConnectionTrait;
use sunnyside::{identity::Role, order::OrderStatus, service::order};

use crate::support::{Backend, TestShop, paid, place};

crate::on_both!(every_change_has_its_line_and_none_can_be_rewritten);

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
