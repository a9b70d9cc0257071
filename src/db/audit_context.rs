//! The audit context of the current task, kept in a task-local so that it need not be passed through every call.

use std::cell::RefCell;
use std::future::Future;

use uuid::Uuid;

use crate::domain::audit::{AuditActor, AuditContext, AuditSubject};

tokio::task_local! {
    static CONTEXT: RefCell<AuditContext>;
}

pub async fn with_context<F: Future>(context: AuditContext, work: F) -> F::Output {
    CONTEXT.scope(RefCell::new(context), work).await
}

/// Sets the actor once the caller is authenticated.
pub fn set_actor(actor: AuditActor, id: Uuid) {
    update(|context| (context.actor, context.actor_id) = (actor, Some(id)));
}

pub fn set_subject(subject: AuditSubject) {
    update(|context| context.subject = subject);
}

/// The current context; outside of [`with_context`] the actor is the system.
#[must_use]
pub fn current() -> AuditContext {
    let context = CONTEXT.try_with(|context| context.borrow().clone());
    context.unwrap_or_else(|_| AuditContext::system("system"))
}

fn update(change: impl FnOnce(&mut AuditContext)) {
    // Outside of any context there is nothing to update.
    let _ = CONTEXT.try_with(|context| change(&mut context.borrow_mut()));
}
