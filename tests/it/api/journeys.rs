//! `/journeys`: the board, and one journey however long it is.

use serde_json::{Value, json};

use crate::builders::{self, Rooms};
use crate::databases::{Database, on_both_databases};
use crate::test_app::{Actor, Reply, TestHospital};

/// The ids of a whole list, page by page; every page but the last is full.
async fn pages(staff: &Actor, path: &str, limit: usize) -> Vec<String> {
    let (mut ids, mut after) = (Vec::new(), String::new());
    loop {
        let page = staff.get(&format!("{path}limit={limit}{after}")).await.expect(200);
        let items = page.all("items", "id");
        let Value::String(next) = &page["next"] else {
            assert!(items.len() <= limit && page["next"].is_null());
            ids.extend(items);
            return ids;
        };
        assert_eq!(items.len(), limit);
        after = format!("&after={next}");
        ids.extend(items);
    }
}

async fn the_board_is_read_page_by_page(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (admin, nurse) = (hospital.admin().await, hospital.nurse().await);
    let rooms = Rooms::open(&admin).await;
    let mut bears = Vec::new();
    for nth in 0..7 {
        let place = if nth % 2 == 0 { &rooms.pre_op } else { &rooms.ward };
        bears.push(builders::check_in_with(&nurse, json!({ "place_id": place })).await);
    }
    bears[0].perform(&nurse, json!([{ "kind": "reunited", "with": "child" }])).await;
    bears[2].perform(&nurse, json!([{ "kind": "closed", "outcome": "with_child" }])).await;
    let of =
        |which: &[usize]| which.iter().map(|&nth| bears[nth].journey.clone()).collect::<Vec<_>>();

    let cases = [
        (String::new(), of(&[0, 1, 2, 3, 4, 5, 6])),
        ("status=open&".into(), of(&[1, 3, 4, 5, 6])),
        ("status=reunited&".into(), of(&[0])),
        ("status=closed&".into(), of(&[2])),
        ("stage=pre_op&".into(), of(&[0, 4, 6])),
        ("stage=home&".into(), of(&[2])),
        ("stage=imaging&".into(), vec![]),
        (format!("place_id={}&", rooms.pre_op), of(&[0, 2, 4, 6])),
        (format!("place_id={}&stage=pre_op&status=open&", rooms.pre_op), of(&[4, 6])),
        (format!("place_id={}&", bears[0].child), vec![]),
    ];
    for (query, mut expected) in cases {
        expected.sort_unstable();
        for limit in [1, 2, 3, 200] {
            let mut found = pages(&nurse, &format!("/journeys?{query}"), limit).await;
            found.sort_unstable();
            assert_eq!(found, expected, "{query} by {limit}");
        }
    }
    // A row of the board says what the journey itself says.
    let board = nurse.get("/journeys?status=closed").await.expect(200);
    assert_eq!(board["items"][0], bears[2].journey(&nurse).await.body);

    for query in [
        "status=lost",
        "stage=kitchen",
        "place_id=7",
        "limit=0",
        "limit=201",
        "limit=x",
        "after=x",
        "color=red",
        "limit=2&limit=3",
    ] {
        nurse.get(&format!("/journeys?{query}")).await.refused(400, "malformed");
    }
    nurse.get("/journeys/7").await.refused(400, "malformed");
    nurse.get(&format!("/journeys/{}", bears[0].child)).await.refused(404, "not-found");
    nurse.get(&format!("/journeys/{}/steps", bears[0].child)).await.refused(404, "not-found");
    for path in [
        "/journeys".to_owned(),
        format!("/journeys/{}", bears[0].journey),
        format!("/journeys/{}/steps", bears[0].journey),
    ] {
        hospital.stranger().get(&path).await.refused(401, "unauthenticated");
    }
}

async fn an_open_alert_stands_in_its_journey(db: Database) {
    let hospital = TestHospital::start(db).await;
    let nurse = hospital.nurse().await;
    let (bear, other) = (builders::check_in(&nurse).await, builders::check_in(&nurse).await);
    bear.perform(&nurse, json!([{ "kind": "reported_missing" }])).await;
    let alerts = nurse.get("/alerts").await.expect(200);
    let (id, listed) = (alerts.text("items/0/id"), alerts["items"][0].clone());
    let stands = |journey: &Reply| journey["alerts"].clone();
    let brief = json!([{ "id": id, "kind": "missing", "detail": listed["detail"], "raised_at": hospital.now() }]);
    assert_eq!(stands(&bear.journey(&nurse).await), brief);
    assert_eq!(stands(&other.journey(&nurse).await), json!([]));
    nurse
        .post(&format!("/alerts/{id}/resolve"), json!({ "note": "in the parents' car" }))
        .await
        .expect(200);
    assert_eq!(stands(&bear.journey(&nurse).await), json!([]));
}

/// Reads never refold: with its steps out of reach, a journey of two thousand answers as before.
async fn two_thousand_steps_are_not_read_to_answer(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (admin, nurse) = (hospital.admin().await, hospital.nurse().await);
    let rooms = Rooms::open(&admin).await;
    let bear = builders::check_in(&nurse).await;
    hospital.wait_minutes(60);
    for batch in 0..4 {
        let scan = |nth: i64| {
            let at = hospital.seconds_from_now(batch * 500 + nth - 2200);
            let (kind, place) = if nth % 2 == 0 {
                ("dressed", &rooms.ward)
            } else {
                ("undressed", &rooms.recovery)
            };
            let mut scan = json!({ "id": hospital.scan_id(), "tag": bear.tag, "occurred_at": at, "actions": [{ "kind": kind, "items": ["gown"] }] });
            if nth % 100 < 2 {
                scan["place_id"] = json!(place);
                scan["actions"] = json!([]);
            }
            scan
        };
        let scans: Vec<_> = (0..500).map(scan).collect();
        let kept = nurse
            .post("/scans/batch", json!({ "sent_at": hospital.now(), "scans": scans }))
            .await
            .expect(200);
        assert!(
            kept["results"]
                .as_array()
                .expect("results")
                .iter()
                .all(|result| result["status"] == 201)
        );
    }
    let paths = [
        format!("/journeys/{}", bear.journey),
        "/journeys".into(),
        format!("/tags/{}", bear.tag),
        "/alerts".into(),
    ];
    let mut before = Vec::new();
    for path in &paths {
        before.push(nurse.get(path).await.expect(200).body);
    }
    hospital
        .db
        .run("ALTER TABLE steps RENAME TO steps_out_of_reach")
        .await
        .expect("they are put away");
    for (path, before) in paths.iter().zip(&before) {
        assert_eq!(&nurse.get(path).await.expect(200).body, before);
    }
    nurse.get(&format!("/journeys/{}/steps", bear.journey)).await.refused(500, "internal");
    hospital.db.run("ALTER TABLE steps_out_of_reach RENAME TO steps").await.expect("they are back");

    // What the row says is what the steps say, and every one of them can be read.
    let verdict = stuffy::use_cases::audit::verify_integrity::verify_integrity(&hospital.app)
        .await
        .expect("a verdict");
    assert_eq!((verdict.steps, verdict.differing), (2001, vec![]));
    let ids = pages(&nurse, &format!("/journeys/{}/steps?", bear.journey), 200).await;
    let distinct: std::collections::BTreeSet<_> = ids.iter().collect();
    assert_eq!((ids.len(), distinct.len()), (2001, 2001));
}

on_both_databases!(
    the_board_is_read_page_by_page,
    an_open_alert_stands_in_its_journey,
    two_thousand_steps_are_not_read_to_answer,
);
