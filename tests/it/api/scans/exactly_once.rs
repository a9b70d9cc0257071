//! Exactly once by the scan's id (rule 4 of the house, R28), and every way to write a tag.

use reqwest::Method;
use serde_json::json;

use crate::builders::{self, Bear, Rooms, prepared_for_surgery};
use crate::databases::{Database, on_both_databases};
use crate::test_app::{Actor, TestHospital};

/// Sends this very text to `/scans`.
async fn send(staff: &Actor, text: String) -> crate::test_app::Reply {
    staff.request(Method::POST, "/scans", &[], Some(text)).await
}

async fn a_scan_told_again_gets_the_first_answer(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (nurse, lead) = (hospital.nurse().await, hospital.lead().await);
    let bear = builders::check_in(&nurse).await;
    let (id, at) = (hospital.scan_id(), hospital.now());
    let scan =
        json!({ "id": id, "tag": bear.tag, "occurred_at": at, "actions": prepared_for_surgery() });
    let first = nurse.post("/scans", scan.clone()).await.expect(201);
    assert_eq!(first["steps"].as_array().map(Vec::len), Some(2));
    let after_first = bear.snapshot(&nurse).await;

    // Told again: the same answer to the byte, and nothing is added.
    assert_eq!(nurse.post("/scans", scan.clone()).await.expect(200).bytes, first.bytes);
    // Its members in another order, sent at another time, with nulls: it is the same scan.
    let tag = &bear.tag;
    let shuffled = format!(
        r#"{{"place_id":null,"actions":{},"sent_at":"{at}","tag":"{tag}","override":null,"occurred_at":"{at}","id":"{id}"}}"#,
        prepared_for_surgery(),
    );
    assert_eq!(send(&nurse, shuffled).await.expect(200).bytes, first.bytes);
    // Sent by somebody else's phone: it was the nurse's act and stays so (R31).
    assert_eq!(lead.post("/scans", scan.clone()).await.expect(200).bytes, first.bytes);
    assert_eq!(bear.snapshot(&nurse).await, after_first);

    // Another content by that id is another scan that took its id, whichever way it comes.
    for more in [json!({ "actions": [] }), json!({ "occurred_at": hospital.seconds_from_now(-1) })]
    {
        let mut other = scan.clone();
        crate::test_app::merge(&mut other, more);
        nurse.post("/scans", other).await.refused(409, "scan-id-reused");
    }
    bear.record_steps(&nurse, json!({ "id": id })).await.refused(409, "scan-id-reused");
    let twin = builders::check_in(&nurse).await;
    nurse.scan(&twin.tag, json!({ "id": id })).await.refused(409, "scan-id-reused");
    assert_eq!(bear.snapshot(&nurse).await, after_first);

    // Much later, when the journey has gone on, the first answer is still the answer.
    hospital.wait_minutes(90);
    bear.perform(&nurse, json!([{ "kind": "undressed", "items": ["mask"] }])).await;
    assert_eq!(nurse.post("/scans", scan).await.expect(200).bytes, first.bytes);
    assert_eq!(bear.steps(&nurse).await.len(), 4);
}

async fn one_of_sixteen_twins_makes_the_step_and_all_get_its_answer(db: Database) {
    let hospital = TestHospital::start(db).await;
    let nurse = hospital.nurse().await;
    let bear = builders::check_in(&nurse).await;
    let scan = json!({
        "id": hospital.scan_id(), "tag": bear.tag, "occurred_at": hospital.now(),
        "actions": [{ "kind": "dressed", "items": ["gown"] }],
    });
    let racing: Vec<_> = (0..16)
        .map(|_| {
            let (nurse, scan) = (nurse.clone(), scan.clone());
            actix_web::rt::spawn(async move { nurse.post("/scans", scan).await })
        })
        .collect();
    let mut answers = Vec::new();
    for one in racing {
        answers.push(one.await.expect("a racer comes home"));
    }
    let mut statuses: Vec<_> = answers.iter().map(|answer| answer.status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [&[200; 15][..], &[201]].concat());
    assert!(answers.iter().all(|answer| answer.bytes == answers[0].bytes));
    assert_eq!(bear.steps(&nurse).await.len(), 2);

    // Sixteen scans of their own, on the other hand, are sixteen.
    let at_once = (0..16).map(|_| {
        let (nurse, tag) = (nurse.clone(), bear.tag.clone());
        actix_web::rt::spawn(async move { nurse.scan(&tag, json!({})).await.expect(201) })
    });
    for one in at_once.collect::<Vec<_>>() {
        one.await.expect("each is kept");
    }
    assert_eq!(bear.steps(&nurse).await.len(), 18);
    let verdict = stuffy::use_cases::audit::verify_integrity::verify_integrity(&hospital.app)
        .await
        .expect("a verdict");
    assert_eq!(verdict.differing, vec![]);
}

async fn a_code_is_taken_however_it_is_written(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (admin, nurse) = (hospital.admin().await, hospital.nurse().await);
    let rooms = Rooms::open(&admin).await;
    let Bear { tag, journey, .. } = builders::check_in(&nurse).await;
    let bare = tag.replace('-', "");
    let ways = [
        tag.clone(),
        bare.clone(),
        bare.to_lowercase(),
        tag.to_lowercase().replace('0', "o").replace('1', "l"),
        bare.replace('1', "I"),
        format!("HTTPS://STUFFY.EXAMPLE/T/{bare}"),
        format!("https://stuffy.example/t/{tag}"),
    ];
    for way in ways {
        let seen = nurse.scan(&way, json!({})).await.expect(201);
        assert_eq!(seen["journey"]["id"], journey.as_str(), "{way}");
        assert_eq!(seen["steps"][0]["action"]["kind"], "sighted");
    }

    // A place by the code on its wall, alone or with its address; not by two names at once.
    let wall = admin.get(&format!("/places/{}", rooms.pre_op)).await.expect(200);
    let (code, url) = (wall.text("code"), wall.text("url"));
    for way in [code.clone(), code.to_lowercase().replace('-', ""), url] {
        let there = nurse.scan(&tag, json!({ "place": way })).await.expect(201);
        assert_eq!(there["journey"]["place"]["id"], rooms.pre_op.as_str(), "{way}");
    }
    let both = json!({ "place": code, "place_id": rooms.ward });
    let refused = nurse.scan(&tag, both).await.refused(422, "invalid");
    assert_eq!(refused.all("errors", "pointer"), ["#/place"]);
    // A place's code is on no companion, and a tag on no wall.
    nurse.scan(&code, json!({})).await.refused(404, "not-found");
    nurse.scan(&tag, json!({ "place": tag })).await.refused(404, "not-found");
}

on_both_databases!(
    a_scan_told_again_gets_the_first_answer,
    one_of_sixteen_twins_makes_the_step_and_all_get_its_answer,
    a_code_is_taken_however_it_is_written,
);
