//! Buttons and menus for everything but moves: outfit, cleaning, screening, holder, outcome.

use super::button::Button;
use super::button_action::ButtonAction;
use super::context::ButtonContext;
use crate::domain::companion::{ScreeningAnswer, ScreeningQuestion};
use crate::domain::journey::action::{
    Alternative, CleaningAttester, CleaningMethod, HolderKind, Outcome, Soiling,
};
use crate::domain::outfit::Item;
use crate::domain::string_enum::StringEnum as _;
use crate::web::pages::shared::paths::tag_path;
use crate::web::pages::shared::text;

/// Reasons why a companion may not go to the operating room (R8).
const DECLINE_REASONS: [&str; 5] = [
    "Not clean in time",
    "Metal, magnet or battery inside",
    "Surgeon's decision",
    "Infection control decision",
    "Family's wish",
];

impl ButtonContext<'_> {
    /// Puts these on, except pieces that may contain latex if the child has a precaution (R11).
    pub(super) fn dress_button(&self, items: &[Item]) -> Option<Button> {
        let items: Vec<_> = items.iter().copied().filter(|&item| self.may_wear(item)).collect();
        if items.is_empty() {
            return None;
        }
        let label = format!("{} on", text::capitalize(&text::item_names(&items)));
        let action = ButtonAction::dressed(&items, &self.rules().catalogue, self.companion.latex);
        Some(self.action_button(label, &action))
    }

    fn may_wear(&self, item: Item) -> bool {
        !self.companion.latex || self.rules().catalogue.latex_free.contains(&item)
    }

    pub(super) fn undress_button(&self, items: &[Item]) -> Button {
        let label = format!("{} off", text::capitalize(&text::item_names(items)));
        self.action_button(label, &ButtonAction::undressed(items))
    }

    pub(super) fn outfit_menu(&self) -> Button {
        let worn = self.state().worn();
        let removable: Vec<_> = self.state().removable_items().into_iter().collect();
        let mut buttons = Vec::new();
        if removable.len() > 1 {
            let action = ButtonAction::undressed(&removable);
            buttons.push(self.action_button("Remove all", &action));
        }
        buttons.extend(worn.iter().map(|&item| self.undress_button(&[item])));
        let not_worn = Item::ALL.iter().filter(|item| !worn.contains(item));
        buttons.extend(not_worn.filter_map(|&item| self.dress_button(&[item])));
        Button::menu("Gown and outfit", buttons)
    }

    /// The cleaning methods (R4). None of them is ever called sterile.
    pub(super) fn cleaning_menu(&self) -> Button {
        let methods = [
            ("Washed at home, sealed bag", CleaningMethod::Wash, true, CleaningAttester::Family),
            ("Washed here", CleaningMethod::Wash, false, CleaningAttester::Staff),
            ("Hot dryer here", CleaningMethod::Dryer, false, CleaningAttester::Staff),
            ("Wiped here", CleaningMethod::Wipe, false, CleaningAttester::Staff),
        ];
        let button = |(label, method, bagged, by)| {
            self.action_button(label, &ButtonAction::cleaned(method, bagged, by))
        };
        Button::menu("Record cleaning", methods.map(button).into())
    }

    /// The reasons why it no longer counts as clean (R5).
    pub(super) fn soiling_menu(&self) -> Button {
        let button =
            |why: &Soiling| self.action_button(text::soiling(*why), &ButtonAction::soiled(*why));
        Button::menu("Mark as soiled", Soiling::ALL.iter().map(button).collect())
    }

    /// The unanswered screening questions (R1).
    pub(super) fn screening_menu(&self) -> Option<Button> {
        let unanswered =
            self.state().screening.answered(ScreeningQuestion::ALL, ScreeningAnswer::Unknown);
        let harmless = |&question: &ScreeningQuestion| match question {
            ScreeningQuestion::Washable => (question, ScreeningAnswer::Yes),
            _ => (question, ScreeningAnswer::No),
        };
        let all_clear: Vec<_> = unanswered.iter().map(harmless).collect();
        let buttons = vec![
            self.action_button("All clear", &ButtonAction::screened(&all_clear)),
            Button::link(
                "Answer one by one",
                format!("{}/screening", tag_path(self.companion.tag.code)),
            ),
        ];
        let hint = format!("{} of {} unanswered", unanswered.len(), ScreeningQuestion::ALL.len());
        (!unanswered.is_empty()).then(|| Button::menu("Screening", buttons).with_hint(hint))
    }

    pub(super) fn hand_over_button(&self, to: HolderKind) -> Option<Button> {
        let label = match to {
            HolderKind::Child => "Hand over to child",
            HolderKind::Guardian => "Hand over to guardian",
            HolderKind::Staff => "Take custody",
            HolderKind::Place => "Leave here",
            HolderKind::NobodyKnown => return None,
        };
        Some(self.action_button(label, &ButtonAction::handed_over(to)))
    }

    /// Everyone who may hold it (R16).
    pub(super) fn hand_over_menu(&self) -> Button {
        let buttons = HolderKind::ALL.iter().filter_map(|&to| self.hand_over_button(to));
        Button::menu("Hand over", buttons.collect())
    }

    pub(super) fn reunite_button(&self, with_guardian: bool) -> Button {
        let label = if with_guardian { "Return to guardian" } else { "Return to child" };
        self.action_button(label, &ButtonAction::reunited(with_guardian))
    }

    /// Declining is a normal outcome (R8): one tap records the reason and the alternative.
    pub(super) fn decline_menu(&self) -> Button {
        let group = |&alternative: &Alternative| {
            let label = text::alternative(alternative);
            let button = |reason: &&'static str| {
                let action = ButtonAction::declined(reason, alternative);
                let description = format!("Not going to the OR: {reason}. {label}");
                self.action_button(*reason, &action).described_as(&description)
            };
            Button::group(label, DECLINE_REASONS.iter().map(button).collect())
        };
        Button::menu("Not going to the OR", Alternative::ALL.iter().map(group).collect())
    }

    /// The outcomes. If pieces are still on, one button also removes them (R13).
    pub(super) fn close_menu(&self) -> Button {
        let removable: Vec<_> = self.state().removable_items().into_iter().collect();
        let mut buttons = Vec::new();
        if !removable.is_empty() {
            let action =
                ButtonAction::undressed(&removable).then(ButtonAction::closed(Outcome::WithChild));
            let button = self.action_button("Remove all, then home with the child", &action);
            buttons.push(button.with_hint(format!("Still on: {}", text::item_names(&removable))));
        }
        let button = |outcome: &Outcome| {
            self.action_button(text::outcome(*outcome), &ButtonAction::closed(*outcome))
        };
        buttons.extend(Outcome::ALL.iter().map(button));
        Button::menu("Close journey", buttons)
    }

    /// One tap (R19).
    pub(super) fn report_missing_button(&self) -> Button {
        self.action_button("Report missing", &ButtonAction::reported_missing()).with_style("bad")
    }

    pub(super) fn found_button(&self) -> Button {
        let label = self.place.map_or_else(
            || "Mark as found (I have it)".to_owned(),
            |place| format!("Mark as found in {}", place.name),
        );
        self.action_button(label, &ButtonAction::found(self.place))
    }
}
