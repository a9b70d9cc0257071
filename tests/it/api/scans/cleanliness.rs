//! What makes a companion unclean (R5), and place policies (R6).

use serde_json::json;
use stuffy::domain::site_rules::SiteRules;
use stuffy::domain::time::days;

use crate::builders::{self, Rooms, clear_screening, override_rules, prepared_for_surgery};
use crate::databases::{Database, on_both_databases};
use crate::test_app::{TestHospital, TestOptions};

/// R5: dropped, soiled, in isolation, or on a ward for seven days.
async fn r5_companion_becomes_unclean(db: Database) {
    let rules = SiteRules { clean_for: days(30), ..SiteRules::default() };
    let hospital =
        TestHospital::start_with(db, TestOptions { rules, ..TestOptions::with_long_sessions() })
            .await;
    let (admin, nurse) = (hospital.admin().await, hospital.nurse().await);
    let rooms = Rooms::open(&admin).await;
    let isolation = admin
        .post("/places", json!({ "name": "Ward 5 Isolation", "kind": "ward", "policy": { "entry": "allowed", "isolation": true } }))
        .await
        .expect(201)
        .text("id");
    let bear = builders::check_in(&nurse).await;
    let new = bear.journey(&nurse).await;
    assert_eq!(
        new["clean"],
        json!({ "is_clean": false, "until": null, "why_not": "never_cleaned" })
    );

    for why in ["dropped", "spill", "isolation"] {
        let prepared = bear.perform(&nurse, prepared_for_surgery()).await;
        assert_eq!(prepared["journey"]["clean"]["is_clean"], true);
        let soiled = bear.perform(&nurse, json!([{ "kind": "soiled", "why": why }])).await;
        assert_eq!(
            soiled["journey"]["clean"],
            json!({ "is_clean": false, "until": null, "why_not": why })
        );
        assert_eq!(
            bear.expect_blocked(&nurse, json!({ "place_id": rooms.operating_room })).await,
            ["clean_missing"]
        );
    }

    // After an isolation room it is unclean until washed, also outside of the room.
    bear.perform(&nurse, prepared_for_surgery()).await;
    for place in [&isolation, &rooms.ward] {
        let there = nurse.scan(&bear.tag, json!({ "place_id": place })).await.expect(201);
        assert_eq!(there["journey"]["clean"]["why_not"], "isolation");
    }

    // Seven days on a ward, to the minute.
    bear.perform(&nurse, prepared_for_surgery()).await;
    hospital.wait_minutes(7 * 1440 - 1);
    assert_eq!(bear.journey(&nurse).await["clean"]["is_clean"], true);
    hospital.wait_minutes(1);
    assert_eq!(bear.journey(&nurse).await["clean"]["why_not"], "too_long_on_ward");
    assert_eq!(
        bear.expect_blocked(&nurse, json!({ "place_id": rooms.operating_room })).await,
        ["clean_expired"]
    );

    // Setting the child to isolation makes its companions unclean, as a step by that user.
    bear.perform(&nurse, prepared_for_surgery()).await;
    let child = format!("/children/{}", bear.child);
    let current = nurse.get(&child).await.expect(200);
    let isolated =
        nurse.patch(&child, &current["revision"], json!({ "isolation": true })).await.expect(200);
    assert_eq!(bear.journey(&nurse).await["clean"]["why_not"], "isolation");
    let step = bear.steps(&nurse).await.pop().expect("a step");
    assert_eq!(step["action"], json!({ "kind": "soiled", "why": "isolation" }));
    assert_eq!(step["by"]["display_name"], "The nurse");
    hospital.wait_seconds(1);
    // Setting it again has no effect. A companion checked in later for that child is unclean too.
    bear.perform(&nurse, prepared_for_surgery()).await;
    nurse
        .patch(&child, &isolated["revision"], json!({ "isolation": true, "infant": true }))
        .await
        .expect(200);
    assert_eq!(bear.journey(&nurse).await["clean"]["is_clean"], true);
    let rabbit = json!({ "name": "Hops", "species": "rabbit", "screening": clear_screening() });
    let second_companion = builders::check_in_with(
        &nurse,
        json!({ "child": { "id": bear.child }, "companion": rabbit }),
    )
    .await;
    assert_eq!(second_companion.journey(&nurse).await["clean"]["why_not"], "isolation");
}

/// R6: a place allows entry, requires clearance, requires a rewash at an interval, or prohibits entry.
async fn r6_place_policy_decides_who_may_enter(db: Database) {
    let hospital = TestHospital::start_with(db, TestOptions::with_long_sessions()).await;
    let (admin, nurse, lead) =
        (hospital.admin().await, hospital.nurse().await, hospital.lead().await);
    let rooms = Rooms::open(&admin).await;
    let (prohibited, if_cleared, with_rewash) = (
        admin
            .post("/places", ward_with("BMT", &json!({ "entry": "prohibited" })))
            .await
            .expect(201)
            .text("id"),
        admin
            .post("/places", ward_with("Ward 6", &json!({ "entry": "if_cleared" })))
            .await
            .expect(201)
            .text("id"),
        admin
            .post(
                "/places",
                ward_with("Ward 7", &json!({ "entry": "allowed", "rewash_hours": 48 })),
            )
            .await
            .expect(201)
            .text("id"),
    );
    let bear = builders::check_in(&nurse).await;
    assert_eq!(
        bear.expect_blocked(&nurse, json!({ "place_id": if_cleared })).await,
        ["clean_missing"]
    );
    bear.perform(&nurse, prepared_for_surgery()).await;
    hospital.wait_minutes(1);
    nurse.scan(&bear.tag, json!({ "place_id": if_cleared })).await.expect(201);
    let enter =
        json!({ "place_id": prohibited, "override": override_rules(&["place_prohibited"]) });
    assert_eq!(bear.expect_blocked(&nurse, enter.clone()).await, ["place_prohibited"]);
    hospital.wait_minutes(1);
    lead.scan(&bear.tag, enter).await.expect(201);

    // An overdue rewash raises one alert, and a wash resolves it.
    bear.perform(&nurse, prepared_for_surgery()).await;
    hospital.wait_minutes(1);
    nurse.scan(&bear.tag, json!({ "place_id": with_rewash })).await.expect(201);
    let open = || async { nurse.get("/alerts").await.expect(200).all("items", "kind") };
    for (minutes, kinds) in
        [(48 * 60 - 2, vec![]), (1, vec!["rewash_due"]), (600, vec!["rewash_due"])]
    {
        hospital.wait_minutes(minutes);
        hospital.run_alert_monitor().await;
        hospital.run_alert_monitor().await;
        assert_eq!(open().await, kinds);
    }
    let wash =
        json!([{ "kind": "cleaned", "method": "wash", "bagged": false, "attested_by": "staff" }]);
    let washed = bear.perform(&nurse, wash.clone()).await;
    assert_eq!(washed.all("journey/alerts", "kind"), Vec::<String>::new());
    hospital.run_alert_monitor().await;
    assert_eq!(open().await, Vec::<String>::new());
    // Overdue again; moving it to a place without that policy resolves the alert.
    hospital.wait_minutes(48 * 60);
    hospital.run_alert_monitor().await;
    assert_eq!(open().await, ["rewash_due"]);
    nurse.scan(&bear.tag, json!({ "place_id": rooms.ward })).await.expect(201);
    assert_eq!(open().await, Vec::<String>::new());
}

on_both_databases!(r5_companion_becomes_unclean, r6_place_policy_decides_who_may_enter,);

fn ward_with(name: &str, policy: &serde_json::Value) -> serde_json::Value {
    json!({ "name": name, "kind": "ward", "policy": policy })
}
