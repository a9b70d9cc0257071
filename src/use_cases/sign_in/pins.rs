//! PINs: set with the password, valid on enrolled phones only, locked after too many failures.

use crate::db::models::Phone;
use crate::domain::account::pin::Pin;
use crate::domain::error::{DomainError, InvalidField};
use crate::domain::event::Topic;
use crate::domain::time::Time;
use crate::use_cases::sign_in::login_throttle::{self, LoginOrigin};
use crate::use_cases::sign_in::password_sign_in::verify_password;
use crate::use_cases::sign_in::passwords::{hash_password, verify_hash};
use crate::use_cases::sign_in::phones;
use crate::use_cases::sign_in::sessions::{SignedIn, start_session};
use crate::use_cases::{AppContext, UseCaseResult, audit, change_events};

/// After this many wrong PINs on one phone the password is required.
const MAX_TRIES: i32 = 5;
/// Failures never expire: a four-digit PIN could be guessed within weeks.
const NO_EXPIRY: Time = Time::from_millis(0);

/// Signs in with a PIN on an enrolled phone. Neither the error nor its timing shows which part was
/// wrong.
pub async fn sign_in(
    app: &AppContext,
    phone: Option<Phone>,
    username: String,
    pin: String,
) -> UseCaseResult<SignedIn> {
    let (now, phone) = (app.clock.now(), phones::require_enrolled(phone)?.id);
    let bucket = login_throttle::pin_bucket(phone, &username);
    // Counted before the comparison, so that parallel attempts are all counted.
    let (tries, staff) = app
        .store
        .write(move |tx| -> UseCaseResult<_> {
            let tries = tx.record_login_failure(&bucket, now, NO_EXPIRY)?;
            Ok((tries, tx.staff_by_username(&username)?))
        })
        .await?;
    if tries > MAX_TRIES {
        audit::record_denied_login(app, now).await?;
        return Err(DomainError::PinLocked.into());
    }
    let enabled = staff.filter(|staff| staff.disabled_at.is_none());
    let hash = enabled.as_ref().and_then(|staff| staff.pin_hash.clone());
    let matches = verify_hash(hash, pin).await;
    let verified = enabled.filter(|_| matches);
    if verified.is_none() {
        audit::record_denied_login(app, now).await?;
    }
    match verified {
        Some(staff) => start_session(app, staff, Some(phone), now).await,
        None if tries == MAX_TRIES => Err(DomainError::PinLocked.into()),
        None => Err(DomainError::BadCredentials.into()),
    }
}

/// Sets the user's own PIN. The password proves that the user holds the phone.
pub async fn set(
    app: &AppContext,
    signed_in: &SignedIn,
    password: String,
    pin: Pin,
) -> UseCaseResult<()> {
    // Hospital accounts sign in with the identity provider, which a PIN would bypass.
    if signed_in.staff.is_hospitals() {
        return Err(DomainError::HospitalAccount.into());
    }
    let username = signed_in.staff.username.clone();
    let origin = LoginOrigin::Session(signed_in.staff.id);
    let verified = verify_password(app, username, password, origin).await;
    let (_, counted) = verified.map_err(|error| match error {
        crate::use_cases::UseCaseError::Domain(DomainError::BadCredentials) => {
            DomainError::Invalid(InvalidField::Password, "is incorrect".to_owned()).into()
        }
        other => other,
    })?;
    let hash = hash_password(pin.into_digits()).await?;
    let (id, bucket, now) = (signed_in.staff.id, signed_in.pin_bucket(), app.clock.now());
    app.store
        .write(move |tx| {
            tx.save_pin(id, &hash)?;
            change_events::record(tx, Topic::Staff, id.uuid(), now)?;
            login_throttle::undo_attempts(tx, &counted)?;
            bucket.iter().try_for_each(|bucket| Ok(tx.delete_attempts(bucket)?))
        })
        .await
}
