//! A way: a button on the phone, or a choice between buttons; what is in its way stands on it.
//!
//! Every button that does something is a form of the class `act`, whole in itself, so that it works
//! without script, and a script can take what it holds and keep it while there is no signal: `id` is
//! the scan's, `actions` and `rules` are JSON as the API takes it, `place` is this phone's place or
//! empty, and `data-label` says in words what it does.

use askama::Template;

use crate::domain::account::person::Role;
use crate::domain::journey::clearance::Blocker;
use crate::web::pages::shared::text;

/// A button, or a choice.
#[derive(Clone, Debug, Template)]
#[template(path = "scan/button.html")]
pub struct Button {
    /// What it says.
    pub label: String,
    /// What it says below that, smaller.
    pub hint: String,
    /// How it looks: `main` for the likeliest, `bad` for bad news, else nothing.
    pub look: &'static str,
    /// What is in its way.
    pub stops: Vec<BlockerLabel>,
    /// What it does.
    pub body: Body,
}

/// What a way does.
#[derive(Clone, Debug)]
pub enum Body {
    /// It does something at once.
    Act(Box<Form>),
    /// It opens, and shows these.
    Choose(Vec<Button>),
    /// It shows these below its label.
    Group(Vec<Button>),
    /// It leads to another page.
    Link(String),
}

/// What a form of the class `act` holds.
#[derive(Clone, Debug)]
pub struct Form {
    /// Where it is sent.
    pub path: String,
    /// The scan's id.
    pub id: String,
    /// The code of this phone's place, or nothing.
    pub place: String,
    /// The actions, as JSON.
    pub actions: String,
    /// What it does, in words.
    pub says: String,
    /// What is set aside.
    pub aside: Option<OverrideButton>,
}

/// What is set aside, and why.
#[derive(Clone, Debug)]
pub struct OverrideButton {
    /// The rules, as JSON.
    pub rules: String,
    /// The reason.
    pub reason: String,
    /// Whether the hand-held magnet was tried (R2).
    pub magnet: bool,
}

/// Something in the way, as it stands on a button.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlockerLabel {
    /// `blocked`, or `nudge` where any member of staff may go on.
    pub look: &'static str,
    /// The word for it.
    pub word: &'static str,
    /// What is amiss.
    pub text: String,
}

impl From<&Blocker> for BlockerLabel {
    fn from(blocker: &Blocker) -> Self {
        let text = text::humanize(&blocker.detail);
        match blocker.override_role {
            Some(Role::Staff) => Self { look: "nudge", word: "Check", text },
            _ => Self { look: "blocked", word: "Blocked", text },
        }
    }
}

impl Button {
    /// A choice between these.
    pub fn choose(label: impl Into<String>, ways: Vec<Self>) -> Self {
        Self::with(label, Body::Choose(ways))
    }

    /// These under one heading.
    pub fn group(label: impl Into<String>, ways: Vec<Self>) -> Self {
        Self::with(label, Body::Group(ways))
    }

    /// To another page.
    pub fn link(label: impl Into<String>, path: String) -> Self {
        Self::with(label, Body::Link(path))
    }

    pub(crate) fn with(label: impl Into<String>, body: Body) -> Self {
        let (label, hint) = (label.into(), String::new());
        Self { label, hint, look: "", stops: Vec::new(), body }
    }

    /// The same with a word below its label.
    #[must_use]
    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: hint.into(), ..self }
    }

    /// The same in another look.
    #[must_use]
    pub fn look(self, look: &'static str) -> Self {
        Self { look, ..self }
    }

    /// The same, which says more of what it does than its label does where it stands.
    #[must_use]
    pub fn says(mut self, words: &str) -> Self {
        if let Body::Act(form) = &mut self.body {
            form.says = form.says.replace(&self.label, words);
        }
        self
    }

    /// The same, with what is in the way of all its choices said once, on itself.
    #[must_use]
    pub fn stopped_as_its_choices(mut self) -> Self {
        let (Body::Choose(ways) | Body::Group(ways)) = &mut self.body else { return self };
        let first = ways.first().map(|way| way.stops.clone()).unwrap_or_default();
        if ways.iter().all(|way| way.stops == first) {
            for way in ways {
                way.stops.clear();
            }
            self.stops = first;
        }
        self
    }

    /// How the button looks: what is in its way decides before anything else.
    #[must_use]
    pub fn looks(&self) -> String {
        let worst = self.stops.iter().map(|stop| stop.look).min().unwrap_or_default();
        format!("{} {worst}", self.look).trim().to_owned()
    }
}
