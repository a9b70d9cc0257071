//! Access control: calls every operation of `openapi.yaml` as every kind of caller and compares with its `x-roles`.
//!
//! The expectations come from `openapi.yaml` alone, so an operation without roles, or with a path for which the
//! fixtures have no record, fails here.

pub(crate) mod callers;
mod fixtures;

use std::rc::Rc;

use reqwest::Method;
use serde_json::{Value, json};

use crate::contract::{Contract, Operation};
use crate::databases::{Database, on_both_databases};
use crate::photo_processing::snapshot;
use crate::test_app::{Actor, TestHospital};
use callers::{Caller, Guest};
use fixtures::Ward;

/// A documented path with ids that do not exist.
pub(crate) fn path_with_unknown_ids(path: &str) -> String {
    let part = |part: &str| match part {
        "{code}" => "K7QF-M2XA-9RD3-W".to_owned(),
        "{token}" => "A".repeat(22),
        "{file}" => "start.js".to_owned(),
        id if id.starts_with('{') => "01a20288-b3f0-7f3c-9a77-2f4c8b1d9e55".to_owned(),
        word => word.to_owned(),
    };
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

/// Calls an operation with unknown ids and an empty body.
pub(super) async fn call(actor: &Actor, operation: &Operation, query: &str) -> u16 {
    let path = format!("{}{query}", path_with_unknown_ids(&operation.path));
    send(actor, operation, &path, &[], operation_body(operation, |_| json!({}))).await
}

async fn send(
    actor: &Actor,
    operation: &Operation,
    path: &str,
    headers: &[(&str, &str)],
    body: Option<(String, Vec<u8>)>,
) -> u16 {
    let method: Method = operation.method.parse().expect("a method");
    let kind = body.as_ref().map(|(kind, _)| ("content-type", kind.as_str()));
    let headers: Vec<_> = headers.iter().copied().chain(kind).collect();
    let bytes = body.as_ref().map(|(_, bytes)| bytes.clone());
    actor.send_bytes(method, &format!(".{path}"), &headers, bytes).await.status
}

/// The media type and content of a request body.
fn operation_body(
    operation: &Operation,
    json: impl Fn(&Value) -> Value,
) -> Option<(String, Vec<u8>)> {
    let changes = ![Method::GET, Method::DELETE].iter().any(|m| *m == operation.method.as_str());
    let kinds = format!("{}/requestBody/content", operation.pointer);
    let Some((_, kinds)) = Contract::get().at(&kinds) else {
        return changes.then(|| ("application/json".to_owned(), b"{}".to_vec()));
    };
    if let Some(kind) = kinds
        .as_object()
        .into_iter()
        .flat_map(|kinds| kinds.keys())
        .find(|kind| *kind != "application/json")
    {
        return Some((kind.clone(), snapshot(64, 48)));
    }
    let schema = format!("{}/requestBody/content/application~1json/schema", operation.pointer);
    let (_, schema) = Contract::get().at(&schema).expect("a schema");
    Some(("application/json".to_owned(), json(schema).to_string().into_bytes()))
}

/// The documented example, with which a caller who should be refused would succeed.
fn example_body(operation: &Operation) -> Option<(String, Vec<u8>)> {
    operation_body(operation, |schema| {
        let example = schema["examples"].get(0).cloned();
        example.unwrap_or_else(|| panic!("{} has no example of its request body", label(operation)))
    })
}

fn label(operation: &Operation) -> String {
    format!("{} {}", operation.method, operation.path)
}

fn roles(operation: &Operation) -> Vec<&'static str> {
    let (_, definition) = Contract::get().at(&operation.pointer).expect("an operation");
    let roles: Vec<_> =
        definition["x-roles"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    assert!(!roles.is_empty(), "{} has no x-roles", label(operation));
    roles
}

fn is_for(operation: &Operation, role: &str) -> bool {
    roles(operation).contains(&role)
}

/// Every operation; signing out comes last, as it works only once.
fn operations() -> Vec<&'static Operation> {
    let mut all: Vec<_> = Contract::get().operations().iter().collect();
    all.sort_by_key(|here| here.path.ends_with("/sessions/current") && here.method == "DELETE");
    all
}

/// Calls every operation as everybody whom it must refuse; returns the number of calls.
async fn check_refused(ward: &Ward, callers: &[Caller], wrong: &mut Vec<String>) -> usize {
    let mut calls = 0;
    let is_public = |here: &&Operation| is_for(here, "open") || is_for(here, "family");
    for operation in operations().into_iter().filter(|here| !is_public(here)) {
        let path = ward.path(operation, &ward.family);
        let body = example_body(operation);
        for caller in callers.iter().filter(|caller| !caller.may(&roles(operation))) {
            let expected = if is_for(operation, "metrics") { 401 } else { caller.refusal };
            let mut headers = caller.headers();
            headers.push(("if-match", "\"1\""));
            let status = send(&caller.actor, operation, &path, &headers, body.clone()).await;
            if status != expected {
                wrong.push(format!("{} returns {status} to {}", label(operation), caller.name));
            }
            calls += 1;
            if operation.method == "GET" {
                let head =
                    caller.actor.request(Method::HEAD, &format!(".{path}"), &headers, None).await;
                if head.status != expected {
                    wrong.push(format!(
                        "HEAD {} returns {} to {}",
                        operation.path, head.status, caller.name
                    ));
                }
            }
        }
    }
    calls
}

/// Calls the families' operations: a link to this child's visit gets everything, a link to another child's only what is
/// its own, and an expired, revoked or unknown link nothing. Returns the number of calls.
async fn check_family_links(ward: &Ward, guests: &[Guest], wrong: &mut Vec<String>) -> usize {
    let mut calls = 0;
    let last = |here: &&Operation| here.method == "DELETE";
    let mut all: Vec<_> = operations().into_iter().filter(|here| is_for(here, "family")).collect();
    all.sort_by_key(last);
    for operation in all {
        let names_a_record =
            operation.path.contains("{id}") || operation.path.ends_with("/card.pdf");
        for guest in guests {
            let path = ward.path(operation, &guest.token);
            let body = example_body(operation);
            let method: Method = operation.method.parse().expect("a method");
            let kind = body.as_ref().map(|_| ("content-type", "application/json"));
            let headers: Vec<_> = kind.into_iter().collect();
            let got = ward
                .hospital
                .stranger()
                .send_bytes(method, &format!(".{path}"), &headers, body.map(|(_, bytes)| bytes))
                .await;
            let may = guest.is_for_this_child || (guest.is_for_another_child && !names_a_record);
            let is_right = if may { (200..300).contains(&got.status) } else { got.status == 404 };
            let text = String::from_utf8_lossy(&got.bytes);
            if !is_right || (!guest.is_for_this_child && text.contains("Biscuit")) {
                wrong.push(format!(
                    "{} returns {} to {}",
                    label(operation),
                    got.status,
                    guest.name
                ));
            }
            calls += 1;
        }
    }
    calls
}

/// Calls every operation as everybody whom it must allow. A read succeeds; a write gets an unknown id or an empty body,
/// whose errors come after the access check. Returns the number of calls.
async fn check_allowed(ward: &Ward, callers: &[Caller], wrong: &mut Vec<String>) -> usize {
    let mut calls = 0;
    for operation in operations().into_iter().filter(|here| !is_for(here, "family")) {
        for caller in callers.iter().filter(|caller| caller.may(&roles(operation))) {
            let headers = caller.headers();
            let is_read = operation.method == "GET";
            let path = if is_read {
                ward.path(operation, &ward.family)
            } else {
                path_with_unknown_ids(&operation.path)
            };
            let body = operation_body(operation, |_| json!({}));
            let status = send(&caller.actor, operation, &path, &headers, body).await;
            let is_right =
                if is_read { status == 200 } else { ![401, 403].contains(&status) && status < 500 };
            if !is_right {
                wrong.push(format!("{} returns {status} to {}", label(operation), caller.name));
            }
            calls += 1;
        }
    }
    calls
}

async fn every_operation_allows_exactly_its_documented_roles(db: Database) {
    let (ward, callers, guests) = fixtures::with_every_caller(db).await;
    let hospital: &Rc<TestHospital> = &ward.hospital;
    let mut wrong = Vec::new();
    let before = hospital.db.all_but_the_audit().await;
    let refused = check_refused(&ward, &callers, &mut wrong).await;
    let after = hospital.db.all_but_the_audit().await;
    let changed = after.iter().filter(|row| before.binary_search(row).is_err());
    wrong.extend(changed.map(|row| format!("a refused call changed: {row}")));
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!(before.len(), after.len(), "a refused call deleted a row");
    assert!(before.len() > 60, "the fixtures have too few rows");
    let family_calls = check_family_links(&ward, &guests, &mut wrong).await;
    let allowed = check_allowed(&ward, &callers, &mut wrong).await;
    assert!(wrong.is_empty(), "{wrong:#?}");
    println!(
        "{} operations, {} callers: {refused} calls refused, {allowed} allowed, {family_calls} by family link",
        operations().len(),
        callers.len() + guests.len()
    );
}

on_both_databases!(every_operation_allows_exactly_its_documented_roles,);
