//! Paths contain secrets, so the logs of the proxy have none.

use super::site::Site;
use crate::builders;
use crate::databases::Database;
use crate::test_app::TestOptions;

#[actix_web::test]
async fn logs_of_the_proxy_contain_no_path() {
    let mut site = Site::open(Database::sqlite(), TestOptions::default()).await;
    let phone = site.seen_from(2);
    let nurse = phone.nurse().await;
    let bear = builders::check_in(&nurse).await;
    let link = builders::invite_with(&nurse, &bear.visit, serde_json::json!({})).await.page();
    let tag = format!("/T/{}", bear.tag);
    let mut request_ids = Vec::new();
    for path in [&link, &tag] {
        let page =
            phone.client().get(format!("{}{path}", phone.base())).send().await.expect("a page");
        assert_eq!(page.status(), 200);
        request_ids.push(page.headers()["x-request-id"].to_str().expect("an id").to_owned());
    }
    // Failures are logged elsewhere.
    site.hospital.stop().await;
    for path in [&link, &tag] {
        let page =
            phone.client().get(format!("{}{path}", phone.base())).send().await.expect("a page");
        assert_eq!(page.status(), 502);
    }
    site.nginx.quit().await;
    let access = site.nginx.read("stuffy-access.log");
    for id in request_ids {
        assert!(access.contains(&format!(" {id}\n")), "{access}");
    }
    assert!(access.contains("GET 502 "), "{access}");
    let errors = ["stuffy-error.log", "start.log"].map(|name| site.nginx.read(name)).concat();
    let secrets = [link.trim_start_matches("/f/"), &bear.tag, "/api/"];
    for secret in secrets {
        assert!(
            !access.contains(secret) && !errors.contains(secret),
            "{secret}:\n{access}\n{errors}"
        );
    }
}
