//! What the log of the built program says about requests, and how a failed one is found in it.

use serde_json::{Value, json};

use super::process::{ApiClient, Running, command, run_command};
use super::{add_admin, check_in, serve, serve_at, text};
use crate::databases::{Database, on_both_databases};
use crate::resilience::slow_clients::send_and_read;

/// The next line that says this, as JSON.
async fn line(serving: &mut Running, needle: &str) -> Value {
    serde_json::from_str(&serving.log.line_with(needle).await).expect("a line of JSON")
}

/// The id that the client sees of a request that fails with a 500.
async fn id_of_failure(db: &Database, web: &ApiClient) -> String {
    db.run("ALTER TABLE places RENAME TO hidden_places").await.expect("renamed");
    let (status, id) = web.status_and_request_id("/api/v1/places").await;
    assert_eq!(status, 500);
    id
}

async fn the_cause_of_a_500_is_found_by_the_id_that_the_client_saw(db: Database) {
    run_command(command(&db, &["migrate"]), "").succeeds();
    let (mut serving, web) = serve(&db, &[]).await;
    let id = id_of_failure(&db, &web).await;
    for needle in ["Database operation failed", "Request failed"] {
        let line = line(&mut serving, needle).await;
        assert_eq!((&line["level"], &line["span"]["request_id"]), (&json!("ERROR"), &json!(id)));
    }
    serving.signal("TERM");
    assert_eq!(serving.wait_for_exit().await, Some(0));
}

async fn the_cause_of_a_500_is_found_in_the_text_format_too(db: Database) {
    run_command(command(&db, &["migrate"]), "").succeeds();
    add_admin(&db);
    // Only errors are logged, and they still have the id.
    let args = ["serve", "--listen", "127.0.0.1:0", "--log", "error,stuffy::cli=info"];
    let mut serving = Running::start(command(&db, &args));
    let line = serving.log.line_with("Listening").await;
    let (_, address) = line.split_once("address=").expect("an address");
    let mut web = ApiClient::at(&format!("http://{address}"));
    web.token = Some(super::sign_in(&web).await);
    let id = id_of_failure(&db, &web).await;
    for needle in ["Database operation failed", "Request failed"] {
        let line = serving.log.line_with(needle).await;
        assert!(line.contains(&format!("request_id={id}")), "{line}");
    }
    serving.signal("TERM");
    assert_eq!(serving.wait_for_exit().await, Some(0));
}

async fn a_request_line_says_what_was_asked_by_whom_and_how_it_ended(db: Database) {
    run_command(command(&db, &["migrate"]), "").succeeds();
    let (mut serving, mut web) = serve(&db, &[]).await;
    let created = check_in(&web).await;
    let user = text(&web.get("/api/v1/sessions/current").await, "/user/id");
    let code = text(&created, "/tag/code");

    web.get(&format!("/api/v1/tags/{code}")).await;
    let fields = line(&mut serving, "/api/v1/tags/{code}").await["fields"].take();
    assert_eq!(fields["message"], "Request completed");
    assert_eq!(fields["method"], "GET");
    assert_eq!(fields["status"], 200);
    assert_eq!((&fields["user_id"], &fields["role"]), (&json!(user), &json!("admin")));
    assert!(fields["millis"].is_u64() && fields.get("code").is_none(), "{fields}");

    web.request("GET", "/api/v1/visits/00000000-0000-7000-8000-000000000001", None).await;
    let fields = line(&mut serving, "/api/v1/visits/{id}").await["fields"].take();
    assert_eq!((&fields["status"], &fields["code"]), (&json!(404), &json!("not-found")));

    let request = json!({ "name": "Theatre plan", "scopes": ["visits:read"] });
    let service = web.post("/api/v1/service-tokens", &request).await;
    web.token = Some(text(&service, "/token"));
    web.get("/api/v1/visits").await;
    let fields = line(&mut serving, "\"/api/v1/visits\"").await["fields"].take();
    let id = text(&service, "/id");
    assert_eq!((&fields["user_id"], &fields["role"]), (&json!(id), &json!("service")));

    // A page's error has its code as well, and a stranger has neither id nor role.
    web.token = None;
    web.request("GET", "/f/unknown", None).await;
    let fields = line(&mut serving, "/f/{token}").await["fields"].take();
    assert_eq!(fields["code"], "not-found");
    assert!(fields.get("user_id").is_none() && fields.get("role").is_none(), "{fields}");
    serving.signal("TERM");
    assert_eq!(serving.wait_for_exit().await, Some(0));
}

on_both_databases!(
    the_cause_of_a_500_is_found_by_the_id_that_the_client_saw,
    the_cause_of_a_500_is_found_in_the_text_format_too,
    a_request_line_says_what_was_asked_by_whom_and_how_it_ended,
);

#[actix_web::test]
async fn lines_of_the_database_threads_carry_the_id_of_the_request() {
    let db = Database::postgres();
    run_command(command(&db, &["migrate"]), "").succeeds();
    let (mut serving, web) = serve(&db, &[]).await;
    let others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                  WHERE datname = current_database() AND pid <> pg_backend_pid()";
    db.run(others).await.expect("terminated");
    let (_, id) = web.status_and_request_id("/api/v1/places").await;
    let line = line(&mut serving, "Lost a database connection").await;
    assert_eq!(line["span"]["request_id"], json!(id));
    serving.signal("TERM");
    assert_eq!(serving.wait_for_exit().await, Some(0));
}

#[actix_web::test]
async fn malformed_requests_are_counted_and_logged_sparingly() {
    let db = Database::sqlite();
    run_command(command(&db, &["migrate"]), "").succeeds();
    let (mut serving, mut web) = serve_at(&db.url, &["--metrics-token", "figures"]).await;
    let too_large = format!("GET / HTTP/1.1\r\nX-Long: {}\r\n\r\n", "a".repeat(200_000));
    for _ in 0..5 {
        send_and_read(web.address(), b"this is not HTTP\r\n\r\n").await;
        send_and_read(web.address(), too_large.as_bytes()).await;
    }
    web.token = Some("figures".to_owned());
    let metrics = web.text("/metrics").await;
    for reason in ["malformed", "headers-too-large"] {
        let counted = format!("stuffy_rejected_connections_total{{reason=\"{reason}\"}} 5");
        assert!(metrics.contains(&counted), "{metrics}");
    }
    serving.signal("TERM");
    assert_eq!(serving.wait_for_exit().await, Some(0));
    let log = serving.log.remaining().await;
    assert!(!log.contains("ERROR") && !log.contains("this is not HTTP"), "{log}");
    assert_eq!(log.matches("Rejected malformed or unfinished requests").count(), 1, "{log}");
}
