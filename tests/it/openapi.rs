//! Checks that `openapi.yaml` is consistent and complete, and matches the server's routes and problem codes.

use std::collections::{BTreeMap, BTreeSet};

use reqwest::header::{HeaderMap, HeaderValue};
use serde_json::{Value, json};
use stuffy::domain::account::person::Role;
use stuffy::domain::string_enum::StringEnum as _;
use stuffy::web::extract::permission::Permission;
use stuffy::web::problem_code::ProblemCode;

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
fn every_example_matches_its_schema() {
    let contract = Contract::get();
    let mut examples = Vec::new();
    gather_examples(contract.document(), "", &mut examples);
    assert!(examples.len() > 80, "only {} examples found", examples.len());
    for (schema, example) in examples {
        contract.validate(&schema, &example).unwrap_or_else(|why| panic!("{schema}: {why}"));
    }
}

/// Every example in the document, with the pointer of its schema.
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

/// The members or items of a value.
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
fn every_operation_has_an_id_a_summary_tags_and_roles() {
    let mut names = BTreeSet::new();
    for operation in Contract::get().operations() {
        let here = definition(operation);
        let name = here["operationId"].as_str().unwrap_or_default();
        assert!(!name.is_empty() && names.insert(name), "{}: {name:?}", label(operation));
        assert!(here["summary"].is_string() && here["tags"].is_array(), "{}", label(operation));
        let roles = strings(&here["x-roles"]);
        assert!(!roles.is_empty(), "{} has no roles", label(operation));
        for role in &roles {
            assert!(ROLES.contains(&role.as_str()), "{}: {role}", label(operation));
        }
        let is_open = roles.contains("open") || roles.contains("family");
        assert_eq!(is_open, here["security"] == json!([]), "{}", label(operation));
    }
}

/// The error conventions of the API hold for each operation.
#[test]
fn every_operation_documents_the_errors_it_can_return() {
    for operation in Contract::get().operations() {
        let here = definition(operation);
        let roles = strings(&here["x-roles"]);
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
            assert!(documented.contains(status), "{} does not document {status}", label(operation));
        }
        let has_conflict = documented.contains("409");
        assert_eq!(has_conflict, here.get("x-problems").is_some(), "{}", label(operation));
    }
}

/// The response has the members that a link passes on, and the operation it names takes them.
#[test]
fn every_link_fits_the_operation_it_names() {
    let contract = Contract::get();
    let mut links = 0;
    for (name, response) in
        contract.document()["components"]["responses"].as_object().expect("some")
    {
        let schema = format!("/components/responses/{name}/content/application~1json/schema");
        for link in response["links"].as_object().into_iter().flat_map(|links| links.values()) {
            let is_target = |operation: &&Operation| {
                definition(operation)["operationId"] == link["operationId"]
            };
            let operation = contract.operations().iter().find(is_target);
            let operation =
                operation.unwrap_or_else(|| panic!("{name} links to no operation: {link}"));
            let has = |parameter: &String| {
                operation.path.contains(&format!("{{{parameter}}}"))
                    || (parameter == "If-Match" && operation.method == "PATCH")
            };
            assert!(members(&link["parameters"]).all(|it| has(&it.to_owned())), "{name}: {link}");
            for passed in
                ["parameters", "requestBody"].iter().filter_map(|kind| link[kind].as_object())
            {
                for source in passed
                    .values()
                    .filter_map(|source| source.as_str()?.strip_prefix("$response.body#/"))
                {
                    let member = source.split('/').next().unwrap_or_default();
                    let (found, _) = contract.at(&schema).expect("a response schema");
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
fn every_request_body_rejects_unknown_members() {
    let contract = Contract::get();
    for operation in contract.operations() {
        let body = format!("{}/requestBody/content/application~1json/schema", operation.pointer);
        let Some((schema, _)) = contract.at(&body) else { continue };
        let unknown = json!({"nobody_knows_this": true});
        let error = contract.validate(&schema, &unknown).expect_err("an unknown member");
        assert!(error.contains("nobody_knows_this"), "{}: {error}", label(operation));
    }
}

#[test]
fn every_problem_code_is_listed_once_and_used() {
    let contract = Contract::get();
    let listed = contract.document()["components"]["schemas"]["ProblemCode"]["enum"].clone();
    let codes = listed.as_array().expect("a list").len();
    let listed = strings(&listed);
    assert_eq!(listed.len(), codes, "a code is listed twice");
    let mut used = BTreeSet::new();
    gather_codes(&contract.document()["components"]["responses"], &mut used);
    assert_eq!(used, listed);
    let conflicts =
        contract.operations().iter().map(|here| strings(&definition(here)["x-problems"]));
    let conflicts: BTreeSet<_> = conflicts.flatten().collect();
    let of_409 = "/components/responses/Conflict/content/application~1problem+json/schema/allOf/1";
    let (_, of_409) = contract.at(of_409).expect("the conflicts");
    assert_eq!(strings(&of_409["properties"]["code"]["enum"]), conflicts);
}

#[test]
fn problem_codes_titles_and_statuses_match_the_server() {
    let contract = Contract::get();
    let known: BTreeMap<_, _> =
        ProblemCode::ALL.iter().map(|known| (known.code(), known)).collect();
    let codes = strings(&contract.document()["components"]["schemas"]["ProblemCode"]["enum"]);
    assert!(codes.iter().map(String::as_str).eq(known.keys().copied()), "{codes:#?}");
    let mut examples = Vec::new();
    gather_examples(contract.document(), "", &mut examples);
    for (_, example) in examples {
        let Some(expected) = example["code"].as_str().and_then(|code| known.get(code)) else {
            continue;
        };
        assert_eq!(example["title"], expected.title());
        assert_eq!(example["status"], expected.status().as_u16());
    }
}

fn gather_codes(value: &Value, found: &mut BTreeSet<String>) {
    if let Some(codes) = value.pointer("/properties/code/enum") {
        found.extend(strings(codes));
    }
    for (_, part) in parts(value) {
        gather_codes(part, found);
    }
}

#[test]
fn every_route_requires_the_permission_of_its_x_roles() {
    let contract = Contract::get();
    for (method, path, permission) in stuffy::web::routes::api_routes() {
        let path = without_parameter_names(path);
        let operation = contract.operations().iter().find(|operation| {
            operation.method == method && without_parameter_names(&operation.path) == path
        });
        let operation = operation.unwrap_or_else(|| panic!("{method} {path} is not documented"));
        let roles = strings(&definition(operation)["x-roles"]);
        assert_eq!(roles, roles_of(permission), "{method} {path}");
    }
}

/// What `x-roles` lists for a permission.
fn roles_of(permission: Permission) -> BTreeSet<String> {
    let roles = match permission {
        Permission::Open => vec!["open".to_owned()],
        Permission::Family => vec!["family".to_owned()],
        Permission::Metrics => vec!["metrics".to_owned()],
        Permission::Role(least) => staff_from(least),
        Permission::Scope(scope) => {
            let mut roles = staff_from(Role::Staff);
            roles.push(format!("service:{}", scope.key()));
            roles
        }
        Permission::OfflineQueue => {
            let mut roles = staff_from(Role::Staff);
            roles.push("queue".to_owned());
            roles
        }
    };
    roles.into_iter().collect()
}

fn staff_from(least: Role) -> Vec<String> {
    let may = Role::ALL.iter().filter(|role| **role >= least);
    may.map(|role| role.key().to_owned()).collect()
}

#[test]
fn routes_and_documented_operations_are_the_same() {
    let routed: BTreeMap<_, _> = stuffy::web::routes::api_routes()
        .into_iter()
        .map(|(method, path, _)| (format!("{method} {}", without_parameter_names(path)), path))
        .collect();
    let documented: BTreeMap<_, _> = Contract::get()
        .operations()
        .iter()
        .map(|here| {
            (format!("{} {}", here.method, without_parameter_names(&here.path)), here.path.as_str())
        })
        .collect();
    let undocumented: Vec<_> =
        routed.keys().filter(|route| !documented.contains_key(*route)).collect();
    let unrouted: Vec<_> = documented.keys().filter(|route| !routed.contains_key(*route)).collect();
    assert!(undocumented.is_empty(), "routes that are not in openapi.yaml: {undocumented:#?}");
    assert!(unrouted.is_empty(), "in openapi.yaml, but not routed: {unrouted:#?}");
}

/// A path without the names of its parameters and without a trailing slash.
fn without_parameter_names(path: &str) -> String {
    let part = |part: &str| if part.starts_with('{') { "{}".to_owned() } else { part.to_owned() };
    let parts: Vec<_> = path.split('/').map(part).collect();
    let whole = parts.join("/");
    if whole == "/" { whole } else { whole.trim_end_matches('/').to_owned() }
}

#[test]
fn the_contract_check_accepts_a_valid_response() {
    let child = Contract::get().document()["components"]["schemas"]["Child"]["examples"][0].clone();
    assert_eq!(
        check_get("/api/v1/children/1?x=1", 200, &response_headers("\"1\""), &child),
        Ok(())
    );
}

#[test]
fn the_contract_check_finds_what_is_wrong() {
    let child = Contract::get().document()["components"]["schemas"]["Child"]["examples"][0].clone();
    let valid = response_headers("\"1\"");
    let mut unknown = child.clone();
    unknown["shoe_size"] = json!(27);
    let mut without_id = valid.clone();
    without_id.remove("x-request-id");
    let mut html = valid.clone();
    html.insert("content-type", HeaderValue::from_static("text/html"));
    for (expected, result) in [
        ("shoe_size", check_get("/api/v1/children/1", 200, &valid, &unknown)),
        ("x-request-id", check_get("/api/v1/children/1", 200, &without_id, &child)),
        ("text/html", check_get("/api/v1/children/1", 200, &html, &child)),
        ("ETag", check_get("/api/v1/children/1", 200, &response_headers("\"2\""), &child)),
        ("undocumented status", check_get("/api/v1/children/1", 204, &valid, &child)),
        ("no such operation", check_get("/api/v1/unicorns", 200, &valid, &child)),
    ] {
        let error = result.expect_err(expected).to_lowercase();
        assert!(error.contains(&expected.to_lowercase()), "{expected}: {error}");
    }
}

#[test]
fn the_contract_check_requires_listed_conflicts_and_an_exact_allow_header() {
    let problem = |status: u16, code: &str| {
        let kind = format!("/problems/{code}");
        json!({"type": kind, "title": "No", "status": status, "detail": "No.", "code": code})
    };
    let mut headers = response_headers("\"1\"");
    headers.insert("content-type", HeaderValue::from_static("application/problem+json"));
    let contract = Contract::get();
    let check = |method, status, headers: &HeaderMap, code| {
        let body = problem(status, code).to_string();
        contract.check(method, "/api/v1/children/1", status, headers, body.as_bytes())
    };
    assert!(check("DELETE", 409, &headers, "journeys-open").is_ok());
    assert!(check("DELETE", 409, &headers, "tag-void").is_err());
    assert!(check("POST", 405, &headers, "method-not-allowed").is_err());
    headers.insert("allow", HeaderValue::from_static("GET, PATCH"));
    assert!(check("POST", 405, &headers, "method-not-allowed").is_err());
    headers.insert("allow", HeaderValue::from_static("GET, HEAD, PATCH, DELETE"));
    assert_eq!(check("POST", 405, &headers, "method-not-allowed"), Ok(()));
}

fn check_get(path: &str, status: u16, headers: &HeaderMap, body: &Value) -> Result<(), String> {
    Contract::get().check("GET", path, status, headers, body.to_string().as_bytes())
}

fn response_headers(tag: &'static str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers
        .insert("x-request-id", HeaderValue::from_static("01a20288-b3f0-7f3c-9a77-2f4c8b1d9e55"));
    headers.insert("cache-control", HeaderValue::from_static("no-store"));
    headers.insert("content-type", HeaderValue::from_static("application/json"));
    headers.insert("etag", HeaderValue::from_static(tag));
    headers
}

fn definition(operation: &Operation) -> &'static Value {
    let (_, definition) = Contract::get().at(&operation.pointer).expect("an operation");
    definition
}

fn label(operation: &Operation) -> String {
    format!("{} {}", operation.method, operation.path)
}

fn strings(list: &Value) -> BTreeSet<String> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

fn members(object: &Value) -> impl Iterator<Item = &str> {
    object.as_object().into_iter().flatten().map(|(name, _)| name.as_str())
}
