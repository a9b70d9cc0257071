//! What happens to a companion in the demonstration, scene by scene.

use super::fixtures::Scenario;
use crate::domain::journey::step::{CleaningAttester, CleaningMethod, HolderKind, Outcome};
use crate::domain::outfit::Item;
use crate::domain::place::PlaceKind;
use crate::use_cases::scans::action::ScanAction;

/// One scene.
pub struct Scene {
    /// Where child and companion go for it.
    pub to: Option<PlaceKind>,
    /// What is done there.
    pub acts: Vec<ScanAction>,
    /// Whether it is told by somebody who has no tag before them.
    pub untagged: bool,
}

/// The nth scene of a plot; none after its end.
pub fn scene(plot: Scenario, nth: usize) -> Option<Scene> {
    let scene = |to, acts| Some(Scene { to, acts, untagged: false });
    match (plot, nth) {
        // It comes out of the operating room as it was, which is noticed, and put right a scene later.
        (Scenario::StillDressed, 7) => scene(Some(PlaceKind::Recovery), vec![]),
        (Scenario::StillDressed, 8) => scene(None, vec![undressed()]),
        (Scenario::StillDressed, 9..) => usual(nth - 1),
        // It went to the laundry with a sheet.
        (Scenario::Missing, 9) => {
            Some(Scene { to: None, acts: vec![ScanAction::ReportedMissing], untagged: true })
        }
        (Scenario::Missing, 10) => scene(Some(PlaceKind::Laundry), vec![ScanAction::Found(None)]),
        (Scenario::Missing, 11..) => usual(nth - 2),
        _ => usual(nth),
    }
}

fn usual(nth: usize) -> Option<Scene> {
    use PlaceKind::{Imaging, IntensiveCare, OperatingRoom, PreOp, Recovery, Ward};
    let (to, acts) = match nth {
        0 => {
            (None, vec![ScanAction::Cleaned(CleaningMethod::Wash, true, CleaningAttester::Family)])
        }
        1 => (Some(PreOp), vec![]),
        2 => (None, vec![ScanAction::Dressed(vec![Item::Gown])]),
        3 => (None, vec![ScanAction::Dressed(vec![Item::Mask, Item::Cap])]),
        4 => (None, vec![ScanAction::HandedOver(HolderKind::Staff, None)]),
        // Seen there once more: operations take their time.
        5 | 6 => (Some(OperatingRoom), vec![]),
        7 => (Some(Recovery), vec![undressed()]),
        8 => (Some(Imaging), vec![]),
        9 => (Some(IntensiveCare), vec![]),
        10 => (Some(Ward), vec![ScanAction::HandedOver(HolderKind::Child, None)]),
        11 => (None, vec![ScanAction::Reunited(false)]),
        12 => (None, vec![ScanAction::Closed(Outcome::WithChild, false)]),
        _ => return None,
    };
    Some(Scene { to, acts, untagged: false })
}

fn undressed() -> ScanAction {
    ScanAction::Undressed(vec![Item::Gown, Item::Mask, Item::Cap])
}
