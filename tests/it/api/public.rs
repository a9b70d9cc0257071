//! What needs no sign-in: the welcome, the problems, the documentation, and how the server fares.

use reqwest::Method;
use stuffy::web::problem_code::ALL_PROBLEM_CODES;

use crate::contract::Contract;
use crate::databases::{Database, on_both_databases};
use crate::test_app::TestHospital;

async fn anybody_may_read_the_open_pages(db: Database) {
    let hospital = TestHospital::start(db).await;
    let stranger = hospital.stranger();
    for (path, kind) in [
        ("./", "text/html"),
        ("./docs", "text/html"),
        ("./docs/start.js", "text/javascript"),
        ("./docs/swagger-ui.css", "text/css"),
        ("./docs/swagger-ui-bundle.js", "text/javascript"),
        ("./healthz", "text/plain"),
        ("./readyz", "text/plain"),
    ] {
        let page = stranger.get(path).await.expect(200);
        assert!(page.header("content-type").is_some_and(|is| is.starts_with(kind)), "{path}");
        assert!(!page.bytes.is_empty(), "{path}");
        let head = stranger.request(Method::HEAD, path, &[], None).await.expect(200);
        assert!(head.bytes.is_empty());
    }
    // The pages fetch nothing from elsewhere, and may not.
    for path in ["./", "./docs", "./problems/not-cleared"] {
        let page = stranger.get(path).await.expect(200);
        let policy = page.header("content-security-policy").expect("a policy").to_owned();
        assert!(policy.starts_with("default-src 'none'"), "{policy}");
        let text = String::from_utf8(page.bytes).expect("text");
        assert!(!text.contains("http://") && !text.contains("https://"), "{text}");
    }
    let contract = stranger.get("./openapi.yaml").await.expect(200);
    assert_eq!(contract.bytes, include_bytes!("../../../openapi.yaml"));
    stranger.get("./docs/../Cargo.toml").await.refused(404, "not-found");
    stranger.get("./docs/other.js").await.refused(404, "not-found");

    // Every problem that the contract names has its page.
    let codes = &Contract::get().document()["components"]["schemas"]["ProblemCode"]["enum"];
    for code in codes.as_array().expect("codes").iter().filter_map(|code| code.as_str()) {
        let page = stranger.get(&format!("./problems/{code}")).await.expect(200);
        let kind = ALL_PROBLEM_CODES.iter().find(|kind| kind.code == code).expect("a kind");
        let text = String::from_utf8(page.bytes).expect("text");
        assert!(text.contains(kind.title) && text.contains(code), "{text}");
    }
    stranger.get("./problems/too-many-bears").await.refused(404, "not-found");
}

async fn the_documentation_names_no_file_that_is_not_there_and_no_other_host(db: Database) {
    let hospital = TestHospital::start(db).await;
    let stranger = hospital.stranger();
    let page = stranger.get("./docs").await.expect(200);
    let policy = page.header("content-security-policy").expect("a policy").to_owned();
    let page = String::from_utf8(page.bytes).expect("text");
    let named: Vec<_> = page.split('"').filter(|part| part.starts_with("/docs/")).collect();
    assert_eq!(named, ["/docs/swagger-ui.css", "/docs/swagger-ui-bundle.js", "/docs/start.js"]);
    for name in named {
        stranger.get(&format!(".{name}")).await.expect(200);
    }
    let start = stranger.get("./docs/start.js").await.expect(200);
    for text in [&page, &policy, &String::from_utf8(start.bytes).expect("text")] {
        assert!(!text.contains("//"), "{text}");
    }
}

async fn the_figures_are_for_whoever_knows_the_token(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (admin, stranger) = (hospital.admin().await, hospital.stranger());
    for wrong in [
        &stranger,
        &admin,
        &stranger.with_token("metrics-toke"),
        &stranger.with_token("metrics-token2"),
    ] {
        wrong.get("./metrics").await.refused(401, "unauthenticated");
    }
    let page = stranger.with_token("metrics-token").get("./metrics").await.expect(200);
    assert!(page.header("content-type").is_some_and(|is| is.starts_with("text/plain")));
    // Nor does it open anything else.
    stranger.with_token("metrics-token").get("/children").await.refused(401, "unauthenticated");
}

on_both_databases!(
    anybody_may_read_the_open_pages,
    the_documentation_names_no_file_that_is_not_there_and_no_other_host,
    the_figures_are_for_whoever_knows_the_token,
);
