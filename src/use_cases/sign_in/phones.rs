//! Phones that staff share: enrolled by a code that an admin shows, known by a token, revoked in one act.

use crate::db::Tx;
use crate::db::models::{Phone, PhoneEnrolment, Staff};
use crate::domain::error::DomainError;
use crate::domain::event::Topic;
use crate::domain::id::{PhoneId, StaffId};
use crate::domain::time::{Time, minutes};
use crate::random;
use crate::use_cases::idempotency::IdempotentRequest;
use crate::use_cases::{AppContext, Page, Pagination, UseCaseResult, change_events, found, token};

/// How long a code enrols: as long as it takes to hold a phone before a screen.
const CODE_LASTS: std::time::Duration = minutes(10);
/// How many of the last sessions tell who uses a phone.
const SESSIONS: i64 = 60;
/// How many names the sign-in page of a phone offers.
const NAMES: usize = 6;

/// A code, and the one time its address is shown.
#[derive(Clone)]
pub struct EnrolmentOffer {
    /// What the phone will be called.
    pub name: String,
    /// The address to open on the phone, code and all.
    pub url: String,
    /// When it is over.
    pub expires_at: Time,
}

/// A phone's record, and the name of who enrolled it.
#[derive(Clone, Debug)]
pub struct PhoneView {
    /// The record.
    pub record: Phone,
    /// The name.
    pub enrolled_by: String,
}

/// A phone that was enrolled just now.
#[derive(Clone)]
pub struct Enrolled {
    /// Its record.
    pub phone: Phone,
    /// The token that it is known by from now on.
    pub token: String,
}

/// Makes a code that enrols one phone.
///
/// # Errors
/// Only the store's.
pub async fn create_offer(
    app: &AppContext,
    by: StaffId,
    name: String,
    door: IdempotentRequest<EnrolmentOffer>,
) -> UseCaseResult<Vec<u8>> {
    // Without a public address the path alone is given, so that it can still be opened here.
    let base = app.public_url.as_ref().map(ToString::to_string).unwrap_or_default();
    app.run_idempotent(door, move |tx, now| {
        let code = token::generate::<16>();
        let enrolment = PhoneEnrolment {
            code_hash: token::hash(&code),
            name: name.clone(),
            made_by: by,
            created_at: now,
            expires_at: now.plus(CODE_LASTS),
        };
        tx.forget_enrolments_before(now)?;
        tx.add_enrolment(&enrolment)?;
        let url = format!("{base}/e/{code}");
        Ok(EnrolmentOffer { name: enrolment.name, url, expires_at: enrolment.expires_at })
    })
    .await
}

/// What the phone will be called that this code enrols.
///
/// # Errors
/// [`Refusal::NotFound`] for a code that is used, over, or none.
pub async fn get_offer(app: &AppContext, code: &str) -> UseCaseResult<String> {
    let (now, hash) = (app.clock.now(), token::hash(code));
    let enrolment = app.store.read(move |tx| tx.enrolment(&hash)).await?;
    Ok(still_good(enrolment, now)?.name)
}

/// Enrols a phone. One that was enrolled before is enrolled anew, and what it was known by is dead.
///
/// # Errors
/// [`Refusal::NotFound`] for a code that is used, over, or none.
pub async fn enrol(
    app: &AppContext,
    code: &str,
    known_by: Option<String>,
) -> UseCaseResult<Enrolled> {
    let (now, hash) = (app.clock.now(), token::hash(code));
    let before = known_by.map(|token| token::hash(&token));
    app.store
        .write(move |tx| {
            let enrolment = still_good(tx.take_enrolment(&hash)?, now)?;
            if let Some(before) = &before
                && let Some(old) = tx.phone_by_hash(before)?
            {
                end(tx, old.id, now)?;
            }
            let token = token::generate::<32>();
            let phone = Phone {
                id: PhoneId::from_uuid(random::uuid(now)),
                name: enrolment.name,
                token_hash: token::hash(&token),
                enrolled_by: enrolment.made_by,
                created_at: now,
                last_seen_at: now,
                revoked_at: None,
            };
            tx.add_phone(&phone)?;
            change_events::of(tx, Topic::Phone, phone.id.uuid(), now)?;
            Ok(Enrolled { phone, token })
        })
        .await
}

fn still_good(enrolment: Option<PhoneEnrolment>, now: Time) -> UseCaseResult<PhoneEnrolment> {
    found(enrolment.filter(|enrolment| now < enrolment.expires_at), "enrolment")
}

/// The phone that is known by a token, if it is enrolled.
///
/// # Errors
/// Only the store's.
pub async fn recognise(app: &AppContext, token: &str) -> UseCaseResult<Option<Phone>> {
    let hash = token::hash(token);
    let phone = app.store.read(move |tx| tx.phone_by_hash(&hash)).await?;
    Ok(phone.filter(|phone| phone.revoked_at.is_none()))
}

/// Who signed in last on a phone, the latest first, each once.
///
/// # Errors
/// Only the store's.
pub async fn last_users(app: &AppContext, phone: PhoneId) -> UseCaseResult<Vec<Staff>> {
    let sessions = app.store.read(move |tx| tx.signed_in_on(phone, SESSIONS)).await?;
    let mut users: Vec<Staff> = Vec::new();
    for staff in sessions {
        if users.iter().all(|known| known.id != staff.id) {
            users.push(staff);
        }
    }
    users.truncate(NAMES);
    Ok(users)
}

/// The phones, revoked ones among them.
///
/// # Errors
/// Only the store's.
pub async fn list(app: &AppContext, span: Pagination<PhoneId>) -> UseCaseResult<Page<PhoneView>> {
    let fetch = span.fetch_limit();
    let read = move |tx: &mut Tx<'_>| {
        let records = tx.phones_page(span.after, fetch)?;
        named(tx, span.page(records))
    };
    app.store.read(read).await
}

/// The phones whose name holds what was typed, the newest first, revoked ones among them.
///
/// # Errors
/// Only the store's.
pub async fn find(
    app: &AppContext,
    typed: String,
    span: Pagination<PhoneId>,
) -> UseCaseResult<Page<PhoneView>> {
    let fetch = span.fetch_limit();
    let read = move |tx: &mut Tx<'_>| {
        let records = tx.phones_like(&typed, span.after, fetch)?;
        named(tx, span.page(records))
    };
    app.store.read(read).await
}

fn named(tx: &mut Tx<'_>, page: Page<Phone>) -> UseCaseResult<Page<PhoneView>> {
    let items = page.items.into_iter().map(|record| listed(tx, record));
    Ok(Page { items: items.collect::<UseCaseResult<_>>()?, more: page.more })
}

fn listed(tx: &mut Tx<'_>, record: Phone) -> UseCaseResult<PhoneView> {
    let by = tx.staff_names(&[record.enrolled_by])?.pop();
    Ok(PhoneView { record, enrolled_by: by.map(|(_, name)| name).unwrap_or_default() })
}

/// Revokes a phone, at once and for good: nobody is signed in on it any more, nothing that waits on
/// it is taken. Doing it again changes nothing.
///
/// # Errors
/// [`Refusal::NotFound`].
pub async fn revoke(app: &AppContext, id: PhoneId) -> UseCaseResult<()> {
    let now = app.clock.now();
    app.store
        .write(move |tx| {
            found(tx.phone(id)?, "phone")?;
            end(tx, id, now)
        })
        .await
}

fn end(tx: &mut Tx<'_>, id: PhoneId, now: Time) -> UseCaseResult<()> {
    if tx.revoke_phone(id, now)? {
        clear(tx, id, now)?;
        change_events::of(tx, Topic::Phone, id.uuid(), now)?;
    }
    Ok(())
}

/// Ends whatever session is held on a phone.
pub(crate) fn clear(tx: &mut Tx<'_>, id: PhoneId, now: Time) -> UseCaseResult<()> {
    let ended = tx.end_sessions_on(id, now)?;
    ended.into_iter().try_for_each(|staff| change_events::of(tx, Topic::Session, staff.uuid(), now))
}

/// The phone that a request came from.
///
/// # Errors
/// [`Refusal::PhoneNotEnrolled`] where it is a stranger.
pub(crate) fn enrolled(phone: Option<Phone>) -> UseCaseResult<Phone> {
    Ok(phone.ok_or(DomainError::PhoneNotEnrolled)?)
}
