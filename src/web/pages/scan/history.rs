//! What was done lately, and what was just saved, which whoever did it may take back for a while.

use super::context::ButtonContext;
use crate::domain::account::person::Role;
use crate::domain::id::ScanId;
use crate::domain::journey::step::StepPayload;
use crate::json::Timestamp;
use crate::use_cases::journeys::StepView;
use crate::web::pages::shared::text;

/// As many steps are shown.
const SHOWN: usize = 10;

/// A step in words.
pub struct Line {
    /// What happened.
    pub text: String,
    /// By whom.
    pub by: String,
    /// How long ago.
    pub ago: String,
    /// When exactly.
    pub at: String,
    /// Whether it was taken back.
    pub voided: bool,
    /// Whether it was entered late (R29).
    pub late: bool,
}

/// What was just saved.
pub struct Saved {
    /// What it was.
    pub text: String,
    /// The scan to take back, where whoever looks may.
    pub undo: Option<String>,
}

impl ButtonContext<'_> {
    /// The last steps, the latest first; what took back another shows on that one.
    #[must_use]
    pub fn history(&self) -> Vec<Line> {
        let shown = |view: &&StepView| !matches!(view.step.what, StepPayload::Voided { .. });
        self.wearer
            .steps
            .iter()
            .rev()
            .filter(shown)
            .take(SHOWN)
            .map(|view| self.line(view))
            .collect()
    }

    fn line(&self, view: &StepView) -> Line {
        let at = view.step.occurred_at;
        Line {
            text: self.text(view),
            by: view.by_name.clone(),
            ago: text::ago(at, self.wearer.now),
            at: Timestamp(at).to_string(),
            voided: view.voided_by.is_some(),
            late: view.step.late,
        }
    }

    fn text(&self, view: &StepView) -> String {
        let text = text::step_summary(&view.step.what, self.place_of(&view.step));
        match &view.step.overrode {
            Some(over) if !over.reason.is_empty() => format!("{text} ({})", over.reason),
            _ => text,
        }
    }

    /// What this scan did, if it was kept and not taken back since.
    #[must_use]
    pub fn saved(&self, scan: ScanId) -> Option<Saved> {
        let of_it = |view: &&StepView| view.step.scan == Some(scan) && view.voided_by.is_none();
        let made: Vec<_> = self.wearer.steps.iter().filter(of_it).collect();
        let first = made.first()?;
        let texts: Vec<_> = made.iter().map(|view| self.text(view)).collect();
        let age = self.wearer.now.since(first.step.recorded_at);
        let theirs = first.step.by == self.actor.id || self.actor.role >= Role::Lead;
        let may = theirs && age <= self.rules().undo_within;
        Some(Saved { text: texts.join(", "), undo: may.then(|| scan.to_string()) })
    }
}
