//! `GET /family/{token}/events`: each state is sent once, whatever happens to the connection;
//! nothing is sent when there is nothing new or nothing may be sent.

use std::time::Duration;

use serde_json::{Value, json};
use stuffy::realtime::HubTimings;
use stuffy::use_cases::network::Network;
use stuffy::web::stream_limit::{MAX_STREAMS_PER_LINK, StreamLimits, Streams};

use crate::builders::{self, Bear, Rooms};
use crate::databases::{Database, on_both_databases};
use crate::sse_client::{Block, EventStream};
use crate::test_app::{Actor, TestHospital, TestOptions};

/// Short intervals: nobody waits fifteen seconds for a heartbeat.
pub(super) fn hasty() -> TestOptions {
    let pace = HubTimings {
        heartbeat: Duration::from_millis(20),
        poll_interval: Duration::from_millis(50),
    };
    TestOptions { pace, ..TestOptions::with_long_sessions() }
}

/// A server that learns of another node's commits by notifications only.
pub(super) fn deaf() -> TestOptions {
    let pace =
        HubTimings { heartbeat: Duration::from_millis(20), poll_interval: Duration::from_hours(1) };
    TestOptions { pace, ..TestOptions::with_long_sessions() }
}

fn key(block: &Block) -> &str {
    block.data["companions"][0]["status"]["key"].as_str().expect("a status")
}

/// A nurse, and a bear with a family link.
async fn scene(hospital: &std::rc::Rc<TestHospital>) -> (Actor, Bear, String) {
    let nurse = hospital.nurse().await;
    let bear = builders::check_in(&nurse).await;
    let page = builders::invite(&nurse, &bear.visit).await;
    (nurse, bear, page)
}

async fn put_on(nurse: &Actor, bear: &Bear, item: &str) {
    nurse.hospital.wait_seconds(1);
    bear.perform(nurse, json!([{ "kind": "dressed", "items": [item] }])).await;
}

async fn stream_sends_each_change_with_the_content_of_the_page(db: Database) {
    let hospital = TestHospital::start_with(db, hasty()).await;
    let (admin, parent) = (hospital.admin().await, hospital.stranger());
    let (nurse, bear, page) = scene(&hospital).await;
    let rooms = Rooms::open(&admin).await;
    let squeezed = [("accept-encoding", "gzip, br")];
    let mut watching = parent.watch_at(&format!("{page}/events"), &squeezed).await;
    assert_eq!(watching.header("content-encoding"), None, "a stream is not compressed");
    let mut spanish = parent.watch_at(&format!("{page}/events?lang=es"), &[]).await;
    let first = watching.state().await;
    assert_eq!((key(&first), &first.data), ("arrived", &parent.get(&page).await.expect(200).body));
    assert_eq!(
        spanish.state().await.data,
        parent.get(&format!("{page}?lang=es")).await.expect(200).body
    );
    hospital.wait_minutes(1);
    nurse.scan(&bear.tag, json!({ "place_id": rooms.pre_op })).await.expect(201);
    let second = watching.state().await;
    assert_eq!(
        (key(&second), &second.data),
        ("getting_ready", &parent.get(&page).await.expect(200).body)
    );
    assert_ne!(first.id, second.id);
    let theirs = spanish.state().await;
    assert_eq!(theirs.text("language"), Some("es"));
    assert_ne!(theirs.id, second.id, "what is read otherwise is another state");
    // Unrelated changes are not sent: another bear, a note, a tag lookup.
    let other = builders::check_in(&nurse).await;
    put_on(&nurse, &other, "gown").await;
    bear.perform(&nurse, json!([{ "kind": "noted", "text": "Secretnote" }])).await;
    watching.expect_only_heartbeats(5).await;
    // The family sees the new name.
    let companion = format!("/companions/{}", bear.companion);
    let revision = nurse.get(&companion).await.expect(200)["revision"].clone();
    nurse.patch(&companion, &revision, json!({ "name": "Sir Biscuit" })).await.expect(200);
    assert_eq!(watching.state().await.data["companions"][0]["companion"]["name"], "Sir Biscuit");
    parent.request(reqwest::Method::HEAD, &format!("{page}/events"), &[], None).await.expect(200);
    parent.get(&format!("{page}/events?lang=xx")).await.refused(400, "malformed");
    parent.get("/family/AAAAAAAAAAAAAAAAAAAAAA/events").await.refused(404, "not-found");
}

async fn reconnect_resumes_without_gaps_or_duplicates(db: Database) {
    let hospital = TestHospital::start_with(db, hasty()).await;
    let (nurse, bear, page) = scene(&hospital).await;
    let parent = hospital.stranger();
    let mut watching = parent.watch_family(&page, None).await;
    let first = watching.state().await.id.expect("an id");
    // Nothing new, nothing sent, by header and by query; the header wins.
    parent.watch_family(&page, Some(&first)).await.expect_only_heartbeats(3).await;
    let after = format!("{page}/events?after={first}");
    parent.watch_at(&after, &[]).await.expect_only_heartbeats(3).await;
    assert_eq!(
        parent.watch_at(&after, &[("last-event-id", "another")]).await.state().await.id.as_deref(),
        Some(&*first)
    );
    // Two changes while disconnected are one newest state, whose moments include both.
    drop(watching);
    put_on(&nurse, &bear, "gown").await;
    put_on(&nurse, &bear, "mask").await;
    let mut back = parent.watch_family(&page, Some(&first)).await;
    let newest = back.state().await;
    assert_eq!(newest.data["companions"][0]["moments"].as_array().expect("moments").len(), 3);
    back.expect_only_heartbeats(3).await;
    // Across a restart.
    hospital.stop().await;
    back.read_to_end().await;
    let other_node = hospital.another_node(hasty()).await;
    let mut again = other_node.stranger().watch_family(&page, newest.id.as_deref()).await;
    again.expect_only_heartbeats(3).await;
    let nurse = other_node.nurse().await;
    put_on(&nurse, &bear, "cap").await;
    assert_eq!(
        again.state().await.data["companions"][0]["companion"]["outfit"],
        json!(["gown", "mask", "cap"])
    );
}

async fn r35_no_news_is_sent_once_by_time_alone(db: Database) {
    let hospital = TestHospital::start_with(db, hasty()).await;
    let (nurse, bear, page) = scene(&hospital).await;
    let mut watching = hospital.stranger().watch_family(&page, None).await;
    assert_eq!(key(&watching.state().await), "arrived");
    hospital.wait_minutes(89);
    watching.expect_only_heartbeats(5).await;
    hospital.wait_minutes(1);
    let silent = watching.state().await;
    assert_eq!(key(&silent), "no_new_word");
    hospital.wait_minutes(60);
    watching.expect_only_heartbeats(5).await;
    put_on(&nurse, &bear, "gown").await;
    assert_eq!(key(&watching.state().await), "getting_ready");
    hospital.wait_minutes(90);
    assert_eq!(key(&watching.state().await), "no_new_word");
    // A hold freezes the time as well (R36).
    put_on(&nurse, &bear, "mask").await;
    watching.state().await;
    nurse
        .put(
            &format!("/visits/{}/hold", bear.visit),
            json!({ "kind": "hold", "reason": "we talk first" }),
        )
        .await
        .expect(200);
    hospital.wait_minutes(200);
    watching.expect_only_heartbeats(5).await;
}

async fn r33_revoking_a_link_ends_its_stream(db: Database) {
    let hospital = TestHospital::start_with(db, hasty()).await;
    let (nurse, bear, page) = scene(&hospital).await;
    let parent = hospital.stranger();
    let (mut watching, links) =
        (parent.watch_family(&page, None).await, format!("/visits/{}/family-links", bear.visit));
    let had = watching.state().await.id.expect("an id");
    let other = builders::invite(&nurse, &bear.visit).await;
    let mut stays = parent.watch_family(&other, None).await;
    stays.state().await;
    let id = nurse.get(&links).await.expect(200).text("items/0/id");
    nurse.delete(&format!("/family-links/{id}")).await.expect(204);
    assert!(
        watching.read_to_end().await.iter().all(|block| block.event.is_none()),
        "it ends without a word"
    );
    let gone = parent
        .request(reqwest::Method::GET, &format!("{page}/events"), &[("last-event-id", &had)], None)
        .await;
    gone.refused(404, "not-found");
    // The other one expires a week after the visit, by time alone.
    nurse.scan(&bear.tag, json!({ "actions": [{ "kind": "reunited", "with": "child" }, { "kind": "closed", "outcome": "with_child" }] })).await.expect(201);
    let visit = format!("/visits/{}", bear.visit);
    let revision = nurse.get(&visit).await.expect(200)["revision"].clone();
    nurse.patch(&visit, &revision, json!({ "status": "completed" })).await.expect(200);
    assert_eq!(key(&stays.state().await), "going_home");
    hospital.wait_minutes(7 * 24 * 60 - 1);
    stays.expect_only_heartbeats(3).await;
    hospital.wait_minutes(1);
    stays.read_to_end().await;
    parent.get(&format!("{other}/events")).await.refused(404, "not-found");
}

async fn r36_hold_sends_nothing_and_release_sends_the_current_state(db: Database) {
    let hospital = TestHospital::start_with(db, hasty()).await;
    let (lead, parent) = (hospital.lead().await, hospital.stranger());
    let (nurse, bear, page) = scene(&hospital).await;
    let mut watching = parent.watch_family(&page, None).await;
    let first = watching.state().await;
    let hold = format!("/visits/{}/hold", bear.visit);
    nurse.put(&hold, json!({ "kind": "hold", "reason": "we talk first" })).await.expect(200);
    put_on(&nurse, &bear, "gown").await;
    watching.expect_only_heartbeats(5).await;
    // A reconnecting client gets nothing either; a new one gets the last neutral state.
    parent.watch_family(&page, first.id.as_deref()).await.expect_only_heartbeats(3).await;
    parent.watch_family(&page, Some("older")).await.expect_only_heartbeats(3).await;
    let mut new = parent.watch_family(&page, None).await;
    let shown = new.state().await;
    assert_eq!((&shown.id, &shown.data["companions"]), (&first.id, &first.data["companions"]));
    new.expect_only_heartbeats(3).await;
    lead.delete(&hold).await.expect(204);
    for stream in [&mut watching, &mut new] {
        assert_eq!(key(&stream.state().await), "getting_ready");
        stream.expect_only_heartbeats(3).await;
    }
    // A hold during which nothing happened leaves no trace.
    nurse.put(&hold, json!({ "kind": "hold", "reason": "we talk first" })).await.expect(200);
    lead.delete(&hold).await.expect(204);
    watching.expect_only_heartbeats(5).await;
}

async fn r29_late_entries_are_not_sent(db: Database) {
    let hospital = TestHospital::start_with(db, hasty()).await;
    let (nurse, bear, page) = scene(&hospital).await;
    hospital.wait_minutes(30);
    let mut watching = hospital.stranger().watch_family(&page, None).await;
    watching.state().await;
    let late = json!({ "occurred_at": hospital.minutes_ago(21), "actions": [{ "kind": "dressed", "items": ["gown"] }] });
    assert_eq!(nurse.scan(&bear.tag, late).await.expect(201)["late"], true);
    watching.expect_only_heartbeats(5).await;
    put_on(&nurse, &bear, "mask").await;
    assert_eq!(key(&watching.state().await), "dressed_and_ready");
}

async fn streams_are_limited_per_link_and_address(db: Database) {
    let few = StreamLimits { per_address: MAX_STREAMS_PER_LINK + 1, total: 1000 };
    let hospital =
        TestHospital::start_with(db, TestOptions { family_streams: few, ..hasty() }).await;
    let (nurse, bear, page) = scene(&hospital).await;
    let (parent, other) = (hospital.stranger(), builders::invite(&nurse, &bear.visit).await);
    let mut open = Vec::new();
    for _ in 0..MAX_STREAMS_PER_LINK {
        open.push(parent.watch_family(&page, None).await);
    }
    let wait = parent.get(&format!("{page}/events")).await.refused(429, "too-many-requests");
    assert_eq!(wait.header("retry-after"), Some("30"));
    open.push(parent.watch_family(&other, None).await);
    parent.get(&format!("{other}/events")).await.refused(429, "too-many-requests");
    // The page itself stays readable, and a closed stream frees a slot.
    parent.get(&page).await.expect(200);
    drop(open.remove(0));
    comes_in(&parent, &page).await;
}

on_both_databases!(
    stream_sends_each_change_with_the_content_of_the_page,
    reconnect_resumes_without_gaps_or_duplicates,
    r35_no_news_is_sent_once_by_time_alone,
    r33_revoking_a_link_ends_its_stream,
    r36_hold_sends_nothing_and_release_sends_the_current_state,
    r29_late_entries_are_not_sent,
    streams_are_limited_per_link_and_address,
);

/// Succeeds as soon as the server has noticed the closed connection.
async fn comes_in(parent: &Actor, page: &str) {
    for _ in 0..500 {
        if parent.get(&format!("{page}/events")).await.status == 200 {
            return;
        }
        tokio::task::yield_now().await;
    }
    panic!("nobody made room");
}

fn network(address: &str) -> Network {
    Network::of(address.parse().expect("an address"))
}

#[test]
fn streams_are_limited_per_server() {
    let streams = Streams::new(StreamLimits { per_address: 2, total: 3 });
    let take =
        |link: u8, host: u8| streams.acquire(vec![link], Network::of([192, 0, 2, host].into()));
    let first = take(1, 1).expect("room");
    let _second = take(2, 1).expect("room");
    assert!(take(3, 1).is_err(), "two from one address");
    let _third = take(3, 2).expect("room");
    assert!(take(4, 3).is_err(), "three in all");
    drop(first);
    let _again = take(4, 1).expect("room again");
}

#[test]
fn streams_of_ipv6_are_limited_per_network_and_site() {
    let streams = Streams::new(StreamLimits { per_address: 1, total: 100 });
    let take = |link: u8, address: &str| streams.acquire(vec![link], network(address));
    let first = take(1, "2001:db8:1:1::1").expect("room");
    assert!(take(2, "2001:db8:1:1::2").is_err(), "the same network");
    let others = (2..=10).map(|nth: u8| take(nth, &format!("2001:db8:1:{nth:x}::1")));
    let _others: Vec<_> = others.map(|permit| permit.expect("room")).collect();
    assert!(take(11, "2001:db8:1:99::1").is_err(), "ten networks of one site");
    let _elsewhere = take(12, "2001:db8:2:1::1").expect("another site has room");
    drop(first);
    let _again = take(13, "2001:db8:1:99::1").expect("room again");
}

/// Uses only notifications between two nodes; prints how long they take.
#[actix_web::test]
async fn stream_sends_scans_of_another_node() {
    let one = TestHospital::start_with(Database::postgres(), deaf()).await;
    let two = one.another_node(deaf()).await;
    let (nurse, bear, page) = scene(&one).await;
    let mut watching = two.stranger().watch_family(&page, None).await;
    let mut had = watching.state().await.id;
    let mut took = Vec::new();
    for item in ["gown", "mask", "cap", "gloves", "id_band", "bandage"] {
        put_on(&nurse, &bear, item).await;
        let answered = tokio::time::Instant::now();
        let told = watching.state().await;
        took.push(answered.elapsed());
        assert_ne!(told.id, had);
        // The same state has the same id on every node.
        one.stranger()
            .watch_family(&page, told.id.as_deref())
            .await
            .expect_only_heartbeats(2)
            .await;
        had = told.id;
    }
    took.sort_unstable();
    println!("from the scan's answer to the family on another node: {took:?}");
}

/// Many scans, and readers that disconnect again and again and switch nodes.
async fn reads(nodes: Vec<Actor>, page: String, patience: usize, last: Value) -> Vec<Value> {
    let (mut has, mut told): (Option<String>, Vec<Value>) = (None, Vec::new());
    for turn in patience.. {
        let mut watching: EventStream =
            nodes[turn % nodes.len()].watch_family(&page, has.as_deref()).await;
        // The first block only contains the retry delay.
        for _ in 0..=patience {
            let Some(block) = watching.block().await else { break };
            if block.event.as_deref() == Some("state") {
                has = block.id;
                told.push(block.data["companions"][0]["companion"]["outfit"].clone());
            }
        }
        if told.last() == Some(&last) {
            break;
        }
    }
    told
}

#[actix_web::test]
async fn readers_switching_nodes_get_every_change_once() {
    let one = TestHospital::start_with(Database::postgres(), deaf()).await;
    let two = one.another_node(deaf()).await;
    let (nurse, bear, _) = scene(&one).await;
    let there = two.nurse().await;
    let last =
        json!(["gown", "mask", "cap", "shoe_covers", "gloves", "id_band", "bandage", "cast"]);
    let nodes = vec![one.stranger(), two.stranger()];
    let mut readers = Vec::new();
    for patience in [1, 2, 3, 5] {
        let page = builders::invite(&nurse, &bear.visit).await;
        readers.push(actix_web::rt::spawn(reads(nodes.clone(), page, patience, last.clone())));
    }
    for (nth, item) in last.as_array().expect("items").iter().enumerate() {
        let nurse = if nth % 2 == 0 { &nurse } else { &there };
        put_on(nurse, &bear, item.as_str().expect("an item")).await;
    }
    for reader in readers {
        let told = reader.await.expect("a reader");
        assert_eq!(told.last(), Some(&last), "the newest was missed");
        let worn: Vec<_> =
            told.iter().map(|outfit| outfit.as_array().expect("items").len()).collect();
        assert!(
            worn.windows(2).all(|pair| pair[0] < pair[1]),
            "told twice, or backwards: {worn:?}"
        );
    }
}
