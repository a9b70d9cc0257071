//! The family's page in a real browser.

use std::rc::Rc;

use serde_json::json;

use super::browser::{self, Phone, Setup};
use super::proxy::Proxy;
use crate::builders::{self, Bear, Rooms};
use crate::databases::{Database, in_a_browser};
use crate::test_app::{Actor, TestHospital, TestOptions};

/// A gowned bear in the operating room, and the path of a family link in this language.
async fn standing_watch(
    hospital: &Rc<TestHospital>,
    language: &str,
) -> (Rooms, Actor, Bear, String) {
    let (rooms, nurse) = (Rooms::open(&hospital.admin().await).await, hospital.nurse().await);
    let bear = builders::check_in(&nurse).await;
    hospital.wait_minutes(10);
    bear.perform(&nurse, builders::prepared_for_surgery()).await;
    hospital.wait_minutes(10);
    let entry =
        json!([{ "kind": "moved", "place_id": rooms.operating_room, "resting_place": "shelf" }]);
    bear.perform(&nurse, entry).await;
    let path = invite(&nurse, &bear, language).await;
    (rooms, nurse, bear, path)
}

/// Creates a family link and returns its path.
async fn invite(nurse: &Actor, bear: &Bear, language: &str) -> String {
    let guest = json!({ "language": language, "relation": "guardian" });
    builders::invite_with(nurse, &bear.visit, guest).await.page()
}

async fn without_script(proxy: &Rc<Proxy>) -> Phone {
    Phone::with(proxy, Setup { script: false, ..Setup::default() }).await
}

async fn r34_r35_the_page_shows_status_time_and_outfit(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    let (_, _, _, path) = standing_watch(&hospital, "en").await;
    let phone = Phone::new(&proxy).await;
    phone.open(&path).await;
    assert_eq!(phone.text("h1").await, "Biscuit");
    assert_eq!(phone.text(".now").await, "Biscuit is standing watch.");
    assert!(phone.text(".hour").await.starts_with("Since "), "a status has its time");
    assert_eq!(phone.text(".wears").await, "Biscuit wears a gown, a mask.");
    let drawn = "return document.querySelector('.portrait svg title').textContent";
    assert_eq!(phone.run(drawn, vec![]).await, "Biscuit wears a gown, a mask.");
    let moments = "return [...document.querySelectorAll('.moments li')].map(li => li.firstChild.textContent.trim())";
    let told =
        ["Biscuit is standing watch.", "Biscuit is dressed and ready.", "Biscuit is here with us."];
    assert_eq!(phone.run(moments, vec![]).await, json!(told));
    assert_eq!(phone.count(".moments time[datetime$=Z]").await, 3);
    phone.is_accessible("the family's page").await;
    assert_eq!(phone.console_errors().await, Vec::<String>::new());
    phone.screenshot("family-en").await;
}

async fn r39_the_page_works_right_to_left_and_in_another_script(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    let (_, nurse, bear, arabic) = standing_watch(&hospital, "ar").await;
    let chinese = invite(&nurse, &bear, "zh-Hans").await;
    let phone = Phone::new(&proxy).await;
    phone.open(&arabic).await;
    assert_eq!(phone.count("html[lang=ar][dir=rtl]").await, 1);
    let sentence = phone.text(".now").await;
    assert!(sentence.contains("يقف حارسًا") && sentence.contains("Biscuit"), "{sentence}");
    // The timeline is on the right side.
    let side = "const li = document.querySelector('.moments li'); return getComputedStyle(li).borderRightWidth";
    assert_eq!(phone.run(side, vec![]).await, "2px");
    phone.is_accessible("the family's page in Arabic").await;
    phone.screenshot("family-ar").await;
    phone.open(&chinese).await;
    assert_eq!(phone.text(".now").await, "Biscuit正在站岗。");
    assert_eq!(phone.count("html[lang=zh-Hans][dir=ltr]").await, 1);
    phone.is_accessible("the family's page in Chinese").await;
    // Any other language is two taps away, under its own name.
    phone.tap(".languages summary").await;
    phone.tap(".languages a[lang=es]").await;
    phone.wait_text(".now", "Biscuit está de guardia.").await;
    phone.is_accessible("the family's page in Spanish").await;
    phone.screenshot("family-es").await;
}

async fn the_page_fits_small_phones_and_double_text_size(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    let (_, _, _, path) = standing_watch(&hospital, "en").await;
    for language in ["en", "ru", "vi", "ar"] {
        for (width, text) in [(320, "100%"), (320, "200%"), (195, "100%")] {
            let phone =
                Phone::with(&proxy, Setup { size: (width, 640), script: true, ..Setup::default() })
                    .await;
            phone.open(&format!("{path}?lang={language}")).await;
            phone.find(".moments").await;
            phone.run(&format!("document.documentElement.style.fontSize = '{text}'"), vec![]).await;
            assert_eq!(
                phone.fits().await,
                json!([true, []]),
                "{language} at {width} px, letters at {text}"
            );
            if language == "ru" {
                phone.screenshot(&format!("family-ru-{width}-{text}")).await;
            }
        }
    }
}

async fn without_script_the_page_is_complete_and_reloads_itself(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    let (rooms, nurse, bear, path) = standing_watch(&hospital, "en").await;
    let phone = without_script(&proxy).await;
    phone.open(&path).await;
    assert_eq!(phone.text(".now").await, "Biscuit is standing watch.");
    assert_eq!(phone.text("#line").await, "This page keeps itself up to date.");
    let source = phone.driver.source().await.expect("the page");
    assert!(source.contains("http-equiv=\"refresh\" content=\"30\""), "{source}");
    hospital.wait_minutes(40);
    bear.perform(&nurse, json!([{ "kind": "moved", "place_id": rooms.recovery }])).await;
    phone.open(&path).await;
    phone.wait_text(".now", "Biscuit is right there, keeping company.").await;
    // Buttons that need a script are hidden.
    assert_eq!(phone.count("#read:not([hidden])").await, 0);
}

async fn r39_the_childs_view_has_a_bigger_picture_and_fewer_words(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    let (_, _, _, path) = standing_watch(&hospital, "en").await;
    let phone = without_script(&proxy).await;
    phone.open(&path).await;
    let width = async || phone.find(".portrait svg").await.rect().await.expect("a size").width;
    let (before, long) = (width().await, phone.everything().await);
    phone.tap("nav a").await;
    phone.wait_text(".now", "Biscuit is on watch!").await;
    let short = phone.everything().await;
    assert!(width().await > before * 1.3 && short.len() * 2 < long.len(), "{short}");
    assert_eq!(phone.count(".moments, .wears, .small").await, 0);
    phone.screenshot("family-child").await;
    phone.tap("nav a").await;
    phone.wait_text(".now", "Biscuit is standing watch.").await;
}

async fn the_page_is_small_and_loads_nothing_from_other_hosts(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    let (_, _, _, path) = standing_watch(&hospital, "en").await;
    let phone = Phone::new(&proxy).await;
    phone.requests().await;
    phone.received().await;
    phone.open(&path).await;
    phone.wait_text("#line", "This page keeps itself up to date.").await;
    let requests = phone.requests().await;
    assert!(requests.iter().all(|url| url.starts_with(&proxy.base)), "{requests:?}");
    let received = phone.received().await;
    println!("the family's page, first load: {received} bytes by {} requests", requests.len());
    assert!(received <= 30.0 * 1024.0, "{received} bytes: {requests:?}");
}

async fn the_page_can_be_added_to_the_home_screen(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    let (_, _, _, path) = standing_watch(&hospital, "es").await;
    let phone = Phone::new(&proxy).await;
    phone.open(&path).await;
    let read = "const done = arguments[arguments.length - 1]; const link = document.querySelector('link[rel=manifest]');\
            fetch(link.href).then(r => r.json()).then(done)";
    let manifest = phone.run_async(read, vec![]).await;
    assert_eq!((&manifest["name"], &manifest["lang"]), (&json!("Biscuit"), &json!("es")));
    assert_eq!(
        (&manifest["start_url"], &manifest["display"]),
        (&json!(path), &json!("standalone"))
    );
    let told = phone.devtools("Page.getAppManifest", json!({})).await;
    assert_eq!(told["errors"], json!([]));
}

async fn the_page_is_read_aloud_if_the_phone_has_a_voice(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    let (_, _, _, path) = standing_watch(&hospital, "es").await;
    let phone = Phone::new(&proxy).await;
    // Fakes a phone with one voice and records what it speaks.
    let voice = "window.spoken = []; const voices = { getVoices: () => [{ lang: 'es-MX' }], cancel() {}, \
            addEventListener() {}, speak(words) { window.spoken.push([words.text, words.lang]); } }; \
            Object.defineProperty(window, 'speechSynthesis', { value: voices }); \
            window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };";
    phone.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": voice })).await;
    phone.open(&path).await;
    phone.tap("#read").await;
    let spoken = phone.run("return window.spoken", vec![]).await;
    let text = spoken[0][0].as_str().expect("it spoke");
    assert!(
        text.starts_with("Biscuit está de guardia. Desde: ")
            && text.ends_with("Biscuit lleva una bata, una mascarilla."),
        "{text}"
    );
    assert_eq!(spoken[0][1], "es");
    // No button in a language without a voice.
    phone.open(&format!("{path}?lang=ru")).await;
    phone.find(".moments").await;
    assert_eq!(phone.count("#read:not([hidden])").await, 0);
}

async fn r33_an_invalid_link_shows_a_kind_message_in_the_browsers_language(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    let nurse = hospital.nurse().await;
    builders::check_in(&nurse).await;
    let setup = Setup { flags: vec!["--accept-lang=es-MX,es".to_owned()], ..Setup::default() };
    let phone = Phone::with(&proxy, setup).await;
    phone.open("/f/AAAAAAAAAAAAAAAAAAAAAA").await;
    assert_eq!(
        phone.text(".now").await,
        "Esta página ya no está abierta. Pregunte en el mostrador."
    );
    assert_eq!(phone.count("html[lang=es][dir=ltr]").await, 1);
    phone.is_accessible("a family's page that is closed").await;
    let arabic = Phone::with(
        &proxy,
        Setup { flags: vec!["--accept-lang=ar".to_owned()], ..Setup::default() },
    )
    .await;
    arabic.open("/f/AAAAAAAAAAAAAAAAAAAAAA").await;
    assert_eq!(arabic.count("html[lang=ar][dir=rtl]").await, 1);
}

async fn a_rate_limited_family_is_asked_to_wait(db: Database) {
    let options = TestOptions::with_family_reads(2);
    let hospital = TestHospital::start_with(db, options).await;
    let nurse = hospital.nurse().await;
    let bear = builders::check_in(&nurse).await;
    let path = invite(&nurse, &bear, "es").await;
    let ask = async |path: &str| {
        let asked = hospital
            .client()
            .get(format!("{}{path}", hospital.base()))
            .header("accept-language", "es");
        let answer = asked.send().await.expect("an answer");
        let wait = answer.headers().get("retry-after").is_some();
        (answer.status().as_u16(), wait, answer.text().await.expect("a page"))
    };
    for _ in 0..2 {
        let (status, wait, text) = ask(&path).await;
        assert_eq!((status, wait), (200, false));
        // Search engines must not index the page.
        assert!(text.contains("<meta name=\"robots\" content=\"noindex\">"), "{text}");
    }
    let (status, wait, text) = ask(&path).await;
    assert_eq!((status, wait), (429, true));
    assert!(
        text.contains("Espere un momento y vuelva a mirar.")
            && !text.contains("ya no está abierta"),
        "{text}"
    );
}

async fn all_companions_of_a_visit_are_on_one_page(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    let nurse = hospital.nurse().await;
    let bear = builders::check_in(&nurse).await;
    let crumb =
        json!({ "name": "Crumb", "species": "rabbit", "screening": builders::clear_screening() });
    let with_it =
        json!({ "child": { "id": bear.child }, "visit": { "id": bear.visit }, "companion": crumb });
    nurse.post("/check-ins", with_it).await.expect(201);
    let phone = without_script(&proxy).await;
    phone.open(&invite(&nurse, &bear, "es").await).await;
    let text = |css: &str| {
        format!("return [...document.querySelectorAll('{css}')].map(e => e.textContent)")
    };
    assert_eq!(phone.run(&text("h1"), vec![]).await, json!(["Biscuit", "Crumb"]));
    let here = ["Biscuit ya está aquí con nosotros.", "Crumb ya está aquí con nosotros."];
    assert_eq!(phone.run(&text(".now"), vec![]).await, json!(here));
    assert_eq!(phone.driver.title().await.expect("a title"), "Biscuit · Crumb");
    let about = phone.text("footer .small").await;
    assert_eq!(
        about,
        "Esta página habla solo de Biscuit, Crumb. Para todo lo demás, pregunte al personal."
    );
}

async fn updates_reach_an_open_page_and_are_announced_to_screen_readers(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    let (rooms, nurse, bear, path) = standing_watch(&hospital, "en").await;
    let phone = Phone::new(&proxy).await;
    phone.open(&path).await;
    phone.wait_text("#line", "This page keeps itself up to date.").await;
    hospital.wait_minutes(50);
    let asked = tokio::time::Instant::now();
    bear.perform(&nurse, json!([{ "kind": "moved", "place_id": rooms.recovery }])).await;
    phone.wait_text(".now", "Biscuit is right there, keeping company.").await;
    println!("a scan was on an open page after {} ms", asked.elapsed().as_millis());
    let said = "return document.getElementById('announcement').textContent";
    assert_eq!(phone.run(said, vec![]).await, "Biscuit is right there, keeping company.");
    assert_eq!(
        phone.run("return document.querySelectorAll('.moments li').length", vec![]).await,
        4
    );
    // The outfit is updated as well.
    bear.perform(&nurse, json!([{ "kind": "undressed", "items": ["gown", "mask"] }, { "kind": "dressed", "items": ["id_band"] }])).await;
    phone.wait_text(".wears", "Biscuit wears a name band.").await;
}

async fn a_disconnected_page_says_so_and_catches_up(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    let (rooms, nurse, bear, path) = standing_watch(&hospital, "es").await;
    let phone = Phone::new(&proxy).await;
    phone.open(&path).await;
    phone.wait_text("#line", "Esta página se actualiza sola.").await;
    proxy.disconnect();
    phone.wait_text("#line.off", "Ahora no hay conexión. Seguimos intentando.").await;
    assert_eq!(phone.text(".now").await, "Biscuit está de guardia.");
    hospital.wait_minutes(50);
    bear.perform(&nurse, json!([{ "kind": "moved", "place_id": rooms.recovery }])).await;
    proxy.reconnect();
    phone.wait_text(".now", "Biscuit está allí mismo y hace compañía.").await;
    phone.wait_text("#line:not(.off)", "Esta página se actualiza sola.").await;
}

async fn r33_revoking_a_link_closes_the_open_page_at_once(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    let (_, nurse, bear, path) = standing_watch(&hospital, "en").await;
    let phone = Phone::new(&proxy).await;
    phone.open(&path).await;
    phone.wait_text("#line", "This page keeps itself up to date.").await;
    let links = nurse.get(&format!("/visits/{}/family-links", bear.visit)).await.expect(200);
    nurse.delete(&format!("/family-links/{}", links.text("items/0/id"))).await.expect(204);
    phone.wait_text(".now", "This page is no longer open. Please ask at the desk.").await;
    assert!(!phone.everything().await.contains("Biscuit"), "nothing of it stays");
}

async fn r36_a_page_on_hold_does_not_change(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    let (rooms, nurse, bear, path) = standing_watch(&hospital, "en").await;
    let lead = hospital.lead().await;
    let phone = Phone::new(&proxy).await;
    phone.open(&path).await;
    phone.wait_text("#line", "This page keeps itself up to date.").await;
    let before = (phone.everything().await, phone.driver.source().await.expect("the page"));
    let hold = json!({ "kind": "hold", "reason": "the team speaks with the family first" });
    nurse.put(&format!("/visits/{}/hold", bear.visit), hold).await.expect(200);
    hospital.wait_minutes(120);
    bear.perform(&nurse, json!([{ "kind": "moved", "place_id": rooms.recovery }])).await;
    // A reload shows exactly the same.
    phone.open(&path).await;
    phone.wait_text("#line", "This page keeps itself up to date.").await;
    assert_eq!((phone.everything().await, phone.driver.source().await.expect("the page")), before);
    lead.delete(&format!("/visits/{}/hold", bear.visit)).await.expect(204);
    phone.wait_text(".now", "Biscuit is right there, keeping company.").await;
}

async fn r35_after_ninety_minutes_without_news_the_page_says_so(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::with_long_sessions()).await;
    let (_, _, _, path) = standing_watch(&hospital, "en").await;
    let phone = Phone::new(&proxy).await;
    hospital.wait_minutes(89);
    phone.open(&path).await;
    assert_eq!(phone.text(".now").await, "Biscuit is standing watch.");
    hospital.wait_minutes(1);
    phone.open(&path).await;
    assert_eq!(
        phone.text(".now").await,
        "There is no new word from Biscuit yet. Please ask at the desk."
    );
    assert!(phone.text(".hour").await.starts_with("Last word at 8:20"));
    assert_eq!(
        phone.text(".moments li:first-child").await.lines().next(),
        Some("Biscuit is standing watch.")
    );
}

in_a_browser!(
    r34_r35_the_page_shows_status_time_and_outfit,
    r39_the_page_works_right_to_left_and_in_another_script,
    the_page_fits_small_phones_and_double_text_size,
    without_script_the_page_is_complete_and_reloads_itself,
    r39_the_childs_view_has_a_bigger_picture_and_fewer_words,
    the_page_is_small_and_loads_nothing_from_other_hosts,
    the_page_can_be_added_to_the_home_screen,
    the_page_is_read_aloud_if_the_phone_has_a_voice,
    r33_an_invalid_link_shows_a_kind_message_in_the_browsers_language,
    a_rate_limited_family_is_asked_to_wait,
    all_companions_of_a_visit_are_on_one_page,
    updates_reach_an_open_page_and_are_announced_to_screen_readers,
    a_disconnected_page_says_so_and_catches_up,
    r33_revoking_a_link_closes_the_open_page_at_once,
    r36_a_page_on_hold_does_not_change,
    r35_after_ninety_minutes_without_news_the_page_says_so,
);
