//! `/staff`: who may sign in, under which name and in which role.

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
use crate::web::validation::{NewPassword, Nothing, ShortText, Username, nullable};

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
    fn of(staff: &Staff) -> Self {
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

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HireRequest {
    username: Username,
    display_name: ShortText,
    role: JsonKey<Role>,
    password: NewPassword,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ChangeRequest {
    display_name: Option<ShortText>,
    role: Option<JsonKey<Role>>,
    password: Option<NewPassword>,
    #[serde(default, deserialize_with = "nullable")]
    #[expect(clippy::option_option, reason = "left out and null are two wishes")]
    pin: Option<Option<Nothing>>,
    disabled: Option<bool>,
}

/// `GET /staff`
///
/// # Errors
/// See `listStaff` in openapi.yaml.
pub async fn list(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    ask.staff(Role::Admin).await?;
    let span = ask.query(&["limit", "after"])?.pagination(StaffId::from_uuid)?;
    let page = staff::list(ask.app(), span).await?;
    Ok(response::page(page, |staff| staff.id.uuid(), StaffResponse::of))
}

/// `POST /staff`
///
/// # Errors
/// See `addStaff` in openapi.yaml.
pub async fn create(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    let actor = ask.staff(Role::Admin).await?;
    ask.query(&[])?;
    let say = response::made(StaffResponse::of, |staff| Some(staff.revision), |_| None);
    let door = ask.door(&format!("staff:{}", actor.id), say)?;
    let body: HireRequest = ask.json()?;
    let hire = NewStaff {
        username: body.username.0,
        display_name: body.display_name.0,
        role: body.role.0,
        password: body.password.0,
    };
    response::created(&staff::create(ask.app(), hire, door).await?)
}

/// `PATCH /staff/{id}`
///
/// # Errors
/// See `changeStaff` in openapi.yaml.
pub async fn change(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    let actor = ask.staff(Role::Admin).await?;
    let id = ask.id("id", StaffId::from_uuid)?;
    ask.query(&[])?;
    let revision = ask.if_match()?;
    let body: ChangeRequest = ask.changes()?;
    let change = StaffUpdate {
        display_name: body.display_name.map(|name| name.0),
        role: body.role.map(|role| role.0),
        password: body.password.map(|password| password.0),
        remove_pin: matches!(body.pin, Some(None)),
        disabled: body.disabled,
    };
    let staff = staff::update(ask.app(), actor, id, revision, change).await?;
    Ok(response::tagged(staff.revision, &StaffResponse::of(&staff)))
}
