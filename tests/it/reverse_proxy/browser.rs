//! A real browser with https and HTTP/2 through nginx.

use std::rc::Rc;

use serde_json::json;

use super::nginx::Nginx;
use crate::builders;
use crate::databases::{Database, in_a_browser};
use crate::pages::browser::{Phone, Setup};
use crate::pages::proxy::Proxy;
use crate::test_app::{TestHospital, TestOptions};

async fn staff_scan_and_a_family_watches(db: Database) {
    let mut entry = Proxy::start().await;
    entry.base = entry.base.replacen("http", "https", 1);
    let options = TestOptions { public_url: Some(entry.base.clone()), ..TestOptions::default() };
    let hospital = TestHospital::start_with(db, options).await;
    let nginx = Nginx::start(hospital.base()).await;
    entry.connect(&format!("https://{}", nginx.https));
    let entry = Rc::new(entry);
    let nurse = hospital.nurse().await;
    let bear = builders::check_in(&nurse).await;
    hospital.wait_minutes(10);
    bear.perform(&nurse, json!([builders::prepared_for_surgery()[0]])).await;
    hospital.wait_minutes(10);
    let link = builders::invite_with(&nurse, &bear.visit, json!({})).await.page();

    let family = phone(&entry).await;
    family.open(&link).await;
    family.wait_text("#line", "This page keeps itself up to date.").await;
    let protocol = "return performance.getEntriesByType('navigation')[0].nextHopProtocol";
    assert_eq!(family.run(protocol, vec![]).await, json!("h2"));

    let staff = phone(&entry).await;
    staff.sign_in("nurse").await;
    staff.open(&format!("/T/{}", bear.tag)).await;
    staff.press("form.act[data-label$=': Gown and mask on'] button").await;
    staff.wait_text(".saved", "Saved").await;
    family.wait_text(".now", "Biscuit is dressed and ready.").await;
    for phone in [staff, family] {
        assert_eq!(phone.console_errors().await, Vec::<String>::new());
    }
}

/// Accepts the certificate that nobody signed.
async fn phone(entry: &Rc<Proxy>) -> Phone {
    let flags = vec!["--ignore-certificate-errors".to_owned()];
    Phone::with(entry, Setup { flags, ..Setup::default() }).await
}

in_a_browser!(staff_scan_and_a_family_watches,);
