//! What the check-in's form says: a choice by a tap, and what somebody cared to type.

use super::super::shared::companion_view;
use super::super::shared::error::Turned;
use super::super::shared::request::{Asked, Form};
use crate::domain::companion::Species;
use crate::domain::error::Refusal;
use crate::domain::id::{ChildId, CompanionId};
use crate::domain::tag::Code;
use crate::json::Key;
use crate::use_cases::check_in::NewOr;
use crate::use_cases::check_in::check_in_preview::{NewChild, NewCompanion, Newcomer};
use crate::use_cases::children::Told;
use crate::use_cases::scans::action::PlaceRef;
use crate::use_cases::{Error, companions, places};
use crate::web::validation::{self, Id, Name, PatientRef};

/// What a check-in on a phone states, on the name of whoever taps (R24).
const REMARK: &str = "Tag put on in the presence of the child or a guardian, by two identifiers.";

/// Who arrives, where the form says which friend came.
///
/// # Errors
/// `invalid` for what does not fit, `not-found` for a companion.
pub(crate) async fn newcomer(
    asked: &Asked,
    tag: Code,
    form: &Form,
) -> Result<Option<Newcomer>, Turned> {
    let (child, companion) = if let Some(Id(known)) = form.read_as("companion")? {
        let known = companions::get(asked.world(), CompanionId::from_uuid(known)).await?;
        (NewOr::Known(known.child_id), NewOr::Known(known.id))
    } else if let Some(Key(species)) = form.read_as::<Key<Species>>("species")? {
        (child(form)?, NewOr::New(companion(form, species)?))
    } else {
        return Ok(None);
    };
    let place = place(asked, form).await?;
    Ok(Some(Newcomer { child, companion, tag, place, remark: REMARK.to_owned() }))
}

fn child(form: &Form) -> Result<NewOr<ChildId, NewChild>, Turned> {
    if let Some(known) = form.get("child").filter(|child| *child != "new") {
        let id =
            validation::uuid(known).ok_or_else(|| Turned::invalid("child", "is nobody known"))?;
        return Ok(NewOr::Known(ChildId::from_uuid(id)));
    }
    let flag = |name| form.get(name).is_some();
    let told = Told {
        alias: String::new(),
        patient_ref: form.read_as::<PatientRef>("patient_ref")?.map(|key| key.0),
        infant: flag("infant"),
        latex: flag("latex"),
        isolation: flag("isolation"),
        protected: flag("protected"),
    };
    Ok(NewOr::New(NewChild { alias: form.read_as::<Name>("alias")?.map(|name| name.0), told }))
}

fn companion(form: &Form, species: Species) -> Result<NewCompanion, Turned> {
    let name = form.read_as::<Name>("name")?.map(|name| name.0);
    Ok(NewCompanion { species, name, else_called: companion_view::called(species).to_owned() })
}

/// Where the phone was when the page was opened; a place that is no more is none.
async fn place(asked: &Asked, form: &Form) -> Result<Option<PlaceRef>, Turned> {
    let Some(code) = form.get("place").and_then(|code| Code::parse(code).ok()) else {
        return Ok(None);
    };
    let known = places::by_code(asked.world(), code).await?;
    Ok(known.map(|place| PlaceRef::Id(place.id)))
}

/// What is wrong with something that was typed, in words for the page.
pub(crate) fn wrong(error: &Error) -> Option<String> {
    let refusal = match error {
        Error::Refused(refusal) | Error::RefusedAt(_, refusal) => refusal,
        Error::Store(_) => return None,
    };
    match refusal {
        Refusal::Invalid("/alias", detail) => Some(format!("The child's name here {detail}.")),
        Refusal::Invalid("/patient_ref", detail) => {
            Some(format!("The hospital's reference {detail}."))
        }
        Refusal::PatientRefTaken => Some(
            "Another child goes by this reference; choose that child from the list.".to_owned(),
        ),
        _ => None,
    }
}
