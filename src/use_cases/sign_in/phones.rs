//! Shared phones: enrolled with a one-time code, identified by a token, revoked by an admin.

use crate::db::Tx;
use crate::db::models::{Phone, PhoneEnrolment, Staff};
use crate::domain::error::DomainError;
use crate::domain::event::Topic;
use crate::domain::id::{PhoneId, StaffId};
use crate::domain::time::{Time, minutes};
use crate::random;
use crate::use_cases::idempotency::IdempotentRequest;
use crate::use_cases::{
    AppContext, Page, Pagination, UseCaseResult, change_events, or_not_found, token,
};

/// How long an enrolment code is valid.
const CODE_LIFETIME: std::time::Duration = minutes(10);
/// How many recent sessions are read to find a phone's users.
const RECENT_SESSIONS: i64 = 60;
/// How many names the sign-in page of a phone offers.
const MAX_NAMES: usize = 6;

/// An enrolment code, which is shown once.
#[derive(Clone)]
pub struct EnrolmentOffer {
    pub name: String,
    pub url: String,
    pub expires_at: Time,
}

#[derive(Clone, Debug)]
pub struct PhoneView {
    pub record: Phone,
    pub enrolled_by: String,
}

#[derive(Clone)]
pub struct Enrolled {
    pub phone: Phone,
    pub token: String,
}

/// Creates a code that enrols one phone.
pub(crate) async fn create_offer(
    app: &AppContext,
    by: StaffId,
    name: String,
    request: IdempotentRequest<EnrolmentOffer>,
) -> UseCaseResult<Vec<u8>> {
    // Without a public URL only the path is returned.
    let base = app.public_url.as_ref().map(ToString::to_string).unwrap_or_default();
    app.run_idempotent(request, move |tx, now| {
        let code = token::generate::<16>();
        let enrolment = PhoneEnrolment {
            code_hash: token::hash(&code),
            name: name.clone(),
            made_by: by,
            created_at: now,
            expires_at: now.plus(CODE_LIFETIME),
        };
        tx.delete_enrolments_before(now)?;
        tx.add_enrolment(&enrolment)?;
        let url = format!("{base}/e/{code}");
        Ok(EnrolmentOffer { name: enrolment.name, url, expires_at: enrolment.expires_at })
    })
    .await
}

/// The phone name of a valid enrolment code.
pub async fn get_offer(app: &AppContext, code: &str) -> UseCaseResult<String> {
    let (now, hash) = (app.clock.now(), token::hash(code));
    let enrolment = app.store.read(move |tx| tx.enrolment(&hash)).await?;
    Ok(check_enrolment(enrolment, now)?.name)
}

/// Enrols a phone. A phone that was enrolled before gets a new token, and the old one is revoked.
pub async fn enrol(
    app: &AppContext,
    code: &str,
    previous: Option<PhoneId>,
) -> UseCaseResult<Enrolled> {
    let (now, hash) = (app.clock.now(), token::hash(code));
    app.store
        .write(move |tx| {
            let enrolment = check_enrolment(tx.consume_enrolment(&hash)?, now)?;
            if let Some(previous) = previous {
                revoke_in_tx(tx, previous, now)?;
            }
            let token = token::generate::<32>();
            let phone = Phone {
                id: PhoneId::from_uuid(random::uuid_v7_at(now)),
                name: enrolment.name,
                token_hash: token::hash(&token),
                enrolled_by: enrolment.made_by,
                created_at: now,
                last_seen_at: now,
                revoked_at: None,
            };
            tx.add_phone(&phone)?;
            change_events::record(tx, Topic::Phone, phone.id.uuid(), now)?;
            Ok(Enrolled { phone, token })
        })
        .await
}

fn check_enrolment(enrolment: Option<PhoneEnrolment>, now: Time) -> UseCaseResult<PhoneEnrolment> {
    or_not_found(enrolment.filter(|enrolment| now < enrolment.expires_at), "enrolment")
}

pub async fn find_by_token(app: &AppContext, token: &str) -> UseCaseResult<Option<Phone>> {
    let hash = token::hash(token);
    let phone = app.store.read(move |tx| tx.phone_by_hash(&hash)).await?;
    Ok(phone.filter(|phone| phone.revoked_at.is_none()))
}

/// The last users of a phone, each once, most recent first.
pub async fn last_users(app: &AppContext, phone: PhoneId) -> UseCaseResult<Vec<Staff>> {
    let sessions = app.store.read(move |tx| tx.staff_signed_in_on(phone, RECENT_SESSIONS)).await?;
    let mut users: Vec<Staff> = Vec::new();
    for staff in sessions {
        if users.iter().all(|known| known.id != staff.id) {
            users.push(staff);
        }
    }
    users.truncate(MAX_NAMES);
    Ok(users)
}

/// All phones, including revoked ones.
pub async fn list(
    app: &AppContext,
    pagination: Pagination<PhoneId>,
) -> UseCaseResult<Page<PhoneView>> {
    let fetch = pagination.fetch_limit();
    let read = move |tx: &mut Tx<'_>| {
        let records = tx.phones_page(pagination.after, fetch)?;
        to_views(tx, pagination.page(records))
    };
    app.store.read(read).await
}

/// Phones whose name contains `typed`, newest first, including revoked ones.
pub(crate) async fn search(
    app: &AppContext,
    typed: String,
    pagination: Pagination<PhoneId>,
) -> UseCaseResult<Page<PhoneView>> {
    let fetch = pagination.fetch_limit();
    let read = move |tx: &mut Tx<'_>| {
        let records = tx.phones_like(&typed, pagination.after, fetch)?;
        to_views(tx, pagination.page(records))
    };
    app.store.read(read).await
}

fn to_views(tx: &mut Tx<'_>, page: Page<Phone>) -> UseCaseResult<Page<PhoneView>> {
    let items = page.items.into_iter().map(|record| to_view(tx, record));
    Ok(Page { items: items.collect::<UseCaseResult<_>>()?, more: page.more })
}

fn to_view(tx: &mut Tx<'_>, record: Phone) -> UseCaseResult<PhoneView> {
    let by = tx.staff_names(&[record.enrolled_by])?.pop();
    Ok(PhoneView { record, enrolled_by: by.map(|(_, name)| name).unwrap_or_default() })
}

/// Revokes a phone permanently: its session ends and its offline queue is rejected. Idempotent.
pub(crate) async fn revoke(app: &AppContext, id: PhoneId) -> UseCaseResult<()> {
    let now = app.clock.now();
    app.store
        .write(move |tx| {
            or_not_found(tx.phone(id)?, "phone")?;
            revoke_in_tx(tx, id, now)
        })
        .await
}

fn revoke_in_tx(tx: &mut Tx<'_>, id: PhoneId, now: Time) -> UseCaseResult<()> {
    if tx.revoke_phone(id, now)? {
        end_sessions(tx, id, now)?;
        change_events::record(tx, Topic::Phone, id.uuid(), now)?;
    }
    Ok(())
}

/// Ends the session on a phone.
pub(crate) fn end_sessions(tx: &mut Tx<'_>, id: PhoneId, now: Time) -> UseCaseResult<()> {
    let ended = tx.end_sessions_on(id, now)?;
    ended
        .into_iter()
        .try_for_each(|staff| change_events::record(tx, Topic::Session, staff.uuid(), now))
}

pub(crate) fn require_enrolled(phone: Option<Phone>) -> UseCaseResult<Phone> {
    Ok(phone.ok_or(DomainError::PhoneNotEnrolled)?)
}
