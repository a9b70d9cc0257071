//! The shell's files: all that its page loads, and nothing else.

use std::collections::BTreeSet;

use super::*;
use crate::databases::{Database, in_a_browser};

async fn the_phone_keeps_what_the_shell_loads_and_nothing_else(db: Database) {
    let (hospital, wire) = browser::hospital(db, Wishes::default()).await;
    hospital.nurse().await;
    // As the page is where nothing of it is kept yet.
    let new = Phone::new(&wire).await;
    new.requests().await;
    new.open("/offline").await;
    new.wait_text(".top .here", "No location set").await;
    new.wait_until("its last module", "return document.querySelector('.start')?.hidden === false && !!document.querySelector('.queue-badge b')").await;
    let linked = "return [...document.querySelectorAll('link[href]')].map((link) => link.href)";
    let linked: Vec<String> =
        serde_json::from_value(new.run(linked, vec![]).await).expect("addresses");
    let path = |url: String| url.strip_prefix(&wire.base).expect("an address of ours").to_owned();
    let asked = new.requests().await.into_iter().chain(linked).map(path);
    let loaded: BTreeSet<String> = asked.filter(|path| !path.starts_with("/api/")).collect();

    let phone = phone_of("nurse", &wire).await;
    let look = "const done = arguments[0]; (async () => { const found = []; let bytes = 0;\
            for (const name of await caches.keys()) { const cache = await caches.open(name);\
                for (const request of await cache.keys()) {\
                    found.push(new URL(request.url).pathname);\
                    bytes += (await (await cache.match(request)).arrayBuffer()).byteLength; } }\
            done([found, bytes]); })()";
    let found = phone.run_async(look, vec![]).await;
    let (kept, bytes): (BTreeSet<String>, u32) =
        serde_json::from_value(found).expect("what is kept");
    println!("the shell: {} files, {bytes} bytes on the phone", kept.len());
    assert_eq!(kept, loaded);
}

in_a_browser!(the_phone_keeps_what_the_shell_loads_and_nothing_else,);
