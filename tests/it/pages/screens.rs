//! Pictures of the main pages, of an invented ward: `STUFFY_SCREENSHOTS=docs/screens cargo test screens` keeps them.
//!
//! Without that variable the scene is played all the same, so that the pictures can be taken when they are wanted.

use std::rc::Rc;

use serde_json::json;
use stuffy::domain::account::person::Role;
use stuffy::use_cases::idempotency::IdempotentRequest;
use stuffy::use_cases::staff::{self, NewStaff};

use super::browser::{self, Phone, Setup};
use crate::builders::{
    Bear, Rooms, blank_tag, check_in_with, harmless, invite, invite_with, made_ready,
};
use crate::databases::Database;
use crate::test_app::{Actor, Hospital, PASSWORD, Wishes};

/// Who works on the ward: user name, name, role.
const STAFF: [(&str, &str, Role); 3] =
    [("nora", "Nora", Role::Staff), ("luis", "Luis", Role::Lead), ("admin", "Ada", Role::Admin)];

/// The ward as the pictures show it.
struct Ward {
    rooms: Rooms,
    nora: Actor,
    admin: Actor,
    /// Washed and on its way to be dressed.
    biscuit: Bear,
    /// Dressed, in the operating room.
    clover: Bear,
    /// On the ward, where its child is not any more.
    waffles: Bear,
}

async fn ward(hospital: &Rc<Hospital>) -> Ward {
    for (username, name, role) in STAFF {
        let (username, password) = (username.to_owned(), PASSWORD.to_owned());
        let hire = NewStaff { username, display_name: name.to_owned(), role, password };
        let door = IdempotentRequest { key: None, render: Box::new(|_| Vec::new()) };
        staff::create(&hospital.app, hire, door).await.expect("somebody new");
    }
    let admin = hospital.somebody("admin", Role::Admin).await;
    let nora = hospital.somebody("nora", Role::Staff).await;
    let rooms = Rooms::open(&admin).await;
    let biscuit = comes(&nora, "Little Star", "Biscuit", "bear").await;
    let clover = comes(&nora, "Captain", "Clover", "rabbit").await;
    let waffles = comes(&nora, "Comet", "Waffles", "penguin").await;
    let pip = comes(&nora, "Pickle", "Pip", "dinosaur").await;
    for (bear, room, actions) in [
        (&biscuit, &rooms.pre_op, made_ready()),
        (&clover, &rooms.pre_op, made_ready()),
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

/// A companion arrives with its child.
async fn comes(nurse: &Actor, alias: &str, name: &str, species: &str) -> Bear {
    let companion = json!({ "name": name, "species": species, "screening": harmless() });
    check_in_with(nurse, json!({ "child": { "alias": alias }, "companion": companion })).await
}

/// The address of a tag, as its QR says it.
fn tag(code: &str) -> String {
    format!("/T/{}", code.replace('-', ""))
}

async fn code_of(ward: &Ward, place: &str) -> String {
    let place = ward.nora.get(&format!("/places/{place}")).await;
    place.text("code").replace('-', "")
}

/// By day and by night.
async fn pictures(phone: &Phone, name: &str) {
    phone.picture(name).await;
    phone.dark(true).await;
    phone.picture(&format!("{name}-dark")).await;
    phone.dark(false).await;
}

#[test]
fn the_main_pages_can_be_taken_in_pictures() {
    let database = Database::sqlite();
    actix_web::rt::System::new().block_on(async {
        let (hospital, wire) = browser::hospital(database, Wishes::default()).await;
        let ward = ward(&hospital).await;
        let phone = Phone::new(&wire).await;
        phone.open(&tag(&ward.waffles.tag)).await;
        phone.picture("stranger").await;
        enrolled(&phone, &ward).await;
        at_the_bedside(&phone, &ward).await;
        for_families(&phone, &ward).await;
        all_together(&phone, &ward).await;
        at_the_end(&hospital, &wire, &ward).await;
        let desk = Phone::with(&wire, Setup { size: (1280, 900), ..Setup::default() }).await;
        at_the_desk(&desk).await;
        without_a_signal(&phone, &wire, &ward).await;
    });
}

/// The phone is enrolled, and Nora comes back to it by her PIN.
async fn enrolled(phone: &Phone, ward: &Ward) {
    let url = ward.admin.post("/phones", json!({ "name": "Bay 3" })).await.expect(201).text("url");
    let pin = json!({ "password": PASSWORD, "pin": "2580" });
    ward.nora.put("/sessions/current/pin", pin).await.expect(204);
    phone.open(url.strip_prefix(&phone.wire.base).expect("the wire's address")).await;
    phone.press("main [type=submit]").await;
    phone.open("/sign-in?by=password").await;
    phone.fill("[name=username]", "nora").await;
    phone.fill("[name=password]", PASSWORD).await;
    phone.press("form.stack [type=submit]").await;
    phone.press(".top .lock").await;
    phone.press("a[href*='who=nora']").await;
    phone.find(".pad").await;
    phone.picture("sign-in").await;
    for digit in "2580".chars() {
        phone.press(&format!(".pad [value='{digit}']")).await;
    }
    phone.press("form.pin [type=submit]").await;
    phone.find(".top .lock").await;
}

/// What one nurse sees of one companion.
async fn at_the_bedside(phone: &Phone, ward: &Ward) {
    let code = code_of(ward, &ward.rooms.pre_op).await;
    phone.open(&format!("/P/{code}")).await;
    phone.open("/").await;
    phone.picture("home").await;
    phone.open(&tag(&ward.biscuit.tag)).await;
    pictures(phone, "scan-page").await;
    phone.open(&tag(&ward.clover.tag)).await;
    phone.picture("scan-page-blocked").await;
    let blank = blank_tag(&ward.nora).await;
    phone.open(&format!("/check-in/{}", blank.replace('-', ""))).await;
    phone.picture("check-in").await;
    phone.open("/scan").await;
    phone.picture("scanner").await;
}

/// What she shows a family, and what they see on phones of their own.
async fn for_families(phone: &Phone, ward: &Ward) {
    phone.open(&format!("{}/family", tag(&ward.clover.tag))).await;
    phone.press("button.main[type=submit]").await;
    phone.find("#offer").await;
    phone.picture("family-invited").await;
    let family = Phone::new(&phone.wire).await;
    let page = invite(&ward.nora, &ward.clover.visit).await.replacen("/family/", "/f/", 1);
    for (query, name) in
        [("", "family"), ("?lang=ar", "family-ar"), ("?view=child", "family-child")]
    {
        family.open(&format!("{page}{query}")).await;
        family.find("#line:not(:empty)").await;
        pictures(&family, name).await;
    }
}

/// What she sees of them all.
async fn all_together(phone: &Phone, ward: &Ward) {
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
    phone.picture("sweep").await;
}

/// The card that a lead releases once a companion is back, and what its family has of it.
async fn at_the_end(hospital: &Rc<Hospital>, wire: &Rc<super::proxy::Wire>, ward: &Ward) {
    hospital.wait_minutes(40);
    let back = json!([{ "kind": "undressed", "items": ["gown", "mask"] }, { "kind": "reunited", "with": "child" }]);
    ward.clover
        .acts(&ward.nora, json!([{ "kind": "moved", "place_id": ward.rooms.recovery }]))
        .await;
    hospital.wait_minutes(30);
    ward.clover.acts(&ward.nora, back).await;
    let lead = Phone::new(wire).await;
    lead.sign_in("luis").await;
    lead.open(&format!("{}/card", tag(&ward.clover.tag))).await;
    lead.find("form .main").await;
    lead.picture("card-desk").await;
    lead.press("form .main").await;
    lead.find(".saved").await;
    let guardian = json!({ "relation": "guardian" });
    let page = invite_with(&ward.nora, &ward.clover.visit, guardian).await.page();
    let family = Phone::new(wire).await;
    for (leaf, name) in [("card", "card"), ("card?lang=ar", "card-ar"), ("passport", "passport")] {
        family.open(&format!("{page}/{leaf}")).await;
        family.find("article").await;
        pictures(&family, name).await;
    }
}

/// What an admin sees on a large screen.
async fn at_the_desk(desk: &Phone) {
    desk.sign_in("admin").await;
    for (path, name) in [("/print", "print"), ("/admin/places", "places"), ("/board", "board-wide")]
    {
        desk.open(path).await;
        desk.picture(name).await;
    }
}

/// What waits, and what was refused.
async fn without_a_signal(phone: &Phone, wire: &super::proxy::Wire, ward: &Ward) {
    phone.wait_until("the shell", "return !!navigator.serviceWorker.controller").await;
    wire.cut();
    phone.open(&tag(&ward.waffles.tag)).await;
    phone.wait_text("h1", "No signal").await;
    phone.press("form.act button, .act button").await;
    phone.wait_text("#outcome.waiting", "not sent").await;
    phone.picture("waiting").await;
    phone.open("/queue").await;
    phone.wait_text("#queue-list", "Waiting to send: 1").await;
    phone.picture("queue").await;
}
