//! Keeping the house: staff, places, tags, phones, settings and tokens, for admins.
//!
//! Each change carries the revision that was looked at, and each form that makes something new a key of
//! its own: what is stale is not written over, and what is sent twice is made once.

pub mod import;
mod import_rows;
mod table;
pub mod staff_member;
pub mod phones;
pub mod place;
pub mod places;
pub mod settings;
pub mod staff;
pub mod tags;
pub mod tokens;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, ResponseError as _};
use askama::Template;

use super::page;
use super::shared::error::PageError;
use super::shared::layout::Layout;
use super::shared::request::{Form, HtmlRequest, SignedInStaff};
use crate::domain::account::person::Role;
use crate::domain::string_enum::StringEnum;
use crate::domain::time::Time;
use crate::json::Timestamp;
use crate::use_cases::idempotency::{IdempotencyKey, IdempotentRequest};
use crate::use_cases::token;

/// How many a page of a list shows.
const A_PAGE: u8 = 50;

#[derive(Template)]
#[template(path = "admin/home.html")]
struct AdminHomeTemplate {
    frame: Layout,
}

/// `GET /admin`
///
/// # Errors
/// Not for this role.
pub async fn home(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    let me = asked.staff(Role::Admin).await?;
    page(
        StatusCode::OK,
        &AdminHomeTemplate { frame: Layout::of(&asked, &me, "Keep the house").await? },
    )
}

/// What a page has to say about the form that was sent last.
#[derive(Clone, Default)]
struct FlashMessage {
    status: StatusCode,
    /// That it was done.
    done: Option<&'static str>,
    /// What is wrong with it.
    refused: Option<String>,
}

impl FlashMessage {
    /// What the page before has sent this one to say.
    fn of(asked: &HtmlRequest) -> Self {
        let done = match asked.query().get("said") {
            Some("added") => Some("Added."),
            Some("changed") => Some("Changed."),
            Some("password") => {
                Some("The new password is set. Every session under the old one has ended.")
            }
            Some("no-pin") => Some("Their PIN is gone. They can choose another once signed in."),
            Some("disabled") => Some("Disabled. Every session of theirs has ended."),
            Some("enabled") => Some("Enabled. They may sign in again."),
            Some("retired") => Some("Retired. It is offered to nobody any more."),
            Some("reopened") => Some("In use again."),
            Some("minted") => Some("Minted. The new tags stand first."),
            Some("void") => Some("Withdrawn."),
            Some("brought-in") => Some("The whole list was brought in."),
            Some("revoked") => Some("Revoked."),
            _ => None,
        };
        Self { done, ..Self::default() }
    }

    /// A refusal that can be mended in the form itself; any other is a page of its own.
    fn mendable(turned: PageError) -> Result<Self, PageError> {
        let status = turned.status_code();
        let Some(refused) = turned.refused().filter(|_| is_mendable(status)) else {
            return Err(turned);
        };
        let told = refused.detail.clone().unwrap_or_else(|| refused.kind.advice.to_owned());
        Ok(Self { status, done: None, refused: Some(told) })
    }

    /// That somebody else was quicker, where it was that.
    fn stale(turned: PageError) -> Result<Self, PageError> {
        if turned.status_code() != StatusCode::PRECONDITION_FAILED {
            return Self::mendable(turned);
        }
        let told = "Somebody changed this while you had it open, so nothing of yours was saved. \
                    Below is how it stands now.";
        let refused = Some(told.to_owned());
        Ok(Self { status: StatusCode::PRECONDITION_FAILED, done: None, refused })
    }
}

fn is_mendable(status: StatusCode) -> bool {
    [StatusCode::CONFLICT, StatusCode::UNPROCESSABLE_ENTITY, StatusCode::PAYLOAD_TOO_LARGE]
        .contains(&status)
}

/// The revision that was looked at when the form was made.
fn revision(form: &Form) -> Result<i64, PageError> {
    form.number("revision")?.ok_or_else(|| PageError::invalid("revision", "must not be empty"))
}

/// A key for a form that makes something new.
fn once() -> String {
    token::generate::<12>()
}

/// Makes what a form asks for once, however often it is sent; it answers where the new thing is.
fn door<T>(
    asked: &HtmlRequest,
    me: &SignedInStaff,
    form: &Form,
    say: impl Fn(&T) -> String + Send + Sync + 'static,
) -> IdempotentRequest<T> {
    let repeat = form.get("once").map(|key| IdempotencyKey {
        caller: format!("page:{}", me.actor.id),
        key: key.to_owned(),
        fingerprint: token::fingerprint(&[asked.request().path().as_bytes(), asked.body()]),
    });
    IdempotentRequest { key: repeat, render: Box::new(move |made| say(made).into_bytes()) }
}

/// What [`door`]'s answer says.
fn answered(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A moment as people read it.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "templates hand in references")]
fn moment(at: &Time) -> String {
    let text = Timestamp(*at).to_string();
    let (day, time) = text.split_once('T').unwrap_or((&text, ""));
    format!("{day} {} UTC", time.get(..5).unwrap_or_default())
}

/// A word of the ward as people read it.
fn spoken(word: &impl StringEnum) -> String {
    let text = word.key().replace('_', " ");
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The words of a kind, to choose from: each key, how it is spoken, and whether it is chosen now.
fn choices<T: StringEnum>(chosen: Option<T>) -> Vec<(&'static str, String, bool)> {
    T::ALL.iter().map(|word| (word.key(), spoken(word), chosen == Some(*word))).collect()
}
