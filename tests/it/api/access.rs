//! Who may what: every operation of the contract, asked by everybody there is, against its `x-roles`.
//!
//! What is expected follows from `openapi.yaml` alone, so an operation that says nothing of who may call it, or
//! whose path leads to something that the scene does not have, fails here.

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

/// A path of the contract with made-up ids in it.
pub(crate) fn made_up(path: &str) -> String {
    let part = |part: &str| match part {
        "{code}" => "K7QF-M2XA-9RD3-W".to_owned(),
        "{token}" => "A".repeat(22),
        "{file}" => "start.js".to_owned(),
        id if id.starts_with('{') => "01a20288-b3f0-7f3c-9a77-2f4c8b1d9e55".to_owned(),
        word => word.to_owned(),
    };
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

/// Asks an operation of the contract with made-up ids and an empty body.
pub(super) async fn ask(actor: &Actor, operation: &Operation, query: &str) -> u16 {
    let path = format!("{}{query}", made_up(&operation.path));
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

/// What an operation takes along: a media type, and what stands in it.
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

/// What the contract gives as an example of what an operation takes: were somebody let in who may not, it would be done.
fn as_in_the_contract(operation: &Operation) -> Option<(String, Vec<u8>)> {
    operation_body(operation, |schema| {
        let example = schema["examples"].get(0).cloned();
        example.unwrap_or_else(|| panic!("{} has no example of its body", named(operation)))
    })
}

fn named(operation: &Operation) -> String {
    format!("{} {}", operation.method, operation.path)
}

fn roles(operation: &Operation) -> Vec<&'static str> {
    let (_, definition) = Contract::get().at(&operation.pointer).expect("an operation");
    let roles: Vec<_> =
        definition["x-roles"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    assert!(!roles.is_empty(), "{} does not say for whom it is", named(operation));
    roles
}

fn is_for(operation: &Operation, role: &str) -> bool {
    roles(operation).contains(&role)
}

/// Every operation; signing out comes last, for it may be done once.
fn operations() -> Vec<&'static Operation> {
    let mut all: Vec<_> = Contract::get().operations().iter().collect();
    all.sort_by_key(|here| here.path.ends_with("/sessions/current") && here.method == "DELETE");
    all
}

/// Who is refused what, and that nothing comes of it; how many were.
async fn refused(ward: &Ward, callers: &[Caller], wrong: &mut Vec<String>) -> usize {
    let mut asked = 0;
    let is_for_all = |here: &&Operation| is_for(here, "open") || is_for(here, "family");
    for operation in operations().into_iter().filter(|here| !is_for_all(here)) {
        let path = ward.path(operation, &ward.family);
        let body = as_in_the_contract(operation);
        for caller in callers.iter().filter(|caller| !caller.may(&roles(operation))) {
            let wanted = if is_for(operation, "metrics") { 401 } else { caller.refusal };
            let mut headers = caller.headers();
            headers.push(("if-match", "\"1\""));
            let status = send(&caller.actor, operation, &path, &headers, body.clone()).await;
            if status != wanted {
                wrong.push(format!("{} answers {} {status}", named(operation), caller.called));
            }
            asked += 1;
            if operation.method == "GET" {
                let head =
                    caller.actor.request(Method::HEAD, &format!(".{path}"), &headers, None).await;
                if head.status != wanted {
                    wrong.push(format!(
                        "HEAD {} answers {} {}",
                        operation.path, caller.called, head.status
                    ));
                }
            }
        }
    }
    asked
}

/// What a family's operation answers whom: by this child's link all is there, by that of another child only what is
/// its own, by one that is over or taken back, or by what is no link at all, nothing.
async fn families(ward: &Ward, guests: &[Guest], wrong: &mut Vec<String>) -> usize {
    let mut asked = 0;
    let last = |here: &&Operation| here.method == "DELETE";
    let mut all: Vec<_> = operations().into_iter().filter(|here| is_for(here, "family")).collect();
    all.sort_by_key(last);
    for operation in all {
        let of_one_thing = operation.path.contains("{id}") || operation.path.ends_with("/card.pdf");
        for guest in guests {
            let path = ward.path(operation, &guest.token);
            let body = as_in_the_contract(operation);
            let method: Method = operation.method.parse().expect("a method");
            let kind = body.as_ref().map(|_| ("content-type", "application/json"));
            let headers: Vec<_> = kind.into_iter().collect();
            let got = ward
                .hospital
                .stranger()
                .send_bytes(method, &format!(".{path}"), &headers, body.map(|(_, bytes)| bytes))
                .await;
            let may = guest.of_this_child || (guest.of_another && !of_one_thing);
            let right = if may { (200..300).contains(&got.status) } else { got.status == 404 };
            let text = String::from_utf8_lossy(&got.bytes);
            if !right || (!guest.of_this_child && text.contains("Biscuit")) {
                wrong.push(format!("{} answers {} {}", named(operation), guest.called, got.status));
            }
            asked += 1;
        }
    }
    asked
}

/// Whoever may is let in: what only looks is shown, and of what changes something a made-up thing is not found or an
/// empty body sent back, which comes after the question of who asks.
async fn let_in(ward: &Ward, callers: &[Caller], wrong: &mut Vec<String>) -> usize {
    let mut asked = 0;
    for operation in operations().into_iter().filter(|here| !is_for(here, "family")) {
        for caller in callers.iter().filter(|caller| caller.may(&roles(operation))) {
            let headers = caller.headers();
            let looks = operation.method == "GET";
            let path =
                if looks { ward.path(operation, &ward.family) } else { made_up(&operation.path) };
            let body = operation_body(operation, |_| json!({}));
            let status = send(&caller.actor, operation, &path, &headers, body).await;
            let right =
                if looks { status == 200 } else { ![401, 403].contains(&status) && status < 500 };
            if !right {
                wrong.push(format!("{} answers {} {status}", named(operation), caller.called));
            }
            asked += 1;
        }
    }
    asked
}

async fn every_operation_is_for_its_roles_and_nobody_else(db: Database) {
    let (ward, callers, guests) = fixtures::with_everybody(db).await;
    let hospital: &Rc<TestHospital> = &ward.hospital;
    let mut wrong = Vec::new();
    let before = hospital.db.all_but_the_audit().await;
    let nos = refused(&ward, &callers, &mut wrong).await;
    let after = hospital.db.all_but_the_audit().await;
    let marks = after.iter().filter(|row| before.binary_search(row).is_err());
    wrong.extend(marks.map(|row| format!("a mark was left: {row}")));
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!(before.len(), after.len(), "something went");
    assert!(before.len() > 60, "a hospital in which there is something to lose");
    let looks = families(&ward, &guests, &mut wrong).await;
    let yeses = let_in(&ward, &callers, &mut wrong).await;
    assert!(wrong.is_empty(), "{wrong:#?}");
    println!(
        "{} operations, {} who ask: {nos} times no, {yeses} times yes, {looks} times at a family's door",
        operations().len(),
        callers.len() + guests.len()
    );
}

on_both_databases!(every_operation_is_for_its_roles_and_nobody_else,);
