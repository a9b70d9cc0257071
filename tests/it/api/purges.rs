//! `DELETE /children/{id}`: everything that identified the child is gone from every row; what is
//! counted stays.

use std::rc::Rc;

use serde_json::{Value, json};

use crate::builders::{Rooms, clear_screening, create_tag};
use crate::databases::{Database, on_both_databases};
use crate::test_app::TestHospital;

/// Texts that could identify the child, one for each member.
pub(crate) const PLANTED: [&str; 16] = [
    "Quillon",
    "MRN-PLANTED-77",
    "Marmaduke",
    "Zephyrine",
    "Wolfgang",
    "Clotilde",
    "Ignatius",
    "Bartholomew",
    "Ottoline",
    "Peregrine",
    "Thaddeus",
    "Euphemia",
    "Leopoldine",
    "Cuthbert",
    "Hortensia",
    "Ambrosius",
];

/// A child with identifying text in every possible place.
pub(crate) struct Planted {
    pub(crate) tag: String,
    /// Another child, whose data must not change.
    pub(crate) bystander: String,
    pub(crate) child_id: String,
    pub(crate) child: String,
    pub(crate) visit: String,
    pub(crate) companion: String,
    pub(crate) journey: String,
    /// A second tag that was bound and voided.
    pub(crate) spare: String,
    /// The family's page in the API.
    pub(crate) page: String,
}

/// Records everything up to the point where the companion can go home.
pub(crate) async fn plant(hospital: &Rc<TestHospital>) -> Planted {
    let (admin, nurse, lead) =
        (hospital.admin().await, hospital.nurse().await, hospital.lead().await);
    let (rooms, parent) = (Rooms::open(&admin).await, hospital.stranger());
    let (tag, bystander) = (
        create_tag(&nurse).await,
        nurse.post("/children", json!({ "alias": "Comet" })).await.expect(201),
    );
    let arrived = nurse.post_with_key("/check-ins", "the-arrival-key", json!({
        "child": { "alias": "Quillon", "patient_ref": "MRN-PLANTED-77" },
        "companion": { "name": "Marmaduke", "species": "bear", "description": "Zephyrine stripes", "screening": clear_screening() },
        "tag": tag, "place_id": rooms.door,
    })).await.expect(201);
    let (child, visit) = (
        format!("/children/{}", arrived.text("child/id")),
        format!("/visits/{}", arrived.text("visit/id")),
    );
    let (companion, journey) = (
        format!("/companions/{}", arrived.text("companion/id")),
        format!("/journeys/{}", arrived.text("journey/id")),
    );
    let act = async |more: Value| {
        hospital.wait_minutes(1);
        nurse.scan(&tag, more).await.expect(201)
    };
    act(json!({ "actions": [{ "kind": "noted", "text": "Wolfgang is the brother" }] })).await;
    act(json!({ "actions": [{ "kind": "handed_over", "to": "guardian", "name": "Clotilde" }] }))
        .await;
    act(json!({ "actions": [{ "kind": "declined", "reason": "Ignatius said no", "alternative": "loaner" }] })).await;
    let rules = ["clean_missing", "not_gowned"];
    lead.scan(&tag, json!({ "place_id": rooms.operating_room, "override": { "rules": rules, "reason": "Bartholomew agreed" } })).await.expect(201);
    let wrong = act(json!({ "actions": [{ "kind": "noted", "text": "Ottoline" }] })).await;
    lead.post(
        &format!("{journey}/steps/{}/void", wrong.text("steps/0/id")),
        json!({ "reason": "Peregrine was meant" }),
    )
    .await
    .expect(201);
    act(json!({ "actions": [{ "kind": "reported_missing" }] })).await;
    let alert = nurse.get("/alerts").await.expect(200).all("items", "id");
    for alert in alert {
        nurse
            .post(&format!("/alerts/{alert}/resolve"), json!({ "note": "Thaddeus has it" }))
            .await
            .expect(200);
    }
    act(json!({ "actions": [{ "kind": "found" }] })).await;
    let guest = json!({ "name": "Euphemia", "language": "en", "scope": "status" });
    let link = nurse.post(&format!("{visit}/family-links"), guest).await.expect(201).text("url");
    let page = format!("/family/{}", link.rsplit('/').next().expect("a token"));
    parent.get(&page).await.expect(200);
    nurse
        .put(&format!("{visit}/hold"), json!({ "kind": "permanent", "reason": "Leopoldine knows" }))
        .await
        .expect(200);
    let spare = create_tag(&nurse).await;
    nurse
        .put(
            &format!("/tags/{spare}/companion"),
            json!({ "companion_id": arrived["companion"]["id"], "keep_old": true }),
        )
        .await
        .expect(200);
    nurse
        .post(&format!("/tags/{spare}/void"), json!({ "reason": "Cuthbert tore it" }))
        .await
        .expect(200);
    let renamed = nurse.get(&companion).await.expect(200);
    nurse
        .patch(&companion, &renamed["revision"], json!({ "description": "Hortensia's" }))
        .await
        .expect(200);
    let known = nurse.get(&child).await.expect(200);
    nurse.patch(&child, &known["revision"], json!({ "alias": "Ambrosius" })).await.expect(200);
    Planted {
        tag,
        bystander: bystander.text("id"),
        child_id: arrived.text("child/id"),
        child,
        visit,
        companion,
        journey,
        spare,
        page,
    }
}

/// Closes the journey and ends the visit.
pub(crate) async fn send_home(hospital: &Rc<TestHospital>, planted: &Planted) {
    let nurse = hospital.nurse().await;
    hospital.wait_minutes(1);
    nurse.scan(&planted.tag, json!({ "actions": [{ "kind": "reunited", "with": "child" }, { "kind": "closed", "outcome": "with_child" }] })).await.expect(201);
    let stay = nurse.get(&planted.visit).await.expect(200);
    nurse
        .patch(&planted.visit, &stay["revision"], json!({ "status": "completed" }))
        .await
        .expect(200);
}

async fn purge_leaves_no_text_of_the_child_in_any_table(db: Database) {
    let hospital = TestHospital::start(db).await;
    let planted = plant(&hospital).await;
    let (nurse, lead, parent) =
        (hospital.nurse().await, hospital.lead().await, hospital.stranger());
    let Planted { tag, bystander, child_id, child, visit, companion, journey, spare, page } =
        planted;

    // Refused while the visit or a journey is open.
    nurse.delete(&child).await.refused(409, "journeys-open");
    hospital.wait_minutes(1);
    nurse.scan(&tag, json!({ "actions": [{ "kind": "reunited", "with": "child" }, { "kind": "closed", "outcome": "with_child" }] })).await.expect(201);
    nurse.delete(&child).await.refused(409, "journeys-open");
    let stay = nurse.get(&visit).await.expect(200);
    nurse.patch(&visit, &stay["revision"], json!({ "status": "completed" })).await.expect(200);
    hospital.wait_minutes(1);
    let steps = nurse.get(&format!("{journey}/steps")).await.expect(200);
    let counts = lead.get("/reports/summary").await.expect(200).body;
    for word in [
        "Ambrosius",
        "MRN-PLANTED-77",
        "Marmaduke",
        "Wolfgang",
        "Clotilde",
        "Bartholomew",
        "Peregrine",
        "Thaddeus",
        "Euphemia",
        "Leopoldine",
        "Cuthbert",
        "Hortensia",
    ] {
        assert!(!hospital.db.rows_with(word).await.is_empty(), "{word} was never planted");
    }

    nurse.delete(&child).await.expect(204);
    for word in PLANTED {
        assert_eq!(
            hospital.db.rows_with(word).await,
            Vec::<String>::new(),
            "{word} is still there"
        );
    }
    nurse.get(&child).await.refused(404, "not-found");
    nurse.delete(&child).await.refused(404, "not-found");
    nurse.patch(&child, &json!(3), json!({ "alias": "Quillon" })).await.refused(404, "not-found");
    nurse.post("/visits", json!({ "child_id": child_id })).await.refused(404, "not-found");
    assert_eq!(nurse.get("/children").await.expect(200).all("items", "id"), [bystander]);
    parent.get(&page).await.refused(404, "not-found");

    // What is counted stays: the steps without text, the numbers, the derived state.
    let after = nurse.get(&format!("{journey}/steps")).await.expect(200);
    let shape = |page: &Value| {
        let steps = page["items"].as_array().expect("steps").clone();
        steps
            .iter()
            .map(|step| {
                (step["id"].clone(), step["action"]["kind"].clone(), step["occurred_at"].clone())
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(shape(&after.body), shape(&steps.body));
    assert_eq!(lead.get("/reports/summary").await.expect(200).body, counts);
    let verdict = stuffy::use_cases::audit::verify_integrity::verify_integrity(&hospital.app)
        .await
        .expect("a verdict");
    assert_eq!((verdict.journeys, verdict.differing), (1, vec![]));
    let way = nurse.get(&journey).await.expect(200);
    assert_eq!(
        (way["child_alias"].clone(), way["companion"]["name"].clone(), way["status"].clone()),
        (Value::Null, Value::Null, json!("closed"))
    );
    assert_eq!(nurse.get(&companion).await.expect(200)["name"], Value::Null);
    assert_eq!(nurse.get(&visit).await.expect(200)["hold"]["reason"], Value::Null);
    assert_eq!(
        nurse.get(&format!("{visit}/family-links")).await.expect(200)["items"][0]["name"],
        Value::Null
    );
    nurse.get(&format!("/tags/{spare}")).await.expect(200);
    nurse.get("/alerts?state=all").await.expect(200);
    // The reference can be used again.
    nurse
        .post("/children", json!({ "alias": "Nova", "patient_ref": "MRN-PLANTED-77" }))
        .await
        .expect(201);
}

async fn purged_child_cannot_be_updated(db: Database) {
    let hospital = TestHospital::start(db).await;
    let nurse = hospital.nurse().await;
    let child = nurse.post("/children", json!({ "alias": "Quillon" })).await.expect(201).text("id");
    let bear = json!({ "child_id": child, "name": "Marmaduke", "species": "bear" });
    let bear = nurse.post("/companions", bear).await.expect(201).text("id");
    let visit = nurse.post("/visits", json!({ "child_id": child })).await.expect(201).text("id");
    nurse
        .patch(&format!("/visits/{visit}"), &json!(1), json!({ "status": "completed" }))
        .await
        .expect(200);
    nurse.delete(&format!("/children/{child}")).await.expect(204);
    let companion = nurse.get(&format!("/companions/{bear}")).await.expect(200);
    let named = json!({ "name": "Marmaduke" });
    nurse
        .patch(&format!("/companions/{bear}"), &companion["revision"], named)
        .await
        .refused(404, "not-found");
    let stay = nurse.get(&format!("/visits/{visit}")).await.expect(200);
    nurse
        .patch(&format!("/visits/{visit}"), &stay["revision"], json!({ "status": "in_progress" }))
        .await
        .refused(404, "not-found");
    assert_eq!(hospital.db.rows_with("Marmaduke").await, Vec::<String>::new());
}

on_both_databases!(purge_leaves_no_text_of_the_child_in_any_table, purged_child_cannot_be_updated,);
