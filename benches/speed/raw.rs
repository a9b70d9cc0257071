//! What the databases do without us: one small INSERT for each commit, held as the store holds them.

use std::path::Path;
use std::time::Duration;

use diesel::connection::SimpleConnection as _;
use diesel::{Connection as _, ExpressionMethods as _, RunQueryDsl as _, SqliteConnection};
use tokio::time::Instant;
use tokio_postgres::NoTls;

use crate::client::{Figures, figures};

diesel::table! {
    raw (id) {
        id -> BigInt,
        note -> Text,
    }
}

const TABLE: &str = "CREATE TABLE raw (id BIGINT PRIMARY KEY, note TEXT NOT NULL)";
const NOTE: &str = "a companion was seen, and nothing else";

/// Commits on SQLite, with the pragmas of the store's writer.
pub fn sqlite(folder: &Path, lasting: Duration) -> Figures {
    let file = folder.join("raw.db");
    let mut conn = SqliteConnection::establish(file.to_str().expect("UTF-8")).expect("it opens");
    conn.batch_execute(
        "PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON; PRAGMA cache_size = -16384;
         PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000;
         PRAGMA secure_delete = ON; PRAGMA recursive_triggers = ON;",
    )
    .expect("pragmas");
    conn.batch_execute(TABLE).expect("a table");
    let begin = Instant::now();
    let mut took = Vec::new();
    for nth in 0_i64.. {
        let asked = Instant::now();
        if asked - begin >= lasting {
            break;
        }
        let row = (raw::id.eq(nth), raw::note.eq(NOTE));
        diesel::insert_into(raw::table).values(row).execute(&mut conn).expect("a commit");
        took.push(asked.elapsed());
    }
    figures(1, took, begin.elapsed())
}

/// Commits on PostgreSQL, over as many connections as the store has.
pub async fn postgres(url: &str, connections: i64, lasting: Duration) -> Figures {
    let open = async || {
        let (client, line) = tokio_postgres::connect(url, NoTls).await.expect("it answers");
        tokio::spawn(line);
        client
    };
    open().await.batch_execute(TABLE).await.expect("a table");
    let begin = Instant::now();
    let mut tasks = Vec::new();
    for nth in 0..connections {
        let client = open().await;
        tasks.push(tokio::spawn(async move {
            let insert = client.prepare("INSERT INTO raw VALUES ($1, $2)").await.expect("SQL");
            let mut took = Vec::new();
            for id in (0..).map(|step: i64| step * connections + nth) {
                let asked = Instant::now();
                if asked - begin >= lasting {
                    break;
                }
                client.execute(&insert, &[&id, &NOTE]).await.expect("a commit");
                took.push(asked.elapsed());
            }
            took
        }));
    }
    let mut took = Vec::new();
    for task in tasks {
        took.extend(task.await.expect("a client"));
    }
    figures(usize::try_from(connections).expect("few"), took, begin.elapsed())
}

/// A database of its own on a PostgreSQL server, until it is dropped with [`Fresh::end`].
pub struct Fresh {
    server: String,
    name: String,
    /// Its address.
    pub url: String,
}

impl Fresh {
    /// Makes one.
    pub async fn on(server: &str) -> Self {
        let name = format!("stuffy_bench_{:016x}", u64::from_be_bytes(stuffy::random::bytes()));
        let (host, _) = server.rsplit_once('/').expect("an address such as postgres://…/postgres");
        let url = format!("{host}/{name}");
        run(server, &format!("CREATE DATABASE {name}")).await;
        Self { server: server.to_owned(), name, url }
    }

    /// Drops it.
    pub async fn end(self) {
        run(&self.server, &format!("DROP DATABASE {} WITH (FORCE)", self.name)).await;
    }
}

async fn run(server: &str, sql: &str) {
    let (client, line) = tokio_postgres::connect(server, NoTls).await.expect("it answers");
    tokio::spawn(line);
    client.batch_execute(sql).await.expect("it is done");
}
