//! The measured server: the built program in its own process on a new database, filled through its API.

use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use stuffy::clock::Clock;
use stuffy::domain::time::Time;
use stuffy::json::Timestamp;
use stuffy::random;
use tempfile::TempDir;

use crate::client::{Connection, request};

const PASSWORD: &str = "a long enough password";

/// A running program; killed when dropped.
pub struct ServerProcess {
    child: Child,
    pub at: SocketAddr,
}

impl ServerProcess {
    /// Starts the program with `--listen` and waits until it accepts connections.
    pub async fn start(mut command: Command) -> Self {
        let free = TcpListener::bind(("127.0.0.1", 0)).and_then(|listener| listener.local_addr());
        let at = free.expect("a free port");
        command.args(["--listen", &at.to_string()]).stdout(Stdio::null()).stderr(Stdio::null());
        let serving = Self { child: command.spawn().expect("the program starts"), at };
        let mut look = tokio::time::interval(Duration::from_millis(10));
        for _ in 0..1000 {
            look.tick().await;
            if Connection::open(at).await.is_ok() {
                return serving;
            }
        }
        panic!("no server at {at}");
    }
}

impl Drop for ServerProcess {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A checked-in companion.
pub struct Companion {
    pub journey: String,
    pub visit: String,
    pub tag: String,
}

pub struct TestServer {
    pub serving: ServerProcess,
    pub token: String,
}

impl TestServer {
    /// Starts the server on a database; its log is written as usual, and discarded.
    pub async fn open(database: &str) -> Self {
        let stuffy = |args: &[&str]| {
            let mut command = Command::new(env!("CARGO_BIN_EXE_stuffy"));
            command.env_clear().args(args).args(["--database-url", database]);
            command
        };
        assert!(stuffy(&["migrate"]).stdout(Stdio::null()).status().expect("it runs").success());
        let mut hiring =
            stuffy(&["staff", "add", "--username", "nurse", "--role", "lead", "--password-stdin"])
                .stdin(Stdio::piped())
                .spawn()
                .expect("it runs");
        let mut stdin = hiring.stdin.take().expect("standard input");
        std::io::Write::write_all(&mut stdin, PASSWORD.as_bytes()).expect("written");
        drop(stdin);
        assert!(hiring.wait().expect("exited").success());
        let serve = stuffy(&[
            "serve",
            "--public-url",
            "https://stuffy.example",
            "--idle-lock-seconds",
            "86400",
            "--family-reads-per-minute",
            "1000000000",
        ]);
        let serving = ServerProcess::start(serve).await;
        let mut server = Self { serving, token: String::new() };
        let who = json!({ "username": "nurse", "password": PASSWORD });
        server.token = text(&server.post("/sessions", &who).await, "/token");
        server
    }

    async fn post(&self, path: &str, body: &Value) -> Value {
        let path = format!("/api/v1{path}");
        let started = request("POST", &path, &self.token, &body.to_string());
        // A new connection each time: idle ones are closed during a measurement.
        let mut line = Connection::open(self.serving.at).await.expect("a connection");
        let (status, answer) = line.ask(&started).await.expect("a response");
        assert!(status < 300, "{path}: {status} {}", String::from_utf8_lossy(answer));
        serde_json::from_slice(answer).expect("JSON")
    }

    /// Checks companions in, a minute ago.
    pub async fn check_in(&self, count: usize) -> Vec<Companion> {
        let minted = self.post("/tags", &json!({ "count": count, "material": "fabric" })).await;
        let tags = minted["items"].as_array().expect("tags").clone();
        let mut arrived = Vec::new();
        for tag in &tags {
            let tag = text(tag, "/code");
            let made = self
                .post(
                    "/check-ins",
                    &json!({
                        "child": { "alias": "Little Star" },
                        "companion": { "name": "Biscuit", "species": "bear", "screening": {} },
                        "tag": tag,
                        "occurred_at": Timestamp(ago(Duration::from_mins(1))),
                    }),
                )
                .await;
            arrived.push(Companion {
                journey: text(&made, "/journey/id"),
                visit: text(&made, "/visit/id"),
                tag,
            });
        }
        arrived
    }

    /// Adds scans of the last 30 seconds to a journey.
    pub async fn add_scans(&self, companion: &Companion, steps: u64) {
        let from = ago(Duration::from_secs(30));
        let all: Vec<_> = (0..steps)
            .map(|nth| scan(&companion.tag, from.plus(Duration::from_millis(nth * 10))))
            .collect();
        for some in all.chunks(500) {
            let now = Timestamp(Clock::system().now());
            self.post("/scans/batch", &json!({ "sent_at": now, "scans": some })).await;
        }
    }

    /// Creates a family link and returns the path of its API.
    pub async fn create_family_link(&self, visit: &str) -> String {
        let guest = json!({ "name": "Grandmother", "language": "en", "scope": "status" });
        let invited = self.post(&format!("/visits/{visit}/family-links"), &guest).await;
        let url = text(&invited, "/url");
        format!("/api/v1/family/{}", url.rsplit('/').next().expect("a token"))
    }
}

/// A scan with a new id.
pub fn scan(tag: &str, at: Time) -> Value {
    json!({ "id": random::uuid_v7_at(Clock::system().now()), "tag": tag, "occurred_at": Timestamp(at) })
}

pub fn ago(time: Duration) -> Time {
    Clock::system().now().minus(time)
}

fn text(value: &Value, pointer: &str) -> String {
    let found = value.pointer(pointer).and_then(Value::as_str);
    found.unwrap_or_else(|| panic!("no text at {pointer} in {value}")).to_owned()
}

/// A directory on the disk of the build, because commits to a memory disk cost nothing.
pub fn folder() -> TempDir {
    tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder")
}

pub fn sqlite(folder: &Path) -> String {
    format!("sqlite://{}", folder.join("bench.db").display())
}
