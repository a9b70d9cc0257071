//! The offline cache contains all files of the offline page, and nothing else.

use std::collections::BTreeSet;

use super::*;
use crate::databases::{Database, in_a_browser};

async fn the_offline_cache_contains_exactly_what_the_offline_page_loads(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    hospital.nurse().await;
    // On a phone without a cache.
    let new = Phone::new(&proxy).await;
    new.requests().await;
    new.open("/offline").await;
    new.wait_text(".top .here", "No location set").await;
    new.wait_until("its last module", "return document.querySelector('.start')?.hidden === false && !!document.querySelector('.queue-badge b')").await;
    let linked = "return [...document.querySelectorAll('link[href]')].map((link) => link.href)";
    let linked: Vec<String> =
        serde_json::from_value(new.run(linked, vec![]).await).expect("addresses");
    let path = |url: String| url.strip_prefix(&proxy.base).expect("an address of ours").to_owned();
    let asked = new.requests().await.into_iter().chain(linked).map(path);
    let loaded: BTreeSet<String> = asked.filter(|path| !path.starts_with("/api/")).collect();

    let phone = phone_signed_in_as("nurse", &proxy).await;
    let look = "const done = arguments[0]; (async () => { const found = []; let bytes = 0;\
            for (const name of await caches.keys()) { const cache = await caches.open(name);\
                for (const request of await cache.keys()) {\
                    found.push(new URL(request.url).pathname);\
                    bytes += (await (await cache.match(request)).arrayBuffer()).byteLength; } }\
            done([found, bytes]); })()";
    let found = phone.run_async(look, vec![]).await;
    let (kept, bytes): (BTreeSet<String>, u32) =
        serde_json::from_value(found).expect("what is kept");
    println!("offline cache: {} files, {bytes} bytes on the phone", kept.len());
    assert_eq!(kept, loaded);
}

in_a_browser!(the_offline_cache_contains_exactly_what_the_offline_page_loads,);
