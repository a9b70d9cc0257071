//! Invalid input is rejected with a pointer to what is wrong, and changes nothing.

use reqwest::Method;
use serde_json::{Value, json};

use crate::builders::{self, Rooms};
use crate::databases::{Database, on_both_databases};
use crate::test_app::{TestHospital, merge};

async fn malformed_and_oversized_bodies_are_rejected(db: Database) {
    let hospital = TestHospital::start(db).await;
    let nurse = hospital.nurse().await;
    let bear = builders::check_in(&nurse).await;
    let before = bear.snapshot(&nurse).await;
    let steps = format!("/journeys/{}/steps", bear.journey);
    let scan = json!({ "id": hospital.scan_id(), "tag": bear.tag, "occurred_at": hospital.now() })
        .to_string();

    for path in ["/scans", &steps, "/scans/batch", "/check-ins"] {
        let send = async |kind: &str, body: String| {
            nurse.request(Method::POST, path, &[("content-type", kind)], Some(body)).await
        };
        for broken in ["", "{", "{\"id\":}", "nonsense", "{\"a\":1}}", "\u{feff}{}", "{} {}"] {
            send("application/json", broken.to_owned()).await.refused(400, "malformed");
        }
        for kind in [
            "text/plain",
            "application/xml",
            "application/x-www-form-urlencoded",
            "application/jsonx",
            "",
        ] {
            send(kind, scan.clone()).await.refused(415, "unsupported-media-type");
        }
        let max_bytes = if path == "/scans/batch" { 1024 * 1024 } else { 64 * 1024 };
        let padded = |size: usize| format!("{}{}", scan, " ".repeat(size - scan.len()));
        send("application/json", padded(max_bytes + 1)).await.refused(413, "too-large");
        send("application/json", padded(2 * 1024 * 1024)).await.refused(413, "too-large");
    }
    assert_eq!(bear.snapshot(&nurse).await, before);
    // Exactly 64 KiB are accepted, and the media type is case-insensitive.
    let full = format!("{}{}", scan, " ".repeat(64 * 1024 - scan.len()));
    nurse
        .request(
            Method::POST,
            "/scans",
            &[("content-type", "Application/JSON; charset=utf-8")],
            Some(full),
        )
        .await
        .expect(201);
}

async fn an_invalid_member_is_reported_by_pointer(db: Database) {
    let hospital = TestHospital::start(db).await;
    let nurse = hospital.nurse().await;
    let bear = builders::check_in(&nurse).await;
    let before = bear.snapshot(&nurse).await;
    let act = |action: Value| json!({ "actions": [{ "kind": "noted", "text": "fine" }, action] });
    let over = |over: Value| json!({ "override": over });
    let uuid_v4 = "0191b2c3-0000-4000-8000-000000000000";
    let cases = [
        ("#/colour", json!({ "colour": "red" })),
        ("#/witness", json!({ "witness": bear.child })),
        ("#/id", json!({ "id": "7" })),
        ("#/id", json!({ "id": uuid_v4 })),
        ("#/id", json!({ "id": hospital.scan_id().replace('-', "") })),
        ("#/tag", json!({ "tag": 7 })),
        ("#/tag", json!({ "tag": "" })),
        ("#/tag", json!({ "tag": "x".repeat(301) })),
        ("#/place_id", json!({ "place_id": "OR 7" })),
        ("#/place", json!({ "place": "OR 7" })),
        ("#/occurred_at", json!({ "occurred_at": "noon" })),
        ("#/occurred_at", json!({ "occurred_at": 1_795_334_400 })),
        ("#/occurred_at", json!({ "occurred_at": "2026-11-22T08:00:00" })),
        ("#/occurred_at", json!({ "occurred_at": "1999-12-31T23:59:59.999Z" })),
        ("#/occurred_at", json!({ "occurred_at": "0000-01-01T00:00:00+23:59" })),
        ("#/occurred_at", json!({ "occurred_at": "9999-12-31T23:59:59.999Z" })),
        ("#/occurred_at", json!({ "occurred_at": hospital.seconds_from_now(301) })),
        ("#/sent_at", json!({ "sent_at": "1970-01-01T00:00:00Z" })),
        ("#/actions", json!({ "actions": {} })),
        ("#/actions", json!({ "actions": vec![json!({ "kind": "reported_missing" }); 21] })),
        ("#/actions/1/kind", act(json!({ "kind": "eaten" }))),
        ("#/actions/1", act(json!("dressed"))),
        ("#/actions/1/kind", act(json!({}))),
        ("#/actions/1", act(json!({ "kind": "screened" }))),
        ("#/actions/1/metal", act(json!({ "kind": "screened", "metal": "perhaps" }))),
        ("#/actions/1/items/0", act(json!({ "kind": "dressed", "items": ["crown"] }))),
        ("#/actions/1/where", act(json!({ "kind": "reported_missing", "where": "OR" }))),
        ("#/actions/1/items", act(json!({ "kind": "dressed", "items": [] }))),
        ("#/actions/1/items/1", act(json!({ "kind": "undressed", "items": ["gown", "gown"] }))),
        ("#/actions/1/to", act(json!({ "kind": "handed_over", "to": "nobody_known" }))),
        ("#/actions/1/text", act(json!({ "kind": "noted", "text": " \t " }))),
        ("#/actions/1/text", act(json!({ "kind": "noted", "text": "x".repeat(501) }))),
        ("#/override/reason", over(json!({ "rules": ["not_gowned"] }))),
        ("#/override/rules", over(json!({ "rules": [], "reason": "x" }))),
        (
            "#/override/rules/1",
            over(json!({ "rules": ["not_gowned", "not_gowned"], "reason": "x" })),
        ),
        ("#/override/rules/0", over(json!({ "rules": ["gravity"], "reason": "x" }))),
        ("#/override/reason", over(json!({ "rules": ["not_gowned"], "reason": "" }))),
    ];
    for (pointer, more) in cases {
        let refused = nurse.scan(&bear.tag, more.clone()).await.refused(422, "invalid");
        assert_eq!(refused.all("errors", "pointer"), [pointer], "{more}");
    }
    for missing in ["id", "tag", "occurred_at"] {
        let mut scan =
            json!({ "id": hospital.scan_id(), "tag": bear.tag, "occurred_at": hospital.now() });
        scan.as_object_mut().expect("a scan").remove(missing);
        let refused = nurse.post("/scans", scan).await.refused(422, "invalid");
        assert_eq!(refused.all("errors", "pointer"), [format!("#/{missing}")]);
    }
    nurse.post("/scans?dry_run=1", json!({})).await.refused(400, "malformed");
    assert_eq!(bear.snapshot(&nurse).await, before);
}

async fn invalid_codes_and_records_of_another_child_are_rejected(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (admin, nurse) = (hospital.admin().await, hospital.nurse().await);
    let rooms = Rooms::open(&admin).await;
    let (bear, other) = (builders::check_in(&nurse).await, builders::check_in(&nurse).await);
    let before = (bear.snapshot(&nurse).await, other.snapshot(&nurse).await);

    // Every wrong check character, a wrong character at every position, and every swap of two neighbours.
    let letters: Vec<char> = bear.tag.replace('-', "").chars().collect();
    let alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let last = letters.len() - 1;
    let changed = |at: usize, to: char| {
        letters
            .iter()
            .enumerate()
            .map(|(nth, &it)| if nth == at { to } else { it })
            .collect::<String>()
    };
    let mut wrong: Vec<String> =
        alphabet.chars().filter(|&to| to != letters[last]).map(|to| changed(last, to)).collect();
    wrong.extend((0..last).map(|at| changed(at, if letters[at] == 'Q' { 'R' } else { 'Q' })));
    for at in (0..last).filter(|&at| letters[at] != letters[at + 1]) {
        let mut swapped = letters.clone();
        swapped.swap(at, at + 1);
        wrong.push(swapped.into_iter().collect());
    }
    wrong.extend([
        changed(0, 'U'),
        changed(0, 'é'),
        bear.tag[..14].to_owned(),
        format!("{}7", bear.tag),
        "https://stuffy.example/f/x".into(),
    ]);
    for code in wrong {
        let refused = nurse.scan(&code, json!({})).await.refused(422, "invalid");
        assert_eq!(refused.all("errors", "pointer"), ["#/tag"], "{code}");
    }

    // Valid codes of no tag, a blank tag and a void one; ids that are not a place.
    let (blank, void) = (builders::create_tag(&nurse).await, builders::create_tag(&nurse).await);
    nurse.post(&format!("/tags/{void}/void"), json!({ "reason": "torn" })).await.expect(200);
    nurse.scan(&blank, json!({})).await.refused(409, "tag-not-bound");
    nurse.scan(&void, json!({})).await.refused(409, "tag-void");
    let idle = nurse
        .post("/companions", json!({ "child_id": bear.child, "name": "Hops", "species": "rabbit" }))
        .await
        .expect(201)
        .text("id");
    nurse
        .put(&format!("/tags/{blank}/companion"), json!({ "companion_id": idle }))
        .await
        .expect(200);
    nurse.scan(&blank, json!({})).await.refused(409, "no-open-journey");
    let moved = |place: &str| json!({ "actions": [{ "kind": "noted", "text": "x" }, { "kind": "moved", "place_id": place }] });
    let found = json!({ "actions": [{ "kind": "found", "place_id": bear.visit }] });
    let unknown = [
        ("#/tag", json!({ "tag": "0000-0000-0000-0" })),
        ("#/place_id", json!({ "place_id": bear.child })),
        ("#/place", json!({ "place": bear.tag })),
        ("#/actions/1/place_id", moved(&other.journey)),
        ("#/actions/0/place_id", found),
    ];
    for (pointer, more) in unknown {
        let refused = nurse.scan(&bear.tag, more).await.refused(404, "not-found");
        assert_eq!(refused.all("errors", "pointer"), [pointer]);
    }

    // Another child's records: a step of another journey, ids that are not journeys, its tag, its scan id.
    let step = other
        .perform(&nurse, json!([{ "kind": "dressed", "items": ["cap"] }]))
        .await
        .text("steps/0/id");
    let across = format!("/journeys/{}/steps/{step}/void", bear.journey);
    nurse.post(&across, json!({ "reason": "x" })).await.refused(404, "not-found");
    for id in [&other.child, &other.visit, &other.companion, &rooms.ward] {
        let steps = json!({ "id": hospital.scan_id(), "occurred_at": hospital.now() });
        nurse.post(&format!("/journeys/{id}/steps"), steps).await.refused(404, "not-found");
    }
    nurse
        .put(&format!("/tags/{}/companion", other.tag), json!({ "companion_id": bear.companion }))
        .await
        .refused(409, "tag-bound-elsewhere");
    let mut stolen =
        json!({ "id": hospital.scan_id(), "tag": other.tag, "occurred_at": hospital.now() });
    nurse.post("/scans", stolen.clone()).await.expect(201);
    merge(&mut stolen, json!({ "tag": bear.tag }));
    nurse.post("/scans", stolen).await.refused(409, "scan-id-reused");
    hospital.stranger().scan(&bear.tag, json!({})).await.refused(401, "unauthenticated");
    assert_eq!(bear.snapshot(&nurse).await, before.0);
    assert_eq!(other.steps(&nurse).await.len(), before.1.1.len() + 2);
}

/// Whoever sends a body can correct everything that is wrong with it at once.
async fn all_faults_of_a_body_are_reported_at_once(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (admin, nurse) = (hospital.admin().await, hospital.nurse().await);
    let bear = builders::check_in(&nurse).await;
    let text = json!({ "kind": "noted", "text": "" });
    let gown = json!({ "kind": "dressed", "items": ["gown", "gown"] });
    let cases = [
        (
            &nurse,
            "/check-ins",
            json!({ "child": { "alias": " " }, "companion": { "name": "x".repeat(81), "specie": "bear" }, "tag": "x" }),
            vec![
                "#/child/alias",
                "#/companion/name",
                "#/companion/specie",
                "#/companion/species",
                "#/tag",
            ],
        ),
        (
            &nurse,
            "/scans",
            json!({ "id": "7", "tag": bear.tag, "occurred_at": "noon", "actions": [text, gown], "override": {} }),
            vec![
                "#/actions/0/text",
                "#/actions/1/items/1",
                "#/id",
                "#/occurred_at",
                "#/override/reason",
                "#/override/rules",
            ],
        ),
        (
            &admin,
            "/staff",
            json!({ "username": "A", "display_name": 7, "role": "king", "password": "short" }),
            vec!["#/display_name", "#/password", "#/role", "#/username"],
        ),
        (
            &admin,
            "/places",
            json!({ "policy": { "entry": "x", "rewash_hours": 0 } }),
            vec!["#/kind", "#/name", "#/policy/entry", "#/policy/rewash_hours"],
        ),
    ];
    for (actor, path, body, expected) in cases {
        let refused = actor.post(path, body).await.refused(422, "invalid");
        let mut pointers = refused.all("errors", "pointer");
        pointers.sort_unstable();
        assert_eq!(pointers, expected, "{path}");
    }
}

async fn an_unknown_name_is_reported_with_the_nearest_known_one(db: Database) {
    let hospital = TestHospital::start(db).await;
    let nurse = hospital.nurse().await;
    let refused = nurse.post("/children", json!({ "alias": "Em", "patientref": "7" })).await;
    let refused = refused.refused(422, "invalid");
    assert_eq!(refused.all("errors", "pointer"), ["#/patientref"]);
    assert_eq!(refused.text("errors/0/detail"), "is not known; did you mean patient_ref?");
    let refused =
        nurse.get("/journeys?stag=or&limit=0&plaice_id=7").await.refused(400, "malformed");
    let detail = refused.text("detail");
    for part in [
        "The parameter stag is not known; did you mean stage?",
        "The parameter limit must be a whole number from 1 to 200.",
        "The parameter plaice_id is not known; did you mean place_id?",
    ] {
        assert!(detail.contains(part), "{detail}");
    }
}

async fn a_member_that_is_given_twice_is_refused(db: Database) {
    let hospital = TestHospital::start(db).await;
    let nurse = hospital.nurse().await;
    let kind = [("content-type", "application/json")];
    let body = r#"{ "alias": "Em", "latex": true, "alias": "Emma" }"#.to_owned();
    let refused = nurse.request(Method::POST, "/children", &kind, Some(body)).await;
    refused.refused(422, "invalid");
}

on_both_databases!(
    all_faults_of_a_body_are_reported_at_once,
    an_unknown_name_is_reported_with_the_nearest_known_one,
    a_member_that_is_given_twice_is_refused,
    malformed_and_oversized_bodies_are_rejected,
    an_invalid_member_is_reported_by_pointer,
    invalid_codes_and_records_of_another_child_are_rejected,
);
