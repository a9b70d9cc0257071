//! Behind a reverse proxy: whom limits count, who may say where a request comes from, and that strangers keep nobody out.

use std::rc::Rc;

use reqwest::redirect::Policy;
use reqwest::{Client, Method};
use serde_json::json;
use stuffy::domain::session_policy::SessionPolicy;

use crate::builders;
use crate::databases::{Database, on_both_databases};
use crate::test_app::{Actor, PASSWORD, Reply, TestHospital, TestOptions, default_limits};

const WAITING_ROOM: &str = "203.0.113.7";
const STRANGER: &str = "203.0.113.66";
const XFF: &str = "x-forwarded-for";

/// The settings of a site that has changed none.
fn usual() -> TestOptions {
    TestOptions { rate_limits: default_limits(), ..TestOptions::default() }
}

/// Reads a path as nginx on the same machine forwards it for this client.
async fn get_from(actor: &Actor, client: &str, path: &str) -> Reply {
    actor.request(Method::GET, path, &[(XFF, client)], None).await
}

async fn sign_in_from(
    hospital: &Rc<TestHospital>,
    headers: &[(&str, &str)],
    password: &str,
) -> u16 {
    let body = json!({ "username": "nurse", "password": password }).to_string();
    hospital.stranger().request(Method::POST, "/sessions", headers, Some(body)).await.status
}

/// A link that nobody has made.
fn guess(nth: u32) -> String {
    format!("/family/{nth:022}")
}

/// How many links can be guessed with these headers before the answer is 429.
async fn guesses(
    family: &Actor,
    most: u32,
    headers: impl Fn(u32) -> Vec<(&'static str, String)>,
) -> u32 {
    for nth in 0..most {
        let owned = headers(nth);
        let headers: Vec<_> = owned.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let reply = family.request(Method::GET, &guess(nth), &headers, None).await;
        if reply.status == 429 {
            return nth;
        }
        reply.refused(404, "not-found");
    }
    most
}

async fn a_waiting_room_behind_one_address_reads_its_pages(db: Database) {
    let hospital = TestHospital::start_with(db, usual()).await;
    let (nurse, family) = (hospital.nurse().await, hospital.stranger());
    let bear = builders::check_in(&nurse).await;
    let mut pages = Vec::new();
    for _ in 0..300 {
        pages.push(builders::invite(&nurse, &bear.visit).await);
    }
    for _ in 0..2 {
        for page in &pages {
            get_from(&family, WAITING_ROOM, page).await.expect(200);
        }
    }
    for page in &pages {
        let html = format!("{}{}", hospital.base(), page.replace("/family/", "/f/"));
        let request = hospital.client().get(html).header(XFF, WAITING_ROOM);
        assert_eq!(request.send().await.expect("a page").status(), 200);
    }
}

async fn guessing_links_stops_soon_and_families_of_that_address_continue(db: Database) {
    let hospital = TestHospital::start_with(db, usual()).await;
    let (nurse, family) = (hospital.nurse().await, hospital.stranger());
    let bear = builders::check_in(&nurse).await;
    let (page, other) =
        (builders::invite(&nurse, &bear.visit).await, builders::invite(&nurse, &bear.visit).await);
    get_from(&family, WAITING_ROOM, &page).await.expect(200);
    let here = guesses(&family, 1000, |_| vec![(XFF, WAITING_ROOM.to_owned())]).await;
    assert!((20..100).contains(&here), "{here} guesses");
    let refused =
        get_from(&family, WAITING_ROOM, &guess(1)).await.refused(429, "too-many-requests");
    assert!(refused.header("retry-after").is_some());
    // The cookie of a family link is no way around it.
    let tag = format!("{}/T/{}", hospital.base(), bear.tag);
    let token = page.trim_start_matches("/family/");
    let other_token = other.trim_start_matches("/family/");
    let client = Client::builder().no_proxy().redirect(Policy::none()).build().expect("a client");
    for (token, status) in [(token, 303), (other_token, 200)] {
        let request = client.get(&tag).header(XFF, WAITING_ROOM);
        let request = request.header("cookie", format!("__Host-stuffy_family={token}"));
        assert_eq!(request.send().await.expect("a response").status(), status);
    }
    for _ in 0..20 {
        get_from(&family, WAITING_ROOM, &page).await.expect(200);
    }
    get_from(&family, "203.0.113.8", &other).await.expect(200);
    // Once opened anywhere, it is known here as well.
    get_from(&family, WAITING_ROOM, &other).await.expect(200);
}

async fn a_closed_link_is_no_guess(db: Database) {
    let hospital = TestHospital::start_with(db, usual()).await;
    let (nurse, family) = (hospital.nurse().await, hospital.stranger());
    let bear = builders::check_in(&nurse).await;
    let link = json!({ "name": "Ada", "language": "en", "scope": "status" });
    let made = nurse.post(&format!("/visits/{}/family-links", bear.visit), link).await.expect(201);
    let url = made.text("url");
    let page = format!("/family/{}", url.rsplit('/').next().expect("a token"));
    nurse.delete(&format!("/family-links/{}", made.text("id"))).await.expect(204);
    let unknown = get_from(&family, WAITING_ROOM, &guess(1)).await.refused(404, "not-found");
    for _ in 0..100 {
        let closed = get_from(&family, WAITING_ROOM, &page).await.refused(404, "not-found");
        assert_eq!(closed.bytes, unknown.bytes, "nobody can tell them apart");
    }
}

async fn wrong_passwords_of_a_stranger_keep_nobody_else_out(db: Database) {
    let signing_in = SessionPolicy {
        failures_per_user: 3,
        failures_per_address: 3,
        ..TestOptions::default().signing_in
    };
    let hospital = TestHospital::start_with(db, TestOptions { signing_in, ..usual() }).await;
    hospital.nurse().await;
    for _ in 0..3 {
        assert_eq!(sign_in_from(&hospital, &[(XFF, STRANGER)], "a guess").await, 401);
    }
    assert_eq!(sign_in_from(&hospital, &[(XFF, STRANGER)], "a guess").await, 429);
    // What a client writes left of its own address changes nothing.
    let invented = format!("198.51.100.1, {STRANGER}");
    assert_eq!(sign_in_from(&hospital, &[(XFF, &invented)], "a guess").await, 429);
    assert_eq!(sign_in_from(&hospital, &[(XFF, WAITING_ROOM)], PASSWORD).await, 201);
    assert_eq!(sign_in_from(&hospital, &[], PASSWORD).await, 201);
}

async fn sign_ins_from_one_ipv6_site_are_counted_together(db: Database) {
    let signing_in = SessionPolicy {
        failures_per_user: 3,
        failures_per_address: 2,
        ..TestOptions::default().signing_in
    };
    let hospital = TestHospital::start_with(db, TestOptions { signing_in, ..usual() }).await;
    hospital.nurse().await;
    let guess = async |address: String, username: String| {
        let body = json!({ "username": username, "password": "a guess" }).to_string();
        let headers = [(XFF, address.as_str())];
        hospital.stranger().request(Method::POST, "/sessions", &headers, Some(body)).await.status
    };
    // Another address of the same /64 is the same client.
    for host in 1..=2 {
        assert_eq!(guess(format!("2001:db8:1:1::{host}"), format!("user{host}")).await, 401);
    }
    assert_eq!(guess("2001:db8:1:1::3".to_owned(), "user3".to_owned()).await, 429);
    // A site has ten times the budget of a network.
    for subnet in 2..=10 {
        for host in 1..=2 {
            let address = format!("2001:db8:1:{subnet:x}::{host}");
            assert_eq!(guess(address, format!("user{subnet}.{host}")).await, 401);
        }
    }
    assert_eq!(guess("2001:db8:1:99::1".to_owned(), "user99".to_owned()).await, 429);
    assert_eq!(guess("2001:db8:2:1::1".to_owned(), "user99".to_owned()).await, 401);
}

async fn reads_from_one_ipv6_site_are_counted_together(db: Database) {
    let hospital = TestHospital::start_with(db, usual()).await;
    let family = hospital.stranger();
    let in_network =
        guesses(&family, 100, |nth| vec![(XFF, format!("2001:db8:1:1::{nth:x}"))]).await;
    assert!((30..35).contains(&in_network), "{in_network}");
    let in_site =
        guesses(&family, 900, |nth| vec![(XFF, format!("2001:db8:1:{:x}::1", nth + 2))]).await;
    assert!((250..600).contains(&in_site), "{in_site}");
    get_from(&family, "2001:db8:2::1", &guess(1)).await.refused(404, "not-found");
}

async fn a_peer_that_is_no_trusted_proxy_cannot_choose_its_address(db: Database) {
    let nobody = TestOptions { trusted_proxies: String::new(), ..usual() };
    let hospital = TestHospital::start_with(db, nobody).await;
    let family = hospital.stranger();
    let chosen = guesses(&family, 100, |nth| {
        vec![(XFF, format!("198.51.100.{nth}")), ("forwarded", format!("for=198.51.100.{nth}"))]
    });
    assert!(chosen.await < 40);
}

async fn a_client_of_a_proxy_that_sets_one_header_gains_nothing_by_the_other(db: Database) {
    let hospital = TestHospital::start_with(db, usual()).await;
    let family = hospital.stranger();
    let chosen = guesses(&family, 100, |nth| {
        vec![(XFF, STRANGER.to_owned()), ("forwarded", format!("for=198.51.100.{nth}"))]
    });
    assert!(chosen.await < 40);
    get_from(&family, WAITING_ROOM, &guess(1)).await.refused(404, "not-found");
}

async fn without_a_public_address_the_origin_is_the_one_of_the_request(db: Database) {
    let options = |trusted_proxies: &str| TestOptions {
        public_url: None,
        trusted_proxies: trusted_proxies.to_owned(),
        ..TestOptions::default()
    };
    let behind_proxy = TestHospital::start_with(db, options("127.0.0.0/8")).await;
    let without_proxy = behind_proxy.another_node(options("")).await;
    let nurse = behind_proxy.nurse().await;
    let cookie = format!("stuffy_session={}", nurse.token.as_deref().expect("a token"));
    for (node, forwarded_status) in [(&behind_proxy, 201), (&without_proxy, 403)] {
        let change = async |more: &[(&str, &str)]| {
            let headers = [&[("cookie", cookie.as_str())], more].concat();
            let body = json!({ "alias": "Little Star" }).to_string();
            node.stranger().request(Method::POST, "/children", &headers, Some(body)).await.status
        };
        assert_eq!(change(&[("origin", node.base())]).await, 201);
        assert_eq!(change(&[("origin", &node.base().replace("http:", "https:"))]).await, 403);
        let usual = [
            ("origin", "https://stuffy.example"),
            ("x-forwarded-host", "stuffy.example"),
            ("x-forwarded-proto", "https"),
        ];
        assert_eq!(change(&usual).await, forwarded_status);
        let standard = [
            ("origin", "https://stuffy.example"),
            ("forwarded", "for=203.0.113.7;host=stuffy.example;proto=https"),
        ];
        assert_eq!(change(&standard).await, forwarded_status);
    }
}

on_both_databases!(
    a_waiting_room_behind_one_address_reads_its_pages,
    guessing_links_stops_soon_and_families_of_that_address_continue,
    a_closed_link_is_no_guess,
    wrong_passwords_of_a_stranger_keep_nobody_else_out,
    sign_ins_from_one_ipv6_site_are_counted_together,
    reads_from_one_ipv6_site_are_counted_together,
    a_peer_that_is_no_trusted_proxy_cannot_choose_its_address,
    a_client_of_a_proxy_that_sets_one_header_gains_nothing_by_the_other,
    without_a_public_address_the_origin_is_the_one_of_the_request,
);
