//! `POST /scans/batch`: scans that a phone saved while it was offline (R28).

use reqwest::Method;
use serde_json::{Value, json};

use crate::builders::{self, Rooms};
use crate::databases::{Database, on_both_databases};
use crate::test_app::{Actor, Reply, TestHospital};

/// Sends a batch from a phone with a correct clock.
async fn send(staff: &Actor, scans: &[Value]) -> Reply {
    staff.post("/scans/batch", json!({ "sent_at": staff.hospital.now(), "scans": scans })).await
}

/// The status of each scan of a batch, and the problem code if it was rejected.
fn outcomes(reply: &Reply) -> Vec<(u64, &str)> {
    let results = reply["results"].as_array().expect("results");
    let status = |result: &Value| result["status"].as_u64().expect("a status");
    results.iter().map(|it| (status(it), it["body"]["code"].as_str().unwrap_or_default())).collect()
}

async fn r28_batch_records_each_valid_scan_once_despite_invalid_ones(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (admin, nurse) = (hospital.admin().await, hospital.nurse().await);
    let rooms = Rooms::open(&admin).await;
    let (bear, blank) = (builders::check_in(&nurse).await, builders::create_tag(&nurse).await);
    hospital.wait_minutes(30);
    let scan = |more: Value| {
        let mut scan = json!({ "id": hospital.scan_id(), "tag": bear.tag, "occurred_at": hospital.minutes_ago(5) });
        crate::test_app::merge(&mut scan, more);
        scan
    };
    let mistyped =
        format!("{}{}", &bear.tag[..15], if bear.tag.ends_with('7') { '8' } else { '7' });
    let good = scan(json!({ "actions": [{ "kind": "dressed", "items": ["gown"] }] }));
    let mut reused = good.clone();
    reused["actions"] = json!([]);
    let scans = [
        scan(json!({ "place_id": rooms.pre_op })),
        scan(json!({ "tag": mistyped })),
        scan(json!({ "tag": "0000-0000-0000-0" })),
        scan(json!({ "tag": blank })),
        scan(json!({ "occurred_at": hospital.seconds_from_now(3600) })),
        good.clone(),
        json!("not a scan"),
        Value::Null,
        json!({ "id": 7 }),
        good.clone(),
        reused,
        scan(json!({ "place_id": rooms.operating_room, "occurred_at": hospital.now() })),
        scan(json!({ "wish": "a new button eye" })),
        scan(json!({ "place_id": bear.child })),
        scan(json!({ "actions": [{ "kind": "dressed", "items": ["mask"] }] })),
    ];
    let response = send(&nurse, &scans).await.expect(200);
    let expected = [
        (201, ""),
        (422, "invalid"),
        (404, "not-found"),
        (409, "tag-not-bound"),
        (422, "invalid"),
        (201, ""),
        (422, "invalid"),
        (422, "invalid"),
        (422, "invalid"),
        (200, ""),
        (409, "scan-id-reused"),
        (409, "not-cleared"),
        (422, "invalid"),
        (404, "not-found"),
        (201, ""),
    ];
    assert_eq!(outcomes(&response), expected);
    // Results are in the order of the scans, each with the id of its scan if there was one.
    let results = response["results"].as_array().expect("results");
    for (scan, result) in scans.iter().zip(results) {
        assert_eq!(
            result["id"],
            scan.get("id").filter(|id| id.is_string()).cloned().unwrap_or_default()
        );
    }
    assert_eq!(results[5]["body"], results[9]["body"]);
    assert_eq!(results[11]["body"]["blockers"][0]["rule"], "clean_missing");
    assert_eq!(results[12]["body"]["errors"][0]["pointer"], "#/wish");
    let after_batch = bear.snapshot(&nurse).await;
    assert_eq!(after_batch.1.len(), 4);
    assert_eq!(after_batch.0["outfit"], json!(["gown", "mask"]));

    // R28: the same batch again, as after a lost response: the same results, no new steps.
    let repeated = send(&nurse, &scans).await.expect(200);
    let on_repeat =
        |outcome: &(u64, &'static str)| if outcome.0 == 201 { (200, "") } else { *outcome };
    assert_eq!(outcomes(&repeated), expected.iter().map(on_repeat).collect::<Vec<_>>());
    for nth in [0, 5, 9, 14] {
        assert_eq!(repeated["results"][nth]["body"], results[nth]["body"]);
    }
    assert_eq!(bear.snapshot(&nurse).await, after_batch);
    // Sent alone to `/scans`, a scan of the batch gets the same response.
    let single = nurse.post("/scans", good).await.expect(200);
    assert_eq!(single.body, results[5]["body"]);
}

async fn invalid_batch_is_rejected_without_changes(db: Database) {
    let hospital = TestHospital::start(db).await;
    let nurse = hospital.nurse().await;
    let bear = builders::check_in(&nurse).await;
    let scan =
        || json!({ "id": hospital.scan_id(), "tag": bear.tag, "occurred_at": hospital.now() });
    let before = bear.snapshot(&nurse).await;

    assert_eq!(
        send(&nurse, &[]).await.refused(422, "invalid").all("errors", "pointer"),
        ["#/scans"]
    );
    let too_many: Vec<_> = (0..501).map(|_| scan()).collect();
    assert_eq!(
        send(&nurse, &too_many).await.refused(422, "invalid").all("errors", "pointer"),
        ["#/scans"]
    );
    let invalid_bodies = [
        json!({ "scans": [scan()] }),
        json!({ "sent_at": "noon", "scans": [scan()] }),
        json!([scan()]),
        json!({ "sent_at": hospital.now(), "scans": scan() }),
        json!({ "sent_at": hospital.now(), "scans": [scan()], "why": 1 }),
        json!({ "sent_at": "1999-12-31T23:59:59.999Z", "scans": [scan()] }),
    ];
    for body in invalid_bodies {
        nurse.post("/scans/batch", body).await.refused(422, "invalid");
    }
    let long_text = "x".repeat(1024 * 1024);
    let too_large = json!({ "sent_at": hospital.now(), "scans": [scan(), long_text] });
    nurse.post("/scans/batch", too_large).await.refused(413, "too-large");
    nurse
        .request(Method::POST, "/scans/batch", &[], Some("{\"scans\": [".into()))
        .await
        .refused(400, "malformed");
    hospital.stranger().post("/scans/batch", json!({})).await.refused(401, "unauthenticated");
    assert_eq!(bear.snapshot(&nurse).await, before);

    // A batch may be larger than the limit for one scan. The clock correction applies to all its scans.
    let scan_with_notes = |seconds: i64| {
        let mut scan = scan();
        scan["occurred_at"] = json!(hospital.seconds_from_now(3600 - seconds));
        scan["actions"] = json!(vec![json!({ "kind": "noted", "text": "x".repeat(500) }); 20]);
        scan
    };
    hospital.wait_minutes(10);
    let (scans, fast_clock) = ([30, 20, 10].map(scan_with_notes), hospital.seconds_from_now(3600));
    let mut large_batch = scans.to_vec();
    large_batch.extend(vec![json!("y".repeat(1000)); 60]);
    let response = nurse
        .post("/scans/batch", json!({ "sent_at": fast_clock, "scans": large_batch }))
        .await
        .expect(200);
    let occurred_at: Vec<_> = (0..3)
        .map(|nth| response.text(&format!("results/{nth}/body/steps/19/occurred_at")))
        .collect();
    assert_eq!(occurred_at, [-30, -20, -10].map(|seconds| hospital.seconds_from_now(seconds)));
    assert_eq!(bear.steps(&nurse).await.len(), 61);
}

on_both_databases!(
    r28_batch_records_each_valid_scan_once_despite_invalid_ones,
    invalid_batch_is_rejected_without_changes,
);
