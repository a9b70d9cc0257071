//! Runs every command of the built program and checks its exit status, output and log.

pub(crate) mod process;
mod notifications;
mod tls;

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::{Value, json};
use stuffy::photos::directory::PhotoDirectory;
use stuffy::photos::storage::PhotoStorage;

use crate::builders;
use crate::databases::{Database, on_both_databases};
use crate::photo_processing::snapshot;
use crate::test_app::{PASSWORD, TestHospital, TestOptions};
use process::{ApiClient, Running, command, run_command};

/// Adds an admin account, like an administrator after the installation.
pub(crate) fn add_admin(db: &Database) {
    add_admin_at(&db.url);
}

pub(crate) fn add_admin_at(url: &str) {
    let args = ["staff", "add", "--username", "installer", "--role", "admin", "--password-stdin"];
    run_command(process::program_with_database(url, &args), &format!("{PASSWORD}\n")).succeeds();
}

/// Starts the server and signs the admin in.
async fn serve(db: &Database, more: &[&str]) -> (Running, ApiClient) {
    add_admin(db);
    let (serving, mut web) = serve_at(&db.url, more).await;
    web.token = Some(sign_in(&web).await);
    (serving, web)
}

/// Starts the server on the database at this URL and waits until it listens.
pub(crate) async fn serve_at(url: &str, more: &[&str]) -> (Running, ApiClient) {
    start(process::program_with_database(url, &[SERVE, more].concat())).await
}

/// Arguments for a server on a free port with a JSON log.
pub(crate) const SERVE: &[&str] = &["serve", "--listen", "127.0.0.1:0", "--log-json"];

/// Starts the server and waits until it listens.
pub(crate) async fn start(command: std::process::Command) -> (Running, ApiClient) {
    let mut serving = Running::start(command);
    let line = serving.log.line_with("\"Listening\"").await;
    let reply: Value = serde_json::from_str(&line).expect("a line of JSON");
    let at = reply["fields"]["address"].as_str().expect("an address");
    let web = ApiClient::at(&format!("http://{at}"));
    (serving, web)
}

/// Signs the admin in and returns the session token.
pub(crate) async fn sign_in(web: &ApiClient) -> String {
    let credentials = json!({ "username": "installer", "password": PASSWORD });
    let session = web.post("/api/v1/sessions", &credentials).await;
    session["token"].as_str().expect("a token").to_owned()
}

/// Checks a bear in through the API.
pub(crate) async fn check_in(web: &ApiClient) -> Value {
    let tags = web.post("/api/v1/tags", &json!({ "count": 1, "material": "fabric" })).await;
    let tag = tags["items"][0]["code"].as_str().expect("a code");
    web.post("/api/v1/check-ins", &builders::arrival(tag)).await
}

async fn migrate_prints_applied_migrations_and_is_idempotent(db: Database) {
    let first = run_command(command(&db, &["migrate"]), "").succeeds();
    assert!(!first.out.trim().is_empty());
    assert_ne!(first.out, "nothing to do\n");
    assert_eq!(run_command(command(&db, &["migrate"]), "").succeeds().out, "nothing to do\n");
}

async fn serve_finishes_open_requests_before_it_stops(db: Database) {
    run_command(command(&db, &["migrate"]), "").succeeds();
    let (mut serving, web) = serve(&db, &[]).await;
    let board = web.get("/api/v1/journeys").await;
    assert_eq!(board["items"], json!([]));

    // A request is half sent when the stop signal arrives.
    let tag_request = json!({ "count": 3, "material": "fabric" }).to_string();
    let mut line = TcpStream::connect(web.address()).expect("a connection");
    line.set_read_timeout(Some(Duration::from_secs(20))).expect("a limit");
    let head = format!(
        "POST /api/v1/tags HTTP/1.1\r\nHost: ward\r\nAuthorization: Bearer {}\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\nExpect: 100-continue\r\n\r\n",
        web.token.as_deref().unwrap_or_default(),
        tag_request.len(),
    );
    line.write_all(head.as_bytes()).expect("written");
    let mut go_on = [0; 25];
    line.read_exact(&mut go_on).expect("a response");
    assert_eq!(&go_on, b"HTTP/1.1 100 Continue\r\n\r\n");

    serving.signal("TERM");
    serving.log.line_with("Shutting down").await;
    line.write_all(tag_request.as_bytes()).expect("written");
    let mut response = String::new();
    line.read_to_string(&mut response).expect("a response");
    assert!(response.starts_with("HTTP/1.1 201"), "{response}");
    assert_eq!(serving.wait_for_exit().await, Some(0));
    assert_eq!(db.lines("SELECT CAST(count(*) AS TEXT) AS line FROM tags").await, ["3"]);
}

async fn an_open_event_stream_does_not_block_shutdown(db: Database) {
    run_command(command(&db, &["migrate"]), "").succeeds();
    let (mut serving, web) = serve(&db, &[]).await;
    let mut line = TcpStream::connect(web.address()).expect("a connection");
    line.set_read_timeout(Some(Duration::from_secs(30))).expect("a limit");
    let token = web.token.as_deref().unwrap_or_default();
    let head = format!(
        "GET /api/v1/events HTTP/1.1\r\nHost: ward\r\nAuthorization: Bearer {token}\r\n\r\n"
    );
    line.write_all(head.as_bytes()).expect("written");
    let mut stream = String::new();
    while !stream.contains("event: from") {
        let mut piece = [0; 512];
        let count = line.read(&mut piece).expect("more data");
        stream += std::str::from_utf8(&piece[..count]).expect("UTF-8");
    }
    serving.signal("TERM");
    let mut rest = String::new();
    line.read_to_string(&mut rest).expect("an end");
    assert!(rest.ends_with("0\r\n\r\n"), "the stream was cut off: {rest:?}");
    assert_eq!(serving.wait_for_exit().await, Some(0));
}

async fn staff_add_creates_accounts_and_rejects_invalid_ones(db: Database) {
    run_command(command(&db, &["migrate"]), "").succeeds();
    let add = |name: &str, password: &str| {
        let args = ["staff", "add", "--username", name, "--role", "staff", "--password-stdin"];
        run_command(command(&db, &args), password)
    };
    assert_eq!(add("kit", "a long enough password\n").succeeds().out, "");
    add("kit", "another long password").fails_with("this username is already taken");
    add("kat", "too short").fails_with("12 to 128 characters");
    add("kat", "").fails_with("12 to 128 characters");
    add("K a t", "a long enough password").fails_with("a username has 2 to 40");
    let unread = ["staff", "add", "--username", "kat", "--role", "staff"];
    run_command(command(&db, &unread), "").fails_with("--password-stdin");
}

async fn audit_exports_entries_and_verify_detects_a_missing_one(db: Database) {
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
        let output = run_command(command(&hospital.db, args), "").succeeds().out;
        output.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
    };
    let all = lines(&["audit"]);
    assert!(all.iter().any(|entry| entry["visit_id"] == bear.visit.as_str()
        && entry["actor"]["id"] == nurse.id.as_str()));
    assert_eq!(lines(&["audit", "--to", "2020-01-01T00:00:00Z"]), Vec::<Value>::new());
    let fhir = lines(&["audit", "--fhir"]);
    assert_eq!(fhir.len(), all.len());
    // Required by AuditEvent of R4: type, recorded, agent with requestor, source with observer.
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
    let credentials = format!("urn:uuid:{}", nurse.id);
    assert!(login.is_some());
    assert!(fhir.iter().any(|event| event["subtype"][0]["code"] == "110123"
        && event["agent"][0]["who"]["identifier"]["value"] == credentials.as_str()));

    let output = run_command(command(&hospital.db, &["verify"]), "").succeeds().out;
    assert!(
        output.contains(&format!(
            "{0} audit entries verified, {0} of them without a key, last hash {1}",
            all.len(),
            all.last().expect("one")["seal"].as_str().expect("a seal")
        )),
        "{output}"
    );
    let triggers = if hospital.db.is_postgres() {
        "DROP TRIGGER audit_stays ON audit"
    } else {
        "DROP TRIGGER audit_stays"
    };
    hospital.db.run(triggers).await.expect("trigger dropped");
    hospital.db.run("DELETE FROM audit WHERE seq = 2").await.expect("altered");
    run_command(command(&hospital.db, &["verify"]), "")
        .fails_with("the audit log is damaged: an entry is missing after entry 1");
    let mut string_enum = command(&hospital.db, &["verify"]);
    string_enum.env("STUFFY_AUDIT_KEY", "not a key");
    let output =
        run_command(string_enum, "").fails_with("STUFFY_AUDIT_KEY is not 64 hexadecimal digits");
    assert!(!output.err.contains("not a key"));
}

async fn purge_deletes_names_and_commands_need_the_privacy_key(db: Database) {
    let hospital = TestHospital::start_with(db, TestOptions::encrypted_with(&['1'])).await;
    let nurse = hospital.nurse().await;
    nurse
        .post("/children", json!({ "alias": "Quillon", "patient_ref": "MRN-7" }))
        .await
        .expect(201);
    let with = |key: &str, args: &[&str]| {
        let mut line = command(&hospital.db, args);
        line.env("STUFFY_PRIVACY_KEY", key.repeat(64));
        run_command(line, "")
    };
    for line in [&["serve"][..], &["purge"], &["verify"]] {
        with("2", line)
            .fails_with("children's names are encrypted with a key that is not configured");
        run_command(command(&hospital.db, line), "").fails_with("STUFFY_PRIVACY_KEY");
    }
    let output = with("1", &["verify"]).succeeds().out;
    assert!(output.contains("0 fields are not encrypted with the current privacy key"), "{output}");
    let mut changed = command(&hospital.db, &["verify"]);
    changed.env("STUFFY_PRIVACY_KEY", format!("{},{}", "2".repeat(64), "1".repeat(64)));
    assert!(run_command(changed, "").succeeds().out.contains("2 fields are not encrypted"));
    let mut wrong = command(&hospital.db, &["purge"]);
    wrong.env("STUFFY_PRIVACY_KEY", "not a key");
    let output =
        run_command(wrong, "").fails_with("STUFFY_PRIVACY_KEY is not 64 hexadecimal digits");
    assert!(!output.err.contains("not a key"));
    let past = if hospital.db.is_postgres() { "'2020-01-01'" } else { "0" };
    hospital.db.run(&format!("UPDATE children SET created_at = {past}")).await.expect("long ago");
    assert_eq!(
        with("1", &["purge"]).succeeds().out,
        "1 children: identifying data deleted, statistics kept\n"
    );
    assert_eq!(hospital.db.lines("SELECT actor || ' ' || route AS line FROM audit WHERE topic = 'child' ORDER BY seq DESC LIMIT 1").await, ["house stuffy purge"]);
}

async fn verify_detects_changed_journeys(db: Database) {
    let hospital = TestHospital::start(db).await;
    let nurse = hospital.nurse().await;
    let (one, _) = (builders::check_in(&nurse).await, builders::check_in(&nurse).await);
    let verify = || run_command(command(&hospital.db, &["verify"]), "");
    let output = verify().succeeds().out;
    assert!(output.starts_with("2 journeys recomputed from 2 steps\n"), "{output}");
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
    verify().fails_with("2 journeys differ from their steps");
    hospital.db.run("UPDATE journeys SET stage = 'checked_in'").await.expect("restored");
    verify().succeeds();
    hospital.db.run(&format!("UPDATE journeys SET {alter}")).await.expect("altered");
    let output = verify().fails_with("1 journeys differ from their steps");
    assert!(output.err.contains(&one.journey), "{}", output.err);
}

async fn serve_warns_about_photos_outside_the_configured_storage(db: Database) {
    let folder = tempfile::TempDir::new().expect("a folder");
    let photo_storage =
        PhotoStorage::Directory(PhotoDirectory::open(folder.path()).expect("a folder"));
    let hospital =
        TestHospital::start_with(db, TestOptions { photo_storage, ..TestOptions::default() }).await;
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
    for (setting, reply) in [("database", true), ("off", true), (named.as_str(), false)] {
        let args = ["serve", "--listen", "127.0.0.1:0", "--log-json", "--photo-storage", setting];
        let mut serving = Running::start(command(&hospital.db, &args));
        if reply {
            let line = serving.log.line_with("STUFFY_PHOTO_STORAGE").await;
            assert!(
                line.contains("Photos are stored in a directory") && line.contains("\"photos\":1"),
                "{line}"
            );
        }
        serving.log.line_with("\"Listening\"").await;
        serving.signal("KILL");
        serving.wait_for_exit().await;
        assert!(
            !serving.log.remaining().await.contains("STUFFY_PHOTO_STORAGE"),
            "once, and only if needed"
        );
    }
}

async fn the_log_contains_no_names_tag_codes_or_tokens(db: Database) {
    let public = ["--log", "debug", "--public-url", "https://stuffy.example"];
    run_command(command(&db, &["migrate"]), "").succeeds();
    let (mut serving, web) = serve(&db, &public).await;
    let created = check_in(&web).await;
    let (code, visit) = (text(&created, "/tag/code"), text(&created, "/visit/id"));
    let guest = json!({ "name": "Grandmother Secret", "language": "en", "scope": "status" });
    let link = web.post(&format!("/api/v1/visits/{visit}/family-links"), &guest).await;
    let family = text(&link, "/url").rsplit('/').next().expect("a token").to_owned();
    web.get(&format!("/api/v1/family/{family}")).await;
    web.get(&format!("/api/v1/tags/{code}")).await;
    let scan = json!({ "id": uuid::Uuid::from_u128(7 << 76 | 2 << 62), "tag": code, "occurred_at": "2026-01-01T00:00:00Z" });
    web.post("/api/v1/scans", &scan).await;
    web.request("GET", &format!("/api/v1/tags/{}X", &code[..code.len() - 1]), None).await;
    web.request(
        "POST",
        "/api/v1/sessions",
        Some(&json!({ "username": "installer", "password": "Grandmother Secret" })),
    )
    .await;
    web.request("POST", "/api/v1/scans", Some(&json!({ "Little Star": code }))).await;
    serving.signal("TERM");
    assert_eq!(serving.wait_for_exit().await, Some(0));
    let log = serving.log.remaining().await;
    assert!(log.contains("Request completed"), "{log}");
    let program = code.replace('-', "");
    let token = web.token.as_deref().expect("a token");
    for secret in
        ["Little Star", "Biscuit", "Grandmother", PASSWORD, &code, &program, &family, token]
    {
        let reply = log.lines().find(|line| line.contains(secret));
        assert_eq!(reply, None, "the log contains {secret:?}");
    }
}

async fn headers_of_an_untrusted_proxy_are_reported_once(db: Database) {
    run_command(command(&db, &["migrate"]), "").succeeds();
    for (trusted, reports) in [("", 1), ("192.0.2.0/24", 1), ("127.0.0.1", 0)] {
        let (mut serving, web) = serve_at(&db.url, &["--trusted-proxies", trusted]).await;
        let url = format!("http://{}/T/0000000000000", web.address());
        let client = reqwest::Client::builder().no_proxy().build().expect("a client");
        for header in ["x-forwarded-for", "forwarded", "x-forwarded-host"] {
            let request = client.get(&url).header(header, "203.0.113.7");
            assert_eq!(request.send().await.expect("a page").status(), 200);
        }
        serving.signal("TERM");
        assert_eq!(serving.wait_for_exit().await, Some(0));
        let log = serving.log.remaining().await;
        let lines = log.lines().filter(|line| line.contains("STUFFY_TRUSTED_PROXIES"));
        assert_eq!(lines.count(), reports, "trusting {trusted:?}: {log}");
        assert!(!log.contains("203.0.113.7"), "{log}");
    }
}

on_both_databases!(
    migrate_prints_applied_migrations_and_is_idempotent,
    serve_finishes_open_requests_before_it_stops,
    an_open_event_stream_does_not_block_shutdown,
    staff_add_creates_accounts_and_rejects_invalid_ones,
    audit_exports_entries_and_verify_detects_a_missing_one,
    purge_deletes_names_and_commands_need_the_privacy_key,
    verify_detects_changed_journeys,
    serve_warns_about_photos_outside_the_configured_storage,
    the_log_contains_no_names_tag_codes_or_tokens,
    headers_of_an_untrusted_proxy_are_reported_once,
);

#[actix_web::test]
async fn backup_works_while_serving_and_can_be_opened() {
    let db = Database::sqlite();
    run_command(command(&db, &["migrate"]), "").succeeds();
    let (mut serving, web) = serve(&db, &[]).await;
    check_in(&web).await;
    let copy = db.file("copy.db").display().to_string();
    assert_eq!(run_command(command(&db, &["backup", &copy]), "").succeeds().out, "");
    check_in(&web).await;
    run_command(command(&db, &["backup", &copy]), "").fails_with("copy.db");
    let copied = format!("sqlite://{copy}");
    let verify = |url: &str| {
        run_command(process::program_with_database(url, &["verify"]), "").succeeds().out
    };
    for (url, folded) in [
        (&copied, "1 journeys recomputed from 1 steps"),
        (&db.url, "2 journeys recomputed from 2 steps"),
    ] {
        let output = verify(url);
        assert!(output.starts_with(&format!("{folded}\n")), "{output}");
        // The audit log's hash chain is intact in the copy as well.
        assert!(output.contains("audit entries verified"), "{output}");
    }
    serving.signal("INT");
    assert_eq!(serving.wait_for_exit().await, Some(0));
}

#[actix_web::test]
async fn backup_refers_to_pg_dump_on_postgresql() {
    let db = Database::postgres();
    run_command(command(&db, &["backup", "copy.db"]), "").fails_with("pg_dump");
}

#[test]
fn an_unknown_database_url_is_rejected_with_the_supported_ones() {
    for url in ["mysql://root@localhost/stuffy", "stuffy.db", ""] {
        for args in [["migrate"], ["serve"], ["verify"]] {
            let output =
                run_command(process::program_with_database(url, &args), "").fails_with("sqlite://");
            assert!(output.err.contains("postgres://"), "{}", output.err);
        }
    }
}

#[actix_web::test]
async fn the_demo_simulates_journeys_and_cleans_up() {
    let home = tempfile::tempdir().expect("a folder");
    let mut demo = process::program(&["demo", "--listen", "127.0.0.1:0", "--speed", "50"]);
    demo.env("TMPDIR", home.path());
    let mut demo = Running::start(demo);
    let line = demo.out.line_with("/api/v1/family/").await;
    let family = line.trim().strip_prefix("curl -s ").expect("a line to copy");
    let (base, _) = family.split_once("/api/").expect("an address");
    let mut web = ApiClient::at(base);
    let view = web.get(&family[base.len()..]).await;
    assert!(!text(&view, "/companions/0/status/text").is_empty());

    // The board, with the printed command line.
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

    // The simulation goes on.
    let moved = async {
        let mut look = tokio::time::interval(Duration::from_millis(5));
        while web.get("/api/v1/journeys").await == board {
            look.tick().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), moved).await.expect("a change in time");
    demo.signal("INT");
    assert_eq!(demo.wait_for_exit().await, Some(0));
    assert_eq!(
        home.path().read_dir().expect("a folder").count(),
        0,
        "the temporary directory is still there"
    );
}

pub(crate) fn text(value: &Value, pointer: &str) -> String {
    let found = value.pointer(pointer).and_then(Value::as_str);
    found.unwrap_or_else(|| panic!("no text at {pointer} in {value}")).to_owned()
}
