//! Builders: the things that a scene needs, each with what is usual unless a test says otherwise.

use serde_json::{Value, json};
use stuffy::domain::account::person::Role;

use crate::test_app::{Actor, Reply, merge};

/// A screening with everything asked and nothing amiss.
pub(crate) fn harmless() -> Value {
    json!({
        "metal": "no", "magnet": "no", "battery": "no", "weighted": "no",
        "loose_parts": "no", "latex": "no", "holds_water": "no", "washable": "yes",
    })
}

/// The rooms of the tests' hospital, by their ids.
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
    /// Opens them.
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

/// A room of a kind, with the usual policy.
pub(crate) async fn room(admin: &Actor, name: &str, kind: &str) -> String {
    admin.post("/places", json!({ "name": name, "kind": kind })).await.expect(201).text("id")
}

/// A companion that is checked in, with a tag on it.
pub(crate) struct Bear {
    pub(crate) child: String,
    pub(crate) companion: String,
    pub(crate) visit: String,
    pub(crate) journey: String,
    pub(crate) tag: String,
}

impl Bear {
    /// Its journey as it stands.
    pub(crate) async fn journey(&self, staff: &Actor) -> Reply {
        staff.get(&format!("/journeys/{}", self.journey)).await.expect(200)
    }

    /// Its steps, as far as one page goes.
    pub(crate) async fn steps(&self, staff: &Actor) -> Vec<Value> {
        let page = staff.get(&format!("/journeys/{}/steps?limit=200", self.journey)).await;
        page.expect(200).body["items"].as_array().expect("steps").clone()
    }

    /// Everything that is known of it, to see that something left no mark.
    pub(crate) async fn everything(&self, staff: &Actor) -> (Value, Vec<Value>) {
        (self.journey(staff).await.body, self.steps(staff).await)
    }

    /// Scans it and does these things.
    pub(crate) async fn acts(&self, staff: &Actor, actions: Value) -> Reply {
        staff.scan(&self.tag, json!({ "actions": actions })).await.expect(201)
    }

    /// Scans in vain: says for which rules it is refused, and sees that nothing came of it.
    pub(crate) async fn in_vain(&self, staff: &Actor, more: Value) -> Vec<String> {
        let before = self.everything(staff).await;
        let refused = staff.scan(&self.tag, more).await.refused(409, "not-cleared");
        assert_eq!(self.everything(staff).await, before, "a refused scan left a mark");
        refused.all("blockers", "rule")
    }

    /// Tells steps without a scan.
    pub(crate) async fn tell(&self, staff: &Actor, more: Value) -> Reply {
        let hospital = &staff.hospital;
        let mut told = json!({ "id": hospital.scan_id(), "occurred_at": hospital.now() });
        merge(&mut told, more);
        staff.post(&format!("/journeys/{}/steps", self.journey), told).await
    }
}

/// A way to set rules aside.
pub(crate) fn set_aside(rules: &[&str]) -> Value {
    json!({ "rules": rules, "reason": "the surgeon agreed" })
}

/// A blank tag.
pub(crate) async fn blank_tag(staff: &Actor) -> String {
    let minted = staff.post("/tags", json!({ "count": 1, "material": "fabric" })).await.expect(201);
    minted.text("items/0/code")
}

/// The usual arrival: a new child, a harmless bear, a tag.
pub(crate) fn arrival(tag: &str) -> Value {
    json!({
        "child": { "alias": "Little Star" },
        "companion": { "name": "Biscuit", "species": "bear", "screening": harmless() },
        "tag": tag,
    })
}

/// Checks a bear in.
pub(crate) async fn check_in(nurse: &Actor) -> Bear {
    check_in_with(nurse, json!({})).await
}

/// Checks a bear in; `more` replaces what is usual.
pub(crate) async fn check_in_with(nurse: &Actor, more: Value) -> Bear {
    let tag = blank_tag(nurse).await;
    let mut body = arrival(&tag);
    merge(&mut body, more);
    let made = nurse.post("/check-ins", body).await.expect(201);
    // A history is listed by time, then id: what comes next is to stand after the arrival.
    nurse.hospital.app.clock.advance(std::time::Duration::from_millis(1));
    Bear {
        child: made.text("child/id"),
        companion: made.text("companion/id"),
        visit: made.text("visit/id"),
        journey: made.text("journey/id"),
        tag,
    }
}

/// Everything that clears a harmless bear for the operating room: washed, gowned, masked.
pub(crate) fn made_ready() -> Value {
    json!([
        { "kind": "cleaned", "method": "wash", "bagged": true, "attested_by": "family" },
        { "kind": "dressed", "items": ["gown", "mask"] },
    ])
}

/// A bear that was checked in just now is dressed by perfusion, stands watch, is handed to somebody who does not scan,
/// and is reunited with its child by the nurse.
pub(crate) async fn there_and_back(nurse: &Actor, rooms: &Rooms, bear: &Bear) {
    let hospital = &nurse.hospital;
    let perfusion = hospital.somebody("perfusion", Role::Staff).await;
    let watch =
        json!({ "kind": "moved", "place_id": rooms.operating_room, "resting_place": "shelf" });
    let handed = json!({ "kind": "handed_over", "to": "staff", "name": "Quillfeather" });
    hospital.wait_minutes(5);
    bear.acts(&perfusion, made_ready()).await;
    hospital.wait_minutes(5);
    bear.acts(&perfusion, json!([watch, handed])).await;
    hospital.wait_minutes(40);
    bear.acts(nurse, json!([{ "kind": "undressed", "items": ["gown", "mask"] }])).await;
    bear.acts(nurse, json!([{ "kind": "moved", "place_id": rooms.ward }])).await;
    hospital.wait_minutes(5);
    bear.acts(nurse, json!([{ "kind": "reunited", "with": "child" }])).await;
}

/// Ends a visit: `completed`, or `cancelled`.
pub(crate) async fn end_visit(staff: &Actor, visit: &str, status: &str) {
    let path = format!("/visits/{visit}");
    let revision = staff.get(&path).await.expect(200)["revision"].clone();
    staff.patch(&path, &revision, json!({ "status": status })).await.expect(200);
}

/// What releases a bear's card: signed by everybody who is proposed, in this form.
pub(crate) async fn proposal(staff: &Actor, bear: &Bear, form: &str) -> Value {
    let desk = staff.get(&format!("/journeys/{}/card", bear.journey)).await.expect(200);
    let proposed = desk["proposed"].as_array().expect("signers").iter();
    let signer = |one: &Value| match &one["staff_id"] {
        Value::Null => json!({ "name": one["name"] }),
        id => json!({ "staff_id": id }),
    };
    json!({ "form": form, "signers": proposed.map(signer).collect::<Vec<_>>() })
}

/// Somebody's link to a visit.
pub(crate) struct Link {
    pub(crate) id: String,
    token: String,
}

impl Link {
    /// What it shows, in the API.
    pub(crate) fn api(&self) -> String {
        format!("/family/{}", self.token)
    }

    /// Its page.
    pub(crate) fn page(&self) -> String {
        format!("/f/{}", self.token)
    }
}

/// Invites somebody to follow a visit; `more` replaces what is usual.
pub(crate) async fn invite_with(nurse: &Actor, visit: &str, more: Value) -> Link {
    let mut guest = json!({ "name": "Grandmother", "language": "en", "scope": "status" });
    merge(&mut guest, more);
    let made = nurse.post(&format!("/visits/{visit}/family-links"), guest).await.expect(201);
    let url = made.text("url");
    let (_, token) = url.rsplit_once("/f/").expect("the address of a family's page");
    Link { id: made.text("id"), token: token.to_owned() }
}

/// Invites somebody to follow a visit: the path of what they see, in the API.
pub(crate) async fn invite(nurse: &Actor, visit: &str) -> String {
    invite_with(nurse, visit, json!({})).await.api()
}
