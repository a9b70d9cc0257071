//! Starts all background jobs and stops them in order.

use tokio::task::JoinHandle;

use super::outbox::{OutboxSender, OutboxTimings};
use super::{alert_monitor, audit_writer, clock_check, retention};
use crate::use_cases::AppContext;
use crate::use_cases::audit;

pub(crate) struct JobSupervisor {
    app: AppContext,
    outbox: OutboxSender,
    outbox_task: JoinHandle<()>,
    audit_task: JoinHandle<()>,
    /// Jobs that may be aborted at any time.
    periodic: Vec<JoinHandle<()>>,
}

impl JobSupervisor {
    #[must_use]
    pub(crate) fn start(app: AppContext, outbox: OutboxSender) -> Self {
        let periodic = vec![
            tokio::spawn(clock_check::run(app.clone())),
            tokio::spawn(alert_monitor::run(app.clone())),
            tokio::spawn(retention::run(app.clone())),
        ];
        let audit_task = tokio::spawn(audit_writer::run(app.clone()));
        let outbox_task = tokio::spawn(outbox.clone().run(OutboxTimings::default()));
        Self { app, outbox, outbox_task, audit_task, periodic }
    }

    /// Runs one more job until the shutdown.
    pub(crate) fn spawn(&mut self, job: impl Future<Output = ()> + Send + 'static) {
        self.periodic.push(tokio::spawn(job));
    }

    /// Stops all jobs. Notifications being sent are finished, and buffered audit entries are written.
    pub(crate) async fn shut_down(self) {
        self.periodic.iter().for_each(JoinHandle::abort);
        self.outbox.close();
        let _ = self.outbox_task.await;
        self.audit_task.abort();
        if let Err(error) = audit::flush(&self.app).await {
            tracing::error!(?error, "Writing the remaining audit entries at shutdown failed");
        }
    }
}
