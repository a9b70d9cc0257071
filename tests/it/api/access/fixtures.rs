//! A ward in which every path of the contract leads to something: who may not have it asks for what is there.

use std::collections::BTreeMap;
use std::rc::Rc;

use serde_json::json;
use stuffy::photos::storage::Album;

use super::callers::{By, Caller, Guest, of_the_past, of_today};
use crate::api::phones::Phone;
use crate::builders::{self, Bear, Link, Rooms};
use crate::contract::{Contract, Operation};
use crate::databases::Database;
use crate::photo_processing::snapshot;
use crate::test_app::{Actor, TestHospital, TestOptions};

/// A hospital, a bear that has been through it all, and what may be asked for by its id.
pub(super) struct Ward {
    pub(super) hospital: Rc<TestHospital>,
    /// The token of its family's link.
    pub(super) family: String,
    ids: BTreeMap<&'static str, String>,
}

impl Ward {
    /// The path of an operation with something real in each of its gaps.
    pub(super) fn path(&self, operation: &Operation, token: &str) -> String {
        // A receipt is there of a child that is not any more.
        let mut before = if operation.path.ends_with("/receipt") { "receipt" } else { "" };
        let of_a_receipt = !before.is_empty();
        let mut parts = Vec::new();
        for part in operation.path.split('/') {
            parts.push(match part {
                "{token}" => token,
                gap if gap.starts_with('{') => {
                    let there = self.ids.get(before);
                    there.unwrap_or_else(|| {
                        panic!("say in this ward what {gap} is in {}", operation.path)
                    })
                }
                word => word,
            });
            before = if of_a_receipt { before } else { part };
        }
        parts.join("/")
    }
}

fn token(link: &Link) -> String {
    link.api().trim_start_matches("/family/").to_owned()
}

/// A visit that ended so long ago that its family's link did too; and one whose link was taken back.
async fn links_of_the_past(nurse: &Actor) -> [String; 2] {
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

/// A bear that stood watch, with a photo and a card for its family, whose phone is told of news.
async fn all_of_it(
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

/// The ward, everybody who may ask, and everybody who may stand before a family's door.
pub(super) async fn with_everybody(db: Database) -> (Ward, Vec<Caller>, Vec<Guest>) {
    let options = TestOptions {
        album: Album::Database,
        push: Some("a key".to_owned()),
        ..TestOptions::default()
    };
    let hospital = TestHospital::start_with(db, options).await;
    let [ended, revoked] = links_of_the_past(&hospital.nurse().await).await;
    let past = of_the_past(&hospital).await;
    let mut callers = of_today(&hospital).await;
    let (ids, family, others) = all_of_it(&hospital).await;
    let stranger = hospital.stranger();
    for (called, actor) in past {
        callers.push(Caller::unknown(called, &actor, By::Bearer));
        callers.push(Caller::unknown(called, &actor, By::Cookie));
    }
    for (called, token) in [
        ("the family of this child", &family),
        ("the family of another child", &others),
        ("a family whose link is over", &ended),
        ("a family whose link was taken back", &revoked),
    ] {
        let actor = stranger.with_token(token);
        callers.push(Caller::unknown(called, &actor, By::Bearer));
        callers.push(Caller::unknown(called, &actor, By::Cookie));
    }
    let session = hospital.nurse().await.token.expect("a token");
    let guests = vec![
        Guest::nobody("a family whose link is over", &ended),
        Guest::nobody("a family whose link was taken back", &revoked),
        Guest::nobody("somebody with a made-up link", "AAAAAAAAAAAAAAAAAAAAAA"),
        Guest::nobody("a nurse's session", &session),
        Guest { of_another: true, ..Guest::nobody("the family of another child", &others) },
        Guest { of_this_child: true, ..Guest::nobody("the family of this child", &family) },
    ];
    (Ward { hospital, family, ids }, callers, guests)
}
