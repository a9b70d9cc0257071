//! A new version of the program replaces the offline cache; waiting scans stay on the phone.

use stuffy::web::pages::shared::assets;

use super::*;
use crate::databases::{Database, in_a_browser};

/// A text with the length of a version.
const BEFORE: &str = "VersionB4now";

/// The version of the files that the open page uses.
async fn files(phone: &Phone) -> String {
    let src =
        phone.run("return document.querySelector('script[src]').getAttribute('src')", vec![]).await;
    src.as_str().and_then(|src| src.split('/').nth(2)).unwrap_or_default().to_owned()
}

async fn r31_a_new_version_replaces_the_offline_cache_and_loses_no_scan(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    let nurse = hospital.nurse().await;
    let bear = check_in(&nurse).await;
    // At first the phone gets another version, in every URL, name and file.
    proxy.rewrite(Some((assets::version(), BEFORE)));
    let phone = phone_signed_in_as("nurse", &proxy).await;
    let kept = |version: &str| {
        format!("return caches.keys().then((names) => names.join() === 'stuffy-{version}')")
    };
    phone.wait_until("the old version in the cache", &kept(BEFORE)).await;
    time_passes(&hospital);
    proxy.disconnect();
    scan_offline(&phone, &bear.tag, "Gown and mask on").await;
    wait_for_queue(&phone, 1, 0).await;
    assert_eq!(files(&phone).await, BEFORE);

    proxy.rewrite(None);
    time_passes(&hospital);
    proxy.reconnect();
    phone.open("/queue").await;
    wait_for_queue(&phone, 0, 0).await;
    assert_eq!(files(&phone).await, assets::version());
    phone.wait_until("only the new version in the cache", &kept(assets::version())).await;
    proxy.disconnect();
    time_passes(&hospital);
    scan_offline(&phone, &bear.tag, "Report missing").await;
    wait_for_queue(&phone, 1, 0).await;
    assert_eq!(files(&phone).await, assets::version());
    time_passes(&hospital);
    proxy.reconnect();
    phone.open("/queue").await;
    wait_for_queue(&phone, 0, 0).await;
    let by_nurse = |kind: &str| (kind.to_owned(), nurse.id.clone());
    assert_eq!(recorded(&bear, &nurse).await, [by_nurse("dressed"), by_nurse("reported_missing")]);
}

in_a_browser!(r31_a_new_version_replaces_the_offline_cache_and_loses_no_scan,);
