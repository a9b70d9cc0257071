//! A complete server for each test, with its own port, a fresh database and a manual clock, and the users
//! who send requests to it.

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
use stuffy::config::{RateLimitSettings, Settings, TrustedProxies};
use stuffy::db::{KeySet, Options};
use stuffy::domain::account::person::Role;
use stuffy::domain::session_policy::SessionPolicy;
use stuffy::domain::site_rules::SiteRules;
use stuffy::domain::tag::PublicUrl;
use stuffy::domain::time::{Time, days, hours};
use stuffy::i18n::TimeZone;
use stuffy::integrations::oidc::Provider;
use stuffy::photos::storage::PhotoStorage;
use stuffy::realtime::{EventHub, HubTimings};
use stuffy::use_cases::alerts::monitor;
use stuffy::use_cases::idempotency::IdempotentRequest;
use stuffy::use_cases::{AppContext, staff};
use stuffy::web::api::system::health::MetricsAccess;
use stuffy::web::body::RequestTimeout;
use stuffy::web::push_config::PushConfig;
use stuffy::web::server::{self, ServerOptions};
use stuffy::web::shutdown::ShutdownFlag;
use stuffy::web::stream_limit::StreamLimits;

use crate::contract::Contract;
use crate::databases::Database;

/// The time at which every test starts: 2026-11-22T08:00:00Z.
pub(crate) const START_TIME: Time = Time::from_millis(1_795_334_400_000);
/// The password of all test users.
pub(crate) const PASSWORD: &str = "a long enough password";

/// A running server.
pub(crate) struct TestHospital {
    /// Its clock moves only when a test advances it.
    pub(crate) app: AppContext,
    pub(crate) db: Rc<Database>,
    base: String,
    client: Client,
    server: Rc<RunningServer>,
    live: EventHub,
    scans: Rc<AtomicU32>,
}

/// Stops the server when it is no longer used.
struct RunningServer(actix_web::dev::ServerHandle);

/// Options of a test server.
pub(crate) struct TestOptions {
    pub(crate) rules: SiteRules,
    pub(crate) signing_in: SessionPolicy,
    pub(crate) public_url: Option<String>,
    pub(crate) rate_limits: RateLimitSettings,
    pub(crate) trusted_proxies: String,
    pub(crate) family_streams: StreamLimits,
    pub(crate) photo_storage: PhotoStorage,
    pub(crate) pace: HubTimings,
    /// The public VAPID key for web push.
    pub(crate) push: Option<String>,
    pub(crate) privacy_keys: KeySet,
    /// The provider of hospital accounts.
    pub(crate) accounts: Option<Provider>,
}

impl Default for TestOptions {
    fn default() -> Self {
        Self {
            rules: SiteRules::default(),
            // Tests let hours pass between two requests; a lock would get in the way.
            signing_in: SessionPolicy {
                idle_lock: hours(24),
                max_age: days(30),
                ..SessionPolicy::default()
            },
            public_url: Some("https://stuffy.example".to_owned()),
            rate_limits: high_limits(),
            trusted_proxies: "127.0.0.0/8,::1/128".to_owned(),
            family_streams: StreamLimits { per_address: 1000, total: 1000 },
            photo_storage: PhotoStorage::Off,
            pace: HubTimings::default(),
            push: None,
            privacy_keys: KeySet::default(),
            accounts: None,
        }
    }
}

/// The limits that a site has without settings.
pub(crate) fn default_limits() -> RateLimitSettings {
    Settings::from_args(&["stuffy"]).expect("the default settings").rate_limits
}

/// Limits that tests of other things do not reach.
fn high_limits() -> RateLimitSettings {
    let many = NonZeroU32::new(10_000).expect("some");
    RateLimitSettings {
        family_reads_per_minute: many,
        tag_reads_per_minute: many,
        ..default_limits()
    }
}

impl TestOptions {
    /// With this many reads of one family link a minute.
    pub(crate) fn with_family_reads(per_minute: u32) -> Self {
        let family_reads_per_minute = NonZeroU32::new(per_minute).expect("some");
        let rate_limits = RateLimitSettings { family_reads_per_minute, ..default_limits() };
        Self { rate_limits, ..Self::default() }
    }

    /// Encrypts names with these keys, each made of one repeated digit.
    pub(crate) fn encrypted_with(digits: &[char]) -> Self {
        let keys: Vec<_> = digits.iter().map(|digit| digit.to_string().repeat(64)).collect();
        let privacy_keys = KeySet::parse("STUFFY_PRIVACY_KEY", &keys).expect("keys");
        Self { privacy_keys, ..Self::with_long_sessions() }
    }

    /// Sessions do not lock even if days pass.
    pub(crate) fn with_long_sessions() -> Self {
        let usual = Self::default();
        let signing_in = SessionPolicy { idle_lock: usual.signing_in.max_age, ..usual.signing_in };
        Self { signing_in, ..usual }
    }
}

impl TestHospital {
    pub(crate) async fn start(db: Database) -> Rc<Self> {
        Self::start_with(db, TestOptions::default()).await
    }

    pub(crate) async fn start_with(db: Database, options: TestOptions) -> Rc<Self> {
        Self::start_at(db, Clock::manual(START_TIME), options).await
    }

    pub(crate) async fn start_at(db: Database, clock: Clock, options: TestOptions) -> Rc<Self> {
        Self::serve(Rc::new(db), clock, Rc::default(), options).await
    }

    /// A second server on the same database with the same clock.
    pub(crate) async fn another_node(&self, options: TestOptions) -> Rc<Self> {
        self.another_node_by(self.app.clock.clone(), options).await
    }

    /// A second server on the same database with another clock.
    pub(crate) async fn another_node_by(&self, clock: Clock, options: TestOptions) -> Rc<Self> {
        Self::serve(Rc::clone(&self.db), clock, Rc::clone(&self.scans), options).await
    }

    /// The same server, reached at another URL by another client, such as through a reverse proxy.
    pub(crate) fn reached_by(&self, base: String, client: Client) -> Rc<Self> {
        Rc::new(Self {
            app: self.app.clone(),
            db: Rc::clone(&self.db),
            base,
            client,
            server: Rc::clone(&self.server),
            live: self.live.clone(),
            scans: Rc::clone(&self.scans),
        })
    }

    /// Shuts the server down gracefully.
    pub(crate) async fn stop(&self) {
        self.live.close();
        self.server.0.stop(true).await;
        self.app.store.close().await;
    }

    async fn serve(
        db: Rc<Database>,
        clock: Clock,
        scans: Rc<AtomicU32>,
        options: TestOptions,
    ) -> Rc<Self> {
        let db_options = Options { privacy_keys: options.privacy_keys, ..Options::default() };
        let app = AppContext {
            store: db.store_with(&db_options).await,
            clock,
            rules: Arc::new(options.rules),
            session_policy: options.signing_in,
            public_url: options
                .public_url
                .map(|url| PublicUrl::parse(&url).expect("a public address")),
            time_zone: TimeZone::default(),
            photo_storage: options.photo_storage,
            read_accesses: stuffy::use_cases::audit::read_buffer::ReadAccessBuffer::default(),
        };
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
        let base = format!("http://{}", listener.local_addr().expect("an address"));
        let live = EventHub::new(app.store.clone(), app.clock.clone(), options.pace);
        let recorder = PrometheusBuilder::new().build_recorder();
        let server_options = ServerOptions {
            rate_limits: options.rate_limits,
            trusted_proxies: TrustedProxies::parse(&options.trusted_proxies).expect("proxies"),
            family_streams: options.family_streams,
            events: live.clone(),
            settings: Settings::from_args(&["stuffy"]).expect("the default settings").setting_info,
            push: PushConfig(options.push),
            oidc: options.accounts,
            metrics: MetricsAccess {
                handle: recorder.handle(),
                token: Some("metrics-token".to_owned()),
            },
            fonts: stuffy::printing::Fonts::default(),
            request_timeout: RequestTimeout(Duration::from_secs(15)),
            shutdown: ShutdownFlag::default(),
            tls: None,
            workers: Some(1),
        };
        let running = server::run(listener, app.clone(), server_options).expect("a server");
        let server = Rc::new(RunningServer(running.handle()));
        actix_web::rt::spawn(running);
        let client = Client::builder()
            .no_proxy()
            // The server closes idle connections after 5 s; a connection about to be closed must not be reused.
            .pool_idle_timeout(Duration::from_secs(2))
            .build()
            .expect("a client");
        Rc::new(Self { app, db, base, client, server, live, scans })
    }

    /// An actor without credentials.
    pub(crate) fn stranger(self: &Rc<Self>) -> Actor {
        Actor { hospital: Rc::clone(self), token: None, id: String::new() }
    }

    /// A signed-in nurse.
    pub(crate) async fn nurse(self: &Rc<Self>) -> Actor {
        self.sign_in_as("nurse", Role::Staff).await
    }

    /// A signed-in lead.
    pub(crate) async fn lead(self: &Rc<Self>) -> Actor {
        self.sign_in_as("lead", Role::Lead).await
    }

    /// A signed-in admin.
    pub(crate) async fn admin(self: &Rc<Self>) -> Actor {
        self.sign_in_as("admin", Role::Admin).await
    }

    /// Creates the user if needed, and signs in.
    pub(crate) async fn sign_in_as(self: &Rc<Self>, username: &str, role: Role) -> Actor {
        let account = staff::NewStaff {
            username: username.to_owned(),
            display_name: format!("The {username}"),
            role,
            password: PASSWORD.to_owned(),
        };
        // The user may exist already.
        let _ = staff::create(
            &self.app,
            account,
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

    /// An actor with the offline queue token of a user.
    pub(crate) async fn queue(self: &Rc<Self>, username: &str) -> Actor {
        let credentials = json!({ "username": username, "password": PASSWORD });
        let signed_in = self.stranger().post("/sessions", credentials).await.expect(201);
        self.stranger().with_token(&signed_in.cookie("stuffy_queue"))
    }

    pub(crate) fn wait_minutes(&self, minutes: u64) {
        self.app.clock.advance(Duration::from_secs(minutes * 60));
    }

    pub(crate) fn wait_seconds(&self, seconds: u64) {
        self.app.clock.advance(Duration::from_secs(seconds));
    }

    /// Runs the alert monitor once; a real server runs it every few seconds.
    pub(crate) async fn run_alert_monitor(&self) {
        monitor::run_once(&self.app).await.expect("the alert monitor runs");
    }

    /// The current time in RFC 3339.
    pub(crate) fn now(&self) -> String {
        stuffy::json::Timestamp(self.app.clock.now()).to_string()
    }

    pub(crate) fn minutes_ago(&self, minutes: u64) -> String {
        let at = self.app.clock.now().minus(Duration::from_secs(minutes * 60));
        stuffy::json::Timestamp(at).to_string()
    }

    /// Negative values are in the past.
    pub(crate) fn seconds_from_now(&self, seconds: i64) -> String {
        let at = self.app.clock.now().millis() + seconds * 1000;
        stuffy::json::Timestamp(Time::from_millis(at)).to_string()
    }

    /// A new scan id (UUIDv7).
    pub(crate) fn scan_id(&self) -> String {
        let nth = u128::from(self.scans.fetch_add(1, Ordering::SeqCst));
        let millis = u128::try_from(self.app.clock.now().millis()).expect("after 1970");
        // Ordered even within one millisecond, because the clock stands still.
        uuid::Uuid::from_u128((millis << 80) | (7 << 76) | (2 << 62) | ((nth & 0xfff) << 64))
            .to_string()
    }

    pub(crate) fn live(&self) -> &EventHub {
        &self.live
    }

    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    /// The URL of the server.
    pub(crate) fn base(&self) -> &str {
        &self.base
    }
}

impl Drop for RunningServer {
    fn drop(&mut self) {
        // The runtime ends with the test, so the returned future is not awaited.
        drop(self.0.stop(false));
    }
}

/// A client with the credentials of a user.
#[derive(Clone)]
pub(crate) struct Actor {
    pub(crate) hospital: Rc<TestHospital>,
    /// None for a stranger.
    pub(crate) token: Option<String>,
    /// The user's id; empty for a stranger.
    pub(crate) id: String,
}

/// A response; it was already checked against the OpenAPI document.
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Vec<u8>,
    pub(crate) body: Value,
}

impl Actor {
    pub(crate) fn with_token(&self, token: &str) -> Self {
        Self { token: Some(token.to_owned()), ..self.clone() }
    }

    pub(crate) async fn get(&self, path: &str) -> Reply {
        self.request(Method::GET, path, &[], None).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Reply {
        self.request(Method::POST, path, &[], Some(body.to_string())).await
    }

    pub(crate) async fn post_with_key(&self, path: &str, key: &str, body: Value) -> Reply {
        self.request(Method::POST, path, &[("idempotency-key", key)], Some(body.to_string())).await
    }

    pub(crate) async fn put(&self, path: &str, body: Value) -> Reply {
        self.request(Method::PUT, path, &[], Some(body.to_string())).await
    }

    pub(crate) async fn patch(&self, path: &str, revision: &Value, body: Value) -> Reply {
        let etag = format!("\"{revision}\"");
        self.request(Method::PATCH, path, &[("if-match", &etag)], Some(body.to_string())).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Reply {
        self.request(Method::DELETE, path, &[], None).await
    }

    /// Sends any request. The path is relative to `/api/v1`, unless it starts with a dot: then the rest is
    /// the whole path.
    pub(crate) async fn request(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<String>,
    ) -> Reply {
        self.send_bytes(method, path, headers, body.map(String::into_bytes)).await
    }

    /// Like [`Self::request`] with any bytes as body; JSON unless a header says otherwise.
    pub(crate) async fn send_bytes(
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
        let mut response = request.send().await.expect("a response");
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let bytes = if is_stream(&headers) {
            // A stream has no end; the first chunk must do.
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

    /// Scans a tag now.
    pub(crate) async fn scan(&self, tag: &str, more: Value) -> Reply {
        let mut scan = json!({ "id": self.hospital.scan_id(), "tag": tag, "occurred_at": self.hospital.now() });
        merge(&mut scan, more);
        self.post("/scans", scan).await
    }
}

fn is_stream(headers: &HeaderMap) -> bool {
    headers.get("content-type").is_some_and(|kind| kind == "text/event-stream")
}

/// Adds members to a JSON object or replaces them.
pub(crate) fn merge(into: &mut Value, more: Value) {
    let (Some(into), Value::Object(more)) = (into.as_object_mut(), more) else { return };
    into.extend(more);
}

impl Reply {
    /// Asserts the status.
    #[track_caller]
    pub(crate) fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "response: {}", String::from_utf8_lossy(&self.bytes));
        self
    }

    /// Asserts an error with this status and problem code.
    #[track_caller]
    pub(crate) fn refused(self, status: u16, code: &str) -> Self {
        let reply = self.expect(status);
        assert_eq!(reply.body["code"], code, "response: {}", reply.body);
        reply
    }

    /// The string at a path in the body.
    #[track_caller]
    pub(crate) fn text(&self, path: &str) -> String {
        let found = self.body.pointer(&format!("/{path}")).and_then(Value::as_str);
        found.unwrap_or_else(|| panic!("no text at {path} in {}", self.body)).to_owned()
    }

    /// One member of each object in a list, such as the rules of all blockers.
    pub(crate) fn all(&self, list: &str, member: &str) -> Vec<String> {
        let items = self.body.pointer(&format!("/{list}")).and_then(Value::as_array);
        let texts = items.into_iter().flatten().filter_map(|item| item[member].as_str());
        texts.map(str::to_owned).collect()
    }

    /// The value of a cookie that the response sets, with or without the prefix of its name.
    #[track_caller]
    pub(crate) fn cookie(&self, name: &str) -> String {
        let set = self.headers.get_all("set-cookie").iter();
        let pairs =
            set.filter_map(|cookie| cookie.to_str().ok()?.split(';').next()?.split_once('='));
        let plain = |key: &str| key.trim_start_matches("__Host-") == name;
        let found = pairs.filter(|(key, _)| plain(key)).map(|(_, value)| value.to_owned()).next();
        found.unwrap_or_else(|| panic!("no cookie {name}"))
    }

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
