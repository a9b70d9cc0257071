//! Reads the check-in form: who arrives, and the optional details.

use super::super::shared::companion_view;
use super::super::shared::error::PageError;
use super::super::shared::form::Form;
use super::super::shared::request::HtmlRequest;
use crate::domain::companion::Species;
use crate::domain::error::{DomainError, InvalidField};
use crate::domain::id::{ChildId, CompanionId};
use crate::domain::tag::TagCode;
use crate::json::JsonKey;
use crate::use_cases::check_in::ExistingOrNew;
use crate::use_cases::check_in::check_in_preview::{ArrivalDraft, NewChild, NewCompanion};
use crate::use_cases::children::ChildDetails;
use crate::use_cases::scans::action::PlaceRef;
use crate::use_cases::{UseCaseError, companions, places};
use crate::web::validation::{self, Id, PatientRef, ShortText};

/// The statement recorded with a check-in from a phone, in the name of the user (R24).
const REMARK: &str =
    "Tag attached in the presence of the child or a guardian; two identifiers checked.";

/// None if the form does not say which companion arrives.
pub(crate) async fn read_arrival(
    request: &HtmlRequest,
    tag: TagCode,
    form: &Form,
) -> Result<Option<ArrivalDraft>, PageError> {
    let (child, companion) = if let Some(Id(id)) = form.optional("companion")? {
        let known = companions::get(request.app(), CompanionId::from_uuid(id)).await?;
        (ExistingOrNew::Existing(known.child_id), ExistingOrNew::Existing(known.id))
    } else if let Some(JsonKey(species)) = form.optional::<JsonKey<Species>>("species")? {
        (read_child(form)?, ExistingOrNew::New(read_companion(form, species)?))
    } else {
        return Ok(None);
    };
    let place = read_place(request, form).await?;
    Ok(Some(ArrivalDraft { child, companion, tag, place, remark: REMARK.to_owned() }))
}

fn read_child(form: &Form) -> Result<ExistingOrNew<ChildId, NewChild>, PageError> {
    if let Some(id) = form.get("child").filter(|child| *child != "new") {
        let id = validation::parse_uuid(id)
            .ok_or_else(|| PageError::invalid_form("This child was not found."))?;
        return Ok(ExistingOrNew::Existing(ChildId::from_uuid(id)));
    }
    let is_checked = |name| form.get(name).is_some();
    let details = ChildDetails {
        alias: String::new(),
        patient_ref: form.optional::<PatientRef>("patient_ref")?.map(|key| key.0),
        infant: is_checked("infant"),
        latex: is_checked("latex"),
        isolation: is_checked("isolation"),
        protected: is_checked("protected"),
    };
    Ok(ExistingOrNew::New(NewChild {
        alias: form.optional::<ShortText>("alias")?.map(|name| name.0),
        details,
    }))
}

fn read_companion(form: &Form, species: Species) -> Result<NewCompanion, PageError> {
    let name = form.optional::<ShortText>("name")?.map(|name| name.0);
    Ok(NewCompanion {
        species,
        name,
        default_name: companion_view::species_name(species).to_owned(),
    })
}

/// The phone's place when the form was loaded; none if that place no longer exists.
async fn read_place(request: &HtmlRequest, form: &Form) -> Result<Option<PlaceRef>, PageError> {
    let Some(code) = form.get("place").and_then(|code| TagCode::parse(code).ok()) else {
        return Ok(None);
    };
    let place = places::by_code(request.app(), code).await?;
    Ok(place.map(|place| PlaceRef::Id(place.id)))
}

/// The message for an error that the user can correct in the form; none for other errors.
pub(crate) fn correctable_error(error: &UseCaseError) -> Option<String> {
    let (UseCaseError::Domain(error) | UseCaseError::DomainAt(_, error)) = error else {
        return None;
    };
    match error {
        DomainError::Invalid(InvalidField::Alias, detail) => {
            Some(format!("Child's nickname {detail}."))
        }
        DomainError::Invalid(InvalidField::PatientRef, detail) => {
            Some(format!("Patient reference {detail}."))
        }
        DomainError::PatientRefTaken => Some(
            "Another child already has this patient reference; choose that child from the list."
                .to_owned(),
        ),
        _ => None,
    }
}
