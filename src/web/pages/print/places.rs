//! The places that posters are printed for.

use super::super::shared::error::PageError;
use super::super::shared::request::HtmlRequest;
use crate::use_cases::models::Place;
use crate::use_cases::{Pagination, places};

/// All active places by name.
pub(super) async fn active_places(request: &HtmlRequest) -> Result<Vec<Place>, PageError> {
    let mut active = Vec::new();
    let mut after = None;
    loop {
        let page = places::list(request.app(), Pagination { after, limit: 200 }).await?;
        after = page.items.last().map(|place| place.id);
        active.extend(page.items.into_iter().filter(|place| place.active));
        if !page.more {
            active.sort_by(|one, other| one.name.cmp(&other.name));
            return Ok(active);
        }
    }
}
