//! `/journeys/{id}/card`: preview, release and withdrawal of the thank-you card (R40).

use actix_web::HttpResponse;
use deserr::Deserr;
use serde::Serialize;
use uuid::Uuid;

use crate::domain::card::{CardForm, Signer};
use crate::domain::id::{JourneyId, StaffId};
use crate::json::{JsonKey, Timestamp};
use crate::use_cases::cards::{self, CardPreview, ReleasedCard, SignerView};
use crate::web::api::response::{self, PersonResponse};
use crate::web::extract::callers::{LeadCaller, StaffCaller};
use crate::web::extract::input_errors::InputErrors;
use crate::web::extract::json::Json;
use crate::web::extract::path::PathId;
use crate::web::extract::state::App;
use crate::web::problem::Problem;
use crate::web::problem_code::ProblemCode;
use crate::web::validation::{Id, ShortText};

#[derive(Serialize)]
struct CardResponse {
    journey_id: Uuid,
    visit_id: Uuid,
    /// The problem code that prevents a release now.
    stop: Option<&'static str>,
    forms: Vec<JsonKey<CardForm>>,
    proposed: Vec<SignerResponse>,
    released: Option<ReleasedCardResponse>,
}

#[derive(Serialize)]
struct ReleasedCardResponse {
    id: Uuid,
    form: JsonKey<CardForm>,
    signers: Vec<SignerResponse>,
    released_by: PersonResponse,
    released_at: Timestamp,
    /// Whether the family sees it.
    shown: bool,
}

#[derive(Serialize)]
struct SignerResponse {
    staff_id: Option<Uuid>,
    name: String,
}

impl From<&SignerView> for SignerResponse {
    fn from(view: &SignerView) -> Self {
        let staff_id = match &view.signer {
            Signer::Staff(id) => Some(id.uuid()),
            Signer::Named(_) => None,
        };
        Self { staff_id, name: view.name.clone() }
    }
}

impl From<&ReleasedCard> for ReleasedCardResponse {
    fn from(released: &ReleasedCard) -> Self {
        let ReleasedCard { card, signers, released_by_name, is_shown } = released;
        Self {
            id: card.id.uuid(),
            form: JsonKey(card.form),
            signers: signers.iter().map(Into::into).collect(),
            released_by: PersonResponse {
                id: card.released_by.uuid(),
                display_name: released_by_name.clone(),
            },
            released_at: Timestamp(card.released_at),
            shown: *is_shown,
        }
    }
}

impl From<&CardPreview> for CardResponse {
    fn from(preview: &CardPreview) -> Self {
        Self {
            journey_id: preview.journey.id.uuid(),
            visit_id: preview.journey.visit_id.uuid(),
            stop: preview.release_error.as_ref().map(|error| ProblemCode::from(error).code()),
            forms: preview.forms.iter().copied().map(JsonKey).collect(),
            proposed: preview.proposed.iter().map(Into::into).collect(),
            released: preview.released.as_ref().map(Into::into),
        }
    }
}

#[derive(Deserr)]
#[deserr(error = InputErrors, deny_unknown_fields)]
pub(crate) struct ReleaseCardRequest {
    form: JsonKey<CardForm>,
    signers: Vec<SignerRequest>,
}

#[derive(Deserr)]
#[deserr(error = InputErrors, deny_unknown_fields)]
struct SignerRequest {
    #[deserr(default)]
    staff_id: Option<Id>,
    #[deserr(default)]
    name: Option<ShortText>,
}

impl SignerRequest {
    fn into_signer(self, nth: usize) -> Result<Signer, Problem> {
        match (self.staff_id, self.name) {
            (Some(id), None) => Ok(Signer::Staff(StaffId::from_uuid(id.0))),
            (None, Some(name)) => Ok(Signer::Named(name.0)),
            _ => Err(Problem::invalid(
                &format!("/signers/{nth}"),
                "must have either a staff_id or a name",
            )),
        }
    }
}

/// `GET /journeys/{id}/card`
pub(crate) async fn get(
    _: StaffCaller,
    app: App,
    PathId(journey): PathId<JourneyId>,
) -> Result<HttpResponse, Problem> {
    Ok(response::ok(&CardResponse::from(&cards::preview(&app, journey).await?)))
}

/// `PUT /journeys/{id}/card`
pub(crate) async fn release(
    lead: LeadCaller,
    app: App,
    PathId(journey): PathId<JourneyId>,
    Json(body): Json<ReleaseCardRequest>,
) -> Result<HttpResponse, Problem> {
    let signers = body.signers.into_iter().enumerate().map(|(nth, signer)| signer.into_signer(nth));
    let signers = signers.collect::<Result<Vec<_>, _>>()?;
    let preview = cards::release(&app, lead.actor, journey, body.form.0, signers).await?;
    Ok(response::ok(&CardResponse::from(&preview)))
}

/// `DELETE /journeys/{id}/card`
pub(crate) async fn withdraw(
    lead: LeadCaller,
    app: App,
    PathId(journey): PathId<JourneyId>,
) -> Result<HttpResponse, Problem> {
    cards::withdraw(&app, lead.actor.id, journey).await?;
    Ok(response::no_content())
}
