//! The choices behind a button: what to put on, how it was cleaned, to whom it goes, how it ends.

use super::button::Button;
use super::button_action::ButtonAction;
use super::context::ButtonContext;
use crate::domain::companion::{ScreeningAnswer, ScreeningQuestion};
use crate::domain::journey::step::{
    Alternative, CleaningAttester, HolderKind, Method, Outcome, Soiling,
};
use crate::domain::outfit::Item;
use crate::domain::string_enum::StringEnum as _;
use crate::web::pages::shared::text;

/// Why a companion may not come along (R8).
const DECLINED: [&str; 5] = [
    "Not clean in time",
    "Metal, magnet or battery inside",
    "The surgeon decided so",
    "Infection control decided so",
    "The family wishes so",
];

impl ButtonContext<'_> {
    /// Put these on, but for what the child must not meet (R11).
    #[must_use]
    pub fn dress(&self, items: &[Item]) -> Option<Button> {
        let items: Vec<_> = items.iter().copied().filter(|&item| self.may_wear(item)).collect();
        if items.is_empty() {
            return None;
        }
        let label = format!("{} on", text::capitalize(&text::item_names(&items)));
        Some(
            self.way(
                label,
                &ButtonAction::dressed(&items, &self.rules().catalogue, self.wearer.latex),
            ),
        )
    }

    fn may_wear(&self, item: Item) -> bool {
        !self.wearer.latex || self.rules().catalogue.latex_free.contains(&item)
    }

    /// Take these off.
    #[must_use]
    pub fn undress(&self, items: &[Item]) -> Button {
        self.way(
            format!("{} off", text::capitalize(&text::item_names(items))),
            &ButtonAction::undressed(items),
        )
    }

    /// Every piece it may put on or take off.
    #[must_use]
    pub fn clothes(&self) -> Button {
        let worn = self.state().worn();
        let off: Vec<_> = self.state().to_take_off().into_iter().collect();
        let mut ways = Vec::new();
        if off.len() > 1 {
            ways.push(self.way("Take all off", &ButtonAction::undressed(&off)));
        }
        ways.extend(worn.iter().map(|&item| self.undress(&[item])));
        let free = Item::ALL.iter().filter(|item| !worn.contains(item));
        ways.extend(free.filter_map(|&item| self.dress(&[item])));
        Button::choose("Clothes", ways)
    }

    /// How it was cleaned (R4); nothing is ever called sterile.
    #[must_use]
    pub fn clean(&self) -> Button {
        let ways = [
            ("Washed at home, sealed bag", Method::Wash, true, CleaningAttester::Family),
            ("Washed here", Method::Wash, false, CleaningAttester::Staff),
            ("Hot dryer here", Method::Dryer, false, CleaningAttester::Staff),
            ("Wiped here", Method::Wipe, false, CleaningAttester::Staff),
        ];
        let way = |(label, method, bagged, by)| {
            self.way(label, &ButtonAction::cleaned(method, bagged, by))
        };
        Button::choose("Say that it is clean", ways.map(way).into())
    }

    /// Why it is clean no more (R5).
    #[must_use]
    pub fn soiled(&self) -> Button {
        let way = |why: &Soiling| self.way(text::soiling(*why), &ButtonAction::soiled(*why));
        Button::choose("No longer clean", Soiling::ALL.iter().map(way).collect())
    }

    /// The questions that nobody has answered (R1).
    #[must_use]
    pub fn screen(&self) -> Option<Button> {
        let open =
            self.state().screening.answered(ScreeningQuestion::ALL, ScreeningAnswer::Unknown);
        let no = |&question: &ScreeningQuestion| {
            let harmless = if question == ScreeningQuestion::Washable {
                ScreeningAnswer::Yes
            } else {
                ScreeningAnswer::No
            };
            (question, harmless)
        };
        let all: Vec<_> = open.iter().map(no).collect();
        let mut ways = vec![self.way("Checked: nothing amiss", &ButtonAction::screened(&all))];
        let path = format!("/T/{}/screening", self.wearer.tag.code.as_str());
        ways.push(Button::link("Answer one by one", path));
        let hint = format!("{} of {} not answered", open.len(), ScreeningQuestion::ALL.len());
        (!open.is_empty()).then(|| Button::choose("Screening", ways).hint(hint))
    }

    /// It passes to this holder.
    #[must_use]
    pub fn hand(&self, to: HolderKind) -> Option<Button> {
        let label = match to {
            HolderKind::Child => "To its child",
            HolderKind::Guardian => "To a guardian",
            HolderKind::Staff => "I have it",
            HolderKind::Place => "Left here",
            HolderKind::NobodyKnown => return None,
        };
        Some(self.way(label, &ButtonAction::handed_over(to)))
    }

    /// To whom it may pass (R16).
    #[must_use]
    pub fn hands(&self) -> Button {
        Button::choose(
            "Hand it over",
            HolderKind::ALL.iter().filter_map(|&to| self.hand(to)).collect(),
        )
    }

    /// Back where it belongs.
    #[must_use]
    pub fn reunite(&self, with_guardian: bool) -> Button {
        let label = if with_guardian { "Back with a guardian" } else { "Back with its child" };
        self.way(label, &ButtonAction::reunited(with_guardian))
    }

    /// It may not come along, which is a normal outcome (R8): what instead, and why, in one tap.
    #[must_use]
    pub fn decline(&self) -> Button {
        let group = |&instead: &Alternative| {
            let instead_said = text::alternative(instead);
            let because = |reason: &&'static str| {
                let way = self.way(*reason, &ButtonAction::declined(reason, instead));
                way.says(&format!("Declined: {reason}. {instead_said}"))
            };
            Button::group(instead_said, DECLINED.iter().map(because).collect())
        };
        Button::choose("Declined for the OR", Alternative::ALL.iter().map(group).collect())
    }

    /// How it ends; what is still on comes off in the same tap (R13).
    #[must_use]
    pub fn close(&self) -> Button {
        let on: Vec<_> = self.state().to_take_off().into_iter().collect();
        let mut ways = Vec::new();
        if !on.is_empty() {
            let both = ButtonAction::undressed(&on).then(ButtonAction::closed(Outcome::WithChild));
            ways.push(
                self.way("All off, and home with its child", &both)
                    .hint(format!("Still on: {}", text::item_names(&on))),
            );
        }
        let way = |ended: &Outcome| self.way(text::outcome(*ended), &ButtonAction::closed(*ended));
        ways.extend(Outcome::ALL.iter().map(way));
        Button::choose("The journey ends", ways)
    }

    /// Nobody knows where it is: one tap (R19).
    #[must_use]
    pub fn missing(&self) -> Button {
        self.way("Report missing", &ButtonAction::reported_missing()).look("bad")
    }

    /// It turned up.
    #[must_use]
    pub fn find(&self) -> Button {
        let label = self.here.map_or_else(
            || "Found: I have it".to_owned(),
            |here| format!("Found, here in {}", here.name),
        );
        self.way(label, &ButtonAction::found(self.here))
    }
}
