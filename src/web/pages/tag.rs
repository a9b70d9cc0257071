//! A tag opened by a phone: one address, and a face for each who asks.
//!
//! Staff see the companion's page, a phone that opened the family link of its visit is led to the
//! family's, and everybody else is asked to hand it in.

use actix_web::HttpResponse;

use super::asked::Asked;
use super::cookies::FAMILY;
use super::turned::Turned;
use super::{found, scan, see_other};
use crate::actions::see_family;

/// `GET /T/{code}`
///
/// # Errors
/// See each face.
pub async fn show(asked: Asked) -> Result<HttpResponse, Turned> {
    if let Some(staffer) = asked.somebody().await? {
        return scan::show(&asked, &staffer).await;
    }
    if let (Some(token), Ok(code)) = (asked.cookie(FAMILY.name), asked.code())
        && see_family::is_theirs(asked.world(), &token, code).await?
    {
        return Ok(see_other(&format!("/f/{token}")));
    }
    found::show(&asked)
}
