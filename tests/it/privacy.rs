//! Identifying data: encrypted at rest, exported on request, purged on request and by retention.

use std::rc::Rc;

use serde_json::{Value, json};
use stuffy::db::{Error, KeySet, Options, Store};
use stuffy::domain::tag::TagCode;
use stuffy::use_cases::audit::verify_integrity;
use stuffy::use_cases::privacy::reencrypt;
use stuffy::use_cases::privacy::retention::{self, RetentionRun};
use stuffy::use_cases::tags::finder_message;

use crate::api::purges::{PLANTED, plant, send_home};
use crate::builders;
use crate::databases::{Database, on_both_databases};
use crate::test_app::{Actor, TestHospital, TestOptions};

/// Companion names do not identify a child and are searched by the database.
const OPEN: &str = "Marmaduke";

/// Texts that are saved unencrypted somewhere.
async fn open_words(hospital: &TestHospital) -> Vec<&'static str> {
    let mut open = Vec::new();
    for word in PLANTED {
        if !hospital.db.rows_with(word).await.is_empty() {
            open.push(word);
        }
    }
    open
}

/// The export of a child, without what the export itself changes.
async fn export(lead: &Actor, child: &str) -> Value {
    let mut all = lead.get(&format!("{child}/export")).await.expect(200).body;
    let members = all.as_object_mut().expect("an export");
    members.remove("exported_at").expect("when");
    members.remove("audit").expect("who saw");
    all
}

/// The same user on another node.
fn through(node: &Rc<TestHospital>, actor: &Actor) -> Actor {
    node.stranger().with_token(actor.token.as_deref().expect("they are signed in"))
}

async fn identifying_text_is_encrypted_at_rest_and_decrypted_on_read(db: Database) {
    let hospital = TestHospital::start_with(db, TestOptions::encrypted_with(&['1'])).await;
    let (nurse, lead) = (hospital.nurse().await, hospital.lead().await);
    let planted = plant(&hospital).await;
    assert_eq!(open_words(&hospital).await, [OPEN]);

    // Reading and searching decrypts them.
    let child = nurse.get(&planted.child).await.expect(200);
    assert_eq!(
        (child.text("alias"), child.text("patient_ref")),
        ("Ambrosius".to_owned(), "MRN-PLANTED-77".to_owned())
    );
    let said = export(&lead, &planted.child).await.to_string();
    for word in [
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
    ] {
        assert!(said.contains(word), "{word} cannot be read any more");
    }
    assert_eq!(nurse.get(&planted.journey).await.expect(200).text("child_alias"), "Ambrosius");
    let taken = json!({ "alias": "Nova", "patient_ref": "MRN-PLANTED-77" });
    nurse.post("/children", taken).await.refused(409, "patient-ref-taken");
    let changed = nurse.get(&format!("/children/{}", planted.bystander)).await.expect(200);
    nurse
        .patch(
            &format!("/children/{}", planted.bystander),
            &changed["revision"],
            json!({ "patient_ref": "MRN-PLANTED-77" }),
        )
        .await
        .refused(409, "patient-ref-taken");
    // A repeated scan gets the first response, which is encrypted as well.
    hospital.wait_minutes(1);
    let scan = json!({ "id": hospital.scan_id(), "tag": planted.tag, "occurred_at": hospital.now(), "actions": [{ "kind": "noted", "text": "Zephyrine" }] });
    let first = nurse.post("/scans", scan.clone()).await.expect(201).body;
    assert_eq!(nurse.post("/scans", scan).await.expect(200).body, first);
    assert_eq!(open_words(&hospital).await, [OPEN]);
    let verdict = verify_integrity::verify_integrity(&hospital.app).await.expect("a verdict");
    assert_eq!((verdict.journeys, verdict.differing), (1, vec![]));

    // Equal texts have different ciphertexts.
    for _ in 0..2 {
        nurse.post("/children", json!({ "alias": "Twin" })).await.expect(201);
    }
    let twice =
        "SELECT alias AS line FROM children WHERE alias <> '' GROUP BY alias HAVING count(*) > 1";
    assert_eq!(hospital.db.lines(twice).await, Vec::<String>::new());
}

async fn privacy_key_is_rotated_while_the_server_runs(db: Database) {
    let hospital = TestHospital::start_with(db, TestOptions::encrypted_with(&['1'])).await;
    let (nurse, lead) = (hospital.nurse().await, hospital.lead().await);
    let planted = plant(&hospital).await;
    let before = export(&lead, &planted.child).await;
    // The other node gets the new key first and still knows the old one; work continues on both.
    let second = hospital.another_node(TestOptions::encrypted_with(&['2', '1'])).await;
    let there = through(&second, &nurse);
    assert_eq!(export(&through(&second, &lead), &planted.child).await, before);
    let bear = builders::check_in(&there).await;
    assert!(reencrypt::count_stale(&second.app).await.expect("a look") > 10);
    let scans = async {
        for _ in 0..5 {
            hospital.wait_seconds(1);
            there
                .scan(&bear.tag, json!({ "actions": [{ "kind": "noted", "text": "Zephyrine" }] }))
                .await
                .expect(201);
        }
    };
    let (mended, ()) = tokio::join!(reencrypt::reencrypt_all(&second.app), scans);
    assert!(mended.expect("it is mended") > 10);
    assert_eq!(reencrypt::reencrypt_all(&second.app).await.expect("nothing is left"), 0);
    assert_eq!(open_words(&hospital).await, [OPEN]);
    hospital.stop().await;
    // The old key is no longer needed.
    let third = second.another_node(TestOptions::encrypted_with(&['2'])).await;
    assert_eq!(export(&through(&third, &lead), &planted.child).await, before);
    third.app.store.check_privacy_key().await.expect("it has the key");
    // A lookup hash under the old key would let its holder try every possible reference.
    let marked = "SELECT DISTINCT key_id AS line FROM patient_ref_hashes";
    assert_eq!(third.db.lines(marked).await.len(), 2);
    assert_eq!(reencrypt::reencrypt_all(&third.app).await.expect("nothing is left"), 0);
    assert_eq!(third.db.lines(marked).await.len(), 1);
    let again = json!({ "alias": "Nova", "patient_ref": "MRN-PLANTED-77" });
    through(&third, &nurse).post("/children", again).await.refused(409, "patient-ref-taken");
    let verdict = verify_integrity::verify_integrity(&third.app).await.expect("a verdict");
    assert_eq!((verdict.journeys, verdict.differing, verdict.chain_error), (2, vec![], None));
    for digits in [&['1'][..], &['3'], &[]] {
        let without = third.another_node(TestOptions::encrypted_with(digits)).await;
        let told = without.app.store.check_privacy_key().await.expect_err("it lacks the key");
        assert!(told.to_string().contains("STUFFY_PRIVACY_KEY"), "{told}");
        without.stop().await;
    }
}

async fn existing_plain_text_is_encrypted_when_a_key_is_set(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (nurse, lead) = (hospital.nurse().await, hospital.lead().await);
    let planted = plant(&hospital).await;
    assert_eq!(reencrypt::reencrypt_all(&hospital.app).await.expect("nothing to seal by"), 0);
    let (before, open) = (export(&lead, &planted.child).await, open_words(&hospital).await);
    assert!(open.len() > 10, "{open:?}");
    let string_enum = hospital.another_node(TestOptions::encrypted_with(&['1'])).await;
    // A reference is unique both before and after the first run.
    let taken = json!({ "alias": "Nova", "patient_ref": "MRN-PLANTED-77" });
    let there = through(&string_enum, &nurse);
    there.post("/children", taken.clone()).await.refused(409, "patient-ref-taken");
    reencrypt::reencrypt_all(&string_enum.app).await.expect("it is sealed");
    assert_eq!(open_words(&string_enum).await, [OPEN]);
    there.post("/children", taken).await.refused(409, "patient-ref-taken");
    assert_eq!(export(&through(&string_enum, &lead), &planted.child).await, before);
}

async fn patient_references_stay_unique_across_nodes_during_key_rotation(db: Database) {
    let hospital = TestHospital::start_with(db, TestOptions::encrypted_with(&['1', '2'])).await;
    let second = hospital.another_node(TestOptions::encrypted_with(&['2', '1'])).await;
    let nurse = hospital.nurse().await;
    let there = through(&second, &nurse);
    for nth in 0..8 {
        let child = json!({ "alias": "Nova", "patient_ref": format!("MRN-{nth}") });
        let (one, other) =
            tokio::join!(nurse.post("/children", child.clone()), there.post("/children", child));
        let mut answers = [one.status, other.status];
        answers.sort_unstable();
        assert_eq!(answers, [201, 409]);
    }
}

async fn altered_ciphertext_is_never_shown(db: Database) {
    let hospital = TestHospital::start_with(db, TestOptions::encrypted_with(&['1'])).await;
    let nurse = hospital.nurse().await;
    let child = nurse.post("/children", json!({ "alias": "Quillon" })).await.expect(201).text("id");
    hospital
        .db
        .run("UPDATE children SET alias = substr(alias, 1, 40) || 'AAAA' || substr(alias, 45)")
        .await
        .expect("altered");
    nurse.get(&format!("/children/{child}")).await.refused(500, "internal");
    hospital.db.run("UPDATE children SET alias = substr(alias, 1, 20)").await.expect("altered");
    nurse.get(&format!("/children/{child}")).await.refused(500, "internal");
}

async fn retention_purges_names_and_keeps_counts(db: Database) {
    let hospital = TestHospital::start_with(db, TestOptions::with_long_sessions()).await;
    let (nurse, planted) = (hospital.nurse().await, plant(&hospital).await);
    // This visit was never ended.
    let waiting = builders::check_in(&nurse).await;
    send_home(&hospital, &planted).await;
    let round = async || retention::run_once(&hospital.app).await.expect("a round");
    hospital.wait_minutes(30 * 24 * 60 - 2);
    assert_eq!(round().await, RetentionRun { purged: 1, blocked_by_open_visits: 0, failed: 0 });
    // The other child of that day had no visit.
    let (nurse, lead) = (hospital.nurse().await, hospital.lead().await);
    nurse.get(&format!("/children/{}", planted.bystander)).await.refused(404, "not-found");
    nurse.get(&planted.child).await.expect(200);
    let counts = lead.get("/reports/summary").await.expect(200).body;
    hospital.wait_minutes(2);
    assert_eq!(round().await, RetentionRun { purged: 1, blocked_by_open_visits: 1, failed: 0 });
    assert_eq!(open_words(&hospital).await, Vec::<&str>::new());
    nurse.get(&planted.child).await.refused(404, "not-found");
    let receipt = nurse.get(&format!("{}/receipt", planted.child)).await.expect(200);
    assert_eq!(
        (receipt.text("occasion"), receipt["erased_by"].clone()),
        ("retention".to_owned(), Value::Null)
    );
    let day = json!([counts["from"], counts["to"]]);
    let path = format!(
        "/reports/summary?from={}&to={}",
        day[0].as_str().expect("from"),
        day[1].as_str().expect("to")
    );
    assert_eq!(lead.get(&path).await.expect(200).body, counts);
    assert_eq!(round().await, RetentionRun { purged: 0, blocked_by_open_visits: 1, failed: 0 });
    nurse.get(&format!("/children/{}", waiting.child)).await.expect(200);
    // The actor is the system.
    let actors = "SELECT actor || ' ' || route AS line FROM audit WHERE topic = 'child' ORDER BY seq DESC LIMIT 1";
    assert_eq!(hospital.db.lines(actors).await, ["house system"]);
}

async fn no_text_can_be_added_after_a_purge(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (nurse, lead) = (hospital.nurse().await, hospital.lead().await);
    let planted = plant(&hospital).await;
    send_home(&hospital, &planted).await;
    let steps = nurse.get(&format!("{}/steps", planted.journey)).await.expect(200);
    let last =
        steps["items"].as_array().and_then(|steps| steps.last()).expect("a step")["id"].clone();
    nurse.delete(&planted.child).await.expect(204);
    let code = TagCode::parse(&planted.tag).expect("a code");
    finder_message::record(&hospital.app, code, "Quillon's bear is in the lift".to_owned())
        .await
        .expect("thanked");
    nurse
        .put(
            &format!("{}/hold", planted.visit),
            json!({ "kind": "permanent", "reason": "Quillon" }),
        )
        .await
        .refused(404, "not-found");
    let void = format!("{}/steps/{}/void", planted.journey, last.as_str().expect("an id"));
    lead.post(&void, json!({ "reason": "Quillon" })).await.refused(404, "not-found");
    let bear = json!({ "child_id": planted.child_id, "name": "Marmaduke", "species": "bear" });
    nurse.post("/companions", bear).await.refused(404, "not-found");
    // The tag is voided, without its text.
    let withdrawn = nurse
        .post(&format!("/tags/{}/void", planted.tag), json!({ "reason": "Quillon tore it" }))
        .await
        .expect(200);
    assert_eq!(
        (withdrawn.text("state"), withdrawn["void_reason"].clone()),
        ("void".to_owned(), Value::Null)
    );
    assert_eq!(open_words(&hospital).await, Vec::<&str>::new());
}

async fn unreadable_data_does_not_block_other_purges(db: Database) {
    let hospital = TestHospital::start_with(db, TestOptions::encrypted_with(&['1'])).await;
    let nurse = hospital.nurse().await;
    for alias in ["Quillon", "Comet"] {
        nurse.post("/children", json!({ "alias": alias })).await.expect(201);
    }
    let first = "id = (SELECT min(CAST(id AS text)) FROM children)";
    let first = if hospital.db.is_postgres() {
        first.replace("id =", "CAST(id AS text) =")
    } else {
        "id = (SELECT min(id) FROM children)".to_owned()
    };
    hospital
        .db
        .run(&format!("UPDATE children SET alias = substr(alias, 1, 30) WHERE {first}"))
        .await
        .expect("altered");
    hospital.wait_minutes(31 * 24 * 60);
    let round = retention::run_once(&hospital.app).await.expect("a round");
    assert_eq!(round, RetentionRun { purged: 1, blocked_by_open_visits: 0, failed: 1 });
}

async fn retention_starts_with_the_last_visit(db: Database) {
    let hospital = TestHospital::start_with(db, TestOptions::with_long_sessions()).await;
    let child = hospital
        .nurse()
        .await
        .post("/children", json!({ "alias": "Quillon" }))
        .await
        .expect(201)
        .text("id");
    let stay = async || {
        let visit =
            hospital.nurse().await.post("/visits", json!({ "child_id": child })).await.expect(201);
        (format!("/visits/{}", visit.text("id")), visit["revision"].clone())
    };
    let (first, revision) = stay().await;
    let over = json!({ "status": "completed" });
    hospital.nurse().await.patch(&first, &revision, over.clone()).await.expect(200);
    hospital.wait_minutes(29 * 24 * 60);
    let (second, revision) = stay().await;
    hospital.wait_minutes(5 * 24 * 60);
    let round = async || retention::run_once(&hospital.app).await.expect("a round").purged;
    assert_eq!(round().await, 0);
    hospital.nurse().await.patch(&second, &revision, over).await.expect(200);
    hospital.wait_minutes(30 * 24 * 60 - 1);
    assert_eq!(round().await, 0);
    hospital.wait_minutes(1);
    assert_eq!(round().await, 1);
}

async fn export_is_complete_and_a_purge_has_a_receipt(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (nurse, lead, admin) =
        (hospital.nurse().await, hospital.lead().await, hospital.admin().await);
    let planted = plant(&hospital).await;
    let export = format!("{}/export", planted.child);
    nurse.get(&export).await.refused(403, "forbidden");
    let all = lead.get(&export).await.expect(200);
    assert!(all.header("content-disposition").expect("a file's name").starts_with("attachment"));
    assert_eq!(all["visits"][0]["family_links"][0]["name"], "Euphemia");
    assert_eq!(all["visits"][0]["visit"]["hold"]["reason"], "Leopoldine knows");
    assert_eq!(all["companions"][0]["description"], "Hortensia's");
    assert_eq!(all["journeys"][0]["alerts"][0]["note"], "Thaddeus has it");
    assert_eq!(all["tags"].as_array().expect("tags").len(), 2);
    let steps = all["journeys"][0]["steps"].as_array().expect("steps").len();
    assert_eq!(
        steps,
        nurse.get(&format!("{}/steps", planted.journey)).await.expect(200)["items"]
            .as_array()
            .expect("steps")
            .len()
    );
    let who = all["audit"].as_array().expect("who saw");
    assert!(
        who.iter()
            .any(|entry| entry["actor"]["id"] == nurse.id.as_str() && entry["action"] == "did")
    );
    // It contains nothing of another child.
    assert!(!all.body.to_string().contains("Comet"));
    nurse.get(&format!("{}/receipt", planted.child)).await.refused(404, "not-found");

    send_home(&hospital, &planted).await;
    nurse.delete(&planted.child).await.expect(204);
    lead.get(&export).await.refused(404, "not-found");
    let receipt = nurse.get(&format!("{}/receipt", planted.child)).await.expect(200);
    assert_eq!(
        (receipt.text("occasion"), receipt.text("erased_by/id"), receipt.text("child_id")),
        ("request".to_owned(), nurse.id.clone(), planted.child_id.clone())
    );
    // Six steps with text, an override, a description, a hold, an alert and a torn tag.
    assert_eq!(
        receipt["removed"],
        json!({ "names": 2, "references": 1, "words": 10, "answers": 8, "family_links": 1, "photos": 0, "cards": 0 })
    );
    assert_eq!(receipt["kept"]["steps"], steps + 2);
    assert_eq!(receipt["kept"]["visits"], 1);
    assert_eq!(
        admin.get(&format!("{}/receipt", planted.child)).await.expect(200).body,
        receipt.body
    );
    for word in PLANTED {
        assert!(!receipt.body.to_string().contains(word));
    }
}

async fn database_copy_is_useless_without_the_key(db: Database) {
    let hospital = TestHospital::start_with(db, TestOptions::encrypted_with(&['1'])).await;
    let planted = plant(&hospital).await;
    if hospital.db.is_postgres() {
        // `pg_dump` copies the rows as saved; their content was checked above.
        return assert_eq!(open_words(&hospital).await, [OPEN]);
    }
    let copy = hospital.db.file("copy.db");
    hospital.app.store.backup(&copy).await.expect("a copy");
    let bytes = std::fs::read(&copy).expect("the copy");
    let holds = |word: &str| bytes.windows(word.len()).any(|part| part == word.as_bytes());
    assert_eq!(PLANTED.into_iter().filter(|word| holds(word)).collect::<Vec<_>>(), [OPEN]);
    let keys =
        |digit: &str| KeySet::parse("STUFFY_PRIVACY_KEY", &[digit.repeat(64)]).expect("a key");
    let url = format!("sqlite://{}", copy.display());
    let open = |keys: KeySet| {
        Store::open(&url, &Options { privacy_keys: keys, ..Options::default() })
            .expect("the copy opens")
    };
    let id = planted.child_id.parse().expect("an id");
    let child = stuffy::domain::id::ChildId::from_uuid(id);
    let read = open(keys("1")).read(move |tx| -> Result<_, Error> { tx.child(child) }).await;
    assert_eq!(read.expect("it is read").expect("the child").alias, "Ambrosius");
    open(keys("2"))
        .read(move |tx| -> Result<_, Error> { tx.child(child) })
        .await
        .expect_err("it stays shut");
}

on_both_databases!(
    identifying_text_is_encrypted_at_rest_and_decrypted_on_read,
    privacy_key_is_rotated_while_the_server_runs,
    existing_plain_text_is_encrypted_when_a_key_is_set,
    patient_references_stay_unique_across_nodes_during_key_rotation,
    altered_ciphertext_is_never_shown,
    retention_purges_names_and_keeps_counts,
    no_text_can_be_added_after_a_purge,
    unreadable_data_does_not_block_other_purges,
    retention_starts_with_the_last_visit,
    export_is_complete_and_a_purge_has_a_receipt,
    database_copy_is_useless_without_the_key,
);
