//! Conventions of all paths: methods, query parameters, response headers.

use std::collections::{BTreeMap, BTreeSet};

use reqwest::Method;
use serde_json::json;

use super::access::{call, path_with_unknown_ids};
use crate::builders;
use crate::contract::Contract;
use crate::databases::{Database, on_both_databases};
use crate::test_app::TestHospital;

async fn unknown_parameters_methods_and_paths_are_rejected(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (admin, stranger) = (hospital.admin().await, hospital.stranger());
    let mut paths: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for operation in Contract::get().operations() {
        paths.entry(&operation.path).or_default().insert(&operation.method);
        if operation.path.starts_with("/api/") {
            let status = call(&admin, operation, "?unknown=1").await;
            assert_eq!(status, 400, "{} {}", operation.method, operation.path);
        }
    }
    for (path, methods) in paths {
        // The contract check compares Allow with the documented methods.
        for method in ["GET", "PUT", "POST", "PATCH", "DELETE", "OPTIONS"]
            .into_iter()
            .filter(|m| !methods.contains(m))
        {
            let method: Method = method.parse().expect("a method");
            let path = format!(".{}", path_with_unknown_ids(path));
            stranger.request(method, &path, &[], None).await.refused(405, "method-not-allowed");
        }
    }
    for nowhere in ["/unicorns", "/children/", "./nowhere", "./api/v2/children"] {
        stranger.get(nowhere).await.refused(404, "not-found");
    }
    admin.get("/children/1").await.refused(400, "malformed");
    admin.get("/children/01a20288b3f07f3c9a772f4c8b1d9e55").await.refused(400, "malformed");
    // The sign-out with an unknown parameter did nothing.
    admin.get("/sessions/current").await.expect(200);
}

async fn every_response_has_a_request_id_and_is_not_cached(db: Database) {
    let hospital = TestHospital::start(db).await;
    let nurse = hospital.nurse().await;
    let bear = builders::check_in(&nurse).await;
    let path = format!("/children/{}", bear.child);
    let got = nurse.get(&path).await.expect(200);
    let head = nurse.request(Method::HEAD, &path, &[], None).await.expect(200);
    assert!(head.bytes.is_empty());
    for name in
        ["etag", "cache-control", "content-type", "x-content-type-options", "referrer-policy"]
    {
        assert_eq!(head.header(name), got.header(name), "{name}");
    }
    assert_eq!(
        (got.header("cache-control"), got.header("etag")),
        (Some("no-store"), Some("\"1\""))
    );
    assert_ne!(head.header("x-request-id"), got.header("x-request-id"));
    // A response does not depend on the traceparent, valid or not.
    for trace in ["00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "nonsense"] {
        let traced =
            nurse.request(Method::GET, &path, &[("traceparent", trace)], None).await.expect(200);
        assert_eq!(traced.bytes, got.bytes);
    }
    for refused in [
        nurse.get("/children/01a20288-b3f0-7f3c-9a77-2f4c8b1d9e55").await,
        hospital.stranger().get(&path).await,
    ] {
        assert_eq!(refused.header("cache-control"), Some("no-store"));
        assert_eq!(refused.header("content-type"), Some("application/problem+json"));
        assert_eq!(refused["type"], format!("/problems/{}", refused.text("code")));
        assert!(refused.header("x-request-id").is_some());
    }
    let settings = nurse.get("/settings").await.expect(200);
    assert_eq!(
        (settings["required_outfit"].clone(), settings["links_end_days"].clone()),
        (json!(["gown", "mask"]), json!(7.0))
    );
}

on_both_databases!(
    unknown_parameters_methods_and_paths_are_rejected,
    every_response_has_a_request_id_and_is_not_cached,
);
