//! Photos on the pages: taken and agreed to beside the companion, looked at a second time by a lead, and
//! shown to the family (R38).

mod family;
mod panel;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::shared::error::PageError;
use super::shared::layout::Layout;
use super::shared::request::{Form, HtmlRequest};
use super::{page, see_other};
use crate::domain::account::person::Role;
use crate::domain::error::DomainError;
use crate::domain::id::{PhotoId, StaffId};
use crate::domain::photo::{Consenter, PhotoState};
use crate::domain::string_enum::StringEnum as _;
use crate::domain::tag::TagCode;
use crate::domain::time::Time;
use crate::use_cases::photos::{PhotoView, consent as consents, read, release as releases};
use crate::use_cases::tags::tag_lookup::{self, TagLookup};
use crate::use_cases::{AppContext, Pagination};
use crate::web::pages::shared::text::ago;
use crate::web::rate_limit::RateLimitKind;

pub use family::FamilyPhotosTemplate;
pub use panel::{PhotoPanel, part};

/// As many photos as a lead is shown at a time.
const SHOWN: u8 = 50;

/// A photo as staff see it.
pub struct PhotoItem {
    id: PhotoId,
    name: String,
    width: i32,
    height: i32,
    taken: String,
    released: Option<String>,
    /// Whether the one who looks took it.
    own: bool,
}

impl PhotoItem {
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
struct PhotosTemplate {
    frame: Layout,
    on: bool,
    waiting: Vec<PhotoItem>,
    released: Vec<PhotoItem>,
}

/// The photos that wait for a second look, the oldest first, as many as are shown at a time.
///
/// # Errors
/// Only the store's.
pub async fn waiting(app: &AppContext) -> Result<Vec<PhotoView>, PageError> {
    first(app, PhotoState::Waiting).await
}

async fn first(app: &AppContext, state: PhotoState) -> Result<Vec<PhotoView>, PageError> {
    let span = Pagination { after: None, limit: SHOWN };
    Ok(read::list(app, Some(state), None, span).await?.items)
}

/// `GET /photos`
///
/// # Errors
/// To the sign-in page, `forbidden`.
pub async fn list(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    let staffer = asked.staff(Role::Lead).await?;
    let (app, now) = (asked.app(), asked.app().clock.now());
    let shots = |views: Vec<PhotoView>| {
        views.iter().map(|view| PhotoItem::of(view, staffer.actor.id, now)).collect()
    };
    let shown = PhotosTemplate {
        frame: Layout::of(&asked, &staffer, "Photos").await?,
        on: app.photo_storage.is_on(),
        waiting: shots(waiting(app).await?),
        released: shots(first(app, PhotoState::Released).await?),
    };
    page(StatusCode::OK, &shown)
}

/// `POST /photos/{id}/release`; one that was released meanwhile is as it should be.
///
/// # Errors
/// To the sign-in page, `forbidden`, `cross-origin`, and every refusal of releasing.
pub async fn release(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    let staffer = asked.staff(Role::Lead).await?;
    let (id, form) = (asked.id(PhotoId::from_uuid, "photo")?, asked.form()?);
    match releases::release(asked.app(), staffer.actor.id, id).await {
        Ok(_) | Err(crate::use_cases::UseCaseError::Domain(DomainError::AlreadyReleased)) => {
            Ok(back(&form, "/photos"))
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /photos/{id}/delete`; one that is gone already is as it should be.
///
/// # Errors
/// To the sign-in page, `cross-origin`, and the store's.
pub async fn delete(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    let staffer = asked.staff(Role::Staff).await?;
    let (id, form) = (asked.id(PhotoId::from_uuid, "photo")?, asked.form()?);
    let elsewhere = if staffer.actor.role >= Role::Lead { "/photos" } else { "/" };
    match releases::delete(asked.app(), id).await {
        Ok(()) | Err(crate::use_cases::UseCaseError::Domain(DomainError::NotFound(_))) => {
            Ok(back(&form, elsewhere))
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /T/{code}/photo-consent`: given by somebody, or withdrawn.
///
/// # Errors
/// To the sign-in page, `cross-origin`, `invalid`, `not-found`, and every refusal of recording.
pub async fn consent(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    let staffer = asked.staff(Role::Staff).await?;
    let (code, form) = (asked.code()?, asked.form()?);
    asked.count(RateLimitKind::Tags, &staffer.actor.id.to_string())?;
    let Some(TagLookup::Worn(wearer)) = tag_lookup::lookup(asked.app(), code).await? else {
        return Err(DomainError::NotFound("companion").into());
    };
    let (visit, by) = (wearer.journey.journey.visit_id, staffer.actor.id);
    if form.get("withdraw").is_some() {
        consents::withdraw(asked.app(), by, visit).await?;
    } else {
        let given_by = form.choice("given_by", Consenter::from_key)?;
        consents::record(asked.app(), by, visit, given_by).await?;
    }
    Ok(see_other(&format!("/T/{}", wearer.tag.code.as_str())))
}

/// Back to the companion's page where the form was on one.
fn back(form: &Form, elsewhere: &str) -> HttpResponse {
    let code = form.get("back").and_then(|code| TagCode::parse(code).ok());
    match code {
        Some(code) => see_other(&format!("/T/{}", code.as_str())),
        None => see_other(elsewhere),
    }
}
