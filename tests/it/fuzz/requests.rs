//! Whole requests to the API, as an admin asks them: every operation of the contract, its path, its query, the headers
//! that are read and its body, all of them bent. Whatever is asked, the answer is one that the contract has, and
//! never "my fault".

use std::rc::Rc;
use std::time::Duration;

use percent::written;
use reqwest::Method;
use reqwest::header::{HeaderMap, HeaderValue};
use serde_json::{Value, json};
use tokio::time::{Instant, timeout};

use super::mutate::{Bent, Dice, WORDS, bent_json, bent_text};
use super::{Hunt, PATIENCE, Shown};
use crate::builders::{self, Bear, Rooms};
use crate::contract::Contract;
use crate::databases::Database;
use crate::test_app::{Actor, TestHospital};

/// After so many requests there is another bear, for this one may have been purged by then.
const A_BEAR_LASTS: u64 = 400;
/// The headers that are read.
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

/// A request.
#[derive(Clone)]
struct Asked {
    /// Which of the contract's operations.
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

impl Bent for Asked {
    fn bent(&self, other: &Self, dice: &mut Dice) -> Self {
        let mut asked = self.clone();
        match dice.below(10) {
            0 if !asked.parts.is_empty() => {
                let at = dice.below(asked.parts.len());
                asked.parts[at] = bent_text(&asked.parts[at], dice);
            }
            1 | 2 => asked.query = bent_query(&asked.query, &other.query, dice),
            3 => asked.headers = bent_headers(&asked.headers, dice),
            4 => asked.body = other.body.clone(),
            5 => asked.parts.clone_from(&other.parts),
            _ => asked.body = asked.body.bent(dice),
        }
        asked
    }

    fn shown(&self) -> String {
        let headers = self.headers.iter().map(|(name, value)| (name, value.shown()));
        format!(
            "{} {} {:?} {:?} {}",
            self.method(),
            self.address(),
            headers.collect::<Vec<_>>(),
            self.query,
            self.bytes().unwrap_or_default().shown()
        )
    }
}

impl Body {
    fn bent(&self, dice: &mut Dice) -> Self {
        match self {
            Self::Json(value) if dice.one_in(6) => {
                Self::Bytes(value.to_string().into_bytes().bent(&b"\"id\":[{}]"[..].to_vec(), dice))
            }
            Self::Json(value) => Self::Json(bent_json(value, &words(), dice)),
            Self::Bytes(bytes) => Self::Bytes(bytes.bent(&b"{\"\":0}"[..].to_vec(), dice)),
            Self::None => Self::Json(json!({})),
        }
    }
}

fn words() -> Vec<String> {
    WORDS.iter().map(|&word| word.to_owned()).collect()
}

fn bent_query(
    query: &[(String, String)],
    other: &[(String, String)],
    dice: &mut Dice,
) -> Vec<(String, String)> {
    let mut query = query.to_vec();
    match dice.below(4) {
        0 => query.extend(other.iter().cloned()),
        1 => query.push((bent_text("limit", dice), dice.pick(WORDS).to_string())),
        2 if !query.is_empty() => drop(query.remove(dice.below(query.len()))),
        _ => {
            let at = dice.below(query.len());
            if let Some((_, value)) = query.get_mut(at) {
                *value = bent_text(value, dice);
            }
        }
    }
    query.truncate(8);
    query
}

fn bent_headers(
    headers: &[(&'static str, Vec<u8>)],
    dice: &mut Dice,
) -> Vec<(&'static str, Vec<u8>)> {
    let mut headers = headers.to_vec();
    let at = dice.below(headers.len() + 1);
    match headers.get_mut(at) {
        Some((_, value)) => *value = value.bent(&b"\"1\""[..].to_vec(), dice),
        None => headers.push((*dice.pick(HEADERS), dice.pick(WORDS).as_bytes().to_vec())),
    }
    headers
}

impl Asked {
    /// An operation as the contract has it, for this bear.
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
                    let value = things.asked_for(&name);
                    (name, value)
                })
                .collect(),
            headers: vec![
                ("if-match", b"\"1\"".to_vec()),
                ("idempotency-key", format!("a-key-of-{nth}").into_bytes()),
            ],
            body: match example {
                Some(Value::Null) => Body::Json(json!({})),
                Some(example) => Body::Json(things.in_place_of(example)),
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
            // A client would take dots for a way up, and nothing at all for another path.
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

    /// Asks, and says what kind of answer came.
    async fn ask(&self, admin: &Actor) -> (u16, String) {
        let method: Method = self.method().parse().expect("a method");
        let path = self.address();
        let url = format!("{}{path}", admin.hospital.base());
        let mut headers = HeaderMap::new();
        headers.insert("content-type", HeaderValue::from_static("application/json"));
        let token = format!("Bearer {}", admin.token.as_deref().unwrap_or_default());
        headers.insert("authorization", HeaderValue::from_str(&token).expect("a token"));
        for (name, value) in &self.headers {
            // What no client can send is nothing that arrives.
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
            timeout(PATIENCE, request.send()).await.expect("in time").expect("an answer");
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        let is_stream = headers.get("content-type").is_some_and(|kind| kind == "text/event-stream");
        let bytes = if is_stream {
            timeout(PATIENCE, answer.chunk())
                .await
                .expect("in time")
                .expect("a body")
                .unwrap_or_default()
        } else {
            timeout(PATIENCE, answer.bytes()).await.expect("in time").expect("a body")
        };
        assert!(status < 500, "{status}: {}", String::from_utf8_lossy(&bytes));
        if let Err(why) = Contract::get().check(method.as_str(), &path, status, &headers, &bytes) {
            panic!("{why}");
        }
        let said: Value = serde_json::from_slice(&bytes).unwrap_or_default();
        let places = [&said["code"], &said["errors"][0]["pointer"], &said["errors"][0]["detail"]];
        (
            status,
            places
                .map(ToString::to_string)
                .concat()
                .replace(|sign: char| sign.is_ascii_digit(), ""),
        )
    }
}

/// What there is to ask for.
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

    /// What a part of a path stands for, behind this noun.
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

    /// What a parameter may say.
    fn asked_for(&self, name: &str) -> String {
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

    /// The same body about things that are there.
    fn in_place_of(&self, body: Value) -> Value {
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
                    items.iter().cloned().map(|item| self.in_place_of(item)).collect()
                }
                _ => value,
            };
            (name, value)
        });
        Value::Object(real.collect())
    }
}

#[test]
fn whatever_is_asked_has_an_answer_that_the_contract_knows() {
    actix_web::rt::System::new().block_on(async {
        let hospital = TestHospital::start(Database::sqlite()).await;
        let admin = hospital.admin().await;
        let room = Rooms::open(&admin).await.pre_op;
        let mut hunt = Hunt::begin("requests", Duration::from_secs(8), seeds(&admin, &room).await);
        while let Some(asked) = hunt.next() {
            let begun = Instant::now();
            let came = {
                let _shown = Shown("requests", &asked);
                asked.ask(&admin).await
            };
            let kind = (asked.nth, came);
            hunt.tried(asked, begun, kind);
            if hunt.tried % A_BEAR_LASTS == 0 {
                hunt.sow(seeds(&admin, &room).await);
            }
        }
    });
}

/// Every operation once, for a bear of its own; not the one that signs the asker out.
async fn seeds(admin: &Actor, room: &str) -> Vec<Asked> {
    let things = Rc::new(Things::some(admin, room).await);
    let operations = Contract::get().operations().iter().enumerate();
    let staying = operations.filter(|(_, operation)| {
        !(operation.method == "DELETE" && operation.path.ends_with("/sessions/current"))
    });
    staying.map(|(nth, _)| Asked::of(nth, &things)).collect()
}

/// How a text is written in an address.
mod percent {
    use std::fmt::Write as _;

    pub(super) fn written(text: &str) -> String {
        text.bytes().fold(String::new(), |mut so_far, byte| {
            if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
                so_far.push(char::from(byte));
            } else {
                write!(so_far, "%{byte:02X}").expect("text takes text");
            }
            so_far
        })
    }
}
