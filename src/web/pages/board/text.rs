//! The board's texts, short enough to be read from across a room.

use crate::domain::alert::AlertKind;
use crate::domain::outfit::Gowning;
use crate::domain::place::Stage;
use crate::domain::time::Time;

pub(crate) const fn stage(stage: Stage) -> &'static str {
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

pub(crate) const fn gowning(gowning: Gowning) -> &'static str {
    match gowning {
        Gowning::NotStarted => "Not gowned",
        Gowning::Partly => "Partly gowned",
        Gowning::Gowned => "Gowned",
        Gowning::TakenOff => "Ungowned",
    }
}

pub(crate) const fn alert_name(kind: AlertKind) -> &'static str {
    match kind {
        AlertKind::LeftBehind => "Left behind?",
        AlertKind::Missing => "Missing",
        AlertKind::UnclearedEntry => "Entered without clearance",
        AlertKind::ImagingHazard => "Metal in imaging?",
        AlertKind::CopiedTag => "Tag read in two places",
        AlertKind::RewashDue => "Wash due",
        AlertKind::StillDressed => "Left the OR still gowned",
        AlertKind::LatexItem => "May contain latex",
    }
}

pub(crate) fn ago(then: Time, now: Time) -> String {
    match now.since(then).as_secs() / 60 {
        0 => "now".to_owned(),
        minutes @ 1..60 => format!("{minutes} min"),
        minutes @ 60..2880 => format!("{} h", minutes / 60),
        minutes => format!("{} days", minutes / 1440),
    }
}
