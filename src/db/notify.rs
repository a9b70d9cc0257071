//! Signals commits that added events: within this process directly, to other nodes with PostgreSQL's NOTIFY.
//!
//! NOTIFY is sent after the commit on a separate connection. Inside the transaction it would serialise all such
//! commits. A lost notification loses no event, because subscribers also poll the event log.

use std::future::poll_fn;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Notify, mpsc};
use tokio::time::timeout;
use tokio_postgres::{AsyncMessage, Client, Config};

use super::pg_connect::{ConnectError, PgClient, PgConnector, Tls, connect};

/// Signals commits to the tasks of this process.
#[derive(Default)]
pub(crate) struct CommitSignal {
    /// Wakes the event hub after a commit on any node.
    events: Notify,
    /// Wakes the outbox sender after a commit on any node.
    outbox: Notify,
    /// Wakes the NOTIFY sender after a commit on this node.
    other_nodes: Notify,
}

impl CommitSignal {
    /// Signals a commit on this node.
    pub(crate) fn committed(&self) {
        self.wake_local();
        self.other_nodes.notify_one();
    }

    /// Signals a commit on any node.
    fn wake_local(&self) {
        self.events.notify_one();
        self.outbox.notify_one();
    }

    /// Waits for a commit since the last call.
    pub(crate) async fn wait_for_event(&self) {
        self.events.notified().await;
    }

    pub(crate) async fn wait_for_outbox(&self) {
        self.outbox.notified().await;
    }
}

/// The minimum interval between two NOTIFYs. Commits in between share one.
const NOTIFY_INTERVAL: Duration = Duration::from_millis(10);
const NOTIFY_TIMEOUT: Duration = Duration::from_secs(5);
const RECONNECT_DELAY: Duration = Duration::from_secs(1);

/// Exchanges notifications with other nodes, and reconnects whenever the connection is lost.
pub(crate) async fn run(connector: PgConnector, signal: Arc<CommitSignal>) {
    loop {
        let cause = match connector.connect().await {
            Ok(connection) => exchange(connection, &signal).await,
            Err(cause) => cause,
        };
        tracing::warn!(cause, "PostgreSQL LISTEN connection lost; polling until reconnected");
        tokio::time::sleep(RECONNECT_DELAY).await;
    }
}

/// Sends and receives notifications until the connection is lost. Returns the cause.
async fn exchange(mut connection: NotifyConnection, signal: &CommitSignal) -> String {
    // Other nodes may have committed before this connection existed.
    signal.wake_local();
    loop {
        tokio::select! {
            sender = connection.senders.recv() => match sender {
                Some(sender) if sender == connection.own => {}
                Some(_) => signal.wake_local(),
                None => return "the connection was lost".to_owned(),
            },
            () = signal.other_nodes.notified() => {
                if let Err(cause) = connection.notify().await {
                    signal.other_nodes.notify_one();
                    return cause;
                }
                tokio::time::sleep(NOTIFY_INTERVAL).await;
            }
        }
    }
}

struct NotifyConnection {
    client: Client,
    /// The server process of this connection, to ignore its own notifications.
    own: i32,
    /// The server processes that sent notifications.
    senders: mpsc::UnboundedReceiver<i32>,
}

impl NotifyConnection {
    async fn notify(&self) -> Result<(), String> {
        match timeout(NOTIFY_TIMEOUT, self.client.batch_execute("NOTIFY stuffy_events")).await {
            Ok(sent) => sent.map_err(|cause| cause.to_string()),
            Err(_) => Err("PostgreSQL did not respond to NOTIFY".to_owned()),
        }
    }
}

impl PgClient for NotifyConnection {
    async fn connect_over<T: Tls>(config: &Config, tls: T) -> Result<Self, ConnectError> {
        let (client, mut connection) = connect(config, tls).await?;
        let (sender, senders) = mpsc::unbounded_channel();
        tokio::spawn(async move {
            while let Some(Ok(message)) = poll_fn(|cx| connection.poll_message(cx)).await {
                if let AsyncMessage::Notification(notification) = message {
                    // The receiver is gone if the connection is being closed.
                    let _ = sender.send(notification.process_id());
                }
            }
        });
        let refused = |error: tokio_postgres::Error| ConnectError::from_server(&error);
        client.batch_execute("LISTEN stuffy_events").await.map_err(refused)?;
        let own = client.query_one("SELECT pg_backend_pid()", &[]).await.map_err(refused)?;
        Ok(Self { client, own: own.get(0), senders })
    }
}
