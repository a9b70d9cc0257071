//! The board's words: short enough to be read from across the room.

use crate::domain::alert::AlertKind;
use crate::domain::outfit::Gowning;
use crate::domain::place::Stage;
use crate::domain::time::Time;

/// What a stage is called.
#[must_use]
pub const fn stage(stage: Stage) -> &'static str {
    match stage {
        Stage::CheckedIn => "Checked in",
        Stage::PreOp => "Pre-op",
        Stage::OperatingRoom => "Operating room",
        Stage::Imaging => "Imaging",
        Stage::Recovery => "Recovery",
        Stage::IntensiveCare => "Intensive care",
        Stage::Ward => "Ward",
        Stage::Home => "Going home",
    }
}

/// How far the gowning is.
#[must_use]
pub const fn gowning(gowning: Gowning) -> &'static str {
    match gowning {
        Gowning::NotStarted => "Not gowned",
        Gowning::Partly => "Partly gowned",
        Gowning::Gowned => "Gowned",
        Gowning::TakenOff => "Undressed",
    }
}

/// What is amiss.
#[must_use]
pub const fn alert(kind: AlertKind) -> &'static str {
    match kind {
        AlertKind::LeftBehind => "Left behind?",
        AlertKind::Missing => "Missing",
        AlertKind::UnclearedEntry => "Entered without clearance",
        AlertKind::ImagingHazard => "Metal in imaging?",
        AlertKind::CopiedTag => "Tag read in two places",
        AlertKind::RewashDue => "Wash is due",
        AlertKind::StillDressed => "Still dressed",
        AlertKind::LatexItem => "May hold latex",
    }
}

/// How long ago something was.
#[must_use]
pub fn ago(then: Time, now: Time) -> String {
    match now.since(then).as_secs() / 60 {
        0 => "now".to_owned(),
        minutes @ 1..60 => format!("{minutes} min"),
        minutes @ 60..2880 => format!("{} h", minutes / 60),
        minutes => format!("{} days", minutes / 1440),
    }
}
