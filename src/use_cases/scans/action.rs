//! An act: what somebody says they did or do, before the ward's records are looked up for it.

use crate::db::Tx;
use crate::db::models::{Child, Place};
use crate::domain::companion::{Answer as Told, Question};
use crate::domain::error::Refusal;
use crate::domain::id::PlaceId;
use crate::domain::journey::step::{
    Alternative, Attester, HolderKind, Method, Outcome, Soiling, What,
};
use crate::domain::outfit::Item;
use crate::domain::place::{PlaceKind, PlaceThen};
use crate::domain::site_rules::HouseRules;
use crate::domain::tag::Code;
use crate::use_cases::{Answer, found};

/// A place, as a phone names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaceRef {
    /// By its id.
    Id(PlaceId),
    /// By the code on its wall.
    Code(Code),
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
pub enum Act {
    /// It came to a place.
    Moved(PlaceRef, Option<String>),
    /// Something was put on.
    Dressed(Vec<Item>),
    /// Something was taken off.
    Undressed(Vec<Item>),
    /// Questions were answered.
    Screened(Vec<(Question, Told)>),
    /// It was cleaned.
    Cleaned(Method, bool, Attester),
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

impl Act {
    /// Whether a second user has to confirm it where no tag was read (R16).
    #[must_use]
    pub const fn wants_witness(&self) -> bool {
        matches!(self, Self::HandedOver(..) | Self::Reunited(_))
    }

    /// The step's content, with the place's policy and the catalogue's markings of this hour.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] for a place, [`Refusal::Invalid`] for a resting place off the list.
    pub fn resolve(&self, tx: &mut Tx<'_>, child: &Child, rules: &HouseRules) -> Answer<What> {
        Ok(match self.clone() {
            Self::Moved(place, resting_place) => {
                let place = then(&find(tx, place)?);
                check_resting_place(&place, resting_place.as_deref(), rules)?;
                What::Moved { place, resting_place }
            }
            Self::Dressed(items) => What::Dressed {
                items: items.into_iter().map(|item| rules.catalogue.worn(item)).collect(),
                latex_precaution: child.latex,
            },
            Self::Undressed(items) => What::Undressed { items },
            Self::Screened(answers) => What::Screened { answers },
            Self::Cleaned(method, bagged, attested_by) => {
                What::Cleaned { method, bagged, attested_by }
            }
            Self::Soiled(why) => What::Soiled { why },
            Self::HandedOver(to, name) => What::HandedOver { to, name },
            Self::ReportedMissing => What::ReportedMissing,
            Self::Found(place) => {
                let place = place.map(|place| find(tx, place)).transpose()?;
                What::Found { place: place.as_ref().map(then) }
            }
            Self::Declined(reason, alternative) => What::Declined { reason, alternative },
            Self::Reunited(with_guardian) => What::Reunited { with_guardian },
            Self::Closed(outcome, guardian_agreed) => What::Closed { outcome, guardian_agreed },
            Self::Noted(text) => What::Noted { text },
        })
    }
}

/// The place that a phone names.
///
/// # Errors
/// [`Refusal::NotFound`].
pub fn find(tx: &mut Tx<'_>, place: PlaceRef) -> Answer<Place> {
    let found_place = match place {
        PlaceRef::Id(id) => tx.place(id)?,
        PlaceRef::Code(code) => tx.place_by_code(&code)?,
    };
    found(found_place, "place")
}

/// What a step keeps of a place.
#[must_use]
pub const fn then(place: &Place) -> PlaceThen {
    PlaceThen { id: place.id, kind: place.kind, policy: place.policy }
}

/// Head, airway and sterile field are never choices, so only the site's list is taken (R12).
fn check_resting_place(place: &PlaceThen, at: Option<&str>, rules: &HouseRules) -> Answer<()> {
    let Some(at) = at else { return Ok(()) };
    let allowed = rules.resting_places.iter().any(|known| known == at);
    if place.kind != PlaceKind::OperatingRoom || !allowed {
        let detail =
            format!("only in an operating room, and one of: {}", rules.resting_places.join(", "));
        return Err(Refusal::Invalid("/resting_place", detail).into());
    }
    Ok(())
}
