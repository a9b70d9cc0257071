//! `/journeys`: the board, and single journeys of any length.

use serde_json::{Value, json};

use crate::builders::{self, Rooms};
use crate::databases::{Database, on_both_databases};
use crate::test_app::{Actor, Reply, TestHospital};

/// The ids of a whole list, read page by page. Checks that every page but the last is full.
async fn ids_of_all_pages(staff: &Actor, path: &str, limit: usize) -> Vec<String> {
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

async fn board_has_filters_and_pages(db: Database) {
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
    let ids =
        |which: &[usize]| which.iter().map(|&nth| bears[nth].journey.clone()).collect::<Vec<_>>();

    let cases = [
        (String::new(), ids(&[0, 1, 2, 3, 4, 5, 6])),
        ("status=open&".into(), ids(&[1, 3, 4, 5, 6])),
        ("status=reunited&".into(), ids(&[0])),
        ("status=closed&".into(), ids(&[2])),
        ("stage=pre_op&".into(), ids(&[0, 4, 6])),
        ("stage=home&".into(), ids(&[2])),
        ("stage=imaging&".into(), vec![]),
        (format!("place_id={}&", rooms.pre_op), ids(&[0, 2, 4, 6])),
        (format!("place_id={}&stage=pre_op&status=open&", rooms.pre_op), ids(&[4, 6])),
        (format!("place_id={}&", bears[0].child), vec![]),
    ];
    for (query, mut expected) in cases {
        expected.sort_unstable();
        for limit in [1, 2, 3, 200] {
            let mut found = ids_of_all_pages(&nurse, &format!("/journeys?{query}"), limit).await;
            found.sort_unstable();
            assert_eq!(found, expected, "{query} by {limit}");
        }
    }
    // An item of the board equals the journey read by id.
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

async fn open_alert_is_part_of_its_journey(db: Database) {
    let hospital = TestHospital::start(db).await;
    let nurse = hospital.nurse().await;
    let (bear, other) = (builders::check_in(&nurse).await, builders::check_in(&nurse).await);
    bear.perform(&nurse, json!([{ "kind": "reported_missing" }])).await;
    let alerts = nurse.get("/alerts").await.expect(200);
    let (id, listed) = (alerts.text("items/0/id"), alerts["items"][0].clone());
    let alerts_of = |journey: &Reply| journey["alerts"].clone();
    let expected = json!([{ "id": id, "kind": "missing", "detail": listed["detail"], "raised_at": hospital.now() }]);
    assert_eq!(alerts_of(&bear.journey(&nurse).await), expected);
    assert_eq!(alerts_of(&other.journey(&nurse).await), json!([]));
    nurse
        .post(&format!("/alerts/{id}/resolve"), json!({ "note": "in the parents' car" }))
        .await
        .expect(200);
    assert_eq!(alerts_of(&bear.journey(&nurse).await), json!([]));
}

/// A journey is read from its record, not rebuilt: with 2000 steps and no `steps` table, responses stay the
/// same.
async fn reading_a_journey_does_not_read_its_steps(db: Database) {
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
        let response = nurse
            .post("/scans/batch", json!({ "sent_at": hospital.now(), "scans": scans }))
            .await
            .expect(200);
        assert!(
            response["results"]
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
        .run("ALTER TABLE steps RENAME TO renamed_steps")
        .await
        .expect("the table is renamed");
    for (path, before) in paths.iter().zip(&before) {
        assert_eq!(&nurse.get(path).await.expect(200).body, before);
    }
    nurse.get(&format!("/journeys/{}/steps", bear.journey)).await.refused(500, "internal");
    hospital
        .db
        .run("ALTER TABLE renamed_steps RENAME TO steps")
        .await
        .expect("the table is renamed back");

    // The record matches its steps, and all steps can be read.
    let report = stuffy::use_cases::audit::verify_integrity::verify_integrity(&hospital.app)
        .await
        .expect("an integrity report");
    assert_eq!((report.steps, report.differing), (2001, vec![]));
    let ids = ids_of_all_pages(&nurse, &format!("/journeys/{}/steps?", bear.journey), 200).await;
    let distinct: std::collections::BTreeSet<_> = ids.iter().collect();
    assert_eq!((ids.len(), distinct.len()), (2001, 2001));
}

on_both_databases!(
    board_has_filters_and_pages,
    open_alert_is_part_of_its_journey,
    reading_a_journey_does_not_read_its_steps,
);
