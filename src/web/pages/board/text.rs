//! The board's texts, short enough to be read from across a room.

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

pub(crate) fn ago(then: Time, now: Time) -> String {
    match now.since(then).as_secs() / 60 {
        0 => "now".to_owned(),
        minutes @ 1..60 => format!("{minutes} min"),
        minutes @ 60..2880 => format!("{} h", minutes / 60),
        minutes => format!("{} days", minutes / 1440),
    }
}
