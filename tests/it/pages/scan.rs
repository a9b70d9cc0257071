//! The scan page: what may be done is one tap away, and what may not says so before the tap.

use std::rc::Rc;

use serde_json::{Value, json};

use super::browser::{self, Phone, Setup};
use super::proxy::Wire;
use crate::builders::{self, Bear, Rooms};
use crate::databases::in_a_browser;
use crate::test_app::{Actor, Hospital, Wishes};
use stuffy::domain::account::person::Role;

mod blocked;
mod coat;
mod keyboard;
mod routine;
mod shown;
mod tags;

/// A phone that pages run script on, and one on which they may not.
const SCRIPT: [bool; 2] = [true, false];

/// A button by what it says.
fn button(label: &str) -> String {
    format!("form.act[data-label$=': {label}'] button")
}

/// A choice by its place among the buttons: the big one.
const BIG: &str = ".first > details > summary";

/// A signed-in phone.
async fn phone(wire: &Rc<Wire>, script: bool, who: &str) -> Phone {
    let phone = Phone::with(wire, Setup { script, ..Setup::default() }).await;
    phone.sign_in(who).await;
    phone
}

/// The usual scene: rooms, a nurse, a bear.
async fn scene(hospital: &Rc<Hospital>) -> (Rooms, Actor, Bear) {
    let rooms = Rooms::open(&hospital.admin().await).await;
    let nurse = hospital.nurse().await;
    let bear = builders::check_in(&nurse).await;
    (rooms, nurse, bear)
}

/// The phone is there from now on.
async fn goes_to(phone: &Phone, nurse: &Actor, place: &str) {
    let code = nurse.get(&format!("/places/{place}")).await.expect(200).text("code");
    phone.open(&format!("/P/{code}")).await;
    phone.wait_text(".saved", "Location set").await;
}

/// Scans a bear, as the phone's own camera does.
async fn scan(phone: &Phone, bear: &Bear) {
    phone.open(&format!("/T/{}", bear.tag)).await;
    phone.find(".facts").await;
}

/// Scans and presses these, and says how many taps it took until it was saved (R30).
async fn tapped(phone: &Phone, nurse: &Actor, bear: &Bear, ways: &[&str]) -> u32 {
    // Time passes between two acts, or nobody could tell which came first.
    nurse.hospital.wait_minutes(2);
    scan(phone, bear).await;
    phone.taps();
    for way in ways {
        phone.tap(way).await;
    }
    phone.wait_text(".saved", "Saved").await;
    nurse.hospital.wait_minutes(2);
    phone.taps()
}

/// The kinds of the last steps of a bear, the latest last.
async fn last_kinds(bear: &Bear, nurse: &Actor, count: usize) -> Vec<String> {
    let steps = bear.steps(nurse).await;
    let kind = |step: &Value| step["action"]["kind"].as_str().unwrap_or_default().to_owned();
    steps[steps.len() - count..].iter().map(kind).collect()
}
