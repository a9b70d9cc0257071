//! Holds (R36): the family keeps seeing the last state, whatever happens.

use serde_json::{Value, json};

use super::family_events::hasty;
use crate::builders::{self, Bear, Rooms, clear_screening};
use crate::databases::{Database, on_both_databases};
use crate::pages::page_client::PageClient;
use crate::test_app::{Actor, TestHospital};

/// Whether the family page is paused, and the rest of the response byte by byte.
async fn read(nurse: &Actor, path: &str) -> (bool, String) {
    let view = nurse.hospital.stranger().get(path).await.expect(200);
    let quiet = view["quiet"] == true;
    let text = String::from_utf8(view.bytes).expect("text");
    (quiet, text.replace("\"quiet\":true", "\"quiet\":false"))
}

async fn act(nurse: &Actor, bear: &Bear, actions: Value) {
    nurse.scan(&bear.tag, json!({ "actions": actions })).await.expect(201);
}

async fn r36_hold_freezes_the_family_view(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (admin, nurse, lead) =
        (hospital.admin().await, hospital.nurse().await, hospital.lead().await);
    let rooms = Rooms::open(&admin).await;
    let bear = builders::check_in(&nurse).await;
    let (path, hold) =
        (builders::invite(&nurse, &bear.visit).await, format!("/visits/{}/hold", bear.visit));
    lead.delete(&hold).await.refused(409, "no-hold");
    act(&nurse, &bear, json!([{ "kind": "dressed", "items": ["gown"] }])).await;
    let (quiet, before) = read(&nurse, &path).await;
    assert!(!quiet);

    hospital.wait_minutes(2);
    let silenced =
        nurse.put(&hold, json!({ "kind": "hold", "reason": "we talk first" })).await.expect(200);
    assert_eq!(
        silenced["hold"],
        json!({
            "kind": "hold", "reason": "we talk first", "at": hospital.now(), "by": { "id": nurse.id, "display_name": "The nurse" },
        })
    );
    assert_eq!(read(&nurse, &path).await, (true, before.clone()));
    // Nothing that happens now is shown, nor is a companion that arrives now.
    act(&nurse, &bear, builders::prepared_for_surgery()).await;
    nurse.scan(&bear.tag, json!({ "place_id": rooms.operating_room })).await.expect(201);
    nurse
        .post(
            &format!("/visits/{}/moves", bear.visit),
            json!({ "place_id": rooms.ward, "occurred_at": hospital.now() }),
        )
        .await
        .expect(201);
    nurse
        .post(
            "/check-ins",
            json!({
                "child": { "id": bear.child }, "visit": { "id": bear.visit },
                "companion": { "name": "Crumb", "species": "rabbit", "screening": clear_screening() },
            }),
        )
        .await
        .expect(201);
    assert_eq!(read(&nurse, &path).await, (true, before.clone()));
    // Neither time nor a new link nor a second hold changes anything.
    hospital.wait_minutes(200);
    hospital.run_alert_monitor().await;
    assert_eq!(read(&nurse, &path).await, (true, before.clone()));
    assert_eq!(
        read(&nurse, &builders::invite(&nurse, &bear.visit).await).await,
        (true, before.clone())
    );
    nurse.put(&hold, json!({ "kind": "hold", "reason": "still" })).await.expect(200);
    assert_eq!(read(&nurse, &path).await, (true, before.clone()));

    // Only a lead can release it; then the family sees the current state.
    nurse.delete(&hold).await.refused(403, "forbidden");
    lead.delete(&hold).await.expect(204);
    assert_eq!(
        nurse.get(&format!("/visits/{}", bear.visit)).await.expect(200)["hold"],
        Value::Null
    );
    nurse.scan(&bear.tag, json!({ "place_id": rooms.recovery })).await.expect(201);
    let (quiet, after) = read(&nurse, &path).await;
    assert!(!quiet && after.contains("Crumb") && after.contains("resting_together"), "{after}");
    lead.delete(&hold).await.refused(409, "no-hold");
}

async fn r36_hold_freezes_the_no_news_message(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (nurse, lead) = (hospital.nurse().await, hospital.lead().await);
    let bear = builders::check_in(&nurse).await;
    let (path, hold) =
        (builders::invite(&nurse, &bear.visit).await, format!("/visits/{}/hold", bear.visit));
    hospital.wait_minutes(95);
    let (_, before) = read(&nurse, &path).await;
    assert!(before.contains("no_new_word"), "{before}");
    nurse.put(&hold, json!({ "kind": "hold", "reason": "we talk first" })).await.expect(200);
    assert_eq!(read(&nurse, &path).await, (true, before.clone()));
    act(&nurse, &bear, json!([{ "kind": "dressed", "items": ["gown"] }])).await;
    assert_eq!(read(&nurse, &path).await, (true, before.clone()));

    // A hold can become permanent, and nobody can undo that.
    hospital.wait_minutes(95);
    let permanent =
        nurse.put(&hold, json!({ "kind": "permanent", "reason": "for good" })).await.expect(200);
    assert_eq!(permanent["hold"]["kind"], "permanent");
    for who in [&nurse, &lead] {
        who.put(&hold, json!({ "kind": "hold", "reason": "softer" }))
            .await
            .refused(409, "hold-permanent");
    }
    lead.delete(&hold).await.refused(409, "hold-permanent");
    nurse.put(&hold, json!({ "kind": "permanent", "reason": "for good" })).await.expect(200);
    assert_eq!(read(&nurse, &path).await, (true, before));
    for wrong in [
        json!({ "kind": "hold" }),
        json!({ "kind": "pause", "reason": "x" }),
        json!({ "kind": "hold", "reason": "" }),
    ] {
        nurse.put(&hold, wrong).await.refused(422, "invalid");
    }
    nurse
        .put(
            "/visits/01a20288-b3f0-7f3c-9a77-2f4c8b1d9e55/hold",
            json!({ "kind": "hold", "reason": "x" }),
        )
        .await
        .refused(404, "not-found");
}

async fn r36_nothing_is_sent_after_an_acknowledged_hold(db: Database) {
    let hospital = TestHospital::start(db).await;
    let nurse = hospital.nurse().await;
    for _ in 0..6 {
        let bear = builders::check_in(&nurse).await;
        let (path, hold) =
            (builders::invite(&nurse, &bear.visit).await, format!("/visits/{}/hold", bear.visit));
        hospital.wait_minutes(1);
        let frozen = async {
            nurse
                .put(&hold, json!({ "kind": "hold", "reason": "we talk first" }))
                .await
                .expect(200);
            read(&nurse, &path).await
        };
        let dressing = |item: &'static str| {
            let (nurse, bear) = (&nurse, &bear);
            async move { act(nurse, bear, json!([{ "kind": "dressed", "items": [item] }])).await }
        };
        let late_friend = nurse.post("/check-ins", json!({
            "child": { "id": bear.child }, "visit": { "id": bear.visit }, "companion": { "name": "Crumb", "species": "rabbit" },
        }));
        let (acknowledged, (), (), (), friend) =
            tokio::join!(frozen, dressing("gown"), dressing("mask"), dressing("cap"), late_friend);
        friend.expect(201);
        assert!(acknowledged.0, "{}", acknowledged.1);
        act(&nurse, &bear, json!([{ "kind": "undressed", "items": ["gown"] }])).await;
        assert_eq!(read(&nurse, &path).await, acknowledged);
    }
}

async fn r36_hold_freezes_name_and_coat(db: Database) {
    let hospital = TestHospital::start_with(db, hasty()).await;
    let (nurse, lead, parent) =
        (hospital.nurse().await, hospital.lead().await, hospital.stranger());
    let bear = builders::check_in(&nurse).await;
    let link = builders::invite_with(&nurse, &bear.visit, json!({})).await;
    let page = async || PageClient::new(&hospital, &parent).get(&link.page()).await.text;
    let app = async || {
        PageClient::new(&hospital, &parent)
            .get(&format!("{}/app.webmanifest", link.page()))
            .await
            .text
    };
    let (before, on_the_page, in_the_app) =
        (read(&nurse, &link.api()).await.1, page().await, app().await);
    let mut open = parent.watch_family(&link.api(), None).await;
    open.state().await;
    let hold = format!("/visits/{}/hold", bear.visit);
    nurse.put(&hold, json!({ "kind": "hold", "reason": "we talk first" })).await.expect(200);
    let new_look = json!({ "name": "Sir Crumb", "species": "rabbit", "coat": "sky" });
    nurse.patch(&format!("/companions/{}", bear.companion), &json!(1), new_look).await.expect(200);

    assert_eq!(read(&nurse, &link.api()).await, (true, before.clone()));
    assert_eq!((page().await, app().await), (on_the_page.clone(), in_the_app.clone()));
    let shown = parent.watch_family(&link.api(), None).await.state().await;
    assert_eq!(
        shown.data["companions"],
        serde_json::from_str::<Value>(&before).expect("JSON")["companions"]
    );
    open.expect_only_heartbeats(3).await;

    // A hold from an older version, without frozen data, shows the current appearance.
    let forget = if hospital.db.is_postgres() {
        "family_held - 'looks'"
    } else {
        "json_remove(family_held, '$.looks')"
    };
    let kept = hospital.db.lines("SELECT CAST(family_held AS TEXT) AS line FROM journeys").await;
    assert!(kept[0].contains("Biscuit"), "{kept:?}");
    hospital
        .db
        .run(&format!("UPDATE journeys SET family_held = {forget}"))
        .await
        .expect("an older row");
    assert!(read(&nurse, &link.api()).await.1.contains("Sir Crumb"));

    lead.delete(&hold).await.expect(204);
    let after: Value = serde_json::from_str(&read(&nurse, &link.api()).await.1).expect("JSON");
    assert_eq!(
        after["companions"][0]["companion"],
        json!({ "name": "Sir Crumb", "species": "rabbit", "coat": "sky", "outfit": [] })
    );
}

on_both_databases!(
    r36_hold_freezes_the_family_view,
    r36_hold_freezes_the_no_news_message,
    r36_nothing_is_sent_after_an_acknowledged_hold,
    r36_hold_freezes_name_and_coat,
);
