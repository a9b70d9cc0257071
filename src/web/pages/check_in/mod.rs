//! The check-in page of a blank tag: one or two taps and no typing (R30).

mod form;
pub mod page;

use actix_web::HttpResponse;

use self::page::{Feedback, render, render_lookalikes};
use super::shared::error::PageError;
use super::shared::form::Form;
use super::shared::paths::tag_path;
use super::shared::request::HtmlRequest;
use crate::domain::error::DomainError;
use crate::domain::tag::{TagCode, TagState};
use crate::use_cases::UseCaseError;
use crate::use_cases::check_in::{check_in, check_in_preview};
use crate::use_cases::idempotency::IdempotentRequest;
use crate::use_cases::tags::create_tags;
use crate::web::extract::callers::StaffCaller;
use crate::web::pages::shared::redirect::see_other;
use crate::web::rate_limit::RateLimitKey;

/// `GET /check-in/{code}`; a tag that is not blank redirects to its own page.
pub async fn open(staff: StaffCaller, request: HtmlRequest) -> Result<HttpResponse, PageError> {
    request.check_rate_limit(RateLimitKey::Tags(staff.actor.id))?;
    let code = request.path_code()?;
    if create_tags::get(request.app(), code).await?.tag.state != TagState::Blank {
        return Ok(see_other(&tag_path(code)));
    }
    show(&request, &staff, code).await
}

pub async fn show(
    request: &HtmlRequest,
    staff: &StaffCaller,
    code: TagCode,
) -> Result<HttpResponse, PageError> {
    render(request, staff, code, Feedback { form: &Form::default(), error: None }).await
}

/// `POST /check-in/{code}`; input that can be corrected shows the form again with the error.
pub async fn create(
    staff: StaffCaller,
    request: HtmlRequest,
    form: Form,
) -> Result<HttpResponse, PageError> {
    let code = request.path_code()?;
    let retry = |error: String| Feedback { form: &form, error: Some(error) };
    let Some(arrival) = form::read_arrival(&request, code, &form).await? else {
        // Enter in a text field submits the form before a companion is chosen.
        let error = "Now tap the type of companion.".to_owned();
        return render(&request, &staff, code, retry(error)).await;
    };
    let preview = check_in_preview::preview(request.app(), arrival).await?;
    if preview.tag != TagState::Blank {
        // The form was sent twice, or a colleague was faster: the tag's page shows the companion.
        return Ok(see_other(&tag_path(code)));
    }
    if !preview.lookalikes.is_empty() && form.get("sure").is_none() {
        return render_lookalikes(&request, &staff, code, &form, preview.lookalikes).await;
    }
    let idempotent = IdempotentRequest {
        // Makes a form that is sent twice one check-in.
        key: request.idempotency_key(&staff, &form, "key"),
        render: Box::new(|_| Vec::new()),
    };
    match check_in(request.app(), staff.actor, preview.arrival, idempotent).await {
        Ok(_) => Ok(see_other(&format!("{}/screening?new=1", tag_path(code)))),
        Err(error) => match form::correctable_error(&error) {
            Some(error) => render(&request, &staff, code, retry(error)).await,
            None if matches!(error, UseCaseError::Domain(DomainError::TagBoundElsewhere)) => {
                Ok(see_other(&tag_path(code)))
            }
            None => Err(error.into()),
        },
    }
}
