//! The last steps of a journey, and the scan just saved, which its author can undo for a while.

use super::context::ButtonContext;
use super::step_text::step_text;
use crate::domain::account::person::Role;
use crate::domain::id::ScanId;
use crate::domain::journey::step::StepPayload;
use crate::json::Timestamp;
use crate::use_cases::journeys::StepView;
use crate::web::pages::shared::text;

const MAX_STEPS: usize = 10;

pub struct HistoryRow {
    pub text: String,
    pub by: String,
    pub ago: String,
    /// RFC 3339.
    pub occurred_at: String,
    pub voided: bool,
    /// Recorded late (R29).
    pub late: bool,
}

/// The scan that was just saved.
pub struct SavedScan {
    pub text: String,
    /// The id of the scan, if this user may undo it.
    pub undo: Option<String>,
}

impl ButtonContext<'_> {
    /// The latest steps first. A voiding step is not listed itself: the step that it voids is marked.
    pub(super) fn history(&self) -> Vec<HistoryRow> {
        let is_shown = |view: &&StepView| !matches!(view.step.payload, StepPayload::Voided { .. });
        let latest = self.companion.steps.iter().rev().filter(is_shown).take(MAX_STEPS);
        latest.map(|view| self.history_row(view)).collect()
    }

    fn history_row(&self, view: &StepView) -> HistoryRow {
        let at = view.step.occurred_at;
        HistoryRow {
            text: self.text(view),
            by: view.by_name.clone(),
            ago: text::ago(at, self.companion.now),
            occurred_at: Timestamp(at).to_string(),
            voided: view.voided_by.is_some(),
            late: view.step.late,
        }
    }

    fn text(&self, view: &StepView) -> String {
        let text = step_text(&view.step.payload, self.place_name(&view.step));
        match &view.step.overrode {
            Some(over) if !over.reason.is_empty() => format!("{text} ({})", over.reason),
            _ => text,
        }
    }

    /// None if the scan recorded nothing or was undone since.
    pub(super) fn saved_scan(&self, scan: ScanId) -> Option<SavedScan> {
        let is_of_scan =
            |view: &&StepView| view.step.scan == Some(scan) && view.voided_by.is_none();
        let steps: Vec<_> = self.companion.steps.iter().filter(is_of_scan).collect();
        let first = steps.first()?;
        let texts: Vec<_> = steps.iter().map(|view| self.text(view)).collect();
        let age = self.companion.now.since(first.step.recorded_at);
        let is_permitted = first.step.by == self.actor.id || self.actor.role >= Role::Lead;
        let may_undo = is_permitted && age <= self.rules().undo_within;
        Some(SavedScan { text: texts.join(", "), undo: may_undo.then(|| scan.to_string()) })
    }
}
