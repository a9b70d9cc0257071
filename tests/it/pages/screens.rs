//! Screenshots of the main pages: `STUFFY_SCREENSHOTS=docs/screens cargo test screens` saves them.
//!
//! Without that variable the test still runs, so that it keeps working.

use std::rc::Rc;

use serde_json::json;
use stuffy::domain::account::person::Role;
use stuffy::use_cases::idempotency::IdempotentRequest;
use stuffy::use_cases::staff::{self, NewStaff};

use super::browser::{self, Phone, Setup};
use crate::builders::{
    Bear, Rooms, check_in_with, clear_screening, create_tag, invite, invite_with,
    prepared_for_surgery,
};
use crate::databases::Database;
use crate::test_app::{Actor, PASSWORD, TestHospital, TestOptions};

/// Username, name and role.
const STAFF: [(&str, &str, Role); 3] =
    [("nora", "Nora", Role::Staff), ("luis", "Luis", Role::Lead), ("admin", "Ada", Role::Admin)];

/// The ward in the screenshots.
struct Ward {
    rooms: Rooms,
    nora: Actor,
    admin: Actor,
    /// Washed and about to be gowned.
    biscuit: Bear,
    /// Gowned, in the operating room.
    clover: Bear,
    /// On the ward, without its child.
    waffles: Bear,
}

async fn ward(hospital: &Rc<TestHospital>) -> Ward {
    for (username, name, role) in STAFF {
        let (username, password) = (username.to_owned(), PASSWORD.to_owned());
        let account = NewStaff { username, display_name: name.to_owned(), role, password };
        let request = IdempotentRequest { key: None, render: Box::new(|_| Vec::new()) };
        staff::create(&hospital.app, account, request).await.expect("a new account");
    }
    let admin = hospital.sign_in_as("admin", Role::Admin).await;
    let nora = hospital.sign_in_as("nora", Role::Staff).await;
    let rooms = Rooms::open(&admin).await;
    let biscuit = check_in_as(&nora, "Little Star", "Biscuit", "bear").await;
    let clover = check_in_as(&nora, "Captain", "Clover", "rabbit").await;
    let waffles = check_in_as(&nora, "Comet", "Waffles", "penguin").await;
    let pip = check_in_as(&nora, "Pickle", "Pip", "dinosaur").await;
    for (bear, room, actions) in [
        (&biscuit, &rooms.pre_op, prepared_for_surgery()),
        (&clover, &rooms.pre_op, prepared_for_surgery()),
        (&waffles, &rooms.ward, json!([{ "kind": "handed_over", "to": "child" }])),
        (&pip, &rooms.recovery, json!([{ "kind": "dressed", "items": ["cap", "bandage"] }])),
    ] {
        nora.scan(&bear.tag, json!({ "place_id": room, "actions": actions })).await.expect(201);
        hospital.wait_minutes(3);
    }
    nora.scan(&clover.tag, json!({ "place_id": rooms.operating_room })).await.expect(201);
    hospital.wait_minutes(12);
    nora.scan(&pip.tag, json!({ "actions": [{ "kind": "reported_missing" }] })).await.expect(201);
    hospital.wait_minutes(2);
    Ward { rooms, nora, admin, biscuit, clover, waffles }
}

async fn check_in_as(nurse: &Actor, alias: &str, name: &str, species: &str) -> Bear {
    let companion = json!({ "name": name, "species": species, "screening": clear_screening() });
    check_in_with(nurse, json!({ "child": { "alias": alias }, "companion": companion })).await
}

/// The path in a tag's QR code.
fn tag(code: &str) -> String {
    format!("/T/{}", code.replace('-', ""))
}

async fn code_of(ward: &Ward, place: &str) -> String {
    let place = ward.nora.get(&format!("/places/{place}")).await;
    place.text("code").replace('-', "")
}

/// In light and dark mode.
async fn pictures(phone: &Phone, name: &str) {
    phone.screenshot(name).await;
    phone.dark(true).await;
    phone.screenshot(&format!("{name}-dark")).await;
    phone.dark(false).await;
}

#[test]
fn screenshots_of_the_main_pages() {
    let database = Database::sqlite();
    actix_web::rt::System::new().block_on(async {
        let (hospital, proxy) = browser::hospital(database, TestOptions::default()).await;
        let ward = ward(&hospital).await;
        let phone = Phone::new(&proxy).await;
        phone.open(&tag(&ward.waffles.tag)).await;
        phone.screenshot("stranger").await;
        enrolled_phone_pages(&phone, &ward).await;
        scan_and_check_in_pages(&phone, &ward).await;
        family_pages(&phone, &ward).await;
        board_and_sweep_pages(&phone, &ward).await;
        card_pages(&hospital, &proxy, &ward).await;
        let desk = Phone::with(&proxy, Setup { size: (1280, 900), ..Setup::default() }).await;
        admin_pages(&desk).await;
        offline_pages(&phone, &proxy, &ward).await;
    });
}

/// Enrolling the phone and signing in with a PIN.
async fn enrolled_phone_pages(phone: &Phone, ward: &Ward) {
    let url = ward.admin.post("/phones", json!({ "name": "Bay 3" })).await.expect(201).text("url");
    let pin = json!({ "password": PASSWORD, "pin": "2580" });
    ward.nora.put("/sessions/current/pin", pin).await.expect(204);
    phone.open(url.strip_prefix(&phone.proxy.base).expect("the proxy's URL")).await;
    phone.press("main [type=submit]").await;
    phone.open("/sign-in?by=password").await;
    phone.fill("[name=username]", "nora").await;
    phone.fill("[name=password]", PASSWORD).await;
    phone.press("form.stack [type=submit]").await;
    phone.press(".top .lock").await;
    phone.press("a[href*='who=nora']").await;
    phone.find(".pad").await;
    phone.screenshot("sign-in").await;
    for digit in "2580".chars() {
        phone.press(&format!(".pad [value='{digit}']")).await;
    }
    phone.press("form.pin [type=submit]").await;
    phone.find(".top .lock").await;
}

async fn scan_and_check_in_pages(phone: &Phone, ward: &Ward) {
    let code = code_of(ward, &ward.rooms.pre_op).await;
    phone.open(&format!("/P/{code}")).await;
    phone.open("/").await;
    phone.screenshot("home").await;
    phone.open(&tag(&ward.biscuit.tag)).await;
    pictures(phone, "scan-page").await;
    phone.open(&tag(&ward.clover.tag)).await;
    phone.screenshot("scan-page-blocked").await;
    let blank = create_tag(&ward.nora).await;
    phone.open(&format!("/check-in/{}", blank.replace('-', ""))).await;
    phone.screenshot("check-in").await;
    phone.open("/scan").await;
    phone.screenshot("scanner").await;
}

async fn family_pages(phone: &Phone, ward: &Ward) {
    phone.open(&format!("{}/family", tag(&ward.clover.tag))).await;
    phone.press("button.main[type=submit]").await;
    phone.find("#offer").await;
    phone.screenshot("family-invited").await;
    let family = Phone::new(&phone.proxy).await;
    let page = invite(&ward.nora, &ward.clover.visit).await.replacen("/family/", "/f/", 1);
    for (query, name) in
        [("", "family"), ("?lang=ar", "family-ar"), ("?view=child", "family-child")]
    {
        family.open(&format!("{page}{query}")).await;
        family.find("#line:not(:empty)").await;
        pictures(&family, name).await;
    }
}

async fn board_and_sweep_pages(phone: &Phone, ward: &Ward) {
    phone.open("/board").await;
    phone.find(".line").await;
    pictures(phone, "board").await;
    let code = code_of(ward, &ward.rooms.pre_op).await;
    phone.open(&format!("/P/{code}")).await;
    phone.press(".begin").await;
    phone.find(".swept").await;
    let found = json!({ "place_id": ward.rooms.pre_op });
    ward.nora.scan(&ward.biscuit.tag, found).await.expect(201);
    phone.open(&format!("/P/{code}")).await;
    phone.screenshot("sweep").await;
}

async fn card_pages(hospital: &Rc<TestHospital>, proxy: &Rc<super::proxy::Proxy>, ward: &Ward) {
    hospital.wait_minutes(40);
    let back = json!([{ "kind": "undressed", "items": ["gown", "mask"] }, { "kind": "reunited", "with": "child" }]);
    ward.clover
        .perform(&ward.nora, json!([{ "kind": "moved", "place_id": ward.rooms.recovery }]))
        .await;
    hospital.wait_minutes(30);
    ward.clover.perform(&ward.nora, back).await;
    let lead = Phone::new(proxy).await;
    lead.sign_in("luis").await;
    lead.open(&format!("{}/card", tag(&ward.clover.tag))).await;
    lead.find("form .main").await;
    lead.screenshot("card-desk").await;
    lead.press("form .main").await;
    lead.find(".saved").await;
    let guardian = json!({ "relation": "guardian" });
    let page = invite_with(&ward.nora, &ward.clover.visit, guardian).await.page();
    let family = Phone::new(proxy).await;
    for (leaf, name) in [("card", "card"), ("card?lang=ar", "card-ar"), ("passport", "passport")] {
        family.open(&format!("{page}/{leaf}")).await;
        family.find("article").await;
        pictures(&family, name).await;
    }
}

/// What an admin sees on a large screen.
async fn admin_pages(desk: &Phone) {
    desk.sign_in("admin").await;
    for (path, name) in [("/print", "print"), ("/admin/places", "places"), ("/board", "board-wide")]
    {
        desk.open(path).await;
        desk.screenshot(name).await;
    }
}

/// What waits, and what was refused.
async fn offline_pages(phone: &Phone, proxy: &super::proxy::Proxy, ward: &Ward) {
    phone.wait_until("the service worker", "return !!navigator.serviceWorker.controller").await;
    proxy.disconnect();
    phone.open(&tag(&ward.waffles.tag)).await;
    phone.wait_text("h1", "No signal").await;
    phone.press("form.act button, .act button").await;
    phone.wait_text("#outcome.waiting", "not sent").await;
    phone.screenshot("waiting").await;
    phone.open("/queue").await;
    phone.wait_text("#queue-list", "Waiting to send: 1").await;
    phone.screenshot("queue").await;
}
