//! Runs the built program in its own process: output, log and exit status.

use std::io::{BufRead as _, BufReader, Read, Write as _};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use serde_json::Value;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::time::{interval, timeout};

use crate::databases::Database;

/// Only a bug takes this long.
const TIMEOUT: Duration = Duration::from_secs(30);

/// The program without settings from the environment of the tests.
pub(crate) fn program(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_stuffy"));
    command.env_clear().args(args);
    command
}

pub(crate) fn program_with_database(url: &str, args: &[&str]) -> Command {
    let mut command = program(args);
    command.env("STUFFY_DATABASE_URL", url);
    command
}

pub(crate) fn command(db: &Database, args: &[&str]) -> Command {
    program_with_database(&db.url, args)
}

pub(crate) struct CommandOutput {
    good: bool,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// Runs a command until it exits.
pub(crate) fn run_command(mut command: Command, input: &str) -> CommandOutput {
    let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = piped.spawn().expect("the program starts");
    // A program that rejects its arguments exits without reading.
    let _ = child.stdin.take().expect("standard input").write_all(input.as_bytes());
    let done = child.wait_with_output().expect("the program ends");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    CommandOutput { good: done.status.success(), out: text(done.stdout), err: text(done.stderr) }
}

impl CommandOutput {
    /// Asserts success without any error output.
    #[track_caller]
    pub(crate) fn succeeds(self) -> Self {
        assert!(self.good && self.err.is_empty(), "{}", self.err);
        self
    }

    /// Asserts failure with this text in the error output.
    #[track_caller]
    pub(crate) fn fails_with(self, why: &str) -> Self {
        assert!(!self.good, "it succeeded: {}", self.out);
        assert!(self.err.contains(why), "{why:?} is not in: {}", self.err);
        self
    }
}

/// Lines of an output stream.
pub(crate) struct OutputLines(UnboundedReceiver<String>);

impl OutputLines {
    fn of(stream: impl Read + Send + 'static) -> Self {
        let (sender, lines) = unbounded_channel();
        thread::spawn(move || {
            // Always read to the end, otherwise the program would block on a full pipe.
            for line in BufReader::new(stream).lines().map_while(Result::ok) {
                let _ = sender.send(line);
            }
        });
        Self(lines)
    }

    /// The next line that contains the text; earlier lines are skipped.
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
        let found = timeout(TIMEOUT, found).await.unwrap_or_default();
        found.unwrap_or_else(|| panic!("no line with {needle:?} in:\n{passed}"))
    }

    /// All remaining lines, after the program has exited.
    pub(crate) async fn remaining(&mut self) -> String {
        let mut all = String::new();
        while let Some(line) = self.0.recv().await {
            all += &(line + "\n");
        }
        all
    }
}

/// The running program; killed when dropped.
pub(crate) struct Running {
    child: Child,
    pub(crate) out: OutputLines,
    pub(crate) log: OutputLines,
}

impl Running {
    pub(crate) fn start(mut command: Command) -> Self {
        let piped = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = piped.spawn().expect("the program starts");
        let out = OutputLines::of(child.stdout.take().expect("standard output"));
        let log = OutputLines::of(child.stderr.take().expect("standard error"));
        Self { child, out, log }
    }

    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }

    pub(crate) fn signal(&self, name: &str) {
        let (flag, process) = (format!("-{name}"), self.child.id().to_string());
        let sent = Command::new("kill").args([flag, process]).status();
        assert!(sent.expect("kill is installed").success());
    }

    /// Waits until the program exits and returns its exit code.
    pub(crate) async fn wait_for_exit(&mut self) -> Option<i32> {
        let mut look = interval(Duration::from_millis(5));
        let ended = async {
            loop {
                if let Some(status) = self.child.try_wait().expect("a status") {
                    return status.code();
                }
                look.tick().await;
            }
        };
        timeout(TIMEOUT, ended).await.expect("the program ends")
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct ResponseHead {
    pub(crate) status: u16,
    /// Seconds.
    pub(crate) retry_after: Option<u64>,
}

/// An HTTP client of the server.
#[derive(Clone)]
pub(crate) struct ApiClient {
    base: String,
    client: reqwest::Client,
    pub(crate) token: Option<String>,
}

impl ApiClient {
    pub(crate) fn at(base: &str) -> Self {
        let client = reqwest::Client::builder().no_proxy().build().expect("a client");
        Self { base: base.to_owned(), client, token: None }
    }

    pub(crate) fn address(&self) -> &str {
        self.base.trim_start_matches("http://")
    }

    pub(crate) async fn request(
        &self,
        method: &str,
        path: &str,
        body: Option<&Value>,
    ) -> (u16, Value) {
        let (response, body) = self.try_request(method, path, body).await.expect("a response");
        (response.status, body)
    }

    /// Like [`Self::request`]; none without a complete response.
    pub(crate) async fn try_request(
        &self,
        method: &str,
        path: &str,
        body: Option<&Value>,
    ) -> Option<(ResponseHead, Value)> {
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
        let head = ResponseHead { status: response.status().as_u16(), retry_after };
        let body = response.bytes().await.ok()?;
        Some((head, serde_json::from_slice(&body).unwrap_or_default()))
    }

    /// The status of a GET, and the id by which the request is found in the log.
    pub(crate) async fn status_and_request_id(&self, path: &str) -> (u16, String) {
        let response = self.send_get(path).await;
        let id = response.headers()["x-request-id"].to_str().expect("text").to_owned();
        (response.status().as_u16(), id)
    }

    /// The body of a GET.
    pub(crate) async fn text(&self, path: &str) -> String {
        self.send_get(path).await.text().await.expect("a body")
    }

    async fn send_get(&self, path: &str) -> reqwest::Response {
        let mut request = self.client.get(format!("{}{path}", self.base));
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        request.send().await.expect("a response")
    }

    pub(crate) async fn get(&self, path: &str) -> Value {
        let (status, body) = self.request("GET", path, None).await;
        assert_eq!(status, 200, "{path}: {body}");
        body
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Value {
        let (status, response) = self.request("POST", path, Some(body)).await;
        assert_eq!(status, 201, "{path}: {response}");
        response
    }
}
