//! A board of a thousand companions: changed rows are updated in place, and the rest stays untouched.

use std::rc::Rc;

use serde_json::json;
use tokio::sync::Semaphore;

use super::wait_until_live;
use crate::builders::{clear_screening, room};
use crate::databases::Database;
use crate::pages::browser::{self, Phone};
use crate::test_app::{Actor, TestHospital, TestOptions};

const COMPANIONS: usize = 1000;
const MOVED: usize = 50;

/// Checks in many companions, several at a time.
async fn fill(nurse: &Actor) -> Vec<String> {
    let doors = Rc::new(Semaphore::new(16));
    let arrivals: Vec<_> = (0..COMPANIONS)
        .map(|nth| {
            let (nurse, doors) = (nurse.clone(), Rc::clone(&doors));
            actix_web::rt::spawn(async move {
                let _turn = doors.acquire().await;
                let arrival = json!({
                    "child": { "alias": format!("Star {nth}") },
                    "companion": { "name": format!("Bear {nth}"), "species": "bear", "screening": clear_screening() },
                });
                nurse.post("/check-ins", arrival).await.expect(201).text("journey/id")
            })
        })
        .collect();
    let mut journeys = Vec::new();
    for arrival in arrivals {
        journeys.push(arrival.await.expect("an arrival"));
    }
    journeys
}

async fn moves(nurse: &Actor, hospital: &TestHospital, journeys: &[String], place: &str) {
    for journey in journeys {
        let steps = json!({ "id": hospital.scan_id(), "occurred_at": hospital.now(), "actions": [{ "kind": "moved", "place_id": place }] });
        nurse.post(&format!("/journeys/{journey}/steps"), steps).await.expect(201);
    }
}

#[actix_web::test]
async fn a_thousand_rows_keep_their_place_while_fifty_move() {
    let (hospital, proxy) = browser::hospital(Database::sqlite(), TestOptions::default()).await;
    let (admin, nurse) = (hospital.admin().await, hospital.nurse().await);
    let pre_op = room(&admin, "Holding bay 3", "pre_op").await;
    let journeys = fill(&nurse).await;
    let phone = Phone::new(&proxy).await;
    phone.sign_in("nurse").await;
    phone.open("/board").await;
    wait_until_live(&phone).await;
    assert_eq!(phone.count(".line").await, COMPANIONS);
    let load = "const n = performance.getEntriesByType('navigation')[0];
        return [n.responseEnd - n.requestStart, n.loadEventEnd - n.responseEnd, n.encodedBodySize, n.decodedBodySize]";
    println!(
        "load: answer ms, then page ms, bytes received, bytes of page: {}",
        phone.run(load, vec![]).await
    );

    // Every row is marked; a row that was created again has no mark.
    let mark = "document.querySelectorAll('.line').forEach(line => { line.kept = true; });
        window.slow = 0; window.asked = 0;
        new PerformanceObserver(list => { for (const task of list.getEntries()) window.slow = Math.max(window.slow, task.duration); }).observe({ type: 'longtask' });
        const fetched = window.fetch; window.fetch = (...all) => { window.asked += 1; return fetched(...all); };";
    phone.run(mark, vec![]).await;
    moves(&nurse, &hospital, &journeys[..MOVED], &pre_op).await;
    let moved =
        format!("return document.querySelectorAll('[data-stage=pre_op] .line').length === {MOVED}");
    phone.wait_until("fifty in pre-op", &moved).await;
    let kept = phone
        .run(
            "return [...document.querySelectorAll('.line')].filter(line => line.kept).length",
            vec![],
        )
        .await;
    assert_eq!(kept, COMPANIONS - MOVED, "unchanged rows were created again");
    let asked = phone.run("return window.asked", vec![]).await.as_u64().expect("a number");
    assert!(asked < 25, "fifty changes were asked for {asked} times");
    assert_eq!(
        phone.text("[data-stage=checked_in] .count").await,
        (COMPANIONS - MOVED).to_string()
    );
    let sorted = "const all = [...document.querySelectorAll('[data-stage=pre_op] .line')].map(line => line.dataset.sort); return String(all) === String(all.slice().sort())";
    assert_eq!(phone.run(sorted, vec![]).await, true);
    println!(
        "fifty changes: {asked} fetches; the longest task: {} ms",
        phone.run("return window.slow", vec![]).await
    );
}
