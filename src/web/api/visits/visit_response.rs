//! A visit in API responses.

use serde::Serialize;
use uuid::Uuid;

use crate::domain::id::StaffId;
use crate::domain::visit::{Hold, HoldKind, VisitStatus};
use crate::json::{JsonKey, Timestamp};
use crate::use_cases::visits::VisitView;
use crate::web::api::place_summary::PlaceSummary;
use crate::web::api::response::{self, PersonResponse, null_if_purged};

#[derive(Serialize)]
pub(crate) struct VisitResponse {
    id: Uuid,
    child_id: Uuid,
    status: JsonKey<VisitStatus>,
    place: Option<PlaceSummary>,
    placed_at: Option<Timestamp>,
    hold: Option<HoldResponse>,
    created_at: Timestamp,
    ended_at: Option<Timestamp>,
    revision: i64,
}

#[derive(Serialize)]
struct HoldResponse {
    kind: JsonKey<HoldKind>,
    reason: Option<String>,
    at: Timestamp,
    by: PersonResponse,
}

impl From<&VisitView> for VisitResponse {
    fn from(view: &VisitView) -> Self {
        let visit = &view.visit;
        Self {
            id: visit.id.uuid(),
            child_id: visit.child_id.uuid(),
            status: JsonKey(visit.status),
            place: view.place.as_ref().map(Into::into),
            placed_at: visit.place.map(|(_, at)| Timestamp(at)),
            hold: visit.hold.as_ref().map(|hold| hold_response(hold, view.held_by.as_ref())),
            created_at: Timestamp(visit.created_at),
            ended_at: visit.ended_at.map(Timestamp),
            revision: visit.revision,
        }
    }
}

fn hold_response(hold: &Hold, by: Option<&(StaffId, String)>) -> HoldResponse {
    let display_name = by.map(|(_, name)| name.clone()).unwrap_or_default();
    HoldResponse {
        kind: JsonKey(hold.kind),
        reason: null_if_purged(hold.reason.clone()),
        at: Timestamp(hold.at),
        by: PersonResponse { id: hold.by.uuid(), display_name },
    }
}

pub(crate) fn visit_with_etag(view: &VisitView) -> actix_web::HttpResponse {
    response::ok_with_etag(view.visit.revision, &VisitResponse::from(view))
}
