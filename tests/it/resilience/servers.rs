//! PostgreSQL servers of a test, with standbys; they can be stalled, killed and promoted.
//!
//! Their programs are found in `STUFFY_TEST_POSTGRES_BIN` (set by `tests/run`), through `pg_config`, or where Debian
//! installs them. PostgreSQL refuses to run as root, so root runs them as `postgres` or `nobody`.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use tempfile::TempDir;
use tokio::time::{interval, timeout};
use tokio_postgres::{Client, NoTls};

use super::load::TIMEOUT;

/// Nothing has to survive a crash of the machine, so nothing is synced to its disk.
const SETTINGS: &str = "listen_addresses = '127.0.0.1'\nunix_socket_directories = ''\nfsync = off\nmax_connections = 60\n";

/// A server; stopped and deleted when dropped.
pub(super) struct Server {
    port: u16,
    programs: Programs,
    folder: TempDir,
}

impl Server {
    /// Starts an empty server.
    pub(super) fn start() -> Self {
        let server = Self::new();
        let args =
            ["-U", "stuffy", "-A", "trust", "-E", "UTF8", "--locale", "C", "--no-sync", "-D"];
        server.programs.run("initdb", &args, &server.data());
        server.serve();
        server
    }

    /// Starts a read-only standby of this server. From then on this server acknowledges only what the standby has on its
    /// disk.
    pub(super) async fn start_standby(&self) -> Self {
        let copy = Self::new();
        let at = format!("host=127.0.0.1 port={} user=stuffy", self.port);
        let args = ["-d", &at, "-R", "-X", "stream", "--checkpoint=fast", "--no-sync", "-D"];
        copy.programs.run("pg_basebackup", &args, &copy.data());
        copy.serve();
        let line = self.connect("postgres").await;
        for output_of in
            ["ALTER SYSTEM SET synchronous_standby_names = '*'", "SELECT pg_reload_conf()"]
        {
            line.batch_execute(output_of).await.expect(output_of);
        }
        let follows = "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'";
        self.wait_for_count("postgres", follows, 1).await;
        copy
    }

    pub(super) fn address(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// Waits until the query counts this number.
    pub(super) async fn wait_for_count(&self, database: &str, query: &str, many: i64) {
        let line = self.connect(database).await;
        let rows_per_table = async {
            let mut look = interval(Duration::from_millis(20));
            loop {
                look.tick().await;
                let row = line.query_one(query, &[]).await.expect(query);
                if row.get::<_, i64>(0) == many {
                    break;
                }
            }
        };
        timeout(TIMEOUT, rows_per_table).await.unwrap_or_else(|_| panic!("not {many}: {query}"));
    }

    pub(super) async fn connect(&self, database: &str) -> Client {
        let at = format!("postgres://stuffy@{}/{database}", self.address());
        let (client, connection) = tokio_postgres::connect(&at, NoTls).await.expect("connected");
        tokio::spawn(connection);
        client
    }

    /// The standby receives nothing more.
    pub(super) async fn pause_replication(&self) {
        let line = self.connect("postgres").await;
        let row = line.query_one("SELECT pid FROM pg_stat_replication", &[]).await;
        signal("STOP", &[row.expect("a follower").get(0)]);
    }

    /// Kills all processes at once, like a power failure.
    pub(super) fn kill(&self) {
        let lock = fs::read_to_string(self.data().join("postmaster.pid")).expect("it runs");
        let head: i32 = lock.lines().next().and_then(|line| line.parse().ok()).expect("a process");
        let children = fs::read_to_string(format!("/proc/{head}/task/{head}/children"));
        let children = children.expect("its processes");
        let all: Vec<_> =
            children.split_whitespace().filter_map(|hand| hand.parse().ok()).collect();
        signal("KILL", &[&[head], &all[..]].concat());
    }

    /// Makes a standby writable.
    pub(super) fn promote(&self) {
        self.programs.run("pg_ctl", &["promote", "-w", "-D"], &self.data());
    }

    fn new() -> Self {
        let programs = Programs::find();
        let folder = TempDir::new().expect("a folder");
        programs.give(folder.path());
        let port = TcpListener::bind(("127.0.0.1", 0)).and_then(|free| free.local_addr());
        Self { port: port.expect("a free port").port(), programs, folder }
    }

    fn serve(&self) {
        let settings = self.data().join("postgresql.conf");
        let output_of = fs::read_to_string(&settings).expect("its settings");
        fs::write(settings, format!("{output_of}\n{SETTINGS}port = {}\n", self.port))
            .expect("written");
        let log = self.folder.path().join("log").display().to_string();
        self.programs.run("pg_ctl", &["start", "-w", "-t", "60", "-l", &log, "-D"], &self.data());
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // A killed server cannot be stopped.
        let _ = self
            .programs
            .command("pg_ctl", &["stop", "-m", "immediate", "-D"], &self.data())
            .output();
    }
}

fn signal(name: &str, processes: &[i32]) {
    let mut kill = Command::new("kill");
    kill.arg(format!("-{name}")).args(processes.iter().map(ToString::to_string));
    // A process may have exited by itself.
    let _ = kill.output().expect("kill is installed");
}

/// PostgreSQL's programs and the user that runs them.
struct Programs {
    folder: PathBuf,
    owner: Option<&'static str>,
}

impl Programs {
    fn find() -> Self {
        let output = std::env::var("STUFFY_TEST_POSTGRES_BIN").ok();
        let packaged = || output_of(Command::new("pg_config").arg("--bindir"));
        let mut debian: Vec<_> =
            fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().collect();
        debian.sort_by_key(|entry| {
            entry.file_name().to_str().and_then(|name| name.parse::<u32>().ok())
        });
        let debian = debian.into_iter().rev().map(|entry| entry.path().join("bin"));
        let mut folders = output.or_else(packaged).map(PathBuf::from).into_iter().chain(debian);
        let folder = folders
            .find(|folder| folder.join("initdb").exists() && folder.join("pg_basebackup").exists());
        let folder = folder.expect("initdb and pg_basebackup not found: install PostgreSQL, or set STUFFY_TEST_POSTGRES_BIN to the directory of its programs");
        let root = output_of(Command::new("id").arg("-u")).is_some_and(|id| id == "0");
        let postgres = output_of(Command::new("id").args(["-u", "postgres"])).is_some();
        let owner = root.then_some(if postgres { "postgres" } else { "nobody" });
        Self { folder, owner }
    }

    /// Changes the owner of a directory to that user.
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
        // That user may not have access to the tests' directory, and must not inherit the test's pipes.
        command.args(args).arg(data).current_dir("/").env("LC_ALL", "C");
        command
    }
}

/// The output of a program if it exists and succeeds.
fn output_of(command: &mut Command) -> Option<String> {
    let output = command.output().ok().filter(|output| output.status.success())?;
    Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn well(command: &mut Command) {
    // A child process that keeps running would keep a pipe open, and the test would wait for it.
    let output = tempfile::tempfile().expect("a file");
    let (out, err) = (output.try_clone().expect("a file"), output.try_clone().expect("a file"));
    let status = command.stdout(out).stderr(err).status().expect("found");
    assert!(status.success(), "{command:?}: {}", read(output));
}

fn read(mut output: fs::File) -> String {
    use std::io::{Read as _, Seek as _};
    let mut text = String::new();
    let read = output.rewind().and_then(|()| output.read_to_string(&mut text));
    read.map_or_else(|error| error.to_string(), |_| text)
}
