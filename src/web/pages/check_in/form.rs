//! What the check-in's form says: a choice by a tap, and what somebody cared to type.

use super::super::shared::companion_view;
use super::super::shared::error::PageError;
use super::super::shared::request::{Form, HtmlRequest};
use crate::domain::companion::Species;
use crate::domain::error::DomainError;
use crate::domain::id::{ChildId, CompanionId};
use crate::domain::tag::TagCode;
use crate::json::JsonKey;
use crate::use_cases::check_in::ExistingOrNew;
use crate::use_cases::check_in::check_in_preview::{ArrivalDraft, NewChild, NewCompanion};
use crate::use_cases::children::ChildDetails;
use crate::use_cases::scans::action::PlaceRef;
use crate::use_cases::{UseCaseError, companions, places};
use crate::web::validation::{self, Id, PatientRef, ShortText};

/// What a check-in on a phone states, on the name of whoever taps (R24).
const REMARK: &str = "Tag put on in the presence of the child or a guardian, by two identifiers.";

/// Who arrives, where the form says which friend came.
///
/// # Errors
/// `invalid` for what does not fit, `not-found` for a companion.
pub(crate) async fn newcomer(
    asked: &HtmlRequest,
    tag: TagCode,
    form: &Form,
) -> Result<Option<ArrivalDraft>, PageError> {
    let (child, companion) = if let Some(Id(known)) = form.read_as("companion")? {
        let known = companions::get(asked.app(), CompanionId::from_uuid(known)).await?;
        (ExistingOrNew::Existing(known.child_id), ExistingOrNew::Existing(known.id))
    } else if let Some(JsonKey(species)) = form.read_as::<JsonKey<Species>>("species")? {
        (child(form)?, ExistingOrNew::New(companion(form, species)?))
    } else {
        return Ok(None);
    };
    let place = place(asked, form).await?;
    Ok(Some(ArrivalDraft { child, companion, tag, place, remark: REMARK.to_owned() }))
}

fn child(form: &Form) -> Result<ExistingOrNew<ChildId, NewChild>, PageError> {
    if let Some(known) = form.get("child").filter(|child| *child != "new") {
        let id = validation::uuid(known)
            .ok_or_else(|| PageError::invalid("child", "is nobody known"))?;
        return Ok(ExistingOrNew::Existing(ChildId::from_uuid(id)));
    }
    let flag = |name| form.get(name).is_some();
    let told = ChildDetails {
        alias: String::new(),
        patient_ref: form.read_as::<PatientRef>("patient_ref")?.map(|key| key.0),
        infant: flag("infant"),
        latex: flag("latex"),
        isolation: flag("isolation"),
        protected: flag("protected"),
    };
    Ok(ExistingOrNew::New(NewChild {
        alias: form.read_as::<ShortText>("alias")?.map(|name| name.0),
        details: told,
    }))
}

fn companion(form: &Form, species: Species) -> Result<NewCompanion, PageError> {
    let name = form.read_as::<ShortText>("name")?.map(|name| name.0);
    Ok(NewCompanion { species, name, default_name: companion_view::called(species).to_owned() })
}

/// Where the phone was when the page was opened; a place that is no more is none.
async fn place(asked: &HtmlRequest, form: &Form) -> Result<Option<PlaceRef>, PageError> {
    let Some(code) = form.get("place").and_then(|code| TagCode::parse(code).ok()) else {
        return Ok(None);
    };
    let known = places::by_code(asked.app(), code).await?;
    Ok(known.map(|place| PlaceRef::Id(place.id)))
}

/// What is wrong with something that was typed, in words for the page.
pub(crate) fn wrong(error: &UseCaseError) -> Option<String> {
    let refusal = match error {
        UseCaseError::Domain(refusal) | UseCaseError::DomainAt(_, refusal) => refusal,
        UseCaseError::Database(_) => return None,
    };
    match refusal {
        DomainError::Invalid("/alias", detail) => Some(format!("The child's name here {detail}.")),
        DomainError::Invalid("/patient_ref", detail) => {
            Some(format!("The hospital's reference {detail}."))
        }
        DomainError::PatientRefTaken => Some(
            "Another child goes by this reference; choose that child from the list.".to_owned(),
        ),
        _ => None,
    }
}
