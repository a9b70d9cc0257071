//! Where this phone is, and sweeping a room.

use serde_json::json;

use super::browser::{self, Phone, Setup};
use crate::cast::{self, Rooms};
use crate::databases::on_both_databases;
use crate::hospital::Wishes;

on_both_databases! {
    async fn a_code_on_the_wall_becomes_this_phones_place_and_sticks(db: Database) {
        let (hospital, wire) = browser::hospital(db, Wishes::default()).await;
        let admin = hospital.admin().await;
        let rooms = Rooms::open(&admin).await;
        let nurse = hospital.nurse().await;
        let bear = cast::check_in(&nurse).await;
        let code = admin.get(&format!("/places/{}", rooms.ward)).await.expect(200).text("code");
        let phone = Phone::with(&wire, Setup { script: false, ..Setup::default() }).await;
        // Whoever is not signed in signs in first, and comes back.
        phone.open(&format!("/P/{code}")).await;
        phone.find("[name=password]").await;
        phone.sign_in("nurse").await;
        phone.open(&format!("/p/{}", code.to_lowercase())).await;
        phone.wait_text(".saved", "This phone is here now").await;
        assert!(phone.text(".top .here").await.contains("Ward 4 East"));
        assert!(phone.everything().await.contains("Nobody, as far as anybody has confirmed"));
        phone.open(&format!("/T/{}", bear.tag)).await;
        assert!(phone.text(".top .here").await.contains("Ward 4 East"));
        phone.press(".first button").await;
        phone.wait_text(".saved", "In Ward 4 East").await;
        phone.press(".top .here").await;
        phone.press(&format!("a[href='/T/{}']", bear.tag.replace('-', ""))).await;
        phone.press(".top .here").await;
        phone.press("button.leave").await;
        assert!(phone.text(".top .here").await.contains("No place set"));
    }

    async fn a_wrong_code_says_so_and_changes_nothing(db: Database) {
        let (hospital, wire) = browser::hospital(db, Wishes::default()).await;
        let admin = hospital.admin().await;
        let rooms = Rooms::open(&admin).await;
        let code = admin.get(&format!("/places/{}", rooms.ward)).await.expect(200).text("code");
        let phone = Phone::new(&wire).await;
        phone.sign_in("admin").await;
        phone.open(&format!("/P/{code}")).await;
        let bear = cast::check_in(&admin).await;
        for wrong in ["0000000000000", "nonsense", &bear.tag] {
            phone.open(&format!("/P/{wrong}")).await;
            phone.wait_text("h1", "No place has this code").await;
            assert!(phone.text(".top .here").await.contains("Ward 4 East"));
        }
        phone.is_accessible("no such place").await;
    }

    async fn a_sweep_lists_found_moved_and_missing(db: Database) {
        let (hospital, wire) = browser::hospital(db, Wishes::default()).await;
        let admin = hospital.admin().await;
        let rooms = Rooms::open(&admin).await;
        let nurse = hospital.nurse().await;
        let bear = |name: &str| json!({ "companion": { "name": name, "species": "rabbit", "screening": cast::harmless() } });
        let stays = cast::check_in_with(&nurse, bear("Clover")).await;
        let gone = cast::check_in_with(&nurse, bear("Dandelion")).await;
        let comes = cast::check_in_with(&nurse, bear("Hazel")).await;
        for (one, place) in [(&stays, &rooms.ward), (&gone, &rooms.ward), (&comes, &rooms.pre_op)] {
            nurse.scan(&one.tag, json!({ "place_id": place })).await.expect(201);
        }
        hospital.wait_minutes(30);
        let code = admin.get(&format!("/places/{}", rooms.ward)).await.expect(200).text("code");
        let phone = Phone::with(&wire, Setup { script: false, ..Setup::default() }).await;
        phone.sign_in("nurse").await;
        phone.open(&format!("/P/{code}")).await;
        phone.tap("button.begin").await;
        phone.wait_text(".swept.missing", "Missing: 2").await;
        hospital.wait_seconds(10);
        // Who is read is here, in one tap: by the phone's own camera a page opens first.
        phone.taps();
        for one in [&stays, &comes] {
            phone.open(&format!("/T/{}", one.tag)).await;
            assert!(phone.text(".first").await.contains("Here: Ward 4 East"));
            phone.tap(".first button").await;
            phone.wait_text(".saved", "Saved").await;
        }
        assert_eq!(phone.taps(), 2);
        phone.open(&format!("/P/{code}")).await;
        assert!(phone.text(".swept.found").await.contains("Clover"));
        assert!(phone.text(".swept.moved").await.contains("Hazel"));
        assert!(phone.text(".swept.missing").await.contains("Dandelion"));
        phone.picture("sweep").await;
        phone.tap("button.finish").await;
        phone.find(".swept.missing button").await;
        hospital.wait_seconds(1);
        phone.taps();
        phone.tap(".swept.missing button").await;
        phone.wait_text(".swept.missing", "Reported missing").await;
        assert_eq!(phone.taps(), 1);
        let journey = gone.journey(&nurse).await;
        assert_eq!(journey["alerts"][0]["kind"], "missing");
        assert_eq!(journey["holder"]["kind"], "nobody_known");
        // The true place stays known, as the last one.
        assert_eq!(journey["place"]["name"], "Ward 4 East");
    }

    async fn a_sweep_ends_when_the_phone_goes_elsewhere(db: Database) {
        let (hospital, wire) = browser::hospital(db, Wishes::default()).await;
        let admin = hospital.admin().await;
        let rooms = Rooms::open(&admin).await;
        let phone = Phone::new(&wire).await;
        phone.sign_in("admin").await;
        for room in [&rooms.ward, &rooms.recovery] {
            let code = admin.get(&format!("/places/{room}")).await.expect(200).text("code");
            phone.open(&format!("/P/{code}")).await;
            assert_eq!(phone.count(".swept").await, 0);
            phone.is_accessible("a place").await;
            phone.press("button.begin").await;
            phone.find(".swept.missing").await;
            phone.is_accessible("a sweep").await;
        }
    }
}
