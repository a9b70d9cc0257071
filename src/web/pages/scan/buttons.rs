//! Which buttons there are, the likeliest first.

use super::button::Button;
use super::context::ButtonContext;
use crate::domain::journey::JourneyStatus;
use crate::domain::journey::suggestions::Suggestion;
use crate::domain::place::Stage;

/// The buttons of a page.
pub struct Buttons {
    /// The big one.
    pub main: Option<Button>,
    /// The others, the likeliest first.
    pub others: Vec<Button>,
}

impl ButtonContext<'_> {
    /// Everything that may be done now.
    #[must_use]
    pub fn buttons(&self) -> Buttons {
        let over = self.state().status == JourneyStatus::Closed;
        let missing = self.state().missing_since.is_some();
        let mut ways: Vec<Button> = Vec::new();
        // Where this phone is comes before what may be done there, unless all is over.
        ways.extend(self.to_here().filter(|_| !over && !missing));
        ways.extend(self.wearer.journey.suggestions.iter().filter_map(|next| self.suggested(next)));
        if ways.is_empty() {
            return Buttons { main: None, others: self.rest(over, missing) };
        }
        let mut others = ways.split_off(1);
        let main = ways.pop().map(|way| way.look("main"));
        for way in self.rest(over, missing) {
            let known = |other: &Button| other.label == way.label;
            if !others.iter().chain(&main).any(known) {
                others.push(way);
            }
        }
        Buttons { main, others }
    }

    fn suggested(&self, next: &Suggestion) -> Option<Button> {
        match next {
            Suggestion::Clean => Some(self.clean()),
            Suggestion::Screen => self.screen(),
            Suggestion::Dress(items) => self.dress(items),
            Suggestion::Undress(items) => Some(self.undress(items)),
            Suggestion::Move(kind) => self.towards(*kind),
            Suggestion::HandOver(to) => self.hand(*to),
            Suggestion::Find => Some(self.find()),
            Suggestion::Reunite => Some(self.reunite(false)),
            Suggestion::Close => Some(self.close()),
        }
    }

    /// What is always at hand, below what is likely.
    fn rest(&self, over: bool, missing: bool) -> Vec<Button> {
        if over {
            return vec![self.find(), self.missing()];
        }
        let next = &self.wearer.journey.suggestions;
        let mut ways: Vec<_> = self.to_the_child().into_iter().collect();
        ways.extend([self.hands(), self.anywhere(), self.clothes()]);
        if !next.contains(&Suggestion::Clean) {
            ways.push(self.clean());
        }
        ways.push(self.soiled());
        if matches!(self.state().stage, Stage::CheckedIn | Stage::PreOp) && !self.state().declined {
            ways.push(self.decline());
        }
        if !next.contains(&Suggestion::Reunite) {
            ways.push(self.reunite(false));
        }
        ways.push(self.reunite(true));
        if !next.contains(&Suggestion::Close) {
            ways.push(self.close());
        }
        if !missing {
            ways.push(self.missing());
        }
        let replace = format!("/T/{}/replace", self.wearer.tag.code.as_str());
        ways.push(Button::link("Its tag is damaged", replace));
        ways
    }
}
