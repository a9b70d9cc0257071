//! Rejected uploads: photos are off, no consent, too many, too large, or no image.

use reqwest::Method;
use serde_json::json;

use super::{PhotoTest, send, take, with_both_photo_storages};
use crate::builders;
use crate::databases::{Database, on_both_databases};
use crate::photo_processing::snapshot;
use crate::qr_frames::claiming;
use crate::test_app::TestHospital;

async fn r38_photos_are_off_by_default(db: Database) {
    let hospital = TestHospital::start(db).await;
    let nurse = hospital.nurse().await;
    let bear = builders::check_in(&nurse).await;
    assert_eq!(nurse.get("/settings").await.expect(200)["photos"], false);
    let consent = format!("/visits/{}/photo-consent", bear.visit);
    nurse.put(&consent, json!({ "given_by": "parent" })).await.refused(409, "photos-off");
    nurse.get(&consent).await.refused(404, "not-found");
    take(&nurse, &bear, snapshot(64, 48)).await.refused(409, "photos-off");
    assert!(nurse.get("/photos").await.expect(200).all("items", "id").is_empty());
}

on_both_databases!(r38_photos_are_off_by_default,);

async fn r38_photo_needs_consent_for_this_visit(test: PhotoTest) {
    let PhotoTest { hospital, nurse, .. } = &test;
    assert_eq!(nurse.get("/settings").await.expect(200)["photos"], true);
    let other = builders::check_in(nurse).await;
    take(nurse, &other, snapshot(64, 48)).await.refused(409, "no-photo-consent");
    assert_eq!(test.stored_images().await, 0);
    take(nurse, &test.bear, snapshot(64, 48)).await.expect(201);
    take(&hospital.stranger(), &test.bear, snapshot(64, 48)).await.refused(401, "unauthenticated");
    let consent = test.consent_path();
    nurse.put(&consent, json!({ "given_by": "nobody" })).await.refused(422, "invalid");
    nurse
        .put(
            "/visits/01a20288-b3f0-7f3c-9a77-2f4c8b1d9e55/photo-consent",
            json!({ "given_by": "parent" }),
        )
        .await
        .refused(404, "not-found");
    let unknown_journey =
        send(nurse, "01a20288-b3f0-7f3c-9a77-2f4c8b1d9e55", "image/jpeg", snapshot(64, 48)).await;
    unknown_journey.refused(404, "not-found");
    test.go_home().await;
    take(nurse, &test.bear, snapshot(64, 48)).await.refused(409, "journey-closed");
    assert_eq!(test.stored_images().await, 2, "a rejected upload leaves nothing behind");
}

async fn invalid_image_is_rejected_and_leaves_nothing(test: PhotoTest) {
    let PhotoTest { nurse, .. } = &test;
    let (journey, jpeg) = (&test.bear.journey, snapshot(64, 48));
    let html = b"<!doctype html><script>alert(1)</script>".to_vec();
    let large = [jpeg.clone(), vec![0; 8 * 1024 * 1024]].concat();
    for (kind, body, status, code) in [
        ("image/png", jpeg.clone(), 415, "unsupported-media-type"),
        ("text/html", html.clone(), 415, "unsupported-media-type"),
        ("multipart/form-data; boundary=x", jpeg.clone(), 415, "unsupported-media-type"),
        ("image/jpeg", html, 422, "invalid"),
        ("image/jpeg", b"\x89PNG\r\n\x1a\n".to_vec(), 422, "invalid"),
        ("image/jpeg", b"<svg/>".to_vec(), 422, "invalid"),
        ("image/jpeg", Vec::new(), 422, "invalid"),
        ("image/jpeg", jpeg[..jpeg.len() / 2].to_vec(), 422, "invalid"),
        ("image/jpeg", claiming(jpeg.clone(), 60_000, 60_000), 413, "too-large"),
        ("image/jpeg", large, 413, "too-large"),
    ] {
        send(nurse, journey, kind, body).await.refused(status, code);
    }
    assert_eq!((test.stored_images().await, test.photo_records().await), (0, 0));
}

async fn photo_limit_does_not_count_repeated_requests(test: PhotoTest) {
    let PhotoTest { nurse, bear, .. } = &test;
    let path = format!("/journeys/{}/photos", bear.journey);
    let headers = [("content-type", "image/jpeg"), ("idempotency-key", "the-first-photo")];
    let again = async |jpeg| nurse.send_bytes(Method::POST, &path, &headers, Some(jpeg)).await;
    let first = again(snapshot(64, 48)).await.expect(201);
    assert_eq!(again(snapshot(64, 48)).await.expect(201).bytes, first.bytes);
    again(snapshot(48, 64)).await.refused(422, "idempotency-key-reused");
    assert_eq!((test.stored_images().await, test.photo_records().await), (2, 1));
    for _ in 1..12 {
        take(nurse, bear, snapshot(16, 16)).await.expect(201);
    }
    take(nurse, bear, snapshot(16, 16)).await.refused(409, "photos-full");
    nurse.delete(&format!("/photos/{}", first.text("id"))).await.expect(204);
    take(nurse, bear, snapshot(16, 16)).await.expect(201);
    assert_eq!(test.stored_images().await, 24);

    // The list has pages and can be filtered by journey.
    let page = nurse.get(&format!("/photos?limit=5&journey_id={}", bear.journey)).await.expect(200);
    let next = page.text("next");
    assert_eq!(page.all("items", "id").len(), 5);
    assert_eq!(
        nurse.get(&format!("/photos?after={next}")).await.expect(200).all("items", "id").len(),
        7
    );
    let none =
        nurse.get("/photos?journey_id=01a20288-b3f0-7f3c-9a77-2f4c8b1d9e55").await.expect(200);
    assert!(none.all("items", "id").is_empty());
}

with_both_photo_storages!(
    r38_photo_needs_consent_for_this_visit,
    invalid_image_is_rejected_and_leaves_nothing,
    photo_limit_does_not_count_repeated_requests,
);
