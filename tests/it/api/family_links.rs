//! `/visits/{id}/family-links` and `/family/{token}`: a link for each person (R33), a short list of
//! neutral messages (R34), and "no news" (R35).

use serde_json::{Value, json};

use crate::builders::{self, Bear, Rooms};
use crate::databases::{Database, on_both_databases};
use crate::test_app::{Actor, TestHospital, TestOptions};

/// Creates a link and returns its API path and the path of its page.
async fn invite(nurse: &Actor, visit: &str, name: &str, language: &str) -> (String, String) {
    let guest = json!({ "name": name, "language": language, "scope": "status" });
    let made = nurse.post(&format!("/visits/{visit}/family-links"), guest).await.expect(201);
    let url = made.text("url");
    let token = url.strip_prefix("https://stuffy.example/f/").expect("our own address");
    (format!("/family-links/{}", made.text("id")), format!("/family/{token}"))
}

async fn go_home(nurse: &Actor, bear: &Bear) {
    let home = json!([{ "kind": "reunited", "with": "child" }, { "kind": "closed", "outcome": "with_child" }]);
    nurse.scan(&bear.tag, json!({ "actions": home })).await.expect(201);
    let visit = format!("/visits/{}", bear.visit);
    let revision = nurse.get(&visit).await.expect(200)["revision"].clone();
    nurse.patch(&visit, &revision, json!({ "status": "completed" })).await.expect(200);
}

async fn r33_each_person_has_a_revocable_link(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (nurse, parent) = (hospital.nurse().await, hospital.stranger());
    let bear = builders::check_in(&nurse).await;
    let (grandmother, her_page) = invite(&nurse, &bear.visit, "Grandmother", "en").await;
    let (_, his_page) = invite(&nurse, &bear.visit, "Abuelo", "es").await;
    assert_ne!(her_page, his_page);
    assert_eq!(
        parent.get(&her_page).await.expect(200).text("companions/0/status/text"),
        "Biscuit is here with us."
    );
    let his = parent.get(&his_page).await.expect(200);
    assert_eq!(
        (his.text("language"), his.text("companions/0/status/text")),
        ("es".into(), "Biscuit ya está aquí con nosotros.".into())
    );
    let asked = parent.get(&format!("{her_page}?lang=es")).await.expect(200);
    assert_eq!(asked.bytes, his.bytes);
    parent.get(&format!("{her_page}?lang=de")).await.refused(400, "malformed");

    // The first opening is recorded; the token is neither shown again nor saved.
    let links = format!("/visits/{}/family-links", bear.visit);
    let opened = nurse.get(&links).await.expect(200);
    assert_eq!(opened.all("items", "name"), ["Grandmother", "Abuelo"]);
    assert_eq!(opened["items"][0]["opened_at"], hospital.now());
    assert!(
        opened["items"].as_array().expect("links").iter().all(|link| link.get("url").is_none())
    );
    hospital.wait_minutes(3);
    parent.get(&her_page).await.expect(200);
    assert_eq!(nurse.get(&links).await.expect(200)["items"], opened["items"]);
    assert_eq!(
        hospital.db.rows_with(her_page.trim_start_matches("/family/")).await,
        Vec::<String>::new()
    );

    // A revoked link looks like one that never existed.
    nurse.delete(&grandmother).await.expect(204);
    let gone = parent.get(&her_page).await.refused(404, "not-found");
    parent.get(&his_page).await.expect(200);
    for never in ["AAAAAAAAAAAAAAAAAAAAAA", "short", "a b", "%00"] {
        let unknown = parent.get(&format!("/family/{never}")).await.refused(404, "not-found");
        assert_eq!(unknown.bytes, gone.bytes, "{never}");
    }
    let when = nurse.get(&links).await.expect(200)["items"][0]["revoked_at"].clone();
    hospital.wait_minutes(1);
    nurse.delete(&grandmother).await.expect(204);
    assert_eq!(nurse.get(&links).await.expect(200)["items"][0]["revoked_at"], when);
    nurse
        .delete("/family-links/01a20288-b3f0-7f3c-9a77-2f4c8b1d9e55")
        .await
        .refused(404, "not-found");

    // It expires a week after the visit, and then looks the same.
    go_home(&nurse, &bear).await;
    let guest = json!({ "name": "Uncle", "language": "en", "scope": "status" });
    nurse.post(&links, guest).await.refused(409, "visit-closed");
    hospital.wait_minutes(7 * 24 * 60 - 1);
    let last = parent.get(&his_page).await.expect(200);
    assert_eq!(last.text("companions/0/status/key"), "going_home");
    hospital.wait_minutes(1);
    assert_eq!(parent.get(&his_page).await.refused(404, "not-found").bytes, gone.bytes);
}

async fn r34_family_never_sees_place_person_or_code(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (admin, nurse, parent) =
        (hospital.admin().await, hospital.nurse().await, hospital.stranger());
    let rooms = Rooms::open(&admin).await;
    let bear = builders::check_in(&nurse).await;
    let (_, page) = invite(&nurse, &bear.visit, "Grandmother", "en").await;
    let washed = builders::prepared_for_surgery();
    let way: Vec<(Value, &str)> = vec![
        (json!({ "place_id": rooms.pre_op }), "getting_ready"),
        (json!({ "actions": washed }), "dressed_and_ready"),
        (json!({ "actions": [{ "kind": "noted", "text": "Secretnote" }] }), "dressed_and_ready"),
        (
            json!({ "actions": [{ "kind": "handed_over", "to": "staff", "name": "Dr. Bones" }] }),
            "dressed_and_ready",
        ),
        (json!({ "place_id": rooms.operating_room }), "standing_watch"),
        (json!({ "actions": [{ "kind": "soiled", "why": "dropped" }] }), "standing_watch"),
        (json!({ "place_id": rooms.recovery }), "waiting_close_by"),
        (
            json!({ "actions": [{ "kind": "undressed", "items": ["gown", "mask"] }] }),
            "waiting_close_by",
        ),
        (json!({ "place_id": rooms.laundry }), "waiting_close_by"),
        (json!({ "place_id": rooms.ward }), "waiting_close_by"),
        (json!({ "actions": [{ "kind": "reunited", "with": "child" }] }), "back_together"),
        (json!({ "actions": [{ "kind": "closed", "outcome": "with_child" }] }), "going_home"),
    ];
    let secrets = [
        "Front door",
        "Holding bay",
        "OR 7",
        "MRI",
        "PACU",
        "Ward 4",
        "Laundry",
        "The nurse",
        "The admin",
        "Bones",
        "Secretnote",
        "Little Star",
        "Grandmother",
        &bear.tag,
        &bear.tag.replace('-', ""),
        &bear.child,
        &bear.visit,
        &bear.journey,
        &bear.companion,
        &nurse.id,
        &rooms.ward,
    ]
    .map(str::to_lowercase);
    let mut heard = Vec::new();
    for (scan, expected) in way {
        hospital.wait_minutes(3);
        nurse.scan(&bear.tag, scan.clone()).await.expect(201);
        for path in [page.clone(), format!("{page}?lang=es")] {
            let view = parent.get(&path).await.expect(200);
            let text = String::from_utf8_lossy(&view.bytes).to_lowercase();
            for secret in &secrets {
                assert!(!text.contains(secret), "{secret} in {text}");
            }
        }
        heard.push((
            scan,
            parent.get(&page).await.expect(200).text("companions/0/status/key"),
            expected,
        ));
    }
    for (scan, said, expected) in heard {
        assert_eq!(said, expected, "after {scan}");
    }
}

async fn r35_no_news_is_shown_and_r19_bad_news_is_not(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (nurse, parent) = (hospital.nurse().await, hospital.stranger());
    let bear = builders::check_in(&nurse).await;
    let (_, page) = invite(&nurse, &bear.visit, "Grandmother", "en").await;
    let key = async || parent.get(&page).await.expect(200).text("companions/0/status/key");
    hospital.wait_minutes(89);
    assert_eq!(key().await, "arrived");
    hospital.wait_minutes(1);
    assert_eq!(key().await, "no_new_word");
    nurse.scan(&bear.tag, json!({})).await.expect(201);
    nurse
        .scan(&bear.tag, json!({ "actions": [{ "kind": "dressed", "items": ["gown"] }] }))
        .await
        .expect(201);
    assert_ne!(key().await, "no_new_word");

    // Staff tell the family in person that it is missing or lost.
    let before = parent.get(&page).await.expect(200).bytes;
    hospital.wait_minutes(1);
    let missing = json!({ "id": hospital.scan_id(), "occurred_at": hospital.now(), "actions": [{ "kind": "reported_missing" }] });
    nurse.post(&format!("/journeys/{}/steps", bear.journey), missing).await.expect(201);
    assert_eq!(parent.get(&page).await.expect(200).bytes, before);
    hospital.wait_minutes(1);
    let lost = json!({ "id": hospital.scan_id(), "occurred_at": hospital.now(), "actions": [{ "kind": "closed", "outcome": "lost" }] });
    nurse.post(&format!("/journeys/{}/steps", bear.journey), lost).await.expect(201);
    assert_eq!(parent.get(&page).await.expect(200).bytes, before);

    // Late entries are not news (R29).
    let other = builders::check_in(&nurse).await;
    let (_, page) = invite(&nurse, &other.visit, "Grandmother", "en").await;
    hospital.wait_minutes(30);
    let before = parent.get(&page).await.expect(200).bytes;
    let late = json!({ "occurred_at": hospital.minutes_ago(21), "actions": [{ "kind": "dressed", "items": ["gown"] }] });
    assert_eq!(nurse.scan(&other.tag, late).await.expect(201)["late"], true);
    assert_eq!(parent.get(&page).await.expect(200).bytes, before);
}

async fn family_page_is_rate_limited_per_link(db: Database) {
    let hospital = TestHospital::start_with(db, TestOptions::with_family_reads(3)).await;
    let (nurse, parent) = (hospital.nurse().await, hospital.stranger());
    let bear = builders::check_in(&nurse).await;
    let (_, page) = invite(&nurse, &bear.visit, "Grandmother", "en").await;
    for _ in 0..3 {
        parent.get(&page).await.expect(200);
    }
    let wait = parent.get(&page).await.refused(429, "too-many-requests");
    let seconds: u64 = wait.header("retry-after").expect("when").parse().expect("seconds");
    assert!((1..=60).contains(&seconds));
    // Neither another family nor staff are affected.
    let (_, other) = invite(&nurse, &bear.visit, "Grandfather", "en").await;
    parent.get(&other).await.expect(200);
    nurse.get("/children").await.expect(200);
}

on_both_databases!(
    r33_each_person_has_a_revocable_link,
    r34_family_never_sees_place_person_or_code,
    r35_no_news_is_shown_and_r19_bad_news_is_not,
    family_page_is_rate_limited_per_link,
);
