//! How photos end: by time, by withdrawn consent, by a hold, by a purge. Nothing is left behind.

use serde_json::{Value, json};

use super::{PhotoTest, take, with_both_photo_storages};
use crate::photo_processing::snapshot;

async fn r38_photo_expires_a_day_after_the_visit(test: PhotoTest) {
    let PhotoTest { hospital, .. } = &test;
    let (link, id) = (test.link("status_and_photos").await, test.released().await);
    let waiting = test.upload().await;
    hospital.wait_minutes(3 * 24 * 60);
    hospital.run_alert_monitor().await;
    assert_eq!(test.shown(&link).await, [id.as_str()], "the photo stays during the visit");
    test.go_home().await;
    hospital.wait_minutes(24 * 60 - 1);
    hospital.run_alert_monitor().await;
    assert_eq!(test.shown(&link).await, [id.as_str()]);
    assert_eq!(test.opened(&link, &id).await, 200);

    // It expires to the minute, without waiting for a job.
    hospital.wait_minutes(1);
    assert!(test.shown(&link).await.is_empty());
    assert_eq!(test.opened(&link, &id).await, 404);
    test.lead
        .post(&format!("/photos/{waiting}/release"), json!({}))
        .await
        .refused(404, "not-found");
    hospital.run_alert_monitor().await;
    assert_eq!((test.stored_images().await, test.photo_records().await), (0, 0));
    test.nurse.get(&format!("/photos/{id}")).await.refused(404, "not-found");
}

async fn r38_consent_is_withdrawn_as_easily_as_given(test: PhotoTest) {
    let PhotoTest { hospital, nurse, bear, .. } = &test;
    let (link, id) = (test.link("status_and_photos").await, test.released().await);
    test.upload().await;
    let agreed = nurse.get(&test.consent_path()).await.expect(200);
    assert_eq!(agreed["given_by"], "parent");
    assert_eq!(agreed["recorded_by"], json!({ "id": nurse.id, "display_name": "The nurse" }));
    let again =
        test.lead.put(&test.consent_path(), json!({ "given_by": "guardian" })).await.expect(200);
    assert_eq!(again.bytes, agreed.bytes, "the first record stands");

    test.lead.delete(&test.consent_path()).await.expect(204);
    assert!(test.shown(&link).await.is_empty());
    assert_eq!(test.opened(&link, &id).await, 404);
    assert_eq!(
        (test.stored_images().await, test.photo_records().await),
        (0, 0),
        "deleted, not hidden"
    );
    nurse.get(&test.consent_path()).await.refused(404, "not-found");
    take(nurse, bear, snapshot(64, 48)).await.refused(409, "no-photo-consent");
    test.lead.delete(&test.consent_path()).await.expect(204);
    let withdrawn = "SELECT given_by AS line FROM photo_consents WHERE withdrawn_at IS NOT NULL";
    assert_eq!(
        hospital.db.lines(withdrawn).await,
        ["parent"],
        "the withdrawn consent stays on record"
    );

    // New consent starts from zero: deleted photos do not come back.
    test.give_consent().await.expect(200);
    assert!(test.shown(&link).await.is_empty());
    test.upload().await;
}

async fn r36_photo_deleted_during_a_hold_disappears(test: PhotoTest) {
    let (kept, removed) = (test.released().await, test.released().await);
    let link = test.link("status_and_photos").await;
    let mut page = test.hospital.stranger().watch_at(&format!("{link}/events"), &[]).await;
    let ids = |state: &Value| -> Vec<String> {
        let photos = state["companions"][0]["photos"].as_array().expect("photos");
        photos.iter().map(|photo| photo["id"].as_str().expect("an id").to_owned()).collect()
    };
    assert_eq!(ids(&page.state().await.data), [kept.as_str(), removed.as_str()]);
    test.hold("hold").await;
    test.nurse.delete(&format!("/photos/{removed}")).await.expect(204);
    assert_eq!(ids(&page.state().await.data), [kept.as_str()]);
    test.hold("permanent").await;
    assert_eq!(ids(&page.state().await.data), Vec::<String>::new());
}

async fn r36_hold_freezes_photos_and_a_permanent_one_deletes_them(test: PhotoTest) {
    let PhotoTest { nurse, lead, bear, .. } = &test;
    let (link, seen) = (test.link("status_and_photos").await, test.released().await);
    let waiting = test.upload().await;
    test.hold("hold").await;
    assert_eq!(
        test.shown(&link).await,
        [seen.as_str()],
        "the page stays as it was when the hold began"
    );
    lead.post(&format!("/photos/{waiting}/release"), json!({})).await.refused(409, "feed-held");
    take(nurse, bear, snapshot(64, 48)).await.refused(409, "feed-held");
    assert_eq!(test.shown(&link).await, [seen.as_str()]);

    lead.delete(&format!("/visits/{}/hold", bear.visit)).await.expect(204);
    assert_eq!(test.shown(&link).await, [seen.as_str()], "ending the hold releases no photo");
    lead.post(&format!("/photos/{waiting}/release"), json!({})).await.expect(200);
    assert_eq!(test.shown(&link).await, [seen.as_str(), waiting.as_str()]);

    test.hold("permanent").await;
    assert!(test.shown(&link).await.is_empty());
    for id in [&seen, &waiting] {
        assert_eq!(test.opened(&link, id).await, 404);
    }
    assert_eq!((test.stored_images().await, test.photo_records().await), (0, 0));
    take(nurse, bear, snapshot(64, 48)).await.refused(409, "feed-held");
    nurse.delete(&test.consent_path()).await.expect(204);
    test.give_consent().await.refused(409, "feed-held");
}

async fn any_staff_can_delete_a_photo_and_a_purge_deletes_all(test: PhotoTest) {
    let PhotoTest { nurse, bear, .. } = &test;
    let (link, id) = (test.link("status_and_photos").await, test.released().await);
    nurse.delete(&format!("/photos/{id}")).await.expect(204);
    assert_eq!(test.opened(&link, &id).await, 404);
    assert_eq!((test.stored_images().await, test.photo_records().await), (0, 0));
    nurse.delete(&format!("/photos/{id}")).await.refused(404, "not-found");

    test.released().await;
    test.go_home().await;
    assert_eq!(test.photo_records().await, 1);
    nurse.delete(&format!("/children/{}", bear.child)).await.expect(204);
    assert_eq!((test.stored_images().await, test.photo_records().await), (0, 0));
}

with_both_photo_storages!(
    r38_photo_expires_a_day_after_the_visit,
    r38_consent_is_withdrawn_as_easily_as_given,
    r36_photo_deleted_during_a_hold_disappears,
    r36_hold_freezes_photos_and_a_permanent_one_deletes_them,
    any_staff_can_delete_a_photo_and_a_purge_deletes_all,
);
