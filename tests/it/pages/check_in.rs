//! Check-in, screening and tag replacement on a phone.

use serde_json::{Value, json};

use super::browser::{self, Phone, Setup};
use crate::builders::{self, Rooms};
use crate::databases::{Database, in_a_browser};
use crate::test_app::{Actor, TestOptions, merge};

/// A nurse whose phone's location is the front door.
struct Scene {
    nurse: Actor,
    phone: Phone,
}

impl Scene {
    async fn set(db: Database, setup: Setup) -> Self {
        let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
        let (admin, nurse) = (hospital.admin().await, hospital.nurse().await);
        let rooms = Rooms::open(&admin).await;
        let phone = Phone::with(&proxy, setup).await;
        phone.sign_in("nurse").await;
        let code = nurse.get(&format!("/places/{}", rooms.door)).await.expect(200).text("code");
        let plain = code.replace('-', "");
        let cookie = json!({ "name": "stuffy_place", "value": plain, "url": proxy.base });
        phone.devtools("Network.setCookie", cookie).await;
        Self { nurse, phone }
    }

    /// Opens the page of a new blank tag and returns its code.
    async fn open_blank_tag(&self) -> String {
        let tag = builders::create_tag(&self.nurse).await.replace('-', "");
        self.phone.open(&format!("/T/{tag}")).await;
        tag
    }

    /// Takes screenshots in light and dark mode.
    async fn pictures(&self, name: &str) {
        self.phone.screenshot(name).await;
        self.phone.dark(true).await;
        self.phone.screenshot(&format!("{name}-dark")).await;
        self.phone.dark(false).await;
    }

    async fn journeys(&self) -> Vec<Value> {
        let page = self.nurse.get("/journeys?limit=200").await.expect(200);
        page["items"].as_array().expect("journeys").clone()
    }

    /// The latest journey of this tag's companion.
    async fn journey_of(&self, tag: &str) -> Value {
        let look = self.nurse.get(&format!("/tags/{tag}")).await.expect(200);
        assert_eq!(look["state"], "live", "{}", look.body);
        let companion = look.text("companion/id");
        let journeys =
            self.nurse.get(&format!("/companions/{companion}/journeys")).await.expect(200);
        journeys["items"].as_array().and_then(|all| all.last()).expect("a journey").clone()
    }

    /// Creates a child with an open visit and no companion yet.
    async fn create_expected_child(&self, child: Value) -> String {
        let child = self.nurse.post("/children", child).await.expect(201).text("id");
        self.nurse.post("/visits", json!({ "child_id": child })).await.expect(201);
        child
    }
}

/// The selector of a species' button.
fn species_button(species: &str) -> String {
    format!(".friends [value={species}]")
}

async fn r30_check_in_is_a_scan_and_one_tap(db: Database) {
    let scene = Scene::set(db, Setup::default()).await;
    let tag = scene.open_blank_tag().await;
    assert!(scene.phone.text(".here").await.contains("Front door"));
    scene.phone.is_accessible("check-in").await;
    scene.phone.taps();
    scene.phone.tap(&species_button("rabbit")).await;
    scene.phone.wait_text(".saved", "Rabbit is checked in").await;
    assert_eq!(scene.phone.taps(), 1);

    let journey = scene.journey_of(&tag).await;
    assert_eq!(journey["companion"]["name"], "Rabbit");
    assert_eq!(journey["place"]["name"], "Front door");
    let alias = journey["child_alias"].as_str().expect("an alias").to_owned();
    assert_eq!(alias.split(' ').count(), 2, "{alias}");

    // Screening: a tap per unexpected answer, or one for all.
    scene.phone.is_accessible("screening").await;
    scene.phone.tap(".answers label:has([name=washable]).yes").await;
    scene.phone.tap("[name=none]").await;
    scene
        .phone
        .wait_until("the tag's page", "return /^.T.[0-9A-Z]{13}$/.test(location.pathname)")
        .await;
    assert_eq!(scene.phone.taps(), 2);
    assert!(
        scene.phone.console_errors().await.iter().all(|c| !c.contains("Content Security")),
        "the policy holds"
    );
    let companion = journey["companion"]["id"].as_str().expect("an id").to_owned();
    let known = scene.nurse.get(&format!("/companions/{companion}")).await.expect(200);
    assert_eq!(known["screening"], builders::clear_screening());

    // The next unnamed companion gets another name.
    let next = scene.open_blank_tag().await;
    scene.phone.press(&species_button("rabbit")).await;
    scene.phone.wait_text(".saved", "Rabbit 2 is checked in").await;
    assert_ne!(scene.journey_of(&next).await["child_alias"], alias.as_str());
}

async fn r30_an_expected_child_is_one_more_tap(db: Database) {
    let scene = Scene::set(db, Setup::default()).await;
    scene.create_expected_child(json!({ "alias": "Comet", "latex": true })).await;
    scene.create_expected_child(json!({ "alias": "Mia Okafor" })).await;
    let child = scene.create_expected_child(json!({ "alias": "Ben Okafor" })).await;
    let tag = scene.open_blank_tag().await;
    // R24: similar names are marked in the list.
    assert_eq!(scene.phone.count(".whose .flag").await, 3, "two similar names, and latex");
    scene.pictures("check-in").await;
    scene.phone.taps();
    scene.phone.tap(&format!(".choice:has([value='{child}'])")).await;
    scene.phone.tap(&species_button("dinosaur")).await;
    scene.phone.wait_text(".saved", "companion of Ben Okafor").await;
    assert_eq!(scene.phone.taps(), 2);
    assert_eq!(scene.journey_of(&tag).await["child_alias"], "Ben Okafor");
    scene.open_blank_tag().await;
    assert!(!scene.phone.text(".whose").await.contains("Ben"), "nobody is expected twice");
}

async fn r24_a_searched_child_stays_chosen_while_the_form_is_corrected(db: Database) {
    let scene = Scene::set(db, Setup::default()).await;
    let ben = scene
        .create_expected_child(json!({ "alias": "Ben Okafor", "patient_ref": "MRN-77" }))
        .await;
    scene.create_expected_child(json!({ "alias": "Mia Okafor" })).await;
    for nth in 0..61 {
        let name = |nth: u8| char::from(b'A' + nth);
        scene.create_expected_child(json!({ "alias": format!("{}{}ova", name(nth / 26), name(nth % 26).to_ascii_lowercase()) })).await;
    }
    let tag = scene.open_blank_tag().await;
    let chosen = format!(".choice:has([value='{ben}'])");
    assert_eq!(scene.phone.count(".whose .one").await, 60);
    assert_eq!(scene.phone.count(&chosen).await, 0);
    assert!(scene.phone.text(".more").await.contains("There are more"));
    scene.phone.is_accessible("check-in, with many").await;
    for (sought, found) in [("mrn-7", 0), ("nobody", 0), ("MRN-77", 1), ("ben o", 1)] {
        scene.phone.fill("[name=q]", sought).await;
        scene.phone.press(".search button").await;
        let shown = if found == 0 { ".none" } else { &chosen };
        scene.phone.find(shown).await;
        assert_eq!(scene.phone.count(".whose .one").await, found, "{sought}");
    }
    // Similar names are marked even if only one is listed.
    assert!(scene.phone.text(&chosen).await.contains("similar name"));
    scene.phone.tap(&chosen).await;
    scene.phone.press("details summary").await;
    scene.phone.fill("[name=name]", "Tom").await;
    scene
        .phone
        .find("[name=name]")
        .await
        .send_keys(thirtyfour::Key::Enter + "")
        .await
        .expect("a key");
    scene.phone.wait_text(".refused", "Now tap the type").await;
    scene.phone.tap(&species_button("bear")).await;
    scene.phone.wait_text(".saved", "Tom is checked in, companion of Ben Okafor").await;
    assert_eq!(scene.journey_of(&tag).await["child_alias"], "Ben Okafor");
}

async fn r30_a_returning_companion_is_checked_in_with_one_tap(db: Database) {
    let scene = Scene::set(db, Setup::default()).await;
    let bear = builders::check_in(&scene.nurse).await;
    bear.perform(&scene.nurse, json!([{ "kind": "closed", "outcome": "with_child" }])).await;
    let path = format!("/visits/{}", bear.visit);
    let stay = scene.nurse.get(&path).await.expect(200);
    scene.nurse.patch(&path, &stay["revision"], json!({ "status": "completed" })).await.expect(200);
    scene.nurse.post("/visits", json!({ "child_id": bear.child })).await.expect(201);
    let tag = scene.open_blank_tag().await;
    scene.phone.taps();
    scene.phone.tap(".known").await;
    scene.phone.wait_text(".saved", "Biscuit is checked in, companion of Little Star").await;
    assert_eq!(scene.phone.taps(), 1);
    assert_eq!(scene.journey_of(&tag).await["companion"]["id"], bear.companion.as_str());
    // The earlier screening answers are preselected.
    assert_eq!(scene.phone.count(".no :checked").await, 7);
}

async fn r24_a_tag_is_attached_by_two_identifiers_and_never_by_a_room(db: Database) {
    let scene = Scene::set(db, Setup { script: false, ..Setup::default() }).await;
    let tag = scene.open_blank_tag().await;
    let line = scene.phone.text(".presence").await;
    assert!(line.contains("two identifiers") && line.contains("never the room"), "{line}");
    scene.phone.press("summary").await;
    scene.phone.fill("[name=alias]", "Room 12").await;
    scene.phone.fill("[name=name]", "Biscuit").await;
    scene.phone.press(".choice:has([name=latex])").await;
    scene.phone.press(&species_button("bear")).await;
    scene.phone.wait_text(".refused", "names a room or a bed").await;
    assert!(scene.journeys().await.is_empty());
    // The typed values are kept, and Enter in a field does not check in.
    scene.phone.fill("[name=alias]", "Little Star\u{e007}").await;
    scene.phone.wait_text(".refused", "tap the type").await;
    assert!(scene.journeys().await.is_empty());
    scene.phone.press(&species_button("bear")).await;
    scene.phone.wait_text(".saved", "Biscuit is checked in, companion of Little Star").await;

    let journey = scene.journey_of(&tag).await;
    let id = journey["id"].as_str().expect("an id");
    let steps = scene.nurse.get(&format!("/journeys/{id}/steps")).await.expect(200);
    let stated = &steps["items"][1];
    assert_eq!(stated["action"]["kind"], "noted");
    assert!(stated["action"]["text"].as_str().expect("words").contains("two identifiers"));
    assert_eq!(stated["by"]["display_name"], "The nurse");
    let children = scene.nurse.get("/children").await.expect(200);
    assert_eq!(children["items"][0]["latex"], true);
}

async fn r24_a_lookalike_needs_a_second_tap(db: Database) {
    let scene = Scene::set(db, Setup::default()).await;
    builders::check_in(&scene.nurse).await;
    let tag = scene.open_blank_tag().await;
    scene.phone.press("summary").await;
    scene.phone.fill("[name=name]", "BISCUIT").await;
    scene.phone.press(&species_button("bear")).await;
    scene.phone.wait_text("h1", "Is it one of these?").await;
    assert!(scene.phone.text(".alike").await.contains("Little Star"));
    assert_eq!(scene.phone.count(".alike svg").await, 1);
    assert_eq!(scene.journeys().await.len(), 1, "nothing is saved yet");
    scene.phone.is_accessible("alike").await;
    scene.pictures("check-in-alike").await;
    scene.phone.tap("[name=sure]").await;
    scene.phone.wait_text(".saved", "BISCUIT is checked in").await;
    assert_eq!(scene.journey_of(&tag).await["companion"]["name"], "BISCUIT");
    assert_eq!(scene.journeys().await.len(), 2);

    // The same family name and species warn as well; another species does not.
    for (species, warns) in [("cat", false), ("bear", true)] {
        scene.open_blank_tag().await;
        scene.phone.press("summary").await;
        scene.phone.fill("[name=alias]", "Bright Star").await;
        scene.phone.press(&species_button(species)).await;
        let seen = if warns { "Is it one of these?" } else { "Safety screening" };
        scene.phone.wait_text("h1", seen).await;
    }
}

async fn a_form_sent_twice_is_one_check_in(db: Database) {
    let scene = Scene::set(db, Setup::default()).await;
    let tag = scene.open_blank_tag().await;
    let script = "const done = arguments[arguments.length - 1], form = document.querySelector('form.check-in');\
            const body = () => { const data = new URLSearchParams(new FormData(form)); data.set('species', 'lion'); data.set('name', 'Leo'); return data };\
            const send = () => fetch(form.action, { method: 'POST', body: body() }).then(r => r.url);\
            Promise.all([send(), send(), send()]).then(done, e => done(String(e)))";
    let led_to = scene.phone.run_async(script, vec![]).await;
    for url in led_to.as_array().expect("addresses") {
        assert!(url.as_str().expect("an address").contains(&format!("/T/{tag}")), "{url}");
    }
    assert_eq!(scene.journeys().await.len(), 1);
    assert_eq!(scene.journey_of(&tag).await["companion"]["name"], "Leo");
    // The check-in page of a bound tag redirects to the tag's page.
    scene.phone.open(&format!("/check-in/{tag}")).await;
    assert_eq!(scene.phone.path().await, format!("/T/{tag}"));
}

async fn screening_answers_are_recorded_by_taps(db: Database) {
    let scene = Scene::set(db, Setup { script: false, ..Setup::default() }).await;
    let bear = builders::check_in_with(
        &scene.nurse,
        json!({ "companion": { "name": "Biscuit", "species": "bear" } }),
    )
    .await;
    let tag = bear.tag.replace('-', "");
    scene.phone.open(&format!("/T/{tag}/screening")).await;
    assert_eq!(scene.phone.count(".answers").await, 8);
    assert_eq!(
        scene.phone.count(".unknown :checked").await,
        8,
        "nobody knows until somebody looked"
    );
    let first = scene
        .phone
        .run("return document.querySelector('form.screening [type=submit]').name", vec![])
        .await;
    assert_eq!(
        first, "",
        "Enter saves the answers as they stand, and never says that there is nothing"
    );
    scene.phone.tap(".answers label:has([name=battery]).yes").await;
    scene.phone.tap(".answers label:has([name=metal]).no").await;
    scene.pictures("screening").await;
    scene.phone.tap(".bottom .main").await;
    scene
        .phone
        .wait_until("the tag's page", &format!("return location.pathname === '/T/{tag}'"))
        .await;
    let mut told = json!({});
    for question in ["magnet", "weighted", "loose_parts", "latex", "holds_water", "washable"] {
        merge(&mut told, json!({ question: "unknown" }));
    }
    merge(&mut told, json!({ "battery": "yes", "metal": "no" }));
    let known = scene.nurse.get(&format!("/companions/{}", bear.companion)).await.expect(200);
    assert_eq!(known["screening"], told);
    let steps = bear.steps(&scene.nurse).await;
    let last = steps.last().expect("a step");
    assert_eq!(last["action"]["kind"], "screened");
    assert!(last["scan_id"].is_string(), "it was told with the tag in front of it: {last}");
    scene.phone.open(&format!("/T/{}/screening", builders::create_tag(&scene.nurse).await)).await;
    scene.phone.wait_text("main", "not attached to a companion yet").await;
}

async fn r26_replacing_a_damaged_tag_is_two_taps_and_keeps_the_history(db: Database) {
    let scene = Scene::set(db, Setup::default()).await;
    let bear = builders::check_in(&scene.nurse).await;
    let old = bear.tag.replace('-', "");
    let before = bear.steps(&scene.nurse).await;
    scene.phone.open(&format!("/T/{old}")).await;
    scene.phone.taps();
    scene.phone.tap(&format!("a[href='/T/{old}/replace']")).await;
    scene.phone.wait_text("h1", "Replace Biscuit's tag").await;
    scene.phone.is_accessible("replace").await;
    scene.pictures("replace").await;
    let new = scene.open_blank_tag().await;
    scene.phone.is_accessible("put on").await;
    scene.pictures("put-on").await;
    scene.phone.tap(".put-on .main").await;
    scene
        .phone
        .wait_until(
            "the tag's page",
            &format!(
                "return location.pathname === '/T/{new}' && !!document.querySelector('.facts')"
            ),
        )
        .await;
    assert_eq!(scene.phone.taps(), 2);
    let journey = scene.journey_of(&new).await;
    assert_eq!(journey["id"], bear.journey.as_str());
    assert_eq!(scene.nurse.get(&format!("/tags/{old}")).await.expect(200)["state"], "void");
    let after = bear.steps(&scene.nurse).await;
    assert_eq!(after[..before.len()], before[..]);
    assert_eq!(after.len(), before.len() + 1);
    assert!(
        after[before.len()]["action"]["text"].as_str().expect("words").contains("was deactivated")
    );
    // No replacement is pending any more; a second tag can be added while keeping the first.
    scene.open_blank_tag().await;
    assert_eq!(scene.phone.count(".put-on").await, 0);
    let beside = builders::create_tag(&scene.nurse).await.replace('-', "");
    scene.phone.open(&format!("/T/{beside}?replaces={new}")).await;
    scene.phone.tap(".put-on .choice").await;
    scene.phone.tap(".put-on .main").await;
    scene
        .phone
        .wait_until(
            "the tag's page",
            &format!(
                "return location.pathname === '/T/{beside}' && !!document.querySelector('.facts')"
            ),
        )
        .await;
    for tag in [&new, &beside] {
        assert_eq!(scene.journey_of(tag).await["id"], bear.journey.as_str());
    }
}

async fn check_in_requires_a_session(db: Database) {
    let scene = Scene::set(db, Setup { script: false, ..Setup::default() }).await;
    let tag = scene.open_blank_tag().await;
    scene.phone.devtools("Network.clearBrowserCookies", json!({})).await;
    // The form is still open, but the session is gone.
    scene.phone.press(&species_button("bear")).await;
    scene.phone.wait_text("main", "Nothing was saved").await;
    for path in
        [format!("/check-in/{tag}"), format!("/T/{tag}/screening"), format!("/T/{tag}/replace")]
    {
        scene.phone.open(&path).await;
        assert_eq!(scene.phone.path().await, "/sign-in", "{path}");
    }
    assert!(scene.journeys().await.is_empty());
}

in_a_browser!(
    r30_check_in_is_a_scan_and_one_tap,
    r30_an_expected_child_is_one_more_tap,
    r24_a_searched_child_stays_chosen_while_the_form_is_corrected,
    r30_a_returning_companion_is_checked_in_with_one_tap,
    r24_a_tag_is_attached_by_two_identifiers_and_never_by_a_room,
    r24_a_lookalike_needs_a_second_tap,
    a_form_sent_twice_is_one_check_in,
    screening_answers_are_recorded_by_taps,
    r26_replacing_a_damaged_tag_is_two_taps_and_keeps_the_history,
    check_in_requires_a_session,
);
