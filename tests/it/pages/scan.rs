//! The scan page in a real browser.

use std::rc::Rc;

use serde_json::{Value, json};

use super::browser::{self, Phone, Setup};
use super::proxy::Proxy;
use crate::builders::{self, Bear, Rooms};
use crate::databases::in_a_browser;
use crate::test_app::{Actor, TestHospital, TestOptions};
use stuffy::domain::account::person::Role;

mod blocked;
mod coat;
mod keyboard;
mod routine;
mod shown;
mod tags;

/// With a script and without.
const SCRIPT: [bool; 2] = [true, false];

/// The selector of a button by its label.
fn button(label: &str) -> String {
    format!("form.act[data-label$=': {label}'] button")
}

/// The selector of the big button if it is a menu.
const BIG: &str = ".first > details > summary";

async fn phone(proxy: &Rc<Proxy>, script: bool, who: &str) -> Phone {
    let phone = Phone::with(proxy, Setup { script, ..Setup::default() }).await;
    phone.sign_in(who).await;
    phone
}

async fn scene(hospital: &Rc<TestHospital>) -> (Rooms, Actor, Bear) {
    let rooms = Rooms::open(&hospital.admin().await).await;
    let nurse = hospital.nurse().await;
    let bear = builders::check_in(&nurse).await;
    (rooms, nurse, bear)
}

/// Sets the phone's location.
async fn set_location(phone: &Phone, nurse: &Actor, place: &str) {
    let code = nurse.get(&format!("/places/{place}")).await.expect(200).text("code");
    phone.open(&format!("/P/{code}")).await;
    phone.wait_text(".saved", "Location set").await;
}

/// Opens the page that the phone's own camera app opens.
async fn scan(phone: &Phone, bear: &Bear) {
    phone.open(&format!("/T/{}", bear.tag)).await;
    phone.find(".facts").await;
}

/// Scans, taps these selectors, and returns the number of taps until it was saved (R30).
async fn tapped(phone: &Phone, nurse: &Actor, bear: &Bear, selectors: &[&str]) -> u32 {
    // The clock moves between two scans so that their order is defined.
    nurse.hospital.wait_minutes(2);
    scan(phone, bear).await;
    phone.taps();
    for selector in selectors {
        phone.tap(selector).await;
    }
    phone.wait_text(".saved", "Saved").await;
    nurse.hospital.wait_minutes(2);
    phone.taps()
}

/// The kinds of the last steps, oldest first.
async fn last_kinds(bear: &Bear, nurse: &Actor, count: usize) -> Vec<String> {
    let steps = bear.steps(nurse).await;
    let kind = |step: &Value| step["action"]["kind"].as_str().unwrap_or_default().to_owned();
    steps[steps.len() - count..].iter().map(kind).collect()
}
