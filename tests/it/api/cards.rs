//! The team's card and the passport (R40): proposed from those who held the companion, released by
//! a named person, blocked by a hold, and without names for the family.

use std::rc::Rc;

use serde_json::{Value, json};

use crate::builders::{self, Bear, Rooms};
use crate::databases::{Database, on_both_databases};
use crate::test_app::{Actor, Reply, TestHospital, TestOptions};

/// A server with a bear, and the staff who hold it.
struct Stay {
    hospital: Rc<TestHospital>,
    rooms: Rooms,
    nurse: Actor,
    lead: Actor,
    bear: Bear,
}

impl Stay {
    async fn begin(hospital: Rc<TestHospital>) -> Self {
        let (nurse, lead) = (hospital.nurse().await, hospital.lead().await);
        let rooms = Rooms::open(&hospital.admin().await).await;
        let bear = builders::check_in(&nurse).await;
        Self { hospital, rooms, nurse, lead, bear }
    }

    /// The bear stood watch and is back, dressed by perfusion and handed to somebody who does not
    /// scan.
    async fn over(hospital: Rc<TestHospital>) -> Self {
        let stay = Self::begin(hospital).await;
        stay.goes_and_comes_back().await;
        stay
    }

    async fn goes_and_comes_back(&self) {
        builders::complete_journey(&self.nurse, &self.rooms, &self.bear).await;
    }

    fn path(&self) -> String {
        format!("/journeys/{}/card", self.bear.journey)
    }

    async fn desk(&self) -> Reply {
        self.nurse.get(&self.path()).await.expect(200)
    }

    async fn release(&self, form: &str) -> Reply {
        let signed = builders::proposal(&self.nurse, &self.bear, form).await;
        self.lead.put(&self.path(), signed).await
    }

    fn hold(&self) -> String {
        format!("/visits/{}/hold", self.bear.visit)
    }

    async fn guardian(&self) -> String {
        let guest = json!({ "relation": "guardian" });
        builders::invite_with(&self.nurse, &self.bear.visit, guest).await.api()
    }

    /// What a link shows of the card.
    async fn card_at(&self, link: &str) -> Value {
        self.hospital.stranger().get(link).await.expect(200)["companions"][0]["card"].clone()
    }

    /// Whether a link opens the card's PDF.
    async fn prints(&self, link: &str) -> u16 {
        self.hospital.stranger().get(&format!("{link}/card.pdf")).await.status
    }
}

async fn r40_signers_are_proposed_and_staff_release_the_card(db: Database) {
    let stay =
        Stay::begin(TestHospital::start_with(db, TestOptions::with_long_sessions()).await).await;
    let link = builders::invite(&stay.nurse, &stay.bear.visit).await;
    let early = stay.desk().await;
    assert_eq!(
        (early["stop"].clone(), early["released"].clone()),
        (json!("journey-under-way"), Value::Null)
    );
    stay.release("paper").await.refused(409, "journey-under-way");

    stay.goes_and_comes_back().await;
    let desk = stay.desk().await;
    assert_eq!(desk["stop"], Value::Null);
    assert_eq!(desk["forms"], json!(["paper", "wipeable", "digital"]));
    // Perfusion recorded three steps and came first after the nurse, who recorded four.
    assert_eq!(desk.all("proposed", "name"), ["The nurse", "The perfusion", "Quillfeather"]);
    assert_eq!(desk["proposed"][2]["staff_id"], Value::Null);
    assert_eq!(stay.card_at(&link).await, Value::Null);
    assert_eq!(stay.prints(&link).await, 404);
    stay.nurse
        .put(&stay.path(), builders::proposal(&stay.nurse, &stay.bear, "paper").await)
        .await
        .refused(403, "forbidden");
    stay.nurse.get(&format!("{}.pdf", stay.path())).await.refused(404, "not-found");

    stay.hospital.wait_minutes(2);
    let released = stay.release("paper").await.expect(200)["released"].clone();
    assert_eq!(released["released_by"], json!({ "id": stay.lead.id, "display_name": "The lead" }));
    assert_eq!(
        (released["released_at"].clone(), released["shown"].clone()),
        (json!(stay.hospital.now()), json!(true))
    );
    assert_eq!(released["signers"], desk["proposed"]);
    let view = stay.hospital.stranger().get(&link).await.expect(200);
    let shown = view["companions"][0]["card"].clone();
    assert_eq!(shown["released_at"], released["released_at"]);
    assert_eq!(shown["url"], format!("/api/v1{link}/card.pdf"));
    assert_eq!(view["updated_at"], released["released_at"]);
    for name in ["Quillfeather", "The nurse", "The perfusion", "The lead", stay.lead.id.as_str()] {
        assert!(!view.body.to_string().contains(name), "the family reads {name}");
    }
    for (who, path) in
        [(stay.nurse.clone(), stay.path()), (stay.hospital.stranger(), format!("{link}/card"))]
    {
        for ask in ["", "?lang=ar&paper=letter", "?lang=zh-Hans"] {
            let pdf = who.get(&format!("{path}.pdf{ask}")).await.expect(200);
            assert_eq!(pdf.headers["content-type"], "application/pdf");
            assert!(pdf.bytes.starts_with(b"%PDF-"), "{path}{ask}");
        }
        who.get(&format!("{path}.pdf?lang=tlh")).await.refused(400, "malformed");
    }

    // A new card with fewer signers and another form replaces the old one. Withdrawn, it is gone.
    let fewer = json!({ "form": "digital", "signers": [{ "staff_id": stay.nurse.id }] });
    let anew = stay.lead.put(&stay.path(), fewer).await.expect(200);
    assert_ne!(anew["released"]["id"], released["id"]);
    assert_eq!(anew["released"]["signers"].as_array().map(Vec::len), Some(1));
    stay.nurse.get(&format!("{}.pdf", stay.path())).await.refused(409, "card-digital");
    assert_eq!(stay.prints(&link).await, 200, "a family prints its page as it likes");
    stay.nurse.delete(&stay.path()).await.refused(403, "forbidden");
    for _ in 0..2 {
        stay.lead.delete(&stay.path()).await.expect(204);
        assert_eq!(stay.card_at(&link).await, Value::Null);
        assert_eq!(stay.prints(&link).await, 404);
    }
}

async fn r40_invalid_card_is_rejected_without_changes(db: Database) {
    let stay =
        Stay::over(TestHospital::start_with(db, TestOptions::with_long_sessions()).await).await;
    let nurse = json!({ "staff_id": stay.nurse.id });
    let wrong = [
        json!({ "form": "paper", "signers": [] }),
        json!({ "form": "stone", "signers": [nurse] }),
        json!({ "form": "paper", "signers": [nurse, nurse] }),
        json!({ "form": "paper", "signers": [{ "staff_id": stay.lead.id }] }),
        json!({ "form": "paper", "signers": [{ "name": "Nobody" }] }),
        json!({ "form": "paper", "signers": [{ "staff_id": stay.nurse.id, "name": "The nurse" }] }),
        json!({ "form": "paper", "signers": [{}] }),
        json!({ "form": "paper", "signers": vec![nurse.clone(); 13] }),
        json!({ "form": "paper" }),
    ];
    for body in wrong {
        stay.lead.put(&stay.path(), body.clone()).await.refused(422, "invalid");
    }
    assert_eq!(stay.desk().await["released"], Value::Null);
    for path in [
        "/journeys/01a20288-b3f0-7f3c-9a77-2f4c8b1d9e55/card",
        "/journeys/01a20288-b3f0-7f3c-9a77-2f4c8b1d9e55/card.pdf",
    ] {
        stay.nurse.get(path).await.refused(404, "not-found");
    }
}

async fn r40_card_of_a_protected_child_is_digital_or_wipeable(db: Database) {
    let stay =
        Stay::over(TestHospital::start_with(db, TestOptions::with_long_sessions()).await).await;
    let child = stay.nurse.get(&format!("/children/{}", stay.bear.child)).await.expect(200);
    let revision = &child["revision"];
    let protected = json!({ "protected": true });
    stay.nurse
        .patch(&format!("/children/{}", stay.bear.child), revision, protected)
        .await
        .expect(200);
    assert_eq!(stay.desk().await["forms"], json!(["wipeable", "digital"]));
    stay.release("paper").await.refused(422, "invalid");
    for form in ["wipeable", "digital"] {
        stay.release(form).await.expect(200);
    }
}

async fn r36_r40_hold_blocks_the_card_and_a_permanent_one_removes_it(db: Database) {
    let stay =
        Stay::over(TestHospital::start_with(db, TestOptions::with_long_sessions()).await).await;
    let link = stay.guardian().await;
    stay.nurse
        .put(&stay.hold(), json!({ "kind": "hold", "reason": "we talk first" }))
        .await
        .expect(200);
    assert_eq!(stay.desk().await["stop"], "feed-held");
    stay.release("paper").await.refused(409, "feed-held");
    assert_eq!(stay.card_at(&link).await, Value::Null);
    stay.lead.delete(&stay.hold()).await.expect(204);

    // A card released before stays, and so does its stamp: a hold removes nothing.
    stay.release("paper").await.expect(200);
    let before = stay.hospital.stranger().get(&link).await.expect(200)["companions"].clone();
    assert_eq!(before[0]["passport"].as_array().map(Vec::len), Some(1));
    stay.nurse
        .put(&stay.hold(), json!({ "kind": "hold", "reason": "we talk first" }))
        .await
        .expect(200);
    let step = stay.bear.steps(&stay.nurse).await.last().expect("a step")["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let back = format!("/journeys/{}/steps/{step}/void", stay.bear.journey);
    stay.lead.post(&back, json!({ "reason": "wrong bear" })).await.expect(201);
    assert_eq!(stay.hospital.stranger().get(&link).await.expect(200)["companions"], before);
    assert_eq!(stay.prints(&link).await, 200);
    stay.nurse.get(&format!("{}.pdf", stay.path())).await.refused(409, "feed-held");
    // The bear is not back after all, so the card ends with the hold; another hold does not bring
    // it back.
    stay.lead.delete(&stay.hold()).await.expect(204);
    assert_eq!(stay.card_at(&link).await, Value::Null);
    stay.nurse
        .put(&stay.hold(), json!({ "kind": "hold", "reason": "we talk first" }))
        .await
        .expect(200);
    assert_eq!(stay.card_at(&link).await, Value::Null);
    assert_eq!(stay.prints(&link).await, 404);
    stay.lead.delete(&stay.hold()).await.expect(204);
    stay.bear.perform(&stay.nurse, json!([{ "kind": "reunited", "with": "child" }])).await;
    let before = stay.hospital.stranger().get(&link).await.expect(200)["companions"].clone();
    assert_ne!(before[0]["card"], Value::Null);
    stay.nurse
        .put(&stay.hold(), json!({ "kind": "hold", "reason": "we talk first" }))
        .await
        .expect(200);

    stay.nurse
        .put(&stay.hold(), json!({ "kind": "permanent", "reason": "for good" }))
        .await
        .expect(200);
    let after = stay.hospital.stranger().get(&link).await.expect(200)["companions"][0].clone();
    assert_eq!((after["card"].clone(), after["passport"].clone()), (Value::Null, json!([])));
    assert_eq!(after["status"], before[0]["status"], "the words stay as they were");
    assert_eq!(stay.prints(&link).await, 404);
    stay.nurse.get(&format!("{}.pdf", stay.path())).await.refused(404, "not-found");
    stay.release("paper").await.refused(409, "feed-held");
}

async fn r40_no_card_for_a_cancelled_visit_or_an_unfinished_journey(db: Database) {
    let stay =
        Stay::over(TestHospital::start_with(db, TestOptions::with_long_sessions()).await).await;
    let link = stay.guardian().await;
    stay.release("paper").await.expect(200);
    assert_ne!(stay.card_at(&link).await, Value::Null);
    stay.bear.perform(&stay.nurse, json!([{ "kind": "reported_missing" }])).await;
    assert_eq!(stay.card_at(&link).await, Value::Null);
    assert_eq!(stay.desk().await["released"]["shown"], false);
    stay.bear
        .perform(
            &stay.nurse,
            json!([{ "kind": "found" }, { "kind": "closed", "outcome": "with_child" }]),
        )
        .await;
    assert_ne!(stay.card_at(&link).await, Value::Null);
    builders::end_visit(&stay.nurse, &stay.bear.visit, "cancelled").await;
    assert_eq!(stay.card_at(&link).await, Value::Null);
    assert_eq!(stay.desk().await["stop"], "visit-cancelled");
    stay.release("paper").await.refused(409, "visit-cancelled");
}

async fn r33_r40_passport_has_a_stamp_per_visit_for_guardians_only(db: Database) {
    let stay =
        Stay::over(TestHospital::start_with(db, TestOptions::with_long_sessions()).await).await;
    let first_day = stay.bear.steps(&stay.nurse).await[0]["occurred_at"].clone();
    stay.bear.perform(&stay.nurse, json!([{ "kind": "closed", "outcome": "with_child" }])).await;
    let first_link = stay.guardian().await;
    builders::end_visit(&stay.nurse, &stay.bear.visit, "completed").await;

    stay.hospital.wait_minutes(60 * 24 * 3);
    let nurse = stay.hospital.nurse().await;
    let again =
        json!({ "child": { "id": stay.bear.child }, "companion": { "id": stay.bear.companion } });
    let again = nurse.post("/check-ins", again).await.expect(201);
    let visit = again.text("visit/id");
    let links = [("guardian", 1), ("invited", 0)];
    for (relation, stamps) in links {
        let link =
            builders::invite_with(&nurse, &visit, json!({ "relation": relation })).await.api();
        let passport =
            stay.hospital.stranger().get(&link).await.expect(200)["companions"][0]["passport"]
                .clone();
        assert_eq!(passport.as_array().map(Vec::len), Some(stamps), "{relation}: {passport}");
        if stamps > 0 {
            assert_eq!(passport[0], json!({ "at": first_day, "stood_watch": true }));
        }
    }
    // The second visit adds its stamp once the family was told that the bear is back; that one did
    // not stand watch.
    let link = builders::invite_with(&nurse, &visit, json!({ "relation": "guardian" })).await.api();
    let began = stay.hospital.now();
    stay.bear.perform(&nurse, json!([{ "kind": "reunited", "with": "child" }])).await;
    let passport = async || {
        stay.hospital.stranger().get(&link).await.expect(200)["companions"][0]["passport"].clone()
    };
    assert_eq!(passport().await[1], json!({ "at": began, "stood_watch": false }));
    // A link to the first visit, still open for some days, shows nothing of the second.
    let first = stay.hospital.stranger().get(&first_link).await.expect(200);
    assert_eq!(
        first["companions"][0]["passport"],
        json!([{ "at": first_day, "stood_watch": true }])
    );
    // A visit with a hold gives no stamp meanwhile; a hold on this page changes nothing on it.
    let silent = format!("/visits/{visit}/hold");
    nurse.put(&silent, json!({ "kind": "hold", "reason": "we talk first" })).await.expect(200);
    assert_eq!(passport().await.as_array().map(Vec::len), Some(2));
    stay.hospital.lead().await.delete(&silent).await.expect(204);
    let lead = stay.hospital.lead().await;
    lead.put(&stay.hold(), json!({ "kind": "hold", "reason": "we talk first" })).await.expect(200);
    assert_eq!(passport().await.as_array().map(Vec::len), Some(1));
    lead.delete(&stay.hold()).await.expect(204);
    assert_eq!(passport().await.as_array().map(Vec::len), Some(2));
}

async fn r40_purge_deletes_cards(db: Database) {
    let stay =
        Stay::over(TestHospital::start_with(db, TestOptions::with_long_sessions()).await).await;
    stay.release("paper").await.expect(200);
    stay.release("digital").await.expect(200);
    let kept = "SELECT CAST(count(*) AS TEXT) AS line FROM cards";
    assert_eq!(stay.hospital.db.lines(kept).await, ["2"]);
    stay.bear.perform(&stay.nurse, json!([{ "kind": "closed", "outcome": "with_child" }])).await;
    builders::end_visit(&stay.nurse, &stay.bear.visit, "completed").await;
    stay.nurse.delete(&format!("/children/{}", stay.bear.child)).await.expect(204);
    assert_eq!(stay.hospital.db.lines(kept).await, ["0"]);
    stay.nurse.get(&stay.path()).await.refused(404, "not-found");
}
async fn r36_no_card_is_shown_after_an_acknowledged_hold(db: Database) {
    let hospital = TestHospital::start_with(db, TestOptions::with_long_sessions()).await;
    let (nurse, lead) = (hospital.nurse().await, hospital.lead().await);
    for _ in 0..6 {
        let bear = builders::check_in(&nurse).await;
        bear.perform(&nurse, json!([{ "kind": "reunited", "with": "child" }])).await;
        let link = builders::invite(&nurse, &bear.visit).await;
        let card = async || {
            hospital.stranger().get(&link).await.expect(200)["companions"][0]["card"].clone()
        };
        let signed = json!({ "form": "paper", "signers": [{ "staff_id": nurse.id }] });
        let (hold, path) =
            (format!("/visits/{}/hold", bear.visit), format!("/journeys/{}/card", bear.journey));
        let silenced = async {
            nurse
                .put(&hold, json!({ "kind": "hold", "reason": "we talk first" }))
                .await
                .expect(200);
            card().await
        };
        let (acknowledged, released) = tokio::join!(silenced, lead.put(&path, signed));
        match released.status {
            200 => assert_ne!(
                acknowledged,
                Value::Null,
                "released before the hold, and so it is there"
            ),
            _ => _ = released.refused(409, "feed-held"),
        }
        assert_eq!(card().await, acknowledged);
    }
}

on_both_databases!(
    r40_signers_are_proposed_and_staff_release_the_card,
    r40_invalid_card_is_rejected_without_changes,
    r40_card_of_a_protected_child_is_digital_or_wipeable,
    r36_r40_hold_blocks_the_card_and_a_permanent_one_removes_it,
    r40_no_card_for_a_cancelled_visit_or_an_unfinished_journey,
    r33_r40_passport_has_a_stamp_per_visit_for_guardians_only,
    r40_purge_deletes_cards,
    r36_no_card_is_shown_after_an_acknowledged_hold,
);
