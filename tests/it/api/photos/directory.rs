//! The photo directory after a crash: files without a record are not shown and get deleted, others
//! stay.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use serde_json::json;
use stuffy::db::Error;
use stuffy::domain::id::PhotoId;
use stuffy::photos::directory::PhotoDirectory;
use stuffy::photos::storage::PhotoStorage;
use stuffy::use_cases::photos::count_unreachable;

use super::{PhotoTest, StorageKind};
use crate::databases::{Database, on_both_databases};
use crate::pages::page_client::PageClient;
use crate::photo_processing::snapshot;
use crate::test_app::TestOptions;

async fn files_left_by_a_crash_are_deleted(db: Database) {
    let test = PhotoTest::open(db, StorageKind::Directory).await;
    let (hospital, link) = (&test.hospital, test.link("status_and_photos").await);
    let kept = test.released().await;
    let mode = |name: &str| {
        fs::metadata(test.directory.path().join(name)).expect("a file").permissions().mode() & 0o777
    };
    assert!(
        test.files().iter().all(|name| mode(name) == 0o600),
        "only the owner may read the files"
    );

    // Files without a record, complete and partial, and a file of somebody else.
    let orphan = hospital.scan_id();
    for name in
        [format!("{orphan}.full.jpg"), format!("{orphan}.small.jpg.part"), "README".to_owned()]
    {
        fs::write(test.directory.path().join(name), b"\xFF\xD8 of somebody").expect("written");
    }
    assert_eq!(test.opened(&link, &orphan).await, 404);
    test.nurse.get(&format!("/photos/{orphan}")).await.refused(404, "not-found");
    hospital.run_alert_monitor().await;
    assert_eq!(test.files().len(), 5, "it may belong to an upload in progress");
    hospital.wait_minutes(10);
    hospital.run_alert_monitor().await;
    let mut left = test.files();
    left.sort();
    assert_eq!(
        left,
        [format!("{kept}.full.jpg"), format!("{kept}.small.jpg"), "README".to_owned()]
    );
    assert_eq!(test.opened(&link, &kept).await, 200);
}

async fn deleted_photo_is_not_shown_while_its_file_remains(db: Database) {
    let test = PhotoTest::open(db, StorageKind::Directory).await;
    let (hospital, link) = (&test.hospital, test.link("status_and_photos").await);
    let id = test.released().await;
    // The transaction deletes it, and a crash leaves the file.
    let (photo, now) = (PhotoId::from_uuid(id.parse().expect("an id")), hospital.app.clock.now());
    let deleted: Result<(), Error> =
        hospital.app.store.write(move |tx| tx.mark_photos_deleted(&[photo], now)).await;
    deleted.expect("marked as deleted");
    assert_eq!(test.stored_images().await, 2);
    assert!(test.shown(&link).await.is_empty());
    assert_eq!(test.opened(&link, &id).await, 404);
    test.nurse.get(&format!("/photos/{id}")).await.refused(404, "not-found");
    assert!(test.nurse.get("/photos").await.expect(200).all("items", "id").is_empty());
    hospital.run_alert_monitor().await;
    assert_eq!((test.stored_images().await, test.photo_records().await), (0, 0));
}

async fn photos_in_an_unconfigured_directory_are_not_listed(db: Database) {
    let test = PhotoTest::open(db, StorageKind::Directory).await;
    let link = test.link("status_and_photos").await;
    let (released, waiting) = (test.released().await, test.upload().await);
    // Another setting: from now on photos are saved in the database.
    let hospital = test
        .hospital
        .another_node(TestOptions {
            photo_storage: PhotoStorage::Database,
            ..TestOptions::with_long_sessions()
        })
        .await;
    let (family, lead) = (hospital.stranger(), hospital.lead().await);
    let shown = async || family.get(&link).await.expect(200).all("companions/0/photos", "id");
    let listed = async || lead.get("/photos?limit=1").await.expect(200).all("items", "id");
    assert_eq!((shown().await, listed().await), (Vec::<String>::new(), Vec::<String>::new()));
    let ward_page =
        PageClient::new(&hospital, &lead).get(&format!("/T/{}", test.bear.tag)).await.text;
    assert!(!ward_page.contains(&released) && !ward_page.contains(&waiting), "{ward_page}");
    lead.post(&format!("/photos/{waiting}/release"), json!({})).await.refused(404, "not-found");
    family.get(&format!("{link}/photos/{released}")).await.refused(404, "not-found");
    assert_eq!(count_unreachable(&hospital.app).await.expect("a count"), 2);
    let new = super::take(&hospital.nurse().await, &test.bear, snapshot(64, 48))
        .await
        .expect(201)
        .text("id");
    assert_eq!(listed().await, [new.as_str()], "hidden photos do not count towards the page limit");
    // With the directory configured again, all photos are back, and so are those in the database.
    assert_eq!(test.shown(&link).await, [released.as_str()]);
    assert_eq!(
        test.lead.get("/photos").await.expect(200).all("items", "id"),
        [released, waiting, new]
    );
    assert_eq!(count_unreachable(&test.hospital.app).await.expect("a count"), 0);
}

async fn missing_file_means_photo_not_found(db: Database) {
    let test = PhotoTest::open(db, StorageKind::Directory).await;
    let id = test.released().await;
    for name in test.files() {
        fs::remove_file(test.directory.path().join(name)).expect("removed");
    }
    test.nurse.get(&format!("/photos/{id}")).await.refused(404, "not-found");
    test.nurse.delete(&format!("/photos/{id}")).await.expect(204);
    assert_eq!(test.photo_records().await, 0);
}

on_both_databases!(
    files_left_by_a_crash_are_deleted,
    deleted_photo_is_not_shown_while_its_file_remains,
    photos_in_an_unconfigured_directory_are_not_listed,
    missing_file_means_photo_not_found,
);

#[test]
fn photo_directory_is_private_and_checked_at_startup() {
    let parent = tempfile::TempDir::new().expect("a directory");
    let made = parent.path().join("a/photos");
    PhotoDirectory::open(&made).expect("a directory");
    assert_eq!(fs::metadata(&made).expect("a directory").permissions().mode() & 0o777, 0o700);
    assert_eq!(fs::read_dir(&made).expect("a directory").count(), 0);
    let file = parent.path().join("file");
    fs::write(&file, b"").expect("written");
    assert!(PhotoDirectory::open(&file).is_err());
}
