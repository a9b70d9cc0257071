//! What happens to a companion in the demonstration, scene by scene.

use super::fixtures::Plot;
use crate::domain::journey::step::{Attester, HolderKind, Method, Outcome};
use crate::domain::outfit::Item;
use crate::domain::place::PlaceKind;
use crate::use_cases::scans::action::Act;

/// One scene.
pub struct Scene {
    /// Where child and companion go for it.
    pub to: Option<PlaceKind>,
    /// What is done there.
    pub acts: Vec<Act>,
    /// Whether it is told by somebody who has no tag before them.
    pub untagged: bool,
}

/// The nth scene of a plot; none after its end.
pub fn scene(plot: Plot, nth: usize) -> Option<Scene> {
    let scene = |to, acts| Some(Scene { to, acts, untagged: false });
    match (plot, nth) {
        // It comes out of the operating room as it was, which is noticed, and put right a scene later.
        (Plot::StillDressed, 7) => scene(Some(PlaceKind::Recovery), vec![]),
        (Plot::StillDressed, 8) => scene(None, vec![undressed()]),
        (Plot::StillDressed, 9..) => usual(nth - 1),
        // It went to the laundry with a sheet.
        (Plot::Missing, 9) => {
            Some(Scene { to: None, acts: vec![Act::ReportedMissing], untagged: true })
        }
        (Plot::Missing, 10) => scene(Some(PlaceKind::Laundry), vec![Act::Found(None)]),
        (Plot::Missing, 11..) => usual(nth - 2),
        _ => usual(nth),
    }
}

fn usual(nth: usize) -> Option<Scene> {
    use PlaceKind::{Imaging, IntensiveCare, OperatingRoom, PreOp, Recovery, Ward};
    let (to, acts) = match nth {
        0 => (None, vec![Act::Cleaned(Method::Wash, true, Attester::Family)]),
        1 => (Some(PreOp), vec![]),
        2 => (None, vec![Act::Dressed(vec![Item::Gown])]),
        3 => (None, vec![Act::Dressed(vec![Item::Mask, Item::Cap])]),
        4 => (None, vec![Act::HandedOver(HolderKind::Staff, None)]),
        // Seen there once more: operations take their time.
        5 | 6 => (Some(OperatingRoom), vec![]),
        7 => (Some(Recovery), vec![undressed()]),
        8 => (Some(Imaging), vec![]),
        9 => (Some(IntensiveCare), vec![]),
        10 => (Some(Ward), vec![Act::HandedOver(HolderKind::Child, None)]),
        11 => (None, vec![Act::Reunited(false)]),
        12 => (None, vec![Act::Closed(Outcome::WithChild, false)]),
        _ => return None,
    };
    Some(Scene { to, acts, untagged: false })
}

fn undressed() -> Act {
    Act::Undressed(vec![Item::Gown, Item::Mask, Item::Cap])
}
