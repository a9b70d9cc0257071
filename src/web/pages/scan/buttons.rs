//! Which buttons the scan page shows, the most likely first.

use super::button::Button;
use super::context::ButtonContext;
use crate::domain::journey::JourneyStatus;
use crate::domain::journey::suggestions::Suggestion;
use crate::domain::place::Stage;
use crate::web::pages::shared::paths::tag_path;

#[derive(Default)]
pub struct Buttons {
    /// The big button.
    pub primary: Option<Button>,
    /// The others, the most likely first.
    pub secondary: Vec<Button>,
}

impl ButtonContext<'_> {
    #[must_use]
    pub(crate) fn buttons(&self) -> Buttons {
        let closed = self.state().status == JourneyStatus::Closed;
        let missing = self.state().missing_since.is_some();
        let mut likely: Vec<Button> = Vec::new();
        // Recording the phone's place comes before what can be done there.
        likely.extend(self.move_here_button().filter(|_| !closed && !missing));
        likely.extend(
            self.companion.journey.suggestions.iter().filter_map(|next| self.suggested(next)),
        );
        if likely.is_empty() {
            return Buttons { primary: None, secondary: self.always_shown(closed, missing) };
        }
        let mut secondary = likely.split_off(1);
        let primary = likely.pop().map(|button| button.with_style("main"));
        for button in self.always_shown(closed, missing) {
            let is_duplicate = |other: &Button| other.label == button.label;
            if !secondary.iter().chain(&primary).any(is_duplicate) {
                secondary.push(button);
            }
        }
        Buttons { primary, secondary }
    }

    fn suggested(&self, next: &Suggestion) -> Option<Button> {
        match next {
            Suggestion::Clean => Some(self.cleaning_menu()),
            Suggestion::Screen => self.screening_menu(),
            Suggestion::Dress(items) => self.dress_button(items),
            Suggestion::Undress(items) => Some(self.undress_button(items)),
            Suggestion::Move(kind) => self.suggested_move(*kind),
            Suggestion::HandOver(to) => self.hand_over_button(*to),
            Suggestion::Find => Some(self.found_button()),
            Suggestion::Reunite => Some(self.reunite_button(false)),
            Suggestion::Close => Some(self.close_menu()),
        }
    }

    /// The buttons that are shown in every state, below the suggested ones.
    fn always_shown(&self, closed: bool, missing: bool) -> Vec<Button> {
        if closed {
            return vec![self.found_button(), self.report_missing_button()];
        }
        let next = &self.companion.journey.suggestions;
        let mut buttons: Vec<_> = self.move_to_child_button().into_iter().collect();
        buttons.extend([self.hand_over_menu(), self.move_menu(), self.outfit_menu()]);
        if !next.contains(&Suggestion::Clean) {
            buttons.push(self.cleaning_menu());
        }
        buttons.push(self.soiling_menu());
        if matches!(self.state().stage, Stage::CheckedIn | Stage::PreOp) && !self.state().declined {
            buttons.push(self.decline_menu());
        }
        if !next.contains(&Suggestion::Reunite) {
            buttons.push(self.reunite_button(false));
        }
        buttons.push(self.reunite_button(true));
        if !next.contains(&Suggestion::Close) {
            buttons.push(self.close_menu());
        }
        if !missing {
            buttons.push(self.report_missing_button());
        }
        let replace = format!("{}/replace", tag_path(self.companion.tag.code));
        buttons.push(Button::link("Replace tag (damaged or lost)", replace));
        buttons
    }
}
