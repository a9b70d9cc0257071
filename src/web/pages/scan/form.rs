//! Reads a form of the class `act` into a scan report that is recorded at the current time.

use deserr::Deserr;
use serde_json::{Value, json};

use crate::domain::id::ScanId;
use crate::domain::tag::TagCode;
use crate::use_cases::scans::action::{MAX_ACTIONS, RequestedAction};
use crate::use_cases::scans::record::{RecordedScan, ScanReport, ScanSource};
use crate::use_cases::{AppContext, token};
use crate::web::action::ActionJson;
use crate::web::extract::input_errors::InputErrors;
use crate::web::extract::json as json_body;
use crate::web::pages::shared::error::PageError;
use crate::web::pages::shared::form::Form;
use crate::web::scan_request::{OverrideRequest, place_ref};
use crate::web::validation::{ScannedPlace, UuidV7};

/// The parts of the form that hold JSON.
#[derive(Deserr)]
#[deserr(error = InputErrors, deny_unknown_fields)]
struct JsonParts {
    #[deserr(default)]
    actions: Option<Vec<ActionJson>>,
    #[deserr(rename = "override", default)]
    overriding: Option<OverrideRequest>,
}

pub fn read_report(app: &AppContext, code: TagCode, form: &Form) -> Result<ScanReport, PageError> {
    let id: UuidV7 = form.required("id")?;
    let place: Option<ScannedPlace> = form.optional("place")?;
    let JsonParts { actions, overriding } = json_body::read(json_parts(form)?)?;
    Ok(ScanReport {
        id: ScanId::from_uuid(id.0),
        source: ScanSource::Tag(code),
        occurred_at: app.clock.now(),
        sent_at: None,
        place: place_ref(None, place)?,
        actions: read_actions(actions.unwrap_or_default())?,
        override_request: overriding.map(Into::into),
        fingerprint: fingerprint(code, form),
    })
}

fn json_parts(form: &Form) -> Result<Value, PageError> {
    let mut parts = json!({ "actions": read_json(form, "actions")? });
    if let Some(rules) = read_json(form, "rules")? {
        parts["override"] = json!({
            "rules": rules,
            "reason": form.get("reason").unwrap_or_default(),
            "hand_magnet_test": form.get("hand_magnet_test") == Some("true"),
        });
    }
    Ok(parts)
}

fn read_json(form: &Form, name: &'static str) -> Result<Option<Value>, PageError> {
    let Some(text) = form.get(name) else { return Ok(None) };
    let value = serde_json::from_str(text);
    value.map(Some).map_err(|_| PageError::invalid(name, "must be JSON"))
}

fn read_actions(actions: Vec<ActionJson>) -> Result<Vec<RequestedAction>, PageError> {
    if actions.len() > MAX_ACTIONS {
        let detail = format!("holds more than {MAX_ACTIONS} actions");
        return Err(PageError::invalid("actions", &detail));
    }
    let actions = actions.into_iter().enumerate();
    let actions = actions.map(|(nth, action)| action.into_action(&format!("/actions/{nth}")));
    Ok(actions.collect::<Result<_, _>>()?)
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
