//! PostgreSQL servers of a test's own, which may be made to follow one another, stalled, killed and promoted.
//!
//! Their programs are where `STUFFY_TEST_POSTGRES_BIN` says (`tests/run` sets it), where `pg_config` says, or where
//! Debian puts them. PostgreSQL refuses to run as root, so whoever is root has them run as `postgres` or `nobody`.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use tempfile::TempDir;
use tokio::time::{interval, timeout};
use tokio_postgres::{Client, NoTls};

use super::load::PATIENCE;

/// Nothing here outlives the machine, so nothing needs to reach its disk.
const SETTINGS: &str = "listen_addresses = '127.0.0.1'\nunix_socket_directories = ''\nfsync = off\nmax_connections = 60\n";

/// A server, which goes with the test.
pub(super) struct Server {
    port: u16,
    programs: Programs,
    folder: TempDir,
}

impl Server {
    /// Sets one up, with nothing in it.
    pub(super) fn start() -> Self {
        let server = Self::unpacked();
        let args =
            ["-U", "stuffy", "-A", "trust", "-E", "UTF8", "--locale", "C", "--no-sync", "-D"];
        server.programs.run("initdb", &args, &server.data());
        server.serve();
        server
    }

    /// A copy of this one that follows it, and takes no writes. From then on this one acknowledges nothing that the
    /// copy does not have on its disk.
    pub(super) async fn follower(&self) -> Self {
        let copy = Self::unpacked();
        let at = format!("host=127.0.0.1 port={} user=stuffy", self.port);
        let args = ["-d", &at, "-R", "-X", "stream", "--checkpoint=fast", "--no-sync", "-D"];
        copy.programs.run("pg_basebackup", &args, &copy.data());
        copy.serve();
        let line = self.line("postgres").await;
        for said in ["ALTER SYSTEM SET synchronous_standby_names = '*'", "SELECT pg_reload_conf()"]
        {
            line.batch_execute(said).await.expect(said);
        }
        let follows = "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'";
        self.counts("postgres", follows, 1).await;
        copy
    }

    /// Host and port.
    pub(super) fn address(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// Waits until a query counts so many.
    pub(super) async fn counts(&self, database: &str, query: &str, many: i64) {
        let line = self.line(database).await;
        let counted = async {
            let mut look = interval(Duration::from_millis(20));
            loop {
                look.tick().await;
                let row = line.query_one(query, &[]).await.expect(query);
                if row.get::<_, i64>(0) == many {
                    break;
                }
            }
        };
        timeout(PATIENCE, counted).await.unwrap_or_else(|_| panic!("not {many}: {query}"));
    }

    /// A connection of one's own.
    pub(super) async fn line(&self, database: &str) -> Client {
        let at = format!("postgres://stuffy@{}/{database}", self.address());
        let (client, connection) = tokio_postgres::connect(&at, NoTls).await.expect("it answers");
        tokio::spawn(connection);
        client
    }

    /// Whatever follows it hears nothing more of it.
    pub(super) async fn fall_silent(&self) {
        let line = self.line("postgres").await;
        let row = line.query_one("SELECT pid FROM pg_stat_replication", &[]).await;
        signal("STOP", &[row.expect("a follower").get(0)]);
    }

    /// Kills it, every process at once, as a machine that loses its power does.
    pub(super) fn kill(&self) {
        let lock = fs::read_to_string(self.data().join("postmaster.pid")).expect("it runs");
        let head: i32 = lock.lines().next().and_then(|line| line.parse().ok()).expect("a process");
        let hands = fs::read_to_string(format!("/proc/{head}/task/{head}/children"));
        let hands = hands.expect("its processes");
        let all: Vec<_> = hands.split_whitespace().filter_map(|hand| hand.parse().ok()).collect();
        signal("KILL", &[&[head], &all[..]].concat());
    }

    /// Has it take writes from now on.
    pub(super) fn promote(&self) {
        self.programs.run("pg_ctl", &["promote", "-w", "-D"], &self.data());
    }

    fn unpacked() -> Self {
        let programs = Programs::find();
        let folder = TempDir::new().expect("a folder");
        programs.give(folder.path());
        let port = TcpListener::bind(("127.0.0.1", 0)).and_then(|free| free.local_addr());
        Self { port: port.expect("a free port").port(), programs, folder }
    }

    fn serve(&self) {
        let settings = self.data().join("postgresql.conf");
        let said = fs::read_to_string(&settings).expect("its settings");
        fs::write(settings, format!("{said}\n{SETTINGS}port = {}\n", self.port)).expect("written");
        let log = self.folder.path().join("log").display().to_string();
        self.programs.run("pg_ctl", &["start", "-w", "-t", "60", "-l", &log, "-D"], &self.data());
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // One that was killed cannot be stopped.
        let _ = self
            .programs
            .command("pg_ctl", &["stop", "-m", "immediate", "-D"], &self.data())
            .output();
    }
}

fn signal(name: &str, processes: &[i32]) {
    let mut kill = Command::new("kill");
    kill.arg(format!("-{name}")).args(processes.iter().map(ToString::to_string));
    // One of them may have ended by itself.
    let _ = kill.output().expect("there is a kill");
}

/// PostgreSQL's programs, and whom they run as.
struct Programs {
    folder: PathBuf,
    owner: Option<&'static str>,
}

impl Programs {
    fn find() -> Self {
        let told = std::env::var("STUFFY_TEST_POSTGRES_BIN").ok();
        let packaged = || said(Command::new("pg_config").arg("--bindir"));
        let mut debian: Vec<_> =
            fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().collect();
        debian.sort_by_key(|entry| {
            entry.file_name().to_str().and_then(|name| name.parse::<u32>().ok())
        });
        let debian = debian.into_iter().rev().map(|entry| entry.path().join("bin"));
        let mut folders = told.or_else(packaged).map(PathBuf::from).into_iter().chain(debian);
        let folder = folders
            .find(|folder| folder.join("initdb").exists() && folder.join("pg_basebackup").exists());
        let folder = folder.expect("initdb and pg_basebackup are not here: install PostgreSQL, or set STUFFY_TEST_POSTGRES_BIN to the folder of its programs");
        let root = said(Command::new("id").arg("-u")).is_some_and(|id| id == "0");
        let postgres = said(Command::new("id").args(["-u", "postgres"])).is_some();
        let owner = root.then_some(if postgres { "postgres" } else { "nobody" });
        Self { folder, owner }
    }

    /// Makes a folder theirs.
    fn give(&self, folder: &Path) {
        if let Some(owner) = self.owner {
            well(Command::new("chown").arg(owner).arg(folder));
        }
    }

    fn run(&self, program: &str, args: &[&str], data: &Path) {
        well(&mut self.command(program, args, data));
    }

    fn command(&self, program: &str, args: &[&str], data: &Path) -> Command {
        let program = self.folder.join(program);
        let mut command = match self.owner {
            Some(owner) => {
                let mut command = Command::new("runuser");
                command.args(["-u", owner, "--"]).arg(program);
                command
            }
            None => Command::new(program),
        };
        // Whoever runs it may not be let into the folder that the tests run in; nor is it to hold the test's pipes.
        command.args(args).arg(data).current_dir("/").env("LC_ALL", "C");
        command
    }
}

/// What a program says, if it is there and all went well.
fn said(command: &mut Command) -> Option<String> {
    let output = command.output().ok().filter(|output| output.status.success())?;
    Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn well(command: &mut Command) {
    // What it leaves running would keep a pipe open, and the test waiting for its end.
    let told = tempfile::tempfile().expect("a file");
    let (out, err) = (told.try_clone().expect("a file"), told.try_clone().expect("a file"));
    let status = command.stdout(out).stderr(err).status().expect("it is there");
    assert!(status.success(), "{command:?}: {}", read(told));
}

fn read(mut told: fs::File) -> String {
    use std::io::{Read as _, Seek as _};
    let mut text = String::new();
    let read = told.rewind().and_then(|()| told.read_to_string(&mut text));
    read.map_or_else(|error| error.to_string(), |_| text)
}
