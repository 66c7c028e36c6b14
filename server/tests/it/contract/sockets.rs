//! Live events over a real socket.

use std::time::Duration;

use futures::{SinkExt, StreamExt};
use serde_json::{Value, json};
use sunnyside::{identity::Role, order::OrderStatus, service::order};
use tokio::net::TcpStream;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async, tungstenite::Message};

use crate::support::{Backend, TestShop, http::Site, place, unpaid};

crate::on_both!(
    what_was_missed_comes_first_then_what_is_new,
    a_position_that_is_not_ours_is_reset,
    the_public_sees_numbers_only,
    nobody_listens_without_an_identity,
    a_session_that_ends_takes_its_socket_along,
    a_display_says_what_it_has_shown_and_a_counter_that_asks_hears_it,
);

pub type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// A site on a port of its own.
pub async fn listening(router: axum::Router) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        let service = router.into_make_service_with_connect_info::<std::net::SocketAddr>();
        axum::serve(listener, service).await.unwrap();
    });
    format!("ws://{address}")
}

/// The next frame that is no heartbeat.
pub async fn next(socket: &mut Socket) -> Value {
    loop {
        let frame =
            tokio::time::timeout(Duration::from_secs(10), socket.next()).await.expect("a frame within 10 s");
        if let Message::Text(text) = frame.unwrap().unwrap() {
            let value: Value = serde_json::from_str(&text).unwrap();
            if value.get("heartbeat").is_none() {
                return value;
            }
        }
    }
}

async fn orders(shop: &TestShop, count: usize) -> i64 {
    let staff = shop.as_role(Role::Staff).await;
    let item = shop.item("荷包蛋").await;
    let mut last = 0;
    for _ in 0..count {
        last = place(&staff, unpaid(item, 1)).await.unwrap().id;
    }
    last
}

async fn what_was_missed_comes_first_then_what_is_new(backend: Backend) {
    let site = Site::demo(backend).await;
    let (base, token) = (listening(site.router.clone()).await, site.token(Role::Kitchen).await);
    orders(&site.shop, 10).await;
    let (mut socket, _) = connect_async(format!("{base}/ws/events?token={token}&since=3")).await.unwrap();
    let first = next(&mut socket).await;
    assert_eq!((&first["event"], &first["seq"]), (&json!("connected"), &json!(10)));
    assert!(first["epoch"].as_str().is_some_and(|e| !e.is_empty()));
    socket.send(Message::text("ping")).await.unwrap();
    orders(&site.shop, 5).await;
    for seq in 4..=15 {
        let event = next(&mut socket).await;
        assert_eq!((&event["seq"], &event["event"]), (&json!(seq), &json!("order_created")));
        for field in ["order_id", "order_number", "status", "payment_status", "total_amount", "low_stock"] {
            assert!(!event[field].is_null(), "{field}");
        }
    }
    // Without a position it begins with what is new.
    let (mut fresh, _) = connect_async(format!("{base}/ws/events?token={token}")).await.unwrap();
    assert_eq!(next(&mut fresh).await["seq"], 15);
    orders(&site.shop, 1).await;
    assert_eq!(next(&mut fresh).await["seq"], 16);
}

async fn a_position_that_is_not_ours_is_reset(backend: Backend) {
    let site = Site::demo(backend).await;
    let (base, token) = (listening(site.router.clone()).await, site.token(Role::Kitchen).await);
    orders(&site.shop, 2).await;
    for query in ["since=3", "since=1&epoch=another"] {
        let (mut socket, _) = connect_async(format!("{base}/ws/events?token={token}&{query}")).await.unwrap();
        assert_eq!(next(&mut socket).await["event"], "connected");
        let reset = next(&mut socket).await;
        assert_eq!((&reset["event"], &reset["seq"]), (&json!("reset"), &json!(2)), "{query}");
    }
}

async fn the_public_sees_numbers_only(backend: Backend) {
    let site = Site::demo(backend).await;
    let base = listening(site.router.clone()).await;
    let id = orders(&site.shop, 1).await;
    let (mut socket, _) = connect_async(format!("{base}/ws/pickup?since=0")).await.unwrap();
    assert_eq!(next(&mut socket).await["event"], "connected");
    assert_eq!(next(&mut socket).await, json!({"seq": 1}), "nothing that the board shows");
    let kitchen = site.shop.as_role(Role::Kitchen).await;
    order::set_status(&kitchen, id, OrderStatus::Preparing, None).await.unwrap();
    let shown = next(&mut socket).await;
    let mut fields: Vec<&String> = shown.as_object().unwrap().keys().collect();
    fields.sort();
    assert_eq!(fields, ["at", "call_number", "event", "seq", "source", "status"]);
    assert_eq!((&shown["status"], &shown["call_number"]), (&json!("preparing"), &json!("001")));
}

async fn nobody_listens_without_an_identity(backend: Backend) {
    let site = Site::demo(backend).await;
    let base = listening(site.router.clone()).await;
    for query in ["", "?token=x", "?token="] {
        let refused = connect_async(format!("{base}/ws/events{query}")).await;
        assert!(refused.is_err(), "{query}");
    }
}

async fn a_session_that_ends_takes_its_socket_along(backend: Backend) {
    let site = Site::demo(backend).await;
    let (base, token) = (listening(site.router.clone()).await, site.token(Role::Staff).await);
    let (mut socket, _) = connect_async(format!("{base}/ws/events?token={token}")).await.unwrap();
    next(&mut socket).await;
    let left = site.call("POST", "/api/auth/logout", Some(&token), None).await;
    assert!(left.status.is_success());
    let closed = async {
        while let Some(Ok(frame)) = socket.next().await {
            if frame.is_close() {
                break;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(6), closed).await.expect("closed within 5 s, and a little");
}

async fn a_display_says_what_it_has_shown_and_a_counter_that_asks_hears_it(backend: Backend) {
    let site = Site::demo(backend).await;
    let base = listening(site.router.clone()).await;
    let (kitchen, staff) = (site.token(Role::Kitchen).await, site.token(Role::Staff).await);
    orders(&site.shop, 3).await;
    let open = async |token: &str, more: &str| {
        connect_async(format!("{base}/ws/events?token={token}&since=3{more}")).await.unwrap().0
    };
    let mut display = open(&kitchen, "").await;
    let mut counter = open(&staff, "&displays=1").await;
    let mut old = open(&staff, "").await;
    for socket in [&mut display, &mut counter, &mut old] {
        assert_eq!(next(socket).await["event"], "connected");
    }
    let say =
        |seq: i64, name: &str| Message::text(json!({"type": "ack", "seq": seq, "display": name}).to_string());
    display.send(say(3, " 廚房 1 ")).await.unwrap();
    let heard = next(&mut counter).await;
    assert_eq!(
        heard,
        json!({"type": "shown", "display": "廚房 1", "seq": 3, "at": "2026-11-22T23:40:00.000000Z"})
    );
    // Nobody has shown what was never sent; a name that is none is ignored, and so is all else.
    for text in ["ping", "{}", r#"{"type":"ack"}"#, r#"{"type":"news","seq":1,"display":"x"}"#] {
        display.send(Message::text(text)).await.unwrap();
    }
    display.send(say(3, "")).await.unwrap();
    display.send(say(99, "廚房 2")).await.unwrap();
    let heard = next(&mut counter).await;
    assert_eq!((&heard["display"], &heard["seq"]), (&json!("廚房 2"), &json!(3)));
    // A counter that comes later is told what is known; on another instance too.
    let other = site.shop.second_instance().await;
    let app = server::App::new(crate::support::http::config(&[]), other).unwrap();
    let elsewhere = listening(server::router(app)).await;
    let url = format!("{elsewhere}/ws/events?token={staff}&since=3&displays=1");
    let mut counter = connect_async(url).await.unwrap().0;
    assert_eq!(next(&mut counter).await["event"], "connected");
    let mut names =
        vec![next(&mut counter).await["display"].clone(), next(&mut counter).await["display"].clone()];
    names.sort_by_key(ToString::to_string);
    assert_eq!(names, ["廚房 1", "廚房 2"]);
    // Who did not ask hears of events alone.
    orders(&site.shop, 1).await;
    assert_eq!(next(&mut old).await["seq"], 4);
}
