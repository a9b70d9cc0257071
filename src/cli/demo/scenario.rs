//! The scenarios of the demonstration: what happens to a companion, scene by scene.

use super::fixtures::Scenario;
use crate::domain::journey::action::{
    Action, CleaningAttester, CleaningMethod, HolderKind, Outcome,
};
use crate::domain::outfit::Item;
use crate::domain::place::PlaceKind;
use crate::use_cases::scans::action::RequestedAction;

pub(super) struct Scene {
    /// Where child and companion go before the actions.
    pub(super) place: Option<PlaceKind>,
    pub(super) actions: Vec<RequestedAction>,
    /// Reported without scanning the tag.
    pub(super) without_tag: bool,
}

/// The scene at an index of a scenario; none after its end.
pub(super) fn scene(scenario: Scenario, index: usize) -> Option<Scene> {
    let scene = |place, actions| Some(Scene { place, actions, without_tag: false });
    match (scenario, index) {
        // Staff notice that it left the operating room still gowned, and ungown it one scene later.
        (Scenario::StillDressed, 7) => scene(Some(PlaceKind::Recovery), vec![]),
        (Scenario::StillDressed, 8) => scene(None, vec![ungowned()]),
        (Scenario::StillDressed, 9..) => usual(index - 1),
        // It ended up in the laundry with the sheets.
        (Scenario::Missing, 9) => {
            let actions = vec![Action::ReportedMissing];
            Some(Scene { place: None, actions, without_tag: true })
        }
        (Scenario::Missing, 10) => {
            scene(Some(PlaceKind::Laundry), vec![Action::Found { place: None }])
        }
        (Scenario::Missing, 11..) => usual(index - 2),
        _ => usual(index),
    }
}

fn usual(index: usize) -> Option<Scene> {
    use PlaceKind::{Imaging, IntensiveCare, OperatingRoom, PreOp, Recovery, Ward};
    let (place, actions) = match index {
        0 => (None, vec![washed_at_home()]),
        1 => (Some(PreOp), vec![]),
        2 => (None, vec![Action::Dressed(vec![Item::Gown])]),
        3 => (None, vec![Action::Dressed(vec![Item::Mask, Item::Cap])]),
        4 => (None, vec![Action::HandedOver { to: HolderKind::Staff, name: None }]),
        // Two scans: an operation takes longer.
        5 | 6 => (Some(OperatingRoom), vec![]),
        7 => (Some(Recovery), vec![ungowned()]),
        8 => (Some(Imaging), vec![]),
        9 => (Some(IntensiveCare), vec![]),
        10 => (Some(Ward), vec![Action::HandedOver { to: HolderKind::Child, name: None }]),
        11 => (None, vec![Action::Reunited { with_guardian: false }]),
        12 => (None, vec![Action::Closed { outcome: Outcome::WithChild, guardian_agreed: false }]),
        _ => return None,
    };
    Some(Scene { place, actions, without_tag: false })
}

fn ungowned() -> RequestedAction {
    Action::Undressed { items: vec![Item::Gown, Item::Mask, Item::Cap] }
}

const fn washed_at_home() -> RequestedAction {
    let (method, attested_by) = (CleaningMethod::Wash, CleaningAttester::Family);
    Action::Cleaned { method, bagged: true, attested_by }
}
