//! An action as a client sends it, before the records it refers to are loaded.

use crate::db::Tx;
use crate::db::models::{Child, Place};
use crate::domain::companion::{ScreeningAnswer, ScreeningQuestion};
use crate::domain::error::{DomainError, InvalidField};
use crate::domain::id::PlaceId;
use crate::domain::journey::step::{
    Alternative, CleaningAttester, CleaningMethod, HolderKind, Outcome, Soiling, StepPayload,
};
use crate::domain::outfit::Item;
use crate::domain::place::{PlaceKind, PlaceSnapshot};
use crate::domain::site_rules::SiteRules;
use crate::domain::tag::TagCode;
use crate::use_cases::{RequestPart, UseCaseResult, or_not_found};

/// How many actions one scan may record.
pub(crate) const MAX_ACTIONS: usize = 20;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaceRef {
    Id(PlaceId),
    Code(TagCode),
}

impl PlaceRef {
    /// The part of a scan that contains this reference.
    #[must_use]
    pub(crate) const fn part(&self) -> RequestPart {
        match self {
            Self::Id(_) => RequestPart::PlaceId,
            Self::Code(_) => RequestPart::PlaceCode,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScanAction {
    Moved(PlaceRef, Option<String>),
    Dressed(Vec<Item>),
    Undressed(Vec<Item>),
    Screened(Vec<(ScreeningQuestion, ScreeningAnswer)>),
    Cleaned(CleaningMethod, bool, CleaningAttester),
    Soiled(Soiling),
    /// With the name of the new holder, if given.
    HandedOver(HolderKind, Option<String>),
    ReportedMissing,
    /// With the place, if given.
    Found(Option<PlaceRef>),
    Declined(String, Alternative),
    Reunited(bool),
    /// With the guardian's agreement, if it was discarded.
    Closed(Outcome, bool),
    Noted(String),
}

impl ScanAction {
    /// Whether a second user has to confirm it when no tag was read (R16).
    #[must_use]
    pub const fn requires_witness(&self) -> bool {
        matches!(self, Self::HandedOver(..) | Self::Reunited(_))
    }

    /// The step's payload, with the current place policy and outfit catalogue.
    pub fn resolve(
        &self,
        tx: &mut Tx<'_>,
        child: &Child,
        rules: &SiteRules,
    ) -> UseCaseResult<StepPayload> {
        Ok(match self.clone() {
            Self::Moved(place, resting_place) => {
                let place = place_snapshot(&find_place(tx, place)?);
                check_resting_place(&place, resting_place.as_deref(), rules)?;
                StepPayload::Moved { place, resting_place }
            }
            Self::Dressed(items) => StepPayload::Dressed {
                items: items.into_iter().map(|item| rules.catalogue.with_markings(item)).collect(),
                latex_precaution: child.latex,
            },
            Self::Undressed(items) => StepPayload::Undressed { items },
            Self::Screened(answers) => StepPayload::Screened { answers },
            Self::Cleaned(method, bagged, attested_by) => {
                StepPayload::Cleaned { method, bagged, attested_by }
            }
            Self::Soiled(why) => StepPayload::Soiled { cause: why },
            Self::HandedOver(to, name) => StepPayload::HandedOver { to, name },
            Self::ReportedMissing => StepPayload::ReportedMissing,
            Self::Found(place) => {
                let place = place.map(|place| find_place(tx, place)).transpose()?;
                StepPayload::Found { place: place.as_ref().map(place_snapshot) }
            }
            Self::Declined(reason, alternative) => StepPayload::Declined { reason, alternative },
            Self::Reunited(with_guardian) => StepPayload::Reunited { with_guardian },
            Self::Closed(outcome, guardian_agreed) => {
                StepPayload::Closed { outcome, guardian_agreed }
            }
            Self::Noted(text) => StepPayload::Noted { text },
        })
    }
}

pub(crate) fn find_place(tx: &mut Tx<'_>, place: PlaceRef) -> UseCaseResult<Place> {
    let found_place = match place {
        PlaceRef::Id(id) => tx.place(id)?,
        PlaceRef::Code(code) => tx.place_by_code(&code)?,
    };
    or_not_found(found_place, "place")
}

/// What a step records of a place.
#[must_use]
pub(crate) const fn place_snapshot(place: &Place) -> PlaceSnapshot {
    PlaceSnapshot { id: place.id, kind: place.kind, policy: place.policy }
}

/// Only resting places of the site's list are allowed: head, airway and sterile field never are
/// (R12).
fn check_resting_place(
    place: &PlaceSnapshot,
    at: Option<&str>,
    rules: &SiteRules,
) -> UseCaseResult<()> {
    let Some(at) = at else { return Ok(()) };
    let allowed = rules.resting_places.iter().any(|known| known == at);
    if place.kind != PlaceKind::OperatingRoom || !allowed {
        let detail = format!(
            "only allowed in an operating room, and must be one of: {}",
            rules.resting_places.join(", ")
        );
        return Err(DomainError::Invalid(InvalidField::RestingPlace, detail).into());
    }
    Ok(())
}
