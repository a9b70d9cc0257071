//! Offline: scans wait on the phone, and each is recorded once, by the user who made it.

use std::rc::Rc;

use serde_json::{Value, json};
use stuffy::domain::tag::TagCode;

use super::browser::{self, Phone};
use super::proxy::Proxy;
use crate::builders::{Bear, check_in, room};
use crate::databases::{Database, on_both_databases};
use crate::test_app::{Actor, TestHospital, TestOptions};

mod offline_page;
mod tabs;
mod update;

/// A tag code as it is used in URLs.
fn bare(tag: &str) -> String {
    tag.replace('-', "")
}

/// A valid code that belongs to no tag.
fn unknown_code() -> String {
    bare(&TagCode::from_entropy([7; 8]).to_string())
}

/// A phone with a signed-in user and an active service worker.
async fn phone_signed_in_as(username: &str, proxy: &Rc<Proxy>) -> Phone {
    let phone = Phone::new(proxy).await;
    phone.sign_in(username).await;
    phone.wait_until("the service worker", "return !!navigator.serviceWorker.controller").await;
    phone
}

/// Opens a tag offline and presses a button.
async fn scan_offline(phone: &Phone, tag: &str, label: &str) {
    phone.open(&format!("/T/{}", bare(tag))).await;
    phone.wait_text("h1", "No signal").await;
    press(phone, label).await;
}

/// Presses the button with this label.
async fn press(phone: &Phone, label: &str) {
    let script = "const b = [...document.querySelectorAll('button, summary')].find(b =>\
        b.checkVisibility() && b.innerText.trim().startsWith(arguments[0]));\
        if (b) { b.dataset.pressed = 'yes'; return true } return false";
    phone.wait_until(label, &script.replace("arguments[0]", &json!(label).to_string())).await;
    phone.press("[data-pressed]").await;
    phone
        .run("document.querySelector('[data-pressed]')?.removeAttribute('data-pressed')", vec![])
        .await;
}

async fn wait_for_queue(phone: &Phone, waiting: u32, refused: u32) {
    let script = format!(
        "const t = document.querySelector('.queue-badge')?.dataset;\
         return t?.waiting === '{waiting}' && t?.refused === '{refused}'"
    );
    phone.wait_until(&format!("{waiting} waiting, {refused} refused"), &script).await;
}

/// The kinds of all steps after check-in, each with the id of the user.
async fn recorded(bear: &Bear, staff: &Actor) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let steps = bear.steps(staff).await;
    let made = steps.iter().map(|step| (text(&step["action"]["kind"]), text(&step["by"]["id"])));
    made.filter(|(kind, _)| kind != "checked_in" && kind != "screened").collect()
}

/// Moves the server's clock on while the phone is offline.
fn time_passes(hospital: &TestHospital) {
    hospital.wait_minutes(2);
}

async fn r28_r31_offline_scans_are_recorded_once_by_the_user_who_made_them(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    let (nurse, lead) = (hospital.nurse().await, hospital.lead().await);
    let (one, other) = (check_in(&nurse).await, check_in(&nurse).await);
    let mut phone = phone_signed_in_as("nurse", &proxy).await;
    time_passes(&hospital);
    proxy.disconnect();
    scan_offline(&phone, &one.tag, "Gown and mask on").await;
    wait_for_queue(&phone, 1, 0).await;
    phone.wait_text("#outcome.waiting", "not sent").await;
    press(&phone, "Hand over to guardian").await;
    wait_for_queue(&phone, 2, 0).await;
    scan_offline(&phone, &other.tag, "Report missing").await;
    wait_for_queue(&phone, 3, 0).await;
    assert!(!phone.everything().await.contains("Saved"), "nothing was saved");
    phone.screenshot("waiting").await;
    phone.is_accessible("the offline page, with a waiting scan").await;

    phone.restart().await;
    phone.open("/queue").await;
    phone.wait_text("#queue-list", "Waiting to send: 3").await;
    phone.wait_text("#queue-list", "by The nurse").await;
    assert!(!phone.everything().await.contains("Saved"));
    assert_eq!(recorded(&one, &nurse).await, []);

    time_passes(&hospital);
    proxy.reconnect();
    phone.sign_in("lead").await;
    wait_for_queue(&phone, 0, 0).await;
    let by_nurse = |kind: &str| (kind.to_owned(), nurse.id.clone());
    assert_eq!(recorded(&one, &lead).await, [by_nurse("dressed"), by_nurse("handed_over")]);
    assert_eq!(recorded(&other, &lead).await, [by_nurse("reported_missing")]);
    phone.open("/queue").await;
    phone.wait_text("#queue-list", "No scans waiting").await;
    assert_eq!(recorded(&one, &lead).await.len(), 2, "each once");
}

async fn r31_a_locked_phone_sends_its_queue(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    let nurse = hospital.nurse().await;
    let bear = check_in(&nurse).await;
    let phone = phone_signed_in_as("nurse", &proxy).await;
    time_passes(&hospital);
    proxy.disconnect();
    scan_offline(&phone, &bear.tag, "Gown and mask on").await;
    wait_for_queue(&phone, 1, 0).await;
    phone.press(".lock").await;
    phone.wait_text("main", "stored on this phone").await;
    assert_eq!(recorded(&bear, &nurse).await, []);
    time_passes(&hospital);
    proxy.reconnect();
    press(&phone, "Sign in").await;
    phone.find("[name=password]").await;
    let sent = async {
        let mut look = tokio::time::interval(std::time::Duration::from_millis(40));
        while recorded(&bear, &nurse).await.is_empty() {
            look.tick().await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(20), sent).await.expect("it is sent");
    assert_eq!(recorded(&bear, &nurse).await, [("dressed".to_owned(), nurse.id.clone())]);
}

async fn r28_one_bad_scan_does_not_block_the_rest_and_is_decided_by_a_person(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    let nurse = hospital.nurse().await;
    let bear = check_in(&nurse).await;
    let phone = phone_signed_in_as("nurse", &proxy).await;
    time_passes(&hospital);
    proxy.disconnect();
    scan_offline(&phone, &unknown_code(), "Gown and mask on").await;
    wait_for_queue(&phone, 1, 0).await;
    // A scan left by an older version that is larger than the server accepts.
    let oversized_scan = "const [code, user, token, done] = arguments; const at = new Date().toISOString();\
            const scan = { id: '019abcde-0000-7000-8000-000000000001', tag: code, occurred_at: at,\
                actions: [{ kind: 'noted', text: 'x'.repeat(1200000) }] };\
            const asked = indexedDB.open('stuffy'); asked.onsuccess = () => {\
                const deal = asked.result.transaction('scans', 'readwrite');\
                deal.objectStore('scans').add({ id: scan.id, scan, label: 'A long note', user, name: 'The nurse', token, state: 'waiting' });\
                deal.oncomplete = () => { asked.result.close(); done(true); }; };";
    let token = phone.run("return document.cookie.match(/stuffy_queue=([^;]*)/)[1]", vec![]).await;
    phone.run_async(oversized_scan, vec![json!(bare(&bear.tag)), json!(nurse.id), token]).await;
    scan_offline(&phone, &bear.tag, "Gown and mask on").await;
    wait_for_queue(&phone, 3, 0).await;
    time_passes(&hospital);
    proxy.reconnect();
    phone.open("/queue").await;
    wait_for_queue(&phone, 0, 2).await;
    assert_eq!(recorded(&bear, &nurse).await, [("dressed".to_owned(), nurse.id.clone())]);
    phone.wait_text("#queue-list", "Refused: 2").await;
    phone.wait_text("#queue-list", "No such tag").await;
    phone.is_accessible("the queue, with something refused").await;
    phone.screenshot("refused").await;
    phone.taps();
    for refused in [1, 0] {
        phone.tap(".discard summary").await;
        phone.tap(".discard[open] button").await;
        wait_for_queue(&phone, 0, refused).await;
    }
    assert_eq!(phone.taps(), 4, "two taps each");
    phone.wait_text("#queue-list", "Did not happen. Discarded by The nurse").await;
}

async fn r31_a_user_with_an_expired_queue_token_signs_in_again(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    let (nurse, lead) = (hospital.nurse().await, hospital.lead().await);
    let bear = check_in(&nurse).await;
    let phone = phone_signed_in_as("nurse", &proxy).await;
    time_passes(&hospital);
    proxy.disconnect();
    scan_offline(&phone, &bear.tag, "Gown and mask on").await;
    wait_for_queue(&phone, 1, 0).await;
    // Revoked on the server, because the phone may already have read the token.
    hospital.db.run("UPDATE sessions SET queue_hash = NULL").await.expect("the token is dead");
    proxy.reconnect();
    phone.sign_in("lead").await;
    phone.open("/queue").await;
    phone.wait_text("#queue-list", "Sign in as The nurse to send it").await;
    let tag = bare(&bear.tag);
    let add = "const [code, done] = arguments; Promise.all(['queue.js', 'queue-upload.js', 'uuid.js', 'device-context.js'].map((file) => import(location.origin + window.files + file)))\
            .then(async ([{ enqueue }, { sendQueue }, { uuidV7 }, { currentUser }]) => { await enqueue({ id: uuidV7(), tag: code, occurred_at: new Date().toISOString(), actions: [] }, 'Seen', await currentUser()); await sendQueue(); done(true); })";
    phone.run("window.files = document.querySelector('script[src]').getAttribute('src').replace(/[^/]*$/, '')", vec![]).await;
    phone.run_async(add, vec![json!(tag)]).await;
    phone
        .wait_until(
            "the lead's own scan to go through",
            "return document.querySelectorAll('.waiting-row').length === 1",
        )
        .await;
    assert_eq!(recorded(&bear, &lead).await, [("sighted".to_owned(), lead.id.clone())]);
    phone.sign_in("nurse").await;
    wait_for_queue(&phone, 0, 0).await;
    let made = recorded(&bear, &lead).await;
    assert!(made.contains(&("dressed".to_owned(), nurse.id.clone())), "{made:?}");
}

async fn the_offline_cache_contains_nothing_that_names_anybody(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    let nurse = hospital.nurse().await;
    let place = room(&hospital.admin().await, "OR 7", "operating_room").await;
    let bear = check_in(&nurse).await;
    nurse.scan(&bear.tag, json!({ "place_id": place, "override": crate::builders::override_rules(&["clean_missing", "not_gowned"]) })).await;
    let phone = Phone::new(&proxy).await;
    phone.open("/sign-in").await;
    let old = "const done = arguments[0]; caches.open('stuffy-old').then((c) => c.put('/static/old/app.js', new Response('old'))).then(() => done(true))";
    phone.run_async(old, vec![]).await;
    phone.sign_in("nurse").await;
    phone.wait_until("the service worker", "return !!navigator.serviceWorker.controller").await;
    for path in [
        format!("/T/{}", bare(&bear.tag)),
        "/scan".to_owned(),
        "/queue".to_owned(),
        "/board".to_owned(),
    ] {
        phone.open(&path).await;
    }
    let look = "const done = arguments[0]; (async () => { const found = [];\
            for (const name of await caches.keys()) { const cache = await caches.open(name);\
                for (const request of await cache.keys()) found.push([name, new URL(request.url).pathname, await (await cache.match(request)).text()]); }\
            done(found); })()";
    let found = phone.run_async(look, vec![]).await;
    let found: Vec<[String; 3]> = serde_json::from_value(found).expect("what is kept");
    assert!(found.iter().any(|[_, path, _]| path == "/offline"), "{}", found.len());
    for [cache, path, text] in &found {
        assert_ne!(cache, "stuffy-old", "an old version's files are gone");
        assert!(
            path.starts_with("/static/") || path == "/offline" || path == "/manifest.webmanifest",
            "{path}"
        );
        for name in
            ["Biscuit", "Little Star", "The nurse", &bear.tag, &bare(&bear.tag), &bear.journey]
        {
            assert!(!text.contains(name), "{path} names {name}");
        }
    }
    let requests = phone.requests().await;
    assert!(requests.iter().all(|url| url.starts_with(&proxy.base)), "{requests:?}");
}

async fn the_app_can_be_installed(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    hospital.nurse().await;
    let phone = phone_signed_in_as("nurse", &proxy).await;
    let read = phone.devtools("Page.getAppManifest", json!({})).await;
    assert_eq!(read["errors"], json!([]), "{read}");
    let manifest: Value =
        serde_json::from_str(read["data"].as_str().expect("a manifest")).expect("JSON");
    assert_eq!((&manifest["display"], &manifest["scope"]), (&json!("standalone"), &json!("/")));
    for icon in manifest["icons"].as_array().expect("icons") {
        let loads = "const [src, done] = arguments; const i = new Image(); i.onload = () => done([i.naturalWidth, i.naturalHeight]); i.onerror = () => done(null); i.src = src";
        let size = phone.run_async(loads, vec![icon["src"].clone()]).await;
        let sizes = icon["sizes"].as_str().unwrap_or_default();
        assert!(
            sizes == "any"
                || size
                    == json!([
                        sizes.split('x').next().map(|n| n.parse::<u32>().unwrap_or(0)),
                        sizes.split('x').next().map(|n| n.parse::<u32>().unwrap_or(0))
                    ]),
            "{icon}: {size}"
        );
    }
    let errors = phone.devtools("Page.getInstallabilityErrors", json!({})).await;
    assert_eq!(errors["installabilityErrors"], json!([]), "{errors}");
}

async fn saved_waiting_and_refused_differ_in_every_signal(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    let nurse = hospital.nurse().await;
    let bear = check_in(&nurse).await;
    let phone = phone_signed_in_as("nurse", &proxy).await;
    let spy = "window.signs = { shakes: [], tones: [] };\
            navigator.vibrate = (pattern) => { signs.shakes.push(JSON.stringify(pattern)); return true; };\
            const start = OscillatorNode.prototype.start;\
            OscillatorNode.prototype.start = function (at) { signs.tones.push(this.frequency.value); return start.call(this, at); };";
    phone.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": spy })).await;
    let look = "const line = document.getElementById('outcome'), style = getComputedStyle(line);\
            return [line.innerText.split(':')[0], style.color, style.borderRadius, signs.tones.splice(0).join(), signs.shakes.splice(0).join()]";
    let path = format!("/T/{}", bare(&bear.tag));
    phone.open(&path).await;
    press(&phone, "Gown and mask on").await;
    phone.wait_text("#outcome.saved", "Saved").await;
    phone.wait_text("#main [role=status]", "Saved").await;
    let saved = phone.run(look, vec![]).await;
    phone.screenshot("saved").await;
    hospital
        .lead()
        .await
        .post(&format!("/tags/{}/void", bear.tag), json!({ "reason": "torn" }))
        .await
        .expect(200);
    press(&phone, "Report missing").await;
    phone.wait_text("#outcome.refused", "Refused").await;
    phone.wait_text(".note", "Not recorded").await;
    let refused = phone.run(look, vec![]).await;
    wait_for_queue(&phone, 0, 1).await;
    phone.screenshot("refused-at-once").await;
    press(&phone, "OK, I know").await;
    wait_for_queue(&phone, 0, 0).await;
    proxy.disconnect();
    scan_offline(&phone, &bear.tag, "Report missing").await;
    phone.wait_text("#outcome.waiting", "Waiting").await;
    let waiting = phone.run(look, vec![]).await;
    for (nth, what) in ["word", "colour", "shape", "sound", "vibration"].into_iter().enumerate() {
        let signs = [&saved[nth], &waiting[nth], &refused[nth]]
            .map(|sign| sign.as_str().unwrap_or_default());
        assert!(signs.iter().all(|sign| !sign.is_empty()), "{what}: {signs:?}");
        assert!(
            signs[0] != signs[1] && signs[1] != signs[2] && signs[0] != signs[2],
            "{what}: {signs:?}"
        );
    }
}

async fn the_scan_page_is_small(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    let nurse = hospital.nurse().await;
    let bear = check_in(&nurse).await;
    let phone = Phone::new(&proxy).await;
    phone.sign_in("nurse").await;
    phone.wait_until("the service worker", "return !!navigator.serviceWorker.controller").await;
    // Like a new phone: empty cache, no service worker.
    let empty = "const done = arguments[0]; (async () => { for (const r of await navigator.serviceWorker.getRegistrations()) await r.unregister();\
            for (const name of await caches.keys()) await caches.delete(name); done(true); })()";
    phone.run_async(empty, vec![]).await;
    phone.open("/healthz").await;
    phone.devtools("Network.clearBrowserCache", json!({})).await;
    let slow = json!({ "offline": false, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 93_750 });
    phone.devtools("Network.emulateNetworkConditions", slow).await;
    let path = format!("/T/{}", bare(&bear.tag));
    let timing = "const [n] = performance.getEntriesByType('navigation'); return n.loadEventEnd > 0 ? [n.responseEnd, n.domInteractive, n.domContentLoadedEventEnd, n.loadEventEnd].map(Math.round) : null";
    for (visit, most) in [("first", 40 * 1024), ("next", 8 * 1024_u32)] {
        phone.loaded().await;
        phone.received().await;
        phone.open(&path).await;
        phone.wait_until("the page's load", &format!("return (() => {{ {timing} }})() !== null && !!document.querySelector('.queue-badge b')")).await;
        let times = phone.run(timing, vec![]).await;
        let loaded = phone.loaded().await;
        println!(
            "{visit} load of the scan page: {loaded} bytes by the page itself, [html, interactive, ready, loaded] at {times} ms on 1.6 Mbit/s with 150 ms"
        );
        assert!(loaded <= f64::from(most), "{visit} load: {loaded} bytes");
        phone.wait_until("the service worker", "return !!navigator.serviceWorker.controller").await;
        let received = phone.received().await;
        println!("{visit} load: {received} bytes received, including the offline cache");
        // The first visit also fills the offline cache, after the page has loaded.
        let offline_cache = if visit == "first" { 24 * 1024 } else { 0 };
        assert!(received <= f64::from(most + offline_cache), "{visit} load: {received} bytes");
    }
}

on_both_databases!(
    r28_r31_offline_scans_are_recorded_once_by_the_user_who_made_them,
    r31_a_locked_phone_sends_its_queue,
    r28_one_bad_scan_does_not_block_the_rest_and_is_decided_by_a_person,
    r31_a_user_with_an_expired_queue_token_signs_in_again,
    the_offline_cache_contains_nothing_that_names_anybody,
    the_app_can_be_installed,
    saved_waiting_and_refused_differ_in_every_signal,
    the_scan_page_is_small,
);
