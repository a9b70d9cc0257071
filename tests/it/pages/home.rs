//! The start page, signing in and out, and what pages load.

use super::browser::{self, Phone, Setup};
use crate::databases::{Database, in_a_browser};
use crate::test_app::TestOptions;
use stuffy::domain::account::person::Role;

async fn staff_sign_in_and_out_without_script(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    hospital.sign_in_as("nurse", Role::Staff).await;
    let phone = Phone::with(&proxy, Setup { script: false, ..Setup::default() }).await;
    phone.open("/").await;
    phone.press("a[href='/sign-in']").await;
    phone.fill("[name=username]", "nurse").await;
    phone.fill("[name=password]", "not the password").await;
    phone.press("form.stack [type=submit]").await;
    assert!(phone.text(".refused").await.contains("Incorrect username or password"));
    phone.sign_in("nurse").await;
    assert!(phone.text(".top").await.contains("The nurse"));
    phone.press(".lock").await;
    phone.find("[name=password]").await;
    phone.open("/").await;
    assert!(!phone.everything().await.contains("The nurse"));
}

async fn start_and_sign_in_pages_are_accessible_and_load_nothing_external(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    hospital.sign_in_as("nurse", Role::Staff).await;
    let phone = Phone::new(&proxy).await;
    for path in ["/", "/sign-in", "/no-such-page"] {
        phone.open(path).await;
        phone.is_accessible(path).await;
    }
    phone.sign_in("nurse").await;
    phone.is_accessible("the staff's front page").await;
    let requests = phone.requests().await;
    assert!(
        requests.iter().all(|url| url.starts_with(&proxy.base) || url.starts_with("data:")),
        "{requests:?}"
    );
    assert!(requests.iter().any(|url| url.contains("/static/")), "{requests:?}");
}

in_a_browser!(
    staff_sign_in_and_out_without_script,
    start_and_sign_in_pages_are_accessible_and_load_nothing_external,
);
