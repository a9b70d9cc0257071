//! Raw commits: one small INSERT per transaction, with the same database settings as the application.

use std::path::Path;
use std::time::Duration;

use diesel::connection::SimpleConnection as _;
use diesel::{Connection as _, ExpressionMethods as _, RunQueryDsl as _, SqliteConnection};
use tokio::time::Instant;
use tokio_postgres::NoTls;

use crate::client::{Figures, figures};

diesel::table! {
    raw_commits (id) {
        id -> BigInt,
        note -> Text,
    }
}

const TABLE: &str = "CREATE TABLE raw_commits (id BIGINT PRIMARY KEY, note TEXT NOT NULL)";
const NOTE: &str = "a companion was seen, and nothing else";

/// Commits on SQLite with the pragmas of the application's writer.
pub fn sqlite(folder: &Path, duration: Duration) -> Figures {
    let file = folder.join("raw.db");
    let mut conn = SqliteConnection::establish(file.to_str().expect("UTF-8")).expect("opened");
    conn.batch_execute(
        "PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON; PRAGMA cache_size = -16384;
         PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000;
         PRAGMA secure_delete = ON; PRAGMA recursive_triggers = ON;",
    )
    .expect("pragmas");
    conn.batch_execute(TABLE).expect("a table");
    let begin = Instant::now();
    let mut response_times = Vec::new();
    for nth in 0_i64.. {
        let started = Instant::now();
        if started - begin >= duration {
            break;
        }
        let row = (raw_commits::id.eq(nth), raw_commits::note.eq(NOTE));
        diesel::insert_into(raw_commits::table).values(row).execute(&mut conn).expect("a commit");
        response_times.push(started.elapsed());
    }
    figures(1, response_times, begin.elapsed())
}

/// Commits on PostgreSQL over several connections.
pub async fn postgres(url: &str, connections: i64, duration: Duration) -> Figures {
    let open = async || {
        let (client, line) = tokio_postgres::connect(url, NoTls).await.expect("connected");
        tokio::spawn(line);
        client
    };
    open().await.batch_execute(TABLE).await.expect("a table");
    let begin = Instant::now();
    let mut tasks = Vec::new();
    for nth in 0..connections {
        let client = open().await;
        tasks.push(tokio::spawn(async move {
            let insert =
                client.prepare("INSERT INTO raw_commits VALUES ($1, $2)").await.expect("SQL");
            let mut response_times = Vec::new();
            for id in (0..).map(|step: i64| step * connections + nth) {
                let started = Instant::now();
                if started - begin >= duration {
                    break;
                }
                client.execute(&insert, &[&id, &NOTE]).await.expect("a commit");
                response_times.push(started.elapsed());
            }
            response_times
        }));
    }
    let mut response_times = Vec::new();
    for task in tasks {
        response_times.extend(task.await.expect("a client"));
    }
    figures(usize::try_from(connections).expect("few"), response_times, begin.elapsed())
}

/// A temporary PostgreSQL database; [`drop_database`](Self::drop_database) deletes it.
pub struct TemporaryDatabase {
    server: String,
    name: String,
    pub url: String,
}

impl TemporaryDatabase {
    pub async fn create(server: &str) -> Self {
        let name = format!("stuffy_bench_{:016x}", u64::from_be_bytes(stuffy::random::bytes()));
        let (host, _) = server.rsplit_once('/').expect("an address such as postgres://…/postgres");
        let url = format!("{host}/{name}");
        run(server, &format!("CREATE DATABASE {name}")).await;
        Self { server: server.to_owned(), name, url }
    }

    pub async fn drop_database(self) {
        run(&self.server, &format!("DROP DATABASE {} WITH (FORCE)", self.name)).await;
    }
}

async fn run(server: &str, sql: &str) {
    let (client, line) = tokio_postgres::connect(server, NoTls).await.expect("connected");
    tokio::spawn(line);
    client.batch_execute(sql).await.expect("executed");
}
