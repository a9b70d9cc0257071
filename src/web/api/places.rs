//! `/places`: the site's rooms and bed spaces, their entry policy, and the QR code for the wall.

use actix_web::HttpResponse;
use deserr::Deserr;
use serde::Serialize;
use uuid::Uuid;

use super::{response, tags};
use crate::domain::id::PlaceId;
use crate::domain::place::{EntryPolicy, MAX_REWASH_HOURS, PlaceKind, PlacePolicy};
use crate::domain::tag::{PublicUrl, place_url};
use crate::json::{JsonKey, Timestamp};
use crate::printing;
use crate::use_cases::AppContext;
use crate::use_cases::models::Place;
use crate::use_cases::places::{self, PlaceUpdate, PolicyChange};
use crate::web::extract::callers::{AdminCaller, StaffCaller};
use crate::web::extract::headers::{IdempotencyKey, IfMatch};
use crate::web::extract::input_errors::InputErrors;
use crate::web::extract::json::{Json, Patch};
use crate::web::extract::path::PathId;
use crate::web::extract::query::{After, PageQuery, Query};
use crate::web::extract::state::App;
use crate::web::problem::Problem;
use crate::web::validation::{Count, ShortText};

#[derive(Serialize)]
pub(crate) struct PlaceResponse {
    id: Uuid,
    name: String,
    kind: JsonKey<PlaceKind>,
    policy: PolicyResponse,
    code: String,
    url: Option<String>,
    active: bool,
    created_at: Timestamp,
    revision: i64,
}

#[derive(Serialize)]
struct PolicyResponse {
    entry: JsonKey<EntryPolicy>,
    rewash_hours: Option<u32>,
    isolation: bool,
}

impl From<PlacePolicy> for PolicyResponse {
    fn from(PlacePolicy { entry, rewash_hours, isolation }: PlacePolicy) -> Self {
        Self { entry: JsonKey(entry), rewash_hours, isolation }
    }
}

impl PlaceResponse {
    pub(crate) fn new(place: &Place, base: Option<&PublicUrl>) -> Self {
        Self {
            id: place.id.uuid(),
            name: place.name.clone(),
            kind: JsonKey(place.kind),
            policy: place.policy.into(),
            code: place.code.to_string(),
            url: base.map(|base| place_url(base, &place.code)),
            active: place.active,
            created_at: Timestamp(place.created_at),
            revision: place.revision,
        }
    }
}

#[derive(Clone, Copy, Default, Deserr)]
#[deserr(error = InputErrors, deny_unknown_fields)]
struct PolicyRequest {
    #[deserr(default)]
    entry: Option<JsonKey<EntryPolicy>>,
    #[deserr(default)]
    rewash_hours: Option<Count<MAX_REWASH_HOURS>>,
    #[deserr(default)]
    isolation: Option<bool>,
}

impl PolicyRequest {
    fn to_change(self) -> PolicyChange {
        let Self { entry, rewash_hours, isolation } = self;
        let rewash_hours = rewash_hours.map(|hours| hours.0);
        PolicyChange { entry: entry.map(|entry| entry.0), rewash_hours, isolation }
    }
}

#[derive(Deserr)]
#[deserr(error = InputErrors, deny_unknown_fields)]
pub(crate) struct CreatePlaceRequest {
    name: ShortText,
    kind: JsonKey<PlaceKind>,
    #[deserr(default)]
    policy: Option<PolicyRequest>,
}

#[derive(Deserr)]
#[deserr(error = InputErrors, deny_unknown_fields)]
pub(crate) struct UpdatePlaceRequest {
    #[deserr(default)]
    name: Option<ShortText>,
    #[deserr(default)]
    kind: Option<JsonKey<PlaceKind>>,
    #[deserr(default)]
    policy: Option<PolicyRequest>,
    #[deserr(default)]
    active: Option<bool>,
}

/// `GET /places`
pub(crate) async fn list(
    _: StaffCaller,
    app: App,
    Query(query): Query<PageQuery<After<PlaceId>>>,
) -> Result<HttpResponse, Problem> {
    let pagination = query.pagination();
    let page = places::list(&app, pagination).await?;
    let base = app.public_url.as_ref();
    Ok(response::page(page, |place| place.id.uuid(), |place| PlaceResponse::new(place, base)))
}

/// `POST /places`
pub(crate) async fn create(
    _: AdminCaller,
    app: App,
    key: IdempotencyKey,
    Json(body): Json<CreatePlaceRequest>,
) -> Result<HttpResponse, Problem> {
    let base = app.public_url.clone();
    let render = response::render_created(
        move |place: &Place| PlaceResponse::new(place, base.as_ref()),
        |place| Some(place.revision),
        |place| Some(format!("/api/v1/places/{}", place.id)),
    );
    let idempotent = key.request(render);
    let CreatePlaceRequest { name, kind, policy } = body;
    let policy = policy.unwrap_or_default().to_change().for_kind(kind.0);
    response::created(&places::create(&app, name.0, kind.0, policy, idempotent).await?)
}

/// `GET /places/{id}`
pub(crate) async fn get(
    _: StaffCaller,
    app: App,
    PathId(id): PathId<PlaceId>,
) -> Result<HttpResponse, Problem> {
    let place = places::get(&app, id).await?;
    Ok(ok_with_etag(&app, &place))
}

/// `PATCH /places/{id}`
pub(crate) async fn update(
    _: AdminCaller,
    app: App,
    PathId(id): PathId<PlaceId>,
    IfMatch(revision): IfMatch,
    Patch(body): Patch<UpdatePlaceRequest>,
) -> Result<HttpResponse, Problem> {
    let update = PlaceUpdate {
        name: body.name.map(|name| name.0),
        kind: body.kind.map(|kind| kind.0),
        policy: body.policy.map(PolicyRequest::to_change),
        active: body.active,
    };
    let place = places::update(&app, id, revision, update).await?;
    Ok(ok_with_etag(&app, &place))
}

fn ok_with_etag(app: &AppContext, place: &Place) -> HttpResponse {
    response::ok_with_etag(place.revision, &PlaceResponse::new(place, app.public_url.as_ref()))
}

/// `GET /places/{id}/qr.svg`
pub(crate) async fn qr_svg(
    _: StaffCaller,
    app: App,
    PathId(id): PathId<PlaceId>,
) -> Result<HttpResponse, Problem> {
    let place = places::get(&app, id).await?;
    let qr = tags::tag_images::qr_code(&app, |base| place_url(base, &place.code))?;
    Ok(HttpResponse::Ok().content_type("image/svg+xml").body(printing::svg(&qr)))
}
