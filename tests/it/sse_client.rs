//! Watching: a stream of server-sent events as a test reads it.

use std::time::Duration;

use reqwest::Response;
use serde_json::Value;
use tokio::time::timeout;

use crate::contract::Contract;
use crate::test_app::Actor;

/// How long anything may take to come; only a fault takes this long.
const PATIENCE: Duration = Duration::from_secs(30);

/// A stream that somebody reads.
pub(crate) struct Watching {
    response: Response,
    text: String,
    /// The `id` that was read last, as a browser keeps it.
    pub(crate) last_id: Option<String>,
}

/// One block of it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Block {
    pub(crate) id: Option<String>,
    /// What kind of event; none for how soon to come back.
    pub(crate) event: Option<String>,
    pub(crate) data: Value,
}

impl Block {
    /// Whether it only says that the line still stands.
    pub(crate) fn is_beat(&self) -> bool {
        self.event.as_deref() == Some("beat")
    }

    /// A member of the data that is a text.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.data[name].as_str()
    }
}

impl Actor {
    /// Follows what happens, as a browser does that was last told of this event.
    pub(crate) async fn watch(&self, last_id: Option<&str>) -> Watching {
        let headers: Vec<_> = last_id.map(|id| ("last-event-id", id)).into_iter().collect();
        self.watch_with("", &headers).await
    }

    /// Follows with this query and these headers.
    pub(crate) async fn watch_with(&self, query: &str, headers: &[(&str, &str)]) -> Watching {
        self.watch_at(&format!("/events{query}"), headers).await
    }

    /// Follows what a family sees, as a browser does that was last told of this state.
    pub(crate) async fn watch_family(&self, page: &str, last_id: Option<&str>) -> Watching {
        let headers: Vec<_> = last_id.map(|id| ("last-event-id", id)).into_iter().collect();
        self.watch_at(&format!("{page}/events"), &headers).await
    }

    /// Follows the stream at this path of the API.
    pub(crate) async fn watch_at(&self, path: &str, headers: &[(&str, &str)]) -> Watching {
        let path = format!("/api/v1{path}");
        let mut request = self.hospital.client().get(format!("{}{path}", self.hospital.base()));
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = request.send().await.expect("an answer");
        assert_eq!(response.status(), 200);
        let judge = Contract::get();
        let kept = judge.check("GET", &path, 200, response.headers(), b"");
        kept.unwrap_or_else(|why| panic!("{why}"));
        Watching { response, text: String::new(), last_id: None }
    }
}

impl Watching {
    /// A header of the answer.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.response.headers().get(name).and_then(|value| value.to_str().ok())
    }

    /// The next block, be it a comment; none when the stream ends as it should.
    pub(crate) async fn block(&mut self) -> Option<Block> {
        loop {
            if let Some((block, rest)) = self.text.split_once("\n\n") {
                let (block, rest) = (read(block), rest.to_owned());
                self.text = rest;
                self.last_id = block.id.clone().or(self.last_id.take());
                return Some(block);
            }
            let piece = timeout(PATIENCE, self.response.chunk()).await.expect("a word in time");
            let piece = piece.expect("a stream that is not cut off")?;
            self.text += std::str::from_utf8(&piece).expect("UTF-8");
        }
    }

    /// The next event that is told, beats passed over.
    pub(crate) async fn event(&mut self) -> Block {
        loop {
            let block = self.block().await.expect("the stream goes on");
            if block.event.is_some() && !block.is_beat() {
                return block;
            }
        }
    }

    /// The next change, of this topic.
    pub(crate) async fn change(&mut self, topic: &str) -> Block {
        loop {
            let block = self.event().await;
            if block.event.as_deref() == Some("change") && block.text("topic") == Some(topic) {
                return block;
            }
        }
    }

    /// The next state that a family is told.
    pub(crate) async fn state(&mut self) -> Block {
        let block = self.event().await;
        assert_eq!(
            block.event.as_deref(),
            Some("state"),
            "a family is told states alone: {block:?}"
        );
        block
    }

    /// Reads on for some beats, and sees that nothing is told meanwhile.
    pub(crate) async fn hears_nothing(&mut self, beats: usize) {
        let mut heard = 0;
        while heard < beats {
            let block = self.block().await.expect("the stream goes on");
            assert_eq!((&block.event, &block.id), (&None, &None), "something was told: {block:?}");
            heard += 1;
        }
    }

    /// Reads on to the end.
    pub(crate) async fn read_out(&mut self) -> Vec<Block> {
        let mut all = Vec::new();
        while let Some(block) = self.block().await {
            all.push(block);
        }
        all
    }
}

fn read(text: &str) -> Block {
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
        let kept = Contract::get().validate(schema, &block.data);
        kept.unwrap_or_else(|why| panic!("{why}: {text}"));
    }
    block
}
