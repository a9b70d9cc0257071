//! What strangers and families see when they open a tag (R20).

use serde_json::json;

use super::browser::{self, Phone, Setup};
use crate::builders::{self, Rooms};
use crate::databases::{Database, in_a_browser};
use crate::test_app::TestOptions;

async fn r20_a_stranger_learns_nothing_and_changes_nothing(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    let rooms = Rooms::open(&hospital.admin().await).await;
    let nurse = hospital.nurse().await;
    let bear = builders::check_in(&nurse).await;
    bear.perform(&nurse, builders::prepared_for_surgery()).await;
    nurse.scan(&bear.tag, json!({ "place_id": rooms.ward })).await.expect(201);
    let before = bear.snapshot(&nurse).await;
    hospital.wait_minutes(1);
    let phone = Phone::with(&proxy, Setup { script: false, ..Setup::default() }).await;
    phone.open(&format!("/T/{}", bear.tag)).await;
    let shown = phone.everything().await;
    assert!(shown.contains("any member of staff"), "{shown}");
    let whole = phone.driver.source().await.expect("a page");
    for name in
        ["Biscuit", "bear", "Little Star", "Ward 4", "ward", "nurse", "OR 7", "gown", "recovery"]
    {
        assert!(!whole.contains(name), "the stranger's page says {name}");
    }
    phone.taps();
    phone.tap("button[value='In the cafeteria']").await;
    phone.wait_text("h1", "Thank you").await;
    assert_eq!(phone.taps(), 1);
    assert_eq!(bear.snapshot(&nurse).await, before);
    // Staff see the message until someone scans the companion.
    hospital.wait_minutes(3);
    let staff = Phone::with(&proxy, Setup { script: false, ..Setup::default() }).await;
    staff.sign_in("nurse").await;
    staff.open(&format!("/T/{}", bear.tag)).await;
    assert!(
        staff.text(".alert").await.contains("Message from a finder: In the cafeteria (3 min ago)")
    );
    assert!(staff.text(".facts").await.contains("Ward 4 East"));
    nurse.scan(&bear.tag, json!({})).await.expect(201);
    staff.open(&format!("/T/{}", bear.tag)).await;
    assert_eq!(staff.count(".alert").await, 0);
}

async fn finder_and_family_pages_are_accessible(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    let nurse = hospital.nurse().await;
    let bear = builders::check_in(&nurse).await;
    let guest = json!({ "name": "Ada", "language": "en", "scope": "status" });
    let made = nurse.post(&format!("/visits/{}/family-links", bear.visit), guest).await.expect(201);
    let phone = Phone::new(&proxy).await;
    phone.open(&format!("/T/{}", bear.tag)).await;
    phone.is_accessible("the stranger's page").await;
    phone.screenshot("found").await;
    phone.tap("button[value='Outside']").await;
    phone.wait_text("h1", "Thank you").await;
    phone.is_accessible("thanks").await;
    phone
        .open(made.text("url").strip_prefix(&proxy.base).expect("an address of this hospital"))
        .await;
    phone.is_accessible("the family's page").await;
    phone.screenshot("family").await;
    let requests = phone.requests().await;
    assert!(
        requests.iter().all(|url| url.starts_with(&proxy.base) || url.starts_with("data:")),
        "{requests:?}"
    );
    assert_eq!(phone.console_errors().await, Vec::<String>::new());
}

async fn r20_valid_and_invalid_tags_look_the_same(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    let nurse = hospital.nurse().await;
    let live = builders::check_in(&nurse).await.tag;
    let blank = builders::create_tag(&nurse).await;
    let void = builders::create_tag(&nurse).await;
    nurse.post(&format!("/tags/{void}/void"), json!({ "reason": "torn" })).await.expect(200);
    let phone = Phone::with(&proxy, Setup { script: false, ..Setup::default() }).await;
    let mut pages = Vec::new();
    for tag in [live.as_str(), &blank, &void, "0000000000000", "nonsense"] {
        phone.open(&format!("/T/{tag}")).await;
        let asked = phone.driver.source().await.expect("a page").replace(tag, "CODE");
        phone.fill("[name=words]", "on a bench").await;
        phone.press("form.stack button").await;
        phone.wait_text("h1", "Thank you").await;
        let thanked = phone.driver.source().await.expect("a page").replace(tag, "CODE");
        pages.push((asked, thanked));
    }
    assert!(pages.iter().all(|page| *page == pages[0]));
}

async fn r20_finders_are_rate_limited(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    let client = reqwest::Client::builder().no_proxy().build().expect("a client");
    let _nurse = hospital.nurse().await;
    let mut last = 200;
    for _ in 0..200 {
        let response = client.get(format!("{}/T/0000000000000", proxy.base)).send().await;
        let response = response.expect("a response");
        last = response.status().as_u16();
        if last == 429 {
            assert!(response.headers().contains_key("retry-after"));
            break;
        }
    }
    assert_eq!(last, 429);
}

async fn finder_messages_are_deleted_with_the_child(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    let nurse = hospital.nurse().await;
    let bear = builders::check_in(&nurse).await;
    let phone = Phone::with(&proxy, Setup { script: false, ..Setup::default() }).await;
    phone.open(&format!("/T/{}", bear.tag)).await;
    phone.fill("[name=words]", "by the lift, says Ada").await;
    phone.press("form.stack button").await;
    phone.wait_text("h1", "Thank you").await;
    let kept = "SELECT message AS line FROM finder_messages";
    assert_eq!(hospital.db.lines(kept).await, ["by the lift, says Ada"]);
    bear.perform(&nurse, json!([{ "kind": "closed", "outcome": "with_child" }])).await;
    let visit = nurse.get(&format!("/visits/{}", bear.visit)).await.expect(200);
    nurse
        .patch(
            &format!("/visits/{}", bear.visit),
            &visit["revision"],
            json!({ "status": "completed" }),
        )
        .await
        .expect(200);
    nurse.delete(&format!("/children/{}", bear.child)).await.expect(204);
    assert_eq!(hospital.db.lines(kept).await, Vec::<String>::new());
}

async fn a_phone_with_the_family_link_is_redirected_to_the_family_page(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    let nurse = hospital.nurse().await;
    let (bear, other) = (builders::check_in(&nurse).await, builders::check_in(&nurse).await);
    let guest = json!({ "name": "Ada", "language": "es", "scope": "status" });
    let made = nurse.post(&format!("/visits/{}/family-links", bear.visit), guest).await.expect(201);
    let (url, id) = (made.text("url"), made.text("id"));
    let path = url.strip_prefix(&proxy.base).expect("an address of this hospital");
    let phone = Phone::with(&proxy, Setup { script: false, ..Setup::default() }).await;
    phone.open(&format!("/T/{}", bear.tag)).await;
    assert!(phone.everything().await.contains("any member of staff"));
    phone.open(path).await;
    assert!(phone.everything().await.contains("Biscuit ya está aquí con nosotros."));
    phone.open(&format!("/T/{}", bear.tag)).await;
    assert!(phone.path().await.starts_with("/f/"));
    assert_eq!(phone.count("html[lang=es]").await, 1);
    // For another child's companion they are strangers.
    phone.open(&format!("/T/{}", other.tag)).await;
    assert!(phone.everything().await.contains("any member of staff"));
    // A revoked link gives no access.
    nurse.delete(&format!("/family-links/{id}")).await.expect(204);
    phone.open(&format!("/T/{}", bear.tag)).await;
    assert!(phone.everything().await.contains("any member of staff"));
    phone.open(path).await;
    assert!(phone.everything().await.contains("This page is no longer open."));
}

in_a_browser!(
    r20_a_stranger_learns_nothing_and_changes_nothing,
    finder_and_family_pages_are_accessible,
    r20_valid_and_invalid_tags_look_the_same,
    r20_finders_are_rate_limited,
    finder_messages_are_deleted_with_the_child,
    a_phone_with_the_family_link_is_redirected_to_the_family_page,
);
