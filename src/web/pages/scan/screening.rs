//! The screening: seven questions of what is inside, and whether it can be washed, on one page (R1).

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use crate::domain::account::person::Role;
use crate::domain::companion::{Answer, Question};
use crate::domain::error::Refusal;
use crate::domain::id::ScanId;
use crate::domain::string_enum::Keyed as _;
use crate::domain::tag::Code;
use crate::use_cases::journeys::journey_view::JourneyView;
use crate::use_cases::scans::action::Act;
use crate::use_cases::scans::record::{self, Report, Source};
use crate::use_cases::tags::create_tags;
use crate::use_cases::token;
use crate::web::pages::check_in::tag_page;
use crate::web::pages::shared::companion_view;
use crate::web::pages::shared::error::Turned;
use crate::web::pages::shared::layout::Frame;
use crate::web::pages::shared::request::{Asked, Form};
use crate::web::pages::{page, see_other};
use crate::web::validation;

/// The three answers, in words.
const ANSWERS: [(Answer, &str); 3] =
    [(Answer::Yes, "Yes"), (Answer::No, "No"), (Answer::Unknown, "Unknown")];

/// The button for somebody who looked and felt, and found none of the hazards.
const NONE: &str = "none";

#[derive(Template)]
#[template(path = "scan/screening.html")]
struct Page {
    frame: Frame,
    code: Code,
    id: ScanId,
    journey: JourneyView,
    is_new: bool,
}

impl Page {
    fn picture(&self) -> String {
        companion_view::ornament(&self.journey.companion, &self.journey.journey.state.worn())
    }

    fn questions(&self) -> Vec<Row> {
        let known = self.journey.journey.state.screening;
        let row = |question: Question| {
            let (asks, hint) = words(question);
            Row {
                key: question.key(),
                asks,
                hint,
                answers: ANSWERS
                    .map(|(answer, word)| (answer.key(), word, answer == known.answer(question))),
                wished: !Question::HAZARDS.contains(&question),
            }
        };
        Question::ALL.iter().copied().map(row).collect()
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
const fn words(question: Question) -> (&'static str, &'static str) {
    match question {
        Question::Metal => ("Metal?", "Zip, wire, pins, metal eyes"),
        Question::Magnet => ("A magnet?", "In paws or mouth; it clings to steel"),
        Question::Battery => ("A battery?", "Sound, light, anything that moves"),
        Question::Weighted => ("Weighted filling?", "Beads, sand, a heavy bottom"),
        Question::LooseParts => ("Loose parts?", "Eyes, buttons, ribbons that may come off"),
        Question::Latex => ("Latex?", "Rubber, balloons, elastic bands"),
        Question::HoldsWater => ("Holds water?", "Bath toys, gel and heat packs"),
        Question::Washable => ("Washable in a machine?", "See the label in its seam"),
    }
}

/// `GET /T/{code}/screening`
///
/// # Errors
/// To the sign-in page, `not-found`, `tag-not-bound`, `no-open-journey`.
pub async fn show(asked: Asked) -> Result<HttpResponse, Turned> {
    let staffer = asked.staff(Role::Staff).await?;
    let code = asked.code()?;
    let seen = create_tags::look(asked.world(), code).await?;
    let Some(journey) = seen.journey else {
        let nobody = seen.companion.map_or(Refusal::TagNotBound, |_| Refusal::NoOpenJourney);
        return Err(nobody.into());
    };
    let shown = Page {
        frame: Frame::of(&asked, &staffer, "Screening").await?,
        code,
        id: asked.world().scan_id(),
        journey,
        is_new: asked.query().get("new").is_some(),
    };
    page(StatusCode::OK, &shown)
}

/// `POST /T/{code}/screening`
///
/// # Errors
/// `unauthenticated`, and what a scan may answer.
pub async fn keep(asked: Asked) -> Result<HttpResponse, Turned> {
    let staffer = asked.staff(Role::Staff).await?;
    let (code, form) = (asked.code()?, asked.form()?);
    let id = form.get("id").and_then(validation::uuid);
    let id = ScanId::from_uuid(id.ok_or_else(|| Turned::invalid("id", "must be a UUID"))?);
    let report = Report {
        id,
        source: Source::Tag(code),
        occurred_at: asked.world().clock.now(),
        sent_at: None,
        place: None,
        acts: vec![Act::Screened(answers(&form)?)],
        overriding: None,
        fingerprint: token::fingerprint(&[b"screening", code.as_str().as_bytes(), asked.body()]),
    };
    // The form is its own answer: what came of it stands on the page that it leads to.
    record::record(asked.world(), staffer.actor, report, |_| "{}".to_owned()).await?;
    Ok(see_other(&format!("{}?saved={id}", tag_page(code))))
}

fn answers(form: &Form) -> Result<Vec<(Question, Answer)>, Turned> {
    let none = form.get(NONE).is_some();
    let answer = |question: Question| {
        if none && Question::HAZARDS.contains(&question) {
            return Ok((question, Answer::No));
        }
        let told = form.get(question.key()).unwrap_or(Answer::Unknown.key());
        let known = Answer::from_key(told);
        let answer =
            known.ok_or_else(|| Turned::invalid(question.key(), "must be yes, no or unknown"))?;
        Ok((question, answer))
    };
    Question::ALL.iter().copied().map(answer).collect()
}
