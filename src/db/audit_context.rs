//! The audit context of the current task, kept in a task-local so that it need not be passed through every call.

use std::cell::RefCell;
use std::future::Future;

use uuid::Uuid;

use crate::domain::account::person::Role;
use crate::domain::audit::{AuditActor, AuditContext, AuditSubject};
use crate::domain::id::StaffId;

tokio::task_local! {
    static CONTEXT: RefCell<TaskContext>;
}

struct TaskContext {
    audit: AuditContext,
    /// Of the signed-in user, for the log.
    role: Option<Role>,
}

pub async fn with_context<F: Future>(context: AuditContext, work: F) -> F::Output {
    CONTEXT.scope(RefCell::new(TaskContext { audit: context, role: None }), work).await
}

/// Sets the user once they are authenticated.
pub fn set_staff(id: StaffId, role: Role) {
    set_actor(AuditActor::Staff, id.uuid());
    update(|context| context.role = Some(role));
}

/// Sets the actor once the caller is authenticated.
pub fn set_actor(actor: AuditActor, id: Uuid) {
    update(|context| (context.audit.actor, context.audit.actor_id) = (actor, Some(id)));
}

pub fn set_subject(subject: AuditSubject) {
    update(|context| context.audit.subject = subject);
}

/// The current context; outside of [`with_context`] the actor is the system.
#[must_use]
pub fn current() -> AuditContext {
    let context = CONTEXT.try_with(|context| context.borrow().audit.clone());
    context.unwrap_or_else(|_| AuditContext::system("system"))
}

/// The role of the signed-in user.
#[must_use]
pub fn current_role() -> Option<Role> {
    CONTEXT.try_with(|context| context.borrow().role).ok().flatten()
}

fn update(change: impl FnOnce(&mut TaskContext)) {
    // Outside of any context there is nothing to update.
    let _ = CONTEXT.try_with(|context| change(&mut context.borrow_mut()));
}
