//! An act: what somebody says they did or do, before the ward's records are looked up for it.

use crate::db::Tx;
use crate::db::models::{Child, Place};
use crate::domain::companion::{ScreeningAnswer as Told, ScreeningQuestion};
use crate::domain::error::DomainError;
use crate::domain::id::PlaceId;
use crate::domain::journey::step::{
    Alternative, CleaningAttester, CleaningMethod, HolderKind, Outcome, Soiling, StepPayload,
};
use crate::domain::outfit::Item;
use crate::domain::place::{PlaceKind, PlaceSnapshot};
use crate::domain::site_rules::SiteRules;
use crate::domain::tag::TagCode;
use crate::use_cases::{UseCaseResult, found};

/// A place, as a phone names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaceRef {
    /// By its id.
    Id(PlaceId),
    /// By the code on its wall.
    Code(TagCode),
}

impl PlaceRef {
    /// The member of a scan that names a place so.
    #[must_use]
    pub const fn member(&self) -> &'static str {
        match self {
            Self::Id(_) => "/place_id",
            Self::Code(_) => "/place",
        }
    }
}

/// What somebody says happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScanAction {
    /// It came to a place.
    Moved(PlaceRef, Option<String>),
    /// Something was put on.
    Dressed(Vec<Item>),
    /// Something was taken off.
    Undressed(Vec<Item>),
    /// Questions were answered.
    Screened(Vec<(ScreeningQuestion, Told)>),
    /// It was cleaned.
    Cleaned(CleaningMethod, bool, CleaningAttester),
    /// It is clean no more.
    Soiled(Soiling),
    /// It passed to another holder, by name where one was said.
    HandedOver(HolderKind, Option<String>),
    /// Nobody knows where it is.
    ReportedMissing,
    /// It was found, at a place where one was said.
    Found(Option<PlaceRef>),
    /// It may not come along.
    Declined(String, Alternative),
    /// It is back with its child, or with a guardian.
    Reunited(bool),
    /// The journey is over; where it was discarded, with the guardian's agreement.
    Closed(Outcome, bool),
    /// A remark.
    Noted(String),
}

impl ScanAction {
    /// Whether a second user has to confirm it where no tag was read (R16).
    #[must_use]
    pub const fn wants_witness(&self) -> bool {
        matches!(self, Self::HandedOver(..) | Self::Reunited(_))
    }

    /// The step's content, with the place's policy and the catalogue's markings of this hour.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] for a place, [`Refusal::Invalid`] for a resting place off the list.
    pub fn resolve(
        &self,
        tx: &mut Tx<'_>,
        child: &Child,
        rules: &SiteRules,
    ) -> UseCaseResult<StepPayload> {
        Ok(match self.clone() {
            Self::Moved(place, resting_place) => {
                let place = then(&find(tx, place)?);
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
                let place = place.map(|place| find(tx, place)).transpose()?;
                StepPayload::Found { place: place.as_ref().map(then) }
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

/// The place that a phone names.
///
/// # Errors
/// [`Refusal::NotFound`].
pub fn find(tx: &mut Tx<'_>, place: PlaceRef) -> UseCaseResult<Place> {
    let found_place = match place {
        PlaceRef::Id(id) => tx.place(id)?,
        PlaceRef::Code(code) => tx.place_by_code(&code)?,
    };
    found(found_place, "place")
}

/// What a step keeps of a place.
#[must_use]
pub const fn then(place: &Place) -> PlaceSnapshot {
    PlaceSnapshot { id: place.id, kind: place.kind, policy: place.policy }
}

/// Head, airway and sterile field are never choices, so only the site's list is taken (R12).
fn check_resting_place(
    place: &PlaceSnapshot,
    at: Option<&str>,
    rules: &SiteRules,
) -> UseCaseResult<()> {
    let Some(at) = at else { return Ok(()) };
    let allowed = rules.resting_places.iter().any(|known| known == at);
    if place.kind != PlaceKind::OperatingRoom || !allowed {
        let detail =
            format!("only in an operating room, and one of: {}", rules.resting_places.join(", "));
        return Err(DomainError::Invalid("/resting_place", detail).into());
    }
    Ok(())
}
