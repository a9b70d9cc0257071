//! `POST /scans/batch`: what a phone kept while it had no signal (R28).

use reqwest::Method;
use serde_json::{Value, json};

use crate::builders::{self, Rooms};
use crate::databases::{Database, on_both_databases};
use crate::test_app::{Actor, Reply, TestHospital};

/// Sends a batch whose phone has the right time.
async fn send(staff: &Actor, scans: &[Value]) -> Reply {
    staff.post("/scans/batch", json!({ "sent_at": staff.hospital.now(), "scans": scans })).await
}

/// What each scan of a batch came to: its status, and the code where it was refused.
fn outcomes(reply: &Reply) -> Vec<(u64, &str)> {
    let results = reply["results"].as_array().expect("results");
    let status = |result: &Value| result["status"].as_u64().expect("a status");
    results.iter().map(|it| (status(it), it["body"]["code"].as_str().unwrap_or_default())).collect()
}

async fn one_bad_scan_spoils_no_other(db: Database) {
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
    let answer = send(&nurse, &scans).await.expect(200);
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
    assert_eq!(outcomes(&answer), expected);
    // In the order sent, each by the id it came with, where it had one.
    let results = answer["results"].as_array().expect("results");
    for (scan, result) in scans.iter().zip(results) {
        assert_eq!(
            result["id"],
            scan.get("id").filter(|id| id.is_string()).cloned().unwrap_or_default()
        );
    }
    assert_eq!(results[5]["body"], results[9]["body"]);
    assert_eq!(results[11]["body"]["blockers"][0]["rule"], "clean_missing");
    assert_eq!(results[12]["body"]["errors"][0]["pointer"], "#/wish");
    let kept = bear.snapshot(&nurse).await;
    assert_eq!(kept.1.len(), 4);
    assert_eq!(kept.0["outfit"], json!(["gown", "mask"]));

    // R28: the whole batch again, as after an answer that got lost: the same answers, nothing more.
    let again = send(&nurse, &scans).await.expect(200);
    let told_before =
        |outcome: &(u64, &'static str)| if outcome.0 == 201 { (200, "") } else { *outcome };
    assert_eq!(outcomes(&again), expected.iter().map(told_before).collect::<Vec<_>>());
    for nth in [0, 5, 9, 14] {
        assert_eq!(again["results"][nth]["body"], results[nth]["body"]);
    }
    assert_eq!(bear.snapshot(&nurse).await, kept);
    // One of them by itself gets the same answer too: it is the same scan, whichever way it comes.
    let alone = nurse.post("/scans", good).await.expect(200);
    assert_eq!(alone.body, results[5]["body"]);
}

async fn a_batch_that_is_none_is_refused_whole(db: Database) {
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
    let crowd: Vec<_> = (0..501).map(|_| scan()).collect();
    assert_eq!(
        send(&nurse, &crowd).await.refused(422, "invalid").all("errors", "pointer"),
        ["#/scans"]
    );
    let wrong = [
        json!({ "scans": [scan()] }),
        json!({ "sent_at": "noon", "scans": [scan()] }),
        json!([scan()]),
        json!({ "sent_at": hospital.now(), "scans": scan() }),
        json!({ "sent_at": hospital.now(), "scans": [scan()], "why": 1 }),
        json!({ "sent_at": "1999-12-31T23:59:59.999Z", "scans": [scan()] }),
    ];
    for body in wrong {
        nurse.post("/scans/batch", body).await.refused(422, "invalid");
    }
    let words = "x".repeat(1024 * 1024);
    let large = json!({ "sent_at": hospital.now(), "scans": [scan(), words] });
    nurse.post("/scans/batch", large).await.refused(413, "too-large");
    nurse
        .request(Method::POST, "/scans/batch", &[], Some("{\"scans\": [".into()))
        .await
        .refused(400, "malformed");
    hospital.stranger().post("/scans/batch", json!({})).await.refused(401, "unauthenticated");
    assert_eq!(bear.snapshot(&nurse).await, before);

    // More than one scan may weigh, yet no more than a batch may; and its clock is put right for all.
    let noted = |seconds: i64| {
        let mut scan = scan();
        scan["occurred_at"] = json!(hospital.seconds_from_now(3600 - seconds));
        scan["actions"] = json!(vec![json!({ "kind": "noted", "text": "x".repeat(500) }); 20]);
        scan
    };
    hospital.wait_minutes(10);
    let (scans, fast) = ([30, 20, 10].map(noted), hospital.seconds_from_now(3600));
    let mut heavy = scans.to_vec();
    heavy.extend(vec![json!("y".repeat(1000)); 60]);
    let answer =
        nurse.post("/scans/batch", json!({ "sent_at": fast, "scans": heavy })).await.expect(200);
    let at: Vec<_> = (0..3)
        .map(|nth| answer.text(&format!("results/{nth}/body/steps/19/occurred_at")))
        .collect();
    assert_eq!(at, [-30, -20, -10].map(|seconds| hospital.seconds_from_now(seconds)));
    assert_eq!(bear.steps(&nurse).await.len(), 61);
}

on_both_databases!(one_bad_scan_spoils_no_other, a_batch_that_is_none_is_refused_whole,);
