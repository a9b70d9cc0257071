//! Records a scan from the scan page, and undoes one.

use actix_web::HttpResponse;

use super::button::{BlockerLabel, ScanForm};
use super::context::ButtonContext;
use super::form;
use super::page::{Banner, RejectedScan, render};
use crate::domain::error::DomainError;
use crate::domain::id::ScanId;
use crate::domain::tag::TagCode;
use crate::use_cases::UseCaseError;
use crate::use_cases::scans::{record, void_step};
use crate::use_cases::tags::tag_lookup::{self, TagLookup};
use crate::web::extract::callers::StaffCaller;
use crate::web::pages::shared::error::PageError;
use crate::web::pages::shared::form::Form;
use crate::web::pages::shared::paths::tag_path;
use crate::web::pages::shared::redirect::see_other;
use crate::web::pages::shared::request::HtmlRequest;
use crate::web::problem_code::ProblemCode;
use crate::web::validation::Id;

/// `POST /T/{code}/acts`: a refused scan shows the companion's page with the blockers.
pub async fn create(
    staff: StaffCaller,
    request: HtmlRequest,
    form: Form,
) -> Result<HttpResponse, PageError> {
    let code = request.path_code()?;
    let report = form::read_report(request.app(), code, &form)?;
    let id = report.id;
    match record::record(request.app(), staff.actor, report, form::render_response).await {
        Ok(_) => Ok(see_other(&format!("{}?saved={id}", tag_path(code)))),
        Err(UseCaseError::Domain(error) | UseCaseError::DomainAt(_, error)) => {
            render_refused(&request, &staff, code, &form, error).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Shows the companion's page with the reason, and override buttons for those who may override.
async fn render_refused(
    request: &HtmlRequest,
    staff: &StaffCaller,
    code: TagCode,
    form: &Form,
    error: DomainError,
) -> Result<HttpResponse, PageError> {
    let Some(TagLookup::Worn(companion)) = tag_lookup::lookup(request.app(), code).await? else {
        return Err(error.into());
    };
    let problem = ProblemCode::from(&error);
    let retry = ScanForm {
        path: format!("{}/acts", tag_path(code)),
        id: String::new(),
        place: form.get("place").unwrap_or_default().to_owned(),
        actions: form.get("actions").unwrap_or("[]").to_owned(),
        description: companion.journey.companion.name.clone(),
        overriding: None,
    };
    let banner = |context: &ButtonContext<'_>| {
        let text = "Nothing was changed.";
        Banner::Refused(match &error {
            DomainError::NotCleared(blockers) => RejectedScan {
                title: problem.title(),
                text: text.to_owned(),
                blockers: blockers.iter().map(BlockerLabel::from).collect(),
                hint: context.override_hint(blockers).to_owned(),
                override_buttons: context.override_buttons(&retry, blockers),
            },
            _ => RejectedScan {
                title: problem.title(),
                text: format!("{text} {}", problem.advice()),
                blockers: Vec::new(),
                hint: String::new(),
                override_buttons: Vec::new(),
            },
        })
    };
    render(request, staff, &companion, problem.status(), None, banner).await
}

/// `POST /T/{code}/undo`
pub async fn undo(
    staff: StaffCaller,
    request: HtmlRequest,
    form: Form,
) -> Result<HttpResponse, PageError> {
    let code = request.path_code()?;
    let scan: Id = form.required("scan")?;
    let scan = ScanId::from_uuid(scan.0);
    let reason = "pressed by mistake".to_owned();
    void_step::void_scan(request.app(), staff.actor, scan, reason).await?;
    Ok(see_other(&format!("{}?undone={scan}", tag_path(code))))
}
