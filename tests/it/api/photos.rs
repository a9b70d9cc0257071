//! Photos (R38): off by default, with consent, reviewed by a second person, shown for a limited
//! time. Each test runs with both kinds of storage.

mod expiry;
mod directory;
mod refused;
mod visibility;

use std::rc::Rc;

use reqwest::Method;
use serde_json::{Value, json};
use stuffy::photos::directory::PhotoDirectory;
use stuffy::photos::storage::PhotoStorage;
use tempfile::TempDir;

use crate::builders::{self, Bear};
use crate::databases::Database;
use crate::photo_processing::{snapshot, with_words};
use crate::test_app::{Actor, Reply, TestHospital, TestOptions};

/// Where a test saves its photos.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum StorageKind {
    Database,
    Directory,
}

/// A server with photos enabled, and a bear whose parent gave consent.
struct PhotoTest {
    hospital: Rc<TestHospital>,
    directory: TempDir,
    nurse: Actor,
    lead: Actor,
    bear: Bear,
}

impl PhotoTest {
    async fn open(db: Database, storage: StorageKind) -> Self {
        let directory = TempDir::new().expect("a directory");
        let photo_storage = match storage {
            StorageKind::Database => PhotoStorage::Database,
            StorageKind::Directory => PhotoStorage::Directory(
                PhotoDirectory::open(directory.path()).expect("a directory"),
            ),
        };
        let options = TestOptions { photo_storage, ..TestOptions::with_long_sessions() };
        let hospital = TestHospital::start_with(db, options).await;
        let (nurse, lead) = (hospital.nurse().await, hospital.lead().await);
        let bear = builders::check_in(&nurse).await;
        let test = Self { hospital, directory, nurse, lead, bear };
        test.give_consent().await.expect(200);
        test
    }

    fn consent_path(&self) -> String {
        format!("/visits/{}/photo-consent", self.bear.visit)
    }

    async fn give_consent(&self) -> Reply {
        self.nurse.put(&self.consent_path(), json!({ "given_by": "parent" })).await
    }

    /// The nurse uploads a photo as a phone would send it, with metadata.
    async fn upload(&self) -> String {
        let taken = take(&self.nurse, &self.bear, with_words(&snapshot(640, 480), 1)).await;
        taken.expect(201).text("id")
    }

    /// A photo that the family can see.
    async fn released(&self) -> String {
        let id = self.upload().await;
        self.lead.post(&format!("/photos/{id}/release"), json!({})).await.expect(200);
        id
    }

    /// A link with this scope, as the API path of its page.
    async fn link(&self, scope: &str) -> String {
        builders::invite_with(&self.nurse, &self.bear.visit, json!({ "scope": scope })).await.api()
    }

    /// The ids of the photos that a link's page shows.
    async fn shown(&self, link: &str) -> Vec<String> {
        let view = self.hospital.stranger().get(link).await.expect(200);
        view.all("companions/0/photos", "id")
    }

    /// The status of a photo requested through a link.
    async fn opened(&self, link: &str, id: &str) -> u16 {
        self.hospital.stranger().get(&format!("{link}/photos/{id}")).await.status
    }

    /// How many images are saved anywhere, in any size: in the database and in the directory.
    async fn stored_images(&self) -> usize {
        let lines = "SELECT size AS line FROM photo_bytes";
        self.hospital.db.lines(lines).await.len() + self.files().len()
    }

    /// The files in the directory.
    fn files(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.directory.path()).expect("a directory");
        let name = |entry: std::io::Result<std::fs::DirEntry>| {
            entry.expect("an entry").file_name().into_string().expect("a name")
        };
        entries.map(name).collect()
    }

    /// The photo records, deleted ones included.
    async fn photo_records(&self) -> usize {
        self.hospital.db.lines("SELECT kept_in AS line FROM photos").await.len()
    }

    /// The bear goes home, and the visit ends.
    async fn go_home(&self) {
        let home = json!([{ "kind": "reunited", "with": "child" }, { "kind": "closed", "outcome": "with_child" }]);
        self.bear.perform(&self.nurse, home).await;
        let visit = format!("/visits/{}", self.bear.visit);
        let revision = self.nurse.get(&visit).await.expect(200)["revision"].clone();
        self.nurse.patch(&visit, &revision, json!({ "status": "completed" })).await.expect(200);
    }

    async fn hold(&self, kind: &str) {
        let body = json!({ "kind": kind, "reason": "we talk first" });
        self.nurse.put(&format!("/visits/{}/hold", self.bear.visit), body).await.expect(200);
    }
}

/// Uploads a photo of a bear.
async fn take(actor: &Actor, bear: &Bear, jpeg: Vec<u8>) -> Reply {
    send(actor, &bear.journey, "image/jpeg", jpeg).await
}

async fn send(actor: &Actor, journey: &str, kind: &str, body: Vec<u8>) -> Reply {
    let path = format!("/journeys/{journey}/photos");
    actor.send_bytes(Method::POST, &path, &[("content-type", kind)], Some(body)).await
}

/// Runs a test twice on each database: with photos in the database, and in a directory.
macro_rules! with_both_photo_storages {
    ($($name:ident),+ $(,)?) => {$(
        mod $name {
            use crate::api::photos::{StorageKind, PhotoTest};
            use crate::databases::{Database, on_both_databases};

            async fn in_the_database(db: Database) {
                super::$name(PhotoTest::open(db, StorageKind::Database).await).await;
            }

            async fn in_a_directory(db: Database) {
                super::$name(PhotoTest::open(db, StorageKind::Directory).await).await;
            }

            on_both_databases!(in_the_database, in_a_directory);
        }
    )+};
}
use with_both_photo_storages;

/// Whether a member has this value in all items of a list.
fn all_are(reply: &Reply, member: &str, value: &Value) -> bool {
    let items = reply["items"].as_array().expect("a list");
    !items.is_empty() && items.iter().all(|item| &item[member] == value)
}
