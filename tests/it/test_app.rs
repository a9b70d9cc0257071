//! A whole hospital for each test: the server on a port of its own, a fresh database, a still clock,
//! and the people who act in the scenes.

use std::net::TcpListener;
use std::num::NonZeroU32;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use metrics_exporter_prometheus::PrometheusBuilder;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{Client, Method};
use serde_json::{Value, json};
use stuffy::clock::Clock;
use stuffy::config::Settings;
use stuffy::db::{KeySet, Options};
use stuffy::domain::account::person::Role;
use stuffy::domain::site_rules::SessionPolicy;
use stuffy::domain::site_rules::SiteRules;
use stuffy::domain::tag::PublicUrl;
use stuffy::domain::time::{Time, days, hours};
use stuffy::i18n::TimeZone;
use stuffy::integrations::oidc::Provider;
use stuffy::photos::storage::Album;
use stuffy::realtime::{EventHub, HubTimings};
use stuffy::use_cases::alerts::monitor;
use stuffy::use_cases::idempotency::IdempotentRequest;
use stuffy::use_cases::{AppContext, staff};
use stuffy::web::api::system::health::MetricsAccess;
use stuffy::web::body::{RequestTimeout, ShutdownFlag};
use stuffy::web::push_config::PushConfig;
use stuffy::web::server::{self, ServerOptions};
use stuffy::web::stream_limit::StreamLimits;

use crate::contract::Contract;
use crate::databases::Database;

/// When every test begins: 2026-11-22T08:00:00Z.
pub(crate) const MORNING: Time = Time::from_millis(1_795_334_400_000);
/// The password of everybody in the tests.
pub(crate) const PASSWORD: &str = "a long enough password";

/// A hospital that serves.
pub(crate) struct Hospital {
    /// What its actions use; the clock stands still until it is moved.
    pub(crate) app: AppContext,
    /// Its database.
    pub(crate) db: Rc<Database>,
    base: String,
    client: Client,
    server: actix_web::dev::ServerHandle,
    live: EventHub,
    scans: Rc<AtomicU32>,
}

/// What a hospital is like, where a test wants it otherwise.
pub(crate) struct Wishes {
    pub(crate) rules: SiteRules,
    pub(crate) signing_in: SessionPolicy,
    pub(crate) public_url: Option<String>,
    pub(crate) family_reads_a_minute: u32,
    pub(crate) family_streams: StreamLimits,
    pub(crate) album: Album,
    pub(crate) pace: HubTimings,
    /// The public half of the key that phones are told by.
    pub(crate) push: Option<String>,
    /// The keys that names are sealed by.
    pub(crate) privacy_keys: KeySet,
    /// The hospital's own sign-in.
    pub(crate) accounts: Option<Provider>,
}

impl Default for Wishes {
    fn default() -> Self {
        Self {
            rules: SiteRules::default(),
            // Tests let hours pass between two acts, and are about other things than locks.
            signing_in: SessionPolicy {
                idle_lock: hours(24),
                lasts: days(30),
                ..SessionPolicy::default()
            },
            public_url: Some("https://stuffy.example".to_owned()),
            family_reads_a_minute: 10_000,
            family_streams: StreamLimits { from_one_address: 1000, in_all: 1000 },
            album: Album::Off,
            pace: HubTimings::default(),
            push: None,
            privacy_keys: KeySet::default(),
            accounts: None,
        }
    }
}

impl Wishes {
    /// Names rest sealed under these keys, each of one digit's making.
    pub(crate) fn sealed_by(digits: &[char]) -> Self {
        let keys: Vec<_> = digits.iter().map(|digit| digit.to_string().repeat(64)).collect();
        let privacy_keys = KeySet::parse("STUFFY_PRIVACY_KEY", &keys).expect("keys");
        Self { privacy_keys, ..Self::for_days() }
    }

    /// Nobody has to sign in again though days go by.
    pub(crate) fn for_days() -> Self {
        let usual = Self::default();
        let signing_in = SessionPolicy { idle_lock: usual.signing_in.lasts, ..usual.signing_in };
        Self { signing_in, ..usual }
    }
}

impl Hospital {
    /// Opens with the usual rules.
    pub(crate) async fn open(db: Database) -> Rc<Self> {
        Self::open_with(db, Wishes::default()).await
    }

    /// Opens with other rules.
    pub(crate) async fn open_with(db: Database, wishes: Wishes) -> Rc<Self> {
        Self::open_by(db, Clock::manual(MORNING), wishes).await
    }

    /// Opens at another time.
    pub(crate) async fn open_by(db: Database, clock: Clock, wishes: Wishes) -> Rc<Self> {
        Self::serve(Rc::new(db), clock, Rc::default(), wishes).await
    }

    /// Another node of it: a server of its own on the same database, at the same time of day.
    pub(crate) async fn another_node(&self, wishes: Wishes) -> Rc<Self> {
        self.another_node_by(self.app.clock.clone(), wishes).await
    }

    /// Another node of it, on a machine with another clock.
    pub(crate) async fn another_node_by(&self, clock: Clock, wishes: Wishes) -> Rc<Self> {
        Self::serve(Rc::clone(&self.db), clock, Rc::clone(&self.scans), wishes).await
    }

    /// Stops serving, as a server that is told to; what is in flight is finished.
    pub(crate) async fn stop(&self) {
        self.live.close();
        self.server.stop(true).await;
        self.app.store.close().await;
    }

    async fn serve(
        db: Rc<Database>,
        clock: Clock,
        scans: Rc<AtomicU32>,
        wishes: Wishes,
    ) -> Rc<Self> {
        let options = Options { privacy_keys: wishes.privacy_keys, ..Options::default() };
        let app = AppContext {
            store: db.store_with(&options).await,
            clock,
            rules: Arc::new(wishes.rules),
            session_policy: wishes.signing_in,
            public_url: wishes
                .public_url
                .map(|url| PublicUrl::parse(&url).expect("a public address")),
            time_zone: TimeZone::default(),
            photo_storage: wishes.album,
            read_accesses: stuffy::use_cases::audit::read_buffer::ReadAccessBuffer::default(),
        };
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
        let base = format!("http://{}", listener.local_addr().expect("an address"));
        let live = EventHub::new(app.store.clone(), app.clock.clone(), wishes.pace);
        let recorder = PrometheusBuilder::new().build_recorder();
        let front = ServerOptions {
            family_reads_a_minute: NonZeroU32::new(wishes.family_reads_a_minute).expect("some"),
            tag_reads_a_minute: NonZeroU32::new(10_000).expect("some"),
            family_streams: wishes.family_streams,
            live: live.clone(),
            told: Settings::read(&["stuffy"]).expect("the usual settings").told,
            push: PushConfig(wishes.push),
            accounts: wishes.accounts,
            metrics: MetricsAccess {
                handle: recorder.handle(),
                token: Some("metrics-token".to_owned()),
            },
            fonts: stuffy::printing::Fonts::default(),
            patience: RequestTimeout(Duration::from_secs(15)),
            leaving: ShutdownFlag::default(),
            tls: None,
            workers: Some(1),
        };
        let running = server::run(listener, app.clone(), front).expect("a server");
        let server = running.handle();
        actix_web::rt::spawn(running);
        let client = Client::builder()
            .no_proxy()
            // The server lets go of a line after 5 s; one that is let go of just now is not to be asked on.
            .pool_idle_timeout(Duration::from_secs(2))
            .build()
            .expect("a client");
        Rc::new(Self { app, db, base, client, server, live, scans })
    }

    /// Somebody without credentials.
    pub(crate) fn stranger(self: &Rc<Self>) -> Actor {
        Actor { hospital: Rc::clone(self), token: None, id: String::new() }
    }

    /// A signed-in nurse.
    pub(crate) async fn nurse(self: &Rc<Self>) -> Actor {
        self.somebody("nurse", Role::Staff).await
    }

    /// A signed-in lead.
    pub(crate) async fn lead(self: &Rc<Self>) -> Actor {
        self.somebody("lead", Role::Lead).await
    }

    /// A signed-in admin.
    pub(crate) async fn admin(self: &Rc<Self>) -> Actor {
        self.somebody("admin", Role::Admin).await
    }

    /// Takes somebody on, once, and signs them in.
    pub(crate) async fn somebody(self: &Rc<Self>, username: &str, role: Role) -> Actor {
        let hire = staff::NewStaff {
            username: username.to_owned(),
            display_name: format!("The {username}"),
            role,
            password: PASSWORD.to_owned(),
        };
        // Who works here already is not taken on again.
        let _ = staff::create(
            &self.app,
            hire,
            IdempotentRequest { key: None, render: Box::new(|_| Vec::new()) },
        )
        .await;
        let signed_in = self
            .stranger()
            .post("/sessions", json!({ "username": username, "password": PASSWORD }))
            .await
            .expect(201);
        Actor {
            hospital: Rc::clone(self),
            token: signed_in["token"].as_str().map(str::to_owned),
            id: signed_in.text("user/id"),
        }
    }

    /// The queue of somebody who signs in for it: what a phone sends for them later.
    pub(crate) async fn queue(self: &Rc<Self>, username: &str) -> Actor {
        let words = json!({ "username": username, "password": PASSWORD });
        let signed_in = self.stranger().post("/sessions", words).await.expect(201);
        self.stranger().with_token(&signed_in.cookie("stuffy_queue"))
    }

    /// Lets time pass.
    pub(crate) fn wait_minutes(&self, minutes: u64) {
        self.app.clock.advance(Duration::from_secs(minutes * 60));
    }

    /// Lets time pass.
    pub(crate) fn wait_seconds(&self, seconds: u64) {
        self.app.clock.advance(Duration::from_secs(seconds));
    }

    /// The watch looks round, as it does by itself every few seconds.
    pub(crate) async fn watch(&self) {
        monitor::run_once(&self.app).await.expect("the watch looks round");
    }

    /// Now, as a phone writes it.
    pub(crate) fn now(&self) -> String {
        stuffy::json::Timestamp(self.app.clock.now()).to_string()
    }

    /// So many minutes ago, as a phone writes it.
    pub(crate) fn minutes_ago(&self, minutes: u64) -> String {
        let at = self.app.clock.now().minus(Duration::from_secs(minutes * 60));
        stuffy::json::Timestamp(at).to_string()
    }

    /// So many seconds from now, or before now where negative.
    pub(crate) fn seconds_off(&self, seconds: i64) -> String {
        let at = self.app.clock.now().millis() + seconds * 1000;
        stuffy::json::Timestamp(Time::from_millis(at)).to_string()
    }

    /// A scan id as a phone makes it: a UUIDv7 of its own.
    pub(crate) fn scan_id(&self) -> String {
        let nth = u128::from(self.scans.fetch_add(1, Ordering::SeqCst));
        let millis = u128::try_from(self.app.clock.now().millis()).expect("after 1970");
        // One after another even within a millisecond, which on a still clock is all there is.
        uuid::Uuid::from_u128((millis << 80) | (7 << 76) | (2 << 62) | ((nth & 0xfff) << 64))
            .to_string()
    }

    /// The hub that tells of changes.
    pub(crate) fn live(&self) -> &EventHub {
        &self.live
    }

    /// A client that asks anything.
    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    /// Where it serves.
    pub(crate) fn base(&self) -> &str {
        &self.base
    }
}

impl Drop for Hospital {
    fn drop(&mut self) {
        // The system that runs it ends with the test; what it asks for here is asked in vain.
        drop(self.server.stop(false));
    }
}

/// Somebody who acts.
#[derive(Clone)]
pub(crate) struct Actor {
    pub(crate) hospital: Rc<Hospital>,
    /// Their credentials; none for a stranger.
    pub(crate) token: Option<String>,
    /// Their id; empty for a stranger.
    pub(crate) id: String,
}

/// What they got back; it has been held against the contract by then.
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Vec<u8>,
    pub(crate) body: Value,
}

impl Actor {
    /// With somebody else's credentials.
    pub(crate) fn with_token(&self, token: &str) -> Self {
        Self { token: Some(token.to_owned()), ..self.clone() }
    }

    pub(crate) async fn get(&self, path: &str) -> Reply {
        self.ask(Method::GET, path, &[], None).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Reply {
        self.ask(Method::POST, path, &[], Some(body.to_string())).await
    }

    pub(crate) async fn post_with_key(&self, path: &str, key: &str, body: Value) -> Reply {
        self.ask(Method::POST, path, &[("idempotency-key", key)], Some(body.to_string())).await
    }

    pub(crate) async fn put(&self, path: &str, body: Value) -> Reply {
        self.ask(Method::PUT, path, &[], Some(body.to_string())).await
    }

    pub(crate) async fn patch(&self, path: &str, revision: &Value, body: Value) -> Reply {
        let etag = format!("\"{revision}\"");
        self.ask(Method::PATCH, path, &[("if-match", &etag)], Some(body.to_string())).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Reply {
        self.ask(Method::DELETE, path, &[], None).await
    }

    /// Any request at all; a path without a leading `/api` is one of the API's, unless it begins
    /// with a dot and the path after it.
    pub(crate) async fn ask(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<String>,
    ) -> Reply {
        self.send(method, path, headers, body.map(String::into_bytes)).await
    }

    /// The same with a body of any bytes; it is JSON unless a header says otherwise.
    pub(crate) async fn send(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<Vec<u8>>,
    ) -> Reply {
        let path = match path.strip_prefix('.') {
            Some(bare) => bare.to_owned(),
            None => format!("/api/v1{path}"),
        };
        let url = format!("{}{path}", self.hospital.base);
        let mut request = self.hospital.client.request(method.clone(), url);
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        let mut own = HeaderMap::new();
        if body.is_some() {
            own.insert("content-type", HeaderValue::from_static("application/json"));
        }
        for (name, value) in headers {
            let name: HeaderName = name.parse().expect("a header's name");
            own.insert(name, HeaderValue::from_str(value).expect("a header's value"));
        }
        request = request.headers(own);
        if let Some(body) = body {
            request = request.body(body);
        }
        let mut response = request.send().await.expect("an answer");
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let bytes = if is_stream(&headers) {
            // It has no end to wait for.
            response.chunk().await.expect("a body").unwrap_or_default().to_vec()
        } else {
            response.bytes().await.expect("a body").to_vec()
        };
        if let Err(why) = Contract::get().check(method.as_str(), &path, status, &headers, &bytes) {
            panic!("{why}");
        }
        let body = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        Reply { status, headers, bytes, body }
    }

    /// Scans a tag here and now.
    pub(crate) async fn scan(&self, tag: &str, more: Value) -> Reply {
        let mut scan = json!({ "id": self.hospital.scan_id(), "tag": tag, "occurred_at": self.hospital.now() });
        merge(&mut scan, more);
        self.post("/scans", scan).await
    }
}

fn is_stream(headers: &HeaderMap) -> bool {
    headers.get("content-type").is_some_and(|kind| kind == "text/event-stream")
}

/// Adds members to a JSON object, or replaces them.
pub(crate) fn merge(into: &mut Value, more: Value) {
    let (Some(into), Value::Object(more)) = (into.as_object_mut(), more) else { return };
    into.extend(more);
}

impl Reply {
    /// The body, where this is the status.
    #[track_caller]
    pub(crate) fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "answered: {}", String::from_utf8_lossy(&self.bytes));
        self
    }

    /// A refusal by this code, and the status that goes with it.
    #[track_caller]
    pub(crate) fn refused(self, status: u16, code: &str) -> Self {
        let reply = self.expect(status);
        assert_eq!(reply.body["code"], code, "answered: {}", reply.body);
        reply
    }

    /// A text in the body, by its path.
    #[track_caller]
    pub(crate) fn text(&self, path: &str) -> String {
        let found = self.body.pointer(&format!("/{path}")).and_then(Value::as_str);
        found.unwrap_or_else(|| panic!("no text at {path} in {}", self.body)).to_owned()
    }

    /// The strings that a list's members have under one name, such as the rules of blockers.
    pub(crate) fn all(&self, list: &str, member: &str) -> Vec<String> {
        let items = self.body.pointer(&format!("/{list}")).and_then(Value::as_array);
        let texts = items.into_iter().flatten().filter_map(|item| item[member].as_str());
        texts.map(str::to_owned).collect()
    }

    /// The value of a cookie that it sets.
    #[track_caller]
    pub(crate) fn cookie(&self, name: &str) -> String {
        let set = self.headers.get_all("set-cookie").iter();
        let pairs =
            set.filter_map(|cookie| cookie.to_str().ok()?.split(';').next()?.split_once('='));
        let found = pairs.filter(|(key, _)| *key == name).map(|(_, value)| value.to_owned()).next();
        found.unwrap_or_else(|| panic!("no cookie {name}"))
    }

    /// A header, as text.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }
}

impl std::ops::Index<&str> for Reply {
    type Output = Value;

    fn index(&self, member: &str) -> &Value {
        &self.body[member]
    }
}
