//! An audit entry as JSON: in our own format and as a FHIR R4 `AuditEvent`.

use serde::Serialize;
use uuid::Uuid;

use super::{JsonKey, Timestamp, hex};
use crate::domain::audit::{AuditAction, AuditActor, AuditEntry};
use crate::domain::id::{JourneyId, VisitId};

#[derive(Serialize)]
pub struct AuditEntryResponse {
    seq: i64,
    at: Timestamp,
    action: JsonKey<AuditAction>,
    actor: AuditActorResponse,
    route: String,
    request_id: Option<Uuid>,
    topic: Option<String>,
    subject_id: Option<Uuid>,
    journey_id: Option<Uuid>,
    visit_id: Option<Uuid>,
    key: Option<String>,
    #[serde(rename = "seal")]
    mac: String,
}

#[derive(Serialize)]
struct AuditActorResponse {
    kind: JsonKey<AuditActor>,
    id: Option<Uuid>,
}

impl From<&AuditEntry> for AuditEntryResponse {
    fn from(entry: &AuditEntry) -> Self {
        let (record, context) = (&entry.record, &entry.record.context);
        Self {
            seq: entry.seq,
            at: Timestamp(record.at),
            action: JsonKey(record.action),
            actor: AuditActorResponse { kind: JsonKey(context.actor), id: context.actor_id },
            route: context.route.clone(),
            request_id: context.request_id,
            topic: record.topic.clone(),
            subject_id: context.subject.id,
            journey_id: context.subject.journey.map(JourneyId::uuid),
            visit_id: context.subject.visit.map(VisitId::uuid),
            key: Some(entry.key.clone()).filter(|key| !key.is_empty()),
            mac: hex(&entry.mac),
        }
    }
}

/// An entry as an [AuditEvent of FHIR R4](https://hl7.org/fhir/R4/auditevent.html).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AuditEvent {
    resource_type: &'static str,
    id: String,
    r#type: Coding,
    subtype: Vec<Coding>,
    action: &'static str,
    recorded: Timestamp,
    outcome: &'static str,
    agent: Vec<Agent>,
    source: Source,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    entity: Vec<Entity>,
}

#[derive(Serialize)]
struct Coding {
    system: &'static str,
    code: &'static str,
}

#[derive(Serialize)]
struct Agent {
    r#type: Concept,
    #[serde(skip_serializing_if = "Option::is_none")]
    who: Option<Reference>,
    requestor: bool,
}

#[derive(Serialize)]
struct Concept {
    coding: [Coding; 1],
    text: &'static str,
}

#[derive(Serialize)]
struct Source {
    observer: Display,
}

#[derive(Serialize)]
struct Display {
    display: &'static str,
}

#[derive(Serialize)]
struct Entity {
    what: Reference,
    name: &'static str,
}

#[derive(Serialize)]
struct Reference {
    identifier: Identifier,
}

#[derive(Serialize)]
struct Identifier {
    system: &'static str,
    value: String,
}

const TYPES: &str = "http://terminology.hl7.org/CodeSystem/audit-event-type";
const SUBTYPES: &str = "http://hl7.org/fhir/restful-interaction";
const DICOM: &str = "http://dicom.nema.org/resources/ontology/DCM";
const PARTICIPANTS: &str = "http://terminology.hl7.org/CodeSystem/extra-security-role-type";
const URIS: &str = "urn:ietf:rfc:3986";

impl From<&AuditEntry> for AuditEvent {
    fn from(entry: &AuditEntry) -> Self {
        let (record, context) = (&entry.record, &entry.record.context);
        let (kind, subtype, action) = classify(record.action, &context.route);
        let (role, role_text) = role(context.actor);
        let subject = &context.subject;
        let entity = |id: Option<Uuid>, name| id.map(|id| Entity { what: reference(id), name });
        let entities = [
            entity(subject.id, "subject"),
            entity(subject.journey.map(JourneyId::uuid), "journey"),
            entity(subject.visit.map(VisitId::uuid), "visit"),
            entity(context.request_id, "request"),
        ];
        Self {
            resource_type: "AuditEvent",
            id: entry.seq.to_string(),
            r#type: kind,
            subtype: vec![subtype],
            action,
            recorded: Timestamp(record.at),
            outcome: if record.action == AuditAction::Denied { "4" } else { "0" },
            agent: vec![Agent {
                r#type: Concept { coding: [role], text: role_text },
                who: context.actor_id.map(reference),
                requestor: true,
            }],
            source: Source { observer: Display { display: "Stuffy" } },
            entity: entities.into_iter().flatten().collect(),
        }
    }
}

fn reference(id: Uuid) -> Reference {
    Reference { identifier: Identifier { system: URIS, value: format!("urn:uuid:{id}") } }
}

/// The FHIR type, subtype and action of an entry.
fn classify(action: AuditAction, route: &str) -> (Coding, Coding, &'static str) {
    let rest = Coding { system: TYPES, code: "rest" };
    let interaction = |code| Coding { system: SUBTYPES, code };
    let sign_in = ["POST /api/v1/sessions", "POST /api/v1/sessions/pin", "POST /sign-in"];
    let sign_out = ["DELETE /api/v1/sessions/current", "POST /sign-out"];
    match (action, route.split(' ').next()) {
        (AuditAction::Denied, _) => (dicom("110114"), dicom("110122"), "E"),
        (AuditAction::Changed, _) if sign_out.contains(&route) => {
            (dicom("110114"), dicom("110123"), "E")
        }
        (AuditAction::Changed, _) if sign_in.contains(&route) => {
            (dicom("110114"), dicom("110122"), "E")
        }
        (AuditAction::Read, _) => (rest, interaction("read"), "R"),
        (AuditAction::Changed, Some("DELETE")) => (rest, interaction("delete"), "D"),
        (AuditAction::Changed, Some("PUT" | "PATCH")) => (rest, interaction("update"), "U"),
        (AuditAction::Changed, _) => (rest, interaction("create"), "C"),
    }
}

/// DICOM codes: 110114 user authentication, 110122 login, 110123 logout.
const fn dicom(code: &'static str) -> Coding {
    Coding { system: DICOM, code }
}

const fn role(actor: AuditActor) -> (Coding, &'static str) {
    let human = Coding { system: PARTICIPANTS, code: "humanuser" };
    let machine = Coding { system: PARTICIPANTS, code: "dataprocessor" };
    match actor {
        AuditActor::Staff => (human, "staff"),
        AuditActor::Family => (human, "family"),
        AuditActor::Anonymous => (human, "unknown"),
        AuditActor::Service => (machine, "service"),
        AuditActor::System => (machine, "Stuffy itself"),
    }
}
