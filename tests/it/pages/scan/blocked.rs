//! Blockers on buttons, overrides, refused scans and undo.

use super::*;
use crate::databases::Database;
use stuffy::domain::outfit::Catalogue;
use stuffy::domain::site_rules::SiteRules;

async fn blockers_are_shown_on_the_button_before_the_tap(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    let (rooms, nurse, bear) = scene(&hospital).await;
    bear.perform(&nurse, json!([builders::prepared_for_surgery()[1]])).await;
    let before = bear.snapshot(&nurse).await;
    let phone = phone(&proxy, false, "nurse").await;
    set_location(&phone, &nurse, &rooms.operating_room).await;
    scan(&phone, &bear).await;
    let big = phone.text(BIG).await;
    assert!(big.contains("Here: OR 7") && big.contains("Blocked: no cleaning recorded"), "{big}");
    assert!(phone.text(".facts").await.contains("Not cleared"));
    // A nurse sees who can override, and has no button for it.
    phone.press(BIG).await;
    phone.press(".first .choices summary").await;
    assert!(phone.text(".first .choices").await.contains("A lead can override"));
    assert_eq!(phone.count(".first form.act").await, 0);
    assert_eq!(bear.snapshot(&nurse).await, before);
}

async fn r4_a_lead_overrides_with_a_listed_reason(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    let (rooms, nurse, bear) = scene(&hospital).await;
    bear.perform(&nurse, json!([builders::prepared_for_surgery()[1]])).await;
    hospital.lead().await;
    let phone = phone(&proxy, false, "lead").await;
    set_location(&phone, &nurse, &rooms.operating_room).await;
    scan(&phone, &bear).await;
    phone.press(BIG).await;
    phone.press(".first .choices summary").await;
    phone.press(&button("Foot of bed").replace(" button", "[action] [name=rules] ~ button")).await;
    phone.wait_text(".saved", "Saved").await;
    let steps = bear.steps(&nurse).await;
    let over = &steps.last().expect("a step")["override"];
    assert_eq!(over["rules"], json!(["clean_missing"]));
    assert_eq!(over["reason"], "Surgeon agreed");
    assert!(phone.text(".saved").await.contains("Surgeon agreed"));
}

async fn any_staff_member_can_override_a_nudge(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    let (rooms, nurse, bear) = scene(&hospital).await;
    bear.perform(&nurse, json!([builders::prepared_for_surgery()[0]])).await;
    let phone = phone(&proxy, false, "nurse").await;
    set_location(&phone, &nurse, &rooms.operating_room).await;
    scan(&phone, &bear).await;
    assert!(phone.text(BIG).await.contains("Check: still needs: gown, mask"));
    assert_eq!(phone.count(".first > details.nudge").await, 1);
}

async fn a_refused_scan_shows_why_and_changes_nothing(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    let (rooms, nurse, bear) = scene(&hospital).await;
    bear.perform(&nurse, builders::prepared_for_surgery()).await;
    hospital.lead().await;
    let phone = phone(&proxy, false, "lead").await;
    set_location(&phone, &nurse, &rooms.operating_room).await;
    scan(&phone, &bear).await;
    phone.press(BIG).await;
    // It is dropped after the page was loaded.
    bear.perform(&nurse, json!([{ "kind": "soiled", "why": "dropped" }])).await;
    let before = bear.snapshot(&nurse).await;
    phone.press(&button("Shelf")).await;
    phone.wait_text(".refused", "Nothing was changed").await;
    assert_eq!(bear.snapshot(&nurse).await, before);
    assert!(phone.text(".stop.blocked").await.contains("dropped since the last cleaning"));
    // A lead can override from there.
    phone.press(".ways form.act button").await;
    phone.wait_text(".saved", "Saved").await;
    assert_eq!(bear.journey(&nurse).await["stage"], "operating_room");
}

async fn r2_r3_imaging_requires_the_mask_off_and_a_magnet_test(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    let (rooms, nurse, bear) = scene(&hospital).await;
    bear.perform(&nurse, json!([{ "kind": "dressed", "items": ["mask"] }, { "kind": "screened", "metal": "unknown" }])).await;
    hospital.lead().await;
    let phone = phone(&proxy, false, "lead").await;
    set_location(&phone, &nurse, &rooms.imaging).await;
    scan(&phone, &bear).await;
    assert!(phone.text(BIG).await.contains("Cannot be overridden"));
    bear.perform(&nurse, json!([{ "kind": "undressed", "items": ["mask"] }])).await;
    scan(&phone, &bear).await;
    phone.press(BIG).await;
    phone.press(".first form.act button").await;
    phone.wait_text(".saved", "Saved").await;
    let steps = bear.steps(&nurse).await;
    assert_eq!(steps.last().expect("a step")["override"]["hand_magnet_test"], true);
}

async fn r11_a_child_with_a_latex_precaution_is_offered_no_latex(db: Database) {
    let rules = SiteRules { catalogue: Catalogue::default(), ..SiteRules::default() };
    let (hospital, proxy) =
        browser::hospital(db, TestOptions { rules, ..TestOptions::default() }).await;
    let (_, nurse, usual) = scene(&hospital).await;
    let careful =
        builders::check_in_with(&nurse, json!({ "child": { "alias": "Comet", "latex": true } }))
            .await;
    let phone = phone(&proxy, false, "nurse").await;
    scan(&phone, &usual).await;
    assert_eq!(phone.count(&button("Gloves on")).await, 1);
    scan(&phone, &careful).await;
    assert_eq!(phone.count(&button("Gloves on")).await, 0);
    assert_eq!(phone.count(&button("Cap on")).await, 1);
}

async fn r13_going_home_with_pieces_on_asks_first(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    let (_, nurse, bear) = scene(&hospital).await;
    bear.perform(
        &nurse,
        json!([{ "kind": "dressed", "items": ["gown"] }, { "kind": "reunited", "with": "child" }]),
    )
    .await;
    let phone = phone(&proxy, false, "nurse").await;
    scan(&phone, &bear).await;
    phone.press(BIG).await;
    assert!(phone.text(".first .choices").await.contains("Check: still on: gown"));
    phone.press(&button("Remove all, then home with the child")).await;
    phone.wait_text(".saved", "Home with the child").await;
    let journey = bear.journey(&nurse).await;
    assert_eq!((&journey["status"], &journey["outfit"]), (&json!("closed"), &json!([])));
}

async fn only_the_author_can_undo_and_only_for_ten_minutes(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    let (_, nurse, bear) = scene(&hospital).await;
    hospital.sign_in_as("other", Role::Staff).await;
    let theirs = phone(&proxy, false, "nurse").await;
    assert_eq!(tapped(&theirs, &nurse, &bear, &[&button("Take custody")]).await, 1);
    let saved = theirs.driver.current_url().await.expect("an address");
    let address = format!("{}?{}", saved.path(), saved.query().expect("what was saved"));
    let others = phone(&proxy, false, "other").await;
    others.open(&address).await;
    others.find(".saved").await;
    assert_eq!(others.count(".saved button").await, 0);
    hospital.wait_minutes(7);
    theirs.open(&address).await;
    assert_eq!(theirs.count(".saved button").await, 1);
    hospital.wait_minutes(2);
    theirs.press(".saved button").await;
    assert!(theirs.everything().await.contains("Too late to undo"));
    theirs.open(&address).await;
    theirs.find(".saved").await;
    assert_eq!(theirs.count(".saved button").await, 0);
    assert_eq!(bear.journey(&nurse).await["holder"]["kind"], "staff");
}

in_a_browser!(
    blockers_are_shown_on_the_button_before_the_tap,
    r4_a_lead_overrides_with_a_listed_reason,
    any_staff_member_can_override_a_nudge,
    a_refused_scan_shows_why_and_changes_nothing,
    r2_r3_imaging_requires_the_mask_off_and_a_magnet_test,
    r11_a_child_with_a_latex_precaution_is_offered_no_latex,
    r13_going_home_with_pieces_on_asks_first,
    only_the_author_can_undo_and_only_for_ten_minutes,
);
