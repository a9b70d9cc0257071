//! Reads streams of server-sent events and checks each event against `openapi.yaml`.

use std::time::Duration;

use reqwest::Response;
use serde_json::Value;
use tokio::time::timeout;

use crate::contract::Contract;
use crate::test_app::Actor;

/// How long to wait for data. Only a failing test waits this long.
const TIMEOUT: Duration = Duration::from_secs(30);

/// An open event stream.
pub(crate) struct EventStream {
    response: Response,
    text: String,
    /// The last `id` received, which a browser sends when it reconnects.
    pub(crate) last_id: Option<String>,
}

/// One event or comment of a stream.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Block {
    pub(crate) id: Option<String>,
    /// `None` for a comment and for the retry interval.
    pub(crate) event: Option<String>,
    pub(crate) data: Value,
}

impl Block {
    pub(crate) fn is_heartbeat(&self) -> bool {
        self.event.as_deref() == Some("beat")
    }

    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.data[name].as_str()
    }
}

impl Actor {
    /// Opens `/events` as a browser does that last received `last_id`.
    pub(crate) async fn watch(&self, last_id: Option<&str>) -> EventStream {
        let headers: Vec<_> = last_id.map(|id| ("last-event-id", id)).into_iter().collect();
        self.watch_with("", &headers).await
    }

    pub(crate) async fn watch_with(&self, query: &str, headers: &[(&str, &str)]) -> EventStream {
        self.watch_at(&format!("/events{query}"), headers).await
    }

    /// Opens a family's event stream as a browser does that last received `last_id`.
    pub(crate) async fn watch_family(&self, page: &str, last_id: Option<&str>) -> EventStream {
        let headers: Vec<_> = last_id.map(|id| ("last-event-id", id)).into_iter().collect();
        self.watch_at(&format!("{page}/events"), &headers).await
    }

    /// Opens the event stream at this path of the API.
    pub(crate) async fn watch_at(&self, path: &str, headers: &[(&str, &str)]) -> EventStream {
        let path = format!("/api/v1{path}");
        let mut request = self.hospital.client().get(format!("{}{path}", self.hospital.base()));
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = request.send().await.expect("a response");
        assert_eq!(response.status(), 200);
        let checked = Contract::get().check("GET", &path, 200, response.headers(), b"");
        checked.unwrap_or_else(|why| panic!("{why}"));
        EventStream { response, text: String::new(), last_id: None }
    }
}

impl EventStream {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.response.headers().get(name).and_then(|value| value.to_str().ok())
    }

    pub(crate) fn version(&self) -> reqwest::Version {
        self.response.version()
    }

    /// The next event or comment; `None` when the stream ends properly.
    pub(crate) async fn block(&mut self) -> Option<Block> {
        loop {
            if let Some((block, rest)) = self.text.split_once("\n\n") {
                let (block, rest) = (parse_block(block), rest.to_owned());
                self.text = rest;
                self.last_id = block.id.clone().or(self.last_id.take());
                return Some(block);
            }
            let chunk = timeout(TIMEOUT, self.response.chunk()).await.expect("data in time");
            let chunk = chunk.expect("a complete chunk")?;
            self.text += std::str::from_utf8(&chunk).expect("UTF-8");
        }
    }

    /// The next event that is not a heartbeat.
    pub(crate) async fn event(&mut self) -> Block {
        loop {
            let block = self.block().await.expect("the stream goes on");
            if block.event.is_some() && !block.is_heartbeat() {
                return block;
            }
        }
    }

    /// The next change of this topic.
    pub(crate) async fn change(&mut self, topic: &str) -> Block {
        loop {
            let block = self.event().await;
            if block.event.as_deref() == Some("change") && block.text("topic") == Some(topic) {
                return block;
            }
        }
    }

    /// The next state of a family's stream, which sends nothing else.
    pub(crate) async fn state(&mut self) -> Block {
        let block = self.event().await;
        assert_eq!(block.event.as_deref(), Some("state"), "families get states only: {block:?}");
        block
    }

    /// Reads this many heartbeats and fails if anything else arrives in between.
    pub(crate) async fn expect_only_heartbeats(&mut self, count: usize) {
        for _ in 0..count {
            let block = self.block().await.expect("the stream goes on");
            assert_eq!((&block.event, &block.id), (&None, &None), "unexpected event: {block:?}");
        }
    }

    /// Reads until the server ends the stream; returns all blocks.
    pub(crate) async fn read_to_end(&mut self) -> Vec<Block> {
        let mut all = Vec::new();
        while let Some(block) = self.block().await {
            all.push(block);
        }
        all
    }
}

fn parse_block(text: &str) -> Block {
    let line = |name: &str| {
        let mut found = text.lines().filter_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
        found.next_back().map(str::to_owned)
    };
    let data = line("data").map_or(Value::Null, |data| serde_json::from_str(&data).expect("JSON"));
    let block = Block { id: line("id"), event: line("event"), data };
    let schema = match block.event.as_deref() {
        Some("change") => Some("/components/schemas/Event"),
        Some("state") => Some("/components/schemas/FamilyView"),
        _ => None,
    };
    if let Some(schema) = schema {
        let validated = Contract::get().validate(schema, &block.data);
        validated.unwrap_or_else(|why| panic!("{why}: {text}"));
    }
    block
}
