//! Builders of test data with sensible defaults.

use serde_json::{Value, json};
use stuffy::domain::account::person::Role;

use crate::test_app::{Actor, Reply, merge};

/// A screening with all questions answered and no findings.
pub(crate) fn clear_screening() -> Value {
    json!({
        "metal": "no", "magnet": "no", "battery": "no", "weighted": "no",
        "loose_parts": "no", "latex": "no", "holds_water": "no", "washable": "yes",
    })
}

/// Place ids of the test hospital.
pub(crate) struct Rooms {
    pub(crate) door: String,
    pub(crate) pre_op: String,
    pub(crate) operating_room: String,
    pub(crate) imaging: String,
    pub(crate) recovery: String,
    pub(crate) ward: String,
    pub(crate) laundry: String,
}

impl Rooms {
    pub(crate) async fn open(admin: &Actor) -> Self {
        Self {
            door: room(admin, "Front door", "check_in").await,
            pre_op: room(admin, "Holding bay 3", "pre_op").await,
            operating_room: room(admin, "OR 7", "operating_room").await,
            imaging: room(admin, "MRI 1", "imaging").await,
            recovery: room(admin, "PACU bay 2", "recovery").await,
            ward: room(admin, "Ward 4 East", "ward").await,
            laundry: room(admin, "Laundry", "laundry").await,
        }
    }
}

/// Creates a place with the usual policy of its kind.
pub(crate) async fn room(admin: &Actor, name: &str, kind: &str) -> String {
    admin.post("/places", json!({ "name": name, "kind": kind })).await.expect(201).text("id")
}

/// A checked-in companion with its tag.
pub(crate) struct Bear {
    pub(crate) child: String,
    pub(crate) companion: String,
    pub(crate) visit: String,
    pub(crate) journey: String,
    pub(crate) tag: String,
}

impl Bear {
    pub(crate) async fn journey(&self, staff: &Actor) -> Reply {
        staff.get(&format!("/journeys/{}", self.journey)).await.expect(200)
    }

    /// The first page of its steps.
    pub(crate) async fn steps(&self, staff: &Actor) -> Vec<Value> {
        let page = staff.get(&format!("/journeys/{}/steps?limit=200", self.journey)).await;
        page.expect(200).body["items"].as_array().expect("steps").clone()
    }

    /// Journey and steps, to check that nothing changed.
    pub(crate) async fn snapshot(&self, staff: &Actor) -> (Value, Vec<Value>) {
        (self.journey(staff).await.body, self.steps(staff).await)
    }

    /// Scans the tag with these actions.
    pub(crate) async fn perform(&self, staff: &Actor, actions: Value) -> Reply {
        staff.scan(&self.tag, json!({ "actions": actions })).await.expect(201)
    }

    /// Sends a scan that must be blocked without any change; returns the rules that block it.
    pub(crate) async fn expect_blocked(&self, staff: &Actor, more: Value) -> Vec<String> {
        let before = self.snapshot(staff).await;
        let refused = staff.scan(&self.tag, more).await.refused(409, "not-cleared");
        assert_eq!(self.snapshot(staff).await, before, "a blocked scan changed something");
        refused.all("blockers", "rule")
    }

    /// Records steps without a scan.
    pub(crate) async fn record_steps(&self, staff: &Actor, more: Value) -> Reply {
        let hospital = &staff.hospital;
        let mut steps = json!({ "id": hospital.scan_id(), "occurred_at": hospital.now() });
        merge(&mut steps, more);
        staff.post(&format!("/journeys/{}/steps", self.journey), steps).await
    }
}

/// An override of these rules.
pub(crate) fn override_rules(rules: &[&str]) -> Value {
    json!({ "rules": rules, "reason": "the surgeon agreed" })
}

pub(crate) async fn create_tag(staff: &Actor) -> String {
    let created =
        staff.post("/tags", json!({ "count": 1, "material": "fabric" })).await.expect(201);
    created.text("items/0/code")
}

/// A check-in request for a new child and a bear without findings.
pub(crate) fn arrival(tag: &str) -> Value {
    json!({
        "child": { "alias": "Little Star" },
        "companion": { "name": "Biscuit", "species": "bear", "screening": clear_screening() },
        "tag": tag,
    })
}

/// Checks a bear in.
pub(crate) async fn check_in(nurse: &Actor) -> Bear {
    check_in_with(nurse, json!({})).await
}

/// Checks a bear in; `more` overrides the defaults.
pub(crate) async fn check_in_with(nurse: &Actor, more: Value) -> Bear {
    let tag = create_tag(nurse).await;
    let mut body = arrival(&tag);
    merge(&mut body, more);
    let made = nurse.post("/check-ins", body).await.expect(201);
    // Steps are ordered by time, then id: later steps must sort after the check-in.
    nurse.hospital.app.clock.advance(std::time::Duration::from_millis(1));
    Bear {
        child: made.text("child/id"),
        companion: made.text("companion/id"),
        visit: made.text("visit/id"),
        journey: made.text("journey/id"),
        tag,
    }
}

/// Actions that clear a bear for the operating room.
pub(crate) fn prepared_for_surgery() -> Value {
    json!([
        { "kind": "cleaned", "method": "wash", "bagged": true, "attested_by": "family" },
        { "kind": "dressed", "items": ["gown", "mask"] },
    ])
}

/// A whole journey: gowned and taken to the operating room by perfusion, handed to someone without an
/// account, ungowned, moved to the ward and reunited with its child by the nurse.
pub(crate) async fn complete_journey(nurse: &Actor, rooms: &Rooms, bear: &Bear) {
    let hospital = &nurse.hospital;
    let perfusion = hospital.sign_in_as("perfusion", Role::Staff).await;
    let watch =
        json!({ "kind": "moved", "place_id": rooms.operating_room, "resting_place": "shelf" });
    let handed = json!({ "kind": "handed_over", "to": "staff", "name": "Quillfeather" });
    hospital.wait_minutes(5);
    bear.perform(&perfusion, prepared_for_surgery()).await;
    hospital.wait_minutes(5);
    bear.perform(&perfusion, json!([watch, handed])).await;
    hospital.wait_minutes(40);
    bear.perform(nurse, json!([{ "kind": "undressed", "items": ["gown", "mask"] }])).await;
    bear.perform(nurse, json!([{ "kind": "moved", "place_id": rooms.ward }])).await;
    hospital.wait_minutes(5);
    bear.perform(nurse, json!([{ "kind": "reunited", "with": "child" }])).await;
}

/// Ends a visit as `completed` or `cancelled`.
pub(crate) async fn end_visit(staff: &Actor, visit: &str, status: &str) {
    let path = format!("/visits/{visit}");
    let revision = staff.get(&path).await.expect(200)["revision"].clone();
    staff.patch(&path, &revision, json!({ "status": status })).await.expect(200);
}

/// A request that releases the card in this form, signed by all proposed signers.
pub(crate) async fn proposal(staff: &Actor, bear: &Bear, form: &str) -> Value {
    let card = staff.get(&format!("/journeys/{}/card", bear.journey)).await.expect(200);
    let proposed = card["proposed"].as_array().expect("signers").iter();
    let signer = |one: &Value| match &one["staff_id"] {
        Value::Null => json!({ "name": one["name"] }),
        id => json!({ "staff_id": id }),
    };
    json!({ "form": form, "signers": proposed.map(signer).collect::<Vec<_>>() })
}

/// A family link.
pub(crate) struct Link {
    pub(crate) id: String,
    token: String,
}

impl Link {
    /// Its path in the API.
    pub(crate) fn api(&self) -> String {
        format!("/family/{}", self.token)
    }

    /// The path of its page.
    pub(crate) fn page(&self) -> String {
        format!("/f/{}", self.token)
    }
}

/// Creates a family link; `more` overrides the defaults.
pub(crate) async fn invite_with(nurse: &Actor, visit: &str, more: Value) -> Link {
    let mut guest = json!({ "name": "Grandmother", "language": "en", "scope": "status" });
    merge(&mut guest, more);
    let made = nurse.post(&format!("/visits/{visit}/family-links"), guest).await.expect(201);
    let url = made.text("url");
    let (_, token) = url.rsplit_once("/f/").expect("a family link URL");
    Link { id: made.text("id"), token: token.to_owned() }
}

/// Creates a family link and returns its API path.
pub(crate) async fn invite(nurse: &Actor, visit: &str) -> String {
    invite_with(nurse, visit, json!({})).await.api()
}
