//! The server under test: the built program in a process of its own, on a fresh database, with
//! companions checked in through its own API.

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

/// A program that serves until it is dropped.
pub struct Serving {
    child: Child,
    /// Where.
    pub at: SocketAddr,
}

impl Serving {
    /// Starts it, told by `--listen` where to serve, and waits until it does.
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
        panic!("nothing serves at {at}");
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A companion in the house.
pub struct Companion {
    /// Its journey.
    pub journey: String,
    /// Its visit.
    pub visit: String,
    /// Its tag.
    pub tag: String,
}

/// A hospital under test.
pub struct Bed {
    /// Where it serves.
    pub serving: Serving,
    /// A nurse's token.
    pub token: String,
}

impl Bed {
    /// Opens a hospital on a database; its log is written as it is in life, and thrown away.
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
        std::io::Write::write_all(&mut stdin, PASSWORD.as_bytes()).expect("it reads");
        drop(stdin);
        assert!(hiring.wait().expect("it ends").success());
        let serve = stuffy(&[
            "serve",
            "--public-url",
            "https://stuffy.example",
            "--idle-lock-seconds",
            "86400",
            "--family-reads-per-minute",
            "1000000000",
        ]);
        let serving = Serving::start(serve).await;
        let mut bed = Self { serving, token: String::new() };
        let who = json!({ "username": "nurse", "password": PASSWORD });
        bed.token = text(&bed.post("/sessions", &who).await, "/token");
        bed
    }

    async fn post(&self, path: &str, body: &Value) -> Value {
        let path = format!("/api/v1{path}");
        let asked = request("POST", &path, &self.token, &body.to_string());
        // A connection for each: kept ones are closed while a figure is taken.
        let mut line = Connection::open(self.serving.at).await.expect("a connection");
        let (status, answer) = line.ask(&asked).await.expect("an answer");
        assert!(status < 300, "{path}: {status} {}", String::from_utf8_lossy(answer));
        serde_json::from_slice(answer).expect("JSON")
    }

    /// Checks so many companions in, as of a minute ago.
    pub async fn arrive(&self, count: usize) -> Vec<Companion> {
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

    /// Lengthens a journey by so many sightings of the last half a minute.
    pub async fn lengthen(&self, companion: &Companion, steps: u64) {
        let from = ago(Duration::from_secs(30));
        let all: Vec<_> = (0..steps)
            .map(|nth| scan(&companion.tag, from.plus(Duration::from_millis(nth * 10))))
            .collect();
        for some in all.chunks(500) {
            let now = Timestamp(Clock::system().now());
            self.post("/scans/batch", &json!({ "sent_at": now, "scans": some })).await;
        }
    }

    /// A family's link to a visit: the path of what it reads.
    pub async fn invite(&self, visit: &str) -> String {
        let guest = json!({ "name": "Grandmother", "language": "en", "scope": "status" });
        let invited = self.post(&format!("/visits/{visit}/family-links"), &guest).await;
        let url = text(&invited, "/url");
        format!("/api/v1/family/{}", url.rsplit('/').next().expect("a token"))
    }
}

/// A plain sighting with an id of its own.
pub fn scan(tag: &str, at: Time) -> Value {
    json!({ "id": random::uuid(Clock::system().now()), "tag": tag, "occurred_at": Timestamp(at) })
}

/// So long before now.
pub fn ago(time: Duration) -> Time {
    Clock::system().now().minus(time)
}

fn text(value: &Value, pointer: &str) -> String {
    let found = value.pointer(pointer).and_then(Value::as_str);
    found.unwrap_or_else(|| panic!("no text at {pointer} in {value}")).to_owned()
}

/// A folder on the disk that the build is on, since what is in memory commits for nothing.
pub fn folder() -> TempDir {
    tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder")
}

/// The address of an embedded database in a folder.
pub fn sqlite(folder: &Path) -> String {
    format!("sqlite://{}", folder.join("bench.db").display())
}
