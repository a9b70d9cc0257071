//! The way there and back: bound to one browser, for ten minutes, once, on whichever node.

use serde_json::json;
use stuffy::domain::account::person::Role;

use super::provider::{Lie, Sign};
use super::sign_in::nora;
use super::{Guest, count, hospital, refused, untouched, wishes};
use crate::databases::{Database, on_both_databases};
use crate::test_app::Hospital;

const ASTRAY: &str = "does not belong to a sign-in that this browser began";

async fn only_the_browser_that_set_out_comes_back_and_once(db: Database) {
    let provider = Sign::open();
    let hospital = hospital(db, &provider).await;
    let before = untouched(&hospital).await;
    let (guest, thief) = (Guest::of(&hospital), Guest::of(&hospital));
    let back = guest.goes_there(&provider, nora(&["ward"])).await;
    provider.was_asked();
    // Without the cookie, and with that of another passage: nobody asks for a token.
    thief.get(&back).await.is_refused(400, ASTRAY);
    thief.sets_out("/").await;
    thief.get(&back).await.is_refused(400, ASTRAY);
    // Another state, none, and an altered cookie.
    let whole = guest.cookie("stuffy_passage").expect("a cookie");
    let altered = |nth: usize, part: &str| {
        let mut parts: Vec<_> = whole.split('.').collect();
        parts[nth] = part;
        parts.join(".")
    };
    let later = (hospital.app.clock.now().millis() + 1000).to_string();
    let elsewhere = "L2FkbWlu";
    for cookie in [
        altered(1, &later),
        altered(2, "anew"),
        altered(3, elsewhere),
        altered(0, "AAAA"),
        format!("{whole}.x"),
        String::new(),
    ] {
        let copy = guest.clone();
        copy.cookies.borrow_mut().insert("stuffy_passage".to_owned(), cookie.clone());
        copy.get(&back).await.is_refused(400, ASTRAY);
    }
    let state = back.split("state=").nth(1).expect("a state");
    for other in [
        back.replace(state, "of-somebody-else"),
        back.replace(&format!("&state={state}"), ""),
        "/sign-in/hospital/back".to_owned(),
    ] {
        guest.clone().get(&other).await.is_refused(400, ASTRAY);
    }
    assert_eq!(provider.was_asked(), Vec::<String>::new());
    assert_eq!(untouched(&hospital).await, before);
    assert_eq!(refused(&hospital).await, 0);

    // Once: the second time neither a strict sign-in nor a careless one lets anybody in.
    let copy = guest.clone();
    guest.get(&back).await.is_in();
    guest.get(&back).await.is_refused(400, ASTRAY);
    copy.clone().get(&back).await.is_refused(403, "could not be relied on");
    provider.lies(Some(Lie::AnyCode));
    copy.clone().get(&back).await.is_refused(400, ASTRAY);
    assert_eq!(count(&hospital, "sessions").await, 1);
    assert_eq!(refused(&hospital).await, 2);
}

async fn a_way_is_over_after_ten_minutes(db: Database) {
    let provider = Sign::open();
    let hospital = hospital(db, &provider).await;
    let guest = Guest::of(&hospital);
    let there = guest.get("/sign-in/hospital").await;
    let cookie = there
        .set
        .iter()
        .find(|cookie| cookie.starts_with("stuffy_passage="))
        .expect("a cookie")
        .clone();
    for word in ["HttpOnly", "SameSite=Lax", "Secure", "Max-Age=600"] {
        assert!(cookie.contains(word), "{cookie}");
    }
    let back = provider.signs_in(&there.to, nora(&["ward"]));
    hospital.wait_seconds(601);
    guest.get(&back).await.is_refused(400, ASTRAY);
    let back = guest.goes_there(&provider, nora(&["ward"])).await;
    hospital.wait_seconds(590);
    guest.get(&back).await.is_in();
}

async fn who_calls_it_off_or_comes_from_elsewhere_is_not_let_in(db: Database) {
    let provider = Sign::open();
    let hospital = hospital(db, &provider).await;
    let guest = Guest::of(&hospital);
    let back = guest.goes_there(&provider, nora(&["ward"])).await;
    let state = back.split("state=").nth(1).expect("a state").to_owned();
    provider.was_asked();
    let off = format!(
        "/sign-in/hospital/back?error=access_denied&error_description=%3Cb%3E&state={state}"
    );
    let page = guest.clone().get(&off).await;
    page.is_refused(403, "called off or said no");
    assert!(!page.text.contains("<b>"));
    // As in RFC 9207: it says who it is, and is another.
    guest
        .clone()
        .get(&format!("{back}&iss=https%3A%2F%2Felsewhere.example"))
        .await
        .is_refused(403, "relied on");
    assert_eq!(provider.was_asked(), Vec::<String>::new());
    let at = provider.at().replace(':', "%3A").replace('/', "%2F");
    guest.get(&format!("{back}&iss={at}")).await.is_in();
}

async fn it_goes_on_within_the_house_alone(db: Database) {
    let provider = Sign::open();
    let hospital = hospital(db, &provider).await;
    for (to, leads) in [
        ("/board%3Fq%3D1", "/board?q=1"),
        ("//evil.example", "/"),
        ("https%3A%2F%2Fevil.example", "/"),
        ("/%5Cevil.example", "/"),
        ("%2F%09%2Fevil.example", "/"),
        ("evil", "/"),
        ("/sign-in/hospital", "/"),
    ] {
        let guest = Guest::of(&hospital);
        let there = guest.sets_out(to).await;
        let page = guest.get(&provider.signs_in(&there, nora(&["ward"]))).await;
        assert_eq!((page.status, page.to.as_str()), (303, leads), "{to}");
    }
    let long = format!("/{}", "x".repeat(1000));
    let guest = Guest::of(&hospital);
    let there = guest.sets_out(&long).await;
    assert_eq!(guest.get(&provider.signs_in(&there, nora(&["ward"]))).await.to, "/");
}

async fn a_session_is_a_new_one_and_the_one_before_is_over(db: Database) {
    let provider = Sign::open();
    let hospital = hospital(db, &provider).await;
    let nurse = hospital.nurse().await;
    let guest = Guest::of(&hospital);
    let planted = nurse.token.clone().expect("a token");
    guest.cookies.borrow_mut().insert("stuffy_session".to_owned(), planted.clone());
    guest.comes_in(&provider, nora(&["ward"])).await.is_in();
    assert_ne!(guest.cookie("stuffy_session"), Some(planted));
    nurse.get("/sessions/current").await.refused(401, "unauthenticated");
    assert_eq!(guest.as_actor().get("/sessions/current").await.text("user/username"), "nora.lind");
}

async fn on_a_shared_phone_whoever_holds_it_shows_who_they_are(db: Database) {
    let provider = Sign::open();
    let hospital = hospital(db, &provider).await;
    let admin = hospital.admin().await;
    let own = Guest::of(&hospital);
    assert!(!own.sets_out("/").await.contains("prompt="));
    let url = admin.post("/phones", json!({ "name": "Bay 3" })).await.expect(201).text("url");
    let path = url.strip_prefix("https://stuffy.example").expect("the house's").to_owned();
    let enrolled =
        crate::pages::visitor::Visitor::of(&hospital, &hospital.stranger()).post(&path, &[]).await;
    let mut cookies =
        enrolled.headers.get_all("set-cookie").iter().filter_map(|value| value.to_str().ok());
    let phone = cookies.find_map(|cookie| cookie.strip_prefix("stuffy_phone=")).expect("a phone");
    let guest = Guest::of(&hospital);
    guest
        .cookies
        .borrow_mut()
        .insert("stuffy_phone".to_owned(), phone.split(';').next().expect("a value").to_owned());
    let there = guest.sets_out("/board").await;
    assert!(there.contains("prompt=login") && there.contains("max_age=0"), "{there}");
    // Somebody took that out of the address, and the one before is still known there.
    for lie in [Lie::Remembered, Lie::NoAuthTime] {
        provider.lies(Some(lie));
        let there = guest.sets_out("/board").await;
        guest.get(&provider.signs_in(&there, nora(&["ward"]))).await.is_refused(403, "relied on");
    }
    provider.lies(None);
    guest.comes_in(&provider, nora(&["ward"])).await.is_in();
    let held =
        hospital.db.lines("SELECT 'x' AS line FROM sessions WHERE phone_id IS NOT NULL").await;
    assert_eq!(held.len(), 1);
    // Next time her name leads there by itself.
    let page = guest.get("/sign-in?next=/board").await;
    assert!(page.text.contains("href=\"/sign-in/hospital?to=/board\">Nora Lind"), "{}", page.text);
}

async fn two_who_are_the_same_come_in_at_once_as_one(db: Database) {
    let provider = Sign::open();
    let hospital = hospital(db, &provider).await;
    let guests: Vec<_> = (0..4).map(|_| Guest::of(&hospital)).collect();
    let mut backs = Vec::new();
    for guest in &guests {
        backs.push(guest.goes_there(&provider, nora(&["ward"])).await);
    }
    let [a, b, c, d] = &guests[..] else { unreachable!() };
    let pages =
        tokio::join!(a.get(&backs[0]), b.get(&backs[1]), c.get(&backs[2]), d.get(&backs[3]));
    for page in [pages.0, pages.1, pages.2, pages.3] {
        page.is_in();
    }
    assert_eq!((count(&hospital, "staff").await, count(&hospital, "sessions").await), (1, 4));
}

async fn without_the_setting_there_is_no_such_way(db: Database) {
    let hospital = Hospital::open(db).await;
    let guest = Guest::of(&hospital);
    assert!(!guest.get("/sign-in").await.text.contains("/sign-in/hospital"));
    for path in ["/sign-in/hospital", "/sign-in/hospital/back?code=1&state=2"] {
        assert_eq!(guest.get(path).await.status, 404);
    }
    hospital.somebody("nurse", Role::Staff).await;
}

async fn out_by_one_node_and_back_by_another(db: Database) {
    let provider = Sign::open();
    let hospital = hospital(db, &provider).await;
    let node = hospital.another_node(wishes(&provider)).await;
    let guest = Guest::of(&hospital);
    let back = guest.goes_there(&provider, nora(&["ward"])).await;
    let (there, copy) = (guest.before(&node), guest.clone());
    there.get(&back).await.is_in();
    there.before(&hospital).as_actor().get("/sessions/current").await.expect(200);
    // What was used on one is used on all.
    provider.lies(Some(Lie::AnyCode));
    copy.get(&back).await.is_refused(400, ASTRAY);
}

on_both_databases!(
    only_the_browser_that_set_out_comes_back_and_once,
    a_way_is_over_after_ten_minutes,
    who_calls_it_off_or_comes_from_elsewhere_is_not_let_in,
    it_goes_on_within_the_house_alone,
    a_session_is_a_new_one_and_the_one_before_is_over,
    on_a_shared_phone_whoever_holds_it_shows_who_they_are,
    two_who_are_the_same_come_in_at_once_as_one,
    without_the_setting_there_is_no_such_way,
    out_by_one_node_and_back_by_another,
);
