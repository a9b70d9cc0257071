//! A scan is recorded exactly once by its id (R28); codes are accepted in several spellings.

use reqwest::Method;
use serde_json::json;

use crate::builders::{self, Bear, Rooms, prepared_for_surgery};
use crate::databases::{Database, on_both_databases};
use crate::test_app::{Actor, TestHospital};

/// Posts a raw body to `/scans`.
async fn post_text(staff: &Actor, text: String) -> crate::test_app::Reply {
    staff.request(Method::POST, "/scans", &[], Some(text)).await
}

async fn r28_repeated_scan_gets_the_first_response(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (nurse, lead) = (hospital.nurse().await, hospital.lead().await);
    let bear = builders::check_in(&nurse).await;
    let (id, at) = (hospital.scan_id(), hospital.now());
    let scan =
        json!({ "id": id, "tag": bear.tag, "occurred_at": at, "actions": prepared_for_surgery() });
    let first = nurse.post("/scans", scan.clone()).await.expect(201);
    assert_eq!(first["steps"].as_array().map(Vec::len), Some(2));
    let after_first = bear.snapshot(&nurse).await;

    // Repeated: byte for byte the same response, and no new step.
    assert_eq!(nurse.post("/scans", scan.clone()).await.expect(200).bytes, first.bytes);
    // With members in another order, another `sent_at` and nulls, it is the same scan.
    let tag = &bear.tag;
    let shuffled = format!(
        r#"{{"place_id":null,"actions":{},"sent_at":"{at}","tag":"{tag}","override":null,"occurred_at":"{at}","id":"{id}"}}"#,
        prepared_for_surgery(),
    );
    assert_eq!(post_text(&nurse, shuffled).await.expect(200).bytes, first.bytes);
    // Sent again by another user: the step stays the nurse's (R31).
    assert_eq!(lead.post("/scans", scan.clone()).await.expect(200).bytes, first.bytes);
    assert_eq!(bear.snapshot(&nurse).await, after_first);

    // Different content with the same id is rejected, also without a tag.
    for more in [json!({ "actions": [] }), json!({ "occurred_at": hospital.seconds_from_now(-1) })]
    {
        let mut other = scan.clone();
        crate::test_app::merge(&mut other, more);
        nurse.post("/scans", other).await.refused(409, "scan-id-reused");
    }
    bear.record_steps(&nurse, json!({ "id": id })).await.refused(409, "scan-id-reused");
    let other_bear = builders::check_in(&nurse).await;
    nurse.scan(&other_bear.tag, json!({ "id": id })).await.refused(409, "scan-id-reused");
    assert_eq!(bear.snapshot(&nurse).await, after_first);

    // Much later, with more steps, the first response is still returned.
    hospital.wait_minutes(90);
    bear.perform(&nurse, json!([{ "kind": "undressed", "items": ["mask"] }])).await;
    assert_eq!(nurse.post("/scans", scan).await.expect(200).bytes, first.bytes);
    assert_eq!(bear.steps(&nurse).await.len(), 4);
}

async fn r28_concurrent_repeats_record_one_step_and_get_one_response(db: Database) {
    let hospital = TestHospital::start(db).await;
    let nurse = hospital.nurse().await;
    let bear = builders::check_in(&nurse).await;
    let scan = json!({
        "id": hospital.scan_id(), "tag": bear.tag, "occurred_at": hospital.now(),
        "actions": [{ "kind": "dressed", "items": ["gown"] }],
    });
    let requests: Vec<_> = (0..16)
        .map(|_| {
            let (nurse, scan) = (nurse.clone(), scan.clone());
            actix_web::rt::spawn(async move { nurse.post("/scans", scan).await })
        })
        .collect();
    let mut responses = Vec::new();
    for request in requests {
        responses.push(request.await.expect("a response"));
    }
    let mut statuses: Vec<_> = responses.iter().map(|response| response.status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [&[200; 15][..], &[201]].concat());
    assert!(responses.iter().all(|response| response.bytes == responses[0].bytes));
    assert_eq!(bear.steps(&nurse).await.len(), 2);

    // Sixteen concurrent scans with their own ids are all recorded.
    let at_once = (0..16).map(|_| {
        let (nurse, tag) = (nurse.clone(), bear.tag.clone());
        actix_web::rt::spawn(async move { nurse.scan(&tag, json!({})).await.expect(201) })
    });
    for one in at_once.collect::<Vec<_>>() {
        one.await.expect("a recorded scan");
    }
    assert_eq!(bear.steps(&nurse).await.len(), 18);
    let report = stuffy::use_cases::audit::verify_integrity::verify_integrity(&hospital.app)
        .await
        .expect("an integrity report");
    assert_eq!(report.differing, vec![]);
}

async fn codes_are_accepted_in_any_spelling(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (admin, nurse) = (hospital.admin().await, hospital.nurse().await);
    let rooms = Rooms::open(&admin).await;
    let Bear { tag, journey, .. } = builders::check_in(&nurse).await;
    let bare = tag.replace('-', "");
    let spellings = [
        tag.clone(),
        bare.clone(),
        bare.to_lowercase(),
        tag.to_lowercase().replace('0', "o").replace('1', "l"),
        bare.replace('1', "I"),
        format!("HTTPS://STUFFY.EXAMPLE/T/{bare}"),
        format!("https://stuffy.example/t/{tag}"),
    ];
    for spelling in spellings {
        let scanned = nurse.scan(&spelling, json!({})).await.expect(201);
        assert_eq!(scanned["journey"]["id"], journey.as_str(), "{spelling}");
        assert_eq!(scanned["steps"][0]["action"]["kind"], "sighted");
    }

    // A place is named by its code or its URL, but not by code and id at once.
    let place = admin.get(&format!("/places/{}", rooms.pre_op)).await.expect(200);
    let (code, url) = (place.text("code"), place.text("url"));
    for spelling in [code.clone(), code.to_lowercase().replace('-', ""), url] {
        let at_place = nurse.scan(&tag, json!({ "place": spelling })).await.expect(201);
        assert_eq!(at_place["journey"]["place"]["id"], rooms.pre_op.as_str(), "{spelling}");
    }
    let both = json!({ "place": code, "place_id": rooms.ward });
    let refused = nurse.scan(&tag, both).await.refused(422, "invalid");
    assert_eq!(refused.all("errors", "pointer"), ["#/place"]);
    // The code of a place is not a tag, and a tag is not a place.
    nurse.scan(&code, json!({})).await.refused(404, "not-found");
    nurse.scan(&tag, json!({ "place": tag })).await.refused(404, "not-found");
}

on_both_databases!(
    r28_repeated_scan_gets_the_first_response,
    r28_concurrent_repeats_record_one_step_and_get_one_response,
    codes_are_accepted_in_any_spelling,
);
