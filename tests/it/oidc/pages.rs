//! Hospital accounts in a real browser, and their settings on the command line.

use std::rc::Rc;

use super::provider::MockProvider;
use super::{count, count_refusals, options};
use crate::cli::process::{ApiClient, command, program_with_database, run_command};
use crate::cli::start;
use crate::databases::{Database, in_a_browser, on_both_databases};
use crate::pages::browser::Phone;
use crate::pages::proxy::Proxy;
use crate::test_app::{TestHospital, TestOptions};

async fn screens_of_signing_in_with_a_hospital_account(db: Database) {
    let (provider, proxy) = (MockProvider::open(), Rc::new(Proxy::start().await));
    provider.set_redirect_base(&proxy.base);
    let public_url = Some(proxy.base.clone());
    let hospital =
        TestHospital::start_with(db, TestOptions { public_url, ..options(&provider) }).await;
    provider.use_clock(&hospital.app.clock);
    proxy.connect(hospital.base());
    hospital.admin().await;
    let phone = Phone::new(&proxy).await;
    phone.open("/board").await;
    phone.find("#hospital").await;
    phone.is_accessible("the sign-in page with a hospital account").await;
    phone.screenshot("sign-in-hospital").await;

    // A user without a role, a cancelled sign-in, and the nurse.
    phone.press("#hospital").await;
    phone.press("#vic").await;
    phone.wait_text("h1", "No role assigned").await;
    phone.is_accessible("the page that says that there is no role").await;
    phone.screenshot("hospital-no-role").await;
    phone.press("a[href^='/sign-in/hospital']").await;
    phone.press("#off").await;
    phone.wait_text("h1", "Not signed in").await;
    phone.press("a[href^='/sign-in/hospital']").await;
    phone.press("#nora").await;
    phone.wait_text(".top", "Nora Lind").await;
    assert_eq!(phone.path().await, "/board");
    // Two of the pages were refusals, which browsers log as errors.
    let console_errors =
        phone.console_errors().await.into_iter().filter(|output| !output.contains("403"));
    assert_eq!(console_errors.collect::<Vec<_>>(), Vec::<String>::new());
    // After a cancelled sign-in the page works as usual and is not taken for another user's.
    phone.open("/").await;
    phone.find(".top .lock").await;
    assert_eq!((count(&hospital, "staff").await, count_refusals(&hospital).await), (2, 1));

    phone.press(".top .lock").await;
    phone.sign_in("admin").await;
    phone.open("/admin/staff").await;
    phone.wait_text(".ledger", "hospital account").await;
    phone.is_accessible("the staff with a hospital account").await;
    phone.screenshot("staff-hospital").await;
}

in_a_browser!(screens_of_signing_in_with_a_hospital_account,);

const SECRET: &str = "a-very-secret-secret";

async fn invalid_oidc_settings_are_rejected_with_a_reason(db: Database) {
    run_command(command(&db, &["migrate"]), "").succeeds();
    let url = ("STUFFY_PUBLIC_URL", "https://stuffy.example");
    let issuer = ("STUFFY_OIDC_ISSUER", "https://login.example");
    let id = ("STUFFY_OIDC_CLIENT_ID", "stuffy");
    let staff = ("STUFFY_OIDC_STAFF_GROUPS", "ward, night ward");
    let secret = ("STUFFY_OIDC_CLIENT_SECRET", SECRET);
    for (set, words) in [
        (&[url, issuer, secret, staff][..], "STUFFY_OIDC_CLIENT_ID is not"),
        (&[url, id, secret, staff], "STUFFY_OIDC_ISSUER is not"),
        (&[issuer, id, staff], "hospital accounts need STUFFY_PUBLIC_URL"),
        (&[url, issuer, id], "set STUFFY_OIDC_STAFF_GROUPS"),
        (&[url, ("STUFFY_OIDC_ISSUER", "http://login.example"), id, staff], "must be https"),
        (&[url, ("STUFFY_OIDC_ISSUER", "login"), id, staff], "is not a URL"),
    ] {
        let mut serving = command(&db, &["serve", "--listen", "127.0.0.1:0"]);
        serving.envs(set.iter().copied());
        let output = run_command(serving, "").fails_with(words);
        assert!(!output.err.contains(SECRET) && !output.out.contains(SECRET), "{}", output.err);
    }

    // With complete settings the server starts at once and offers the sign-in, although the provider is unavailable.
    let mut serving = program_with_database(&db.url, crate::cli::SERVE);
    serving.envs([url, id, secret, staff, ("STUFFY_OIDC_ISSUER", "http://127.0.0.1:9")]);
    serving.env("STUFFY_OIDC_NAME", "St. Elsewhere account");
    let (mut serving, web) = start(serving).await;
    let page = text(&web, "/sign-in").await;
    assert!(page.contains("Sign in with your St. Elsewhere account"), "{page}");
    assert!(text(&web, "/sign-in/hospital").await.contains("unavailable"));
    let line = serving.log.line_with("OIDC provider unavailable").await;
    assert!(!line.contains(SECRET), "{line}");
    serving.signal("TERM");
    assert_eq!(serving.wait_for_exit().await, Some(0));
}

on_both_databases!(invalid_oidc_settings_are_rejected_with_a_reason,);

async fn text(web: &ApiClient, path: &str) -> String {
    let url = format!("http://{}{path}", web.address());
    reqwest::get(url).await.expect("a response").text().await.expect("text")
}

#[test]
fn the_client_secret_is_never_shown() {
    let args = ["stuffy", "--oidc-issuer", "https://login.example", "--oidc-client-secret", SECRET];
    let settings = stuffy::config::Settings::from_args(&args).expect("settings");
    assert!(!format!("{settings:?}").contains(SECRET));
    assert!(!format!("{:?}", settings.setting_info).contains(SECRET));
    assert!(settings.setting_info.iter().any(|info| info.variable == "STUFFY_OIDC_CLIENT_SECRET"));
}
