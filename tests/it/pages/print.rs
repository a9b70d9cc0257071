//! The print page: new tags, reprints and posters.

use serde_json::json;
use stuffy::domain::account::person::Role;

use super::browser::{self, Phone, Setup};
use crate::builders;
use crate::databases::{Database, in_a_browser};
use crate::printing::readers;
use crate::test_app::{TestHospital, TestOptions};

/// Fetches a link with the browser's session; returns status, Content-Disposition and body.
async fn fetched(phone: &Phone, hospital: &TestHospital, href: &str) -> (u16, String, Vec<u8>) {
    let cookie = phone.driver.get_named_cookie("stuffy_session").await.expect("a session");
    let request = reqwest::Client::builder().no_proxy().build().expect("a client");
    let cookie = format!("stuffy_session={}", cookie.value);
    let answer = request.get(format!("{}{href}", hospital.base())).header("cookie", cookie);
    let answer = answer.send().await.expect("an answer");
    let named = answer.headers().get("content-disposition").and_then(|name| name.to_str().ok());
    let (status, named) = (answer.status().as_u16(), named.unwrap_or_default().to_owned());
    (status, named, answer.bytes().await.expect("a body").to_vec())
}

async fn href(phone: &Phone, css: &str) -> String {
    phone.find(css).await;
    let script = "return document.querySelector(arguments[0]).getAttribute('href')";
    phone.run(script, vec![json!(css)]).await.as_str().expect("a link").to_owned()
}

async fn read(pdf: Vec<u8>) -> Vec<String> {
    let look = move || {
        readers::print_pdf(&pdf, 300).iter().flat_map(readers::find).map(|seen| seen.text).collect()
    };
    actix_web::rt::task::spawn_blocking(look).await.expect("it looks to the end")
}

async fn tags_are_created_and_printed_without_script(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    let nurse = hospital.sign_in_as("nurse", Role::Staff).await;
    let phone = Phone::with(&proxy, Setup { script: false, ..Setup::default() }).await;
    phone.sign_in("nurse").await;
    phone.open("/print?layout=avery_l7120&start_at=34").await;
    phone.fill("[name=count]", "3").await;
    phone.press("form[method=post] button.main").await;
    assert!(phone.text(".made .saved").await.contains("3 blank tags created"));
    let sheet = href(&phone, ".made a.button").await;
    let (status, named, pdf) = fetched(&phone, &hospital, &sheet).await;
    assert_eq!((status, named.as_str()), (200, "inline; filename=\"tags-avery_l7120.pdf\""));
    let printed = read(pdf).await;
    assert_eq!(printed.len(), 3);
    for address in &printed {
        assert_eq!(nurse.scan(address, json!({})).await.refused(409, "tag-not-bound").status, 409);
    }
    // Printing again yields the same tags.
    let mut again = read(fetched(&phone, &hospital, &sheet).await.2).await;
    let mut once = printed.clone();
    again.sort();
    once.sort();
    assert_eq!(again, once);
}

async fn a_tag_is_reprinted_and_every_place_has_a_poster(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    let (admin, nurse) = (hospital.admin().await, hospital.nurse().await);
    builders::room(&admin, "Holding bay 3", "pre_op").await;
    let tag = builders::create_tag(&nurse).await;
    let phone = Phone::new(&proxy).await;
    phone.sign_in("nurse").await;
    phone.open("/print").await;
    phone.fill("[name=tag]", &tag.to_lowercase()).await;
    phone.press("form[method=get] button").await;
    assert_eq!(phone.text(".again .code").await, tag);
    phone.is_accessible("the print page").await;
    for nth in 1..=6 {
        let (status, named, body) = fetched(
            &phone,
            &hospital,
            &href(&phone, &format!(".again a:nth-of-type({nth})")).await,
        )
        .await;
        assert_eq!(status, 200);
        assert!(!body.is_empty());
        if nth <= 2 {
            assert_eq!(named, format!("attachment; filename=\"tag-{tag}.zpl\""));
        }
        if nth == 3 || nth == 4 {
            assert!(read(body).await[0].ends_with(&tag.replace('-', "")));
        }
    }
    let poster = href(&phone, ".poster a").await;
    let (status, named, pdf) = fetched(&phone, &hospital, &poster).await;
    assert_eq!((status, named.as_str()), (200, "inline; filename=\"poster-Holding bay 3.pdf\""));
    assert_eq!(read(pdf).await.len(), 1);
    phone.screenshot("print").await;

    phone.open("/print?tag=K7QF-M2XA-9RD3-X").await;
    assert!(phone.text(".refused").await.contains("mistyped"));
}

async fn custom_labels_are_validated_before_tags_are_created(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    hospital.sign_in_as("nurse", Role::Staff).await;
    let phone = Phone::new(&proxy).await;
    phone.sign_in("nurse").await;
    let own = "layout=custom&page_width_mm=100&page_height_mm=60&label_width_mm=50&label_height_mm=30&columns=2&rows=2&left_mm=0&top_mm=0";
    for (query, said) in [
        (own.replace("columns=2", "columns=3"), "beyond the page"),
        ("layout=custom".to_owned(), "must be a number of millimetres"),
        ("layout=avery_5160&start_at=31".to_owned(), "1 to 30"),
        ("layout=avery_5160&x_mm=20".to_owned(), "x_mm: must be from -10 to 10"),
        (own.replace("rows=2", "rows=101"), "rows: must be 1 to 100"),
        (own.replace("left_mm=0", "left_mm=1300"), "left_mm: must be a number of millimetres"),
        (format!("{own}&y_mm=8"), "offset: labels would extend beyond"),
        ("layout=avery_5160&start_at=0".to_owned(), "at least 1"),
    ] {
        phone.open(&format!("/print?{query}")).await;
        phone.press("details summary").await;
        // Disables the browser's own validation.
        phone
            .run(
                "document.querySelectorAll('form').forEach((form) => { form.noValidate = true; })",
                vec![],
            )
            .await;
        phone.press("form[method=post] button.main").await;
        phone.wait_text("main", said).await;
    }
    phone.open(&format!("/print?{own}&start_at=2")).await;
    phone.fill("[name=count]", "2").await;
    phone.press("form[method=post] button.main").await;
    let (status, named, pdf) =
        fetched(&phone, &hospital, &href(&phone, ".made a.button").await).await;
    assert_eq!((status, named.as_str()), (200, "inline; filename=\"tags-custom.pdf\""));
    assert_eq!(read(pdf).await.len(), 2);
}

in_a_browser!(
    tags_are_created_and_printed_without_script,
    a_tag_is_reprinted_and_every_place_has_a_poster,
    custom_labels_are_validated_before_tags_are_created,
);
