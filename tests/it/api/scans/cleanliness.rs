//! Clean, until something resets it (R5), and what places ask for (R6).

use serde_json::json;
use stuffy::domain::site_rules::SiteRules;
use stuffy::domain::time::days;

use crate::builders::{self, Rooms, clear_screening, override_rules, prepared_for_surgery};
use crate::databases::{Database, on_both_databases};
use crate::test_app::{TestHospital, TestOptions};

/// R5: dropped, soiled, entered isolation, seven days on a ward.
async fn clean_resets_by_itself(db: Database) {
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
    let fresh = bear.journey(&nurse).await;
    assert_eq!(
        fresh["clean"],
        json!({ "is_clean": false, "until": null, "why_not": "never_cleaned" })
    );

    for why in ["dropped", "spill", "isolation"] {
        let ready = bear.perform(&nurse, prepared_for_surgery()).await;
        assert_eq!(ready["journey"]["clean"]["is_clean"], true);
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

    // Carried into an isolation room, and out of it with the child: unclean until washed.
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

    // Somebody writes down that the child is isolated: so is every companion with it, by their name.
    bear.perform(&nurse, prepared_for_surgery()).await;
    let child = format!("/children/{}", bear.child);
    let known = nurse.get(&child).await.expect(200);
    let isolated =
        nurse.patch(&child, &known["revision"], json!({ "isolation": true })).await.expect(200);
    assert_eq!(bear.journey(&nurse).await["clean"]["why_not"], "isolation");
    let step = bear.steps(&nurse).await.pop().expect("a step");
    assert_eq!(step["action"], json!({ "kind": "soiled", "why": "isolation" }));
    assert_eq!(step["by"]["display_name"], "The nurse");
    hospital.wait_seconds(1);
    // Written down again, it soils nothing again; and one who comes to that child is not clean either.
    bear.perform(&nurse, prepared_for_surgery()).await;
    nurse
        .patch(&child, &isolated["revision"], json!({ "isolation": true, "infant": true }))
        .await
        .expect(200);
    assert_eq!(bear.journey(&nurse).await["clean"]["is_clean"], true);
    let rabbit = json!({ "name": "Hops", "species": "rabbit", "screening": clear_screening() });
    let later = builders::check_in_with(
        &nurse,
        json!({ "child": { "id": bear.child }, "companion": rabbit }),
    )
    .await;
    assert_eq!(later.journey(&nurse).await["clean"]["why_not"], "isolation");
}

/// R6: a place's policy is data: allowed, only when clean, washed anew every so often, or never.
async fn a_place_says_who_may_enter(db: Database) {
    let hospital = TestHospital::start_with(db, TestOptions::with_long_sessions()).await;
    let (admin, nurse, lead) =
        (hospital.admin().await, hospital.nurse().await, hospital.lead().await);
    let rooms = Rooms::open(&admin).await;
    let (sealed, tidy, transplant) = (
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
    assert_eq!(bear.expect_blocked(&nurse, json!({ "place_id": tidy })).await, ["clean_missing"]);
    bear.perform(&nurse, prepared_for_surgery()).await;
    hospital.wait_minutes(1);
    nurse.scan(&bear.tag, json!({ "place_id": tidy })).await.expect(201);
    let enter = json!({ "place_id": sealed, "override": override_rules(&["place_prohibited"]) });
    assert_eq!(bear.expect_blocked(&nurse, enter.clone()).await, ["place_prohibited"]);
    hospital.wait_minutes(1);
    lead.scan(&bear.tag, enter).await.expect(201);

    // Washed every 48 hours: overdue, it is asked for once, and a wash settles it.
    bear.perform(&nurse, prepared_for_surgery()).await;
    hospital.wait_minutes(1);
    nurse.scan(&bear.tag, json!({ "place_id": transplant })).await.expect(201);
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
    // Overdue again, and taken elsewhere, where nobody asks for it.
    hospital.wait_minutes(48 * 60);
    hospital.run_alert_monitor().await;
    assert_eq!(open().await, ["rewash_due"]);
    nurse.scan(&bear.tag, json!({ "place_id": rooms.ward })).await.expect(201);
    assert_eq!(open().await, Vec::<String>::new());
}

on_both_databases!(clean_resets_by_itself, a_place_says_who_may_enter,);

/// A ward by this name and policy.
fn ward_with(name: &str, policy: &serde_json::Value) -> serde_json::Value {
    json!({ "name": name, "kind": "ward", "policy": policy })
}
