//! The scanner page: camera, hand scanner and typed codes; it stays open between scans.

use std::rc::Rc;

use reqwest::Method;
use serde_json::json;

use super::browser::{self, Phone, Setup};
use super::camera::CameraVideo;
use super::proxy::Proxy;
use crate::builders::{Bear, check_in};
use crate::databases::{Database, in_a_browser};
use crate::qr_frames::{claiming, photograph};
use crate::test_app::TestOptions;

/// A fake `BarcodeDetector`; it detects the text in `window.label`.
const DETECTOR: &str = "window.BarcodeDetector = class {
    static async getSupportedFormats() { return ['qr_code']; }
    async detect(video) { return video.videoWidth && window.label ? [{ rawValue: window.label }] : []; }
};";

/// A tag code as it is used in URLs.
fn bare(tag: &str) -> String {
    tag.replace('-', "")
}

/// A signed-in phone whose camera sees this bear's tag as long as the video file exists.
async fn phone_looking_at(bear: &Bear, proxy: &Rc<Proxy>) -> (Phone, CameraVideo) {
    let video =
        CameraVideo::showing(&format!("{}/T/{}", proxy.base, bare(&bear.tag)).to_uppercase());
    let phone = Phone::with(proxy, Setup { flags: video.flags(), ..Setup::default() }).await;
    phone.sign_in("nurse").await;
    (phone, video)
}

async fn the_server_decodes_frames_for_browsers_that_cannot(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    let bear = check_in(&hospital.nurse().await).await;
    let (phone, _video) = phone_looking_at(&bear, &proxy).await;
    phone.open("/scan").await;
    assert_eq!(phone.run("return 'BarcodeDetector' in window", vec![]).await, json!(false));
    phone.wait_text("#read", "Biscuit").await;
    phone.wait_text(".scan-status", "Already scanned").await;
    assert_eq!(phone.path().await, "/scan", "it stays open");
    phone.is_accessible("the scanner, with a companion").await;
    phone.screenshot("scanner").await;
}

async fn browsers_that_decode_send_no_frames(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    let nurse = hospital.nurse().await;
    let (bear, other) = (check_in(&nurse).await, check_in(&nurse).await);
    let (phone, _video) = phone_looking_at(&bear, &proxy).await;
    phone.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": DETECTOR })).await;
    phone.open("/scan").await;
    for tag in [&bear.tag, &other.tag] {
        let label = format!("{}/T/{}", proxy.base, bare(tag)).to_uppercase();
        phone.run("window.label = arguments[0]", vec![json!(label)]).await;
        phone.wait_text("#read .code", &tag[..4]).await;
    }
    phone.wait_text(".scan-status", "Already scanned").await;
    let requests = phone.requests().await;
    assert!(!requests.iter().any(|url| url.ends_with("/scan/frame")), "{requests:?}");
    assert!(requests.iter().all(|url| url.starts_with(&proxy.base)), "{requests:?}");
    assert_eq!(phone.console_errors().await, Vec::<String>::new());
}

async fn hand_scanner_and_typed_codes_work_on_the_scanner_page(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    let bear = check_in(&hospital.nurse().await).await;
    let phone = Phone::new(&proxy).await;
    phone.sign_in("nurse").await;
    let tag = bare(&bear.tag);
    for written in
        [tag.to_lowercase(), bear.tag.clone(), format!("{}/T/{tag}", proxy.base).to_uppercase()]
    {
        // A hand scanner types wherever the focus is; here nothing has the focus.
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
    phone.wait_text(".scan-status", "check character").await;
}

async fn a_typed_code_works_without_script(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    let bear = check_in(&hospital.nurse().await).await;
    let phone = Phone::with(&proxy, Setup { script: false, ..Setup::default() }).await;
    phone.sign_in("nurse").await;
    phone.open("/scan").await;
    phone.fill("[name=code]", &bear.tag[..14]).await;
    phone.press(".typed [type=submit]").await;
    assert!(phone.text(".refused").await.contains("13 characters"));
    phone.fill("[name=code]", &bear.tag.to_lowercase()).await;
    phone.press(".typed [type=submit]").await;
    phone.find("h1").await;
    assert_eq!(phone.path().await, format!("/T/{}", bare(&bear.tag)));
}

async fn frames_must_be_small_jpegs_from_staff(db: Database) {
    let hospital = crate::test_app::TestHospital::start(db).await;
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
        request.send().await.expect("a response")
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
    the_server_decodes_frames_for_browsers_that_cannot,
    browsers_that_decode_send_no_frames,
    hand_scanner_and_typed_codes_work_on_the_scanner_page,
    a_typed_code_works_without_script,
    frames_must_be_small_jpegs_from_staff,
);
