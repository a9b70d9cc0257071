//! The bell: says that something was committed, in this process at once, on other nodes by PostgreSQL's NOTIFY.
//!
//! NOTIFY is sent on a connection of its own after the commit: within a transaction it would make all
//! commits that notify wait for each other. It is only a nudge. One that is lost delays news until the next
//! look at the log, and loses none.

use std::future::poll_fn;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Notify, mpsc};
use tokio::time::timeout;
use tokio_postgres::{AsyncMessage, Client, Config};

use super::pg_connect::{PgClient, PgConnector, Tls, Unreachable, connect};

/// Rings within a process.
#[derive(Default)]
pub(crate) struct CommitSignal {
    /// Something was committed, here or on another node: for whoever reads the log.
    told: Notify,
    /// The same, for whoever sends what waits in the outbox.
    to_send: Notify,
    /// Something was committed here.
    to_pass_on: Notify,
}

impl CommitSignal {
    /// Something was committed here.
    pub(crate) fn committed(&self) {
        self.ring();
        self.to_pass_on.notify_one();
    }

    /// Something was committed, wherever.
    fn ring(&self) {
        self.told.notify_one();
        self.to_send.notify_one();
    }

    /// Waits until something was committed, here or elsewhere, since the last time this was asked.
    pub(crate) async fn told(&self) {
        self.told.notified().await;
    }

    /// The same for another who asks.
    pub(crate) async fn wait_for_outbox(&self) {
        self.to_send.notified().await;
    }
}

/// How long after a NOTIFY the next may follow: what is committed meanwhile shares one.
const PAUSE: Duration = Duration::from_millis(10);
/// How long ringing may take.
const TO_RING: Duration = Duration::from_secs(5);
/// How long to wait before calling again when the line was lost.
const REDIAL: Duration = Duration::from_secs(1);

/// Keeps a line to the server, over which nodes ring for each other.
pub(crate) async fn run(dialler: PgConnector, signal: Arc<CommitSignal>) {
    loop {
        let lost = match dialler.connect().await {
            Ok(line) => exchange(line, &signal).await,
            Err(cause) => cause,
        };
        tracing::warn!(
            cause = lost,
            "other nodes are not heard at once; the log is looked at now and then"
        );
        tokio::time::sleep(REDIAL).await;
    }
}

/// Rings and listens until the line is lost, and says why it was.
async fn exchange(mut line: NotifyConnection, signal: &CommitSignal) -> String {
    // Whatever rang before anybody listened.
    signal.ring();
    loop {
        tokio::select! {
            ringer = line.ringers.recv() => match ringer {
                Some(ringer) if ringer == line.own => {}
                Some(_) => signal.ring(),
                None => return "the line was lost".to_owned(),
            },
            () = signal.to_pass_on.notified() => {
                if let Err(cause) = line.ring().await {
                    signal.to_pass_on.notify_one();
                    return cause;
                }
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
}

/// A connection that listens.
struct NotifyConnection {
    client: Client,
    /// The process that serves this connection, to tell one's own ringing from that of others.
    own: i32,
    ringers: mpsc::UnboundedReceiver<i32>,
}

impl NotifyConnection {
    /// Rings for other nodes, and does not wait for ever to be heard.
    async fn ring(&self) -> Result<(), String> {
        match timeout(TO_RING, self.client.batch_execute("NOTIFY stuffy_events")).await {
            Ok(rung) => rung.map_err(|cause| cause.to_string()),
            Err(_) => Err("PostgreSQL does not answer".to_owned()),
        }
    }
}

impl PgClient for NotifyConnection {
    async fn over<T: Tls>(config: &Config, tls: T) -> Result<Self, Unreachable> {
        let (client, mut connection) = connect(config, tls).await?;
        let (rung, ringers) = mpsc::unbounded_channel();
        tokio::spawn(async move {
            while let Some(Ok(message)) = poll_fn(|cx| connection.poll_message(cx)).await {
                if let AsyncMessage::Notification(ringing) = message {
                    // Nobody listens any more where the line is being given up.
                    let _ = rung.send(ringing.process_id());
                }
            }
        });
        let refused = |error: tokio_postgres::Error| Unreachable::by_server(&error);
        client.batch_execute("LISTEN stuffy_events").await.map_err(refused)?;
        let own = client.query_one("SELECT pg_backend_pid()", &[]).await.map_err(refused)?;
        Ok(Self { client, own: own.get(0), ringers })
    }
}
