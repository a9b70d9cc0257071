//! `/staff`: staff accounts and their roles.

use actix_web::HttpResponse;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::account::person::Role;
use crate::domain::id::StaffId;
use crate::json::{JsonKey, Timestamp};
use crate::use_cases::models::Staff;
use crate::use_cases::staff::{self, NewStaff, StaffUpdate};
use crate::web::api::extract::ApiRequest;
use crate::web::api::response;
use crate::web::problem::Problem;
use crate::web::validation::{NewPassword, NoValue, ShortText, Username, nullable};

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
struct CreateStaffRequest {
    username: Username,
    display_name: ShortText,
    role: JsonKey<Role>,
    password: NewPassword,
}

#[derive(Deserr)]
#[deserr(error = InputErrors, deny_unknown_fields)]
struct UpdateStaffRequest {
    display_name: Option<ShortText>,
    role: Option<JsonKey<Role>>,
    password: Option<NewPassword>,
    #[deserr(default)]
    pin: Nullable<NoValue>,
    disabled: Option<bool>,
}

/// `GET /staff`
pub(crate) async fn list(request: ApiRequest) -> Result<HttpResponse, Problem> {
    request.require_role(Role::Admin).await?;
    let pagination = request.query(&["limit", "after"])?.pagination(StaffId::from_uuid)?;
    let page = staff::list(request.app(), pagination).await?;
    Ok(response::page(page, |staff| staff.id.uuid(), StaffResponse::new))
}

/// `POST /staff`
pub(crate) async fn create(request: ApiRequest) -> Result<HttpResponse, Problem> {
    let actor = request.require_role(Role::Admin).await?;
    request.query(&[])?;
    let render =
        response::render_created(StaffResponse::new, |staff| Some(staff.revision), |_| None);
    let idempotent = request.idempotent_request_by(actor, render)?;
    let body: CreateStaffRequest = request.json()?;
    let new = NewStaff {
        username: body.username.0,
        display_name: body.display_name.0,
        role: body.role.0,
        password: body.password.0,
    };
    response::created(&staff::create(request.app(), new, idempotent).await?)
}

/// `PATCH /staff/{id}`
pub(crate) async fn update(request: ApiRequest) -> Result<HttpResponse, Problem> {
    let actor = request.require_role(Role::Admin).await?;
    let id = request.path_id("id", StaffId::from_uuid)?;
    request.query(&[])?;
    let revision = request.if_match()?;
    let body: UpdateStaffRequest = request.patch()?;
    let update = StaffUpdate {
        display_name: body.display_name.map(|name| name.0),
        role: body.role.map(|role| role.0),
        password: body.password.map(|password| password.0),
        remove_pin: matches!(body.pin, Some(None)),
        disabled: body.disabled,
    };
    let staff = staff::update(request.app(), actor, id, revision, update).await?;
    Ok(response::ok_with_etag(staff.revision, &StaffResponse::new(&staff)))
}
