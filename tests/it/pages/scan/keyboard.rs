//! Keyboard operation and the names of controls for screen readers.

use super::*;
use crate::databases::Database;
use thirtyfour::Key;

/// Roles in the accessibility tree that need a name.
const CONTROLS: [&str; 8] = [
    "button",
    "link",
    "textbox",
    "searchbox",
    "combobox",
    "checkbox",
    "radio",
    "DisclosureTriangle",
];

async fn nameless(phone: &Phone) -> Vec<String> {
    let tree = phone.devtools("Accessibility.getFullAXTree", json!({})).await;
    let nodes = tree["nodes"].as_array().expect("a tree");
    let seen = nodes.iter().filter(|node| node["ignored"] != true);
    let controls =
        seen.filter(|node| CONTROLS.iter().any(|control| node["role"]["value"] == *control));
    let controls: Vec<_> = controls.collect();
    assert!(!controls.is_empty(), "a page without controls");
    let empty =
        controls.iter().filter(|node| node["name"]["value"].as_str().is_none_or(str::is_empty));
    empty.map(ToString::to_string).collect()
}

async fn press(phone: &Phone, key: Key) {
    phone.driver.action_chain().send_keys(key).perform().await.expect("a key");
}

/// Presses Tab until an element that matches has the focus, and checks that the focus is visible.
async fn tab_to(phone: &Phone, css: &str) {
    for _ in 0..30 {
        press(phone, Key::Tab).await;
        let script = "const e = document.activeElement; \
            return e.matches(arguments[0]) ? getComputedStyle(e).outlineStyle : ''";
        let outline = phone.run(script, vec![json!(css)]).await;
        if outline == "solid" {
            return;
        }
        assert_eq!(outline, "", "{css} has the focus and does not show it");
    }
    panic!("the keyboard does not reach {css}");
}

async fn signing_in_and_recording_a_step_work_with_the_keyboard_alone(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    let (_, nurse, bear) = scene(&hospital).await;
    let phone = Phone::new(&proxy).await;
    phone.open("/sign-in").await;
    tab_to(&phone, "[name=username]").await;
    phone.driver.action_chain().send_keys("nurse").perform().await.expect("keys");
    tab_to(&phone, "[name=password]").await;
    phone.driver.action_chain().send_keys(crate::test_app::PASSWORD).perform().await.expect("keys");
    press(&phone, Key::Enter).await;
    phone.find(".top .lock").await;
    nurse.hospital.wait_minutes(2);
    scan(&phone, &bear).await;
    tab_to(&phone, "form.act button").await;
    press(&phone, Key::Enter).await;
    phone.wait_text(".saved", "Saved").await;
    assert!(bear.steps(&nurse).await.len() > 1, "a step was kept");
}

async fn every_control_has_an_accessible_name(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    let (rooms, nurse, bear) = scene(&hospital).await;
    let blank = builders::create_tag(&nurse).await;
    let phone = phone(&proxy, true, "nurse").await;
    set_location(&phone, &nurse, &rooms.pre_op).await;
    let here = phone.path().await;
    let pages = ["/", "/scan", "/queue", "/board", "/print", "/pin", &here];
    let tags =
        [format!("/T/{}", bear.tag), format!("/T/{blank}"), format!("/T/{}/screening", bear.tag)];
    for path in pages.into_iter().chain(tags.iter().map(String::as_str)) {
        phone.open(path).await;
        assert_eq!(nameless(&phone).await, Vec::<String>::new(), "{path}");
    }
}

in_a_browser!(
    signing_in_and_recording_a_step_work_with_the_keyboard_alone,
    every_control_has_an_accessible_name,
);
