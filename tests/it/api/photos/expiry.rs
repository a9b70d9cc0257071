//! How photos end: by time, by withdrawn consent, by a hold, by a purge. Nothing is left behind.

use serde_json::{Value, json};

use super::{Studio, take, with_both_photo_storages};
use crate::photo_processing::snapshot;

async fn r38_photo_expires_a_day_after_the_visit(studio: Studio) {
    let Studio { hospital, .. } = &studio;
    let (link, id) = (studio.link("status_and_photos").await, studio.released().await);
    let waiting = studio.take().await;
    hospital.wait_minutes(3 * 24 * 60);
    hospital.run_alert_monitor().await;
    assert_eq!(studio.shown(&link).await, [id.as_str()], "as long as the visit goes on");
    studio.go_home().await;
    hospital.wait_minutes(24 * 60 - 1);
    hospital.run_alert_monitor().await;
    assert_eq!(studio.shown(&link).await, [id.as_str()]);
    assert_eq!(studio.opened(&link, &id).await, 200);

    // It expires to the minute, without waiting for a job.
    hospital.wait_minutes(1);
    assert!(studio.shown(&link).await.is_empty());
    assert_eq!(studio.opened(&link, &id).await, 404);
    studio
        .lead
        .post(&format!("/photos/{waiting}/release"), json!({}))
        .await
        .refused(404, "not-found");
    hospital.run_alert_monitor().await;
    assert_eq!((studio.kept().await, studio.rows().await), (0, 0));
    studio.nurse.get(&format!("/photos/{id}")).await.refused(404, "not-found");
}

async fn r38_consent_is_withdrawn_as_easily_as_given(studio: Studio) {
    let Studio { hospital, nurse, bear, .. } = &studio;
    let (link, id) = (studio.link("status_and_photos").await, studio.released().await);
    studio.take().await;
    let agreed = nurse.get(&studio.consent()).await.expect(200);
    assert_eq!(agreed["given_by"], "parent");
    assert_eq!(agreed["recorded_by"], json!({ "id": nurse.id, "display_name": "The nurse" }));
    let again =
        studio.lead.put(&studio.consent(), json!({ "given_by": "guardian" })).await.expect(200);
    assert_eq!(again.bytes, agreed.bytes, "the first record stands");

    studio.lead.delete(&studio.consent()).await.expect(204);
    assert!(studio.shown(&link).await.is_empty());
    assert_eq!(studio.opened(&link, &id).await, 404);
    assert_eq!((studio.kept().await, studio.rows().await), (0, 0), "gone, not hidden");
    nurse.get(&studio.consent()).await.refused(404, "not-found");
    take(nurse, bear, snapshot(64, 48)).await.refused(409, "no-photo-consent");
    studio.lead.delete(&studio.consent()).await.expect(204);
    let kept = "SELECT given_by AS line FROM photo_consents WHERE withdrawn_at IS NOT NULL";
    assert_eq!(hospital.db.lines(kept).await, ["parent"], "who recorded what can still be told");

    // New consent starts from zero: deleted photos do not come back.
    studio.agree().await.expect(200);
    assert!(studio.shown(&link).await.is_empty());
    studio.take().await;
}

async fn r36_photo_deleted_during_a_hold_disappears(studio: Studio) {
    let (kept, removed) = (studio.released().await, studio.released().await);
    let link = studio.link("status_and_photos").await;
    let mut page = studio.hospital.stranger().watch_at(&format!("{link}/events"), &[]).await;
    let ids = |state: &Value| -> Vec<String> {
        let photos = state["companions"][0]["photos"].as_array().expect("photos");
        photos.iter().map(|photo| photo["id"].as_str().expect("an id").to_owned()).collect()
    };
    assert_eq!(ids(&page.state().await.data), [kept.as_str(), removed.as_str()]);
    studio.hold("hold").await;
    studio.nurse.delete(&format!("/photos/{removed}")).await.expect(204);
    assert_eq!(ids(&page.state().await.data), [kept.as_str()]);
    studio.hold("permanent").await;
    assert_eq!(ids(&page.state().await.data), Vec::<String>::new());
}

async fn r36_hold_freezes_photos_and_a_permanent_one_deletes_them(studio: Studio) {
    let Studio { nurse, lead, bear, .. } = &studio;
    let (link, seen) = (studio.link("status_and_photos").await, studio.released().await);
    let waiting = studio.take().await;
    studio.hold("hold").await;
    assert_eq!(studio.shown(&link).await, [seen.as_str()], "as it was when the hold was put");
    lead.post(&format!("/photos/{waiting}/release"), json!({})).await.refused(409, "feed-held");
    take(nurse, bear, snapshot(64, 48)).await.refused(409, "feed-held");
    assert_eq!(studio.shown(&link).await, [seen.as_str()]);

    lead.delete(&format!("/visits/{}/hold", bear.visit)).await.expect(204);
    assert_eq!(studio.shown(&link).await, [seen.as_str()], "nothing comes out that was not let go");
    lead.post(&format!("/photos/{waiting}/release"), json!({})).await.expect(200);
    assert_eq!(studio.shown(&link).await, [seen.as_str(), waiting.as_str()]);

    studio.hold("permanent").await;
    assert!(studio.shown(&link).await.is_empty());
    for id in [&seen, &waiting] {
        assert_eq!(studio.opened(&link, id).await, 404);
    }
    assert_eq!((studio.kept().await, studio.rows().await), (0, 0));
    take(nurse, bear, snapshot(64, 48)).await.refused(409, "feed-held");
    nurse.delete(&studio.consent()).await.expect(204);
    studio.agree().await.refused(409, "feed-held");
}

async fn any_staff_can_delete_a_photo_and_a_purge_deletes_all(studio: Studio) {
    let Studio { nurse, bear, .. } = &studio;
    let (link, id) = (studio.link("status_and_photos").await, studio.released().await);
    nurse.delete(&format!("/photos/{id}")).await.expect(204);
    assert_eq!(studio.opened(&link, &id).await, 404);
    assert_eq!((studio.kept().await, studio.rows().await), (0, 0));
    nurse.delete(&format!("/photos/{id}")).await.refused(404, "not-found");

    studio.released().await;
    studio.go_home().await;
    assert_eq!(studio.rows().await, 1);
    nurse.delete(&format!("/children/{}", bear.child)).await.expect(204);
    assert_eq!((studio.kept().await, studio.rows().await), (0, 0));
}

with_both_photo_storages!(
    r38_photo_expires_a_day_after_the_visit,
    r38_consent_is_withdrawn_as_easily_as_given,
    r36_photo_deleted_during_a_hold_disappears,
    r36_hold_freezes_photos_and_a_permanent_one_deletes_them,
    any_staff_can_delete_a_photo_and_a_purge_deletes_all,
);
