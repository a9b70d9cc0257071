//! Reads a form of the class `act` into a scan report that is recorded at the current time.

use serde::de::DeserializeOwned;

use crate::domain::id::ScanId;
use crate::domain::journey::step::Override;
use crate::domain::tag::TagCode;
use crate::use_cases::scans::action::{MAX_ACTIONS, RequestedAction};
use crate::use_cases::scans::record::{RecordedScan, ScanReport, ScanSource};
use crate::use_cases::{AppContext, token};
use crate::web::action::ActionJson;
use crate::web::pages::shared::error::PageError;
use crate::web::pages::shared::form::Form;
use crate::web::scan_request::{OverrideRequest, place_ref};
use crate::web::validation::{Id, ScannedCode};

pub fn read_report(app: &AppContext, code: TagCode, form: &Form) -> Result<ScanReport, PageError> {
    let id: Id = form.required("id")?;
    if id.0.get_version_num() != 7 {
        return Err(PageError::invalid("id", "must be a UUIDv7"));
    }
    let place: Option<ScannedCode> = form.optional("place")?;
    Ok(ScanReport {
        id: ScanId::from_uuid(id.0),
        source: ScanSource::Tag(code),
        occurred_at: app.clock.now(),
        sent_at: None,
        place: place_ref(None, place.as_ref())?,
        actions: read_actions(form)?,
        override_request: read_override(form)?,
        fingerprint: fingerprint(code, form),
    })
}

fn read_actions(form: &Form) -> Result<Vec<RequestedAction>, PageError> {
    let actions: Vec<ActionJson> = read_json(form, "actions")?.unwrap_or_default();
    if actions.len() > MAX_ACTIONS {
        return Err(PageError::invalid(
            "actions",
            &format!("holds more than {MAX_ACTIONS} actions"),
        ));
    }
    let actions = actions.into_iter().enumerate();
    let actions = actions.map(|(index, action)| action.into_action(&format!("/actions/{index}")));
    Ok(actions.collect::<Result<_, _>>()?)
}

fn read_override(form: &Form) -> Result<Option<Override>, PageError> {
    let Some(rules) = read_json::<serde_json::Value>(form, "rules")? else { return Ok(None) };
    let request = serde_json::json!({
        "rules": rules,
        "reason": form.get("reason").unwrap_or_default(),
        "hand_magnet_test": form.get("hand_magnet_test") == Some("true"),
    });
    let request: OverrideRequest = serde_json::from_value(request)
        .map_err(|error| PageError::invalid("rules", &error.to_string()))?;
    Ok(Some(request.into_override()?))
}

fn read_json<T: DeserializeOwned>(form: &Form, name: &'static str) -> Result<Option<T>, PageError> {
    let Some(text) = form.get(name) else { return Ok(None) };
    let value = serde_json::from_str(text);
    value.map(Some).map_err(|error| PageError::invalid(name, &error.to_string()))
}

/// A hash of what the form records. It excludes the time, so a button pressed twice is one scan.
fn fingerprint(code: TagCode, form: &Form) -> Vec<u8> {
    let fields = ["actions", "place", "rules", "reason", "hand_magnet_test"];
    let mut parts = vec![code.as_str().as_bytes()];
    parts.extend(fields.map(|name| form.get(name).unwrap_or_default().as_bytes()));
    token::fingerprint(&parts)
}

/// The stored response of a scan from a page: the id is enough, because the page that follows is
/// rendered from the current state.
#[must_use]
pub fn render_response(recorded: &RecordedScan) -> String {
    recorded.scan_id.to_string()
}
