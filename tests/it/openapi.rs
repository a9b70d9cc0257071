//! `openapi.yaml` held to itself and to the code: true examples, nothing left out, every route in it and back.

use std::collections::{BTreeMap, BTreeSet};

use reqwest::header::{HeaderMap, HeaderValue};
use serde_json::{Value, json};
use stuffy::web::problem_code::ALL_PROBLEM_CODES;

use crate::contract::{Contract, Operation, escape};

const ROLES: [&str; 10] = [
    "open",
    "family",
    "metrics",
    "staff",
    "lead",
    "admin",
    "queue",
    "service:visits:read",
    "service:visits:write",
    "service:board:read",
];

#[test]
fn every_example_is_true() {
    let contract = Contract::get();
    let mut examples = Vec::new();
    gather_examples(contract.document(), "", &mut examples);
    assert!(examples.len() > 80, "only {} examples found", examples.len());
    for (schema, example) in examples {
        contract.validate(&schema, &example).unwrap_or_else(|why| panic!("{schema}: {why}"));
    }
}

/// Every example in the document, with the pointer of the schema it belongs to.
fn gather_examples(value: &Value, pointer: &str, found: &mut Vec<(String, Value)>) {
    if let Some(example) = value.get("example").filter(|_| value.get("schema").is_some()) {
        found.push((format!("{pointer}/schema"), example.clone()));
    }
    match value.get("examples") {
        Some(Value::Array(own)) => {
            found.extend(own.iter().map(|example| (pointer.to_owned(), example.clone())));
        }
        Some(Value::Object(named)) if value.get("schema").is_some() => {
            let values = named.values().map(|example| example["value"].clone());
            found.extend(values.map(|example| (format!("{pointer}/schema"), example)));
        }
        _ => {}
    }
    for (name, member) in parts(value) {
        gather_examples(member, &format!("{pointer}/{}", escape(&name)), found);
    }
}

/// What a value is made of, each part by its name or number.
fn parts(value: &Value) -> Vec<(String, &Value)> {
    match value {
        Value::Object(members) => members.iter().map(|(name, part)| (name.clone(), part)).collect(),
        Value::Array(items) => {
            (0..).zip(items).map(|(n, part): (u32, _)| (n.to_string(), part)).collect()
        }
        _ => Vec::new(),
    }
}

#[test]
fn every_operation_says_what_it_is_and_who_may() {
    let mut names = BTreeSet::new();
    for operation in Contract::get().operations() {
        let here = definition(operation);
        let name = here["operationId"].as_str().unwrap_or_default();
        assert!(!name.is_empty() && names.insert(name), "{}: {name:?}", called(operation));
        assert!(here["summary"].is_string() && here["tags"].is_array(), "{}", called(operation));
        let roles = words(&here["x-roles"]);
        assert!(!roles.is_empty(), "{} is for nobody", called(operation));
        for role in &roles {
            assert!(ROLES.contains(&role.as_str()), "{}: {role}", called(operation));
        }
        let is_open = roles.contains("open") || roles.contains("family");
        assert_eq!(is_open, here["security"] == json!([]), "{}", called(operation));
    }
}

/// The conventions of HTTP, as the contract's page has them, hold for each operation.
#[test]
fn every_operation_names_the_refusals_its_shape_brings() {
    for operation in Contract::get().operations() {
        let here = definition(operation);
        let roles = words(&here["x-roles"]);
        let has_body = here.get("requestBody").is_some();
        let mut wanted = vec!["500"];
        if operation.path.starts_with("/api/v1/") {
            wanted.extend(["400", "429", "503"]);
        }
        if !["open", "family", "metrics"].iter().any(|role| roles.contains(*role)) {
            wanted.extend(["401", "403"]);
        }
        if operation.path.contains('{') {
            wanted.push("404");
        }
        if has_body {
            wanted.extend(["413", "415", "422"]);
        }
        if operation.method == "PATCH" {
            wanted.extend(["412", "428"]);
        }
        if here.get("x-problems").is_some() {
            wanted.push("409");
        }
        let documented: BTreeSet<_> = members(&here["responses"]).collect();
        for status in wanted {
            assert!(documented.contains(status), "{} never says {status}", called(operation));
        }
        let says_conflict = documented.contains("409");
        assert_eq!(says_conflict, here.get("x-problems").is_some(), "{}", called(operation));
    }
}

/// A link leads on from an answer: its ids are there, and the operation that it names takes them.
#[test]
fn every_link_leads_to_an_operation_that_takes_what_it_brings() {
    let contract = Contract::get();
    let mut links = 0;
    for (name, response) in
        contract.document()["components"]["responses"].as_object().expect("some")
    {
        let schema = format!("/components/responses/{name}/content/application~1json/schema");
        for link in response["links"].as_object().into_iter().flat_map(|links| links.values()) {
            let leads_to = |operation: &&Operation| {
                definition(operation)["operationId"] == link["operationId"]
            };
            let operation = contract.operations().iter().find(leads_to);
            let operation = operation.unwrap_or_else(|| panic!("{name} leads nowhere: {link}"));
            let has = |parameter: &String| {
                operation.path.contains(&format!("{{{parameter}}}"))
                    || (parameter == "If-Match" && operation.method == "PATCH")
            };
            assert!(members(&link["parameters"]).all(|it| has(&it.to_owned())), "{name}: {link}");
            for brought in
                ["parameters", "requestBody"].iter().filter_map(|kind| link[kind].as_object())
            {
                for told in brought
                    .values()
                    .filter_map(|told| told.as_str()?.strip_prefix("$response.body#/"))
                {
                    let member = told.split('/').next().unwrap_or_default();
                    let (found, _) = contract.at(&schema).expect("what is made is told");
                    let known = contract.at(&format!("{found}/properties/{member}"));
                    assert!(known.is_some(), "{name} has no {member}: {link}");
                }
            }
            links += 1;
        }
    }
    assert!(links > 50, "links are missing: {links}");
}

#[test]
fn every_body_refuses_members_it_does_not_know() {
    let contract = Contract::get();
    for operation in contract.operations() {
        let body = format!("{}/requestBody/content/application~1json/schema", operation.pointer);
        let Some((schema, _)) = contract.at(&body) else { continue };
        let stranger = json!({"nobody_knows_this": true});
        let said = contract.validate(&schema, &stranger).expect_err("a stranger is refused");
        assert!(said.contains("nobody_knows_this"), "{}: {said}", called(operation));
    }
}

#[test]
fn every_problem_code_is_listed_once_and_used() {
    let contract = Contract::get();
    let listed = contract.document()["components"]["schemas"]["ProblemCode"]["enum"].clone();
    let codes = listed.as_array().expect("a list").len();
    let listed = words(&listed);
    assert_eq!(listed.len(), codes, "a code is listed twice");
    let mut used = BTreeSet::new();
    gather_codes(&contract.document()["components"]["responses"], &mut used);
    assert_eq!(used, listed);
    let conflicts = contract.operations().iter().map(|here| words(&definition(here)["x-problems"]));
    let conflicts: BTreeSet<_> = conflicts.flatten().collect();
    let of_409 = "/components/responses/Conflict/content/application~1problem+json/schema/allOf/1";
    let (_, of_409) = contract.at(of_409).expect("the conflicts");
    assert_eq!(words(&of_409["properties"]["code"]["enum"]), conflicts);
}

/// The pages at `/problems/` and the contract tell of the same problems, by the same names.
#[test]
fn every_problem_is_of_a_kind_the_server_knows() {
    let contract = Contract::get();
    let kinds: BTreeMap<_, _> = ALL_PROBLEM_CODES.iter().map(|kind| (kind.code, kind)).collect();
    let codes = words(&contract.document()["components"]["schemas"]["ProblemCode"]["enum"]);
    assert!(codes.iter().map(String::as_str).eq(kinds.keys().copied()), "{codes:#?}");
    let mut examples = Vec::new();
    gather_examples(contract.document(), "", &mut examples);
    for (_, example) in examples {
        let Some(kind) = example["code"].as_str().and_then(|code| kinds.get(code)) else {
            continue;
        };
        assert_eq!(example["title"], kind.title);
        assert_eq!(example["status"], kind.status);
    }
}

fn gather_codes(value: &Value, found: &mut BTreeSet<String>) {
    if let Some(codes) = value.pointer("/properties/code/enum") {
        found.extend(words(codes));
    }
    for (_, part) in parts(value) {
        gather_codes(part, found);
    }
}

#[test]
fn every_route_is_in_the_contract_and_back() {
    let routed: BTreeMap<_, _> = stuffy::web::routes::api_routes()
        .into_iter()
        .map(|(method, path)| (format!("{method} {}", unnamed(path)), path))
        .collect();
    let written: BTreeMap<_, _> = Contract::get()
        .operations()
        .iter()
        .map(|here| (format!("{} {}", here.method, unnamed(&here.path)), here.path.as_str()))
        .collect();
    let unwritten: Vec<_> = routed.keys().filter(|route| !written.contains_key(*route)).collect();
    let unrouted: Vec<_> = written.keys().filter(|route| !routed.contains_key(*route)).collect();
    assert!(unwritten.is_empty(), "routes that openapi.yaml does not know: {unwritten:#?}");
    assert!(unrouted.is_empty(), "in openapi.yaml, but not routed: {unrouted:#?}");
}

/// A path with its parameters' names left out, and without a slash at its end.
fn unnamed(path: &str) -> String {
    let part = |part: &str| if part.starts_with('{') { "{}".to_owned() } else { part.to_owned() };
    let parts: Vec<_> = path.split('/').map(part).collect();
    let whole = parts.join("/");
    if whole == "/" { whole } else { whole.trim_end_matches('/').to_owned() }
}

#[test]
fn the_judge_lets_a_true_answer_pass() {
    let child = Contract::get().document()["components"]["schemas"]["Child"]["examples"][0].clone();
    assert_eq!(judged("/api/v1/children/1?x=1", 200, &kept_nowhere("\"1\""), &child), Ok(()));
}

#[test]
fn the_judge_sees_what_is_wrong() {
    let child = Contract::get().document()["components"]["schemas"]["Child"]["examples"][0].clone();
    let fine = kept_nowhere("\"1\"");
    let mut stranger = child.clone();
    stranger["shoe_size"] = json!(27);
    let mut nameless = fine.clone();
    nameless.remove("x-request-id");
    let mut html = fine.clone();
    html.insert("content-type", HeaderValue::from_static("text/html"));
    for (why, said) in [
        ("shoe_size", judged("/api/v1/children/1", 200, &fine, &stranger)),
        ("x-request-id", judged("/api/v1/children/1", 200, &nameless, &child)),
        ("text/html", judged("/api/v1/children/1", 200, &html, &child)),
        ("ETag", judged("/api/v1/children/1", 200, &kept_nowhere("\"2\""), &child)),
        ("undocumented status", judged("/api/v1/children/1", 204, &fine, &child)),
        ("no such operation", judged("/api/v1/unicorns", 200, &fine, &child)),
    ] {
        let said = said.expect_err(why).to_lowercase();
        assert!(said.contains(&why.to_lowercase()), "{why}: {said}");
    }
}

#[test]
fn the_judge_wants_each_conflict_listed_and_each_method_allowed() {
    let problem = |status: u16, code: &str| {
        let kind = format!("/problems/{code}");
        json!({"type": kind, "title": "No", "status": status, "detail": "No.", "code": code})
    };
    let mut headers = kept_nowhere("\"1\"");
    headers.insert("content-type", HeaderValue::from_static("application/problem+json"));
    let contract = Contract::get();
    let asked = |method, status, headers: &HeaderMap, code| {
        let body = problem(status, code).to_string();
        contract.check(method, "/api/v1/children/1", status, headers, body.as_bytes())
    };
    assert!(asked("DELETE", 409, &headers, "journeys-open").is_ok());
    assert!(asked("DELETE", 409, &headers, "tag-void").is_err());
    assert!(asked("POST", 405, &headers, "method-not-allowed").is_err());
    headers.insert("allow", HeaderValue::from_static("GET, PATCH"));
    assert!(asked("POST", 405, &headers, "method-not-allowed").is_err());
    headers.insert("allow", HeaderValue::from_static("GET, HEAD, PATCH, DELETE"));
    assert_eq!(asked("POST", 405, &headers, "method-not-allowed"), Ok(()));
}

fn judged(path: &str, status: u16, headers: &HeaderMap, body: &Value) -> Result<(), String> {
    Contract::get().check("GET", path, status, headers, body.to_string().as_bytes())
}

fn kept_nowhere(tag: &'static str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers
        .insert("x-request-id", HeaderValue::from_static("01a20288-b3f0-7f3c-9a77-2f4c8b1d9e55"));
    headers.insert("cache-control", HeaderValue::from_static("no-store"));
    headers.insert("content-type", HeaderValue::from_static("application/json"));
    headers.insert("etag", HeaderValue::from_static(tag));
    headers
}

fn definition(operation: &Operation) -> &'static Value {
    let (_, definition) =
        Contract::get().at(&operation.pointer).expect("an operation stands there");
    definition
}

fn called(operation: &Operation) -> String {
    format!("{} {}", operation.method, operation.path)
}

fn words(list: &Value) -> BTreeSet<String> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

fn members(object: &Value) -> impl Iterator<Item = &str> {
    object.as_object().into_iter().flatten().map(|(name, _)| name.as_str())
}
