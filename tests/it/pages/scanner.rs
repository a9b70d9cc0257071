//! The scanner page: camera by either way, a hand scanner, a typed code; it stays open between scans.

use std::rc::Rc;

use reqwest::Method;
use serde_json::json;

use super::browser::{self, Phone, Setup};
use super::camera::Film;
use super::proxy::Wire;
use crate::builders::{Bear, check_in};
use crate::databases::{Database, in_a_browser};
use crate::qr_frames::{claiming, photograph};
use crate::test_app::Wishes;

/// A browser that reads codes by itself; what it sees is what the test put into `window.label`.
const DETECTOR: &str = "window.BarcodeDetector = class {
    static async getSupportedFormats() { return ['qr_code']; }
    async detect(video) { return video.videoWidth && window.label ? [{ rawValue: window.label }] : []; }
};";

/// A tag's code as it stands in an address.
fn bare(tag: &str) -> String {
    tag.replace('-', "")
}

/// A phone whose camera sees this bear's tag, signed in; the film runs as long as it is kept.
async fn phone_before(bear: &Bear, wire: &Rc<Wire>) -> (Phone, Film) {
    let film = Film::of(&format!("{}/T/{}", wire.base, bare(&bear.tag)).to_uppercase());
    let phone = Phone::with(wire, Setup { flags: film.flags(), ..Setup::default() }).await;
    phone.sign_in("nurse").await;
    (phone, film)
}

async fn a_browser_that_reads_no_codes_has_its_frames_read_by_the_server(db: Database) {
    let (hospital, wire) = browser::hospital(db, Wishes::default()).await;
    let bear = check_in(&hospital.nurse().await).await;
    let (phone, _film) = phone_before(&bear, &wire).await;
    phone.open("/scan").await;
    assert_eq!(phone.run("return 'BarcodeDetector' in window", vec![]).await, json!(false));
    phone.wait_text("#read", "Biscuit").await;
    phone.wait_text(".scan-status", "Already scanned").await;
    assert_eq!(phone.path().await, "/scan", "it stays open");
    phone.is_accessible("the scanner, with a companion").await;
    phone.picture("scanner").await;
}

async fn a_browser_that_reads_codes_asks_the_server_for_no_frame(db: Database) {
    let (hospital, wire) = browser::hospital(db, Wishes::default()).await;
    let nurse = hospital.nurse().await;
    let (bear, other) = (check_in(&nurse).await, check_in(&nurse).await);
    let (phone, _film) = phone_before(&bear, &wire).await;
    phone.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": DETECTOR })).await;
    phone.open("/scan").await;
    for tag in [&bear.tag, &other.tag] {
        let label = format!("{}/T/{}", wire.base, bare(tag)).to_uppercase();
        phone.run("window.label = arguments[0]", vec![json!(label)]).await;
        phone.wait_text("#read .code", &tag[..4]).await;
    }
    phone.wait_text(".scan-status", "Already scanned").await;
    let requests = phone.requests().await;
    assert!(!requests.iter().any(|url| url.ends_with("/scan/frame")), "{requests:?}");
    assert!(requests.iter().all(|url| url.starts_with(&wire.base)), "{requests:?}");
    assert_eq!(phone.complaints().await, Vec::<String>::new());
}

async fn a_hand_scanner_and_typing_work_on_the_same_page(db: Database) {
    let (hospital, wire) = browser::hospital(db, Wishes::default()).await;
    let bear = check_in(&hospital.nurse().await).await;
    let phone = Phone::new(&wire).await;
    phone.sign_in("nurse").await;
    let tag = bare(&bear.tag);
    for written in
        [tag.to_lowercase(), bear.tag.clone(), format!("{}/T/{tag}", wire.base).to_uppercase()]
    {
        // A hand scanner types wherever the focus is, here on nothing at all.
        phone.open("/scan").await;
        phone
            .wait_until("the page", "return document.querySelector('.start').hidden === false")
            .await;
        let keys = "for (const key of [...arguments[0], 'Enter'])\
                document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))";
        phone.run(keys, vec![json!(written)]).await;
        phone.wait_text("#read", "Biscuit").await;
        phone.open("/scan").await;
        phone.fill("[name=code]", &written).await;
        phone.press(".typed [type=submit]").await;
        phone.wait_text("#read", "Biscuit").await;
        assert_eq!(phone.path().await, "/scan");
    }
    let mut mistyped = tag.clone();
    mistyped.replace_range(..1, if tag.starts_with('7') { "8" } else { "7" });
    phone.fill("[name=code]", &mistyped).await;
    phone.press(".typed [type=submit]").await;
    phone.wait_text(".scan-status", "check letter").await;
}

async fn a_typed_code_leads_there_without_script(db: Database) {
    let (hospital, wire) = browser::hospital(db, Wishes::default()).await;
    let bear = check_in(&hospital.nurse().await).await;
    let phone = Phone::with(&wire, Setup { script: false, ..Setup::default() }).await;
    phone.sign_in("nurse").await;
    phone.open("/scan").await;
    phone.fill("[name=code]", &bear.tag[..14]).await;
    phone.press(".typed [type=submit]").await;
    assert!(phone.text(".refused").await.contains("13 letters"));
    phone.fill("[name=code]", &bear.tag.to_lowercase()).await;
    phone.press(".typed [type=submit]").await;
    phone.find("h1").await;
    assert_eq!(phone.path().await, format!("/T/{}", bare(&bear.tag)));
}

async fn only_small_pictures_by_staff_are_looked_at(db: Database) {
    let hospital = crate::test_app::Hospital::open(db).await;
    let nurse = hospital.nurse().await;
    let bear = check_in(&nurse).await;
    let address = format!("HTTPS://STUFFY.EXAMPLE/T/{}", bare(&bear.tag));
    let send = async |token: Option<&str>, kind: &str, body: Vec<u8>| {
        let mut request = reqwest::Client::builder()
            .no_proxy()
            .build()
            .expect("a client")
            .request(Method::POST, format!("{}/scan/frame", hospital.base()))
            .header("content-type", kind)
            .body(body);
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        request.send().await.expect("an answer")
    };
    let token = nurse.token.as_deref();
    let jpeg = photograph(&address, 640);
    let read = send(token, "image/jpeg", jpeg.clone()).await;
    assert_eq!(read.status(), 200);
    let read: serde_json::Value = read.json().await.expect("JSON");
    assert_eq!(read, json!({ "kind": "tag", "code": bare(&bear.tag) }));
    let foreign = send(token, "image/jpeg", photograph("https://elsewhere.example/x", 640)).await;
    let foreign: serde_json::Value = foreign.json().await.expect("JSON");
    assert_eq!(foreign, json!({ "kind": "other", "code": null }), "nothing of it comes back");
    for (token, kind, body, status) in [
        (None, "image/jpeg", jpeg.clone(), 401),
        (token, "image/png", jpeg.clone(), 415),
        (token, "image/jpeg", b"no picture".to_vec(), 422),
        (token, "image/jpeg", claiming(jpeg.clone(), 60_000, 60_000), 413),
        (token, "image/jpeg", [jpeg, vec![0; 512 * 1024]].concat(), 413),
    ] {
        assert_eq!(send(token, kind, body).await.status(), status);
    }
}

in_a_browser!(
    a_browser_that_reads_no_codes_has_its_frames_read_by_the_server,
    a_browser_that_reads_codes_asks_the_server_for_no_frame,
    a_hand_scanner_and_typing_work_on_the_same_page,
    a_typed_code_leads_there_without_script,
    only_small_pictures_by_staff_are_looked_at,
);
