//! An entry of the audit as JSON: as we write it ourselves, and as FHIR R4 has it.

use serde::Serialize;
use uuid::Uuid;

use super::{JsonKey, Timestamp, hex};
use crate::domain::audit::{AuditAction, AuditActor, AuditEntry};
use crate::domain::id::{JourneyId, VisitId};

/// An entry in our own words.
#[derive(Serialize)]
pub struct AuditEntryResponse {
    seq: i64,
    at: Timestamp,
    deed: JsonKey<AuditAction>,
    doer: AuditActorResponse,
    way: String,
    request_id: Option<Uuid>,
    topic: Option<String>,
    subject_id: Option<Uuid>,
    journey_id: Option<Uuid>,
    visit_id: Option<Uuid>,
    key: Option<String>,
    seal: String,
}

#[derive(Serialize)]
struct AuditActorResponse {
    kind: JsonKey<AuditActor>,
    id: Option<Uuid>,
}

impl From<&AuditEntry> for AuditEntryResponse {
    fn from(entry: &AuditEntry) -> Self {
        let (note, errand) = (&entry.note, &entry.note.errand);
        Self {
            seq: entry.seq,
            at: Timestamp(note.at),
            deed: JsonKey(note.deed),
            doer: AuditActorResponse { kind: JsonKey(errand.doer), id: errand.id },
            way: errand.way.clone(),
            request_id: errand.request,
            topic: note.topic.clone(),
            subject_id: errand.about.subject,
            journey_id: errand.about.journey.map(JourneyId::uuid),
            visit_id: errand.about.visit.map(VisitId::uuid),
            key: Some(entry.key.clone()).filter(|key| !key.is_empty()),
            seal: hex(&entry.seal),
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
        let (note, errand) = (&entry.note, &entry.note.errand);
        let (kind, subtype, action) = kinds(note.deed, &errand.way);
        let (role, called) = role(errand.doer);
        let about = &errand.about;
        let entity = |id: Option<Uuid>, name| id.map(|id| Entity { what: reference(id), name });
        let entities = [
            entity(about.subject, "subject"),
            entity(about.journey.map(JourneyId::uuid), "journey"),
            entity(about.visit.map(VisitId::uuid), "visit"),
            entity(errand.request, "request"),
        ];
        Self {
            resource_type: "AuditEvent",
            id: entry.seq.to_string(),
            r#type: kind,
            subtype: vec![subtype],
            action,
            recorded: Timestamp(note.at),
            outcome: if note.deed == AuditAction::Refused { "4" } else { "0" },
            agent: vec![Agent {
                r#type: Concept { coding: [role], text: called },
                who: errand.id.map(reference),
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

/// The kind of event, its interaction and its action, by what was done and through which door.
fn kinds(deed: AuditAction, way: &str) -> (Coding, Coding, &'static str) {
    let rest = Coding { system: TYPES, code: "rest" };
    let interaction = |code| Coding { system: SUBTYPES, code };
    let comes = ["POST /api/v1/sessions", "POST /api/v1/sessions/pin", "POST /sign-in"];
    let goes = ["DELETE /api/v1/sessions/current", "POST /sign-out"];
    match (deed, way.split(' ').next()) {
        (AuditAction::Refused, _) => (dicom("110114"), dicom("110122"), "E"),
        (AuditAction::Did, _) if goes.contains(&way) => (dicom("110114"), dicom("110123"), "E"),
        (AuditAction::Did, _) if comes.contains(&way) => (dicom("110114"), dicom("110122"), "E"),
        (AuditAction::Saw, _) => (rest, interaction("read"), "R"),
        (AuditAction::Did, Some("DELETE")) => (rest, interaction("delete"), "D"),
        (AuditAction::Did, Some("PUT" | "PATCH")) => (rest, interaction("update"), "U"),
        (AuditAction::Did, _) => (rest, interaction("create"), "C"),
    }
}

/// DICOM's codes: 110114 user authentication, 110122 login, 110123 logout.
const fn dicom(code: &'static str) -> Coding {
    Coding { system: DICOM, code }
}

const fn role(doer: AuditActor) -> (Coding, &'static str) {
    let human = Coding { system: PARTICIPANTS, code: "humanuser" };
    let machine = Coding { system: PARTICIPANTS, code: "dataprocessor" };
    match doer {
        AuditActor::Staff => (human, "staff"),
        AuditActor::Family => (human, "family"),
        AuditActor::Nobody => (human, "unknown"),
        AuditActor::Service => (machine, "service"),
        AuditActor::House => (machine, "Stuffy itself"),
    }
}
