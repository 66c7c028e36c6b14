//! Printers: each order is printed once, none is lost, and no sale waits for paper.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use sunnyside::{identity::Role, store::Store};

use crate::support::{
    Backend,
    http::{Site, config},
    printer::{Mood, TestPrinter},
};

crate::on_both!(
    a_ticket_is_printed_once_and_a_copy_is_marked,
    no_paper_then_paper,
    a_printer_that_is_away_delays_no_order_and_prints_later,
    what_breaks_is_printed_again_and_marked,
    two_instances_print_once,
    without_a_printer_nothing_can_be_asked_for,
    a_repeated_key_prints_once,
);

/// A server that prints, and stops with the test.
struct Printing(Option<server::Running>);

impl Printing {
    async fn start(store: &Arc<Store>) -> Self {
        let config = config(&[("PORT", "0")]);
        Self(Some(server::start(config, store.clone()).await.unwrap()))
    }

    async fn stop(mut self) {
        self.0.take().unwrap().shutdown().await.unwrap();
    }
}

struct Counter {
    site: Site,
    token: String,
}

impl Counter {
    async fn new(backend: Backend) -> Self {
        let site = Site::demo(backend).await;
        let token = site.token(Role::Manager).await;
        Self { site, token }
    }

    async fn post(&self, path: &str, body: Value) -> (u16, Value) {
        let answer = self.site.call("POST", path, Some(&self.token), Some(body)).await;
        (answer.status.as_u16(), answer.body)
    }

    async fn kitchen_printer(&self, port: u16) -> i64 {
        let body =
            json!({"name": "廚房", "host": "127.0.0.1", "port": port, "tickets": "all", "language": "en"});
        let (status, printer) = self.post("/api/printers", body).await;
        assert_eq!(status, 201, "{printer}");
        printer["id"].as_i64().unwrap()
    }

    async fn sell(&self) -> i64 {
        let body = json!({"items": [{"menu_item_id": 1, "quantity": 1}]});
        let (status, order) = self.post("/api/orders", body).await;
        assert_eq!(status, 201, "{order}");
        order["id"].as_i64().unwrap()
    }

    async fn jobs(&self) -> Vec<Value> {
        let answer = self.site.call("GET", "/api/print-jobs", Some(&self.token), None).await;
        answer.body.as_array().unwrap().clone()
    }

    /// Waits until some job says that.
    async fn job_with(&self, field: &str, value: &str) -> Value {
        for _ in 0..300 {
            if let Some(job) = self.jobs().await.into_iter().find(|job| job[field] == value) {
                return job;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("no job has {field} = {value}: {:?}", self.jobs().await);
    }
}

fn is_copy(paper: &[u8]) -> bool {
    paper.windows(4).any(|part| part == b"COPY")
}

async fn a_ticket_is_printed_once_and_a_copy_is_marked(backend: Backend) {
    let counter = Counter::new(backend).await;
    let printer = TestPrinter::new().await;
    counter.kitchen_printer(printer.port).await;
    let server = Printing::start(&counter.site.shop.store).await;
    let order = counter.sell().await;
    let papers = printer.has_printed(1).await;
    assert!(papers[0].starts_with(b"\x1b@") && !is_copy(&papers[0]));
    counter.job_with("status", "done").await;
    server.stop().await;
    // After a restart nothing is printed again, and what is sold meanwhile is not lost.
    counter.sell().await;
    let server = Printing::start(&counter.site.shop.store).await;
    let papers = printer.has_printed(2).await;
    assert!(!is_copy(&papers[1]));
    let (status, job) = counter.post(&format!("/api/orders/{order}/print"), json!({"kind": "kitchen"})).await;
    assert_eq!((status, &job["is_copy"]), (201, &json!(true)));
    let papers = printer.has_printed(3).await;
    assert!(is_copy(&papers[2]) && papers.len() == 3);
    server.stop().await;
}

async fn no_paper_then_paper(backend: Backend) {
    let counter = Counter::new(backend).await;
    let printer = TestPrinter::new().await;
    printer.is(Mood::PaperOut);
    counter.kitchen_printer(printer.port).await;
    let server = Printing::start(&counter.site.shop.store).await;
    counter.sell().await;
    let job = counter.job_with("last_error", "paper_out").await;
    assert_eq!(job["status"], "queued");
    assert!(printer.papers().is_empty());
    printer.is(Mood::Well);
    counter.site.shop.clock.advance_seconds(10);
    let papers = printer.has_printed(1).await;
    assert!(!is_copy(&papers[0]), "nothing was on paper before");
    server.stop().await;
}

async fn a_printer_that_is_away_delays_no_order_and_prints_later(backend: Backend) {
    let counter = Counter::new(backend).await;
    let printer = TestPrinter::new().await;
    printer.is(Mood::BlackHole);
    let hole = printer.port;
    counter.kitchen_printer(hole).await;
    let away = TestPrinter::new().await.port;
    let body = json!({"name": "櫃台", "host": "127.0.0.1", "port": away, "receipts": "on_payment"});
    assert_eq!(counter.post("/api/printers", body).await.0, 201);
    let server = Printing::start(&counter.site.shop.store).await;
    let begun = Instant::now();
    for _ in 0..5 {
        counter.sell().await;
    }
    assert!(begun.elapsed() < Duration::from_secs(3), "{:?}", begun.elapsed());
    let job = counter.job_with("last_error", "away").await;
    assert_eq!(job["kind"], "receipt");
    let back = TestPrinter::on(away).await;
    counter.site.shop.clock.advance_seconds(40);
    back.has_printed(5).await;
    server.stop().await;
}

async fn what_breaks_is_printed_again_and_marked(backend: Backend) {
    let counter = Counter::new(backend).await;
    let printer = TestPrinter::new().await;
    printer.is(Mood::Breaks);
    counter.kitchen_printer(printer.port).await;
    let server = Printing::start(&counter.site.shop.store).await;
    counter.sell().await;
    counter.job_with("last_error", "broken").await;
    printer.is(Mood::Well);
    counter.site.shop.clock.advance_seconds(40);
    assert!(is_copy(&printer.has_printed(1).await[0]));
    server.stop().await;
}

async fn two_instances_print_once(backend: Backend) {
    let counter = Counter::new(backend).await;
    let printer = TestPrinter::new().await;
    counter.kitchen_printer(printer.port).await;
    let other = counter.site.shop.second_instance().await;
    let (one, two) = (Printing::start(&counter.site.shop.store).await, Printing::start(&other).await);
    for _ in 0..6 {
        counter.sell().await;
    }
    let papers = printer.has_printed(6).await;
    one.stop().await;
    two.stop().await;
    assert_eq!(printer.papers().len(), 6);
    assert!(papers.iter().all(|paper| !is_copy(paper)));
}

async fn without_a_printer_nothing_can_be_asked_for(backend: Backend) {
    let counter = Counter::new(backend).await;
    let order = counter.sell().await;
    let path = format!("/api/orders/{order}/print");
    let (status, answer) = counter.post(&path, json!({"kind": "receipt"})).await;
    assert_eq!((status, &answer["detail"]), (404, &json!("Printer not found")));
    assert_eq!(counter.post(&path, json!({"kind": "menu"})).await.0, 422);
    for host in ["8.8.8.8", "http://x", ""] {
        let (status, answer) = counter.post("/api/printers", json!({"name": "x", "host": host})).await;
        assert_eq!(status, 422, "{host}: {answer}");
    }
    assert!(counter.jobs().await.is_empty());
}

async fn a_repeated_key_prints_once(backend: Backend) {
    let counter = Counter::new(backend).await;
    let printer = counter.kitchen_printer(9100).await;
    let order = counter.sell().await;
    let keyed = async |path: &str, body: Option<&str>| {
        let key = [("idempotency-key", "one tap")];
        let answer = counter.site.send("POST", path, Some(&counter.token), body, &key).await;
        (answer.status.as_u16(), answer.body)
    };
    let print = format!("/api/orders/{order}/print");
    let first = keyed(&print, Some(r#"{"kind": "kitchen"}"#)).await;
    assert_eq!((first.0, &first.1["order_id"]), (201, &json!(order)));
    assert_eq!(keyed(&print, Some(r#"{"kind": "kitchen"}"#)).await, first);
    assert_eq!(keyed(&print, Some(r#"{"kind": "receipt"}"#)).await.0, 422);
    let test = format!("/api/printers/{printer}/test");
    let tried = keyed(&test, None).await;
    assert_eq!((tried.0, keyed(&test, None).await), (201, tried.clone()));
    assert_eq!(counter.jobs().await.len(), 2);
    let retry = format!("/api/print-jobs/{}/retry", first.1["id"]);
    let again = keyed(&retry, None).await;
    assert_eq!((again.0, keyed(&retry, None).await), (200, again.clone()));
    let other = Some(r#"{"name": "櫃台", "host": "127.0.0.1"}"#);
    let made = keyed("/api/printers", other).await;
    assert_eq!((made.0, keyed("/api/printers", other).await), (201, made.clone()));
}
