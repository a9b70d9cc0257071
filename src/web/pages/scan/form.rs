//! A form of the class `act`, read: what somebody says happened to the companion before them, now.

use serde::de::DeserializeOwned;

use crate::domain::id::ScanId;
use crate::domain::journey::step::Override;
use crate::domain::tag::TagCode;
use crate::use_cases::scans::action::ScanAction;
use crate::use_cases::scans::record::{RecordedScan, ScanReport, ScanSource};
use crate::use_cases::{AppContext, token};
use crate::web::action_request::{ActionRequest, OverrideRequest, place_ref};
use crate::web::pages::shared::error::PageError;
use crate::web::pages::shared::request::Form;
use crate::web::validation::{Id, Scanned};

/// As many actions as one scan may hold.
const ACTIONS: usize = 20;

/// Reads the form.
///
/// # Errors
/// `invalid`, with the field that does not fit.
pub fn read(app: &AppContext, code: TagCode, form: &Form) -> Result<ScanReport, PageError> {
    let id: Id = form.need("id")?;
    if id.0.get_version_num() != 7 {
        return Err(PageError::invalid("id", "must be a UUIDv7"));
    }
    let place: Option<Scanned> = form.read_as("place")?;
    Ok(ScanReport {
        id: ScanId::from_uuid(id.0),
        source: ScanSource::Tag(code),
        occurred_at: app.clock.now(),
        sent_at: None,
        place: place_ref(None, place.as_ref())?,
        actions: acts(form)?,
        override_request: overriding(form)?,
        fingerprint: fingerprint(code, form),
    })
}

fn acts(form: &Form) -> Result<Vec<ScanAction>, PageError> {
    let actions: Vec<ActionRequest> = json(form, "actions")?.unwrap_or_default();
    if actions.len() > ACTIONS {
        return Err(PageError::invalid("actions", "holds more than 20 actions"));
    }
    let acts = actions.into_iter().enumerate();
    let acts = acts.map(|(nth, action)| action.act(&format!("/actions/{nth}")));
    Ok(acts.collect::<Result<_, _>>()?)
}

fn overriding(form: &Form) -> Result<Option<Override>, PageError> {
    let Some(rules) = json::<serde_json::Value>(form, "rules")? else { return Ok(None) };
    let told = serde_json::json!({
        "rules": rules,
        "reason": form.get("reason").unwrap_or_default(),
        "hand_magnet_test": form.get("hand_magnet_test") == Some("true"),
    });
    let told: OverrideRequest = serde_json::from_value(told)
        .map_err(|error| PageError::invalid("rules", &error.to_string()))?;
    Ok(Some(told.domain()?))
}

fn json<T: DeserializeOwned>(form: &Form, name: &'static str) -> Result<Option<T>, PageError> {
    let Some(text) = form.get(name) else { return Ok(None) };
    let read = serde_json::from_str(text);
    read.map(Some).map_err(|error| PageError::invalid(name, &error.to_string()))
}

/// The content of the form in one hash; when it was sent is no part of it, so that a button pressed
/// twice is one scan.
fn fingerprint(code: TagCode, form: &Form) -> Vec<u8> {
    let fields = ["actions", "place", "rules", "reason", "hand_magnet_test"];
    let mut parts = vec![code.as_str().as_bytes()];
    parts.extend(fields.map(|name| form.get(name).unwrap_or_default().as_bytes()));
    token::fingerprint(&parts)
}

/// What is kept as the first answer: the page that follows shows the rest anew each time.
#[must_use]
pub fn say(recorded: &RecordedScan) -> String {
    recorded.scan_id.to_string()
}
