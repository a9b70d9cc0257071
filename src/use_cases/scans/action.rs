//! An action as a client sends it, before the records it refers to are loaded.

use crate::db::Tx;
use crate::db::models::{Child, Place};
use crate::domain::error::{DomainError, InvalidField};
use crate::domain::id::PlaceId;
use crate::domain::journey::action::{Action, DressedItems};
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

/// An action as a client sends it: with references to a place and to pieces of the outfit.
pub type RequestedAction = Action<PlaceRef, Vec<Item>>;

/// The action as a step records it, with the current place policy and outfit catalogue.
pub(crate) fn resolve(
    action: RequestedAction,
    tx: &mut Tx<'_>,
    child: &Child,
    rules: &SiteRules,
) -> UseCaseResult<Action> {
    let resolved = action.try_map(
        |place| find_place(tx, place).map(|place| place_snapshot(&place)),
        |items| DressedItems {
            items: items.into_iter().map(|item| rules.catalogue.with_markings(item)).collect(),
            latex_precaution: child.latex,
        },
    )?;
    if let Action::Moved { place, resting_place } = &resolved {
        check_resting_place(place, resting_place.as_deref(), rules)?;
    }
    Ok(resolved)
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
