//! Web Push: asked for by whoever holds a link, sealed for one browser, and without a name (R37).

use serde_json::{Value, json};

use super::browser::{Browser, ask, dress, invite, name_beneath, telling};
use super::receiver::{KEY, Manner, PostOffice};
use crate::builders::{self, Rooms};
use crate::databases::{Database, on_both_databases};
use crate::test_app::{Hospital, Wishes};

async fn r37_what_a_phone_is_told_names_nobody_and_says_only_that_there_is_news(db: Database) {
    let (office, hospital) = (PostOffice::open().await, Hospital::open_with(db, telling()).await);
    let (admin, nurse) = (hospital.admin().await, hospital.nurse().await);
    let rooms = Rooms::open(&admin).await;
    let bear = builders::check_in(&nurse).await;
    let (hers, his) = (invite(&nurse, &bear, "en").await, invite(&nurse, &bear, "es").await);
    let (her_phone, his_phone) = (Browser::new(1), Browser::new(2));
    ask(&hospital, &hers, &her_phone).await;
    ask(&hospital, &his, &his_phone).await;
    let sender = office.sender_of(&hospital, Some(key()), None);
    sender.send_due().await.expect("sent");
    assert_eq!(office.letters().len(), 0, "nothing has happened yet");

    hospital.wait_minutes(1);
    nurse.scan(&bear.tag, json!({ "place_id": rooms.pre_op })).await.expect(201);
    sender.send_due().await.expect("sent");
    let letters = office.letters();
    assert_eq!(letters.len(), 2);
    for (phone, language, sentence) in [
        (&her_phone, "en", "There is news from the hospital's companion desk."),
        (&his_phone, "es", "Hay noticias del mostrador de los compañeros del hospital."),
    ] {
        let letter =
            letters.iter().find(|letter| phone.is_for_me(letter)).expect("a letter for each");
        let words = phone.open(letter);
        let id = words["id"].as_str().expect("an id").to_owned();
        assert_eq!(words, json!({ "id": id, "lang": language, "text": sentence }));
        let claims = name_beneath(letter);
        let until = hospital.app.clock.now().millis() / 1000 + 12 * 3600;
        assert_eq!(
            claims,
            json!({ "aud": "https://push.example", "exp": until, "sub": "https://stuffy.example" })
        );
        for (name, value) in [
            ("ttl", "600"),
            ("topic", "news"),
            ("urgency", "normal"),
            ("content-encoding", "aes128gcm"),
            ("host", "push.example"),
        ] {
            assert_eq!(letter.header(name), value, "{name}");
        }
        // Nor does anything around the sealed words tell whom it is about.
        let around = format!("{:?}", letter.headers).to_lowercase();
        for secret in [
            "biscuit",
            "little star",
            "holding bay",
            &bear.tag.to_lowercase(),
            &bear.visit,
            &hers.api(),
            &his.api(),
        ] {
            assert!(!around.contains(secret), "{secret} in {around}");
        }
    }
    sender.send_due().await.expect("sent");
    assert_eq!(office.letters().len(), 0, "each was told once");
}

async fn a_phone_is_told_when_the_sentence_changes_and_not_for_each_scan(db: Database) {
    let (office, hospital) = (PostOffice::open().await, Hospital::open_with(db, telling()).await);
    let nurse = hospital.nurse().await;
    let bear = builders::check_in(&nurse).await;
    let link = invite(&nurse, &bear, "en").await;
    ask(&hospital, &link, &Browser::new(1)).await;
    let sender = office.sender_of(&hospital, Some(key()), None);
    let told = async |what: Value| {
        hospital.wait_minutes(1);
        nurse.scan(&bear.tag, what).await.expect(201);
        sender.send_due().await.expect("sent");
        office.letters().len()
    };
    assert_eq!(told(json!({ "actions": [{ "kind": "dressed", "items": ["gown"] }] })).await, 1);
    assert_eq!(
        told(json!({ "actions": [{ "kind": "dressed", "items": ["cap"] }] })).await,
        0,
        "getting ready, as before"
    );
    assert_eq!(told(json!({})).await, 0);
    assert_eq!(
        told(json!({ "actions": [{ "kind": "dressed", "items": ["mask"] }] })).await,
        1,
        "dressed and ready"
    );
    assert_eq!(told(json!({ "actions": [{ "kind": "noted", "text": "x" }] })).await, 0);
    // What was entered late is no news (R29).
    hospital.wait_minutes(30);
    let late = json!({ "occurred_at": hospital.minutes_ago(25), "actions": [{ "kind": "undressed", "items": ["gown", "mask"] }] });
    assert_eq!(nurse.scan(&bear.tag, late).await.expect(201)["late"], true);
    sender.send_due().await.expect("sent");
    assert_eq!(office.letters().len(), 0);
    // That it is missing, a person says (R19).
    bear.tell(&nurse, json!({ "actions": [{ "kind": "reported_missing" }] })).await.expect(201);
    sender.send_due().await.expect("sent");
    assert_eq!(office.letters().len(), 0);
}

async fn a_phone_asks_once_and_is_told_no_more_when_it_says_so(db: Database) {
    let (office, hospital) = (PostOffice::open().await, Hospital::open_with(db, telling()).await);
    let (nurse, parent) = (hospital.nurse().await, hospital.stranger());
    let bear = builders::check_in(&nurse).await;
    let (link, other) = (invite(&nurse, &bear, "en").await, invite(&nurse, &bear, "es").await);
    let (phone, path) = (Browser::new(1), format!("{}/push-subscriptions", link.api()));
    let kept = ask(&hospital, &link, &phone).await;
    // Asked again, as a page does whenever it is opened, it is the same one.
    let again = parent.post(&path, phone.says()).await.expect(200);
    assert_eq!(kept, format!("{path}/{}", again.text("id")));
    let sender = office.sender_of(&hospital, Some(key()), None);
    dress(&nurse, &bear, "gown").await;
    sender.send_due().await.expect("sent");
    assert_eq!(office.letters().len(), 1);

    // Another link does not end it; its own does, with what waits for it.
    let elsewhere = kept.replace(&link.api(), &other.api());
    parent.delete(&elsewhere).await.refused(404, "not-found");
    dress(&nurse, &bear, "mask").await;
    parent.delete(&kept).await.expect(204);
    parent.delete(&kept).await.refused(404, "not-found");
    sender.send_due().await.expect("sent");
    assert_eq!(office.letters().len(), 0);
}

async fn a_link_has_at_most_five_phones_and_a_sixth_takes_the_first_ones_place(db: Database) {
    let (office, hospital) = (PostOffice::open().await, Hospital::open_with(db, telling()).await);
    let nurse = hospital.nurse().await;
    let bear = builders::check_in(&nurse).await;
    let link = invite(&nurse, &bear, "en").await;
    for nth in 1..=6 {
        ask(&hospital, &link, &Browser::new(nth)).await;
    }
    dress(&nurse, &bear, "gown").await;
    office.sender_of(&hospital, Some(key()), None).send_due().await.expect("sent");
    let mut paths: Vec<_> = office.letters().into_iter().map(|letter| letter.path).collect();
    paths.sort_unstable();
    assert_eq!(paths, ["/push/2", "/push/3", "/push/4", "/push/5", "/push/6"]);
}

async fn a_phone_that_is_gone_is_forgotten(db: Database) {
    let (office, hospital) = (PostOffice::open().await, Hospital::open_with(db, telling()).await);
    let nurse = hospital.nurse().await;
    let sender = office.sender_of(&hospital, Some(key()), None);
    for status in [404, 410] {
        let bear = builders::check_in(&nurse).await;
        let link = invite(&nurse, &bear, "en").await;
        ask(&hospital, &link, &Browser::new(1)).await;
        office.answers(&[Manner::Says(status)]);
        dress(&nurse, &bear, "gown").await;
        sender.send_due().await.expect("sent");
        assert_eq!(office.letters().len(), 1);
        hospital.wait_minutes(60);
        dress(&nurse, &bear, "mask").await;
        sender.send_due().await.expect("sent");
        assert_eq!(office.letters().len(), 0, "after {status}");
        assert_eq!(
            hospital.db.lines("SELECT endpoint AS line FROM push_subscriptions").await,
            Vec::<String>::new()
        );
    }
}

async fn a_purge_forgets_whom_a_family_had_told(db: Database) {
    let hospital = Hospital::open_with(db, telling()).await;
    let (admin, nurse) = (hospital.admin().await, hospital.nurse().await);
    let bear = builders::check_in(&nurse).await;
    let link = invite(&nurse, &bear, "en").await;
    ask(&hospital, &link, &Browser::new(1)).await;
    let home = json!([{ "kind": "reunited", "with": "child" }, { "kind": "closed", "outcome": "with_child" }]);
    bear.acts(&nurse, home).await;
    let visit = format!("/visits/{}", bear.visit);
    let revision = nurse.get(&visit).await.expect(200)["revision"].clone();
    nurse.patch(&visit, &revision, json!({ "status": "completed" })).await.expect(200);
    let rows = async |table: &str| {
        hospital.db.lines(&format!("SELECT 'a row' AS line FROM {table}")).await.len()
    };
    assert_eq!((rows("push_subscriptions").await, rows("notices").await), (1, 2));
    admin.delete(&format!("/children/{}", bear.child)).await.expect(204);
    assert_eq!((rows("push_subscriptions").await, rows("notices").await), (0, 0));
}

async fn what_is_no_browser_is_refused(db: Database) {
    let hospital = Hospital::open_with(db, telling()).await;
    let (nurse, parent) = (hospital.nurse().await, hospital.stranger());
    let bear = builders::check_in(&nurse).await;
    let link = invite(&nurse, &bear, "en").await;
    let path = format!("{}/push-subscriptions", link.api());
    let fine = Browser::new(1).says();
    let with = |pointer: &str, value: Value| {
        let mut says = fine.clone();
        *says.pointer_mut(pointer).expect("a member") = value;
        says
    };
    for wrong in [
        "http://push.example/1",
        "https://",
        "https://push.example:8443/1",
        "https://me@push.example/1",
        "https://[::1]/1",
        "https://push.example/a b",
        "https://push.example/#a",
        "ftp://push.example",
        "push.example",
        "",
    ] {
        let said =
            parent.post(&path, with("/endpoint", json!(wrong))).await.refused(422, "invalid");
        assert_eq!(said["errors"][0]["pointer"], "#/endpoint", "{wrong}");
    }
    parent
        .post(&path, with("/endpoint", json!(format!("https://a/{}", "x".repeat(1000)))))
        .await
        .refused(422, "invalid");
    for wrong in ["", "AAAA", &"A".repeat(87), "not base64url!"] {
        parent.post(&path, with("/keys/p256dh", json!(wrong))).await.refused(422, "invalid");
        parent.post(&path, with("/keys/auth", json!(wrong))).await.refused(422, "invalid");
    }
    // A link that is not there, and one that was taken back, look the same.
    parent
        .post("/family/AAAAAAAAAAAAAAAAAAAAAA/push-subscriptions", fine.clone())
        .await
        .refused(404, "not-found");
    nurse.delete(&format!("/family-links/{}", link.id)).await.expect(204);
    parent.post(&path, fine).await.refused(404, "not-found");
}

async fn without_a_key_nothing_is_offered(db: Database) {
    let hospital = Hospital::open_with(db, Wishes::default()).await;
    let (nurse, parent) = (hospital.nurse().await, hospital.stranger());
    let bear = builders::check_in(&nurse).await;
    let link = invite(&nurse, &bear, "en").await;
    parent
        .post(&format!("{}/push-subscriptions", link.api()), Browser::new(1).says())
        .await
        .refused(404, "not-found");
}

on_both_databases!(
    r37_what_a_phone_is_told_names_nobody_and_says_only_that_there_is_news,
    a_phone_is_told_when_the_sentence_changes_and_not_for_each_scan,
    a_phone_asks_once_and_is_told_no_more_when_it_says_so,
    a_link_has_at_most_five_phones_and_a_sixth_takes_the_first_ones_place,
    a_phone_that_is_gone_is_forgotten,
    a_purge_forgets_whom_a_family_had_told,
    what_is_no_browser_is_refused,
    without_a_key_nothing_is_offered,
);

pub(super) fn key() -> stuffy::integrations::web_push::PushKey {
    stuffy::integrations::web_push::PushKey::parse(KEY, Some("https://stuffy.example".to_owned()))
        .expect("a key")
}

#[test]
fn a_new_key_is_a_key_and_another_each_time() {
    use stuffy::integrations::web_push::PushKey;
    let (one, other) = (PushKey::generate(), PushKey::generate());
    assert_ne!(one, other);
    for key in [one, other] {
        assert_eq!(PushKey::parse(&key, None).expect("a key").public().len(), 87);
    }
    for wrong in ["", "short", &"A".repeat(43), "not a key at all, in any way that counts.."] {
        assert!(PushKey::parse(wrong, None).is_err(), "{wrong}");
    }
}
