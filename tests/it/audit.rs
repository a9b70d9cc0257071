//! The audit log: who read and who changed what, in a hash chain that reveals any manipulation.

use std::collections::BTreeSet;
use std::rc::Rc;

use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::{Value, json};
use sha2::Sha256;
use stuffy::db::{Error, KeySet, Options, Store};
use stuffy::domain::audit::{AuditAction, AuditContext, AuditRecord, ChainError};
use stuffy::domain::time::Time;
use stuffy::use_cases::audit;

use crate::builders::{self, Bear, Rooms};
use crate::databases::{Database, on_both_databases};
use crate::test_app::{Actor, TestHospital, TestOptions};

/// Every audit entry, read by an admin through the API.
async fn entries(admin: &Actor) -> Vec<Value> {
    audit::flush(&admin.hospital.app).await.expect("it is written down");
    let mut all = Vec::new();
    let mut path = "/audit?limit=200".to_owned();
    loop {
        let page = admin.get(&path).await.expect(200);
        all.extend(page["items"].as_array().expect("entries").iter().cloned());
        match page["next"].as_str() {
            Some(next) => path = format!("/audit?limit=200&after={next}"),
            None => return all,
        }
    }
}

/// The entries of one actor on one route.
fn by<'a>(all: &'a [Value], id: &str, route: &str) -> Vec<&'a Value> {
    all.iter().filter(|one| one["actor"]["id"] == id && one["route"] == route).collect()
}

/// A bear with a scan, a family view and a failed sign-in.
async fn a_day(hospital: &Rc<TestHospital>) -> (Actor, Actor, Bear) {
    let (admin, nurse) = (hospital.admin().await, hospital.nurse().await);
    let bear = builders::check_in(&nurse).await;
    bear.perform(&nurse, builders::prepared_for_surgery()).await;
    nurse.get(&format!("/journeys/{}", bear.journey)).await.expect(200);
    let wrong = json!({ "username": "nurse", "password": "not the password at all" });
    hospital.stranger().post("/sessions", wrong).await.refused(401, "bad-credentials");
    (admin, nurse, bear)
}

async fn r31_it_records_who_read_and_who_changed_what(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (admin, nurse, bear) = a_day(&hospital).await;
    let rooms = Rooms::open(&admin).await;
    let made = admin
        .post(
            "/service-tokens",
            json!({ "name": "PAS", "scopes": ["visits:read", "visits:write"] }),
        )
        .await
        .expect(201);
    let service = admin.with_token(&made.text("token"));
    let link = builders::invite_with(&nurse, &bear.visit, json!({})).await;
    let parent = hospital.stranger();
    parent.get(&link.api()).await.expect(200);
    service.get(&format!("/visits/{}", bear.visit)).await.expect(200);
    service
        .post(
            &format!("/visits/{}/moves", bear.visit),
            json!({ "place_id": rooms.ward, "occurred_at": hospital.now() }),
        )
        .await
        .expect(201);
    hospital.wait_minutes(20);
    hospital.run_alert_monitor().await;

    let all = entries(&admin).await;
    let scanned = by(&all, &nurse.id, "POST /api/v1/scans");
    assert!(
        scanned.iter().all(|one| one["action"] == "did" && one["actor"]["kind"] == "staff"),
        "{scanned:?}"
    );
    assert!(scanned.iter().any(|one| one["topic"] == "journey"
        && one["journey_id"] == bear.journey
        && one["visit_id"] == bear.visit));
    let looked = by(&all, &nurse.id, "GET /api/v1/journeys/{id}");
    assert_eq!(
        (looked.len(), &looked[0]["action"], &looked[0]["subject_id"]),
        (1, &json!("saw"), &json!(bear.journey))
    );
    let family = by(&all, &link.id, "GET /api/v1/family/{token}");
    assert!(family.iter().any(|one| one["action"] == "saw"
        && one["actor"]["kind"] == "family"
        && one["visit_id"] == bear.visit));
    let pas = made.text("id");
    assert_eq!(by(&all, &pas, "GET /api/v1/visits/{id}").len(), 1);
    assert!(
        by(&all, &pas, "POST /api/v1/visits/{id}/moves")
            .iter()
            .all(|one| one["actor"]["kind"] == "service")
    );
    let refused: Vec<_> = all.iter().filter(|one| one["action"] == "refused").collect();
    assert_eq!(
        (refused.len(), &refused[0]["actor"], &refused[0]["route"]),
        (1, &json!({ "kind": "nobody", "id": null }), &json!("POST /api/v1/sessions"))
    );
    let left_behind = |one: &&Value| one["actor"]["kind"] == "house" && one["topic"] == "alert";
    assert!(all.iter().any(|one| left_behind(&one)), "the alert monitor acts as the system");
    // Sequence numbers have no gap, and each entry has the request id of its response.
    let numbers: Vec<_> = all.iter().map(|one| one["seq"].as_i64().expect("a number")).collect();
    assert!(numbers.iter().copied().eq(1..=i64::try_from(all.len()).expect("some")));
    assert!(
        all.iter()
            .filter(|one| one["actor"]["kind"] == "staff")
            .all(|one| one["request_id"].is_string())
    );

    // Filtered by actor, visit and time.
    let of_nurse = admin.get(&format!("/audit?actor_id={}&limit=200", nurse.id)).await.expect(200);
    assert!(
        of_nurse["items"]
            .as_array()
            .expect("entries")
            .iter()
            .all(|one| one["actor"]["id"] == nurse.id.as_str())
    );
    let of_visit = admin
        .get(&format!("/audit?visit_id={}&from={}&limit=1", bear.visit, hospital.minutes_ago(5)))
        .await
        .expect(200);
    assert_eq!(of_visit["items"][0]["visit_id"], bear.visit.as_str());
    assert!(
        admin.get(&format!("/audit?to={}", "2020-01-01T00:00:00.000Z")).await.expect(200)["items"]
            .as_array()
            .expect("none")
            .is_empty()
    );
    for wrong in ["from=soon", "after=!", "actor_id=nurse", "limit=0", "before=1"] {
        admin.get(&format!("/audit?{wrong}")).await.refused(400, "malformed");
    }
    nurse.get("/audit").await.refused(403, "forbidden");
}

async fn each_committed_change_is_recorded_once(db: Database) {
    let hospital = TestHospital::start_with(db, TestOptions::with_long_sessions()).await;
    let (admin, nurse, bear) = a_day(&hospital).await;
    nurse
        .post(
            "/scans",
            json!({ "id": hospital.scan_id(), "tag": bear.tag, "occurred_at": "never" }),
        )
        .await
        .refused(422, "invalid");
    let rooms = Rooms::open(&admin).await;
    let with_a_mask = json!({ "actions": [{ "kind": "moved", "place_id": rooms.imaging }] });
    assert_eq!(bear.expect_blocked(&nurse, with_a_mask).await, ["imaging_metal"]);
    let told = hospital
        .db
        .lines("SELECT CAST(count(*) AS TEXT) AS line FROM events WHERE topic <> 'began'")
        .await;
    let did = hospital
        .db
        .lines("SELECT CAST(count(*) AS TEXT) AS line FROM audit WHERE action = 'did'")
        .await;
    assert_eq!(told, did);
}

async fn it_contains_no_names_and_no_tag_codes(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (admin, _, bear) = a_day(&hospital).await;
    entries(&admin).await;
    for word in ["Little Star", "Biscuit", &bear.tag, &bear.tag.replace('-', ""), "The nurse"] {
        let rows = hospital.db.rows_with(word).await;
        assert!(!rows.iter().any(|row| row.starts_with("audit")), "{word}: {rows:?}");
    }
}

async fn it_is_append_only_and_manipulation_is_detected(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (admin, ..) = a_day(&hospital).await;
    entries(&admin).await;
    let (store, db) = (&hospital.app.store, &hospital.db);
    let whole = store.check_audit().await.expect("a check");
    assert_eq!(whole.error, None);
    for change in ["UPDATE audit SET route = 'x' WHERE seq = 1", "DELETE FROM audit WHERE seq = 1"]
    {
        assert!(db.run(change).await.expect_err("refused").contains("kept for ever"));
    }
    disarm(db).await;
    db.run("CREATE TABLE copied AS SELECT * FROM audit").await.expect("a copy");
    let pg = db.is_postgres();
    let id = if pg {
        "'01a20288-b3f0-7f3c-9a77-2f4c8b1d9e55'"
    } else {
        "X'01a20288b3f07f3c9a772f4c8b1d9e55'"
    };
    let seal = if pg { "decode(repeat('ab', 32), 'hex')" } else { "zeroblob(32)" };
    let later = if pg { "at + interval '1 millisecond'" } else { "at + 1" };
    let columns = [
        ("at", later),
        ("action", "CASE action WHEN 'did' THEN 'saw' ELSE 'did' END"),
        ("actor", "CASE actor WHEN 'house' THEN 'nobody' ELSE 'house' END"),
        ("actor_id", id),
        ("route", "route || '.'"),
        ("request_id", id),
        ("topic", "'place!'"),
        ("subject_id", id),
        ("journey_id", id),
        ("visit_id", id),
        ("key_id", "'1234567812345678'"),
        ("seal", seal),
    ];
    let known: BTreeSet<_> = db.lines(if pg {
        "SELECT column_name::text AS line FROM information_schema.columns WHERE table_name = 'audit'"
    } else {
        "SELECT name AS line FROM pragma_table_info('audit')"
    }).await.into_iter().collect();
    let tried: BTreeSet<_> =
        columns.iter().map(|(name, _)| (*name).to_owned()).chain(["seq".to_owned()]).collect();
    assert_eq!(tried, known, "each column is tried");
    for action in ["saw", "did", "refused"] {
        let seq = db
            .lines(&format!(
                "SELECT CAST(min(seq) AS TEXT) AS line FROM audit WHERE action = '{action}'"
            ))
            .await[0]
            .clone();
        let number: i64 = seq.parse().expect("there is one of each kind");
        for (column, value) in columns {
            db.run(&format!("UPDATE audit SET {column} = {value} WHERE seq = {seq}"))
                .await
                .expect("altered");
            let error = store.check_audit().await.expect("a check").error;
            let expected = if column == "key_id" {
                ChainError::UnknownKey(number)
            } else {
                ChainError::Altered(number)
            };
            assert_eq!(error, Some(expected), "{column} of an entry with action {action}");
            put_back(db).await;
        }
    }
    let last: i64 = whole.entries;
    let shifts = "UPDATE audit SET seq = -1 WHERE seq = 2; UPDATE audit SET seq = 2 WHERE seq = 3; UPDATE audit SET seq = 3 WHERE seq = -1".to_owned();
    let more = [
        ("DELETE FROM audit WHERE seq = 2".to_owned(), ChainError::Missing(1)),
        ("DELETE FROM audit WHERE seq = 1".to_owned(), ChainError::Missing(0)),
        (shifts, ChainError::Altered(2)),
        (format!("DELETE FROM audit WHERE seq = {last}"), ChainError::Shortened(last - 1)),
        (
            format!("UPDATE audit SET seq = {last} + 5 WHERE seq = {last}"),
            ChainError::Missing(last - 1),
        ),
        ("DELETE FROM audit".to_owned(), ChainError::Shortened(0)),
    ];
    for (change, error) in more {
        db.run(&change).await.expect("altered");
        assert_eq!(store.check_audit().await.expect("a check").error, Some(error), "{change}");
        put_back(db).await;
    }
    // If the chain is cut off together with its head, the head's own MAC reveals it.
    db.run(&format!("DELETE FROM audit WHERE seq = {last}; UPDATE audit_head SET seq = {last} - 1, seal = (SELECT seal FROM audit WHERE seq = {last} - 1)")).await.expect("altered");
    assert_eq!(
        store.check_audit().await.expect("a check").error,
        Some(ChainError::Shortened(last - 1))
    );
    put_back(db).await;
    db.run("DELETE FROM audit_head").await.expect("altered");
    assert_eq!(store.check_audit().await.expect("a check").error, Some(ChainError::Altered(last)));
}

async fn its_keys_can_be_rotated(db: Database) {
    let (old, new) = ("11".repeat(32), "22".repeat(32));
    let string_enum = |keys: &[&String]| {
        let keys: Vec<_> = keys.iter().map(|key| (*key).clone()).collect();
        Options {
            audit_keys: KeySet::parse("STUFFY_AUDIT_KEY", &keys).expect("keys"),
            ..Options::default()
        }
    };
    let bare = db.store().await;
    write(&bare, 1).await;
    let first = db.bare_store(&string_enum(&[&old]));
    write(&first, 2).await;
    let then = db.bare_store(&string_enum(&[&new, &old]));
    write(&then, 2).await;
    assert_eq!(then.check_audit().await.expect("a check").error, None);
    assert_eq!(first.check_audit().await.expect("a check").error, Some(ChainError::UnknownKey(4)));
    assert_eq!(bare.check_audit().await.expect("a check").error, Some(ChainError::UnknownKey(2)));
    let counted = then.check_audit().await.expect("a check");
    assert_eq!((counted.entries, counted.unsigned), (5, 1));
    // Without the key nothing more is written, since it would break the chain permanently.
    for (store, knows) in [(&bare, false), (&first, false), (&then, true)] {
        assert_eq!(store.check_audit_key().await.is_ok(), knows);
    }
    let record = AuditRecord {
        at: Time::from_millis(9),
        action: AuditAction::Read,
        context: AuditContext::system("a test"),
        topic: None,
    };
    let unkeyed = bare.write(move |tx| -> Result<(), Error> {
        tx.add_audit_records(std::slice::from_ref(&record));
        Ok(())
    });
    assert!(unkeyed.await.expect_err("refused").to_string().contains("STUFFY_AUDIT_KEY"));
    assert_eq!(then.check_audit().await.expect("a check").entries, 5);
    // Cutting the chain off or continuing it without a key is detected.
    disarm(&db).await;
    db.run("CREATE TABLE copied AS SELECT * FROM audit").await.expect("a copy");
    db.run("UPDATE audit SET key_id = '' WHERE seq = 5").await.expect("altered");
    assert_eq!(then.check_audit().await.expect("a check").error, Some(ChainError::Unsigned(5)));
    put_back(&db).await;
    let bare_end = mac_without_a_key(4, &db).await;
    db.run(&format!("DELETE FROM audit WHERE seq = 5; UPDATE audit_head SET seq = 4, seal = (SELECT seal FROM audit WHERE seq = 4), key_id = '', closing = {bare_end}")).await.expect("altered");
    assert_eq!(then.check_audit().await.expect("a check").error, Some(ChainError::Shortened(4)));
    for store in [bare, first, then] {
        store.close().await;
    }
    let twice = ["11".repeat(32), "11".repeat(32)];
    assert!(KeySet::parse("STUFFY_AUDIT_KEY", &twice).expect_err("one key").contains("twice"));
    for wrong in ["", "11", "zz", &"11".repeat(33)] {
        let told = KeySet::parse("STUFFY_AUDIT_KEY", &[wrong.to_owned()]).expect_err("no key");
        assert!(wrong.is_empty() || !told.contains(wrong));
    }
    assert!(!format!("{:?}", string_enum(&[&old])).contains("1111"));
}

async fn concurrent_writers_extend_one_chain(db: Database) {
    let hospital = TestHospital::start(db).await;
    let nurse = hospital.nurse().await;
    let second = if hospital.db.is_postgres() {
        hospital.another_node(TestOptions::default()).await
    } else {
        Rc::clone(&hospital)
    };
    let there = second.stranger().with_token(nurse.token.as_deref().expect("she is signed in"));
    let mut bears = Vec::new();
    for _ in 0..4 {
        bears.push(builders::check_in(&nurse).await);
    }
    let [one, two, three, four] = &bears[..] else { unreachable!("four came") };
    tokio::join!(
        scan_six_times(&nurse, one),
        scan_six_times(&there, one),
        scan_six_times(&nurse, two),
        scan_six_times(&there, two),
        scan_six_times(&nurse, three),
        scan_six_times(&there, three),
        scan_six_times(&nurse, four),
        scan_six_times(&there, four),
    );
    let checked = hospital.app.store.check_audit().await.expect("a check");
    assert_eq!(checked.error, None);
    assert!(checked.entries >= 48);
}

async fn reads_are_buffered_while_the_database_is_unavailable(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (admin, nurse) = (hospital.admin().await, hospital.nurse().await);
    entries(&admin).await;
    hospital.db.run("ALTER TABLE audit RENAME TO elsewhere").await.expect("away");
    nurse.get("/journeys").await.expect(200);
    assert!(audit::flush(&hospital.app).await.is_err());
    hospital.db.run("ALTER TABLE elsewhere RENAME TO audit").await.expect("back");
    let all = entries(&admin).await;
    assert_eq!(by(&all, &nurse.id, "GET /api/v1/journeys").len(), 1);
}

on_both_databases!(
    r31_it_records_who_read_and_who_changed_what,
    each_committed_change_is_recorded_once,
    it_contains_no_names_and_no_tag_codes,
    it_is_append_only_and_manipulation_is_detected,
    its_keys_can_be_rotated,
    concurrent_writers_extend_one_chain,
    reads_are_buffered_while_the_database_is_unavailable,
);

async fn scan_six_times(who: &Actor, bear: &Bear) {
    for _ in 0..6 {
        bear.perform(who, json!([])).await;
    }
}

/// Drops the triggers that protect the table, as the owner of the database can.
async fn disarm(db: &Database) {
    let triggers = if db.is_postgres() {
        "DROP TRIGGER audit_stays ON audit; DROP TRIGGER audit_stays_whole ON audit"
    } else {
        "DROP TRIGGER audit_stays_as_it_is; DROP TRIGGER audit_stays"
    };
    db.run(triggers).await.expect("disarmed");
}

/// The head that an attacker without the key would write after this entry, as a literal of the database.
async fn mac_without_a_key(seq: i64, db: &Database) -> String {
    let hex = if db.is_postgres() { "encode(seal, 'hex')" } else { "lower(hex(seal))" };
    let seal =
        db.lines(&format!("SELECT {hex} AS line FROM audit WHERE seq = {seq}")).await[0].clone();
    let seal: Vec<u8> = (0..32)
        .map(|nth| u8::from_str_radix(&seal[2 * nth..2 * nth + 2], 16).expect("a digit"))
        .collect();
    let mut mac = Hmac::<Sha256>::new_from_slice(&[]).expect("any key will do");
    for part in [&b"the end"[..], &seq.to_be_bytes(), &seal] {
        mac.update(&u64::try_from(part.len()).expect("short").to_be_bytes());
        mac.update(part);
    }
    let end = stuffy::json::hex(&mac.finalize().into_bytes());
    if db.is_postgres() { format!("decode('{end}', 'hex')") } else { format!("X'{end}'") }
}

async fn put_back(db: &Database) {
    db.run("DELETE FROM audit; INSERT INTO audit SELECT * FROM copied").await.expect("put back");
    let head = "UPDATE audit_head SET seq = (SELECT max(seq) FROM audit), seal = (SELECT seal FROM audit ORDER BY seq DESC LIMIT 1)";
    db.run(head).await.expect("put back");
}

/// Records this many reads.
async fn write(store: &Store, times: i64) {
    for nth in 0..times {
        let context = AuditContext::system("a test");
        let record = AuditRecord {
            at: Time::from_millis(nth),
            action: AuditAction::Read,
            context,
            topic: None,
        };
        let written = store.write(move |tx| -> Result<(), Error> {
            tx.add_audit_records(std::slice::from_ref(&record));
            Ok(())
        });
        written.await.expect("written");
    }
}
