//! Inviting a family (R33) and pausing its updates (R36).

use std::rc::Rc;

use serde_json::json;

use super::browser::{self, Phone, Setup};
use super::page_client::PageClient;
use super::proxy::Proxy;
use crate::builders::{self, Bear};
use crate::databases::{Database, in_a_browser};
use crate::test_app::{Actor, TestHospital, TestOptions};

const SCRIPT: [bool; 2] = [true, false];

async fn phone(proxy: &Rc<Proxy>, script: bool, who: &str) -> Phone {
    let phone = Phone::with(proxy, Setup { script, ..Setup::default() }).await;
    phone.sign_in(who).await;
    phone
}

/// The API path of the family link whose URL the phone shows.
async fn shown_link(phone: &Phone) -> String {
    let url = phone.text("#link-url").await;
    let token = url.rsplit('/').next().expect("a token");
    assert_eq!(token.len(), 22, "{url}");
    format!("/family/{token}")
}

fn page_of(bear: &Bear) -> String {
    format!("/T/{}", bear.tag.replace('-', ""))
}

async fn hold_of(nurse: &Actor, bear: &Bear) -> serde_json::Value {
    nurse.get(&format!("/visits/{}", bear.visit)).await.expect(200)["hold"].clone()
}

async fn links(nurse: &Actor, bear: &Bear) -> serde_json::Value {
    nurse.get(&format!("/visits/{}/family-links", bear.visit)).await.expect(200)["items"].clone()
}

async fn r33_inviting_is_two_taps_without_typing_and_the_first_opening_is_the_test(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    let (nurse, parent) = (hospital.nurse().await, hospital.stranger());
    for script in SCRIPT {
        let bear = builders::check_in(&nurse).await;
        let staff = phone(&proxy, script, "nurse").await;
        staff.open(&page_of(&bear)).await;
        staff.taps();
        staff.tap("a[href$='/family']").await;
        staff.tap("form.stack .main").await;
        assert_eq!(staff.taps(), 2);
        // Large enough for another phone to scan.
        let size = staff.find(".qr svg").await.rect().await.expect("a size");
        assert!(size.width >= 240.0 && size.height >= 240.0, "{}x{}", size.width, size.height);
        let link = shown_link(&staff).await;
        assert!(staff.text("#offer-state").await.contains("Not opened yet"));
        let made = links(&nurse, &bear).await[0].clone();
        let told = ["name", "language", "relation", "scope"].map(|name| made[name].clone());
        assert_eq!(told, [json!("Guardian 1"), json!("en"), json!("guardian"), json!("status")]);
        if script {
            staff.is_accessible("a new link").await;
            staff.screenshot("family-invite").await;
        }
        parent.get(&link).await.expect(200);
        if script {
            staff.wait_text("#offer-state", "Opened: it works").await;
            staff.wait_text("#links", "opened just now").await;
        }
        hospital.wait_minutes(4);
        parent.get(&link).await.expect(200);
        hospital.wait_minutes(3);
        staff.press("a.wide[href$='/family']").await;
        staff.wait_text("#links", "opened 7 min ago, last opened 3 min ago").await;
        assert_eq!(staff.count("#link-url").await, 0, "the address is shown once");
        assert!(
            !staff
                .driver
                .source()
                .await
                .expect("a page")
                .contains(link.trim_start_matches("/family/"))
        );
        staff.tap("#links .bad").await;
        staff.wait_text("#links details", "Revoked").await;
        parent.get(&link).await.refused(404, "not-found");
    }
}

async fn r33_guardians_and_guests_are_listed_apart_with_their_languages_own_names(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    let nurse = hospital.nurse().await;
    let bear = builders::check_in(&nurse).await;
    let staff = phone(&proxy, true, "nurse").await;
    staff.open(&format!("{}/family", page_of(&bear))).await;
    staff.is_accessible("the family of a companion").await;
    staff.press("[value=invited]").await;
    staff.press("[name=language][value=es]").await;
    staff.press("[name=photos]").await;
    staff.press("form.stack .main").await;
    staff.find("#offer").await;
    let made = links(&nurse, &bear).await[0].clone();
    let told = ["name", "language", "relation", "scope"].map(|name| made[name].clone());
    assert_eq!(
        told,
        [json!("Invited 1"), json!("es"), json!("invited"), json!("status_and_photos")]
    );
    let listed = staff.text("#links").await;
    assert!(
        listed.contains("No links yet")
            && listed.contains("status and photos, Español")
            && listed.contains("not opened yet"),
        "{listed}"
    );
    staff.screenshot("family-desk").await;
}

async fn a_form_sent_twice_invites_one_person(db: Database) {
    let hospital = TestHospital::start(db).await;
    let nurse = hospital.nurse().await;
    let bear = builders::check_in(&nurse).await;
    let visitor = PageClient::new(&hospital, &nurse);
    let path = format!("{}/family", page_of(&bear));
    let key = visitor.get(&path).await.field("key");
    let form = [("key", key.as_str()), ("name", "Oma"), ("language", "es")];
    let (first, again) = (visitor.post(&path, &form).await, visitor.post(&path, &form).await);
    let url = |text: &str| {
        text.split("id=\"link-url\">")
            .nth(1)
            .and_then(|rest| rest.split('<').next().map(str::to_owned))
    };
    assert_eq!((first.status, again.status), (200, 200));
    assert!(url(&first.text).is_some());
    assert_eq!(url(&first.text), url(&again.text));
    assert_eq!(links(&nurse, &bear).await.as_array().expect("links").len(), 1);
    for (name, wrong) in [("language", "xx"), ("relation", "uncle")] {
        assert_eq!(visitor.post(&path, &[(name, wrong)]).await.status, 422);
    }
    // No invitations after the visit.
    bear.perform(&nurse, json!([{ "kind": "reunited", "with": "child" }, { "kind": "closed", "outcome": "with_child" }])).await;
    let visit = format!("/visits/{}", bear.visit);
    let revision = nurse.get(&visit).await.expect(200)["revision"].clone();
    nurse.patch(&visit, &revision, json!({ "status": "completed" })).await.expect(200);
    assert!(!visitor.get(&path).await.text.contains("Show QR code"));
    assert_eq!(visitor.post(&path, &[]).await.status, 409);
}

async fn r36_r30_a_hold_is_two_taps_on_the_scan_page_and_a_lead_releases_it(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    let nurse = hospital.nurse().await;
    hospital.lead().await;
    for script in SCRIPT {
        let bear = builders::check_in(&nurse).await;
        let staff = phone(&proxy, script, "nurse").await;
        staff.open(&page_of(&bear)).await;
        staff.taps();
        staff.tap(".hold summary").await;
        staff.tap(".hold [value='Talking with the family first']").await;
        staff.wait_text(".hold", "Family updates paused").await;
        assert_eq!(staff.taps(), 2);
        assert_eq!(staff.path().await, page_of(&bear));
        let hold = hold_of(&nurse, &bear).await;
        assert_eq!((&hold["kind"], &hold["by"]["id"]), (&json!("hold"), &json!(nurse.id)));
        // Its author sees that a lead can resume, and has no button for it.
        assert!(staff.text(".hold").await.contains("A lead can resume them"));
        assert_eq!(staff.count(".hold button").await, 0);
        let lead = phone(&proxy, script, "lead").await;
        lead.open(&page_of(&bear)).await;
        assert!(lead.text(".hold").await.contains("The nurse"));
        lead.tap(".hold button").await;
        lead.find(".hold summary").await;
        assert_eq!(hold_of(&nurse, &bear).await, json!(null));
    }
}

async fn r36_a_permanent_hold_needs_confirmation_and_cannot_be_released(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    let nurse = hospital.nurse().await;
    let lead = hospital.lead().await;
    let bear = builders::check_in(&nurse).await;
    let staff = phone(&proxy, true, "lead").await;
    staff.open(&format!("{}/family", page_of(&bear))).await;
    staff.tap("a[href$='/hold']").await;
    staff.wait_text("h1", "Stop updates permanently?").await;
    staff.is_accessible("for ever?").await;
    // The confirmation is required in the browser and on the server.
    staff.tap("[value='Family asked for no updates']").await;
    assert_eq!(hold_of(&nurse, &bear).await, json!(null));
    let visitor = PageClient::new(&hospital, &lead);
    let path = format!("{}/hold", page_of(&bear));
    let once = [("reason", "Family asked for no updates"), ("for_ever", "yes")];
    assert_eq!(visitor.post(&path, &once).await.status, 422);
    assert_eq!(visitor.post(&path, &[("reason", "because")]).await.status, 422);
    staff.tap("label.choice").await;
    staff.tap("[value='Family asked for no updates']").await;
    staff.wait_text(".hold", "Family updates stopped permanently").await;
    assert_eq!(hold_of(&nurse, &bear).await["kind"], "permanent");
    assert_eq!((staff.count(".hold button").await, staff.count("a[href$='/hold']").await), (0, 0));
    assert_eq!(visitor.post(&format!("{path}/release"), &[]).await.status, 409);
    assert_eq!(hold_of(&nurse, &bear).await["kind"], "permanent");
}

async fn r33_earlier_invitations_are_paginated_completely(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    let nurse = hospital.nurse().await;
    let bear = builders::check_in(&nurse).await;
    for nth in 1..=203 {
        builders::invite_with(&nurse, &bear.visit, json!({ "name": format!("Aunt <{nth}>") }))
            .await;
    }
    let staff = phone(&proxy, true, "nurse").await;
    staff.open(&format!("{}/family", page_of(&bear))).await;
    let mut seen = Vec::new();
    for (count, earlier) in [(100, true), (100, true), (3, false)] {
        let names = staff
            .run(
                "return [...document.querySelectorAll('#links strong')].map(e => e.innerText)",
                vec![],
            )
            .await;
        let names: Vec<String> = serde_json::from_value(names).expect("names");
        assert_eq!(
            (names.len(), staff.count("#links a[href*='before=']").await == 1),
            (count, earlier)
        );
        seen.splice(0..0, names);
        if earlier {
            staff.tap("#links a[href*='before=']").await;
            staff.wait_text("#links", "Earlier invitations").await;
            staff
                .wait_until(
                    "the earlier ones",
                    &format!(
                        "return document.querySelector('#links strong').innerText !== {:?}",
                        seen[0]
                    ),
                )
                .await;
        }
    }
    assert_eq!(seen, (1..=203).map(|nth| format!("Aunt <{nth}>")).collect::<Vec<_>>());
    staff.is_accessible("those who were invited earlier").await;
    // The page that is shown is the one that is refreshed.
    staff.run("document.querySelector('#links strong').innerText = 'out of date'", vec![]).await;
    let first = links(&nurse, &bear).await[0]["id"].as_str().expect("an id").to_owned();
    nurse.delete(&format!("/family-links/{first}")).await.expect(204);
    staff.wait_text("#links details", "Revoked").await;
    assert_eq!(staff.count("#links strong").await, 2);
    // Back to the latest; a new invitation has the next number and is listed here.
    staff.tap("#links .reminder a").await;
    staff
        .wait_until(
            "the latest",
            "return document.querySelectorAll('#links strong').length === 100",
        )
        .await;
    staff.press("[value=invited]").await;
    staff.press("form.stack .main").await;
    staff.find("#offer").await;
    hospital.stranger().get(&shown_link(&staff).await).await.expect(200);
    staff.wait_text("#offer-state", "Opened: it works").await;
    staff.wait_text("#links li:last-child strong", "Invited 204").await;
}

async fn the_list_is_requested_again_after_a_failed_request(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    let nurse = hospital.nurse().await;
    let bear = builders::check_in(&nurse).await;
    let staff = phone(&proxy, true, "nurse").await;
    staff.open(&format!("{}/family", page_of(&bear))).await;
    staff.tap("form.stack .main").await;
    let link = shown_link(&staff).await;
    // The first request fails without a connection, the second with 503.
    staff.run("const real = fetch; let nth = 0; window.looks = () => nth; window.fetch = (...asked) => { nth += 1; \
            return nth === 1 ? Promise.reject(new TypeError('cut')) : nth === 2 ? Promise.resolve(new Response('', { status: 503 })) : real(...asked) }", vec![]).await;
    hospital.stranger().get(&link).await.expect(200);
    staff.wait_text("#offer-state", "Opened: it works").await;
    assert_eq!(staff.run("return looks()", vec![]).await, 3);
}

in_a_browser!(
    r33_inviting_is_two_taps_without_typing_and_the_first_opening_is_the_test,
    r33_guardians_and_guests_are_listed_apart_with_their_languages_own_names,
    a_form_sent_twice_invites_one_person,
    r36_r30_a_hold_is_two_taps_on_the_scan_page_and_a_lead_releases_it,
    r36_a_permanent_hold_needs_confirmation_and_cannot_be_released,
    r33_earlier_invitations_are_paginated_completely,
    the_list_is_requested_again_after_a_failed_request,
);
