//! One tag, three faces: what a stranger and a family see who open it (R20).

use serde_json::json;

use super::browser::{self, Phone, Setup};
use crate::builders::{self, Rooms};
use crate::databases::{Database, in_a_browser};
use crate::test_app::Wishes;

async fn r20_a_stranger_is_told_nothing_and_moves_nothing(db: Database) {
    let (hospital, wire) = browser::hospital(db, Wishes::default()).await;
    let rooms = Rooms::open(&hospital.admin().await).await;
    let nurse = hospital.nurse().await;
    let bear = builders::check_in(&nurse).await;
    bear.acts(&nurse, builders::made_ready()).await;
    nurse.scan(&bear.tag, json!({ "place_id": rooms.ward })).await.expect(201);
    let before = bear.everything(&nurse).await;
    hospital.wait_minutes(1);
    let phone = Phone::with(&wire, Setup { script: false, ..Setup::default() }).await;
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
    assert_eq!(bear.everything(&nurse).await, before);
    // Staff are told, until somebody of the house has seen it.
    hospital.wait_minutes(3);
    let staff = Phone::with(&wire, Setup { script: false, ..Setup::default() }).await;
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

async fn strangers_and_families_can_read_their_pages(db: Database) {
    let (hospital, wire) = browser::hospital(db, Wishes::default()).await;
    let nurse = hospital.nurse().await;
    let bear = builders::check_in(&nurse).await;
    let guest = json!({ "name": "Ada", "language": "en", "scope": "status" });
    let made = nurse.post(&format!("/visits/{}/family-links", bear.visit), guest).await.expect(201);
    let phone = Phone::new(&wire).await;
    phone.open(&format!("/T/{}", bear.tag)).await;
    phone.is_accessible("the stranger's page").await;
    phone.picture("found").await;
    phone.tap("button[value='Outside']").await;
    phone.wait_text("h1", "Thank you").await;
    phone.is_accessible("thanks").await;
    phone
        .open(made.text("url").strip_prefix(&wire.base).expect("an address of this hospital"))
        .await;
    phone.is_accessible("the family's page").await;
    phone.picture("family").await;
    let requests = phone.requests().await;
    assert!(
        requests.iter().all(|url| url.starts_with(&wire.base) || url.starts_with("data:")),
        "{requests:?}"
    );
    assert_eq!(phone.complaints().await, Vec::<String>::new());
}

async fn r20_every_tag_there_is_or_is_not_looks_the_same(db: Database) {
    let (hospital, wire) = browser::hospital(db, Wishes::default()).await;
    let nurse = hospital.nurse().await;
    let live = builders::check_in(&nurse).await.tag;
    let blank = builders::blank_tag(&nurse).await;
    let void = builders::blank_tag(&nurse).await;
    nurse.post(&format!("/tags/{void}/void"), json!({ "reason": "torn" })).await.expect(200);
    let phone = Phone::with(&wire, Setup { script: false, ..Setup::default() }).await;
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
    let (hospital, wire) = browser::hospital(db, Wishes::default()).await;
    let client = reqwest::Client::builder().no_proxy().build().expect("a client");
    let _nurse = hospital.nurse().await;
    let mut last = 200;
    for _ in 0..200 {
        let answer = client.get(format!("{}/T/0000000000000", wire.base)).send().await;
        let answer = answer.expect("an answer");
        last = answer.status().as_u16();
        if last == 429 {
            assert!(answer.headers().contains_key("retry-after"));
            break;
        }
    }
    assert_eq!(last, 429);
}

async fn what_a_finder_said_goes_with_the_childs_traces(db: Database) {
    let (hospital, wire) = browser::hospital(db, Wishes::default()).await;
    let nurse = hospital.nurse().await;
    let bear = builders::check_in(&nurse).await;
    let phone = Phone::with(&wire, Setup { script: false, ..Setup::default() }).await;
    phone.open(&format!("/T/{}", bear.tag)).await;
    phone.fill("[name=words]", "by the lift, says Ada").await;
    phone.press("form.stack button").await;
    phone.wait_text("h1", "Thank you").await;
    let kept = "SELECT word AS line FROM finder_words";
    assert_eq!(hospital.db.lines(kept).await, ["by the lift, says Ada"]);
    bear.acts(&nurse, json!([{ "kind": "closed", "outcome": "with_child" }])).await;
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

async fn a_phone_with_the_visits_family_link_is_led_to_the_familys_page(db: Database) {
    let (hospital, wire) = browser::hospital(db, Wishes::default()).await;
    let nurse = hospital.nurse().await;
    let (bear, other) = (builders::check_in(&nurse).await, builders::check_in(&nurse).await);
    let guest = json!({ "name": "Ada", "language": "es", "scope": "status" });
    let made = nurse.post(&format!("/visits/{}/family-links", bear.visit), guest).await.expect(201);
    let (url, id) = (made.text("url"), made.text("id"));
    let path = url.strip_prefix(&wire.base).expect("an address of this hospital");
    let phone = Phone::with(&wire, Setup { script: false, ..Setup::default() }).await;
    phone.open(&format!("/T/{}", bear.tag)).await;
    assert!(phone.everything().await.contains("any member of staff"));
    phone.open(path).await;
    assert!(phone.everything().await.contains("Biscuit ya está aquí con nosotros."));
    phone.open(&format!("/T/{}", bear.tag)).await;
    assert!(phone.path().await.starts_with("/f/"));
    assert_eq!(phone.count("html[lang=es]").await, 1);
    // Another child's companion is a stranger's to them.
    phone.open(&format!("/T/{}", other.tag)).await;
    assert!(phone.everything().await.contains("any member of staff"));
    // And a link that was revoked opens nothing.
    nurse.delete(&format!("/family-links/{id}")).await.expect(204);
    phone.open(&format!("/T/{}", bear.tag)).await;
    assert!(phone.everything().await.contains("any member of staff"));
    phone.open(path).await;
    assert!(phone.everything().await.contains("This page is no longer open."));
}

in_a_browser!(
    r20_a_stranger_is_told_nothing_and_moves_nothing,
    strangers_and_families_can_read_their_pages,
    r20_every_tag_there_is_or_is_not_looks_the_same,
    r20_finders_are_rate_limited,
    what_a_finder_said_goes_with_the_childs_traces,
    a_phone_with_the_visits_family_link_is_led_to_the_familys_page,
);
