//! Where a request body of the API has what an error of the layers below is about. Pointers have no leading `#`.

use crate::domain::error::InvalidField;
use crate::use_cases::RequestPart;

/// Relative to the object that the field belongs to.
pub(crate) const fn field_pointer(field: InvalidField) -> &'static str {
    match field {
        InvalidField::Alias => "/alias",
        InvalidField::PatientRef => "/patient_ref",
        InvalidField::RestingPlace => "/resting_place",
        InvalidField::Witness => "/witness",
        InvalidField::OccurredAt => "/occurred_at",
        InvalidField::CardForm => "/form",
        InvalidField::Signers => "/signers",
        InvalidField::Password => "/password",
    }
}

pub(crate) fn part_pointer(part: RequestPart) -> String {
    match part {
        RequestPart::Child => "/child".to_owned(),
        RequestPart::Tag => "/tag".to_owned(),
        RequestPart::PlaceId => "/place_id".to_owned(),
        RequestPart::PlaceCode => "/place".to_owned(),
        RequestPart::Action(nth) => format!("/actions/{nth}"),
        RequestPart::ActionPlace(nth) => format!("/actions/{nth}/place_id"),
        RequestPart::Code(nth) => format!("/codes/{nth}"),
    }
}
