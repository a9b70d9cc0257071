//! A fact is never refused because it should not have happened; it raises an alert (rule 2 of the house).

use serde_json::{Value, json};

use crate::builders::{self, Rooms, override_rules, prepared_for_surgery};
use crate::databases::{Database, on_both_databases};
use crate::test_app::{Reply, TestHospital};

/// The open alerts of the journey in an answer: what is amiss and in which words.
fn alerts(reply: &Reply) -> Vec<(String, String)> {
    let (kinds, details) =
        (reply.all("journey/alerts", "kind"), reply.all("journey/alerts", "detail"));
    kinds.into_iter().zip(details).collect()
}

/// R1, R15: a phone whose clock is 8 s slow dates what it did before the check-in that came first.
async fn what_a_slow_clock_dates_before_the_arrival_is_not_lost(db: Database) {
    let hospital = TestHospital::start(db).await;
    let nurse = hospital.nurse().await;
    let bear = builders::check_in(&nurse).await;
    hospital.wait_seconds(3);
    let early = json!({
        "occurred_at": hospital.seconds_from_now(-8), "sent_at": hospital.seconds_from_now(-8),
        "actions": [{ "kind": "handed_over", "to": "staff" }, { "kind": "screened", "metal": "yes" }],
    });
    let kept = nurse.scan(&bear.tag, early).await.expect(201);
    assert_eq!(kept["journey"]["holder"]["kind"], "staff");
    assert_eq!(kept["journey"]["clearance"]["imaging"]["cleared"], false);
}

/// R1: what was found out of its insides today is known at the next visit.
async fn a_battery_found_today_is_there_at_the_next_visit(db: Database) {
    let hospital = TestHospital::start(db).await;
    let nurse = hospital.nurse().await;
    let bear = builders::check_in(&nurse).await;
    bear.perform(&nurse, json!([{ "kind": "screened", "battery": "yes" }])).await;
    let path = format!("/companions/{}", bear.companion);
    assert_eq!(nurse.get(&path).await.expect(200)["screening"]["battery"], "yes");
    bear.perform(&nurse, json!([{ "kind": "closed", "outcome": "with_child" }])).await;
    let visit = format!("/visits/{}", bear.visit);
    let stay = nurse.get(&visit).await.expect(200);
    nurse.patch(&visit, &stay["revision"], json!({ "status": "completed" })).await.expect(200);
    let again = json!({ "child": { "id": bear.child }, "companion": { "id": bear.companion } });
    let back = nurse.post("/check-ins", again).await.expect(201);
    assert_eq!(back["journey"]["clearance"]["imaging"]["cleared"], false);
}

async fn what_happened_a_while_ago_is_kept_and_looked_into(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (admin, nurse, lead) =
        (hospital.admin().await, hospital.nurse().await, hospital.lead().await);
    let rooms = Rooms::open(&admin).await;
    let or = &rooms.operating_room;
    let first = builders::check_in(&nurse).await;
    let second = builders::check_in_with(&nurse, json!({ "child": { "id": first.child } })).await;
    let third = builders::check_in(&nurse).await;
    hospital.wait_minutes(30);
    let ago = |seconds: i64| json!({ "place_id": or, "occurred_at": hospital.seconds_from_now(-seconds) });

    // Sixty seconds ago is now; a second more is a fact.
    assert_eq!(first.expect_blocked(&nurse, ago(60)).await, ["clean_missing", "not_gowned"]);
    let kept = nurse.scan(&first.tag, ago(61)).await.expect(201);
    assert_eq!(kept["journey"]["stage"], "operating_room");
    // A gown that was not on is no matter for an alert (R14).
    assert_eq!(
        alerts(&kept),
        [("uncleared_entry".into(), "entered despite: clean_missing".into())]
    );
    assert_eq!(kept.text("journey/alerts/0/raised_at"), hospital.seconds_from_now(-61));

    // R9: a second companion that is in there already. Its own steps are in order.
    let ready =
        json!({ "occurred_at": hospital.minutes_ago(10), "actions": prepared_for_surgery() });
    nurse.scan(&second.tag, ready.clone()).await.expect(201);
    let company = nurse.scan(&second.tag, ago(100)).await.expect(201);
    assert_eq!(company.all("journey/alerts", "kind"), ["uncleared_entry"]);
    assert!(company.text("journey/alerts/0/detail").contains("another companion"));

    // R2, R3: into imaging in a mask.
    nurse.scan(&third.tag, ready).await.expect(201);
    let imaging =
        json!({ "place_id": rooms.imaging, "occurred_at": hospital.seconds_from_now(-90) });
    let hazard = nurse.scan(&third.tag, imaging).await.expect(201);
    assert_eq!(
        alerts(&hazard),
        [("imaging_hazard".into(), "entered despite: imaging_metal".into())]
    );
    let all = nurse.get("/alerts").await.expect(200);
    assert_eq!(all.all("items", "kind").len(), 3);

    // R11: gloves on a child with a latex precaution.
    let careful = builders::check_in_with(
        &nurse,
        json!({ "child": { "alias": "Little Star", "latex": true } }),
    )
    .await;
    hospital.wait_minutes(5);
    let gloves = json!({ "occurred_at": hospital.seconds_from_now(-61), "actions": [{ "kind": "dressed", "items": ["gloves"] }] });
    let worn = nurse.scan(&careful.tag, gloves).await.expect(201);
    assert_eq!(worn.all("journey/alerts", "kind"), ["latex_item"]);

    // Set aside at the time by whom may, it is nothing to look into; by whom may not, it is.
    for (who, expected) in [(&nurse, vec!["uncleared_entry"]), (&lead, vec![])] {
        let bear = builders::check_in(&nurse).await;
        hospital.wait_minutes(5);
        let mut entry = ago(120);
        entry["override"] = override_rules(&["clean_missing"]);
        let inside = who.scan(&bear.tag, entry).await.expect(201);
        assert_eq!(inside.all("journey/alerts", "kind"), expected);
        assert_eq!(inside["steps"][0]["override"] == Value::Null, !expected.is_empty());
    }
}

/// A wash that is heard of after the entry it was before takes the alert away again.
async fn an_alert_goes_when_a_late_word_explains_it(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (admin, nurse) = (hospital.admin().await, hospital.nurse().await);
    let rooms = Rooms::open(&admin).await;
    let bear = builders::check_in(&nurse).await;
    hospital.wait_minutes(30);
    let entry = json!({ "place_id": rooms.operating_room, "occurred_at": hospital.minutes_ago(5) });
    let inside = nurse.scan(&bear.tag, entry).await.expect(201);
    assert_eq!(inside.all("journey/alerts", "kind"), ["uncleared_entry"]);
    let wash = json!({ "occurred_at": hospital.minutes_ago(9), "actions": prepared_for_surgery() });
    let explained = nurse.scan(&bear.tag, wash).await.expect(201);
    assert_eq!(explained.all("journey/alerts", "kind"), Vec::<String>::new());
    assert_eq!(nurse.get("/alerts").await.expect(200)["items"], json!([]));

    // A journey that is over takes no step asked for now, but what had happened, and a finding.
    let stripped = json!([{ "kind": "undressed", "items": ["gown", "mask"] }, { "kind": "closed", "outcome": "with_child" }]);
    bear.perform(&nurse, stripped).await;
    let before = bear.snapshot(&nurse).await;
    nurse.scan(&bear.tag, json!({ "place_id": rooms.ward })).await.refused(409, "journey-closed");
    assert_eq!(bear.snapshot(&nurse).await, before);
    bear.perform(&nurse, json!([{ "kind": "noted", "text": "thank you card" }])).await;
    nurse.scan(&bear.tag, json!({})).await.expect(201);
    let before_it_was_over =
        json!({ "place_id": rooms.recovery, "occurred_at": hospital.minutes_ago(2) });
    let kept = nurse.scan(&bear.tag, before_it_was_over).await.expect(201);
    assert_eq!(
        (&kept["journey"]["status"], &kept["journey"]["place"]["kind"]),
        (&json!("closed"), &json!("recovery"))
    );
}

on_both_databases!(
    what_a_slow_clock_dates_before_the_arrival_is_not_lost,
    a_battery_found_today_is_there_at_the_next_visit,
    what_happened_a_while_ago_is_kept_and_looked_into,
    an_alert_goes_when_a_late_word_explains_it,
);
