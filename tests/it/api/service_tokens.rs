//! `/service-tokens`: other systems report where the child is, within their scopes and until revoked (R17, R21).

use serde_json::{Value, json};

use crate::builders::{self, room};
use crate::databases::{Database, on_both_databases};
use crate::test_app::{Actor, TestHospital};

async fn token(admin: &Actor, scopes: Value) -> (String, Actor) {
    let created =
        admin.post("/service-tokens", json!({ "name": "PAS", "scopes": scopes })).await.expect(201);
    (created.text("id"), admin.with_token(&created.text("token")))
}

async fn a_service_token_works_for_its_scopes_until_revoked(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (admin, nurse) = (hospital.admin().await, hospital.nurse().await);
    let ward = room(&admin, "Ward 4 East", "ward").await;
    let visit = format!("/visits/{}", builders::check_in(&nurse).await.visit);
    let (reading_id, reading) = token(&admin, json!(["visits:read"])).await;
    let (_, writing) = token(&admin, json!(["visits:write"])).await;
    let to_ward = json!({ "place_id": ward, "occurred_at": hospital.now() });

    reading.get("/visits").await.expect(200);
    reading.get(&visit).await.expect(200);
    reading.post(&format!("{visit}/moves"), to_ward.clone()).await.refused(403, "forbidden");
    writing.get(&visit).await.refused(403, "forbidden");
    writing.post(&format!("{visit}/moves"), to_ward).await.expect(201);
    assert_eq!(reading.get(&visit).await.expect(200)["place"]["id"], ward);
    let cancel = writing.patch(&visit, &json!(1), json!({ "status": "cancelled" })).await;
    cancel.refused(412, "precondition-failed");
    for path in [
        "/children",
        "/companions",
        "/journeys",
        "/alerts",
        "/sessions/current",
        "/tags/K7QF-M2XA-9RD3-W",
    ] {
        reading.get(path).await.refused(403, "forbidden");
        writing.get(path).await.refused(403, "forbidden");
    }
    writing.post("/scans", json!({})).await.refused(403, "forbidden");

    // The token is shown once, and only its hash is stored.
    let secret = reading.token.clone().expect("a token");
    assert!(secret.starts_with("svc_"));
    assert_eq!(hospital.db.rows_with(&secret).await, Vec::<String>::new());
    let listed = admin.get("/service-tokens").await.expect(200);
    assert_eq!(listed.all("items", "name"), ["PAS", "PAS"]);
    assert!(listed["items"][0].get("token").is_none());
    assert_eq!(listed["items"][0]["created_by"]["display_name"], "The admin");

    // Revoking takes effect at once, and revoking again changes nothing.
    let path = format!("/service-tokens/{reading_id}");
    admin.delete(&path).await.expect(204);
    reading.get("/visits").await.refused(401, "unauthenticated");
    let when = admin.get("/service-tokens").await.expect(200)["items"][0]["revoked_at"].clone();
    hospital.wait_minutes(1);
    admin.delete(&path).await.expect(204);
    assert_eq!(admin.get("/service-tokens").await.expect(200)["items"][0]["revoked_at"], when);
    admin
        .delete("/service-tokens/01a20288-b3f0-7f3c-9a77-2f4c8b1d9e55")
        .await
        .refused(404, "not-found");
    writing.get("/children").await.refused(403, "forbidden");
    for scopes in [json!([]), json!(["visits:read", "visits:read"]), json!(["children:read"])] {
        admin
            .post("/service-tokens", json!({ "name": "PAS", "scopes": scopes }))
            .await
            .refused(422, "invalid");
    }
}

on_both_databases!(a_service_token_works_for_its_scopes_until_revoked,);
