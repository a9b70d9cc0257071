//! What users report about a companion: the kinds of action, and everything that the domain says about each kind.
//! What an action changes is in `apply.rs`.

use crate::domain::companion::{ScreeningAnswer, ScreeningQuestion};
use crate::domain::outfit::{Item, Worn};
use crate::domain::place::PlaceSnapshot;
use crate::domain::string_enum::string_enum;

string_enum! {
    /// How a companion was cleaned. No text ever calls it "sterile" (R4).
    pub enum CleaningMethod {
        /// Washed and dried.
        Wash = "wash",
        /// A hot dryer.
        Dryer = "dryer",
        Wipe = "wipe",
    }
}

string_enum! {
    /// Who attests a cleaning.
    pub enum CleaningAttester {
        /// The family, at home.
        Family = "family",
        Staff = "staff",
    }
}

string_enum! {
    /// Why it is no longer clean (R5).
    pub enum Soiling {
        Dropped = "dropped",
        Spill = "spill",
        /// It was in isolation.
        Isolation = "isolation",
    }
}

string_enum! {
    /// Who has the companion (R15).
    pub enum HolderKind {
        Child = "child",
        Guardian = "guardian",
        Staff = "staff",
        /// It was left at its place.
        Place = "place",
        /// Reported missing, or lost.
        NobodyKnown = "nobody_known",
    }
}

string_enum! {
    /// What is done instead if a companion may not come along (R8).
    pub enum Alternative {
        WithGuardian = "with_guardian",
        /// The child gets another companion, to keep.
        Loaner = "loaner",
        /// A picture of it comes along.
        Photo = "photo",
        None = "none",
    }
}

string_enum! {
    /// How a journey ends.
    pub enum Outcome {
        WithChild = "with_child",
        WithGuardian = "with_guardian",
        ToBePosted = "to_be_posted",
        /// It is lost; the search goes on.
        Lost = "lost",
        /// It was thrown away with the guardian's agreement, as isolation may require (R7).
        Discarded = "discarded",
    }
}

/// The pieces that were put on, as a step records them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DressedItems {
    pub items: Vec<Worn>,
    /// Whether the child had a latex precaution at that time (R11).
    pub latex_precaution: bool,
}

impl DressedItems {
    /// The pieces that a child with a latex precaution may not touch.
    #[must_use]
    pub fn forbidden_latex(&self) -> Vec<Worn> {
        let latex = self.items.iter().filter(|worn| self.latex_precaution && !worn.latex_free);
        latex.copied().collect()
    }
}

/// One thing that a user did with a companion or noticed about it. A request names places and pieces (`P` and `D` are
/// references); a step records them as they were at that time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action<P = PlaceSnapshot, D = DressedItems> {
    Moved {
        place: P,
        /// Where it rests in an operating room (R12).
        resting_place: Option<String>,
    },
    Dressed(D),
    Undressed {
        items: Vec<Item>,
    },
    Screened {
        answers: Vec<(ScreeningQuestion, ScreeningAnswer)>,
    },
    Cleaned {
        method: CleaningMethod,
        /// Whether it was sealed in a bag afterwards.
        bagged: bool,
        attested_by: CleaningAttester,
    },
    Soiled {
        cause: Soiling,
    },
    /// It passed to another holder (R16).
    HandedOver {
        to: HolderKind,
        name: Option<String>,
    },
    ReportedMissing,
    Found {
        /// None if nobody recorded it.
        place: Option<P>,
    },
    /// It may not come along, which is a normal outcome (R8).
    Declined {
        reason: String,
        alternative: Alternative,
    },
    Reunited {
        /// Whether it is with a guardian rather than with the child.
        with_guardian: bool,
    },
    Closed {
        outcome: Outcome,
        /// Required to discard it (R7).
        guardian_agreed: bool,
    },
    Noted {
        text: String,
    },
}

impl<P, D> Action<P, D> {
    /// The key of the kind in the API and in the database.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Moved { .. } => "moved",
            Self::Dressed(_) => "dressed",
            Self::Undressed { .. } => "undressed",
            Self::Screened { .. } => "screened",
            Self::Cleaned { .. } => "cleaned",
            Self::Soiled { .. } => "soiled",
            Self::HandedOver { .. } => "handed_over",
            Self::ReportedMissing => "reported_missing",
            Self::Found { .. } => "found",
            Self::Declined { .. } => "declined",
            Self::Reunited { .. } => "reunited",
            Self::Closed { .. } => "closed",
            Self::Noted { .. } => "noted",
        }
    }

    /// The same action with each place looked up and the pieces' markings added.
    pub fn try_map<Q, E, F>(
        self,
        place_of: impl FnOnce(P) -> Result<Q, E>,
        dress: impl FnOnce(D) -> F,
    ) -> Result<Action<Q, F>, E> {
        Ok(match self {
            Self::Moved { place, resting_place } => {
                Action::Moved { place: place_of(place)?, resting_place }
            }
            Self::Dressed(items) => Action::Dressed(dress(items)),
            Self::Undressed { items } => Action::Undressed { items },
            Self::Screened { answers } => Action::Screened { answers },
            Self::Cleaned { method, bagged, attested_by } => {
                Action::Cleaned { method, bagged, attested_by }
            }
            Self::Soiled { cause } => Action::Soiled { cause },
            Self::HandedOver { to, name } => Action::HandedOver { to, name },
            Self::ReportedMissing => Action::ReportedMissing,
            Self::Found { place } => Action::Found { place: place.map(place_of).transpose()? },
            Self::Declined { reason, alternative } => Action::Declined { reason, alternative },
            Self::Reunited { with_guardian } => Action::Reunited { with_guardian },
            Self::Closed { outcome, guardian_agreed } => {
                Action::Closed { outcome, guardian_agreed }
            }
            Self::Noted { text } => Action::Noted { text },
        })
    }

    /// Removes all free text. Each kind is listed, so that the text of a new one cannot survive a purge.
    pub fn redact(&mut self) {
        match self {
            Self::HandedOver { name, .. } => *name = None,
            Self::Declined { reason: text, .. } | Self::Noted { text } => text.clear(),
            Self::Moved { .. }
            | Self::Dressed(_)
            | Self::Undressed { .. }
            | Self::Screened { .. }
            | Self::Cleaned { .. }
            | Self::Soiled { .. }
            | Self::ReportedMissing
            | Self::Found { .. }
            | Self::Reunited { .. }
            | Self::Closed { .. } => {}
        }
    }

    /// Whether somebody had the companion in front of them when this happened.
    pub(super) const fn is_presence(&self) -> bool {
        !matches!(
            self,
            Self::ReportedMissing
                | Self::Screened { .. }
                | Self::Declined { .. }
                | Self::Closed { .. }
                | Self::Noted { .. }
        )
    }

    /// Whether this counts as an update on the family page.
    pub(super) const fn updates_family(&self) -> bool {
        !matches!(
            self,
            Self::ReportedMissing
                | Self::Screened { .. }
                | Self::Declined { .. }
                | Self::Noted { .. }
        )
    }

    /// Whether a closed journey still accepts it.
    pub(super) const fn is_allowed_when_closed(&self) -> bool {
        matches!(self, Self::Noted { .. } | Self::Found { .. } | Self::ReportedMissing)
    }

    /// Whether a second user has to confirm it when no tag was read (R16).
    #[must_use]
    pub const fn requires_witness(&self) -> bool {
        matches!(self, Self::HandedOver { .. } | Self::Reunited { .. })
    }
}
