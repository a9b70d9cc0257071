//! Choosing the companion's colour, which all its pictures then use.

use super::*;
use crate::databases::Database;

/// Whether the picture at `selector` has this fill colour.
async fn is_painted(phone: &Phone, selector: &str, tone: &str) -> bool {
    let paint = format!("return document.querySelector({selector:?}).getAttribute('fill')");
    phone.run(&paint, vec![]).await == tone
}

/// The fill colours of a honey bear and a cocoa bear.
const HONEY: &str = "#bd8450";
const COCOA: &str = "#8a5f45";

async fn r30_a_colour_is_chosen_by_a_tap_on_a_picture_and_adds_no_tap_elsewhere(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    let (_, nurse, bear) = scene(&hospital).await;
    let invited = builders::invite_with(&nurse, &bear.visit, json!({})).await.page();
    for script in SCRIPT {
        let phone = phone(&proxy, script, "nurse").await;
        scan(&phone, &bear).await;
        assert!(is_painted(&phone, ".who .portrait svg", HONEY).await);
        // The choices are hidden until the picture is tapped.
        assert_eq!(
            phone
                .run("return document.querySelector('.coats button').checkVisibility()", vec![])
                .await,
            false
        );
        phone.taps();
        phone.tap(".coats summary").await;
        assert_eq!(phone.count(".coats button[aria-pressed=true][value=honey]").await, 1);
        phone.tap(".coats [value=cocoa]").await;
        phone.find(".coats:not([open])").await;
        assert_eq!(phone.taps(), 2);
        assert!(is_painted(&phone, ".who .portrait svg", COCOA).await);
        for page in [
            format!("/T/{}/family", bear.tag),
            format!("/T/{}/screening", bear.tag),
            invited.clone(),
        ] {
            phone.open(&page).await;
            assert!(is_painted(&phone, "main svg[fill]", COCOA).await, "{page}");
        }
        phone.open("/board").await;
        phone.find(".line img[src*='/bear.cocoa']").await;
        scan(&phone, &bear).await;
        phone.tap(".coats summary").await;
        phone.tap(".coats [value=honey]").await;
        phone.find(".coats:not([open])").await;
        // The species' default colour is not stored.
        assert_eq!(bear.journey(&nurse).await["companion"]["coat"], Value::Null);
    }
}

async fn the_colour_choices_are_accessible(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    let (_, _, bear) = scene(&hospital).await;
    let phone = phone(&proxy, true, "nurse").await;
    scan(&phone, &bear).await;
    phone.tap(".coats summary").await;
    phone.wait_until("the pictures", "return [...document.querySelectorAll('.coats img')].every(i => i.complete && i.naturalWidth > 0)").await;
    let said = phone.text(".coats form").await;
    for word in ["Honey", "Cocoa", "Plum"] {
        assert!(said.contains(word), "{said}");
    }
    let small = phone.run("return [...document.querySelectorAll('.coats button')].filter(e => { const r = e.getBoundingClientRect(); return r.height < 48 || r.width < 48; }).length", vec![]).await;
    assert_eq!(small, 0, "targets under 48 px");
    phone.is_accessible("the colours").await;
    assert_eq!(phone.console_errors().await, Vec::<String>::new());
    phone.screenshot("scan-colours").await;
}

in_a_browser!(
    r30_a_colour_is_chosen_by_a_tap_on_a_picture_and_adds_no_tap_elsewhere,
    the_colour_choices_are_accessible,
);
