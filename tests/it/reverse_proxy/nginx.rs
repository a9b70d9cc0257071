//! A real nginx with the documented configuration, as an ordinary process with its own folder.

use std::fs;
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use tempfile::TempDir;
use tokio::net::TcpStream;
use tokio::time::interval;

use super::documented::{Substitutes, code_block, nginx_site};
use crate::certificates::{CertificateFiles, TestCertificate};

/// A running nginx; dropping it stops it.
pub(super) struct Nginx {
    pub(super) http: SocketAddr,
    pub(super) https: SocketAddr,
    pub(super) certificate: TestCertificate,
    files: CertificateFiles,
    folder: TempDir,
    child: Option<Child>,
}

impl Nginx {
    /// Starts it in front of the server at this URL.
    pub(super) async fn start(server: &str) -> Self {
        let certificate = TestCertificate::expiring(2100);
        let mut nginx = Self {
            http: free_address(),
            https: free_address(),
            files: CertificateFiles::with(&certificate),
            certificate,
            folder: TempDir::new().expect("a folder"),
            child: None,
        };
        let (_, upstream) = server.split_once("://").expect("a URL");
        nginx.run(upstream);
        nginx.wait_until_it_listens().await;
        nginx
    }

    fn run(&mut self, upstream: &str) {
        fs::write(self.path("nginx.conf"), self.configuration(upstream)).expect("a file");
        let child = Command::new(program())
            .arg("-p")
            .arg(self.folder.path())
            .args(["-c", "nginx.conf", "-e", "start.log"])
            .stdin(Stdio::null())
            .spawn()
            .expect("nginx starts");
        self.child = Some(child);
    }

    /// Everything but the documented parts only moves files into the folder and keeps nginx in one process.
    fn configuration(&self, upstream: &str) -> String {
        let site = nginx_site(&Substitutes {
            http_port: self.http.port(),
            https_port: self.https.port(),
            upstream,
            certificate: &self.files.cert(),
            key: &self.files.key(),
            log_folder: self.folder.path(),
        });
        let workers = code_block("nginx", "worker_connections");
        let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map(|kind| format!("{kind}_temp_path temporary-{kind};"))
            .join("\n");
        format!(
            "daemon off;\nmaster_process off;\npid nginx.pid;\nerror_log start.log;\n{workers}\nhttp {{\n{temporary}\n{site}\n}}\n"
        )
    }

    async fn wait_until_it_listens(&mut self) {
        let mut interval = interval(Duration::from_millis(10));
        while TcpStream::connect(self.https).await.is_err() {
            let ended = self.child.as_mut().map(|child| child.try_wait().expect("a status"));
            assert_eq!(ended, Some(None), "nginx does not start: {}", self.read("start.log"));
            interval.tick().await;
        }
    }

    /// Stops it after the requests that it is handling.
    pub(super) async fn quit(&mut self) {
        let Some(mut child) = self.child.take() else { return };
        let quit = Command::new("kill").args(["-QUIT", &child.id().to_string()]).status();
        assert!(quit.is_ok_and(|status| status.success()));
        let mut interval = interval(Duration::from_millis(10));
        while child.try_wait().expect("a status").is_none() {
            interval.tick().await;
        }
    }

    /// The contents of a file in its folder.
    pub(super) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect("a file")
    }

    /// The files in its folders for temporary files.
    pub(super) fn temporary_files(&self) -> Vec<PathBuf> {
        let folders = fs::read_dir(self.folder.path())
            .expect("a folder")
            .map(|e| e.expect("an entry").path());
        let temporary = folders.filter(|path| path.to_string_lossy().contains("/temporary-"));
        temporary
            .flat_map(|path| {
                fs::read_dir(path).expect("a folder").map(|e| e.expect("an entry").path())
            })
            .collect()
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// Debian puts it where only root looks.
fn program() -> PathBuf {
    let usual = PathBuf::from("/usr/sbin/nginx");
    if usual.exists() { usual } else { PathBuf::from("nginx") }
}

/// A port that is free, and stays free: it is outside of the range from which the system gives ports to others.
fn free_address() -> SocketAddr {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    loop {
        let nth = std::process::id() * 64 + NEXT.fetch_add(1, Ordering::Relaxed);
        let port = u16::try_from(10_000 + nth % 20_000).expect("a port");
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        if TcpListener::bind(address).is_ok() {
            return address;
        }
    }
}
