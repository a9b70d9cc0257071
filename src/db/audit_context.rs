//! What the task at hand is about, and for whom: known to whatever is written on its behalf, without being handed
//! from room to room.

use std::cell::RefCell;
use std::future::Future;

use uuid::Uuid;

use crate::domain::audit::{AuditActor, AuditContext, AuditSubject};

tokio::task_local! {
    static ERRAND: RefCell<AuditContext>;
}

/// Does some work as this errand.
pub async fn on<F: Future>(errand: AuditContext, work: F) -> F::Output {
    ERRAND.scope(RefCell::new(errand), work).await
}

/// Says who it is for, once that is known.
pub fn set_actor(doer: AuditActor, id: Uuid) {
    change(|errand| (errand.doer, errand.id) = (doer, Some(id)));
}

/// Says what they look at.
pub fn set_subject(about: AuditSubject) {
    change(|errand| errand.about = about);
}

/// The errand at hand; work that nobody sent for is the house's own.
#[must_use]
pub fn current() -> AuditContext {
    let known = ERRAND.try_with(|errand| errand.borrow().clone());
    known.unwrap_or_else(|_| AuditContext::system("by itself"))
}

fn change(how: impl FnOnce(&mut AuditContext)) {
    // Outside of any errand there is nobody to name.
    let _ = ERRAND.try_with(|errand| how(&mut errand.borrow_mut()));
}
