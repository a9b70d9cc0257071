//! The screening: seven questions of what is inside, and whether it can be washed, on one page (R1).

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use crate::domain::account::person::Role;
use crate::domain::companion::{ScreeningAnswer, ScreeningQuestion};
use crate::domain::error::DomainError;
use crate::domain::id::ScanId;
use crate::domain::string_enum::StringEnum as _;
use crate::domain::tag::TagCode;
use crate::use_cases::journeys::journey_view::JourneyView;
use crate::use_cases::scans::action::ScanAction;
use crate::use_cases::scans::record::{self, ScanReport, ScanSource};
use crate::use_cases::tags::create_tags;
use crate::use_cases::token;
use crate::web::pages::check_in::tag_page;
use crate::web::pages::shared::companion_view;
use crate::web::pages::shared::error::PageError;
use crate::web::pages::shared::layout::Layout;
use crate::web::pages::shared::request::{Form, HtmlRequest};
use crate::web::pages::{page, see_other};
use crate::web::validation;

/// The three answers, in words.
const ANSWERS: [(ScreeningAnswer, &str); 3] = [
    (ScreeningAnswer::Yes, "Yes"),
    (ScreeningAnswer::No, "No"),
    (ScreeningAnswer::Unknown, "Unknown"),
];

/// The button for somebody who looked and felt, and found none of the hazards.
const NONE: &str = "none";

#[derive(Template)]
#[template(path = "scan/screening.html")]
struct ScreeningTemplate {
    frame: Layout,
    code: TagCode,
    id: ScanId,
    journey: JourneyView,
    is_new: bool,
}

impl ScreeningTemplate {
    fn picture(&self) -> String {
        companion_view::ornament(&self.journey.companion, &self.journey.journey.state.worn())
    }

    fn questions(&self) -> Vec<Row> {
        let known = self.journey.journey.state.screening;
        let row = |question: ScreeningQuestion| {
            let (asks, hint) = words(question);
            Row {
                key: question.key(),
                asks,
                hint,
                answers: ANSWERS
                    .map(|(answer, word)| (answer.key(), word, answer == known.answer(question))),
                wished: !ScreeningQuestion::HAZARDS.contains(&question),
            }
        };
        ScreeningQuestion::ALL.iter().copied().map(row).collect()
    }
}

/// A question as the page asks it.
struct Row {
    key: &'static str,
    asks: &'static str,
    hint: &'static str,
    /// Each answer's key, its word, and whether it is the one that is known.
    answers: [(&'static str, &'static str, bool); 3],
    /// Whether yes is what one hopes for.
    wished: bool,
}

/// A question in the words of the page, and what to look for.
const fn words(question: ScreeningQuestion) -> (&'static str, &'static str) {
    match question {
        ScreeningQuestion::Metal => ("Metal?", "Zip, wire, pins, metal eyes"),
        ScreeningQuestion::Magnet => ("A magnet?", "In paws or mouth; it clings to steel"),
        ScreeningQuestion::Battery => ("A battery?", "Sound, light, anything that moves"),
        ScreeningQuestion::Weighted => ("Weighted filling?", "Beads, sand, a heavy bottom"),
        ScreeningQuestion::LooseParts => {
            ("Loose parts?", "Eyes, buttons, ribbons that may come off")
        }
        ScreeningQuestion::Latex => ("Latex?", "Rubber, balloons, elastic bands"),
        ScreeningQuestion::HoldsWater => ("Holds water?", "Bath toys, gel and heat packs"),
        ScreeningQuestion::Washable => ("Washable in a machine?", "See the label in its seam"),
    }
}

/// `GET /T/{code}/screening`
///
/// # Errors
/// To the sign-in page, `not-found`, `tag-not-bound`, `no-open-journey`.
pub async fn show(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    let staffer = asked.staff(Role::Staff).await?;
    let code = asked.code()?;
    let seen = create_tags::get(asked.app(), code).await?;
    let Some(journey) = seen.journey else {
        let nobody =
            seen.companion.map_or(DomainError::TagNotBound, |_| DomainError::NoOpenJourney);
        return Err(nobody.into());
    };
    let shown = ScreeningTemplate {
        frame: Layout::of(&asked, &staffer, "Screening").await?,
        code,
        id: asked.app().new_scan_id(),
        journey,
        is_new: asked.query().get("new").is_some(),
    };
    page(StatusCode::OK, &shown)
}

/// `POST /T/{code}/screening`
///
/// # Errors
/// `unauthenticated`, and what a scan may answer.
pub async fn create(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    let staffer = asked.staff(Role::Staff).await?;
    let (code, form) = (asked.code()?, asked.form()?);
    let id = form.get("id").and_then(validation::uuid);
    let id = ScanId::from_uuid(id.ok_or_else(|| PageError::invalid("id", "must be a UUID"))?);
    let report = ScanReport {
        id,
        source: ScanSource::Tag(code),
        occurred_at: asked.app().clock.now(),
        sent_at: None,
        place: None,
        actions: vec![ScanAction::Screened(answers(&form)?)],
        override_request: None,
        fingerprint: token::fingerprint(&[b"screening", code.as_str().as_bytes(), asked.body()]),
    };
    // The form is its own answer: what came of it stands on the page that it leads to.
    record::record(asked.app(), staffer.actor, report, |_| "{}".to_owned()).await?;
    Ok(see_other(&format!("{}?saved={id}", tag_page(code))))
}

fn answers(form: &Form) -> Result<Vec<(ScreeningQuestion, ScreeningAnswer)>, PageError> {
    let none = form.get(NONE).is_some();
    let answer = |question: ScreeningQuestion| {
        if none && ScreeningQuestion::HAZARDS.contains(&question) {
            return Ok((question, ScreeningAnswer::No));
        }
        let told = form.get(question.key()).unwrap_or(ScreeningAnswer::Unknown.key());
        let known = ScreeningAnswer::from_key(told);
        let answer = known
            .ok_or_else(|| PageError::invalid(question.key(), "must be yes, no or unknown"))?;
        Ok((question, answer))
    };
    ScreeningQuestion::ALL.iter().copied().map(answer).collect()
}
