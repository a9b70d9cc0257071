//! `/tags`: created blank, bound to one companion, voided, drawn as QR codes without names (R23).

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::builders::{self, create_tag};
use crate::databases::{Database, on_both_databases};
use crate::printing::{decode, decode_modules, read_png, read_svg};
use crate::test_app::TestHospital;

async fn r26_reminder_to_check_a_tag_that_is_not_washable_after_a_wash(db: Database) {
    let hospital = TestHospital::start(db).await;
    let nurse = hospital.nurse().await;
    let washed = |by: &str| json!([{ "kind": "cleaned", "method": "wash", "bagged": true, "attested_by": by }]);
    let check_in_with_material = async |material: &str| {
        let created =
            nurse.post("/tags", json!({ "count": 1, "material": material })).await.expect(201);
        let tag = created.text("items/0/code");
        builders::Bear {
            tag: tag.clone(),
            ..builders::check_in_with(&nurse, json!({ "tag": tag })).await
        }
    };
    for material in ["paper", "wristband", "polyester", "fabric"] {
        let bear = check_in_with_material(material).await;
        let has_reminder = async |bear: &builders::Bear| {
            bear.journey(&nurse)
                .await
                .all("reminders", "key")
                .contains(&"tag_may_be_worn".to_owned())
        };
        // A wash by the family happened at home, before the tag was attached.
        hospital.wait_minutes(1);
        bear.perform(&nurse, washed("family")).await;
        assert!(!has_reminder(&bear).await, "{material}");
        hospital.wait_minutes(1);
        let after_wash = bear.perform(&nurse, washed("staff")).await;
        let not_washable = ["paper", "wristband"].contains(&material);
        assert_eq!(has_reminder(&bear).await, not_washable, "{material}");
        assert_eq!(
            after_wash.all("journey/reminders", "key").contains(&"tag_may_be_worn".to_owned()),
            not_washable,
            "{material}"
        );
        // A successful scan shows that the tag is still readable.
        hospital.wait_minutes(1);
        nurse.scan(&bear.tag, json!({})).await.expect(201);
        assert!(!has_reminder(&bear).await, "{material}");
        // After another wash the tag is replaced by a new one.
        hospital.wait_minutes(1);
        bear.perform(&nurse, washed("staff")).await;
        assert_eq!(has_reminder(&bear).await, not_washable, "{material}");
        let new = create_tag(&nurse).await;
        nurse
            .put(&format!("/tags/{new}/companion"), json!({ "companion_id": bear.companion }))
            .await
            .expect(200);
        assert!(!has_reminder(&bear).await, "{material}");
    }
}

async fn r23_tags_are_created_in_bulk_and_their_qr_codes_contain_no_names(db: Database) {
    let hospital = TestHospital::start(db).await;
    let nurse = hospital.nurse().await;
    let created =
        nurse.post("/tags", json!({ "count": 1000, "material": "polyester" })).await.expect(201);
    let codes: BTreeSet<_> = created.all("items", "code").into_iter().collect();
    assert_eq!(codes.len(), 1000);
    assert!(created.all("items", "state").iter().all(|state| state == "blank"));
    nurse.post("/tags", json!({ "count": 1, "material": "paper" })).await.expect(201);
    for invalid in [
        json!({ "count": 0, "material": "paper" }),
        json!({ "count": 1001, "material": "paper" }),
        json!({ "count": 1.5, "material": "paper" }),
        json!({ "count": 1, "material": "steel" }),
        json!({ "material": "paper" }),
    ] {
        nurse.post("/tags", invalid).await.refused(422, "invalid");
    }

    // The QR code contains the URL only, and the image no name.
    let bear = builders::check_in(&nurse).await;
    let bare = bear.tag.replace('-', "");
    let url = format!("HTTPS://STUFFY.EXAMPLE/T/{bare}");
    assert_eq!(nurse.get(&format!("/tags/{}", bear.tag)).await.expect(200)["url"], url);
    let svg = nurse.get(&format!("/tags/{}/qr.svg", bear.tag)).await.expect(200);
    let svg_text = String::from_utf8(svg.bytes).expect("SVG");
    assert_eq!(decode_modules(&read_svg(&svg_text, 2), 2).1, url);
    assert!(
        !svg_text.contains("Biscuit") && !svg_text.contains("Star") && !svg_text.contains("<t"),
        "{svg_text}"
    );
    for path in [format!("/tags/{}/qr.png?module=4", bear.tag), format!("/tags/{bare}/qr.png")] {
        let png = nurse.get(&path).await.expect(200);
        assert_eq!(png.header("content-type"), Some("image/png"));
        assert_eq!(decode(&read_png(&png.bytes)).1, url);
    }
    for invalid in ["0", "41", "-1", "x", ""] {
        nurse
            .get(&format!("/tags/{}/qr.png?module={invalid}", bear.tag))
            .await
            .refused(400, "malformed");
    }
}

async fn r23_binding_a_new_tag_voids_the_old_one_unless_keep_old_is_set(db: Database) {
    let hospital = TestHospital::start(db).await;
    let nurse = hospital.nurse().await;
    let (bear, other) = (builders::check_in(&nurse).await, builders::check_in(&nurse).await);
    let (second, third) = (create_tag(&nurse).await, create_tag(&nurse).await);
    let bind =
        async |tag: &str, more: Value| nurse.put(&format!("/tags/{tag}/companion"), more).await;
    let state =
        async |tag: &str| nurse.get(&format!("/tags/{tag}")).await.expect(200).text("state");
    let on_bear = json!({ "companion_id": bear.companion });

    let blank = nurse.get(&format!("/tags/{second}")).await.expect(200);
    assert_eq!(
        (blank["state"].clone(), blank["companion"].clone(), blank["journey"].clone()),
        (json!("blank"), Value::Null, Value::Null)
    );
    nurse.scan(&second, json!({})).await.refused(409, "tag-not-bound");

    let bound = bind(&second, on_bear.clone()).await.expect(200);
    assert_eq!(
        (bound["state"].clone(), bound["companion_id"].clone()),
        (json!("live"), json!(bear.companion))
    );
    hospital.wait_minutes(1);
    assert_eq!(bind(&second, on_bear.clone()).await.expect(200).bytes, bound.bytes, "repeated");
    assert_eq!(state(&bear.tag).await, "void");
    nurse.scan(&bear.tag, json!({})).await.refused(409, "tag-void");
    bind(&bear.tag, on_bear.clone()).await.refused(409, "tag-void");
    nurse.scan(&second, json!({})).await.expect(201);

    // With `keep_old`, a companion has two tags.
    bind(&third, json!({ "companion_id": bear.companion, "keep_old": true })).await.expect(200);
    assert_eq!((state(&second).await, state(&third).await), ("live".into(), "live".into()));
    let worn =
        nurse.get(&format!("/tags/{}", third.to_lowercase().replace('-', ""))).await.expect(200);
    assert_eq!(
        (worn["companion"]["name"].clone(), worn["journey"]["id"].clone()),
        (json!("Biscuit"), json!(bear.journey))
    );
    bind(&third, json!({ "companion_id": other.companion }))
        .await
        .refused(409, "tag-bound-elsewhere");
    assert_eq!(state(&other.tag).await, "live");
    let unknown_companion =
        bind(&third, json!({ "companion_id": "01a20288-b3f0-7f3c-9a77-2f4c8b1d9e55" }))
            .await
            .refused(404, "not-found");
    assert_eq!(unknown_companion.all("errors", "pointer"), ["#/companion_id"]);
}

async fn void_tag_is_final_and_lost_tag_can_be_bound_again(db: Database) {
    let hospital = TestHospital::start(db).await;
    let nurse = hospital.nurse().await;
    let bear = builders::check_in(&nurse).await;
    let path = format!("/tags/{}", bear.tag);
    let void = format!("{path}/void");
    let lost =
        nurse.post(&void, json!({ "reason": "it came off", "lost": true })).await.expect(200);
    assert_eq!(
        (lost["state"].clone(), lost["void_reason"].clone()),
        (json!("lost"), json!("it came off"))
    );
    let bound_again = nurse
        .put(&format!("{path}/companion"), json!({ "companion_id": bear.companion }))
        .await
        .expect(200);
    assert_eq!(bound_again["state"], "live");
    assert_eq!(bound_again["void_reason"], Value::Null, "a live tag has no void reason");
    nurse.scan(&bear.tag, json!({})).await.expect(201);

    let voided = nurse.post(&void, json!({ "reason": "torn" })).await.expect(200);
    assert_eq!(
        (voided["state"].clone(), voided["void_reason"].clone()),
        (json!("void"), json!("torn"))
    );
    nurse.post(&void, json!({ "reason": "torn" })).await.refused(409, "tag-void");
    nurse.post(&void, json!({ "reason": "torn", "lost": true })).await.refused(409, "tag-void");
    nurse.scan(&bear.tag, json!({})).await.refused(409, "tag-void");
    nurse.post(&void, json!({ "reason": " " })).await.refused(422, "invalid");

    // Codes with a wrong check character, malformed codes and unknown codes are not found.
    for unknown in ["K7QF-M2XA-9RD3-W", "K7QF-M2XA-9RD3-X", "short", "0000-0000-0000-0"] {
        nurse.get(&format!("/tags/{unknown}")).await.refused(404, "not-found");
        nurse.get(&format!("/tags/{unknown}/qr.svg")).await.refused(404, "not-found");
        nurse
            .post(&format!("/tags/{unknown}/void"), json!({ "reason": "torn" }))
            .await
            .refused(404, "not-found");
    }
}

on_both_databases!(
    r26_reminder_to_check_a_tag_that_is_not_washable_after_a_wash,
    r23_tags_are_created_in_bulk_and_their_qr_codes_contain_no_names,
    r23_binding_a_new_tag_voids_the_old_one_unless_keep_old_is_set,
    void_tag_is_final_and_lost_tag_can_be_bound_again,
);
