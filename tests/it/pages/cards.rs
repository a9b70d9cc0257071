//! The team's card and the passport in a real browser (R40).

use std::rc::Rc;

use serde_json::json;

use super::browser::{self, Phone, Setup};
use super::proxy::Proxy;
use crate::builders::{self, Bear, Rooms};
use crate::databases::{Database, in_a_browser};
use crate::test_app::{Actor, TestHospital, TestOptions};

/// A bear that went to the operating room and is back with its child.
struct Scene {
    hospital: Rc<TestHospital>,
    proxy: Rc<Proxy>,
    nurse: Actor,
    lead: Actor,
    bear: Bear,
}

impl Scene {
    async fn set(db: crate::databases::Database) -> Self {
        let (hospital, proxy) = browser::hospital(db, TestOptions::with_long_sessions()).await;
        let (rooms, nurse) = (Rooms::open(&hospital.admin().await).await, hospital.nurse().await);
        let bear = builders::check_in(&nurse).await;
        builders::complete_journey(&nurse, &rooms, &bear).await;
        let lead = hospital.lead().await;
        Self { hospital, proxy, nurse, lead, bear }
    }

    fn page(&self) -> String {
        format!("/T/{}", self.bear.tag.replace('-', ""))
    }

    /// The path of a guardian's page in this language.
    async fn guardian(&self, language: &str) -> String {
        let guest = json!({ "language": language, "relation": "guardian" });
        builders::invite_with(&self.nurse, &self.bear.visit, guest).await.page()
    }

    async fn release(&self) {
        let signed = builders::proposal(&self.nurse, &self.bear, "paper").await;
        let path = format!("/journeys/{}/card", self.bear.journey);
        self.lead.put(&path, signed).await.expect(200);
    }

    async fn phone(&self, script: bool, who: &str) -> Phone {
        let phone = Phone::with(&self.proxy, Setup { script, ..Setup::default() }).await;
        phone.sign_in(who).await;
        phone
    }
}

async fn r30_r40_a_lead_releases_the_card_with_two_taps_and_withdraws_it(db: Database) {
    let scene = Scene::set(db).await;
    let page = scene.guardian("es").await;
    for script in [true, false] {
        let nurse = scene.phone(script, "nurse").await;
        nurse.open(&scene.page()).await;
        nurse.press("a[href$='/card']").await;
        nurse.wait_text("main", "A lead reviews and releases the card.").await;
        assert_eq!(
            nurse.count("form[action$='/card'] button").await,
            0,
            "a nurse releases nothing"
        );

        let lead = scene.phone(script, "lead").await;
        lead.open(&scene.page()).await;
        lead.taps();
        lead.tap("a[href$='/card']").await;
        lead.wait_text("main", "Thank you, Biscuit, for being here with us.").await;
        for name in ["The nurse", "The perfusion", "Quillfeather"] {
            lead.wait_text("fieldset", name).await;
        }
        if script {
            lead.is_accessible("the card that is proposed").await;
            lead.screenshot("card-desk").await;
        }
        lead.tap("form[action$='/card'] .main").await;
        lead.wait_text(".saved", "Visible to the family. Released by The lead, just now.").await;
        assert_eq!(lead.taps(), 2);
        assert_eq!(
            lead.count("a[href*='card.pdf?lang=es']").await,
            2,
            "it is printed in what they read"
        );
        if script {
            lead.is_accessible("the card that was released").await;
            lead.screenshot("card-released").await;
        }
        let family = Phone::with(&scene.proxy, Setup { script, ..Setup::default() }).await;
        family.open(&page).await;
        family.wait_text(".keepsakes", "Ver la tarjeta").await;
        lead.tap("form[action$='/withdraw'] button").await;
        lead.wait_text("main", "Release to the family").await;
        family.open(&page).await;
        family.find("h1").await;
        assert_eq!(family.count("a[href*='/card']").await, 0);
    }
}

async fn a_released_card_is_updated_with_fewer_signers_and_another_format(db: Database) {
    let scene = Scene::set(db).await;
    scene.release().await;
    let lead = scene.phone(true, "lead").await;
    lead.open(&format!("{}/card", scene.page())).await;
    lead.press("fieldset .choice:has([value^='named'])").await;
    lead.press(".choice:has([value=digital])").await;
    lead.press("form[action$='/card'] .wide").await;
    lead.wait_text("main", "Signed by The nurse and The perfusion.").await;
    lead.wait_text("main", "It cannot be printed now.").await;
    assert_eq!(lead.count("a[href*='card.pdf']").await, 0);
    // A card without signers is refused and changes nothing.
    for staff in ["[value^='staff']:checked", "[value^='staff']:checked"] {
        lead.press(&format!("fieldset .choice:has({staff})")).await;
    }
    lead.press("form[action$='/card'] .wide").await;
    lead.wait_text("main", "must be 1 to 12 people who held the companion").await;
    lead.open(&format!("{}/card", scene.page())).await;
    lead.wait_text("main", "Signed by The nurse and The perfusion.").await;
    assert_eq!(lead.console_errors().await.len(), 1, "the refused form");
}

async fn r36_r40_during_a_hold_the_page_says_why_there_is_no_card(db: Database) {
    let scene = Scene::set(db).await;
    let hold = json!({ "kind": "hold", "reason": "we talk first" });
    scene.nurse.put(&format!("/visits/{}/hold", scene.bear.visit), hold).await.expect(200);
    let lead = scene.phone(true, "lead").await;
    lead.open(&format!("{}/card", scene.page())).await;
    lead.wait_text(".stop", "Family updates paused.").await;
    assert_eq!(lead.count("form[action$='/card']").await, 0);
}

async fn r40_the_family_reads_and_prints_the_card_in_its_language(db: Database) {
    let scene = Scene::set(db).await;
    scene.release().await;
    for (language, title, direction) in [
        ("en", "A card for Biscuit", "ltr"),
        ("ar", "بطاقة إلى", "rtl"),
        ("zh-Hans", "给Biscuit的卡片", "ltr"),
    ] {
        let page = scene.guardian(language).await;
        let phone =
            Phone::with(&scene.proxy, Setup { size: (320, 640), script: true, ..Setup::default() })
                .await;
        phone.open(&page).await;
        phone.press(".keepsakes .main").await;
        phone.wait_text("h1", title).await;
        assert_eq!(phone.count(&format!("html[lang={language}][dir={direction}]")).await, 1);
        // One paw print for each signer, and the moments of the journey.
        assert_eq!(phone.count(".paws svg").await, 3);
        assert_eq!(phone.count(".moments time[datetime$=Z]").await, 5);
        assert_eq!(
            phone.count(".portrait [data-worn=gown]").await,
            1,
            "it is drawn in what it wore"
        );
        phone.is_accessible(&format!("the card in {language}")).await;
        phone.screenshot(&format!("card-{language}")).await;
        for text in ["100%", "200%"] {
            phone.run(&format!("document.documentElement.style.fontSize = '{text}'"), vec![]).await;
            assert_eq!(phone.fits().await, json!([true, []]), "{language} with letters at {text}");
        }
        let to_print = phone.run("return document.querySelector('a[href*=letter]').pathname + document.querySelector('a[href*=letter]').search", vec![]).await;
        let printed = scene.hospital.client().get(format!(
            "{}{}",
            scene.hospital.base(),
            to_print.as_str().expect("a path")
        ));
        let printed = printed.send().await.expect("an answer");
        assert_eq!(
            (printed.status().as_u16(), printed.headers()["content-type"].to_str().ok()),
            (200, Some("application/pdf"))
        );
        phone.press(".back").await;
        phone.wait_text(".keepsakes", "").await;
        assert_eq!(phone.console_errors().await, Vec::<String>::new());
    }
}

async fn r33_r40_a_guardian_sees_the_passport_and_a_guest_does_not(db: Database) {
    let scene = Scene::set(db).await;
    scene.bear.perform(&scene.nurse, json!([{ "kind": "closed", "outcome": "with_child" }])).await;
    builders::end_visit(&scene.nurse, &scene.bear.visit, "completed").await;
    scene.hospital.wait_minutes(60 * 24 * 40);
    let nurse = scene.hospital.nurse().await;
    let again =
        json!({ "child": { "id": scene.bear.child }, "companion": { "id": scene.bear.companion } });
    let visit = nurse.post("/check-ins", again).await.expect(201).text("visit/id");
    scene.bear.perform(&nurse, json!([{ "kind": "reunited", "with": "child" }])).await;
    for (language, title) in [("en", "The passport of Biscuit"), ("ar", "جواز سفر")] {
        let guest = json!({ "language": language, "relation": "guardian" });
        let phone =
            Phone::with(&scene.proxy, Setup { size: (320, 640), script: true, ..Setup::default() })
                .await;
        phone.open(&builders::invite_with(&nurse, &visit, guest).await.page()).await;
        phone.press(".keepsakes a").await;
        phone.wait_text("h1", title).await;
        assert_eq!(phone.count(".stamp").await, 2);
        assert_eq!(phone.count(".stamp.stood").await, 1);
        phone.is_accessible(&format!("the passport in {language}")).await;
        assert_eq!(phone.fits().await, json!([true, []]));
        phone.screenshot(&format!("passport-{language}")).await;
        assert_eq!(phone.console_errors().await, Vec::<String>::new());
    }
    let guest =
        builders::invite_with(&nurse, &visit, json!({ "relation": "invited" })).await.page();
    let phone = Phone::new(&scene.proxy).await;
    phone.open(&guest).await;
    phone.find("h1").await;
    assert_eq!(phone.count(".keepsakes").await, 0);
    for leaf in ["card", "passport"] {
        phone.open(&format!("{guest}/{leaf}")).await;
        phone.wait_text(".now", "This page is no longer open. Please ask at the desk.").await;
    }
}

async fn a_name_that_no_font_covers_is_shown_but_not_printable(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::with_long_sessions()).await;
    let (nurse, lead) = (hospital.nurse().await, hospital.lead().await);
    let bear = builders::check_in_with(
        &nurse,
        json!({ "companion": { "name": "หมีน้อย", "species": "bear" } }),
    )
    .await;
    bear.perform(&nurse, json!([{ "kind": "reunited", "with": "child" }])).await;
    let scene = Scene { hospital, proxy, nurse, lead, bear };
    scene.release().await;
    let family = Phone::new(&scene.proxy).await;
    family.open(&format!("{}/card", scene.guardian("en").await)).await;
    family.wait_text("h1", "A card for หมีน้อย").await;
    assert_eq!(family.count("a[href*='card.pdf']").await, 0);
    let lead = scene.phone(true, "lead").await;
    lead.open(&format!("{}/card", scene.page())).await;
    lead.wait_text(".reminder", "The fonts lack a character").await;
    let pdf = format!("/journeys/{}/card.pdf", scene.bear.journey);
    scene.nurse.get(&pdf).await.refused(409, "letter-missing");
}

async fn an_open_page_shows_a_released_card_and_removes_a_withdrawn_one(db: Database) {
    let scene = Scene::set(db).await;
    let phone = Phone::new(&scene.proxy).await;
    phone.open(&scene.guardian("en").await).await;
    phone.wait_text("#line", "This page keeps itself up to date.").await;
    scene.release().await;
    phone.wait_text(".keepsakes", "See the card").await;
    // Even during a hold: a withdrawn card must not stay on a screen (R36).
    let hold = json!({ "kind": "hold", "reason": "we talk first" });
    scene.nurse.put(&format!("/visits/{}/hold", scene.bear.visit), hold).await.expect(200);
    scene.lead.delete(&format!("/journeys/{}/card", scene.bear.journey)).await.expect(204);
    phone
        .wait_until("the card is gone", "return !document.querySelector('a[href*=\"/card\"]')")
        .await;
}

in_a_browser!(
    r30_r40_a_lead_releases_the_card_with_two_taps_and_withdraws_it,
    a_released_card_is_updated_with_fewer_signers_and_another_format,
    r36_r40_during_a_hold_the_page_says_why_there_is_no_card,
    r40_the_family_reads_and_prints_the_card_in_its_language,
    r33_r40_a_guardian_sees_the_passport_and_a_guest_does_not,
    a_name_that_no_font_covers_is_shown_but_not_printable,
    an_open_page_shows_a_released_card_and_removes_a_withdrawn_one,
);
