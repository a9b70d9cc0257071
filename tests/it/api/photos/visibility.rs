//! From consent to the family's page, and who sees what in between.

use serde_json::json;
use stuffy::domain::account::person::Role;

use super::{PhotoTest, all_are, take, with_both_photo_storages};
use crate::photo_processing::{snapshot, tells_words};
use crate::test_app::TestOptions;

async fn r38_photo_needs_release_by_a_second_person(test: PhotoTest) {
    let PhotoTest { hospital, nurse, lead, .. } = &test;
    let (photos, status) = (test.link("status_and_photos").await, test.link("status").await);
    let taken =
        take(nurse, &test.bear, crate::photo_processing::with_words(&snapshot(640, 480), 6))
            .await
            .expect(201);
    let id = taken.text("id");
    assert_eq!(taken["state"], "waiting");
    assert_eq!((taken["width"].clone(), taken["height"].clone()), (json!(480), json!(640)));
    assert_eq!(taken["taken_by"], json!({ "id": nurse.id, "display_name": "The nurse" }));
    assert_eq!(taken.headers["location"], format!("/api/v1/photos/{id}"));
    assert_eq!(test.stored_images().await, 2, "a full image and a small one");

    // Staff see that it awaits review; the family neither sees it nor finds it by id.
    let waiting = nurse.get("/photos?state=waiting").await.expect(200);
    assert_eq!(waiting.all("items", "id"), [id.as_str()]);
    assert!(test.shown(&photos).await.is_empty());
    assert_eq!(test.opened(&photos, &id).await, 404);
    nurse.post(&format!("/photos/{id}/release"), json!({})).await.refused(403, "forbidden");

    hospital.wait_minutes(3);
    let released = lead.post(&format!("/photos/{id}/release"), json!({})).await.expect(200);
    assert_eq!(
        (released["state"].clone(), released["released_at"].clone()),
        (json!("released"), json!(hospital.now()))
    );
    assert_eq!(released["released_by"]["display_name"], "The lead");
    lead.post(&format!("/photos/{id}/release"), json!({})).await.refused(409, "already-released");
    assert!(all_are(&nurse.get("/photos?state=released").await.expect(200), "id", &json!(id)));

    let view = hospital.stranger().get(&photos).await.expect(200);
    let shown = view["companions"][0]["photos"][0].clone();
    assert_eq!(shown["at"], taken["taken_at"], "when it was taken, not when it was released");
    let url = shown["url"].as_str().expect("an address").to_owned();
    assert!(!view.text("companions/0/photos/0/url").contains(&nurse.id));
    assert_eq!(view["updated_at"], json!(hospital.now()));

    // A status-only link shows no photo, and neither does another or an unknown token.
    assert!(test.shown(&status).await.is_empty());
    for stranger in [status.as_str(), "/family/AAAAAAAAAAAAAAAAAAAAAA"] {
        assert_eq!(test.opened(stranger, &id).await, 404, "{stranger}");
    }
    hospital.stranger().get(&format!("/photos/{id}")).await.refused(401, "unauthenticated");

    for (actor, path) in
        [(hospital.stranger(), format!(".{url}")), (nurse.clone(), format!("/photos/{id}"))]
    {
        let full = actor.get(&path).await.expect(200);
        let small = actor.get(&format!("{path}?size=small")).await.expect(200);
        assert!(small.bytes.len() < full.bytes.len());
        for image in [full, small] {
            assert_eq!(image.headers["content-type"], "image/jpeg");
            assert_eq!(image.headers["cache-control"], "no-store");
            assert_eq!(image.headers["x-content-type-options"], "nosniff");
            assert_eq!(
                image.headers["content-security-policy"],
                "default-src 'none'; frame-ancestors 'none'; sandbox"
            );
            assert!(image.bytes.starts_with(&[0xFF, 0xD8]) && !tells_words(&image.bytes));
        }
        actor.get(&format!("{path}?size=huge")).await.refused(400, "malformed");
    }

    // A node with photos switched off shows none.
    let off = hospital.another_node(TestOptions::default()).await;
    let view = off.stranger().get(&photos).await.expect(200);
    assert!(view.all("companions/0/photos", "id").is_empty());
    off.stranger().get(&format!("{photos}/photos/{id}")).await.refused(404, "not-found");

    // A revoked link shows nothing any more.
    let links = nurse.get(&format!("/visits/{}/family-links", test.bear.visit)).await.expect(200);
    nurse.delete(&format!("/family-links/{}", links.text("items/0/id"))).await.expect(204);
    assert_eq!(test.opened(&photos, &id).await, 404);
}

async fn r38_photographer_cannot_release_own_photo(test: PhotoTest) {
    let PhotoTest { hospital, lead, .. } = &test;
    let id = take(lead, &test.bear, snapshot(64, 48)).await.expect(201).text("id");
    let link = test.link("status_and_photos").await;
    lead.post(&format!("/photos/{id}/release"), json!({})).await.refused(409, "own-photo");
    assert!(test.shown(&link).await.is_empty());
    let another = hospital.sign_in_as("other", Role::Lead).await;
    another.post(&format!("/photos/{id}/release"), json!({})).await.expect(200);
    assert_eq!(test.shown(&link).await, [id]);
}

with_both_photo_storages!(
    r38_photo_needs_release_by_a_second_person,
    r38_photographer_cannot_release_own_photo,
);
