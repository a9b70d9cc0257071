//! Hospital accounts in a real browser, and the program that is told of them on its command line.

use std::rc::Rc;

use super::provider::Sign;
use super::{count, refused, wishes};
use crate::cli::begin;
use crate::cli::process::{Web, at, command, say};
use crate::databases::{Database, in_a_browser, on_both_databases};
use crate::pages::browser::Phone;
use crate::pages::proxy::Wire;
use crate::test_app::{Hospital, Wishes};

async fn screens_of_a_nurse_who_comes_in_by_her_hospital_account(db: Database) {
    let (provider, wire) = (Sign::open(), Rc::new(Wire::lay().await));
    provider.sends_back_to(&wire.base);
    let public_url = Some(wire.base.clone());
    let hospital = Hospital::open_with(db, Wishes { public_url, ..wishes(&provider) }).await;
    provider.goes_by(&hospital.app.clock);
    wire.connect(hospital.base());
    hospital.admin().await;
    let phone = Phone::new(&wire).await;
    phone.open("/board").await;
    phone.find("#hospital").await;
    phone.is_accessible("the sign-in page with a hospital account").await;
    phone.picture("sign-in-hospital").await;

    // Somebody without a role, somebody who calls it off, and the nurse.
    phone.press("#hospital").await;
    phone.press("#vic").await;
    phone.wait_text("h1", "No role here yet").await;
    phone.is_accessible("the page that says that there is no role").await;
    phone.picture("hospital-no-role").await;
    phone.press("a[href^='/sign-in/hospital']").await;
    phone.press("#off").await;
    phone.wait_text("h1", "Not signed in").await;
    phone.press("a[href^='/sign-in/hospital']").await;
    phone.press("#nora").await;
    phone.wait_text(".top", "Nora Lind").await;
    assert_eq!(phone.path().await, "/board");
    // That two of the pages were refusals is no complaint.
    let complaints = phone.complaints().await.into_iter().filter(|said| !said.contains("403"));
    assert_eq!(complaints.collect::<Vec<_>>(), Vec::<String>::new());
    // Who called it off was refused nothing; the page goes on as any, and is not taken for another user's.
    phone.open("/").await;
    phone.find(".top .lock").await;
    assert_eq!((count(&hospital, "staff").await, refused(&hospital).await), (2, 1));

    phone.press(".top .lock").await;
    phone.sign_in("admin").await;
    phone.open("/admin/staff").await;
    phone.wait_text(".ledger", "hospital account").await;
    phone.is_accessible("the staff with a hospital account").await;
    phone.picture("staff-hospital").await;
}

in_a_browser!(screens_of_a_nurse_who_comes_in_by_her_hospital_account,);

const SECRET: &str = "a-very-secret-secret";

async fn the_program_says_what_is_wrong_with_its_settings(db: Database) {
    say(command(&db, &["migrate"]), "").well();
    let url = ("STUFFY_PUBLIC_URL", "https://stuffy.example");
    let issuer = ("STUFFY_OIDC_ISSUER", "https://login.example");
    let id = ("STUFFY_OIDC_CLIENT_ID", "stuffy");
    let staff = ("STUFFY_OIDC_STAFF_GROUPS", "ward, night ward");
    let secret = ("STUFFY_OIDC_CLIENT_SECRET", SECRET);
    for (set, words) in [
        (&[url, issuer, secret, staff][..], "STUFFY_OIDC_CLIENT_ID is not"),
        (&[url, id, secret, staff], "STUFFY_OIDC_ISSUER is not"),
        (&[issuer, id, staff], "hospital accounts need STUFFY_PUBLIC_URL"),
        (&[url, issuer, id], "name groups in STUFFY_OIDC_STAFF_GROUPS"),
        (&[url, ("STUFFY_OIDC_ISSUER", "http://login.example"), id, staff], "must be https"),
        (&[url, ("STUFFY_OIDC_ISSUER", "login"), id, staff], "is no address"),
    ] {
        let mut serving = command(&db, &["serve", "--listen", "127.0.0.1:0"]);
        serving.envs(set.iter().copied());
        let said = say(serving, "").badly(words);
        assert!(!said.err.contains(SECRET) && !said.out.contains(SECRET), "{}", said.err);
    }

    // Where all is said it serves at once, though nobody answers there, and offers the way.
    let mut serving = at(&db.url, crate::cli::SERVE);
    serving.envs([url, id, secret, staff, ("STUFFY_OIDC_ISSUER", "http://127.0.0.1:9")]);
    serving.env("STUFFY_OIDC_NAME", "St. Elsewhere account");
    let (mut serving, web) = begin(serving).await;
    let page = text(&web, "/sign-in").await;
    assert!(page.contains("Sign in with your St. Elsewhere account"), "{page}");
    assert!(text(&web, "/sign-in/hospital").await.contains("does not answer"));
    let line = serving.log.line_with("the hospital's sign-in is away").await;
    assert!(!line.contains(SECRET), "{line}");
    serving.signal("TERM");
    assert_eq!(serving.end().await, Some(0));
}

on_both_databases!(the_program_says_what_is_wrong_with_its_settings,);

async fn text(web: &Web, path: &str) -> String {
    let url = format!("http://{}{path}", web.address());
    reqwest::get(url).await.expect("an answer").text().await.expect("text")
}

#[test]
fn the_secret_is_told_to_nobody() {
    let line = ["stuffy", "--oidc-issuer", "https://login.example", "--oidc-client-secret", SECRET];
    let settings = stuffy::config::Settings::read(&line).expect("settings");
    assert!(!format!("{settings:?}").contains(SECRET));
    assert!(!format!("{:?}", settings.told).contains(SECRET));
    assert!(settings.told.iter().any(|told| told.variable == "STUFFY_OIDC_CLIENT_SECRET"));
}
