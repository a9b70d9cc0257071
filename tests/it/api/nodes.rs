//! Two nodes on one PostgreSQL database share sessions, sign-in throttling and scans.

use std::rc::Rc;

use serde_json::json;
use stuffy::domain::session_policy::SessionPolicy;

use super::phones::{Phone, set_pin};
use crate::builders;
use crate::databases::Database;
use crate::test_app::{Actor, PASSWORD, Reply, TestHospital, TestOptions};

fn options() -> TestOptions {
    let usual = TestOptions::default();
    let signing_in = SessionPolicy { failures_per_user: 4, ..usual.signing_in };
    TestOptions { signing_in, ..usual }
}

async fn two_nodes() -> [Rc<TestHospital>; 2] {
    let one = TestHospital::start_with(Database::postgres(), options()).await;
    let two = one.another_node(options()).await;
    [one, two]
}

/// The same person, calling another node.
fn at(node: &Rc<TestHospital>, who: &Actor) -> Actor {
    Actor { hospital: Rc::clone(node), ..who.clone() }
}

async fn sign_in(node: &Rc<TestHospital>, password: &str) -> Reply {
    let who = json!({ "username": "nurse", "password": password });
    node.stranger().post("/sessions", who).await
}

#[actix_web::test]
async fn r31_signing_in_or_out_on_one_node_counts_on_both() {
    let [one, two] = two_nodes().await;
    let (admin, nurse) = (one.admin().await, one.nurse().await);
    let on_two = at(&two, &nurse);
    on_two.get("/journeys").await.expect(200);
    on_two.delete("/sessions/current").await.expect(204);
    nurse.get("/journeys").await.refused(401, "unauthenticated");

    let nurse = one.nurse().await;
    at(&two, &nurse).get("/journeys").await.expect(200);
    let path = format!("/staff/{}", nurse.id);
    let disable = json!({ "disabled": true });
    at(&two, &admin).patch(&path, &json!(1), disable).await.expect(200);
    nurse.get("/journeys").await.refused(401, "unauthenticated");
    sign_in(&one, PASSWORD).await.refused(401, "bad-credentials");
}

#[actix_web::test]
async fn r31_failed_sign_ins_are_counted_across_nodes() {
    let [one, two] = two_nodes().await;
    let (admin, nurse) = (one.admin().await, one.nurse().await);
    let phone = Phone::enrolled(&admin, "Bay 3").await;
    set_pin(&nurse, "2580").await.expect(204);
    let phones = [phone.on_node(&two), phone];
    for nth in 1..=5 {
        let code = if nth < 5 { "bad-credentials" } else { "pin-locked" };
        phones[nth % 2].by_pin("nurse", "2589").await.refused(401, code);
    }
    for phone in &phones {
        phone.by_pin("nurse", "2580").await.refused(401, "pin-locked");
    }

    for node in [&one, &two].into_iter().cycle().take(4) {
        sign_in(node, "not the password").await.refused(401, "bad-credentials");
    }
    for node in [&one, &two] {
        sign_in(node, PASSWORD).await.refused(429, "too-many-requests");
    }
}

#[actix_web::test]
async fn r28_a_scan_sent_to_both_nodes_at_once_is_recorded_once() {
    let [one, two] = two_nodes().await;
    let nurse = one.nurse().await;
    let bear = builders::check_in(&nurse).await;
    for _ in 0..8 {
        let scan = json!({ "id": one.scan_id(), "tag": bear.tag, "occurred_at": one.now() });
        let on_two = at(&two, &nurse);
        let (first, second) =
            tokio::join!(nurse.post("/scans", scan.clone()), on_two.post("/scans", scan));
        let mut statuses = [first.status, second.status];
        statuses.sort_unstable();
        assert_eq!((statuses, first.bytes), ([200, 201], second.bytes));
    }
    assert_eq!(bear.steps(&nurse).await.len(), 1 + 8);
}
