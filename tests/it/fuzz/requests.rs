//! Fuzzes whole requests to the API as an admin: every operation of the contract with its path, query, headers and
//! body. Every response must be documented in the contract, and none may be a 500.

use std::rc::Rc;
use std::time::Duration;

use percent::written;
use reqwest::Method;
use reqwest::header::{HeaderMap, HeaderValue};
use serde_json::{Value, json};
use tokio::time::{Instant, timeout};

use super::mutate::{Mutate, SeededRandom, WORDS, mutate_json, mutate_text};
use super::{FuzzRun, PrintOnPanic, TIMEOUT};
use crate::builders::{self, Bear, Rooms};
use crate::contract::Contract;
use crate::databases::Database;
use crate::test_app::{Actor, TestHospital};

/// A new companion replaces the old one after this many requests, because it may have been purged.
const REQUESTS_PER_COMPANION: u64 = 400;
/// The headers that the API reads.
const HEADERS: &[&str] = &[
    "if-match",
    "idempotency-key",
    "last-event-id",
    "content-type",
    "accept-language",
    "authorization",
    "cookie",
    "traceparent",
    "range",
    "origin",
];

#[derive(Clone)]
struct Asked {
    /// Index of the operation in the contract.
    nth: usize,
    parts: Vec<String>,
    query: Vec<(String, String)>,
    headers: Vec<(&'static str, Vec<u8>)>,
    body: Body,
}

#[derive(Clone)]
enum Body {
    Json(Value),
    Bytes(Vec<u8>),
    None,
}

impl Mutate for Asked {
    fn mutate(&self, other: &Self, random: &mut SeededRandom) -> Self {
        let mut asked = self.clone();
        match random.below(10) {
            0 if !asked.parts.is_empty() => {
                let at = random.below(asked.parts.len());
                asked.parts[at] = mutate_text(&asked.parts[at], random);
            }
            1 | 2 => asked.query = mutate_query(&asked.query, &other.query, random),
            3 => asked.headers = mutate_headers(&asked.headers, random),
            4 => asked.body = other.body.clone(),
            5 => asked.parts.clone_from(&other.parts),
            _ => asked.body = asked.body.mutate(random),
        }
        asked
    }

    fn display(&self) -> String {
        let headers = self.headers.iter().map(|(name, value)| (name, value.display()));
        format!(
            "{} {} {:?} {:?} {}",
            self.method(),
            self.address(),
            headers.collect::<Vec<_>>(),
            self.query,
            self.bytes().unwrap_or_default().display()
        )
    }
}

impl Body {
    fn mutate(&self, random: &mut SeededRandom) -> Self {
        match self {
            Self::Json(value) if random.one_in(6) => Self::Bytes(
                value.to_string().into_bytes().mutate(&b"\"id\":[{}]"[..].to_vec(), random),
            ),
            Self::Json(value) => Self::Json(mutate_json(value, &words(), random)),
            Self::Bytes(bytes) => Self::Bytes(bytes.mutate(&b"{\"\":0}"[..].to_vec(), random)),
            Self::None => Self::Json(json!({})),
        }
    }
}

fn words() -> Vec<String> {
    WORDS.iter().map(|&word| word.to_owned()).collect()
}

fn mutate_query(
    query: &[(String, String)],
    other: &[(String, String)],
    random: &mut SeededRandom,
) -> Vec<(String, String)> {
    let mut query = query.to_vec();
    match random.below(4) {
        0 => query.extend(other.iter().cloned()),
        1 => query.push((mutate_text("limit", random), random.pick(WORDS).to_string())),
        2 if !query.is_empty() => drop(query.remove(random.below(query.len()))),
        _ => {
            let at = random.below(query.len());
            if let Some((_, value)) = query.get_mut(at) {
                *value = mutate_text(value, random);
            }
        }
    }
    query.truncate(8);
    query
}

fn mutate_headers(
    headers: &[(&'static str, Vec<u8>)],
    random: &mut SeededRandom,
) -> Vec<(&'static str, Vec<u8>)> {
    let mut headers = headers.to_vec();
    let at = random.below(headers.len() + 1);
    match headers.get_mut(at) {
        Some((_, value)) => *value = value.mutate(&b"\"1\""[..].to_vec(), random),
        None => headers.push((*random.pick(HEADERS), random.pick(WORDS).as_bytes().to_vec())),
    }
    headers
}

impl Asked {
    /// A valid request of the operation for this companion.
    fn of(nth: usize, things: &Things) -> Self {
        let contract = Contract::get();
        let operation = &contract.operations()[nth];
        let parts = operation.path.split('/').filter(|part| part.starts_with('{'));
        let noun =
            operation.path.trim_start_matches("/api/v1/").split('/').next().unwrap_or_default();
        let here = contract.document().pointer(&operation.pointer).unwrap_or(&Value::Null);
        let parameters = here["parameters"].as_array().into_iter().flatten().enumerate();
        let named = parameters.filter_map(|(at, _)| {
            let (_, parameter) = contract.at(&format!("{}/parameters/{at}", operation.pointer))?;
            let is_in_the_query = parameter["in"] == "query";
            is_in_the_query.then(|| parameter["name"].as_str().unwrap_or_default().to_owned())
        });
        let schema = format!("{}/requestBody/content/application~1json/schema", operation.pointer);
        let example = contract.at(&schema).map(|(_, schema)| schema["examples"][0].clone());
        Self {
            nth,
            parts: parts.map(|part| things.named(noun, part)).collect(),
            query: named
                .map(|name| {
                    let value = things.requested(&name);
                    (name, value)
                })
                .collect(),
            headers: vec![
                ("if-match", b"\"1\"".to_vec()),
                ("idempotency-key", format!("a-key-of-{nth}").into_bytes()),
            ],
            body: match example {
                Some(Value::Null) => Body::Json(json!({})),
                Some(example) => Body::Json(things.substitute(example)),
                None if here.get("requestBody").is_some() => {
                    Body::Bytes(crate::photo_processing::snapshot(16, 16))
                }
                None => Body::None,
            },
        }
    }

    fn method(&self) -> &str {
        &Contract::get().operations()[self.nth].method
    }

    fn address(&self) -> String {
        let mut parts = self.parts.iter();
        let path = Contract::get().operations()[self.nth].path.split('/').map(|part| {
            if !part.starts_with('{') {
                return part.to_owned();
            }
            let given = parts.next().map_or("x", String::as_str);
            // Clients would resolve dots and drop empty segments.
            let is_way_up = given.chars().all(|sign| sign == '.');
            written(if is_way_up { "x" } else { given })
        });
        let path = path.collect::<Vec<_>>().join("/");
        let query =
            self.query.iter().map(|(name, value)| format!("{}={}", written(name), written(value)));
        let query = query.collect::<Vec<_>>().join("&");
        if query.is_empty() { path } else { format!("{path}?{query}") }
    }

    fn bytes(&self) -> Option<Vec<u8>> {
        match &self.body {
            Body::Json(value) => Some(value.to_string().into_bytes()),
            Body::Bytes(bytes) => Some(bytes.clone()),
            Body::None => None,
        }
    }

    /// Sends the request and returns the kind of response.
    async fn ask(&self, admin: &Actor) -> (u16, String) {
        let method: Method = self.method().parse().expect("a method");
        let path = self.address();
        let url = format!("{}{path}", admin.hospital.base());
        let mut headers = HeaderMap::new();
        headers.insert("content-type", HeaderValue::from_static("application/json"));
        let token = format!("Bearer {}", admin.token.as_deref().unwrap_or_default());
        headers.insert("authorization", HeaderValue::from_str(&token).expect("a token"));
        for (name, value) in &self.headers {
            // The client itself refuses some inputs.
            if let Ok(value) = HeaderValue::from_bytes(value) {
                headers.insert(*name, value);
            }
        }
        let request = admin.hospital.client().request(method.clone(), url).headers(headers);
        let request = match self.bytes() {
            Some(bytes) => request.body(bytes),
            None => request,
        };
        let mut answer =
            timeout(TIMEOUT, request.send()).await.expect("in time").expect("a response");
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        let is_stream = headers.get("content-type").is_some_and(|kind| kind == "text/event-stream");
        let bytes = if is_stream {
            timeout(TIMEOUT, answer.chunk())
                .await
                .expect("in time")
                .expect("a body")
                .unwrap_or_default()
        } else {
            timeout(TIMEOUT, answer.bytes()).await.expect("in time").expect("a body")
        };
        assert!(status < 500, "{status}: {}", String::from_utf8_lossy(&bytes));
        if let Err(why) = Contract::get().check(method.as_str(), &path, status, &headers, &bytes) {
            panic!("{why}");
        }
        let output: Value = serde_json::from_slice(&bytes).unwrap_or_default();
        let places =
            [&output["code"], &output["errors"][0]["pointer"], &output["errors"][0]["detail"]];
        (
            status,
            places
                .map(ToString::to_string)
                .concat()
                .replace(|sign: char| sign.is_ascii_digit(), ""),
        )
    }
}

/// The ids of existing records.
struct Things {
    bear: Bear,
    room: String,
    link: String,
    link_id: String,
    now: String,
    scan: String,
}

impl Things {
    async fn some(admin: &Actor, room: &str) -> Self {
        let bear = builders::check_in(admin).await;
        let guest =
            json!({ "name": "Mum", "language": "en", "scope": "status", "relation": "guardian" });
        let path = format!("/visits/{}/family-links", bear.visit);
        let link = admin.post(&path, guest).await.expect(201);
        let url = link.text("url");
        Self {
            link: url.rsplit('/').next().unwrap_or_default().to_owned(),
            link_id: link.text("id"),
            room: room.to_owned(),
            now: admin.hospital.now(),
            scan: admin.hospital.scan_id(),
            bear,
        }
    }

    /// The value of a path parameter after this noun.
    fn named(&self, noun: &str, part: &str) -> String {
        let named = match (part, noun) {
            ("{code}", "problems") => "not-found",
            ("{code}", _) => &self.bear.tag,
            ("{token}", _) => &self.link,
            ("{file}", _) => "index.html",
            (_, "children") => &self.bear.child,
            (_, "companions") => &self.bear.companion,
            (_, "visits") => &self.bear.visit,
            (_, "journeys") => &self.bear.journey,
            (_, "places") => &self.room,
            (_, "family-links") => &self.link_id,
            _ => &self.scan,
        };
        named.to_owned()
    }

    /// The value of a query parameter.
    fn requested(&self, name: &str) -> String {
        let asked = match name {
            "after" => "AZrlVwAAcAGAAAAAAAAAAA",
            "limit" => "2",
            "from" | "to" => &self.now,
            "child_id" => &self.bear.child,
            "companion_id" => &self.bear.companion,
            "visit_id" => &self.bear.visit,
            "place_id" => &self.room,
            _ => "open",
        };
        asked.to_owned()
    }

    /// Replaces the ids in an example body by existing ones.
    fn substitute(&self, body: Value) -> Value {
        let Value::Object(members) = body else { return body };
        let real = members.into_iter().map(|(name, value)| {
            let value = match (name.as_str(), &value) {
                ("child_id", _) => json!(self.bear.child),
                ("companion_id", _) => json!(self.bear.companion),
                ("place_id", _) => json!(self.room),
                ("tag", Value::String(_)) => json!(self.bear.tag),
                ("occurred_at" | "sent_at", _) => json!(self.now),
                ("id", _) => json!(self.scan),
                (_, Value::Array(items)) => {
                    items.iter().cloned().map(|item| self.substitute(item)).collect()
                }
                _ => value,
            };
            (name, value)
        });
        Value::Object(real.collect())
    }
}

#[test]
fn every_fuzzed_request_gets_a_documented_response() {
    actix_web::rt::System::new().block_on(async {
        let hospital = TestHospital::start(Database::sqlite()).await;
        let admin = hospital.admin().await;
        let room = Rooms::open(&admin).await.pre_op;
        let mut run =
            FuzzRun::start("requests", Duration::from_secs(8), seeds(&admin, &room).await);
        while let Some(asked) = run.next() {
            let started = Instant::now();
            let outcome = {
                let _shown = PrintOnPanic("requests", &asked);
                asked.ask(&admin).await
            };
            let kind = (asked.nth, outcome);
            run.tried(asked, started, kind);
            if run.tried % REQUESTS_PER_COMPANION == 0 {
                run.add_seeds(seeds(&admin, &room).await);
            }
        }
    });
}

/// One request for each operation, except signing out.
async fn seeds(admin: &Actor, room: &str) -> Vec<Asked> {
    let things = Rc::new(Things::some(admin, room).await);
    let operations = Contract::get().operations().iter().enumerate();
    let staying = operations.filter(|(_, operation)| {
        !(operation.method == "DELETE" && operation.path.ends_with("/sessions/current"))
    });
    staying.map(|(nth, _)| Asked::of(nth, &things)).collect()
}

/// Percent-encodes a text.
mod percent {
    use std::fmt::Write as _;

    pub(super) fn written(text: &str) -> String {
        text.bytes().fold(String::new(), |mut so_far, byte| {
            if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
                so_far.push(char::from(byte));
            } else {
                write!(so_far, "%{byte:02X}").expect("written");
            }
            so_far
        })
    }
}
