//! A button on the scan page, or a menu of buttons, with whatever blocks it shown on it.
//!
//! Every button that records something is a complete form of the class `act`, so it works without a
//! script. A script can read the same fields and queue them while there is no signal: `id` is the
//! scan's id, `actions` and `rules` are JSON as the API accepts it, `place` is this phone's place or
//! empty, and `data-label` describes the action in words.

use askama::Template;

use crate::domain::account::person::Role;
use crate::domain::journey::clearance::Blocker;
use crate::web::pages::shared::text;

#[derive(Clone, Debug, Template)]
#[template(path = "scan/button.html")]
pub struct Button {
    pub label: String,
    /// A smaller line below the label.
    pub hint: String,
    /// A CSS class: `main` for the most likely action, `bad` for bad news, or empty.
    pub style: &'static str,
    pub blockers: Vec<BlockerLabel>,
    pub content: ButtonContent,
}

#[derive(Clone, Debug)]
pub enum ButtonContent {
    /// Records a scan when pressed.
    Submit(Box<ScanForm>),
    /// Opens on the page and shows these buttons.
    Menu(Vec<Button>),
    /// A heading with these buttons below it.
    Group(Vec<Button>),
    /// The path of another page.
    Link(String),
}

/// The fields of a form of the class `act`.
#[derive(Clone, Debug)]
pub struct ScanForm {
    pub path: String,
    /// The scan's id.
    pub id: String,
    /// The code of this phone's place, or empty.
    pub place: String,
    /// JSON.
    pub actions: String,
    /// What the form does, in words.
    pub description: String,
    pub overriding: Option<OverrideFields>,
}

/// Which rules the form overrides, and why.
#[derive(Clone, Debug)]
pub struct OverrideFields {
    /// JSON.
    pub rules: String,
    pub reason: String,
    /// Whether a test with a hand magnet is confirmed (R2).
    pub magnet_tested: bool,
}

/// A blocker as shown on a button.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlockerLabel {
    /// A CSS class: `blocked`, or `nudge` if any member of staff may override it.
    pub style: &'static str,
    pub severity: &'static str,
    pub text: String,
}

impl From<&Blocker> for BlockerLabel {
    fn from(blocker: &Blocker) -> Self {
        let text = text::humanize(&blocker.detail);
        match blocker.override_role {
            Some(Role::Staff) => Self { style: "nudge", severity: "Check", text },
            _ => Self { style: "blocked", severity: "Blocked", text },
        }
    }
}

impl Button {
    pub(crate) fn new(label: impl Into<String>, content: ButtonContent) -> Self {
        let (label, hint) = (label.into(), String::new());
        Self { label, hint, style: "", blockers: Vec::new(), content }
    }

    pub(crate) fn menu(label: impl Into<String>, buttons: Vec<Self>) -> Self {
        Self::new(label, ButtonContent::Menu(buttons))
    }

    pub(crate) fn group(label: impl Into<String>, buttons: Vec<Self>) -> Self {
        Self::new(label, ButtonContent::Group(buttons))
    }

    pub(crate) fn link(label: impl Into<String>, path: String) -> Self {
        Self::new(label, ButtonContent::Link(path))
    }

    #[must_use]
    pub(crate) fn with_hint(self, hint: impl Into<String>) -> Self {
        Self { hint: hint.into(), ..self }
    }

    #[must_use]
    pub(crate) fn with_style(self, style: &'static str) -> Self {
        Self { style, ..self }
    }

    /// Describes the action by `text` where the label alone says too little, as inside a group.
    #[must_use]
    pub(crate) fn described_as(mut self, text: &str) -> Self {
        if let ButtonContent::Submit(form) = &mut self.content {
            form.description = form.description.replace(&self.label, text);
        }
        self
    }

    /// Moves blockers that all its buttons share to the menu or group itself, so they appear once.
    #[must_use]
    pub(crate) fn with_shared_blockers(mut self) -> Self {
        let (ButtonContent::Menu(buttons) | ButtonContent::Group(buttons)) = &mut self.content
        else {
            return self;
        };
        let first = buttons.first().map(|button| button.blockers.clone()).unwrap_or_default();
        if buttons.iter().all(|button| button.blockers == first) {
            for button in buttons {
                button.blockers.clear();
            }
            self.blockers = first;
        }
        self
    }

    /// The CSS classes: the button's own and that of its worst blocker.
    #[must_use]
    pub fn css_classes(&self) -> String {
        let worst = self.blockers.iter().map(|blocker| blocker.style).min().unwrap_or_default();
        format!("{} {worst}", self.style).trim().to_owned()
    }
}
