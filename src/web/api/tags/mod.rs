//! `/tags`: creating tags and looking one up.

mod grid_request;
mod grid_response;
pub(crate) mod labels;
pub(crate) mod pdf;
pub(crate) mod posters;
mod sheet_request;
pub(crate) mod tag_binding;
pub(crate) mod tag_images;
pub(crate) mod tag_response;

use actix_web::HttpResponse;
use serde::{Deserialize, Serialize};

use self::tag_response::TagResponse;
use super::companion_response::CompanionResponse;
use super::extract::ApiRequest;
use super::journeys::journey_response::JourneyResponse;
use super::response;
use crate::domain::account::person::Role;
use crate::domain::tag::{Material, PublicUrl, TagState, tag_url};
use crate::json::JsonKey;
use crate::use_cases::models::Tag;
use crate::use_cases::tags::create_tags;
use crate::use_cases::tags::create_tags::{MAX_TAGS, TagView};
use crate::web::problem::Problem;
use crate::web::rate_limit::RateLimitKey;
use crate::web::validation::Count;

#[derive(Serialize)]
struct TagDetailsResponse {
    #[serde(flatten)]
    tag: TagResponse,
    companion: Option<CompanionResponse>,
    journey: Option<JourneyResponse>,
}

impl TagDetailsResponse {
    fn new(view: &TagView, base: Option<&PublicUrl>) -> Self {
        Self {
            tag: TagResponse::new(&view.tag, base),
            companion: view.companion.as_ref().map(Into::into),
            journey: view.journey.as_ref().map(JourneyResponse::new),
        }
    }
}

#[derive(Serialize)]
struct CreatedTagsResponse {
    items: Vec<BlankTagResponse>,
}

#[derive(Serialize)]
struct BlankTagResponse {
    code: String,
    url: Option<String>,
    state: JsonKey<TagState>,
}

impl BlankTagResponse {
    fn new(tag: &Tag, base: Option<&PublicUrl>) -> Self {
        let url = base.map(|base| tag_url(base, &tag.code));
        Self { code: tag.code.to_string(), url, state: JsonKey(tag.state) }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CreateTagsRequest {
    count: Count<MAX_TAGS>,
    material: JsonKey<Material>,
}

/// `POST /tags`
pub(crate) async fn create(request: ApiRequest) -> Result<HttpResponse, Problem> {
    let actor = request.require_role(Role::Staff).await?;
    request.query(&[])?;
    let base = request.app().public_url.clone();
    let body = move |tags: &Vec<Tag>| CreatedTagsResponse {
        items: tags.iter().map(|tag| BlankTagResponse::new(tag, base.as_ref())).collect(),
    };
    let render = response::render_created(body, |_| None, |_| None);
    let idempotent = request.idempotent_request_by(actor, render)?;
    let CreateTagsRequest { count, material } = request.json()?;
    response::created(
        &create_tags::create(request.app(), actor.id, count.0, material.0, idempotent).await?,
    )
}

/// `GET /tags/{code}`
pub(crate) async fn get(request: ApiRequest) -> Result<HttpResponse, Problem> {
    let actor = request.require_role(Role::Staff).await?;
    // Counted before the code is parsed, so that guessing is slow whether or not a guess is well-formed.
    request.check_rate_limit(RateLimitKey::Tags(actor.id))?;
    let code = request.tag_code()?;
    request.query(&[])?;
    let view = create_tags::get(request.app(), code).await?;
    Ok(response::ok(&TagDetailsResponse::new(&view, request.app().public_url.as_ref())))
}
