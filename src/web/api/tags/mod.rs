//! `/tags`: minting them, looking at one, putting it on, withdrawing it, and its picture.

pub(crate) mod label_layouts;
pub mod labels;

use actix_web::HttpResponse;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::companions::CompanionResponse;
use super::extract::ApiRequest;
use super::journeys::JourneyResponse;
use super::response;
use crate::domain::account::person::Role;
use crate::domain::error::DomainError;
use crate::domain::id::CompanionId;
use crate::domain::tag::{Material, PublicUrl, TagState, tag_url};
use crate::json::{JsonKey, Timestamp};
use crate::printing::{self, ModulePixels, Qr};
use crate::use_cases::AppContext;
use crate::use_cases::models::Tag;
use crate::use_cases::tags::create_tags::TagView;
use crate::use_cases::tags::{bind_tag, create_tags};
use crate::web::problem::Problem;
use crate::web::rate_limit::RateLimitKind;
use crate::web::validation::{Count, Id, LongText};

/// As many tags as are minted at once.
const MOST: u32 = 1000;

/// A tag as the contract writes it.
#[derive(Serialize)]
pub struct TagResponse {
    code: String,
    url: Option<String>,
    state: JsonKey<TagState>,
    material: JsonKey<Material>,
    washable: bool,
    metal_free: bool,
    companion_id: Option<Uuid>,
    bound_at: Option<Timestamp>,
    void_reason: Option<String>,
    created_at: Timestamp,
}

impl TagResponse {
    /// The tag as the contract writes it, with its address where the site has one.
    #[must_use]
    pub fn of(tag: &Tag, base: Option<&PublicUrl>) -> Self {
        Self {
            code: tag.code.to_string(),
            url: base.map(|base| tag_url(base, &tag.code)),
            state: JsonKey(tag.state),
            material: JsonKey(tag.material),
            washable: tag.material.washable(),
            metal_free: tag.material.metal_free(),
            companion_id: tag.companion_id.map(CompanionId::uuid),
            bound_at: tag.bound_at.map(Timestamp),
            // Once purged it is empty, which is no reason.
            void_reason: tag.void_reason.clone().filter(|reason| !reason.is_empty()),
            created_at: Timestamp(tag.created_at),
        }
    }
}

#[derive(Serialize)]
struct WholeResponse {
    #[serde(flatten)]
    tag: TagResponse,
    companion: Option<CompanionResponse>,
    journey: Option<JourneyResponse>,
}

impl WholeResponse {
    fn of(view: &TagView, base: Option<&PublicUrl>) -> Self {
        Self {
            tag: TagResponse::of(&view.tag, base),
            companion: view.companion.as_ref().map(Into::into),
            journey: view.journey.as_ref().map(JourneyResponse::of),
        }
    }
}

#[derive(Serialize)]
struct MintedResponse {
    items: Vec<BlankResponse>,
}

#[derive(Serialize)]
struct BlankResponse {
    code: String,
    url: Option<String>,
    state: JsonKey<TagState>,
}

impl BlankResponse {
    fn of(tag: &Tag, base: Option<&PublicUrl>) -> Self {
        let url = base.map(|base| tag_url(base, &tag.code));
        Self { code: tag.code.to_string(), url, state: JsonKey(tag.state) }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MintRequest {
    count: Count<MOST>,
    material: JsonKey<Material>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BindRequest {
    companion_id: Id,
    keep_old: Option<bool>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WithdrawRequest {
    reason: LongText,
    lost: Option<bool>,
}

/// `POST /tags`
///
/// # Errors
/// See `mintTags` in openapi.yaml.
pub async fn create(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    let actor = ask.staff(Role::Staff).await?;
    ask.query(&[])?;
    let base = ask.app().public_url.clone();
    let out = move |tags: &Vec<Tag>| MintedResponse {
        items: tags.iter().map(|tag| BlankResponse::of(tag, base.as_ref())).collect(),
    };
    let say = response::made(out, |_| None, |_| None);
    let door = ask.door(&format!("staff:{}", actor.id), say)?;
    let MintRequest { count, material } = ask.json()?;
    response::created(&create_tags::create(ask.app(), actor.id, count.0, material.0, door).await?)
}

/// `GET /tags/{code}`
///
/// # Errors
/// See `readTag` in openapi.yaml.
pub async fn get(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    let actor = ask.staff(Role::Staff).await?;
    // Counted before the code is read, so that guessing is slow whether or not a guess is well-formed.
    ask.check_rate_limit(RateLimitKind::Tags, &actor.id.to_string())?;
    let code = ask.tag()?;
    ask.query(&[])?;
    let view = create_tags::get(ask.app(), code).await?;
    Ok(response::ok(&WholeResponse::of(&view, ask.app().public_url.as_ref())))
}

/// `PUT /tags/{code}/companion`
///
/// # Errors
/// See `bindTag` in openapi.yaml.
pub async fn bind(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    let actor = ask.staff(Role::Staff).await?;
    let code = ask.tag()?;
    ask.query(&[])?;
    let body: BindRequest = ask.json()?;
    let companion = CompanionId::from_uuid(body.companion_id.0);
    let keep_old = body.keep_old.unwrap_or(false);
    let tag = bind_tag::bind(ask.app(), actor, code, companion, keep_old)
        .await
        .map_err(|error| Problem::where_missing(error, "companion", "/companion_id"))?;
    Ok(response::ok(&TagResponse::of(&tag, ask.app().public_url.as_ref())))
}

/// `POST /tags/{code}/void`
///
/// # Errors
/// See `voidTag` in openapi.yaml.
pub async fn void(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    ask.staff(Role::Staff).await?;
    let code = ask.tag()?;
    ask.query(&[])?;
    let WithdrawRequest { reason, lost } = ask.json()?;
    let tag = bind_tag::void(ask.app(), code, reason.0, lost.unwrap_or(false)).await?;
    Ok(response::ok(&TagResponse::of(&tag, ask.app().public_url.as_ref())))
}

/// `GET /tags/{code}/qr.svg`
///
/// # Errors
/// See `drawTag` in openapi.yaml.
pub async fn qr_svg(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    ask.staff(Role::Staff).await?;
    let code = ask.tag()?;
    ask.query(&[])?;
    let tag = create_tags::get(ask.app(), code).await?.tag;
    let qr = symbol(ask.app(), |base| tag_url(base, &tag.code))?;
    Ok(HttpResponse::Ok().content_type("image/svg+xml").body(printing::svg(&qr)))
}

/// `GET /tags/{code}/qr.png`
///
/// # Errors
/// See `drawTagInPixels` in openapi.yaml.
pub async fn qr_png(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    ask.staff(Role::Staff).await?;
    let code = ask.tag()?;
    let module = ask.query(&["module"])?.number("module", 1..=40)?;
    let module = module.and_then(ModulePixels::new).unwrap_or(ModulePixels::USUAL);
    let tag = create_tags::get(ask.app(), code).await?.tag;
    let qr = symbol(ask.app(), |base| tag_url(base, &tag.code))?;
    Ok(HttpResponse::Ok().content_type("image/png").body(printing::png(&qr, module)))
}

/// The symbol of an address of ours, where the site has said what ours is.
pub(crate) fn symbol(
    app: &AppContext,
    address: impl FnOnce(&PublicUrl) -> String,
) -> Result<Qr, Problem> {
    let base = app.public_url.as_ref().ok_or(DomainError::PublicUrlMissing)?;
    Qr::of_address(&address(base)).map_err(|error| {
        tracing::error!(%error, "a public address was taken that cannot be drawn");
        Problem::new("internal", "The fault is ours and has been noted.")
    })
}
