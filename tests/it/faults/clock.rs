//! The clock of the machine is set back by an hour: scans, sessions, links and events go on, and nothing is lost.

use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::json;
use stuffy::actions::verify::verify;
use stuffy::domain::house_rules::SigningIn;

use crate::cast::{self, made_ready};
use crate::databases::on_both_databases;
use crate::hospital::{Hospital, Wishes};

const HOUR: Duration = Duration::from_hours(1);

on_both_databases! {
    async fn an_hour_that_comes_twice_loses_nothing(db: Database) {
        let hospital = Hospital::open(db).await;
        let nurse = hospital.nurse().await;
        let bear = cast::check_in(&nurse).await;
        let family = cast::invite(&nurse, &bear.visit).await;
        hospital.wait_minutes(10);
        let before = json!({ "id": hospital.scan_id(), "tag": bear.tag, "occurred_at": hospital.now(), "actions": made_ready() });
        let first = nurse.post("/scans", before.clone()).await.expect(201);
        let mut watching = nurse.watch(None).await;
        watching.event().await;

        hospital.world.clock.set_back(HOUR);
        // What was answered is answered so again, and what is new is taken, each once.
        assert_eq!(nurse.post("/scans", before).await.expect(200).bytes, first.bytes);
        let mut ids = BTreeSet::new();
        for _ in 0..20 {
            let scan = nurse.scan(&bear.tag, json!({})).await.expect(201);
            assert!(ids.insert(scan.text("steps/0/id")), "an id that comes twice");
        }
        // A phone that has kept the right time is put right by what it says on sending (R29).
        let sent = hospital.seconds_off(3600);
        let late = json!({ "id": hospital.scan_id(), "tag": bear.tag, "occurred_at": hospital.seconds_off(3000) });
        let told = nurse.post("/scans/batch", json!({ "sent_at": sent, "scans": [late] })).await.expect(200);
        assert_eq!(told["results"][0]["status"], 201, "{:?}", told.body);
        assert_eq!(bear.steps(&nurse).await.len(), 1 + 2 + 20 + 1);
        // Whoever watches hears of it, a family sees its friend, and the watch looks round.
        watching.change("journey").await;
        hospital.stranger().get(&family).await.expect(200);
        cast::invite(&nurse, &bear.visit).await;
        hospital.watch().await;
        let second = cast::check_in(&nurse).await;
        second.acts(&nurse, made_ready()).await;
        hospital.wait_minutes(70);
        hospital.watch().await;
        bear.acts(&nurse, json!([{ "kind": "noted", "text": "the second time that it is nine" }])).await;
        let verdict = verify(&hospital.world).await.expect("a verdict");
        assert_eq!((verdict.journeys, verdict.differing.len()), (2, 0));
    }

    /// A session must not stay open for an hour more because the clock says so (R31).
    async fn r31_no_session_stays_open_longer_because_the_clock_was_set_back(db: Database) {
        let idle_lock = Duration::from_mins(2);
        let signing_in = SigningIn { idle_lock, ..Wishes::default().signing_in };
        let hospital = Hospital::open_with(db, Wishes { signing_in, ..Wishes::default() }).await;
        let nurse = hospital.nurse().await;
        nurse.get("/journeys").await.expect(200);
        hospital.world.clock.set_back(Duration::from_secs(5));
        nurse.get("/journeys").await.expect(200);
        hospital.world.clock.set_back(HOUR);
        nurse.get("/journeys").await.refused(401, "unauthenticated");
        // Whoever signs in now is in, until they have gone for as long as ever.
        let nurse = hospital.nurse().await;
        hospital.wait_seconds(110);
        nurse.get("/journeys").await.expect(200);
        hospital.wait_seconds(120);
        nurse.get("/journeys").await.refused(401, "unauthenticated");
    }
}
