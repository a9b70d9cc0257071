//! A flag that is set once the server has been told to stop: it keeps serving and asks clients to reconnect elsewhere.

use std::sync::Arc;

use tokio::sync::watch;

#[derive(Clone, Debug, Default)]
pub struct ShutdownFlag(Arc<watch::Sender<bool>>);

impl ShutdownFlag {
    pub fn set(&self) {
        self.0.send_replace(true);
    }

    #[must_use]
    pub fn is_set(&self) -> bool {
        *self.0.borrow()
    }

    /// Returns once the flag is set.
    pub(crate) async fn wait(self) {
        // The sender lives as long as this value, so waiting cannot fail.
        let _ = self.0.subscribe().wait_for(|is_set| *is_set).await;
    }
}
