//! Another version of the program: the phone's shell follows it, and what waits on the phone stays.

use stuffy::web::pages::shared::assets;

use super::*;
use crate::databases::{Database, in_a_browser};

/// As long as a version is, and none.
const BEFORE: &str = "VersionB4now";

/// The files that the open page was made with.
async fn files(phone: &Phone) -> String {
    let src =
        phone.run("return document.querySelector('script[src]').getAttribute('src')", vec![]).await;
    src.as_str().and_then(|src| src.split('/').nth(2)).unwrap_or_default().to_owned()
}

async fn r31_a_phone_with_an_old_shell_gets_the_new_one_and_loses_no_scan(db: Database) {
    let (hospital, wire) = browser::hospital(db, Wishes::default()).await;
    let nurse = hospital.nurse().await;
    let bear = check_in(&nurse).await;
    // What the phone gets first is of another version, in every address, name and file.
    wire.disguise(Some((assets::version(), BEFORE)));
    let phone = phone_of("nurse", &wire).await;
    let kept = |version: &str| {
        format!("return caches.keys().then((names) => names.join() === 'stuffy-{version}')")
    };
    phone.wait_until("the old shell", &kept(BEFORE)).await;
    time_passes(&hospital);
    wire.cut();
    acts_alone(&phone, &bear.tag, "Gown and mask on").await;
    wait_tally(&phone, 1, 0).await;
    assert_eq!(files(&phone).await, BEFORE);

    wire.disguise(None);
    time_passes(&hospital);
    wire.mend();
    phone.open("/queue").await;
    wait_tally(&phone, 0, 0).await;
    assert_eq!(files(&phone).await, assets::version());
    phone.wait_until("the new shell alone", &kept(assets::version())).await;
    wire.cut();
    time_passes(&hospital);
    acts_alone(&phone, &bear.tag, "Report missing").await;
    wait_tally(&phone, 1, 0).await;
    assert_eq!(files(&phone).await, assets::version());
    time_passes(&hospital);
    wire.mend();
    phone.open("/queue").await;
    wait_tally(&phone, 0, 0).await;
    let by_nurse = |kind: &str| (kind.to_owned(), nurse.id.clone());
    assert_eq!(recorded(&bear, &nurse).await, [by_nurse("dressed"), by_nurse("reported_missing")]);
}

in_a_browser!(r31_a_phone_with_an_old_shell_gets_the_new_one_and_loses_no_scan,);
