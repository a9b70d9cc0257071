//! Idempotency-Key: a request that is sent twice is executed once and gets the same response.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use stuffy::domain::account::person::Role;

use crate::builders::{arrival, create_tag};
use crate::contract::{Contract, Operation};
use crate::databases::{Database, on_both_databases};
use crate::test_app::{Actor, PASSWORD, Reply, TestHospital, merge};

/// A POST that creates something.
struct Post {
    documented_path: &'static str,
    path: String,
    body: Value,
    /// Merged into the body to make it a different one.
    other: Value,
}

async fn posts(admin: &Actor) -> Vec<Post> {
    let child = async |alias: &str| {
        admin.post("/children", json!({ "alias": alias })).await.expect(201).text("id")
    };
    let (at_home, comet) = (child("Comet").await, child("Meteor").await);
    let visit = admin.post("/visits", json!({ "child_id": comet })).await.expect(201).text("id");
    let guest = json!({ "name": "Grandmother", "language": "en", "scope": "status" });
    let here = |path: &'static str, body: Value, other: Value| Post {
        documented_path: path,
        path: path.to_owned(),
        body,
        other,
    };
    vec![
        here(
            "/service-tokens",
            json!({ "name": "PAS", "scopes": ["visits:read"] }),
            json!({ "name": "LIS" }),
        ),
        here(
            "/staff",
            json!({ "username": "ada", "display_name": "Ada", "role": "staff", "password": PASSWORD }),
            json!({ "username": "grace" }),
        ),
        here(
            "/places",
            json!({ "name": "Ward 4 East", "kind": "ward" }),
            json!({ "name": "Ward 5" }),
        ),
        here("/tags", json!({ "count": 2, "material": "fabric" }), json!({ "count": 3 })),
        here("/children", json!({ "alias": "Little Star" }), json!({ "latex": true })),
        here(
            "/companions",
            json!({ "child_id": at_home, "name": "Biscuit", "species": "bear" }),
            json!({ "species": "dog" }),
        ),
        here("/check-ins", arrival(&create_tag(admin).await), json!({ "place_id": null })),
        here("/visits", json!({ "child_id": at_home }), json!({ "place_id": null })),
        Post {
            documented_path: "/visits/{id}/family-links",
            path: format!("/visits/{visit}/family-links"),
            body: guest,
            other: json!({ "language": "es" }),
        },
        here("/phones", json!({ "name": "Bay 3" }), json!({ "name": "Bay 4" })),
    ]
}

/// What a repeat returns again: status, three headers, body.
type Repeated<'a> = (u16, [Option<&'a str>; 3], &'a [u8]);

/// A response without the headers that differ each time.
fn repeated(reply: &Reply) -> Repeated<'_> {
    let header = |name| reply.header(name);
    (reply.status, [header("etag"), header("location"), header("content-type")], &reply.bytes)
}

async fn a_repeated_request_gets_the_first_response(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (admin, other) = (hospital.admin().await, hospital.sign_in_as("other", Role::Admin).await);
    let posts = posts(&admin).await;
    for (nth, post) in posts.iter().enumerate() {
        let (path, key) = (&post.path, format!("key-number-{nth}"));
        let first = admin.post_with_key(path, &key, post.body.clone()).await.expect(201);
        hospital.wait_seconds(5);
        let again = admin.post_with_key(path, &key, post.body.clone()).await;
        assert_eq!(repeated(&again), repeated(&first), "{path}");

        let mut altered = post.body.clone();
        merge(&mut altered, post.other.clone());
        admin.post_with_key(path, &key, altered).await.refused(422, "idempotency-key-reused");
        // Another caller's request with the same key is independent.
        let others = other.post_with_key(path, &key, post.body.clone()).await;
        assert_ne!(others.bytes, first.bytes, "{path}");
        if let Some(url) =
            first["url"].as_str().filter(|url| url.contains("/f/") || url.contains("/e/"))
        {
            let token = url.rsplit('/').next().expect("a token");
            assert_eq!(hospital.db.rows_with(token).await, Vec::<String>::new());
        }
        if let Some(token) = first["token"].as_str() {
            assert_eq!(hospital.db.rows_with(token).await, Vec::<String>::new());
        }
    }
    // A photo is not JSON; the photo tests repeat one.
    let is_json = |operation: &&Operation| !operation.path.ends_with("/photos");
    let with_key = Contract::get().operations().iter().filter(is_json).filter(|operation| {
        (0..9).any(|nth| {
            let parameter = Contract::get().at(&format!("{}/parameters/{nth}", operation.pointer));
            parameter.is_some_and(|(_, parameter)| parameter["name"] == "Idempotency-Key")
        })
    });
    let with_key: BTreeSet<_> =
        with_key.map(|operation| operation.path.trim_start_matches("/api/v1")).collect();
    assert_eq!(with_key, posts.iter().map(|post| post.documented_path).collect());
    // The same key at another path is another request.
    let elsewhere = admin.post_with_key("/children", "key-number-3", posts[4].body.clone()).await;
    elsewhere.refused(422, "idempotency-key-reused");
}

async fn a_key_is_stored_for_a_day_and_only_on_success(db: Database) {
    let hospital = TestHospital::start(db).await;
    let nurse = hospital.nurse().await;
    let child = json!({ "alias": "Little Star" });
    let post = async |key: &str| nurse.post_with_key("/children", key, child.clone()).await;
    let first = post("the-morning-key").await.expect(201);
    hospital.wait_minutes(24 * 60 - 1);
    assert_eq!(post("the-morning-key").await.expect(201).bytes, first.bytes);
    hospital.wait_minutes(1);
    let next_day = post("the-morning-key").await.expect(201);
    assert_ne!(next_day["id"], first["id"]);
    assert_eq!(post("the-morning-key").await.expect(201).bytes, next_day.bytes);
    for wrong in ["short", "with a space", &"x".repeat(129)] {
        post(wrong).await.refused(400, "malformed");
    }

    // An error is not stored: once its cause is gone, the same request succeeds.
    let visit = json!({ "child_id": first.text("id") });
    let open = nurse.post("/visits", visit.clone()).await.expect(201);
    nurse.post_with_key("/visits", "the-visit-key", visit.clone()).await.refused(409, "visit-open");
    nurse
        .patch(
            &format!("/visits/{}", open.text("id")),
            &open["revision"],
            json!({ "status": "completed" }),
        )
        .await
        .expect(200);
    nurse.post_with_key("/visits", "the-visit-key", visit).await.expect(201);
}

async fn concurrent_requests_with_one_key_create_one_record(db: Database) {
    let hospital = TestHospital::start(db).await;
    let nurse = hospital.nurse().await;
    let child =
        || nurse.post_with_key("/children", "the-racing-key", json!({ "alias": "Little Star" }));
    let (one, two, three, four) = tokio::join!(child(), child(), child(), child());
    assert_eq!(one.status, 201);
    for other in [two, three, four] {
        assert_eq!(repeated(&other), repeated(&one));
    }
    assert_eq!(nurse.get("/children").await.expect(200)["items"].as_array().map(Vec::len), Some(1));
    let tags = || {
        nurse.post_with_key("/tags", "the-printing-key", json!({ "count": 3, "material": "paper" }))
    };
    let (one, two) = tokio::join!(tags(), tags());
    assert_eq!(repeated(&one.expect(201)), repeated(&two));
    assert_eq!(hospital.db.lines("SELECT code AS line FROM tags").await.len(), 3);
}

on_both_databases!(
    a_repeated_request_gets_the_first_response,
    a_key_is_stored_for_a_day_and_only_on_success,
    concurrent_requests_with_one_key_create_one_record,
);
