//! Who may what: every operation of the contract, asked by everybody there is, against its `x-roles`.

use reqwest::Method;
use serde_json::{Value, json};
use stuffy::domain::person::Role;

use crate::contract::{Contract, Operation};
use crate::databases::on_both_databases;
use crate::hospital::{Actor, Hospital};

/// Somebody, what a list of roles calls them, and what they are answered where they may not.
struct Caller {
    called: &'static str,
    actor: Actor,
    refusal: u16,
}

/// A path of the contract with made-up ids in it.
pub(super) fn made_up(path: &str) -> String {
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
    let method: Method = operation.method.parse().expect("a method");
    let body = (method != Method::GET && method != Method::DELETE).then(|| "{}".to_owned());
    let path = format!(".{}{query}", made_up(&operation.path));
    actor.ask(method, &path, &[], body).await.status
}

async fn everybody(hospital: &std::rc::Rc<Hospital>) -> Vec<Caller> {
    let admin = hospital.admin().await;
    let gone = hospital.somebody("gone", Role::Admin).await;
    admin
        .patch(&format!("/staff/{}", gone.id), &json!(1), json!({ "disabled": true }))
        .await
        .expect(200);
    let mut all = Vec::new();
    for (scope, called) in [
        ("visits:read", "service:visits:read"),
        ("visits:write", "service:visits:write"),
        ("board:read", "service:board:read"),
    ] {
        let body = json!({ "name": scope, "scopes": [scope] });
        let token = admin.post("/service-tokens", body).await.expect(201).text("token");
        all.push(Caller { called, actor: admin.with_token(&token), refusal: 403 });
    }
    let stranger = hospital.stranger();
    let nurse = hospital.nurse().await;
    all.extend([
        Caller { called: "queue", actor: hospital.queue("nurse").await, refusal: 403 },
        Caller {
            called: "a made-up queue",
            actor: stranger.with_token("que_garbage"),
            refusal: 401,
        },
        Caller { called: "staff", actor: nurse, refusal: 403 },
        Caller { called: "lead", actor: hospital.lead().await, refusal: 403 },
        Caller { called: "admin", actor: admin, refusal: 403 },
        Caller { called: "a stranger", actor: stranger.clone(), refusal: 401 },
        Caller { called: "somebody disabled", actor: gone, refusal: 401 },
        Caller { called: "a garbled token", actor: stranger.with_token("garbage"), refusal: 401 },
        Caller {
            called: "a made-up service",
            actor: stranger.with_token("svc_garbage"),
            refusal: 401,
        },
    ]);
    all
}

fn roles(operation: &Operation) -> Vec<&'static str> {
    let (_, definition) = Contract::get().at(&operation.pointer).expect("an operation");
    definition["x-roles"].as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

on_both_databases! {
    async fn every_operation_is_for_its_roles_and_nobody_else(db: Database) {
        let hospital = Hospital::open(db).await;
        let everybody = everybody(&hospital).await;
        // Signing out comes last: it may be done once.
        let is_last = |operation: &&Operation| operation.path.ends_with("/sessions/current") && operation.method == "DELETE";
        let mut operations: Vec<_> = Contract::get().operations().iter().collect();
        operations.sort_by_key(is_last);
        let mut wrong = Vec::new();
        for operation in operations {
            let roles = roles(operation);
            assert!(!roles.is_empty(), "{} {} is for nobody", operation.method, operation.path);
            let for_all = roles.contains(&"open") || roles.contains(&"family");
            for Caller { called, actor, refusal } in &everybody {
                let may = for_all || roles.contains(called);
                let refusal = if roles.contains(&"metrics") { 401 } else { *refusal };
                let status = ask(actor, operation, "").await;
                let right = if may { ![401, 403].contains(&status) } else { status == refusal };
                if !right {
                    wrong.push(format!("{} {} answers {called} {status}", operation.method, operation.path));
                }
            }
        }
        assert_eq!(wrong, Vec::<String>::new());
    }
}
