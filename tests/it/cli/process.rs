//! The program in a process of its own: what it says, what it logs, how it ends.

use std::io::{BufRead as _, BufReader, Read, Write as _};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use serde_json::Value;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::time::{interval, timeout};

use crate::databases::Database;

/// How long anything may take; only a fault takes this long.
const PATIENCE: Duration = Duration::from_secs(30);

/// The program, without any setting of whoever runs the tests.
pub(crate) fn bare(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_stuffy"));
    command.env_clear().args(args);
    command
}

/// The program on a database.
pub(crate) fn at(url: &str, args: &[&str]) -> Command {
    let mut command = bare(args);
    command.env("STUFFY_DATABASE_URL", url);
    command
}

/// The program on a test's database.
pub(crate) fn command(db: &Database, args: &[&str]) -> Command {
    at(&db.url, args)
}

/// What a command that ends by itself came to.
pub(crate) struct Said {
    good: bool,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// Runs a command to its end, with this on its standard input.
pub(crate) fn say(mut command: Command, input: &str) -> Said {
    let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = piped.spawn().expect("the program starts");
    // A program that refuses its arguments has ended before it reads.
    let _ = child.stdin.take().expect("standard input").write_all(input.as_bytes());
    let done = child.wait_with_output().expect("the program ends");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    Said { good: done.status.success(), out: text(done.stdout), err: text(done.stderr) }
}

impl Said {
    /// It went well, and complained of nothing.
    #[track_caller]
    pub(crate) fn well(self) -> Self {
        assert!(self.good && self.err.is_empty(), "{}", self.err);
        self
    }

    /// It went badly, for a reason that says this.
    #[track_caller]
    pub(crate) fn badly(self, why: &str) -> Self {
        assert!(!self.good, "it went well: {}", self.out);
        assert!(self.err.contains(why), "{why:?} is not in: {}", self.err);
        self
    }
}

/// Lines as they come.
pub(crate) struct Lines(UnboundedReceiver<String>);

impl Lines {
    fn of(stream: impl Read + Send + 'static) -> Self {
        let (sender, lines) = unbounded_channel();
        thread::spawn(move || {
            // Read to the end whoever listens: the program must not wait for its reader.
            for line in BufReader::new(stream).lines().map_while(Result::ok) {
                let _ = sender.send(line);
            }
        });
        Self(lines)
    }

    /// The next line that holds this; those before it are passed over.
    pub(crate) async fn line_with(&mut self, needle: &str) -> String {
        let mut passed = String::new();
        let found = async {
            while let Some(line) = self.0.recv().await {
                if line.contains(needle) {
                    return Some(line);
                }
                passed += &(line + "\n");
            }
            None
        };
        let found = timeout(PATIENCE, found).await.unwrap_or_default();
        found.unwrap_or_else(|| panic!("no line with {needle:?} in:\n{passed}"))
    }

    /// All that is left, once the program has ended.
    pub(crate) async fn rest(&mut self) -> String {
        let mut all = String::new();
        while let Some(line) = self.0.recv().await {
            all += &(line + "\n");
        }
        all
    }
}

/// The program while it goes on; it is ended with the test if it was not before.
pub(crate) struct Running {
    child: Child,
    pub(crate) out: Lines,
    pub(crate) log: Lines,
}

impl Running {
    pub(crate) fn start(mut command: Command) -> Self {
        let piped = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = piped.spawn().expect("the program starts");
        let out = Lines::of(child.stdout.take().expect("standard output"));
        let log = Lines::of(child.stderr.take().expect("standard error"));
        Self { child, out, log }
    }

    /// Its process.
    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }

    /// Sends a signal, by its name.
    pub(crate) fn signal(&self, name: &str) {
        let (flag, process) = (format!("-{name}"), self.child.id().to_string());
        let sent = Command::new("kill").args([flag, process]).status();
        assert!(sent.expect("there is a kill").success());
    }

    /// Waits for its end, and says how it ended.
    pub(crate) async fn end(&mut self) -> Option<i32> {
        let mut look = interval(Duration::from_millis(5));
        let ended = async {
            loop {
                if let Some(status) = self.child.try_wait().expect("a status") {
                    return status.code();
                }
                look.tick().await;
            }
        };
        timeout(PATIENCE, ended).await.expect("the program ends")
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// How an answer begins.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Head {
    pub(crate) status: u16,
    /// In how many seconds to try again.
    pub(crate) retry_after: Option<u64>,
}

/// Somebody with a client.
#[derive(Clone)]
pub(crate) struct Web {
    base: String,
    client: reqwest::Client,
    pub(crate) token: Option<String>,
}

impl Web {
    pub(crate) fn at(base: &str) -> Self {
        let client = reqwest::Client::builder().no_proxy().build().expect("a client");
        Self { base: base.to_owned(), client, token: None }
    }

    /// Host and port.
    pub(crate) fn address(&self) -> &str {
        self.base.trim_start_matches("http://")
    }

    pub(crate) async fn ask(&self, method: &str, path: &str, body: Option<&Value>) -> (u16, Value) {
        let (response, body) = self.attempt(method, path, body).await.expect("an answer");
        (response.status, body)
    }

    /// As [`Self::ask`], where there may be no answer, or one that ends before its end.
    pub(crate) async fn attempt(
        &self,
        method: &str,
        path: &str,
        body: Option<&Value>,
    ) -> Option<(Head, Value)> {
        let method = method.parse().expect("a method");
        let mut request = self.client.request(method, format!("{}{path}", self.base));
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        if let Some(body) = body {
            request = request.json(body);
        }
        let response = request.send().await.ok()?;
        let retry_after = response.headers().get("retry-after");
        let retry_after = retry_after.and_then(|value| value.to_str().ok()?.parse().ok());
        let head = Head { status: response.status().as_u16(), retry_after };
        let body = response.bytes().await.ok()?;
        Some((head, serde_json::from_slice(&body).unwrap_or_default()))
    }

    pub(crate) async fn get(&self, path: &str) -> Value {
        let (status, body) = self.ask("GET", path, None).await;
        assert_eq!(status, 200, "{path}: {body}");
        body
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Value {
        let (status, answer) = self.ask("POST", path, Some(body)).await;
        assert_eq!(status, 201, "{path}: {answer}");
        answer
    }
}
