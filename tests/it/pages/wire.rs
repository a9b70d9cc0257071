//! The wire between a phone and the hospital, which a test may cut.

use std::cell::Cell;
use std::rc::Rc;

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// A wire with an address of its own; what comes in is passed on to the hospital while it is whole.
pub(crate) struct Wire {
    /// The address that phones know.
    pub(crate) base: String,
    whole: watch::Sender<bool>,
    to: Rc<Cell<u16>>,
    carried: Rc<Cell<u64>>,
}

impl Wire {
    /// Lays a wire; where it leads is said by [`Self::connect`].
    pub(crate) async fn lay() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let (whole, state) = watch::channel(true);
        let (to, carried) = (Rc::new(Cell::new(0)), Rc::new(Cell::new(0)));
        actix_web::rt::spawn(listen(listener, state, Rc::clone(&to), Rc::clone(&carried)));
        Self { base: format!("http://localhost:{port}"), whole, to, carried }
    }

    /// Leads to the server at this address.
    pub(crate) fn connect(&self, base: &str) {
        let port = base.rsplit(':').next().and_then(|port| port.parse().ok());
        self.to.set(port.expect("an address with a port"));
    }

    /// Nothing gets through from now on, and what was under way is lost.
    pub(crate) fn cut(&self) {
        self.whole.send_replace(false);
    }

    /// How many bytes came to phones since this was last asked, by whatever part of the browser.
    pub(crate) fn carried(&self) -> u64 {
        self.carried.replace(0)
    }

    /// Everything gets through again.
    pub(crate) fn mend(&self) {
        self.whole.send_replace(true);
    }
}

async fn listen(
    listener: TcpListener,
    state: watch::Receiver<bool>,
    to: Rc<Cell<u16>>,
    carried: Rc<Cell<u64>>,
) {
    while let Ok((phone, _)) = listener.accept().await {
        if *state.borrow() {
            actix_web::rt::spawn(pass_on(phone, state.clone(), to.get(), Rc::clone(&carried)));
        }
    }
}

async fn pass_on(
    phone: TcpStream,
    mut state: watch::Receiver<bool>,
    port: u16,
    carried: Rc<Cell<u64>>,
) {
    let Ok(server) = TcpStream::connect(("127.0.0.1", port)).await else { return };
    let ((from_phone, to_phone), (from_server, to_server)) =
        (phone.into_split(), server.into_split());
    let (up, down) =
        (pour(from_phone, to_server, None), pour(from_server, to_phone, Some(&carried)));
    tokio::select! {
        _ = async { tokio::join!(up, down) } => {}
        _ = state.wait_for(|whole| !whole) => {}
    }
}

/// Passes on what comes until no more comes.
async fn pour(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    count: Option<&Cell<u64>>,
) -> std::io::Result<()> {
    let mut some = vec![0; 16 * 1024];
    loop {
        let got = from.read(&mut some).await?;
        if got == 0 {
            return to.shutdown().await;
        }
        to.write_all(&some[..got]).await?;
        if let Some(count) = count {
            count.set(count.get() + got as u64);
        }
    }
}
