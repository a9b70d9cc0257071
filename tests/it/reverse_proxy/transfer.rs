//! Uploads, event streams and HTTP/2 through the proxy.

use std::rc::Rc;

use reqwest::redirect::Policy;
use reqwest::{Client, Method, Version};
use serde_json::json;
use stuffy::photos::storage::PhotoStorage;

use super::site::Site;
use crate::builders::{self, Bear};
use crate::databases::Database;
use crate::photo_processing::snapshot;
use crate::test_app::{Actor, Reply, TestHospital, TestOptions};

/// The last byte of the address of a phone.
const PHONE: u8 = 2;
/// The largest photo.
const MAX_PHOTO: usize = 8 * 1024 * 1024;

/// A photo of exactly this many bytes.
fn photo(bytes: usize) -> Vec<u8> {
    let mut jpeg = snapshot(640, 480);
    // What follows the end of the picture is ignored.
    jpeg.resize(bytes, 0);
    jpeg
}

async fn upload(nurse: &Actor, bear: &Bear, photo: Vec<u8>) -> Reply {
    let path = format!("/journeys/{}/photos", bear.journey);
    nurse.send_bytes(Method::POST, &path, &[("content-type", "image/jpeg")], Some(photo)).await
}

/// A bear whose parent consented to photos.
async fn photo_scene() -> (Site, Rc<TestHospital>, Bear) {
    let options = TestOptions { photo_storage: PhotoStorage::Database, ..TestOptions::default() };
    let site = Site::open(Database::sqlite(), options).await;
    let phone = site.seen_from(PHONE);
    let nurse = phone.nurse().await;
    let bear = builders::check_in(&nurse).await;
    let consent = format!("/visits/{}/photo-consent", bear.visit);
    nurse.put(&consent, json!({ "given_by": "parent" })).await.expect(200);
    (site, phone, bear)
}

#[actix_web::test]
async fn the_largest_photo_passes_and_is_not_written_to_a_temporary_file() {
    let (site, phone, bear) = photo_scene().await;
    upload(&phone.nurse().await, &bear, photo(MAX_PHOTO)).await.expect(201);
    assert!(site.nginx.temporary_files().is_empty(), "{:?}", site.nginx.temporary_files());
}

#[actix_web::test]
async fn a_photo_that_is_too_large_is_refused_by_stuffy_itself() {
    let (_site, phone, bear) = photo_scene().await;
    upload(&phone.nurse().await, &bear, photo(MAX_PHOTO + 1)).await.expect(413);
}

#[actix_web::test]
async fn events_arrive_over_http_2_without_being_buffered() {
    let site = Site::open(Database::sqlite(), TestOptions::default()).await;
    let phone = site.seen_from(PHONE);
    let nurse = phone.nurse().await;
    let bear = builders::check_in(&nurse).await;
    let page = builders::invite(&nurse, &bear.visit).await;
    let (mut board, mut family) =
        (nurse.watch(None).await, phone.stranger().watch_family(&page, None).await);
    assert_eq!((board.version(), family.version()), (Version::HTTP_2, Version::HTTP_2));
    family.state().await;
    phone.wait_minutes(10);
    // A buffering proxy would hold such small events back until the test gives up.
    bear.perform(&nurse, builders::prepared_for_surgery()).await;
    board.change("journey").await;
    let state = family.state().await;
    assert_eq!(state.data["companions"][0]["status"]["key"], "dressed_and_ready");
}

#[actix_web::test]
async fn plain_http_is_redirected_to_https() {
    let site = Site::open(Database::sqlite(), TestOptions::default()).await;
    let client = Client::builder().no_proxy().redirect(Policy::none()).build().expect("a client");
    let request =
        client.get(format!("http://{}/home", site.nginx.http)).header("host", "localhost");
    let response = request.send().await.expect("a response");
    assert_eq!(response.status(), 301);
    assert_eq!(response.headers()["location"], "https://localhost/home");
}
