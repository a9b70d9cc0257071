//! The family of a companion's child, for staff: the links, and an invitation without typing (R33).
//!
//! A link's URL is shown once, as a QR code for the other person's phone. Opening it is the test: the
//! page then says so at once with a script, otherwise when it is loaded again.

mod new_link;
mod page;

use actix_web::HttpResponse;
use serde_json::Value;

use self::new_link::NewLink;
use self::page::render;
use super::shared::error::PageError;
use super::shared::form::Form;
use super::shared::paths::tag_path;
use super::shared::request::HtmlRequest;
use super::shared::text;
use crate::domain::family::{Language, LinkScope, Relation};
use crate::domain::id::FamilyLinkId;
use crate::domain::string_enum::StringEnum as _;
use crate::use_cases::family::family_links::{self, NewFamilyLink};
use crate::use_cases::family::family_overview::{self, FamilyOverview};
use crate::use_cases::idempotency::IdempotentRequest;
use crate::web::extract::callers::StaffCaller;
use crate::web::pages::shared::redirect::see_other;
use crate::web::pages::shared::viewers::StaffViewer;
use crate::web::validation::ShortText;

/// `GET /T/{code}/family`. With `again`, the script refreshes the page, which does not extend the
/// session.
pub async fn show(
    StaffViewer(staff): StaffViewer,
    request: HtmlRequest,
) -> Result<HttpResponse, PageError> {
    render(&request, &staff, None).await
}

/// `POST /T/{code}/family`. It renders the page instead of redirecting, because the URL is shown only
/// once.
pub async fn invite(
    staff: StaffCaller,
    request: HtmlRequest,
    form: Form,
) -> Result<HttpResponse, PageError> {
    let code = request.path_code()?;
    let family = family_overview::overview(request.app(), code, None).await?;
    let link = read_link(&form, &family)?;
    let idempotent = IdempotentRequest {
        // A form that is sent again shows the same code and creates no second link.
        key: request.idempotency_key(&staff, &form, "key"),
        render: Box::new(NewLink::to_json),
    };
    let (visit, by) = (family.visit.visit.id, staff.actor.id);
    let created = family_links::create(request.app(), by, visit, link, idempotent).await?;
    let created: Value =
        serde_json::from_slice(&created).map_err(|error| PageError::internal(&error))?;
    render(&request, &staff, Some(&created)).await
}

/// `POST /T/{code}/family/{id}/revoke`
pub async fn revoke(_: StaffCaller, request: HtmlRequest) -> Result<HttpResponse, PageError> {
    let (code, id) =
        (request.path_code()?, request.path_id(FamilyLinkId::from_uuid, "family link")?);
    family_links::revoke(request.app(), id).await?;
    Ok(see_other(&format!("{}/family", tag_path(code))))
}

/// Links without a name are numbered. Photos are included only if a guardian agreed.
fn read_link(form: &Form, family: &FamilyOverview) -> Result<NewFamilyLink, PageError> {
    let language = form.choice_or("language", Language::English, Language::from_key)?;
    let relation = form.choice_or("relation", Relation::Guardian, Relation::from_key)?;
    let last_number =
        family.link_counts.iter().find(|(of, _)| *of == relation).map_or(0, |(_, number)| *number);
    let numbered = || format!("{} {}", text::capitalize(relation.key()), last_number + 1);
    let name = form.optional::<ShortText>("name")?.map_or_else(numbered, |name| name.0);
    let photos = form.get("photos").is_some();
    let scope = if photos { LinkScope::StatusAndPhotos } else { LinkScope::Status };
    Ok(NewFamilyLink { name, language, scope, relation })
}
