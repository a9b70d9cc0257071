//! Photos on the pages for staff (R38): consent, the review by a second lead, and deletion.

pub mod family;
mod item;
pub mod panel;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use self::item::PhotoItem;
use super::shared::error::PageError;
use super::shared::form::Form;
use super::shared::layout::Layout;
use super::shared::paths::tag_path;
use super::shared::request::HtmlRequest;
use crate::domain::account::person::Role;
use crate::domain::error::DomainError;
use crate::domain::id::PhotoId;
use crate::domain::photo::{Consenter, PhotoState};
use crate::domain::string_enum::StringEnum as _;
use crate::domain::tag::TagCode;
use crate::use_cases::photos::{PhotoView, consent as consents, read, release as releases};
use crate::use_cases::tags::tag_lookup::{self, TagLookup};
use crate::use_cases::{AppContext, Pagination, UseCaseError};
use crate::web::pages::shared::redirect::see_other;
use crate::web::pages::shared::response::page;
use crate::web::rate_limit::RateLimitKey;

/// The number of photos of each state that are listed at a time.
const MAX_PHOTOS: u8 = 50;

#[derive(Template)]
#[template(path = "photos/photos.html")]
struct PhotosTemplate {
    frame: Layout,
    enabled: bool,
    waiting: Vec<PhotoItem>,
    released: Vec<PhotoItem>,
}

/// The oldest photos that await review.
pub async fn waiting(app: &AppContext) -> Result<Vec<PhotoView>, PageError> {
    oldest(app, PhotoState::Waiting).await
}

async fn oldest(app: &AppContext, state: PhotoState) -> Result<Vec<PhotoView>, PageError> {
    let pagination = Pagination { after: None, limit: MAX_PHOTOS };
    Ok(read::list(app, Some(state), None, pagination).await?.items)
}

/// `GET /photos`
pub async fn list(request: HtmlRequest) -> Result<HttpResponse, PageError> {
    let staff = request.require_role(Role::Lead).await?;
    let (app, now) = (request.app(), request.app().clock.now());
    let items = |views: Vec<PhotoView>| {
        views.iter().map(|view| PhotoItem::new(view, staff.actor.id, now)).collect()
    };
    let template = PhotosTemplate {
        frame: Layout::for_staff(&request, &staff, "Photos").await?,
        enabled: app.photo_storage.is_enabled(),
        waiting: items(waiting(app).await?),
        released: items(oldest(app, PhotoState::Released).await?),
    };
    page(StatusCode::OK, &template)
}

/// `POST /photos/{id}/release`; succeeds for a photo that is already released.
pub async fn release(request: HtmlRequest) -> Result<HttpResponse, PageError> {
    let staff = request.require_role(Role::Lead).await?;
    let (id, form) = (request.path_id(PhotoId::from_uuid, "photo")?, request.form()?);
    match releases::release(request.app(), staff.actor.id, id).await {
        Ok(_) | Err(UseCaseError::Domain(DomainError::AlreadyReleased)) => {
            Ok(redirect_back(&form, "/photos"))
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /photos/{id}/delete`; succeeds for a photo that is already deleted.
pub async fn delete(request: HtmlRequest) -> Result<HttpResponse, PageError> {
    let staff = request.require_role(Role::Staff).await?;
    let (id, form) = (request.path_id(PhotoId::from_uuid, "photo")?, request.form()?);
    let default = if staff.actor.role >= Role::Lead { "/photos" } else { "/" };
    match releases::delete(request.app(), id).await {
        Ok(()) | Err(UseCaseError::Domain(DomainError::NotFound(_))) => {
            Ok(redirect_back(&form, default))
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /T/{code}/photo-consent`: records or withdraws consent.
pub async fn consent(request: HtmlRequest) -> Result<HttpResponse, PageError> {
    let staff = request.require_role(Role::Staff).await?;
    let (code, form) = (request.path_code()?, request.form()?);
    request.check_rate_limit(RateLimitKey::Tags(staff.actor.id))?;
    let Some(TagLookup::Worn(companion)) = tag_lookup::lookup(request.app(), code).await? else {
        return Err(DomainError::NotFound("companion").into());
    };
    let (visit, by) = (companion.journey.journey.visit_id, staff.actor.id);
    if form.get("withdraw").is_some() {
        consents::withdraw(request.app(), by, visit).await?;
    } else {
        let given_by = form.choice("given_by", Consenter::from_key)?;
        consents::record(request.app(), by, visit, given_by).await?;
    }
    Ok(see_other(&tag_path(companion.tag.code)))
}

/// Back to the companion's page if the form was sent from there.
fn redirect_back(form: &Form, default: &str) -> HttpResponse {
    let code = form.get("back").and_then(|code| TagCode::parse(code).ok());
    code.map_or_else(|| see_other(default), |code| see_other(&tag_path(code)))
}
