//! The wire between a phone and the hospital, which a test may cut.

use std::cell::Cell;
use std::rc::Rc;

use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// A wire with an address of its own; what comes in is passed on to the hospital while it is whole.
pub(crate) struct Wire {
    /// The address that phones know.
    pub(crate) base: String,
    whole: watch::Sender<bool>,
    to: Rc<Cell<u16>>,
}

impl Wire {
    /// Lays a wire; where it leads is said by [`Self::connect`].
    pub(crate) async fn lay() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let (whole, state) = watch::channel(true);
        let to = Rc::new(Cell::new(0));
        actix_web::rt::spawn(listen(listener, state, Rc::clone(&to)));
        Self { base: format!("http://localhost:{port}"), whole, to }
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

    /// Everything gets through again.
    pub(crate) fn mend(&self) {
        self.whole.send_replace(true);
    }
}

async fn listen(listener: TcpListener, state: watch::Receiver<bool>, to: Rc<Cell<u16>>) {
    while let Ok((phone, _)) = listener.accept().await {
        if *state.borrow() {
            actix_web::rt::spawn(pass_on(phone, state.clone(), to.get()));
        }
    }
}

async fn pass_on(mut phone: TcpStream, mut state: watch::Receiver<bool>, port: u16) {
    let Ok(mut server) = TcpStream::connect(("127.0.0.1", port)).await else { return };
    tokio::select! {
        _ = copy_bidirectional(&mut phone, &mut server) => {}
        _ = state.wait_for(|whole| !whole) => {}
    }
}
