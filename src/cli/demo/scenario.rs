//! The scenarios of the demonstration: what happens to a companion, scene by scene.

use super::fixtures::Scenario;
use crate::domain::journey::step::{CleaningAttester, CleaningMethod, HolderKind, Outcome};
use crate::domain::outfit::Item;
use crate::domain::place::PlaceKind;
use crate::use_cases::scans::action::ScanAction;

pub(super) struct Scene {
    /// Where child and companion go before the actions.
    pub(super) place: Option<PlaceKind>,
    pub(super) actions: Vec<ScanAction>,
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
            let actions = vec![ScanAction::ReportedMissing];
            Some(Scene { place: None, actions, without_tag: true })
        }
        (Scenario::Missing, 10) => scene(Some(PlaceKind::Laundry), vec![ScanAction::Found(None)]),
        (Scenario::Missing, 11..) => usual(index - 2),
        _ => usual(index),
    }
}

fn usual(index: usize) -> Option<Scene> {
    use PlaceKind::{Imaging, IntensiveCare, OperatingRoom, PreOp, Recovery, Ward};
    let (place, actions) = match index {
        0 => {
            (None, vec![ScanAction::Cleaned(CleaningMethod::Wash, true, CleaningAttester::Family)])
        }
        1 => (Some(PreOp), vec![]),
        2 => (None, vec![ScanAction::Dressed(vec![Item::Gown])]),
        3 => (None, vec![ScanAction::Dressed(vec![Item::Mask, Item::Cap])]),
        4 => (None, vec![ScanAction::HandedOver(HolderKind::Staff, None)]),
        // Two scans: an operation takes longer.
        5 | 6 => (Some(OperatingRoom), vec![]),
        7 => (Some(Recovery), vec![ungowned()]),
        8 => (Some(Imaging), vec![]),
        9 => (Some(IntensiveCare), vec![]),
        10 => (Some(Ward), vec![ScanAction::HandedOver(HolderKind::Child, None)]),
        11 => (None, vec![ScanAction::Reunited(false)]),
        12 => (None, vec![ScanAction::Closed(Outcome::WithChild, false)]),
        _ => return None,
    };
    Some(Scene { place, actions, without_tag: false })
}

fn ungowned() -> ScanAction {
    ScanAction::Undressed(vec![Item::Gown, Item::Mask, Item::Cap])
}
