//! The team's card and the passport (R40): proposed from those who held the companion, released by
//! a named person, blocked by a hold, and without names for the family.

use std::rc::Rc;

use serde_json::{Value, json};

use crate::builders::{self, Bear, Rooms};
use crate::databases::{Database, on_both_databases};
use crate::test_app::{Actor, Reply, TestHospital, TestOptions};

/// A server with a bear, and the staff who hold it.
struct CardTest {
    hospital: Rc<TestHospital>,
    rooms: Rooms,
    nurse: Actor,
    lead: Actor,
    bear: Bear,
}

impl CardTest {
    async fn new(hospital: Rc<TestHospital>) -> Self {
        let (nurse, lead) = (hospital.nurse().await, hospital.lead().await);
        let rooms = Rooms::open(&hospital.admin().await).await;
        let bear = builders::check_in(&nurse).await;
        Self { hospital, rooms, nurse, lead, bear }
    }

    /// The bear was in the operating room and is back with its child. Its holders were perfusion, somebody
    /// without an account, and the nurse.
    async fn after_journey(hospital: Rc<TestHospital>) -> Self {
        let test = Self::new(hospital).await;
        test.complete_journey().await;
        test
    }

    async fn complete_journey(&self) {
        builders::complete_journey(&self.nurse, &self.rooms, &self.bear).await;
    }

    fn path(&self) -> String {
        format!("/journeys/{}/card", self.bear.journey)
    }

    async fn card_state(&self) -> Reply {
        self.nurse.get(&self.path()).await.expect(200)
    }

    async fn release(&self, form: &str) -> Reply {
        let signed = builders::proposal(&self.nurse, &self.bear, form).await;
        self.lead.put(&self.path(), signed).await
    }

    fn hold_path(&self) -> String {
        format!("/visits/{}/hold", self.bear.visit)
    }

    async fn guardian_link(&self) -> String {
        let guest = json!({ "relation": "guardian" });
        builders::invite_with(&self.nurse, &self.bear.visit, guest).await.api()
    }

    /// What a link shows of the card.
    async fn card_shown_at(&self, link: &str) -> Value {
        self.hospital.stranger().get(link).await.expect(200)["companions"][0]["card"].clone()
    }

    /// The status of the card's PDF requested through a link.
    async fn pdf_status(&self, link: &str) -> u16 {
        self.hospital.stranger().get(&format!("{link}/card.pdf")).await.status
    }
}

async fn r40_signers_are_proposed_and_staff_release_the_card(db: Database) {
    let test =
        CardTest::new(TestHospital::start_with(db, TestOptions::with_long_sessions()).await).await;
    let link = builders::invite(&test.nurse, &test.bear.visit).await;
    let early = test.card_state().await;
    assert_eq!(
        (early["stop"].clone(), early["released"].clone()),
        (json!("journey-under-way"), Value::Null)
    );
    test.release("paper").await.refused(409, "journey-under-way");

    test.complete_journey().await;
    let card_state = test.card_state().await;
    assert_eq!(card_state["stop"], Value::Null);
    assert_eq!(card_state["forms"], json!(["paper", "wipeable", "digital"]));
    // Perfusion recorded three steps and came first after the nurse, who recorded four.
    assert_eq!(card_state.all("proposed", "name"), ["The nurse", "The perfusion", "Quillfeather"]);
    assert_eq!(card_state["proposed"][2]["staff_id"], Value::Null);
    assert_eq!(test.card_shown_at(&link).await, Value::Null);
    assert_eq!(test.pdf_status(&link).await, 404);
    test.nurse
        .put(&test.path(), builders::proposal(&test.nurse, &test.bear, "paper").await)
        .await
        .refused(403, "forbidden");
    test.nurse.get(&format!("{}.pdf", test.path())).await.refused(404, "not-found");

    test.hospital.wait_minutes(2);
    let released = test.release("paper").await.expect(200)["released"].clone();
    assert_eq!(released["released_by"], json!({ "id": test.lead.id, "display_name": "The lead" }));
    assert_eq!(
        (released["released_at"].clone(), released["shown"].clone()),
        (json!(test.hospital.now()), json!(true))
    );
    assert_eq!(released["signers"], card_state["proposed"]);
    let view = test.hospital.stranger().get(&link).await.expect(200);
    let shown = view["companions"][0]["card"].clone();
    assert_eq!(shown["released_at"], released["released_at"]);
    assert_eq!(shown["url"], format!("/api/v1{link}/card.pdf"));
    assert_eq!(view["updated_at"], released["released_at"]);
    for name in ["Quillfeather", "The nurse", "The perfusion", "The lead", test.lead.id.as_str()] {
        assert!(!view.body.to_string().contains(name), "the family page contains {name}");
    }
    for (actor, path) in
        [(test.nurse.clone(), test.path()), (test.hospital.stranger(), format!("{link}/card"))]
    {
        for ask in ["", "?lang=ar&paper=letter", "?lang=zh-Hans"] {
            let pdf = actor.get(&format!("{path}.pdf{ask}")).await.expect(200);
            assert_eq!(pdf.headers["content-type"], "application/pdf");
            assert!(pdf.bytes.starts_with(b"%PDF-"), "{path}{ask}");
        }
        actor.get(&format!("{path}.pdf?lang=tlh")).await.refused(400, "malformed");
    }

    // A new card with fewer signers and another form replaces the old one. A withdrawn card is not shown.
    let fewer = json!({ "form": "digital", "signers": [{ "staff_id": test.nurse.id }] });
    let replaced = test.lead.put(&test.path(), fewer).await.expect(200);
    assert_ne!(replaced["released"]["id"], released["id"]);
    assert_eq!(replaced["released"]["signers"].as_array().map(Vec::len), Some(1));
    test.nurse.get(&format!("{}.pdf", test.path())).await.refused(409, "card-digital");
    assert_eq!(test.pdf_status(&link).await, 200, "a family can always print its card");
    test.nurse.delete(&test.path()).await.refused(403, "forbidden");
    for _ in 0..2 {
        test.lead.delete(&test.path()).await.expect(204);
        assert_eq!(test.card_shown_at(&link).await, Value::Null);
        assert_eq!(test.pdf_status(&link).await, 404);
    }
}

async fn r40_invalid_card_is_rejected_without_changes(db: Database) {
    let test = CardTest::after_journey(
        TestHospital::start_with(db, TestOptions::with_long_sessions()).await,
    )
    .await;
    let nurse = json!({ "staff_id": test.nurse.id });
    let wrong = [
        json!({ "form": "paper", "signers": [] }),
        json!({ "form": "stone", "signers": [nurse] }),
        json!({ "form": "paper", "signers": [nurse, nurse] }),
        json!({ "form": "paper", "signers": [{ "staff_id": test.lead.id }] }),
        json!({ "form": "paper", "signers": [{ "name": "Nobody" }] }),
        json!({ "form": "paper", "signers": [{ "staff_id": test.nurse.id, "name": "The nurse" }] }),
        json!({ "form": "paper", "signers": [{}] }),
        json!({ "form": "paper", "signers": vec![nurse.clone(); 13] }),
        json!({ "form": "paper" }),
    ];
    for body in wrong {
        test.lead.put(&test.path(), body.clone()).await.refused(422, "invalid");
    }
    assert_eq!(test.card_state().await["released"], Value::Null);
    for path in [
        "/journeys/01a20288-b3f0-7f3c-9a77-2f4c8b1d9e55/card",
        "/journeys/01a20288-b3f0-7f3c-9a77-2f4c8b1d9e55/card.pdf",
    ] {
        test.nurse.get(path).await.refused(404, "not-found");
    }
}

async fn r40_card_of_a_protected_child_is_digital_or_wipeable(db: Database) {
    let test = CardTest::after_journey(
        TestHospital::start_with(db, TestOptions::with_long_sessions()).await,
    )
    .await;
    let child = test.nurse.get(&format!("/children/{}", test.bear.child)).await.expect(200);
    let revision = &child["revision"];
    let protected = json!({ "protected": true });
    test.nurse
        .patch(&format!("/children/{}", test.bear.child), revision, protected)
        .await
        .expect(200);
    assert_eq!(test.card_state().await["forms"], json!(["wipeable", "digital"]));
    test.release("paper").await.refused(422, "invalid");
    for form in ["wipeable", "digital"] {
        test.release(form).await.expect(200);
    }
}

async fn r36_r40_hold_blocks_the_card_and_a_permanent_one_removes_it(db: Database) {
    let test = CardTest::after_journey(
        TestHospital::start_with(db, TestOptions::with_long_sessions()).await,
    )
    .await;
    let link = test.guardian_link().await;
    test.nurse
        .put(&test.hold_path(), json!({ "kind": "hold", "reason": "we talk first" }))
        .await
        .expect(200);
    assert_eq!(test.card_state().await["stop"], "feed-held");
    test.release("paper").await.refused(409, "feed-held");
    assert_eq!(test.card_shown_at(&link).await, Value::Null);
    test.lead.delete(&test.hold_path()).await.expect(204);

    // A card released before stays, and so does its stamp: a hold removes nothing.
    test.release("paper").await.expect(200);
    let before = test.hospital.stranger().get(&link).await.expect(200)["companions"].clone();
    assert_eq!(before[0]["passport"].as_array().map(Vec::len), Some(1));
    test.nurse
        .put(&test.hold_path(), json!({ "kind": "hold", "reason": "we talk first" }))
        .await
        .expect(200);
    let step = test.bear.steps(&test.nurse).await.last().expect("a step")["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let back = format!("/journeys/{}/steps/{step}/void", test.bear.journey);
    test.lead.post(&back, json!({ "reason": "wrong bear" })).await.expect(201);
    assert_eq!(test.hospital.stranger().get(&link).await.expect(200)["companions"], before);
    assert_eq!(test.pdf_status(&link).await, 200);
    test.nurse.get(&format!("{}.pdf", test.path())).await.refused(409, "feed-held");
    // The bear is not back after all, so the card ends with the hold; another hold does not bring
    // it back.
    test.lead.delete(&test.hold_path()).await.expect(204);
    assert_eq!(test.card_shown_at(&link).await, Value::Null);
    test.nurse
        .put(&test.hold_path(), json!({ "kind": "hold", "reason": "we talk first" }))
        .await
        .expect(200);
    assert_eq!(test.card_shown_at(&link).await, Value::Null);
    assert_eq!(test.pdf_status(&link).await, 404);
    test.lead.delete(&test.hold_path()).await.expect(204);
    test.bear.perform(&test.nurse, json!([{ "kind": "reunited", "with": "child" }])).await;
    let before = test.hospital.stranger().get(&link).await.expect(200)["companions"].clone();
    assert_ne!(before[0]["card"], Value::Null);
    test.nurse
        .put(&test.hold_path(), json!({ "kind": "hold", "reason": "we talk first" }))
        .await
        .expect(200);

    test.nurse
        .put(&test.hold_path(), json!({ "kind": "permanent", "reason": "for good" }))
        .await
        .expect(200);
    let after = test.hospital.stranger().get(&link).await.expect(200)["companions"][0].clone();
    assert_eq!((after["card"].clone(), after["passport"].clone()), (Value::Null, json!([])));
    assert_eq!(after["status"], before[0]["status"], "the status text stays");
    assert_eq!(test.pdf_status(&link).await, 404);
    test.nurse.get(&format!("{}.pdf", test.path())).await.refused(404, "not-found");
    test.release("paper").await.refused(409, "feed-held");
}

async fn r40_no_card_for_a_cancelled_visit_or_an_unfinished_journey(db: Database) {
    let test = CardTest::after_journey(
        TestHospital::start_with(db, TestOptions::with_long_sessions()).await,
    )
    .await;
    let link = test.guardian_link().await;
    test.release("paper").await.expect(200);
    assert_ne!(test.card_shown_at(&link).await, Value::Null);
    test.bear.perform(&test.nurse, json!([{ "kind": "reported_missing" }])).await;
    assert_eq!(test.card_shown_at(&link).await, Value::Null);
    assert_eq!(test.card_state().await["released"]["shown"], false);
    test.bear
        .perform(
            &test.nurse,
            json!([{ "kind": "found" }, { "kind": "closed", "outcome": "with_child" }]),
        )
        .await;
    assert_ne!(test.card_shown_at(&link).await, Value::Null);
    builders::end_visit(&test.nurse, &test.bear.visit, "cancelled").await;
    assert_eq!(test.card_shown_at(&link).await, Value::Null);
    assert_eq!(test.card_state().await["stop"], "visit-cancelled");
    test.release("paper").await.refused(409, "visit-cancelled");
}

async fn r33_r40_passport_has_a_stamp_per_visit_for_guardians_only(db: Database) {
    let test = CardTest::after_journey(
        TestHospital::start_with(db, TestOptions::with_long_sessions()).await,
    )
    .await;
    let first_day = test.bear.steps(&test.nurse).await[0]["occurred_at"].clone();
    test.bear.perform(&test.nurse, json!([{ "kind": "closed", "outcome": "with_child" }])).await;
    let first_link = test.guardian_link().await;
    builders::end_visit(&test.nurse, &test.bear.visit, "completed").await;

    test.hospital.wait_minutes(60 * 24 * 3);
    let nurse = test.hospital.nurse().await;
    let again =
        json!({ "child": { "id": test.bear.child }, "companion": { "id": test.bear.companion } });
    let again = nurse.post("/check-ins", again).await.expect(201);
    let visit = again.text("visit/id");
    let links = [("guardian", 1), ("invited", 0)];
    for (relation, stamps) in links {
        let link =
            builders::invite_with(&nurse, &visit, json!({ "relation": relation })).await.api();
        let passport =
            test.hospital.stranger().get(&link).await.expect(200)["companions"][0]["passport"]
                .clone();
        assert_eq!(passport.as_array().map(Vec::len), Some(stamps), "{relation}: {passport}");
        if stamps > 0 {
            assert_eq!(passport[0], json!({ "at": first_day, "stood_watch": true }));
        }
    }
    // The second visit adds its stamp once the family was informed that the bear is back; that one did
    // not stand watch.
    let link = builders::invite_with(&nurse, &visit, json!({ "relation": "guardian" })).await.api();
    let began = test.hospital.now();
    test.bear.perform(&nurse, json!([{ "kind": "reunited", "with": "child" }])).await;
    let passport = async || {
        test.hospital.stranger().get(&link).await.expect(200)["companions"][0]["passport"].clone()
    };
    assert_eq!(passport().await[1], json!({ "at": began, "stood_watch": false }));
    // A link to the first visit, still open for some days, shows nothing of the second.
    let first = test.hospital.stranger().get(&first_link).await.expect(200);
    assert_eq!(
        first["companions"][0]["passport"],
        json!([{ "at": first_day, "stood_watch": true }])
    );
    // A visit with a hold gives no stamp meanwhile; a hold on this page changes nothing on it.
    let hold_path = format!("/visits/{visit}/hold");
    nurse.put(&hold_path, json!({ "kind": "hold", "reason": "we talk first" })).await.expect(200);
    assert_eq!(passport().await.as_array().map(Vec::len), Some(2));
    test.hospital.lead().await.delete(&hold_path).await.expect(204);
    let lead = test.hospital.lead().await;
    lead.put(&test.hold_path(), json!({ "kind": "hold", "reason": "we talk first" }))
        .await
        .expect(200);
    assert_eq!(passport().await.as_array().map(Vec::len), Some(1));
    lead.delete(&test.hold_path()).await.expect(204);
    assert_eq!(passport().await.as_array().map(Vec::len), Some(2));
}

async fn r40_purge_deletes_cards(db: Database) {
    let test = CardTest::after_journey(
        TestHospital::start_with(db, TestOptions::with_long_sessions()).await,
    )
    .await;
    test.release("paper").await.expect(200);
    test.release("digital").await.expect(200);
    let count = "SELECT CAST(count(*) AS TEXT) AS line FROM cards";
    assert_eq!(test.hospital.db.lines(count).await, ["2"]);
    test.bear.perform(&test.nurse, json!([{ "kind": "closed", "outcome": "with_child" }])).await;
    builders::end_visit(&test.nurse, &test.bear.visit, "completed").await;
    test.nurse.delete(&format!("/children/{}", test.bear.child)).await.expect(204);
    assert_eq!(test.hospital.db.lines(count).await, ["0"]);
    test.nurse.get(&test.path()).await.refused(404, "not-found");
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
        let hold_then_read = async {
            nurse
                .put(&hold, json!({ "kind": "hold", "reason": "we talk first" }))
                .await
                .expect(200);
            card().await
        };
        let (acknowledged, released) = tokio::join!(hold_then_read, lead.put(&path, signed));
        match released.status {
            200 => assert_ne!(
                acknowledged,
                Value::Null,
                "the card was released before the hold, so it is shown"
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
