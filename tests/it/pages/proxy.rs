//! The wire between a phone and the hospital, or the hospital and its database, which a test may cut or clog.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// A wire with an address of its own; what comes in is passed on to the hospital while it is whole.
pub(crate) struct Proxy {
    /// The address that phones know.
    pub(crate) base: String,
    state: watch::Sender<State>,
    line: Rc<Line>,
}

/// What becomes of what is sent.
#[derive(Clone, Copy, PartialEq)]
enum State {
    /// It gets through.
    Whole,
    /// It is taken and kept back, and so are calls: TCP sees nothing amiss.
    Clogged,
    /// It is lost, and nobody is reached.
    Cut,
}

/// What all connections of a wire share.
#[derive(Default)]
struct Line {
    to: RefCell<String>,
    bytes_received: Cell<u64>,
    disguise: RefCell<Option<(String, String)>>,
}

impl Proxy {
    /// Lays a wire; where it leads is said by [`Self::connect`].
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let (state, seen) = watch::channel(State::Whole);
        let line = Rc::new(Line::default());
        actix_web::rt::spawn(listen(listener, seen, Rc::clone(&line)));
        Self { base: format!("http://localhost:{port}"), state, line }
    }

    /// Leads to the server at this address.
    pub(crate) fn connect(&self, base: &str) {
        let (_, host_and_port) = base.split_once("://").expect("an address");
        self.line.to.replace(host_and_port.to_owned());
    }

    /// Its port.
    pub(crate) fn port(&self) -> &str {
        self.base.rsplit(':').next().expect("an address with a port")
    }

    /// Nothing gets through from now on, and what was under way is lost.
    pub(crate) fn disconnect(&self) {
        self.state.send_replace(State::Cut);
    }

    /// Nothing gets through from now on, and nobody is told so.
    pub(crate) fn stall(&self) {
        self.state.send_replace(State::Clogged);
    }

    /// How many bytes came to phones since this was last asked, by whatever part of the browser.
    pub(crate) fn take_bytes_received(&self) -> u64 {
        self.line.bytes_received.replace(0)
    }

    /// Everything gets through again.
    pub(crate) fn reconnect(&self) {
        self.state.send_replace(State::Whole);
    }

    /// From now on phones see the second word wherever the hospital says the first, and it hears the
    /// first wherever they say the second, until it is taken off; both are equally long.
    pub(crate) fn rewrite(&self, words: Option<(&str, &str)>) {
        assert!(words.is_none_or(|(real, shown)| real.len() == shown.len()), "{words:?}");
        let words = words.map(|(real, shown)| (real.to_owned(), shown.to_owned()));
        self.line.disguise.replace(words);
    }
}

async fn listen(listener: TcpListener, state: watch::Receiver<State>, line: Rc<Line>) {
    while let Ok((phone, _)) = listener.accept().await {
        if *state.borrow() != State::Cut {
            actix_web::rt::spawn(pass_on(phone, state.clone(), Rc::clone(&line)));
        }
    }
}

async fn pass_on(phone: TcpStream, state: watch::Receiver<State>, line: Rc<Line>) {
    unclogged(&state).await;
    let to = line.to.borrow().clone();
    let Ok(server) = TcpStream::connect(to).await else { return };
    let ((from_phone, to_phone), (from_server, to_server)) =
        (phone.into_split(), server.into_split());
    let up = pour(from_phone, to_server, &state, |some| line.disguised(some, Way::Up));
    let down = pour(from_server, to_phone, &state, |some| {
        let ready = line.disguised(some, Way::Down);
        line.bytes_received.set(line.bytes_received.get() + ready as u64);
        ready
    });
    let mut cut = state.clone();
    tokio::select! {
        _ = async { tokio::join!(up, down) } => {}
        _ = cut.wait_for(|state| *state == State::Cut) => {}
    }
}

/// Waits until what was sent gets through; who is cut off meanwhile waits for nothing any more.
async fn unclogged(state: &watch::Receiver<State>) {
    let _ = state.clone().wait_for(|state| *state != State::Clogged).await;
}

/// Passes on what comes until no more comes; `ready` alters it and says how much of it may go.
async fn pour(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    state: &watch::Receiver<State>,
    ready: impl Fn(&mut [u8]) -> usize,
) -> std::io::Result<()> {
    let (mut some, mut held) = (vec![0; 16 * 1024], Vec::new());
    loop {
        let got = from.read(&mut some).await?;
        unclogged(state).await;
        if got == 0 {
            to.write_all(&held).await?;
            return to.shutdown().await;
        }
        held.extend_from_slice(&some[..got]);
        let ready = ready(&mut held);
        to.write_all(&held[..ready]).await?;
        held.drain(..ready);
    }
}

/// To the hospital, or from it.
#[derive(Clone, Copy, PartialEq)]
enum Way {
    Up,
    Down,
}

impl Line {
    /// Swaps the words of the disguise; the beginning of one at the end waits for its rest.
    fn disguised(&self, some: &mut [u8], way: Way) -> usize {
        let disguise = self.disguise.borrow();
        let Some((real, shown)) = disguise.as_ref() else { return some.len() };
        let (from, to) = if way == Way::Up { (shown, real) } else { (real, shown) };
        swap(some, from.as_bytes(), to.as_bytes());
        if way == Way::Up {
            // In what comes compressed there would be no word to find.
            swap(some, b"Accept-Encoding:", b"Accept-As-It-Is:");
        }
        let begun = |length: &usize| some.ends_with(&from.as_bytes()[..*length]);
        some.len() - (1..from.len()).rev().find(begun).unwrap_or(0)
    }
}

fn swap(some: &mut [u8], from: &[u8], to: &[u8]) {
    for at in 0..(some.len() + 1).saturating_sub(from.len()) {
        if some[at..].starts_with(from) {
            some[at..at + from.len()].copy_from_slice(to);
        }
    }
}
