//! Photos in a real browser (R38): consent, two taps to take one, release by a second person, expiry.

use std::rc::Rc;

use serde_json::json;
use stuffy::photos::storage::PhotoStorage;

use super::browser::{self, Phone, Setup};
use super::camera::CameraVideo;
use super::page_client::PageClient;
use super::proxy::Proxy;
use crate::builders::{Bear, check_in, invite_with};
use crate::databases::{Database, in_a_browser};
use crate::test_app::{Actor, TestHospital, TestOptions};

/// A hospital with photos enabled, a bear, and two family links: with and without photos.
struct Scene {
    hospital: Rc<TestHospital>,
    proxy: Rc<Proxy>,
    bear: Bear,
    photos: String,
    status: String,
}

impl Scene {
    async fn set(db: Database) -> Self {
        let options = TestOptions {
            photo_storage: PhotoStorage::Database,
            ..TestOptions::with_long_sessions()
        };
        let (hospital, proxy) = browser::hospital(db, options).await;
        let nurse = hospital.nurse().await;
        let bear = check_in(&nurse).await;
        let photos = link(&nurse, &bear, "status_and_photos").await;
        let status = link(&nurse, &bear, "status").await;
        Self { hospital, proxy, bear, photos, status }
    }

    fn page(&self) -> String {
        format!("/T/{}", self.bear.tag.replace('-', ""))
    }

    async fn phone(&self, film: &CameraVideo) -> Phone {
        Phone::with(&self.proxy, Setup { flags: film.flags(), ..Setup::default() }).await
    }
}

async fn link(nurse: &Actor, bear: &Bear, scope: &str) -> String {
    invite_with(nurse, &bear.visit, json!({ "scope": scope })).await.page()
}

/// Script: whether the photo is loaded.
const LOADED: &str = "const i = document.querySelector('.photos img'); i?.scrollIntoView(); return Boolean(i?.complete && i.naturalWidth > 0)";

async fn r38_a_photo_is_taken_reviewed_and_shown_to_the_family(db: Database) {
    let scene = Scene::set(db).await;
    scene.hospital.lead().await;
    let film = CameraVideo::showing("https://stuffy.example/label");
    let phone = scene.phone(&film).await;
    phone.sign_in("nurse").await;
    phone.open(&scene.page()).await;
    assert_eq!(phone.count(".photos .take").await, 0, "nobody has agreed");
    phone.press(".photos .consent summary").await;
    phone.press(".photos [value=parent]").await;
    phone.wait_text(".photos", "A parent consented to photos. Recorded by The nurse").await;

    // R30: the scan and two taps.
    phone.open(&scene.page()).await;
    phone.taps();
    phone.tap(".photos .take").await;
    phone
        .wait_until("the camera", "return document.querySelector('.photos video')?.videoWidth > 0")
        .await;
    phone.screenshot("photo-taking").await;
    phone.tap(".photos .shoot").await;
    phone.wait_text("#outcome", "Saved: a colleague will review it").await;
    assert_eq!(phone.taps(), 2);
    phone.wait_text(".photos li", "Awaiting review").await;
    phone.wait_until("the picture", LOADED).await;
    assert_eq!(phone.count(".photos .release").await, 0, "a nurse releases nothing");
    let dark = phone.run("return document.querySelector('.photos video').srcObject", vec![]).await;
    assert_eq!(dark, json!(null), "the camera is shut");
    phone.is_accessible("a photo that waits").await;

    let grandmother = Phone::new(&scene.proxy).await;
    grandmother.open(&scene.photos).await;
    assert_eq!(grandmother.count("img").await, 0, "not before the second look");

    phone.sign_in("lead").await;
    phone.open("/").await;
    phone.wait_text("[href='/photos']", "to review: 1").await;
    phone.press("[href='/photos']").await;
    phone.wait_until("the picture", LOADED).await;
    phone.is_accessible("the second look").await;
    phone.screenshot("photo-second-look").await;
    phone.tap(".photos .release").await;
    phone.wait_text("#released", "Visible to families: 1").await;

    grandmother.open(&scene.photos).await;
    grandmother.wait_text(".photos h2", "Photos").await;
    grandmother.wait_until("the picture", LOADED).await;
    let alt = grandmother.run("return document.querySelector('.photos img').alt", vec![]).await;
    assert_eq!(alt, json!("A photo of Biscuit"));
    grandmother.is_accessible("a family's photo").await;
    grandmother.screenshot("photo-family").await;
    assert_eq!(grandmother.console_errors().await, Vec::<String>::new());
    grandmother.open(&scene.status).await;
    grandmother.find("h1").await;
    assert_eq!(grandmother.count(".photos").await, 0, "a link for the status alone");

    // Photos are deleted a day after the visit.
    let nurse = scene.hospital.nurse().await;
    let home = json!([{ "kind": "reunited", "with": "child" }, { "kind": "closed", "outcome": "with_child" }]);
    scene.bear.perform(&nurse, home).await;
    let visit = format!("/visits/{}", scene.bear.visit);
    let revision = nurse.get(&visit).await.expect(200)["revision"].clone();
    nurse.patch(&visit, &revision, json!({ "status": "completed" })).await.expect(200);
    scene.hospital.wait_minutes(24 * 60);
    grandmother.open(&scene.photos).await;
    grandmother.find("h1").await;
    assert_eq!(grandmother.count(".photos").await, 0);
}

async fn r38_photos_are_not_stored_on_the_phone(db: Database) {
    let scene = Scene::set(db).await;
    let nurse = scene.hospital.nurse().await;
    nurse
        .put(
            &format!("/visits/{}/photo-consent", scene.bear.visit),
            json!({ "given_by": "guardian" }),
        )
        .await
        .expect(200);
    let film = CameraVideo::showing("https://stuffy.example/label");
    let phone = scene.phone(&film).await;
    phone.sign_in("nurse").await;
    phone.open(&scene.page()).await;
    phone.press(".photos .take").await;
    phone
        .wait_until("the camera", "return document.querySelector('.photos video')?.videoWidth > 0")
        .await;
    scene.proxy.disconnect();
    phone.press(".photos .shoot").await;
    phone
        .wait_text(
            "#outcome",
            "Not saved: there is no signal, and photos are not stored on the phone",
        )
        .await;
    assert!(nurse.get("/photos").await.expect(200).all("items", "id").is_empty());
    scene.proxy.reconnect();
    phone.press(".photos .shoot").await;
    phone.wait_text(".photos li", "Awaiting review").await;
    assert_eq!(nurse.get("/photos").await.expect(200).all("items", "id").len(), 1);
    assert_eq!(
        phone.run("return document.querySelectorAll('input[type=file]').length", vec![]).await,
        json!(0)
    );

    // During a hold no photo can be taken; withdrawing consent deletes all.
    let hold = json!({ "kind": "hold", "reason": "we talk first" });
    nurse.put(&format!("/visits/{}/hold", scene.bear.visit), hold).await.expect(200);
    phone.open(&scene.page()).await;
    phone.wait_text(".photos", "Paused").await;
    assert_eq!(phone.count(".photos .take").await, 0);
    phone.press(".photos .consent summary").await;
    phone.press(".photos .consent .bad").await;
    phone.wait_text(".photos", "No photo consent recorded").await;
    assert!(nurse.get("/photos").await.expect(200).all("items", "id").is_empty());
}

async fn without_script_or_camera_no_photo_can_be_taken(db: Database) {
    let scene = Scene::set(db).await;
    let (nurse, lead) = (scene.hospital.nurse().await, scene.hospital.lead().await);
    nurse
        .put(
            &format!("/visits/{}/photo-consent", scene.bear.visit),
            json!({ "given_by": "parent" }),
        )
        .await
        .expect(200);
    let phone = Phone::with(&scene.proxy, Setup { script: false, ..Setup::default() }).await;
    phone.sign_in("nurse").await;
    phone.open(&scene.page()).await;
    phone.wait_text(".photos", "A parent consented").await;
    assert!(!phone.everything().await.contains("Take photo"));

    // Existing photos can still be viewed, released and deleted.
    let shot = crate::photo_processing::snapshot(640, 480);
    let path = format!("/journeys/{}/photos", scene.bear.journey);
    let headers = [("content-type", "image/jpeg")];
    let taken =
        lead.send_bytes(reqwest::Method::POST, &path, &headers, Some(shot)).await.expect(201);
    let visitor = PageClient::new(&scene.hospital, &lead);
    let list = visitor.get("/photos").await;
    assert!(list.text.contains("You took this photo. Another lead must review it."));
    assert!(!list.text.contains("class=\"main release\""));
    let id = taken.text("id");
    let refused = visitor.post(&format!("/photos/{id}/release"), &[]).await;
    assert!(refused.status == 409 && refused.text.contains("Another lead must review it before"));
    let other =
        scene.hospital.sign_in_as("other", stuffy::domain::account::person::Role::Lead).await;
    let released =
        PageClient::new(&scene.hospital, &other).post(&format!("/photos/{id}/release"), &[]).await;
    assert_eq!((released.status, released.header("location")), (303, "/photos"));
    phone.open(&scene.photos).await;
    phone.wait_text(".photos h2", "Photos").await;
    phone.wait_until("the picture", LOADED).await;
    let deleted = PageClient::new(&scene.hospital, &nurse);
    let tag = scene.page().replace("/T/", "");
    let gone = deleted.post(&format!("/photos/{id}/delete"), &[("back", &tag)]).await;
    assert_eq!((gone.status, gone.header("location")), (303, scene.page().as_str()));
    assert!(!visitor.get(&scene.photos).await.text.contains("<img"));
}

in_a_browser!(
    r38_a_photo_is_taken_reviewed_and_shown_to_the_family,
    r38_photos_are_not_stored_on_the_phone,
    without_script_or_camera_no_photo_can_be_taken,
);
