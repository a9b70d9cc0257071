//! Signing in with a password.

use crate::db::models::Staff;
use crate::domain::error::DomainError;
use crate::use_cases::sign_in::login_throttle;
use crate::use_cases::sign_in::login_throttle::{CountedAttempts, LoginOrigin};
use crate::use_cases::sign_in::passwords::verify_hash;
use crate::use_cases::sign_in::sessions::{SignedIn, start_session_after_attempts};
use crate::use_cases::{AppContext, UseCaseResult, audit};

/// Signs in with a password. Neither the error nor its timing shows which part was wrong.
pub async fn sign_in(
    app: &AppContext,
    username: String,
    password: String,
    origin: LoginOrigin,
) -> UseCaseResult<SignedIn> {
    let phone = if let LoginOrigin::Phone(phone) = origin { Some(phone) } else { None };
    let (staff, counted) = verify_password(app, username, password, origin).await?;
    start_session_after_attempts(app, staff, phone, app.clock.now(), counted).await
}

/// Verifies a password. An attempt is counted before the comparison, so that parallel attempts are
/// all counted; a success undoes its count.
pub(crate) async fn verify_password(
    app: &AppContext,
    username: String,
    password: String,
    origin: LoginOrigin,
) -> UseCaseResult<(Staff, CountedAttempts)> {
    let (staff, counted) = login_throttle::count_attempt(app, username, origin).await?;
    let enabled = staff.filter(|staff| staff.disabled_at.is_none() && staff.has_password());
    let matches =
        verify_hash(enabled.as_ref().map(|staff| staff.password_hash.clone()), password).await;
    if let Some(staff) = enabled.filter(|_| matches) {
        return Ok((staff, counted));
    }
    audit::record_denied_login(app, app.clock.now()).await?;
    Err(DomainError::BadCredentials.into())
}
