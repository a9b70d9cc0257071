//! `/staff`: staff accounts and their roles.

use crate::domain::account::person::Role;
use crate::web::validation::Nullable;
use actix_web::HttpResponse;
use deserr::Deserr;
use serde::Serialize;
use uuid::Uuid;

use crate::domain::id::StaffId;
use crate::json::{JsonKey, Timestamp};
use crate::use_cases::models::Staff;
use crate::use_cases::staff::{self, NewStaff, StaffUpdate};
use crate::web::api::response;
use crate::web::extract::callers::AdminCaller;
use crate::web::extract::headers::{IdempotencyKey, IfMatch};
use crate::web::extract::input_errors::InputErrors;
use crate::web::extract::json::{Json, Patch};
use crate::web::extract::path::PathId;
use crate::web::extract::query::{After, PageQuery, Query};
use crate::web::extract::state::App;
use crate::web::problem::Problem;
use crate::web::validation::{NewPassword, NoValue, ShortText, Username};

#[derive(Serialize)]
struct StaffResponse {
    id: Uuid,
    username: String,
    display_name: String,
    role: JsonKey<Role>,
    disabled: bool,
    has_pin: bool,
    hospital_account: bool,
    created_at: Timestamp,
    revision: i64,
}

impl StaffResponse {
    fn new(staff: &Staff) -> Self {
        Self {
            id: staff.id.uuid(),
            username: staff.username.clone(),
            display_name: staff.display_name.clone(),
            role: JsonKey(staff.role),
            disabled: staff.disabled_at.is_some(),
            has_pin: staff.pin_hash.is_some(),
            hospital_account: staff.is_hospitals(),
            created_at: Timestamp(staff.created_at),
            revision: staff.revision,
        }
    }
}

#[derive(Deserr)]
#[deserr(error = InputErrors, deny_unknown_fields)]
pub(crate) struct CreateStaffRequest {
    username: Username,
    display_name: ShortText,
    role: JsonKey<Role>,
    password: NewPassword,
}

#[derive(Deserr)]
#[deserr(error = InputErrors, deny_unknown_fields)]
pub(crate) struct UpdateStaffRequest {
    #[deserr(default)]
    display_name: Option<ShortText>,
    #[deserr(default)]
    role: Option<JsonKey<Role>>,
    #[deserr(default)]
    password: Option<NewPassword>,
    #[deserr(default)]
    pin: Nullable<NoValue>,
    #[deserr(default)]
    disabled: Option<bool>,
}

/// `GET /staff`
pub(crate) async fn list(
    _: AdminCaller,
    app: App,
    Query(query): Query<PageQuery<After<StaffId>>>,
) -> Result<HttpResponse, Problem> {
    let pagination = query.pagination();
    let page = staff::list(&app, pagination).await?;
    Ok(response::page(page, |staff| staff.id.uuid(), StaffResponse::new))
}

/// `POST /staff`
pub(crate) async fn create(
    _: AdminCaller,
    app: App,
    key: IdempotencyKey,
    Json(body): Json<CreateStaffRequest>,
) -> Result<HttpResponse, Problem> {
    let render =
        response::render_created(StaffResponse::new, |staff| Some(staff.revision), |_| None);
    let idempotent = key.request(render);
    let new = NewStaff {
        username: body.username.0,
        display_name: body.display_name.0,
        role: body.role.0,
        password: body.password.0,
    };
    response::created(&staff::create(&app, new, idempotent).await?)
}

/// `PATCH /staff/{id}`
pub(crate) async fn update(
    admin: AdminCaller,
    app: App,
    PathId(id): PathId<StaffId>,
    IfMatch(revision): IfMatch,
    Patch(body): Patch<UpdateStaffRequest>,
) -> Result<HttpResponse, Problem> {
    let update = StaffUpdate {
        display_name: body.display_name.map(|name| name.0),
        role: body.role.map(|role| role.0),
        password: body.password.map(|password| password.0),
        remove_pin: matches!(body.pin, Nullable::Null),
        disabled: body.disabled,
    };
    let staff = staff::update(&app, admin.actor, id, revision, update).await?;
    Ok(response::ok_with_etag(staff.revision, &StaffResponse::new(&staff)))
}
