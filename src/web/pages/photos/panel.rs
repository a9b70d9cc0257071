//! The photos on the companion's page: consent, the camera, and the photos taken.

use askama::Template;

use super::item::PhotoItem;
use crate::domain::account::person::Role;
use crate::domain::journey::JourneyStatus;
use crate::domain::photo::Consenter;
use crate::use_cases::photos::{ConsentView, read};
use crate::use_cases::tags::tag_lookup::BoundCompanion;
use crate::web::extract::callers::StaffCaller;
use crate::web::pages::shared::error::PageError;
use crate::web::pages::shared::request::HtmlRequest;
use crate::web::pages::shared::text::ago;

#[derive(Template)]
#[template(path = "photos/panel.html")]
pub struct PhotoPanel {
    name: String,
    path: String,
    journey: String,
    /// Who consented, in words.
    consent: Option<String>,
    on_hold: bool,
    journey_open: bool,
    may_release: bool,
    photos: Vec<PhotoItem>,
}

impl PhotoPanel {
    /// None if photos are turned off at this site.
    pub(crate) async fn load(
        request: &HtmlRequest,
        staff: &StaffCaller,
        companion: &BoundCompanion,
    ) -> Result<Option<Self>, PageError> {
        let app = request.app();
        if !app.photo_storage.is_enabled() {
            return Ok(None);
        }
        let (journey, now) = (&companion.journey.journey, companion.now);
        let sheet = read::companion_photos(app, journey.visit_id, journey.id).await?;
        let user = staff.actor;
        let consent = |view: ConsentView| {
            let who = match view.consent.given_by {
                Consenter::Parent => "A parent",
                Consenter::Guardian => "A guardian",
            };
            let when = ago(view.consent.recorded_at, now);
            format!("{who} consented to photos. Recorded by {}, {when}.", view.recorded_by)
        };
        Ok(Some(Self {
            name: companion.journey.companion.name.clone(),
            path: companion.tag.code.as_str().to_owned(),
            journey: journey.id.to_string(),
            consent: sheet.consent.map(consent),
            on_hold: sheet.held,
            journey_open: journey.state.status != JourneyStatus::Closed,
            may_release: user.role >= Role::Lead,
            photos: sheet.photos.iter().map(|view| PhotoItem::new(view, user.id, now)).collect(),
        }))
    }
}
