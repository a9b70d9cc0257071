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
use deserr::Deserr;
use serde::Serialize;

use self::tag_response::TagResponse;
use super::companion_response::CompanionResponse;
use super::journeys::journey_response::JourneyResponse;
use super::response;
use crate::domain::tag::{Material, PublicUrl, TagState, tag_url};
use crate::json::JsonKey;
use crate::use_cases::models::Tag;
use crate::use_cases::tags::create_tags;
use crate::use_cases::tags::create_tags::{MAX_TAGS, TagView};
use crate::web::extract::callers::StaffCaller;
use crate::web::extract::callers::TagReader;
use crate::web::extract::headers::IdempotencyKey;
use crate::web::extract::input_errors::InputErrors;
use crate::web::extract::json::Json;
use crate::web::extract::path::PathCode;
use crate::web::extract::state::App;
use crate::web::problem::Problem;
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

#[derive(Deserr)]
#[deserr(error = InputErrors, deny_unknown_fields)]
pub(crate) struct CreateTagsRequest {
    count: Count<MAX_TAGS>,
    material: JsonKey<Material>,
}

/// `POST /tags`
pub(crate) async fn create(
    staff: StaffCaller,
    app: App,
    key: IdempotencyKey,
    Json(body): Json<CreateTagsRequest>,
) -> Result<HttpResponse, Problem> {
    let base = app.public_url.clone();
    let list = move |tags: &Vec<Tag>| CreatedTagsResponse {
        items: tags.iter().map(|tag| BlankTagResponse::new(tag, base.as_ref())).collect(),
    };
    let render = response::render_created(list, |_| None, |_| None);
    let idempotent = key.request(render);
    let CreateTagsRequest { count, material } = body;
    response::created(
        &create_tags::create(&app, staff.actor.id, count.0, material.0, idempotent).await?,
    )
}

/// `GET /tags/{code}`
pub(crate) async fn get(
    _: TagReader,
    app: App,
    PathCode(code): PathCode,
) -> Result<HttpResponse, Problem> {
    let view = create_tags::get(&app, code).await?;
    Ok(response::ok(&TagDetailsResponse::new(&view, app.public_url.as_ref())))
}
