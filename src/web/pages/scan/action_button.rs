//! Builds the button of an action: a form, or the menu of override reasons if the rules block it.

use serde_json::json;

use super::button::{BlockerLabel, Button, ButtonContent, OverrideFields, ScanForm};
use super::button_action::ButtonAction;
use super::context::ButtonContext;
use crate::domain::account::person::Role;
use crate::domain::journey::clearance::Blocker;
use crate::domain::journey::rule::Rule;
use crate::domain::string_enum::StringEnum as _;
use crate::web::pages::shared::paths::tag_path;

/// Reasons to override a rule; chosen and not typed, because staff wear gloves (R30).
const OVERRIDE_REASONS: [&str; 5] = [
    "Surgeon agreed",
    "Anaesthetist agreed",
    "Infection control agreed",
    "Emergency",
    "Child needs it now",
];

impl ButtonContext<'_> {
    /// The button that records `action`. If rules block it, it opens the override reasons instead.
    pub(super) fn action_button(&self, label: impl Into<String>, action: &ButtonAction) -> Button {
        let (label, blockers) = (label.into(), self.blockers(action));
        let place = self.place_to_record().filter(|_| action.confirms_place);
        let form = ScanForm {
            path: format!("{}/acts", tag_path(self.companion.tag.code)),
            id: String::new(),
            place: place.map(|place| place.code.as_str().to_owned()).unwrap_or_default(),
            actions: action.json().to_string(),
            description: format!("{}: {label}", self.companion.journey.companion.name),
            overriding: None,
        };
        if blockers.is_empty() {
            return Button::new(label, self.submit(form));
        }
        let mut button = Button::menu(label, self.override_buttons(&form, &blockers));
        button.blockers = blockers.iter().map(BlockerLabel::from).collect();
        button.with_hint(self.override_hint(&blockers))
    }

    fn submit(&self, form: ScanForm) -> ButtonContent {
        let id = self.app.new_scan_id().to_string();
        ButtonContent::Submit(Box::new(ScanForm { id, ..form }))
    }

    /// Tells a user who may not override these blockers who may.
    pub(super) fn override_hint(&self, blockers: &[Blocker]) -> &'static str {
        match override_role(blockers) {
            None => "Cannot be overridden; fix it first.",
            Some(role) if role > self.actor.role => "A lead can override.",
            Some(_) => "",
        }
    }

    /// One button for each reason; none if this user may not override all blockers.
    pub(super) fn override_buttons(&self, form: &ScanForm, blockers: &[Blocker]) -> Vec<Button> {
        if override_role(blockers).is_none_or(|role| role > self.actor.role) {
            return Vec::new();
        }
        let mut rules: Vec<_> = blockers.iter().map(|blocker| blocker.rule.key()).collect();
        rules.sort_unstable();
        rules.dedup();
        let rules = json!(rules).to_string();
        let magnet_tested = blockers.iter().any(|blocker| blocker.rule == Rule::ImagingMetal);
        let button = |reason: &&str| {
            let label = if magnet_tested {
                format!("Hand magnet test done. {reason}")
            } else {
                format!("Override: {}", lowercase_first(reason))
            };
            let (rules, reason) = (rules.clone(), (*reason).to_owned());
            let overriding = Some(OverrideFields { rules, reason, magnet_tested });
            Button::new(label, self.submit(ScanForm { overriding, ..form.clone() }))
        };
        OVERRIDE_REASONS.iter().map(button).collect()
    }
}

/// The role that may override all of these; none if at least one cannot be overridden.
fn override_role(blockers: &[Blocker]) -> Option<Role> {
    let roles = blockers.iter().map(|blocker| blocker.override_role);
    roles.collect::<Option<Vec<_>>>()?.into_iter().max()
}

fn lowercase_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
