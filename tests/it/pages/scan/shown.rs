//! The content, size and accessibility of the scan page.

use super::*;
use crate::databases::Database;

/// The most bytes that the first load and a later one may transfer, with headers.
const FIRST: f64 = 40.0 * 1024.0;
const NEXT: f64 = 8.0 * 1024.0;

async fn the_page_shows_the_companions_status(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    let (rooms, nurse, bear) = scene(&hospital).await;
    bear.perform(&nurse, builders::prepared_for_surgery()).await;
    nurse.scan(&bear.tag, json!({ "place_id": rooms.pre_op })).await.expect(201);
    hospital.wait_minutes(5);
    let phone = phone(&proxy, false, "nurse").await;
    scan(&phone, &bear).await;
    let shown = phone.everything().await;
    for said in [
        "Biscuit",
        "Child: Little Star",
        "Holding bay 3",
        "seen 5 min ago",
        "The child",
        "Gowned",
        "Clean for another 23 h",
        "Cleared",
    ] {
        assert!(shown.contains(said), "{said}: {shown}");
    }
    assert_eq!(phone.count(".portrait svg").await, 1);
    // The code may be in lower case or in groups.
    let code = phone.text(".who .code").await;
    for path in [format!("/t/{}", bear.tag.to_lowercase()), format!("/T/{code}")] {
        phone.open(&path).await;
        assert!(phone.text("h1").await.contains("Biscuit"));
    }
}

async fn r10_under_twelve_months_not_in_the_crib(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    let (rooms, nurse, _) = scene(&hospital).await;
    let bear =
        builders::check_in_with(&nurse, json!({ "child": { "alias": "Pip", "infant": true } }))
            .await;
    nurse.scan(&bear.tag, json!({ "place_id": rooms.ward })).await.expect(201);
    let phone = phone(&proxy, false, "nurse").await;
    scan(&phone, &bear).await;
    assert!(phone.text(".reminder").await.contains("not in the crib during sleep"));
}

async fn r17_r27_alerts_are_shown_first(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    let (rooms, nurse, bear) = scene(&hospital).await;
    nurse.scan(&bear.tag, json!({ "place_id": rooms.pre_op })).await.expect(201);
    hospital.wait_seconds(5);
    nurse.scan(&bear.tag, json!({ "place_id": rooms.ward })).await.expect(201);
    let moved = json!({ "place_id": rooms.recovery, "occurred_at": hospital.now() });
    nurse.post(&format!("/visits/{}/moves", bear.visit), moved).await.expect(201);
    hospital.wait_minutes(16);
    hospital.run_alert_monitor().await;
    let phone = phone(&proxy, false, "nurse").await;
    scan(&phone, &bear).await;
    let shown = phone.everything().await;
    assert!(shown.contains("Duplicate tag?"), "{shown}");
    assert!(shown.contains("Left behind?"), "{shown}");
    assert!(shown.contains("The child is there"), "{shown}");
    // The companion's location does not follow the child's.
    assert!(phone.text(".facts").await.contains("Ward 4 East"));
}

async fn r8_r30_declining_the_or_is_two_taps_with_reason_and_alternative(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    let (_, nurse, _) = scene(&hospital).await;
    let declined = "details.way:has(> .choices [data-label*='Not going to the OR']) > summary";
    for (script, label, alternative) in
        [(true, "Stays with a guardian", "with_guardian"), (false, "Photo instead", "photo")]
    {
        let bear = builders::check_in(&nurse).await;
        let phone = phone(&proxy, script, "nurse").await;
        let reason =
            format!("[aria-label='{label}'] form.act[data-label*='Not clean in time'] button");
        assert_eq!(tapped(&phone, &nurse, &bear, &[declined, &reason]).await, 2);
        phone.wait_text(".saved", "Not clean in time").await;
        let step = bear.steps(&nurse).await.pop().expect("a step");
        assert_eq!(step["action"]["alternative"], alternative);
        assert_eq!(step["action"]["reason"], "Not clean in time");
    }
}

async fn the_page_is_small_and_accessible(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    let (rooms, nurse, bear) = scene(&hospital).await;
    for name in ["OR 1", "OR 2", "OR 3", "OR 4", "OR 5", "OR 6"] {
        builders::room(&hospital.admin().await, name, "operating_room").await;
    }
    bear.perform(&nurse, json!([builders::prepared_for_surgery()[1]])).await;
    let phone = phone(&proxy, true, "nurse").await;
    phone.wait_until("the shell", "return !!navigator.serviceWorker.controller").await;
    phone.devtools("Network.clearBrowserCache", json!({})).await;
    phone.received().await;
    scan(&phone, &bear).await;
    let first = phone.received().await;
    scan(&phone, &bear).await;
    let next = phone.received().await;
    println!("scan page: {first} bytes at first, {next} bytes after");
    assert!(first > 0.0 && first <= FIRST, "{first} bytes");
    assert!(next > 0.0 && next <= NEXT, "{next} bytes");
    phone.is_accessible("the scan page").await;
    assert_eq!(phone.console_errors().await, Vec::<String>::new());
    phone.screenshot("scan").await;
    set_location(&phone, &nurse, &rooms.operating_room).await;
    scan(&phone, &bear).await;
    phone.screenshot("scan-blocked").await;
    bear.perform(&nurse, json!([builders::prepared_for_surgery()[0]])).await;
    scan(&phone, &bear).await;
    phone.press(BIG).await;
    phone.dark(true).await;
    phone.screenshot("scan-into-or-dark").await;
    phone.press(&button("Shelf")).await;
    phone.wait_text(".saved", "Saved").await;
    phone.screenshot("scan-saved-dark").await;
    phone.dark(false).await;
    phone.is_accessible("the scan page, saved").await;
    bear.perform(&nurse, json!([{ "kind": "soiled", "why": "dropped" }, { "kind": "moved", "place_id": rooms.ward }])).await;
    scan(&phone, &bear).await;
    phone.run("document.querySelectorAll('details').forEach(d => d.open = true)", vec![]).await;
    phone.is_accessible("the scan page, everything open").await;
    let small = phone.run("return [...document.querySelectorAll('button, summary, a')].filter(e => e.checkVisibility() && (e.getBoundingClientRect().height < 48 || e.getBoundingClientRect().width < 48)).map(e => e.innerText)", vec![]).await;
    assert_eq!(small, json!([]), "targets under 48 px");
}

in_a_browser!(
    the_page_shows_the_companions_status,
    r10_under_twelve_months_not_in_the_crib,
    r17_r27_alerts_are_shown_first,
    r8_r30_declining_the_or_is_two_taps_with_reason_and_alternative,
    the_page_is_small_and_accessible,
);
