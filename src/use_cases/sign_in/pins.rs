//! PINs: set with the password once, good on enrolled phones, and counted where they are wrong.

use super::login_throttle::{self, LoginOrigin};
use super::phones;
use super::{SignedIn, hash_password, start_session, verify_hash};
use crate::db::models::Phone;
use crate::domain::account::pin::Pin;
use crate::domain::error::DomainError;
use crate::domain::event::Topic;
use crate::domain::id::PhoneId;
use crate::domain::time::Time;
use crate::use_cases::{AppContext, UseCaseResult, audit, change_events};

/// How often a PIN of one user may be wrong on one phone until the password is asked for.
const TRIES: i32 = 5;
/// Wrong PINs are not forgotten with time: four digits would be guessed in some weeks.
const EVER: Time = Time::from_millis(0);

/// Signs somebody in on an enrolled phone. Which part was wrong is told by neither words nor time.
///
/// # Errors
/// [`Refusal::PhoneNotEnrolled`], [`Refusal::BadCredentials`], [`Refusal::PinLocked`].
pub async fn sign_in(
    app: &AppContext,
    phone: Option<Phone>,
    username: String,
    pin: String,
) -> UseCaseResult<SignedIn> {
    let (now, phone) = (app.clock.now(), phones::enrolled(phone)?.id);
    let bucket = bucket(phone, &username);
    // Counted before it is compared, so that guesses made at the same moment do not slip by together.
    let (tries, staff) = app
        .store
        .write(move |tx| -> UseCaseResult<_> {
            let tries = tx.note_failure(&bucket, now, EVER)?;
            Ok((tries, tx.staff_by_username(&username)?))
        })
        .await?;
    if tries > TRIES {
        audit::refuse(app, now).await?;
        return Err(DomainError::PinLocked.into());
    }
    let able = staff.filter(|staff| staff.disabled_at.is_none());
    let hash = able.as_ref().and_then(|staff| staff.pin_hash.clone());
    let matches = verify_hash(hash, pin).await;
    let proven = able.filter(|_| matches);
    if proven.is_none() {
        audit::refuse(app, now).await?;
    }
    match proven {
        Some(staff) => start_session(app, staff, Some(phone), now).await,
        None if tries == TRIES => Err(DomainError::PinLocked.into()),
        None => Err(DomainError::BadCredentials.into()),
    }
}

/// Sets somebody's own PIN; their password proves that it is they who hold the phone.
///
/// # Errors
/// [`Refusal::Invalid`] for a password that is not theirs, [`Refusal::TooManyRequests`],
/// [`Refusal::HospitalAccount`].
pub async fn set(
    app: &AppContext,
    going_on: &SignedIn,
    password: String,
    pin: Pin,
) -> UseCaseResult<()> {
    // The hospital says who may still come in; a PIN would ask nobody.
    if going_on.staff.is_hospitals() {
        return Err(DomainError::HospitalAccount.into());
    }
    let username = going_on.staff.username.clone();
    let stand = LoginOrigin::Session(going_on.staff.id);
    let proven = super::verify_password(app, username, password, stand).await;
    let (_, counted) = proven.map_err(|error| match error {
        crate::use_cases::UseCaseError::Refused(DomainError::BadCredentials) => {
            DomainError::Invalid("/password", "is not your password".to_owned()).into()
        }
        other => other,
    })?;
    let hash = hash_password(pin.into_digits()).await?;
    let (id, freed, now) = (going_on.staff.id, going_on.reset_throttle(), app.clock.now());
    app.store
        .write(move |tx| {
            tx.save_pin(id, &hash)?;
            change_events::of(tx, Topic::Staff, id.uuid(), now)?;
            login_throttle::forgive(tx, &counted)?;
            freed.iter().try_for_each(|bucket| Ok(tx.forget_attempts(bucket)?))
        })
        .await
}

/// Where wrong PINs of a user on a phone are counted.
pub(crate) fn bucket(phone: PhoneId, username: &str) -> String {
    format!("pin:{phone}:{username}")
}
