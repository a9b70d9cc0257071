//! The built program as a newcomer uses it: every command, by its exit status, its words and its log.

pub(crate) mod process;
mod notifications;
mod tls;

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::{Value, json};
use stuffy::photos::storage::{Album, PhotoDirectory};

use crate::builders;
use crate::databases::{Database, on_both_databases};
use crate::photo_processing::snapshot;
use crate::test_app::{PASSWORD, TestHospital, TestOptions};
use process::{Running, Web, command, say};

/// Takes an admin on, as an installer would.
pub(crate) fn hire(db: &Database) {
    hire_at(&db.url);
}

/// The same on the database at this address.
pub(crate) fn hire_at(url: &str) {
    let args = ["staff", "add", "--username", "installer", "--role", "admin", "--password-stdin"];
    say(process::at(url, &args), &format!("{PASSWORD}\n")).well();
}

/// Serves, and signs the installer in.
async fn serve(db: &Database, more: &[&str]) -> (Running, Web) {
    hire(db);
    let (serving, mut web) = serve_at(&db.url, more).await;
    web.token = Some(sign_in(&web).await);
    (serving, web)
}

/// Serves on the database at this address, and waits until it does.
pub(crate) async fn serve_at(url: &str, more: &[&str]) -> (Running, Web) {
    begin(process::at(url, &[SERVE, more].concat())).await
}

/// How the program is told to serve where there is room, and to say so as JSON.
pub(crate) const SERVE: &[&str] = &["serve", "--listen", "127.0.0.1:0", "--log-json"];

/// Waits until a program that was told to serve does.
pub(crate) async fn begin(command: std::process::Command) -> (Running, Web) {
    let mut serving = Running::start(command);
    let line = serving.log.line_with("\"serving\"").await;
    let told: Value = serde_json::from_str(&line).expect("a line of JSON");
    let at = told["fields"]["at"].as_str().expect("where it serves");
    let web = Web::at(&format!("http://{at}"));
    (serving, web)
}

/// Signs the installer in, and says their token.
pub(crate) async fn sign_in(web: &Web) -> String {
    let who = json!({ "username": "installer", "password": PASSWORD });
    let session = web.post("/api/v1/sessions", &who).await;
    session["token"].as_str().expect("a token").to_owned()
}

/// A bear in the house, by the program's own API.
pub(crate) async fn check_in(web: &Web) -> Value {
    let minted = web.post("/api/v1/tags", &json!({ "count": 1, "material": "fabric" })).await;
    let tag = minted["items"][0]["code"].as_str().expect("a code");
    web.post("/api/v1/check-ins", &builders::arrival(tag)).await
}

async fn migrate_says_what_it_did_and_does_it_once(db: Database) {
    let first = say(command(&db, &["migrate"]), "").well();
    assert!(!first.out.trim().is_empty());
    assert_ne!(first.out, "nothing to do\n");
    assert_eq!(say(command(&db, &["migrate"]), "").well().out, "nothing to do\n");
}

async fn serve_migrates_and_ends_in_peace(db: Database) {
    say(command(&db, &["migrate"]), "").well();
    let (mut serving, web) = serve(&db, &[]).await;
    let board = web.get("/api/v1/journeys").await;
    assert_eq!(board["items"], json!([]));

    // A nurse has begun to send something when the server is told to stop.
    let minting = json!({ "count": 3, "material": "fabric" }).to_string();
    let mut line = TcpStream::connect(web.address()).expect("a connection");
    line.set_read_timeout(Some(Duration::from_secs(20))).expect("a limit");
    let head = format!(
        "POST /api/v1/tags HTTP/1.1\r\nHost: ward\r\nAuthorization: Bearer {}\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\nExpect: 100-continue\r\n\r\n",
        web.token.as_deref().unwrap_or_default(),
        minting.len(),
    );
    line.write_all(head.as_bytes()).expect("it reads");
    let mut go_on = [0; 25];
    line.read_exact(&mut go_on).expect("an answer");
    assert_eq!(&go_on, b"HTTP/1.1 100 Continue\r\n\r\n");

    serving.signal("TERM");
    serving.log.line_with("stopping").await;
    line.write_all(minting.as_bytes()).expect("it reads on");
    let mut answer = String::new();
    line.read_to_string(&mut answer).expect("an answer");
    assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
    assert_eq!(serving.end().await, Some(0));
    assert_eq!(db.lines("SELECT CAST(count(*) AS TEXT) AS line FROM tags").await, ["3"]);
}

async fn a_stream_that_is_read_does_not_hold_up_the_end(db: Database) {
    say(command(&db, &["migrate"]), "").well();
    let (mut serving, web) = serve(&db, &[]).await;
    let mut line = TcpStream::connect(web.address()).expect("a connection");
    line.set_read_timeout(Some(Duration::from_secs(30))).expect("a limit");
    let token = web.token.as_deref().unwrap_or_default();
    let head = format!(
        "GET /api/v1/events HTTP/1.1\r\nHost: ward\r\nAuthorization: Bearer {token}\r\n\r\n"
    );
    line.write_all(head.as_bytes()).expect("it reads");
    let mut stream = String::new();
    while !stream.contains("event: from") {
        let mut piece = [0; 512];
        let count = line.read(&mut piece).expect("it goes on");
        stream += std::str::from_utf8(&piece[..count]).expect("UTF-8");
    }
    serving.signal("TERM");
    let mut rest = String::new();
    line.read_to_string(&mut rest).expect("an end");
    assert!(rest.ends_with("0\r\n\r\n"), "it was cut off rather than ended: {rest:?}");
    assert_eq!(serving.end().await, Some(0));
}

async fn staff_are_taken_on_from_the_command_line(db: Database) {
    say(command(&db, &["migrate"]), "").well();
    let add = |name: &str, password: &str| {
        let args = ["staff", "add", "--username", name, "--role", "staff", "--password-stdin"];
        say(command(&db, &args), password)
    };
    assert_eq!(add("kit", "a long enough password\n").well().out, "");
    add("kit", "another long password").badly("another goes by this user name");
    add("kat", "too short").badly("12 to 128 characters");
    add("kat", "").badly("12 to 128 characters");
    add("K a t", "a long enough password").badly("a user name is 2 to 40");
    let unread = ["staff", "add", "--username", "kat", "--role", "staff"];
    say(command(&db, &unread), "").badly("--password-stdin");
}

async fn the_audit_is_written_out_and_followed(db: Database) {
    let hospital = TestHospital::start(db).await;
    let nurse = hospital.nurse().await;
    let bear = builders::check_in(&nurse).await;
    nurse.delete("/sessions/current").await.expect(204);
    hospital
        .stranger()
        .post("/sessions", json!({ "username": "nurse", "password": "not hers at all" }))
        .await
        .refused(401, "bad-credentials");
    let lines = |args: &[&str]| -> Vec<Value> {
        let said = say(command(&hospital.db, args), "").well().out;
        said.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
    };
    let all = lines(&["audit"]);
    assert!(all.iter().any(|entry| entry["visit_id"] == bear.visit.as_str()
        && entry["doer"]["id"] == nurse.id.as_str()));
    assert_eq!(lines(&["audit", "--to", "2020-01-01T00:00:00Z"]), Vec::<Value>::new());
    let fhir = lines(&["audit", "--fhir"]);
    assert_eq!(fhir.len(), all.len());
    // What AuditEvent of R4 asks for: type, recorded, agent with requestor, source with observer.
    for event in &fhir {
        assert_eq!(event["resourceType"], "AuditEvent");
        assert!(event["type"]["code"].is_string() && event["recorded"].is_string(), "{event}");
        assert!(
            event["agent"][0]["requestor"] == true
                && event["source"]["observer"]["display"] == "Stuffy"
        );
    }
    let actions = |outcome: &str| fhir.iter().filter(|event| event["outcome"] == outcome).count();
    assert_eq!((actions("4"), actions("0")), (1, fhir.len() - 1));
    let login = fhir
        .iter()
        .find(|event| event["subtype"][0]["code"] == "110122" && event["outcome"] == "0");
    let who = format!("urn:uuid:{}", nurse.id);
    assert!(login.is_some());
    assert!(fhir.iter().any(|event| event["subtype"][0]["code"] == "110123"
        && event["agent"][0]["who"]["identifier"]["value"] == who.as_str()));

    let said = say(command(&hospital.db, &["verify"]), "").well().out;
    assert!(said.contains(&format!("{0} entries of the audit in their places, {0} of them sealed by no key, the last sealed {1}", all.len(), all.last().expect("one")["seal"].as_str().expect("a seal"))), "{said}");
    let triggers = if hospital.db.is_postgres() {
        "DROP TRIGGER audit_stays ON audit"
    } else {
        "DROP TRIGGER audit_stays"
    };
    hospital.db.run(triggers).await.expect("disarmed");
    hospital.db.run("DELETE FROM audit WHERE seq = 2").await.expect("altered");
    say(command(&hospital.db, &["verify"]), "")
        .badly("the audit is not whole: an entry is missing after number 1");
    let mut string_enum = command(&hospital.db, &["verify"]);
    string_enum.env("STUFFY_AUDIT_KEY", "not a key");
    let said = say(string_enum, "").badly("STUFFY_AUDIT_KEY is not 64 hexadecimal digits");
    assert!(!said.err.contains("not a key"));
}

async fn names_go_by_one_command_and_stay_shut_without_the_key(db: Database) {
    let hospital = TestHospital::start_with(db, TestOptions::encrypted_with(&['1'])).await;
    let nurse = hospital.nurse().await;
    nurse
        .post("/children", json!({ "alias": "Quillon", "patient_ref": "MRN-7" }))
        .await
        .expect(201);
    let with = |key: &str, args: &[&str]| {
        let mut line = command(&hospital.db, args);
        line.env("STUFFY_PRIVACY_KEY", key.repeat(64));
        say(line, "")
    };
    for line in [&["serve"][..], &["purge"], &["verify"]] {
        with("2", line)
            .badly("children's names are sealed by a key that this process was not given");
        say(command(&hospital.db, line), "").badly("STUFFY_PRIVACY_KEY");
    }
    let said = with("1", &["verify"]).well().out;
    assert!(
        said.contains("0 texts rest otherwise than the privacy key in use would seal them"),
        "{said}"
    );
    let mut changed = command(&hospital.db, &["verify"]);
    changed.env("STUFFY_PRIVACY_KEY", format!("{},{}", "2".repeat(64), "1".repeat(64)));
    assert!(say(changed, "").well().out.contains("2 texts rest otherwise"));
    let mut wrong = command(&hospital.db, &["purge"]);
    wrong.env("STUFFY_PRIVACY_KEY", "not a key");
    let said = say(wrong, "").badly("STUFFY_PRIVACY_KEY is not 64 hexadecimal digits");
    assert!(!said.err.contains("not a key"));
    let past = if hospital.db.is_postgres() { "'2020-01-01'" } else { "0" };
    hospital.db.run(&format!("UPDATE children SET created_at = {past}")).await.expect("long ago");
    assert_eq!(
        with("1", &["purge"]).well().out,
        "1 children: what names them was removed, what counts stays\n"
    );
    assert_eq!(hospital.db.lines("SELECT doer || ' ' || way AS line FROM audit WHERE topic = 'child' ORDER BY seq DESC LIMIT 1").await, ["house stuffy purge"]);
}

async fn verify_notices_what_was_altered_behind_its_back(db: Database) {
    let hospital = TestHospital::start(db).await;
    let nurse = hospital.nurse().await;
    let (one, _) = (builders::check_in(&nurse).await, builders::check_in(&nurse).await);
    let verify = || say(command(&hospital.db, &["verify"]), "");
    let said = verify().well().out;
    assert!(said.starts_with("2 journeys, 2 steps folded anew\n"), "{said}");
    let alter = if hospital.db.is_postgres() {
        format!(
            "state = CAST(replace(CAST(state AS text), '\"child\"', '\"guardian\"') AS jsonb) WHERE id = '{}'",
            one.journey
        )
    } else {
        format!(
            "state = replace(state, '\"child\"', '\"guardian\"') WHERE id = X'{}'",
            one.journey.replace('-', "")
        )
    };
    let stage = "UPDATE journeys SET stage = 'ward'";
    hospital.db.run(stage).await.expect("altered");
    verify().badly("2 differ from their steps");
    hospital.db.run("UPDATE journeys SET stage = 'checked_in'").await.expect("put back");
    verify().well();
    hospital.db.run(&format!("UPDATE journeys SET {alter}")).await.expect("altered");
    let said = verify().badly("1 differ from their steps");
    assert!(said.err.contains(&one.journey), "{}", said.err);
}

async fn photos_that_the_setting_does_not_reach_are_told_of_at_the_start(db: Database) {
    let folder = tempfile::TempDir::new().expect("a folder");
    let album = Album::Folder(PhotoDirectory::open(folder.path()).expect("a folder"));
    let hospital =
        TestHospital::start_with(db, TestOptions { album, ..TestOptions::default() }).await;
    let nurse = hospital.nurse().await;
    let bear = builders::check_in(&nurse).await;
    nurse
        .put(&format!("/visits/{}/photo-consent", bear.visit), json!({ "given_by": "parent" }))
        .await
        .expect(200);
    let (path, kind) =
        (format!("/journeys/{}/photos", bear.journey), [("content-type", "image/jpeg")]);
    nurse.send_bytes(reqwest::Method::POST, &path, &kind, Some(snapshot(64, 48))).await.expect(201);
    hospital.stop().await;
    let named = format!("folder:{}", folder.path().display());
    for (setting, told) in [("database", true), ("off", true), (named.as_str(), false)] {
        let args = ["serve", "--listen", "127.0.0.1:0", "--log-json", "--photos", setting];
        let mut serving = Running::start(command(&hospital.db, &args));
        if told {
            let line = serving.log.line_with("STUFFY_PHOTOS").await;
            assert!(
                line.contains("photos lie in a folder") && line.contains("\"photos\":1"),
                "{line}"
            );
        }
        serving.log.line_with("\"serving\"").await;
        serving.signal("KILL");
        serving.end().await;
        assert!(!serving.log.rest().await.contains("STUFFY_PHOTOS"), "once, and not without need");
    }
}

async fn the_log_tells_no_names_codes_or_tokens(db: Database) {
    let public = ["--log", "debug", "--public-url", "https://stuffy.example"];
    say(command(&db, &["migrate"]), "").well();
    let (mut serving, web) = serve(&db, &public).await;
    let made = check_in(&web).await;
    let (code, visit) = (text(&made, "/tag/code"), text(&made, "/visit/id"));
    let guest = json!({ "name": "Grandmother Secret", "language": "en", "scope": "status" });
    let link = web.post(&format!("/api/v1/visits/{visit}/family-links"), &guest).await;
    let family = text(&link, "/url").rsplit('/').next().expect("a token").to_owned();
    web.get(&format!("/api/v1/family/{family}")).await;
    web.get(&format!("/api/v1/tags/{code}")).await;
    let scan = json!({ "id": uuid::Uuid::from_u128(7 << 76 | 2 << 62), "tag": code, "occurred_at": "2026-01-01T00:00:00Z" });
    web.post("/api/v1/scans", &scan).await;
    web.ask("GET", &format!("/api/v1/tags/{}X", &code[..code.len() - 1]), None).await;
    web.ask(
        "POST",
        "/api/v1/sessions",
        Some(&json!({ "username": "installer", "password": "Grandmother Secret" })),
    )
    .await;
    web.ask("POST", "/api/v1/scans", Some(&json!({ "Little Star": code }))).await;
    serving.signal("TERM");
    assert_eq!(serving.end().await, Some(0));
    let log = serving.log.rest().await;
    assert!(log.contains("request answered"), "{log}");
    let bare = code.replace('-', "");
    let token = web.token.as_deref().expect("a token");
    for secret in ["Little Star", "Biscuit", "Grandmother", PASSWORD, &code, &bare, &family, token]
    {
        let told = log.lines().find(|line| line.contains(secret));
        assert_eq!(told, None, "the log tells {secret:?}");
    }
}

on_both_databases!(
    migrate_says_what_it_did_and_does_it_once,
    serve_migrates_and_ends_in_peace,
    a_stream_that_is_read_does_not_hold_up_the_end,
    staff_are_taken_on_from_the_command_line,
    the_audit_is_written_out_and_followed,
    names_go_by_one_command_and_stay_shut_without_the_key,
    verify_notices_what_was_altered_behind_its_back,
    photos_that_the_setting_does_not_reach_are_told_of_at_the_start,
    the_log_tells_no_names_codes_or_tokens,
);

#[actix_web::test]
async fn a_copy_is_made_while_it_serves_and_opens() {
    let db = Database::sqlite();
    say(command(&db, &["migrate"]), "").well();
    let (mut serving, web) = serve(&db, &[]).await;
    check_in(&web).await;
    let copy = db.file("copy.db").display().to_string();
    assert_eq!(say(command(&db, &["backup", &copy]), "").well().out, "");
    check_in(&web).await;
    say(command(&db, &["backup", &copy]), "").badly("copy.db");
    let copied = format!("sqlite://{copy}");
    let verify = |url: &str| say(process::at(url, &["verify"]), "").well().out;
    for (url, folded) in [(&copied, "1 journeys, 1 steps"), (&db.url, "2 journeys, 2 steps")] {
        let said = verify(url);
        assert!(said.starts_with(&format!("{folded} folded anew\n")), "{said}");
        // The audit's chain is whole in the copy as well.
        assert!(said.contains("entries of the audit in their places"), "{said}");
    }
    serving.signal("INT");
    assert_eq!(serving.end().await, Some(0));
}

#[actix_web::test]
async fn postgres_is_copied_with_its_own_tools() {
    let db = Database::postgres();
    say(command(&db, &["backup", "copy.db"]), "").badly("pg_dump");
}

#[test]
fn a_database_it_does_not_know_is_refused_with_advice() {
    for url in ["mysql://root@localhost/stuffy", "stuffy.db", ""] {
        for args in [["migrate"], ["serve"], ["verify"]] {
            let said = say(process::at(url, &args), "").badly("sqlite://");
            assert!(said.err.contains("postgres://"), "{}", said.err);
        }
    }
}

#[actix_web::test]
async fn the_demonstration_lives() {
    let home = tempfile::tempdir().expect("a folder");
    let mut demo = process::bare(&["demo", "--listen", "127.0.0.1:0", "--speed", "50"]);
    demo.env("TMPDIR", home.path());
    let mut demo = Running::start(demo);
    let line = demo.out.line_with("/api/v1/family/").await;
    let family = line.trim().strip_prefix("curl -s ").expect("a line to copy");
    let (base, _) = family.split_once("/api/").expect("an address");
    let mut web = Web::at(base);
    let view = web.get(&family[base.len()..]).await;
    assert!(!text(&view, "/companions/0/status/text").is_empty());

    // The board, by the line that was printed for it.
    let line = demo.out.line_with("/api/v1/journeys").await;
    let bearer = line.split_once("Bearer ").and_then(|(_, rest)| rest.split_once('\''));
    web.token = bearer.map(|(token, _)| token.to_owned());
    let line = demo.out.line_with("/api/v1/tags/").await;
    let (_, tag) = line.rsplit_once(base).expect("an address");
    assert_eq!(web.get(tag).await["companion"]["name"], view["companions"][0]["companion"]["name"]);
    let board = web.get("/api/v1/journeys").await;
    let on_it = board["items"].as_array().expect("journeys");
    let stages: std::collections::BTreeSet<_> =
        on_it.iter().map(|one| text(one, "/stage")).collect();
    assert!(on_it.len() >= 12 && stages.len() >= 6, "{} companions, {stages:?}", on_it.len());

    // It goes on by itself.
    let moved = async {
        let mut look = tokio::time::interval(Duration::from_millis(5));
        while web.get("/api/v1/journeys").await == board {
            look.tick().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), moved).await.expect("something happens");
    demo.signal("INT");
    assert_eq!(demo.end().await, Some(0));
    assert_eq!(home.path().read_dir().expect("a folder").count(), 0, "it left its folder behind");
}

pub(crate) fn text(value: &Value, pointer: &str) -> String {
    let found = value.pointer(pointer).and_then(Value::as_str);
    found.unwrap_or_else(|| panic!("no text at {pointer} in {value}")).to_owned()
}
