//! A TCP proxy in front of the server or the database, whose connections a test can drop or stall.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// A proxy with its own address that forwards to a server.
pub(crate) struct Proxy {
    /// The URL that phones use.
    pub(crate) base: String,
    state: watch::Sender<State>,
    shared: Rc<Shared>,
}

/// What happens to the traffic.
#[derive(Clone, Copy, PartialEq)]
enum State {
    /// Everything is forwarded.
    Open,
    /// Connections and data are accepted but not forwarded; TCP reports no error.
    Stalled,
    /// Connections are dropped.
    Closed,
}

/// State shared by all connections.
#[derive(Default)]
struct Shared {
    to: RefCell<String>,
    bytes_received: Cell<u64>,
    replacement: RefCell<Option<(String, String)>>,
}

impl Proxy {
    /// Starts a proxy; [`Self::connect`] sets its target.
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let (state, seen) = watch::channel(State::Open);
        let shared = Rc::new(Shared::default());
        actix_web::rt::spawn(listen(listener, seen, Rc::clone(&shared)));
        Self { base: format!("http://localhost:{port}"), state, shared }
    }

    /// Forwards to the server at this URL.
    pub(crate) fn connect(&self, base: &str) {
        let (_, host_and_port) = base.split_once("://").expect("an address");
        self.shared.to.replace(host_and_port.to_owned());
    }

    pub(crate) fn port(&self) -> &str {
        self.base.rsplit(':').next().expect("an address with a port")
    }

    /// Drops all connections until [`Self::reconnect`].
    pub(crate) fn disconnect(&self) {
        self.state.send_replace(State::Closed);
    }

    /// Holds all data back without closing connections.
    pub(crate) fn stall(&self) {
        self.state.send_replace(State::Stalled);
    }

    /// How many bytes were sent to phones since the last call, for all parts of the browser.
    pub(crate) fn take_bytes_received(&self) -> u64 {
        self.shared.bytes_received.replace(0)
    }

    pub(crate) fn reconnect(&self) {
        self.state.send_replace(State::Open);
    }

    /// Replaces the first text with the second in responses, and the second with the first in requests,
    /// until called with `None`. Both texts have the same length.
    pub(crate) fn rewrite(&self, words: Option<(&str, &str)>) {
        assert!(words.is_none_or(|(real, shown)| real.len() == shown.len()), "{words:?}");
        let words = words.map(|(real, shown)| (real.to_owned(), shown.to_owned()));
        self.shared.replacement.replace(words);
    }
}

async fn listen(listener: TcpListener, state: watch::Receiver<State>, shared: Rc<Shared>) {
    while let Ok((phone, _)) = listener.accept().await {
        if *state.borrow() != State::Closed {
            actix_web::rt::spawn(pass_on(phone, state.clone(), Rc::clone(&shared)));
        }
    }
}

async fn pass_on(phone: TcpStream, state: watch::Receiver<State>, shared: Rc<Shared>) {
    wait_while_stalled(&state).await;
    let to = shared.to.borrow().clone();
    let Ok(server) = TcpStream::connect(to).await else { return };
    let ((from_phone, to_phone), (from_server, to_server)) =
        (phone.into_split(), server.into_split());
    let up = copy(from_phone, to_server, &state, |buffer| shared.rewrite(buffer, Direction::Up));
    let down = copy(from_server, to_phone, &state, |buffer| {
        let ready = shared.rewrite(buffer, Direction::Down);
        shared.bytes_received.set(shared.bytes_received.get() + ready as u64);
        ready
    });
    let mut cut = state.clone();
    tokio::select! {
        _ = async { tokio::join!(up, down) } => {}
        _ = cut.wait_for(|state| *state == State::Closed) => {}
    }
}

/// Waits while the proxy is stalled.
async fn wait_while_stalled(state: &watch::Receiver<State>) {
    let _ = state.clone().wait_for(|state| *state != State::Stalled).await;
}

/// Copies data until the end; `ready` rewrites a buffer and returns how much of it may be sent.
async fn copy(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    state: &watch::Receiver<State>,
    ready: impl Fn(&mut [u8]) -> usize,
) -> std::io::Result<()> {
    let (mut buffer, mut held) = (vec![0; 16 * 1024], Vec::new());
    loop {
        let got = from.read(&mut buffer).await?;
        wait_while_stalled(state).await;
        if got == 0 {
            to.write_all(&held).await?;
            return to.shutdown().await;
        }
        held.extend_from_slice(&buffer[..got]);
        let ready = ready(&mut held);
        to.write_all(&held[..ready]).await?;
        held.drain(..ready);
    }
}

/// Direction of the traffic.
#[derive(Clone, Copy, PartialEq)]
enum Direction {
    Up,
    Down,
}

impl Shared {
    /// Replaces the texts; a partial match at the end of the buffer is held back.
    fn rewrite(&self, buffer: &mut [u8], direction: Direction) -> usize {
        let replacement = self.replacement.borrow();
        let Some((real, shown)) = replacement.as_ref() else { return buffer.len() };
        let (from, to) = if direction == Direction::Up { (shown, real) } else { (real, shown) };
        swap(buffer, from.as_bytes(), to.as_bytes());
        if direction == Direction::Up {
            // Compressed responses could not be searched.
            swap(buffer, b"Accept-Encoding:", b"Accept-As-It-Is:");
        }
        let begun = |length: &usize| buffer.ends_with(&from.as_bytes()[..*length]);
        buffer.len() - (1..from.len()).rev().find(begun).unwrap_or(0)
    }
}

fn swap(buffer: &mut [u8], from: &[u8], to: &[u8]) {
    for at in 0..(buffer.len() + 1).saturating_sub(from.len()) {
        if buffer[at..].starts_with(from) {
            buffer[at..at + from.len()].copy_from_slice(to);
        }
    }
}
