//! Checking in on a phone: a blank tag, a friend, a tap; then what is inside it, and a new tag for an old one.

use serde_json::{Value, json};

use super::browser::{self, Phone, Setup};
use crate::builders::{self, Rooms};
use crate::databases::{Database, in_a_browser};
use crate::test_app::{Actor, Wishes, merge};

/// A hospital with its rooms, a nurse, and her phone at the front door.
struct Scene {
    nurse: Actor,
    phone: Phone,
}

impl Scene {
    async fn set(db: Database, setup: Setup) -> Self {
        let (hospital, wire) = browser::hospital(db, Wishes::default()).await;
        let (admin, nurse) = (hospital.admin().await, hospital.nurse().await);
        let rooms = Rooms::open(&admin).await;
        let phone = Phone::with(&wire, setup).await;
        phone.sign_in("nurse").await;
        let code = nurse.get(&format!("/places/{}", rooms.door)).await.expect(200).text("code");
        let plain = code.replace('-', "");
        let cookie = json!({ "name": "stuffy_place", "value": plain, "url": wire.base });
        phone.devtools("Network.setCookie", cookie).await;
        Self { nurse, phone }
    }

    /// Scans a blank tag, and gives its code.
    async fn scans_a_blank_tag(&self) -> String {
        let tag = builders::blank_tag(&self.nurse).await.replace('-', "");
        self.phone.open(&format!("/T/{tag}")).await;
        tag
    }

    /// Takes pictures by day and by night.
    async fn pictures(&self, name: &str) {
        self.phone.picture(name).await;
        self.phone.dark(true).await;
        self.phone.picture(&format!("{name}-dark")).await;
        self.phone.dark(false).await;
    }

    async fn journeys(&self) -> Vec<Value> {
        let page = self.nurse.get("/journeys?limit=200").await.expect(200);
        page["items"].as_array().expect("journeys").clone()
    }

    /// The journey of whoever wears this tag.
    async fn worn(&self, tag: &str) -> Value {
        let look = self.nurse.get(&format!("/tags/{tag}")).await.expect(200);
        assert_eq!(look["state"], "live", "{}", look.body);
        let companion = look.text("companion/id");
        let journeys =
            self.nurse.get(&format!("/companions/{companion}/journeys")).await.expect(200);
        journeys["items"].as_array().and_then(|all| all.last()).expect("a journey").clone()
    }

    /// A child whose visit has begun and whose companion has not come yet.
    async fn expects(&self, child: Value) -> String {
        let child = self.nurse.post("/children", child).await.expect(201).text("id");
        self.nurse.post("/visits", json!({ "child_id": child })).await.expect(201);
        child
    }
}

/// The button of a friend.
fn friend(species: &str) -> String {
    format!(".friends [value={species}]")
}

async fn r30_a_friend_arrives_by_a_scan_and_one_tap(db: Database) {
    let scene = Scene::set(db, Setup::default()).await;
    let tag = scene.scans_a_blank_tag().await;
    assert!(scene.phone.text(".here").await.contains("Front door"));
    scene.phone.is_accessible("check-in").await;
    scene.phone.taps();
    scene.phone.tap(&friend("rabbit")).await;
    scene.phone.wait_text(".saved", "Rabbit is checked in").await;
    assert_eq!(scene.phone.taps(), 1);

    let journey = scene.worn(&tag).await;
    assert_eq!(journey["companion"]["name"], "Rabbit");
    assert_eq!(journey["place"]["name"], "Front door");
    let alias = journey["child_alias"].as_str().expect("an alias").to_owned();
    assert_eq!(alias.split(' ').count(), 2, "{alias}");

    // What is inside, with a tap on each that is not as expected, or one for all.
    scene.phone.is_accessible("screening").await;
    scene.phone.tap(".answers label:has([name=washable]).yes").await;
    scene.phone.tap("[name=none]").await;
    scene
        .phone
        .wait_until("the tag's page", "return /^.T.[0-9A-Z]{13}$/.test(location.pathname)")
        .await;
    assert_eq!(scene.phone.taps(), 2);
    assert!(
        scene.phone.complaints().await.iter().all(|c| !c.contains("Content Security")),
        "the policy holds"
    );
    let companion = journey["companion"]["id"].as_str().expect("an id").to_owned();
    let known = scene.nurse.get(&format!("/companions/{companion}")).await.expect(200);
    assert_eq!(known["screening"], builders::harmless());

    // The next one that nobody names is told apart from it.
    let next = scene.scans_a_blank_tag().await;
    scene.phone.press(&friend("rabbit")).await;
    scene.phone.wait_text(".saved", "Rabbit 2 is checked in").await;
    assert_ne!(scene.worn(&next).await["child_alias"], alias.as_str());
}

async fn r30_a_child_who_is_expected_is_one_tap_more(db: Database) {
    let scene = Scene::set(db, Setup::default()).await;
    scene.expects(json!({ "alias": "Comet", "latex": true })).await;
    scene.expects(json!({ "alias": "Mia Okafor" })).await;
    let child = scene.expects(json!({ "alias": "Ben Okafor" })).await;
    let tag = scene.scans_a_blank_tag().await;
    // R24: names that sound alike say so before anybody is chosen.
    assert_eq!(scene.phone.count(".whose .flag").await, 3, "two similar names, and latex");
    scene.pictures("check-in").await;
    scene.phone.taps();
    scene.phone.tap(&format!(".choice:has([value='{child}'])")).await;
    scene.phone.tap(&friend("dinosaur")).await;
    scene.phone.wait_text(".saved", "companion of Ben Okafor").await;
    assert_eq!(scene.phone.taps(), 2);
    assert_eq!(scene.worn(&tag).await["child_alias"], "Ben Okafor");
    scene.scans_a_blank_tag().await;
    assert!(!scene.phone.text(".whose").await.contains("Ben"), "nobody is expected twice");
}

async fn r24_one_child_of_many_is_found_by_name_and_kept_while_the_form_is_mended(db: Database) {
    let scene = Scene::set(db, Setup::default()).await;
    let ben = scene.expects(json!({ "alias": "Ben Okafor", "patient_ref": "MRN-77" })).await;
    scene.expects(json!({ "alias": "Mia Okafor" })).await;
    for nth in 0..61 {
        let name = |nth: u8| char::from(b'A' + nth);
        scene.expects(json!({ "alias": format!("{}{}ova", name(nth / 26), name(nth % 26).to_ascii_lowercase()) })).await;
    }
    let tag = scene.scans_a_blank_tag().await;
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
    // Whoever sounds alike is told apart, found or not.
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
    scene.phone.tap(&friend("bear")).await;
    scene.phone.wait_text(".saved", "Tom is checked in, companion of Ben Okafor").await;
    assert_eq!(scene.worn(&tag).await["child_alias"], "Ben Okafor");
}

async fn r30_a_friend_that_was_here_before_is_back_by_one_tap(db: Database) {
    let scene = Scene::set(db, Setup::default()).await;
    let bear = builders::check_in(&scene.nurse).await;
    bear.acts(&scene.nurse, json!([{ "kind": "closed", "outcome": "with_child" }])).await;
    let path = format!("/visits/{}", bear.visit);
    let stay = scene.nurse.get(&path).await.expect(200);
    scene.nurse.patch(&path, &stay["revision"], json!({ "status": "completed" })).await.expect(200);
    scene.nurse.post("/visits", json!({ "child_id": bear.child })).await.expect(201);
    let tag = scene.scans_a_blank_tag().await;
    scene.phone.taps();
    scene.phone.tap(".known").await;
    scene.phone.wait_text(".saved", "Biscuit is checked in, companion of Little Star").await;
    assert_eq!(scene.phone.taps(), 1);
    assert_eq!(scene.worn(&tag).await["companion"]["id"], bear.companion.as_str());
    // What was found inside it then is known still.
    assert_eq!(scene.phone.count(".no :checked").await, 7);
}

async fn r24_a_tag_is_put_on_by_two_identifiers_and_never_by_a_room(db: Database) {
    let scene = Scene::set(db, Setup { script: false, ..Setup::default() }).await;
    let tag = scene.scans_a_blank_tag().await;
    let line = scene.phone.text(".presence").await;
    assert!(line.contains("two identifiers") && line.contains("never the room"), "{line}");
    scene.phone.press("summary").await;
    scene.phone.fill("[name=alias]", "Room 12").await;
    scene.phone.fill("[name=name]", "Biscuit").await;
    scene.phone.press(".choice:has([name=latex])").await;
    scene.phone.press(&friend("bear")).await;
    scene.phone.wait_text(".refused", "names a room or a bed").await;
    assert!(scene.journeys().await.is_empty());
    // Nothing typed is lost, and Enter in a field checks nobody in.
    scene.phone.fill("[name=alias]", "Little Star\u{e007}").await;
    scene.phone.wait_text(".refused", "tap the type").await;
    assert!(scene.journeys().await.is_empty());
    scene.phone.press(&friend("bear")).await;
    scene.phone.wait_text(".saved", "Biscuit is checked in, companion of Little Star").await;

    let journey = scene.worn(&tag).await;
    let id = journey["id"].as_str().expect("an id");
    let steps = scene.nurse.get(&format!("/journeys/{id}/steps")).await.expect(200);
    let stated = &steps["items"][1];
    assert_eq!(stated["action"]["kind"], "noted");
    assert!(stated["action"]["text"].as_str().expect("words").contains("two identifiers"));
    assert_eq!(stated["by"]["display_name"], "The nurse");
    let children = scene.nurse.get("/children").await.expect(200);
    assert_eq!(children["items"][0]["latex"], true);
}

async fn r24_a_lookalike_warns_and_a_second_tap_is_meant(db: Database) {
    let scene = Scene::set(db, Setup::default()).await;
    builders::check_in(&scene.nurse).await;
    let tag = scene.scans_a_blank_tag().await;
    scene.phone.press("summary").await;
    scene.phone.fill("[name=name]", "BISCUIT").await;
    scene.phone.press(&friend("bear")).await;
    scene.phone.wait_text("h1", "Is it one of these?").await;
    assert!(scene.phone.text(".alike").await.contains("Little Star"));
    assert_eq!(scene.phone.count(".alike svg").await, 1);
    assert_eq!(scene.journeys().await.len(), 1, "nothing is saved yet");
    scene.phone.is_accessible("alike").await;
    scene.pictures("check-in-alike").await;
    scene.phone.tap("[name=sure]").await;
    scene.phone.wait_text(".saved", "BISCUIT is checked in").await;
    assert_eq!(scene.worn(&tag).await["companion"]["name"], "BISCUIT");
    assert_eq!(scene.journeys().await.len(), 2);

    // The same family name and the same kind of friend warn as well; another kind does not.
    for (species, warns) in [("cat", false), ("bear", true)] {
        scene.scans_a_blank_tag().await;
        scene.phone.press("summary").await;
        scene.phone.fill("[name=alias]", "Bright Star").await;
        scene.phone.press(&friend(species)).await;
        let seen = if warns { "Is it one of these?" } else { "Safety screening" };
        scene.phone.wait_text("h1", seen).await;
    }
}

async fn a_form_sent_twice_is_one_arrival(db: Database) {
    let scene = Scene::set(db, Setup::default()).await;
    let tag = scene.scans_a_blank_tag().await;
    let script = "const done = arguments[arguments.length - 1], form = document.querySelector('form.check-in');\
            const body = () => { const data = new URLSearchParams(new FormData(form)); data.set('species', 'lion'); data.set('name', 'Leo'); return data };\
            const send = () => fetch(form.action, { method: 'POST', body: body() }).then(r => r.url);\
            Promise.all([send(), send(), send()]).then(done, e => done(String(e)))";
    let led_to = scene.phone.run_async(script, vec![]).await;
    for url in led_to.as_array().expect("addresses") {
        assert!(url.as_str().expect("an address").contains(&format!("/T/{tag}")), "{url}");
    }
    assert_eq!(scene.journeys().await.len(), 1);
    assert_eq!(scene.worn(&tag).await["companion"]["name"], "Leo");
    // The page of a tag that is on somebody is not the check-in's any more.
    scene.phone.open(&format!("/check-in/{tag}")).await;
    assert_eq!(scene.phone.path().await, format!("/T/{tag}"));
}

async fn what_is_inside_is_told_by_large_answers(db: Database) {
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
    scene.phone.open(&format!("/T/{}/screening", builders::blank_tag(&scene.nurse).await)).await;
    scene.phone.wait_text("main", "not on anyone yet").await;
}

async fn r26_a_damaged_tag_is_replaced_in_two_taps_and_the_history_kept(db: Database) {
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
    let new = scene.scans_a_blank_tag().await;
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
    let journey = scene.worn(&new).await;
    assert_eq!(journey["id"], bear.journey.as_str());
    assert_eq!(scene.nurse.get(&format!("/tags/{old}")).await.expect(200)["state"], "void");
    let after = bear.steps(&scene.nurse).await;
    assert_eq!(after[..before.len()], before[..]);
    assert_eq!(after.len(), before.len() + 1);
    assert!(after[before.len()]["action"]["text"].as_str().expect("words").contains("is void"));
    // It waits no longer, and a second new tag may stand beside the first by choice.
    scene.scans_a_blank_tag().await;
    assert_eq!(scene.phone.count(".put-on").await, 0);
    let beside = builders::blank_tag(&scene.nurse).await.replace('-', "");
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
        assert_eq!(scene.worn(tag).await["id"], bear.journey.as_str());
    }
}

async fn a_stranger_checks_nobody_in(db: Database) {
    let scene = Scene::set(db, Setup { script: false, ..Setup::default() }).await;
    let tag = scene.scans_a_blank_tag().await;
    scene.phone.devtools("Network.clearBrowserCookies", json!({})).await;
    // The form is still open on the phone; its session is not.
    scene.phone.press(&friend("bear")).await;
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
    r30_a_friend_arrives_by_a_scan_and_one_tap,
    r30_a_child_who_is_expected_is_one_tap_more,
    r24_one_child_of_many_is_found_by_name_and_kept_while_the_form_is_mended,
    r30_a_friend_that_was_here_before_is_back_by_one_tap,
    r24_a_tag_is_put_on_by_two_identifiers_and_never_by_a_room,
    r24_a_lookalike_warns_and_a_second_tap_is_meant,
    a_form_sent_twice_is_one_arrival,
    what_is_inside_is_told_by_large_answers,
    r26_a_damaged_tag_is_replaced_in_two_taps_and_the_history_kept,
    a_stranger_checks_nobody_in,
);
