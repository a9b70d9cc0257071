//! One phone, several tabs: all of them see the queue, and each scan leaves it once.

use super::*;
use crate::databases::Database;

/// Records the scans that this tab is told were saved, and sends the queue when another tab says so.
const LISTENS: &str = "const done = arguments[0];\
    const src = document.querySelector('script[src]').src;\
    Promise.all(['queue-events.js', 'queue-upload.js'].map((file) => import(src.replace(/[^/]*$/, file))))\
    .then(([{ queueEvents }, { sendQueue }]) => {\
        window.heard = []; window.sendQueue = sendQueue;\
        queueEvents.addEventListener('saved', ({ detail }) => heard.push(...detail.map(({ id }) => id)));\
        new BroadcastChannel('test').onmessage = () => sendQueue();\
        done(true); })";

/// The ids of what waits on the phone.
const WAITING: &str = "const done = arguments[0]; const asked = indexedDB.open('stuffy'); asked.onsuccess = () => {\
    asked.result.transaction('scans').objectStore('scans').getAll().onsuccess = ({ target }) => {\
        asked.result.close(); done(target.result.map(({ id }) => id).sort()); }; };";

async fn r31_tabs_that_drain_at_once_keep_each_scan_once_and_tell_it_once(db: Database) {
    let (hospital, wire) = browser::hospital(db, Wishes::default()).await;
    let nurse = hospital.nurse().await;
    let (one, other) = (check_in(&nurse).await, check_in(&nurse).await);
    let phone = phone_of("nurse", &wire).await;
    time_passes(&hospital);
    wire.cut();
    acts_alone(&phone, &one.tag, "Gown and mask on").await;
    press(&phone, "Hand over to guardian").await;
    wait_tally(&phone, 2, 0).await;
    acts_alone(&phone, &other.tag, "Report missing").await;
    wait_tally(&phone, 3, 0).await;
    let waiting = phone.run_async(WAITING, vec![]).await;
    let first = phone.driver.window().await.expect("a tab");
    let tabs = [
        first,
        phone.driver.new_tab().await.expect("a tab"),
        phone.driver.new_tab().await.expect("a tab"),
    ];
    for tab in &tabs {
        phone.driver.switch_to_window(tab.clone()).await.expect("the tab is shown");
        phone.open("/queue").await;
        phone.wait_text("#queue-list", "Waiting to send: 3").await;
        phone.run_async(LISTENS, vec![]).await;
    }
    time_passes(&hospital);
    wire.mend();
    // All of them hear it in the same moment.
    phone.run("new BroadcastChannel('test').postMessage('now')", vec![]).await;
    for tab in &tabs {
        phone.driver.switch_to_window(tab.clone()).await.expect("the tab is shown");
        wait_tally(&phone, 0, 0).await;
        phone.wait_text("#queue-list", "No scans waiting").await;
        // Once this is over, nothing of this tab is under way.
        phone.run_async("const done = arguments[0]; sendQueue().then(done)", vec![]).await;
    }
    for tab in tabs {
        phone.driver.switch_to_window(tab).await.expect("the tab is shown");
        let heard = phone.run("return heard.sort()", vec![]).await;
        assert_eq!(heard, waiting, "each tab is told each scan once, whichever tab sent it");
    }
    let by_nurse = |kind: &str| (kind.to_owned(), nurse.id.clone());
    assert_eq!(recorded(&one, &nurse).await, [by_nurse("dressed"), by_nurse("handed_over")]);
    assert_eq!(recorded(&other, &nurse).await, [by_nurse("reported_missing")]);
}

on_both_databases!(r31_tabs_that_drain_at_once_keep_each_scan_once_and_tell_it_once,);
