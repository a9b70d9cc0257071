//! The screening page: seven questions about hazards and one about washing (R1).

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use crate::domain::companion::{ScreeningAnswer, ScreeningQuestion};
use crate::domain::error::DomainError;
use crate::domain::id::ScanId;
use crate::domain::journey::action::Action;
use crate::domain::string_enum::StringEnum as _;
use crate::domain::tag::TagCode;
use crate::use_cases::journeys::journey_view::JourneyView;
use crate::use_cases::scans::record::{self, ScanReport, ScanSource};
use crate::use_cases::tags::create_tags;
use crate::web::extract::callers::StaffCaller;
use crate::web::pages::shared::companion_view;
use crate::web::pages::shared::error::PageError;
use crate::web::pages::shared::form::Form;
use crate::web::pages::shared::layout::Layout;
use crate::web::pages::shared::paths::tag_path;
use crate::web::pages::shared::redirect::see_other;
use crate::web::pages::shared::request::HtmlRequest;
use crate::web::pages::shared::response::page;
use crate::web::validation;

const ANSWERS: [(ScreeningAnswer, &str); 3] = [
    (ScreeningAnswer::Yes, "Yes"),
    (ScreeningAnswer::No, "No"),
    (ScreeningAnswer::Unknown, "Unknown"),
];

/// The name of the button that answers "no" to all hazards.
const NO_HAZARDS: &str = "none";

#[derive(Template)]
#[template(path = "scan/screening.html")]
struct ScreeningTemplate {
    frame: Layout,
    code: TagCode,
    id: ScanId,
    journey: JourneyView,
    just_checked_in: bool,
}

impl ScreeningTemplate {
    fn picture(&self) -> String {
        companion_view::picture(&self.journey.companion, &self.journey.journey.state.worn())
    }

    fn questions(&self) -> Vec<QuestionRow> {
        let current = self.journey.journey.state.screening;
        let row = |question: ScreeningQuestion| {
            let (text, hint) = question_text(question);
            QuestionRow {
                key: question.key(),
                text,
                hint,
                answers: ANSWERS
                    .map(|(answer, name)| (answer.key(), name, answer == current.answer(question))),
                yes_is_good: !ScreeningQuestion::HAZARDS.contains(&question),
            }
        };
        ScreeningQuestion::ALL.iter().copied().map(row).collect()
    }
}

struct QuestionRow {
    key: &'static str,
    text: &'static str,
    hint: &'static str,
    /// Each answer's key, its name, and whether it is the current one.
    answers: [(&'static str, &'static str, bool); 3],
    yes_is_good: bool,
}

/// The question, and what to look for.
const fn question_text(question: ScreeningQuestion) -> (&'static str, &'static str) {
    match question {
        ScreeningQuestion::Metal => ("Metal?", "Zip, wire, pins, metal eyes"),
        ScreeningQuestion::Magnet => ("Magnet?", "In paws or mouth; sticks to steel"),
        ScreeningQuestion::Battery => ("Battery?", "Sound, light, moving parts"),
        ScreeningQuestion::Weighted => ("Weighted filling?", "Beads, sand, a heavy bottom"),
        ScreeningQuestion::LooseParts => {
            ("Loose parts?", "Eyes, buttons or ribbons that may come off")
        }
        ScreeningQuestion::Latex => ("Latex?", "Rubber, balloons, elastic bands"),
        ScreeningQuestion::HoldsWater => ("Holds water?", "Bath toys, gel and heat packs"),
        ScreeningQuestion::Washable => ("Machine washable?", "See the care label"),
    }
}

/// `GET /T/{code}/screening`
pub async fn show(staff: StaffCaller, request: HtmlRequest) -> Result<HttpResponse, PageError> {
    let code = request.path_code()?;
    let tag = create_tags::get(request.app(), code).await?;
    let Some(journey) = tag.journey else {
        let error = tag.companion.map_or(DomainError::TagNotBound, |_| DomainError::NoOpenJourney);
        return Err(error.into());
    };
    let template = ScreeningTemplate {
        frame: Layout::for_staff(&request, &staff, "Screening").await?,
        code,
        id: request.app().new_scan_id(),
        journey,
        just_checked_in: request.query().get("new").is_some(),
    };
    page(StatusCode::OK, &template)
}

/// `POST /T/{code}/screening`
pub async fn create(
    staff: StaffCaller,
    request: HtmlRequest,
    form: Form,
) -> Result<HttpResponse, PageError> {
    let code = request.path_code()?;
    let id = form.get("id").and_then(validation::parse_uuid);
    let id = ScanId::from_uuid(id.ok_or_else(|| PageError::invalid("id", "must be a UUID"))?);
    let report = ScanReport {
        id,
        source: ScanSource::Tag(code),
        occurred_at: request.app().clock.now(),
        sent_at: None,
        place: None,
        actions: vec![Action::Screened { answers: answers(&form)? }],
        override_request: None,
        fingerprint: form.fingerprint(request.http_request().path()),
    };
    // No response is stored: the page that follows shows the current state.
    record::record(request.app(), staff.actor, report, |_| "{}".to_owned()).await?;
    Ok(see_other(&format!("{}?saved={id}", tag_path(code))))
}

fn answers(form: &Form) -> Result<Vec<(ScreeningQuestion, ScreeningAnswer)>, PageError> {
    let no_hazards = form.get(NO_HAZARDS).is_some();
    let answer = |question: ScreeningQuestion| {
        if no_hazards && ScreeningQuestion::HAZARDS.contains(&question) {
            return Ok((question, ScreeningAnswer::No));
        }
        let key = form.get(question.key()).unwrap_or(ScreeningAnswer::Unknown.key());
        let answer = ScreeningAnswer::from_key(key)
            .ok_or_else(|| PageError::invalid(question.key(), "must be yes, no or unknown"))?;
        Ok((question, answer))
    };
    ScreeningQuestion::ALL.iter().copied().map(answer).collect()
}
