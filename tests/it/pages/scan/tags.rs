//! Blank, deactivated and lost tags, and closed journeys.

use super::*;
use crate::databases::Database;

async fn blank_deactivated_and_lost_tags_say_so(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    let (_, nurse, bear) = scene(&hospital).await;
    let phone = phone(&proxy, true, "nurse").await;
    let blank = builders::create_tag(&nurse).await;
    phone.open(&format!("/T/{blank}")).await;
    let bare = blank.replace('-', "");
    assert_eq!(phone.count(&format!("form[action^='/check-in/{bare}']")).await, 1);
    // The old tag's page links to the new tag.
    let bind = json!({ "companion_id": bear.companion });
    nurse.put(&format!("/tags/{blank}/companion"), bind).await.expect(200);
    scan_old(&phone, &bear.tag, &blank).await;
    phone.is_accessible("a withdrawn tag").await;
    let lost = json!({ "reason": "fell off", "lost": true });
    nurse.post(&format!("/tags/{blank}/void"), lost).await.expect(200);
    phone.open(&format!("/T/{blank}")).await;
    assert!(phone.text(".alert").await.contains("reported lost"));
    phone.open("/T/0000000000000").await;
    assert!(phone.everything().await.contains("Not found"));
}

async fn a_closed_journey_offers_only_found_and_missing(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    let (_, nurse, bear) = scene(&hospital).await;
    bear.perform(&nurse, json!([{ "kind": "closed", "outcome": "with_child" }])).await;
    let phone = phone(&proxy, false, "nurse").await;
    scan(&phone, &bear).await;
    assert!(phone.text(".over").await.contains("Home with the child"));
    assert_eq!(phone.count("form.act").await, 2);
    phone.press(&button("Report missing")).await;
    phone.wait_text(".saved", "Reported missing").await;
}

in_a_browser!(
    blank_deactivated_and_lost_tags_say_so,
    a_closed_journey_offers_only_found_and_missing,
);

async fn scan_old(phone: &Phone, old: &str, new: &str) {
    phone.open(&format!("/T/{old}")).await;
    assert!(phone.text("h1").await.contains("deactivated"));
    phone.tap(&format!("a[href='/T/{}']", new.replace('-', ""))).await;
    phone.wait_text("h1", "Biscuit").await;
}
