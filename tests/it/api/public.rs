//! Pages without sign-in: start page, problem pages, documentation, health and metrics.

use reqwest::Method;
use stuffy::web::problem_code::ProblemCode;

use crate::contract::Contract;
use crate::databases::{Database, on_both_databases};
use crate::test_app::TestHospital;

async fn public_pages_need_no_sign_in(db: Database) {
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
        assert!(page.header("content-type").is_some_and(|value| value.starts_with(kind)), "{path}");
        assert!(!page.bytes.is_empty(), "{path}");
        let head = stranger.request(Method::HEAD, path, &[], None).await.expect(200);
        assert!(head.bytes.is_empty());
    }
    // The pages load nothing from other hosts, and their policy forbids it.
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

    // Every documented problem code has a page.
    let codes = &Contract::get().document()["components"]["schemas"]["ProblemCode"]["enum"];
    for code in codes.as_array().expect("codes").iter().filter_map(|code| code.as_str()) {
        let page = stranger.get(&format!("./problems/{code}")).await.expect(200);
        let known = ProblemCode::ALL.iter().find(|known| known.code() == code).expect("a code");
        let text = String::from_utf8(page.bytes).expect("text");
        assert!(text.contains(known.title()) && text.contains(code), "{text}");
    }
    stranger.get("./problems/too-many-bears").await.refused(404, "not-found");
}

async fn the_documentation_loads_only_its_own_files(db: Database) {
    let hospital = TestHospital::start(db).await;
    let stranger = hospital.stranger();
    let page = stranger.get("./docs").await.expect(200);
    let policy = page.header("content-security-policy").expect("a policy").to_owned();
    let page = String::from_utf8(page.bytes).expect("text");
    let files: Vec<_> = page.split('"').filter(|part| part.starts_with("/docs/")).collect();
    assert_eq!(files, ["/docs/swagger-ui.css", "/docs/swagger-ui-bundle.js", "/docs/start.js"]);
    for file in files {
        stranger.get(&format!(".{file}")).await.expect(200);
    }
    let start = stranger.get("./docs/start.js").await.expect(200);
    for text in [&page, &policy, &String::from_utf8(start.bytes).expect("text")] {
        assert!(!text.contains("//"), "{text}");
    }
}

async fn metrics_require_the_metrics_token(db: Database) {
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
    assert!(page.header("content-type").is_some_and(|value| value.starts_with("text/plain")));
    // The metrics token works for nothing else.
    stranger.with_token("metrics-token").get("/children").await.refused(401, "unauthenticated");
}

on_both_databases!(
    public_pages_need_no_sign_in,
    the_documentation_loads_only_its_own_files,
    metrics_require_the_metrics_token,
);
