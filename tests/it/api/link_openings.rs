//! Openings of family links: kept permanently, once a minute for each address, without identifying
//! data.

use serde_json::json;

use super::family_events::hasty;
use crate::builders;
use crate::databases::{Database, on_both_databases};
use crate::test_app::TestHospital;

async fn openings(db: &Database) -> Vec<String> {
    let rows = db.everything().await.into_iter();
    rows.filter(|row| row.starts_with("link_openings: ")).collect()
}

async fn each_opening_is_saved_without_identifying_data(db: Database) {
    let hospital = TestHospital::start_with(db, hasty()).await;
    let (nurse, parent) = (hospital.nurse().await, hospital.stranger());
    let bear = builders::check_in(&nurse).await;
    let page = builders::invite(&nurse, &bear.visit).await;
    assert_eq!(openings(&hospital.db).await, Vec::<String>::new());
    // A failed request is no opening.
    parent.get("/family/AAAAAAAAAAAAAAAAAAAAAA").await.refused(404, "not-found");
    for _ in 0..3 {
        parent.get(&page).await.expect(200);
        hospital.wait_seconds(15);
    }
    parent.watch_family(&page, None).await.state().await;
    assert_eq!(openings(&hospital.db).await.len(), 1, "one address counts once a minute");
    // Page, stream and API count alike.
    hospital.wait_minutes(1);
    let mut watching = parent.watch_family(&page, Some("older")).await;
    watching.state().await;
    assert_eq!(openings(&hospital.db).await.len(), 2);
    hospital.wait_minutes(1);
    let shown = hospital
        .client()
        .get(format!("{}{}", hospital.base(), page.replace("/family/", "/f/")))
        .send()
        .await;
    assert_eq!(shown.expect("a page").status(), 200);
    let kept = openings(&hospital.db).await;
    assert_eq!(kept.len(), 3);
    // A long stream is one opening; staff who view the list are none.
    hospital.wait_minutes(5);
    bear.perform(&nurse, json!([{ "kind": "dressed", "items": ["gown"] }])).await;
    watching.state().await;
    nurse.get(&format!("/visits/{}/family-links", bear.visit)).await.expect(200);
    assert_eq!(openings(&hospital.db).await, kept);
    let token = page.trim_start_matches("/family/");
    for secret in ["127.0.0.1", "Grandmother", "Biscuit", "Little Star", token] {
        assert!(
            !kept.join("\n").to_lowercase().contains(&secret.to_lowercase()),
            "an opening names {secret}"
        );
    }
    // Nobody can change it, and a purge leaves it as it is.
    for change in ["UPDATE link_openings SET minute = minute", "DELETE FROM link_openings"] {
        let refused = hospital.db.run(change).await.expect_err("openings stay");
        assert!(refused.contains("only added"), "{refused}");
    }
    bear.perform(&nurse, json!([{ "kind": "undressed", "items": ["gown"] }, { "kind": "reunited", "with": "child" }, { "kind": "closed", "outcome": "with_child" }])).await;
    let visit = format!("/visits/{}", bear.visit);
    let revision = nurse.get(&visit).await.expect(200)["revision"].clone();
    nurse.patch(&visit, &revision, json!({ "status": "completed" })).await.expect(200);
    nurse.delete(&format!("/children/{}", bear.child)).await.expect(204);
    parent.get(&page).await.refused(404, "not-found");
    watching.read_to_end().await;
    assert_eq!(openings(&hospital.db).await, kept);
}

on_both_databases!(each_opening_is_saved_without_identifying_data,);
