//! `/journeys/{id}/card`: preview, release and withdrawal of the thank-you card (R40).

use actix_web::HttpResponse;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::account::person::Role;
use crate::domain::card::{CardForm, Signer};
use crate::domain::id::{JourneyId, StaffId};
use crate::json::{JsonKey, Timestamp};
use crate::use_cases::cards::{self, CardPreview, ReleasedCard, SignerView};
use crate::web::api::extract::ApiRequest;
use crate::web::api::response::{self, PersonResponse};
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

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReleaseCardRequest {
    form: JsonKey<CardForm>,
    signers: Vec<SignerRequest>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SignerRequest {
    staff_id: Option<Id>,
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
pub(crate) async fn get(request: ApiRequest) -> Result<HttpResponse, Problem> {
    request.require_role(Role::Staff).await?;
    let journey = request.path_id("id", JourneyId::from_uuid)?;
    request.query(&[])?;
    Ok(response::ok(&CardResponse::from(&cards::preview(request.app(), journey).await?)))
}

/// `PUT /journeys/{id}/card`
pub(crate) async fn release(request: ApiRequest) -> Result<HttpResponse, Problem> {
    let actor = request.require_role(Role::Lead).await?;
    let journey = request.path_id("id", JourneyId::from_uuid)?;
    request.query(&[])?;
    let body: ReleaseCardRequest = request.json()?;
    let signers = body.signers.into_iter().enumerate().map(|(nth, signer)| signer.into_signer(nth));
    let signers = signers.collect::<Result<Vec<_>, _>>()?;
    let preview = cards::release(request.app(), actor, journey, body.form.0, signers).await?;
    Ok(response::ok(&CardResponse::from(&preview)))
}

/// `DELETE /journeys/{id}/card`
pub(crate) async fn withdraw(request: ApiRequest) -> Result<HttpResponse, Problem> {
    let actor = request.require_role(Role::Lead).await?;
    let journey = request.path_id("id", JourneyId::from_uuid)?;
    request.query(&[])?;
    cards::withdraw(request.app(), actor.id, journey).await?;
    Ok(response::no_content())
}
