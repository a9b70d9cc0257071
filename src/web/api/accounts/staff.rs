//! `/staff`: who may sign in, under which name and in which role.

use actix_web::HttpResponse;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::account::person::Role;
use crate::domain::id::StaffId;
use crate::json::{Key, Stamp};
use crate::use_cases::records::Staff;
use crate::use_cases::staff::{self, Change, Hire};
use crate::web::api::extract::Ask;
use crate::web::api::response;
use crate::web::problem::Problem;
use crate::web::validation::{Name, NewPassword, Nothing, Username, nullable};

#[derive(Serialize)]
struct StaffOut {
    id: Uuid,
    username: String,
    display_name: String,
    role: Key<Role>,
    disabled: bool,
    has_pin: bool,
    hospital_account: bool,
    created_at: Stamp,
    revision: i64,
}

impl StaffOut {
    fn of(staff: &Staff) -> Self {
        Self {
            id: staff.id.uuid(),
            username: staff.username.clone(),
            display_name: staff.display_name.clone(),
            role: Key(staff.role),
            disabled: staff.disabled_at.is_some(),
            has_pin: staff.pin_hash.is_some(),
            hospital_account: staff.is_hospitals(),
            created_at: Stamp(staff.created_at),
            revision: staff.revision,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HireIn {
    username: Username,
    display_name: Name,
    role: Key<Role>,
    password: NewPassword,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ChangeIn {
    display_name: Option<Name>,
    role: Option<Key<Role>>,
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
pub async fn list(ask: Ask) -> Result<HttpResponse, Problem> {
    ask.staff(Role::Admin).await?;
    let span = ask.query(&["limit", "after"])?.span(StaffId::from_uuid)?;
    let page = staff::list(ask.world(), span).await?;
    Ok(response::page(page, |staff| staff.id.uuid(), StaffOut::of))
}

/// `POST /staff`
///
/// # Errors
/// See `createStaff` in openapi.yaml.
pub async fn add(ask: Ask) -> Result<HttpResponse, Problem> {
    let actor = ask.staff(Role::Admin).await?;
    ask.query(&[])?;
    let say = response::made(StaffOut::of, |staff| Some(staff.revision), |_| None);
    let door = ask.door(&format!("staff:{}", actor.id), say)?;
    let body: HireIn = ask.json()?;
    let hire = Hire {
        username: body.username.0,
        display_name: body.display_name.0,
        role: body.role.0,
        password: body.password.0,
    };
    response::created(&staff::hire(ask.world(), hire, door).await?)
}

/// `PATCH /staff/{id}`
///
/// # Errors
/// See `updateStaff` in openapi.yaml.
pub async fn change(ask: Ask) -> Result<HttpResponse, Problem> {
    let actor = ask.staff(Role::Admin).await?;
    let id = ask.id("id", StaffId::from_uuid)?;
    ask.query(&[])?;
    let revision = ask.if_match()?;
    let body: ChangeIn = ask.changes()?;
    let change = Change {
        display_name: body.display_name.map(|name| name.0),
        role: body.role.map(|role| role.0),
        password: body.password.map(|password| password.0),
        no_pin: matches!(body.pin, Some(None)),
        disabled: body.disabled,
    };
    let staff = staff::change(ask.world(), actor, id, revision, change).await?;
    Ok(response::tagged(staff.revision, &StaffOut::of(&staff)))
}
