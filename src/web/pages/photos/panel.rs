//! The photos on the companion's page: who agreed, taking one, and what there is.

use askama::Template;

use super::PhotoItem;
use crate::domain::journey::JourneyStatus;
use crate::domain::photo::Consenter;
use crate::use_cases::photos::{ConsentView, read};
use crate::use_cases::tags::tag_lookup::BoundCompanion;
use crate::web::pages::shared::error::PageError;
use crate::web::pages::shared::request::{HtmlRequest, SignedInStaff};
use crate::web::pages::shared::text::ago;

/// A part of the scan page.
#[derive(Template)]
#[template(path = "photos/panel.html")]
pub struct PhotoPanel {
    name: String,
    path: String,
    journey: String,
    /// Who agreed, in words.
    consent: Option<String>,
    held: bool,
    /// Whether the journey goes on.
    open: bool,
    /// Whether who looks may release.
    lead: bool,
    photos: Vec<PhotoItem>,
}

/// The part for this companion; none where the site takes no photos.
///
/// # Errors
/// Only the store's.
pub async fn part(
    asked: &HtmlRequest,
    staffer: &SignedInStaff,
    wearer: &BoundCompanion,
) -> Result<Option<PhotoPanel>, PageError> {
    let app = asked.app();
    if !app.photo_storage.is_on() {
        return Ok(None);
    }
    let (journey, now) = (&wearer.journey.journey, wearer.now);
    let sheet = read::companion_photos(app, journey.visit_id, journey.id).await?;
    let me = staffer.actor;
    let agreed = |view: ConsentView| {
        let who = match view.consent.given_by {
            Consenter::Parent => "A parent",
            Consenter::Guardian => "A guardian",
        };
        let when = ago(view.consent.recorded_at, now);
        format!("{who} agreed to photos. {} recorded it, {when}.", view.recorded_by)
    };
    Ok(Some(PhotoPanel {
        name: wearer.journey.companion.name.clone(),
        path: wearer.tag.code.as_str().to_owned(),
        journey: journey.id.to_string(),
        consent: sheet.consent.map(agreed),
        held: sheet.held,
        open: journey.state.status != JourneyStatus::Closed,
        lead: me.role >= crate::domain::account::person::Role::Lead,
        photos: sheet.photos.iter().map(|view| PhotoItem::of(view, me.id, now)).collect(),
    }))
}
