//! `/tags/sheet.pdf`, `/tags/{code}/label.zpl`, `/places/{id}/poster.pdf`: what is printed, and which requests
//! are rejected.

use serde_json::{Value, json};

use crate::builders::{self, create_tag};
use crate::databases::{Database, on_both_databases};
use crate::printing::readers;
use crate::test_app::{Actor, Reply, TestHospital, TestOptions};

async fn create_tags(nurse: &Actor, count: u32) -> Vec<String> {
    let body = json!({ "count": count, "material": "polyester" });
    nurse.post("/tags", body).await.expect(201).all("items", "code")
}

fn tag_url(code: &str) -> String {
    format!("HTTPS://STUFFY.EXAMPLE/T/{}", code.replace('-', ""))
}

/// Requests a sheet of Avery L7160 labels; `more` overrides the defaults.
async fn sheet(nurse: &Actor, codes: &[String], more: Value) -> Reply {
    let mut body = json!({ "codes": codes, "layout": "avery_l7160" });
    crate::test_app::merge(&mut body, more);
    nurse.post("/tags/sheet.pdf", body).await
}

/// The texts of all QR codes in a PDF, sorted within each page.
async fn decode_pages(pdf: &Reply) -> Vec<Vec<String>> {
    let page = |page: &readers::Grey| {
        let mut texts: Vec<_> = readers::find(page).into_iter().map(|seen| seen.text).collect();
        texts.sort();
        texts
    };
    let pdf = pdf.bytes.clone();
    on_blocking_thread(move || readers::print_pdf(&pdf, 300).iter().map(page).collect()).await
}

/// Runs slow work on another thread, because the test server runs on this one.
async fn on_blocking_thread<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    actix_web::rt::task::spawn_blocking(work).await.expect("the work does not panic")
}

async fn r25_printed_tag_is_blank_until_it_is_bound_to_a_companion(db: Database) {
    let hospital = TestHospital::start(db).await;
    let nurse = hospital.nurse().await;
    let codes = create_tags(&nurse, 3).await;
    let pdf = sheet(&nurse, &codes, json!({ "start_at": 20 })).await.expect(200);
    assert_eq!(pdf.header("content-type"), Some("application/pdf"));
    assert_eq!(
        pdf.header("content-disposition"),
        Some("inline; filename=\"tags-avery_l7160.pdf\"")
    );
    let mut urls: Vec<_> = codes.iter().map(|code| tag_url(code)).collect();
    let mut first = urls.drain(..2).collect::<Vec<_>>();
    first.sort();
    assert_eq!(decode_pages(&pdf).await, [first, urls]);

    // A printed tag is still blank. A check-in with the text on the label binds it.
    let state =
        async |code: &str| nurse.get(&format!("/tags/{code}")).await.expect(200).text("state");
    for code in &codes {
        assert_eq!(state(code).await, "blank");
        nurse.scan(&tag_url(code), json!({})).await.refused(409, "tag-not-bound");
    }
    let scanned = decode_pages(&pdf).await[0][0].clone();
    let arrival = nurse.post("/check-ins", builders::arrival(&scanned)).await.expect(201);
    assert_eq!(
        (arrival.text("tag/state"), tag_url(&arrival.text("tag/code"))),
        ("live".into(), scanned)
    );
    let live = arrival.text("tag/code");
    for code in &codes {
        assert_eq!(state(code).await, if *code == live { "live" } else { "blank" });
    }
}

async fn invalid_sheet_request_is_rejected_with_the_reason(db: Database) {
    let hospital = TestHospital::start(db).await;
    let nurse = hospital.nurse().await;
    let codes = create_tags(&nurse, 2).await;
    let pointers = async |body: Value, status: u16, code: &str| {
        nurse.post("/tags/sheet.pdf", body).await.refused(status, code).all("errors", "pointer")
    };
    let with_layout = |layout: Value| json!({ "codes": codes, "layout": layout });
    let grid = json!({ "page_width_mm": 100, "page_height_mm": 60, "label_width_mm": 50, "label_height_mm": 30,
        "columns": 2, "rows": 2, "left_mm": 0, "top_mm": 0 });
    let grid_with = |name: &str, value: Value| {
        let mut grid = grid.clone();
        grid[name] = value;
        with_layout(grid)
    };
    let printed = nurse.post("/tags/sheet.pdf", with_layout(grid.clone())).await.expect(200);
    assert_eq!(decode_pages(&printed).await[0].len(), 2);
    for (body, pointer) in [
        (json!({ "codes": [], "layout": "avery_5160" }), "#/codes"),
        (
            json!({ "codes": [codes[0], codes[0].to_lowercase()], "layout": "avery_5160" }),
            "#/codes/1",
        ),
        (json!({ "codes": [codes[0], "K7QF-M2XA-9RD3-X"], "layout": "avery_5160" }), "#/codes/1"),
        (with_layout(json!("avery_9999")), "#/layout"),
        (with_layout(json!(7)), "#/layout"),
        (grid_with("columns", json!(3)), "#/layout"),
        (grid_with("columns", json!(0)), "#/layout/columns"),
        (grid_with("left_mm", json!(-1)), "#/layout/left_mm"),
        (grid_with("row_pitch_mm", json!(20)), "#/layout"),
        (grid_with("colour", json!("red")), "#/layout/colour"),
        (grid_with("label_height_mm", json!(0)), "#/layout"),
        (json!({ "codes": codes, "layout": "avery_l7160", "start_at": 22 }), "#/start_at"),
        (
            json!({ "codes": codes, "layout": "avery_l7160", "offset": { "x_mm": 11 } }),
            "#/offset/x_mm",
        ),
        (json!({ "codes": codes, "layout": "avery_l7160", "offset": { "x_mm": 8 } }), "#/offset"),
    ] {
        assert_eq!(pointers(body.clone(), 422, "invalid").await, [pointer], "{body}");
    }
    let missing = pointers(with_layout(json!({})), 422, "invalid").await;
    assert!(missing.len() == 8 && missing.contains(&"#/layout/rows".to_owned()), "{missing:?}");
    assert!(
        pointers(grid_with("label_height_mm", json!(12)), 409, "label-too-small").await.is_empty()
    );

    let unknown = "K7QF-M2XA-9RD3-W";
    let body = json!({ "codes": [codes[0], unknown], "layout": "avery_5160" });
    assert_eq!(pointers(body, 404, "not-found").await, ["#/codes/1"]);
    nurse.post(&format!("/tags/{}/void", codes[1]), json!({ "reason": "torn" })).await.expect(200);
    assert_eq!(pointers(with_layout(json!("avery_5160")), 409, "tag-void").await, ["#/codes/1"]);
}

async fn r25_thermal_label_can_be_scanned(db: Database) {
    let hospital = TestHospital::start(db).await;
    let nurse = hospital.nurse().await;
    let tag = create_tag(&nurse).await;
    let label = |query: &str| format!("/tags/{tag}/label.zpl{query}");
    let mut labels = Vec::new();
    for (query, size, dots_per_mm) in [
        ("", (51.0, 25.0), 8),
        ("?dpi=300", (51.0, 25.0), 12),
        ("?dpi=203&width=25&height=178", (25.0, 178.0), 8),
        ("?dpi=600&width=30&height=30", (30.0, 30.0), 24),
    ] {
        let response = nurse.get(&label(query)).await.expect(200);
        assert_eq!(response.header("content-type"), Some("text/plain; charset=utf-8"));
        assert_eq!(
            response.header("content-disposition"),
            Some(format!("attachment; filename=\"tag-{tag}.zpl\"").as_str())
        );
        labels.push(readers::Thermal {
            zpl: String::from_utf8(response.bytes).expect("text"),
            size,
            dots_per_mm,
        });
    }
    let printed = on_blocking_thread(move || readers::print_zpl(&labels)).await;
    let expected = vec![Some(tag_url(&tag)); 4];
    assert_eq!(
        on_blocking_thread(move || (readers::rqrr(&printed), readers::zbar(&printed))).await,
        (expected.clone(), expected)
    );
    for invalid in ["?dpi=200", "?dpi=", "?width=9", "?height=301", "?colour=red"] {
        nurse.get(&label(invalid)).await.refused(400, "malformed");
    }
    nurse.get(&label("?width=20&height=12")).await.refused(409, "label-too-small");
    nurse.get("/tags/K7QF-M2XA-9RD3-W/label.zpl").await.refused(404, "not-found");
}

async fn poster_contains_the_url_of_its_place(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (admin, nurse) = (hospital.admin().await, hospital.nurse().await);
    let place = admin
        .post("/places", json!({ "name": "Salle d’opération 3", "kind": "operating_room" }))
        .await
        .expect(201);
    let path = format!("/places/{}/poster.pdf", place.text("id"));
    for query in ["", "?paper=a4", "?paper=letter"] {
        let pdf = nurse.get(&format!("{path}{query}")).await.expect(200);
        assert_eq!(decode_pages(&pdf).await, [[place.text("url")]]);
        assert!(readers::words(&pdf.bytes).contains(&place.text("code")));
        let header = pdf.header("content-disposition").expect("a name").to_owned();
        assert!(header.starts_with("inline; filename=\"poster-Salle d_op_ration 3.pdf\"; filename*=UTF-8''poster%2DSalle%20d%E2%80%99"), "{header}");
    }
    nurse.get(&format!("{path}?paper=a5")).await.refused(400, "malformed");
    let unprintable = admin
        .post("/places", json!({ "name": "ሆስፒ 3", "kind": "operating_room" }))
        .await
        .expect(201);
    let response = nurse
        .get(&format!("/places/{}/poster.pdf", unprintable.text("id")))
        .await
        .refused(409, "letter-missing");
    assert!(response.text("detail").contains("ሆ ስ ፒ"), "{}", response.body);
}

async fn nothing_is_printed_without_a_public_url(db: Database) {
    let hospital =
        TestHospital::start_with(db, TestOptions { public_url: None, ..TestOptions::default() })
            .await;
    let admin = hospital.admin().await;
    let codes = create_tags(&admin, 1).await;
    sheet(&admin, &codes, json!({})).await.refused(409, "public-url-missing");
    admin.get(&format!("/tags/{}/label.zpl", codes[0])).await.refused(409, "public-url-missing");
    let place = admin
        .post("/places", json!({ "name": "OR 7", "kind": "operating_room" }))
        .await
        .expect(201);
    admin
        .get(&format!("/places/{}/poster.pdf", place.text("id")))
        .await
        .refused(409, "public-url-missing");
}

async fn every_listed_layout_can_be_printed_by_key_and_by_grid(db: Database) {
    let hospital = TestHospital::start(db).await;
    let nurse = hospital.nurse().await;
    let codes = create_tags(&nurse, 1).await;
    let listed = nurse.get("/label-layouts").await.expect(200);
    let items = listed["items"].as_array().expect("layouts").clone();
    assert!(items.len() >= 5);
    for layout in items {
        for layout_value in [&layout["key"], &layout["grid"]] {
            let pdf = sheet(&nurse, &codes, json!({ "layout": layout_value })).await.expect(200);
            assert_eq!(decode_pages(&pdf).await, [[tag_url(&codes[0])]], "{layout_value}");
        }
    }
}

on_both_databases!(
    r25_printed_tag_is_blank_until_it_is_bound_to_a_companion,
    invalid_sheet_request_is_rejected_with_the_reason,
    r25_thermal_label_can_be_scanned,
    poster_contains_the_url_of_its_place,
    nothing_is_printed_without_a_public_url,
    every_listed_layout_can_be_printed_by_key_and_by_grid,
);
