//! A hospital with a record for every documented path, so that a refusal never hides behind a 404.

use std::collections::BTreeMap;
use std::rc::Rc;

use serde_json::json;
use stuffy::photos::storage::PhotoStorage;

use super::callers::{Caller, Guest, TokenIn, of_every_role, with_invalid_credentials};
use crate::api::phones::Phone;
use crate::builders::{self, Bear, Link, Rooms};
use crate::contract::{Contract, Operation};
use crate::databases::Database;
use crate::photo_processing::snapshot;
use crate::test_app::{Actor, TestHospital, TestOptions};

/// A hospital with one record of each kind.
pub(super) struct Ward {
    pub(super) hospital: Rc<TestHospital>,
    /// The token of the family link.
    pub(super) family: String,
    /// The id to use after each path segment.
    ids: BTreeMap<&'static str, String>,
}

impl Ward {
    /// The path of an operation with existing ids.
    pub(super) fn path(&self, operation: &Operation, token: &str) -> String {
        // Only a purged child has a receipt.
        let mut before = if operation.path.ends_with("/receipt") { "receipt" } else { "" };
        let is_receipt = !before.is_empty();
        let mut parts = Vec::new();
        for part in operation.path.split('/') {
            parts.push(match part {
                "{token}" => token,
                gap if gap.starts_with('{') => {
                    let id = self.ids.get(before);
                    id.unwrap_or_else(|| {
                        panic!("the fixtures have no {gap} for {}", operation.path)
                    })
                }
                word => word,
            });
            before = if is_receipt { before } else { part };
        }
        parts.join("/")
    }
}

fn token(link: &Link) -> String {
    link.api().trim_start_matches("/family/").to_owned()
}

/// The tokens of a link whose visit has ended, which expires later, and of a revoked link.
async fn ended_and_revoked_links(nurse: &Actor) -> [String; 2] {
    let (ended, over) = (builders::check_in(nurse).await, builders::check_in(nurse).await);
    let (link, revoked) = (
        builders::invite_with(nurse, &ended.visit, json!({})).await,
        builders::invite_with(nurse, &over.visit, json!({})).await,
    );
    nurse.delete(&format!("/family-links/{}", revoked.id)).await.expect(204);
    let home = json!([{ "kind": "reunited", "with": "child" }, { "kind": "closed", "outcome": "with_child" }]);
    ended.perform(nurse, home).await;
    builders::end_visit(nurse, &ended.visit, "completed").await;
    nurse.hospital.stranger().get(&link.api()).await.expect(200);
    [token(&link), token(&revoked)]
}

/// Creates one record of each kind. Returns their ids, the token of their family link, and that of another child.
async fn create_records(
    hospital: &Rc<TestHospital>,
) -> (BTreeMap<&'static str, String>, String, String) {
    let (nurse, lead, admin) =
        (hospital.nurse().await, hospital.lead().await, hospital.admin().await);
    let rooms = Rooms::open(&admin).await;
    let bear = builders::check_in(&nurse).await;
    builders::complete_journey(&nurse, &rooms, &bear).await;
    nurse
        .put(&format!("/visits/{}/photo-consent", bear.visit), json!({ "given_by": "parent" }))
        .await
        .expect(200);
    let taken = nurse
        .send_bytes(
            reqwest::Method::POST,
            &format!("/journeys/{}/photos", bear.journey),
            &[("content-type", "image/jpeg")],
            Some(snapshot(64, 48)),
        )
        .await;
    let photo = taken.expect(201).text("id");
    lead.post(&format!("/photos/{photo}/release"), json!({})).await.expect(200);
    let card = builders::proposal(&nurse, &bear, "paper").await;
    lead.put(&format!("/journeys/{}/card", bear.journey), card).await.expect(200);
    let link = builders::invite_with(
        &nurse,
        &bear.visit,
        json!({ "relation": "guardian", "scope": "status_and_photos" }),
    )
    .await;
    let (_, browser) = Contract::get()
        .at("/components/schemas/NewPushSubscription/examples/0")
        .expect("a browser");
    let push = hospital
        .stranger()
        .post(&format!("{}/push-subscriptions", link.api()), browser.clone())
        .await
        .expect(201);

    let other = builders::check_in_with(&nurse, json!({ "companion": { "name": "Hops", "species": "rabbit", "screening": builders::clear_screening() } })).await;
    let others = builders::invite_with(
        &nurse,
        &other.visit,
        json!({ "relation": "guardian", "scope": "status_and_photos" }),
    )
    .await;
    other.perform(&nurse, json!([{ "kind": "reported_missing" }])).await;
    let alert = nurse.get("/alerts").await.expect(200).text("items/0/id");
    let erased = nurse.post("/children", json!({ "alias": "Comet" })).await.expect(201).text("id");
    nurse.delete(&format!("/children/{erased}")).await.expect(204);
    let token_of = json!({ "name": "PAS", "scopes": ["visits:read"] });
    let service = admin.post("/service-tokens", token_of).await.expect(201).text("id");
    let step = bear.steps(&nurse).await[0]["id"].as_str().expect("an id").to_owned();
    let Bear { child, companion, visit, journey, tag } = bear;
    let ids = BTreeMap::from([
        ("service-tokens", service),
        ("phones", Phone::enrolled(&admin, "Bay 3").await.id),
        ("staff", nurse.id),
        ("places", rooms.ward),
        ("tags", tag),
        ("children", child),
        ("receipt", erased),
        ("companions", companion),
        ("visits", visit),
        ("journeys", journey),
        ("steps", step),
        ("alerts", alert),
        ("photos", photo),
        ("family-links", link.id.clone()),
        ("push-subscriptions", push.text("id")),
        ("problems", "not-cleared".to_owned()),
        ("docs", "start.js".to_owned()),
    ]);
    (ids, token(&link), token(&others))
}

pub(super) async fn with_every_caller(db: Database) -> (Ward, Vec<Caller>, Vec<Guest>) {
    let options = TestOptions {
        photo_storage: PhotoStorage::Database,
        push: Some("a key".to_owned()),
        ..TestOptions::default()
    };
    let hospital = TestHospital::start_with(db, options).await;
    let [ended, revoked] = ended_and_revoked_links(&hospital.nurse().await).await;
    let invalid = with_invalid_credentials(&hospital).await;
    let mut callers = of_every_role(&hospital).await;
    let (ids, family, others) = create_records(&hospital).await;
    let stranger = hospital.stranger();
    for (name, actor) in invalid {
        callers.push(Caller::unknown(name, &actor, TokenIn::Header));
        callers.push(Caller::unknown(name, &actor, TokenIn::Cookie));
    }
    for (name, token) in [
        ("the family of this child", &family),
        ("the family of another child", &others),
        ("a family whose link has expired", &ended),
        ("a family whose link was revoked", &revoked),
    ] {
        let actor = stranger.with_token(token);
        callers.push(Caller::unknown(name, &actor, TokenIn::Header));
        callers.push(Caller::unknown(name, &actor, TokenIn::Cookie));
    }
    let session = hospital.nurse().await.token.expect("a token");
    let guests = vec![
        Guest::without_access("a family whose link has expired", &ended),
        Guest::without_access("a family whose link was revoked", &revoked),
        Guest::without_access("a made-up link", "AAAAAAAAAAAAAAAAAAAAAA"),
        Guest::without_access("a nurse's session token", &session),
        Guest {
            is_for_another_child: true,
            ..Guest::without_access("the family of another child", &others)
        },
        Guest {
            is_for_this_child: true,
            ..Guest::without_access("the family of this child", &family)
        },
    ];
    (Ward { hospital, family, ids }, callers, guests)
}
