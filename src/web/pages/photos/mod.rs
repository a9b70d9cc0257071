//! Photos on the pages: taken and agreed to beside the companion, looked at a second time by a lead, and
//! shown to the family (R38).

mod family;
mod panel;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::shared::error::Turned;
use super::shared::layout::Frame;
use super::shared::request::{Asked, Form};
use super::{page, see_other};
use crate::domain::account::person::Role;
use crate::domain::error::Refusal;
use crate::domain::id::{PhotoId, StaffId};
use crate::domain::photo::{Consenter, PhotoState};
use crate::domain::string_enum::Keyed as _;
use crate::domain::tag::Code;
use crate::domain::time::Time;
use crate::use_cases::photos::{PhotoView, consent as consents, read, release as releases};
use crate::use_cases::tags::tag_lookup::{self, Look};
use crate::use_cases::{Span, World};
use crate::web::pages::shared::text::ago;
use crate::web::rate_limit::Readers;

pub use family::Strip;
pub use panel::{Part, part};

/// As many photos as a lead is shown at a time.
const SHOWN: u8 = 50;

/// A photo as staff see it.
pub struct Shot {
    id: PhotoId,
    name: String,
    width: i32,
    height: i32,
    taken: String,
    released: Option<String>,
    /// Whether the one who looks took it.
    own: bool,
}

impl Shot {
    fn of(view: &PhotoView, me: StaffId, now: Time) -> Self {
        let photo = &view.photo;
        let said = |name: &str, at: Time| format!("{name}, {}", ago(at, now));
        let released_by = view.released_by.as_deref().unwrap_or_default();
        Self {
            id: photo.id,
            name: view.companion.name.clone(),
            width: photo.width,
            height: photo.height,
            taken: said(&view.taken_by, photo.taken_at),
            released: photo.released_at.map(|at| said(released_by, at)),
            own: photo.taken_by == me,
        }
    }

    /// The address of its picture.
    fn picture(&self) -> String {
        format!("/api/v1/photos/{}", self.id)
    }
}

#[derive(Template)]
#[template(path = "photos/photos.html")]
struct List {
    frame: Frame,
    on: bool,
    waiting: Vec<Shot>,
    released: Vec<Shot>,
}

/// The photos that wait for a second look, the oldest first, as many as are shown at a time.
///
/// # Errors
/// Only the store's.
pub async fn waiting(world: &World) -> Result<Vec<PhotoView>, Turned> {
    first(world, PhotoState::Waiting).await
}

async fn first(world: &World, state: PhotoState) -> Result<Vec<PhotoView>, Turned> {
    let span = Span { after: None, limit: SHOWN };
    Ok(read::list(world, Some(state), None, span).await?.items)
}

/// `GET /photos`
///
/// # Errors
/// To the sign-in page, `forbidden`.
pub async fn list(asked: Asked) -> Result<HttpResponse, Turned> {
    let staffer = asked.staff(Role::Lead).await?;
    let (world, now) = (asked.world(), asked.world().clock.now());
    let shots = |views: Vec<PhotoView>| {
        views.iter().map(|view| Shot::of(view, staffer.actor.id, now)).collect()
    };
    let shown = List {
        frame: Frame::of(&asked, &staffer, "Photos").await?,
        on: world.album.is_on(),
        waiting: shots(waiting(world).await?),
        released: shots(first(world, PhotoState::Released).await?),
    };
    page(StatusCode::OK, &shown)
}

/// `POST /photos/{id}/release`; one that was released meanwhile is as it should be.
///
/// # Errors
/// To the sign-in page, `forbidden`, `cross-origin`, and every refusal of releasing.
pub async fn release(asked: Asked) -> Result<HttpResponse, Turned> {
    let staffer = asked.staff(Role::Lead).await?;
    let (id, form) = (asked.id(PhotoId::from_uuid, "photo")?, asked.form()?);
    match releases::release(asked.world(), staffer.actor.id, id).await {
        Ok(_) | Err(crate::use_cases::Error::Refused(Refusal::AlreadyReleased)) => {
            Ok(back(&form, "/photos"))
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /photos/{id}/delete`; one that is gone already is as it should be.
///
/// # Errors
/// To the sign-in page, `cross-origin`, and the store's.
pub async fn delete(asked: Asked) -> Result<HttpResponse, Turned> {
    let staffer = asked.staff(Role::Staff).await?;
    let (id, form) = (asked.id(PhotoId::from_uuid, "photo")?, asked.form()?);
    let elsewhere = if staffer.actor.role >= Role::Lead { "/photos" } else { "/" };
    match releases::delete(asked.world(), id).await {
        Ok(()) | Err(crate::use_cases::Error::Refused(Refusal::NotFound(_))) => {
            Ok(back(&form, elsewhere))
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /T/{code}/photo-consent`: given by somebody, or withdrawn.
///
/// # Errors
/// To the sign-in page, `cross-origin`, `invalid`, `not-found`, and every refusal of recording.
pub async fn consent(asked: Asked) -> Result<HttpResponse, Turned> {
    let staffer = asked.staff(Role::Staff).await?;
    let (code, form) = (asked.code()?, asked.form()?);
    asked.count(Readers::Tags, &staffer.actor.id.to_string())?;
    let Some(Look::Worn(wearer)) = tag_lookup::look(asked.world(), code).await? else {
        return Err(Refusal::NotFound("companion").into());
    };
    let (visit, by) = (wearer.view.journey.visit_id, staffer.actor.id);
    if form.get("withdraw").is_some() {
        consents::withdraw(asked.world(), by, visit).await?;
    } else {
        let given_by = form.choice("given_by", Consenter::from_key)?;
        consents::record(asked.world(), by, visit, given_by).await?;
    }
    Ok(see_other(&format!("/T/{}", wearer.tag.code.as_str())))
}

/// Back to the companion's page where the form was on one.
fn back(form: &Form, elsewhere: &str) -> HttpResponse {
    let code = form.get("back").and_then(|code| Code::parse(code).ok());
    match code {
        Some(code) => see_other(&format!("/T/{}", code.as_str())),
        None => see_other(elsewhere),
    }
}
