//! A mock OpenID Connect provider: discovery, keys, authorization, tokens. Strict, unless a fault is set.

use std::collections::HashMap;
use std::net::TcpListener;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock};
use std::time::Duration;

use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use p256::ecdsa::signature::Signer as _;
use reqwest::Url;
use rsa::signature::{RandomizedSigner as _, SignatureEncoding as _};
use rsa::traits::PublicKeyParts as _;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use stuffy::clock::Clock;
use stuffy::domain::account::hospital_account::GroupMapping;
use stuffy::integrations::http_client::OutboundHttpClient;
use stuffy::integrations::oidc::{OidcConfig, Provider};

use crate::test_app::START_TIME;

/// Client ID and secret.
pub(super) const CLIENT_CREDENTIALS: (&str, &str) = ("stuffy-house", "a secret between the two");
pub(super) const REDIRECT_URL: &str = "https://stuffy.example/sign-in/hospital/back";

/// What the provider does wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    Nonce,
    NoNonce,
    Audience,
    TwoAudiences,
    Party,
    Issuer,
    Expired,
    IssuedLongAgo,
    IssuedTomorrow,
    Signature,
    AlgNone,
    SignedByTheSecret,
    UnknownKey,
    NoToken,
    NoSubject,
    /// The metadata names another issuer.
    OtherIssuer,
    /// The endpoints are http.
    HttpEndpoints,
    /// Codes can be used repeatedly.
    AnyCode,
    /// It responds with errors.
    Broken,
    /// It never responds.
    Silent,
    /// The user authenticated hours ago.
    Remembered,
    /// The token does not say when the user authenticated.
    NoAuthTime,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum KeyKind {
    Es256,
    Rs256,
}

/// Clones share the same provider.
#[derive(Clone)]
pub(super) struct MockProvider(Arc<Mutex<State>>);

struct State {
    url: String,
    clock: Clock,
    fault: Option<Fault>,
    kind: KeyKind,
    key: p256::ecdsa::SigningKey,
    kid: u32,
    codes: HashMap<String, AuthorizationRequest>,
    used: Vec<String>,
    /// The requests it received.
    requests: Vec<String>,
    back: String,
    secret_in_body_only: bool,
}

#[derive(Clone)]
struct AuthorizationRequest {
    query: HashMap<String, String>,
    person: Value,
}

fn new_key() -> p256::ecdsa::SigningKey {
    let mut random = [0; 32];
    getrandom::fill(&mut random).expect("random bytes");
    p256::ecdsa::SigningKey::from_slice(&random).expect("a key")
}

/// The system's random source for `rsa`.
struct SystemRandom;

impl rsa::rand_core::RngCore for SystemRandom {
    fn next_u32(&mut self) -> u32 {
        rsa::rand_core::impls::next_u32_via_fill(self)
    }
    fn next_u64(&mut self) -> u64 {
        rsa::rand_core::impls::next_u64_via_fill(self)
    }
    fn fill_bytes(&mut self, bytes: &mut [u8]) {
        getrandom::fill(bytes).expect("random bytes");
    }
    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), rsa::rand_core::Error> {
        self.fill_bytes(bytes);
        Ok(())
    }
}

impl rsa::rand_core::CryptoRng for SystemRandom {}

/// One key for all tests, because generating it is slow.
fn rsa_key() -> &'static rsa::RsaPrivateKey {
    static KEY: OnceLock<rsa::RsaPrivateKey> = OnceLock::new();
    KEY.get_or_init(|| rsa::RsaPrivateKey::new(&mut SystemRandom, 2048).expect("a key"))
}

fn base64url(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

impl MockProvider {
    /// Starts without a fault.
    pub(super) fn open() -> Self {
        // Generating it takes seconds, which a client of this provider would wait.
        rsa_key();
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let provider = Self(Arc::new(Mutex::new(State {
            url,
            clock: Clock::manual(START_TIME),
            fault: None,
            kind: KeyKind::Es256,
            key: new_key(),
            kid: 1,
            codes: HashMap::new(),
            used: Vec::new(),
            requests: Vec::new(),
            back: REDIRECT_URL.to_owned(),
            secret_in_body_only: false,
        })));
        let shared = web::Data::new(provider.clone());
        let server = HttpServer::new(move || {
            App::new()
                .app_data(shared.clone())
                .route("/.well-known/openid-configuration", web::get().to(discovery))
                .route("/keys", web::get().to(keys))
                .route("/authorize", web::get().to(authorize))
                .route("/token", web::post().to(token))
        });
        let running = server.workers(1).disable_signals().listen(listener).expect("a server").run();
        actix_web::rt::spawn(running);
        provider
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().expect("not poisoned")
    }

    pub(super) fn url(&self) -> String {
        self.state().url.clone()
    }

    pub(super) fn use_clock(&self, clock: &Clock) {
        self.state().clock = clock.clone();
    }

    pub(super) fn set_fault(&self, fault: Option<Fault>) {
        self.state().fault = fault;
    }

    pub(super) fn use_key_kind(&self, kind: KeyKind) {
        self.state().kind = kind;
    }

    /// Replaces the signing key.
    pub(super) fn rotate_key(&self) {
        let mut state = self.state();
        state.key = new_key();
        state.kid += 1;
    }

    /// Accepts the client secret only in the request body.
    pub(super) fn require_secret_in_body(&self) {
        self.state().secret_in_body_only = true;
    }

    pub(super) fn set_redirect_base(&self, base: &str) {
        self.state().back = format!("{base}/sign-in/hospital/back");
    }

    /// The requests since the last call: paths, and how a token was requested.
    pub(super) fn take_requests(&self) -> Vec<String> {
        std::mem::take(&mut self.state().requests)
    }

    pub(super) fn config(&self) -> OidcConfig {
        let named = |name: &str| vec![name.to_owned()];
        OidcConfig {
            issuer: self.url(),
            client_id: CLIENT_CREDENTIALS.0.to_owned(),
            client_secret: Some(CLIENT_CREDENTIALS.1.to_owned()),
            scopes: named("profile"),
            groups_claim: "groups".to_owned(),
            groups: GroupMapping {
                staff: named("ward"),
                lead: named("charge-nurses"),
                admin: named("it"),
            },
            name: "hospital account".to_owned(),
            redirect_url: self.state().back.clone(),
        }
    }

    pub(super) fn client(&self) -> Provider {
        self.client_with_timeout(Duration::from_secs(20))
    }

    pub(super) fn client_with_timeout(&self, patience: Duration) -> Provider {
        let http_client = OutboundHttpClient::with_system_roots().expect("TLS");
        Provider::new(self.config(), http_client, patience).expect("settings")
    }

    /// Signs a person in at the authorization URL and returns the path of the callback.
    pub(super) fn authorize_user(&self, there: &str, person: Value) -> String {
        let there = Url::parse(there).expect("an address");
        let query: HashMap<_, _> = there.query_pairs().into_owned().collect();
        let mut state = self.state();
        assert!(there.as_str().starts_with(&format!("{}/authorize?", state.url)), "{there}");
        assert_eq!(query["client_id"], CLIENT_CREDENTIALS.0);
        assert_eq!(query["redirect_uri"], state.back);
        assert_eq!(
            (query["response_type"].as_str(), query["code_challenge_method"].as_str()),
            ("code", "S256")
        );
        assert!(query["scope"].split(' ').any(|scope| scope == "openid"), "{}", query["scope"]);
        assert!(query["nonce"].len() >= 43 && query["code_challenge"].len() == 43, "{query:?}");
        let code = format!("code-{}", state.codes.len() + 1);
        let back = format!("/sign-in/hospital/back?code={code}&state={}", query["state"]);
        state.codes.insert(code, AuthorizationRequest { query, person });
        back
    }
}

impl State {
    fn now(&self) -> i64 {
        self.clock.now().millis() / 1000
    }

    fn keys(&self) -> Value {
        let point = self.key.verifying_key().to_encoded_point(false);
        let (x, y) = (base64url(point.x().expect("x")), base64url(point.y().expect("y")));
        let rsa = rsa_key().to_public_key();
        let (n, e) = (base64url(rsa.n().to_bytes_be()), base64url(rsa.e().to_bytes_be()));
        json!({ "keys": [
            { "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": format!("key-{}", self.kid), "x": x, "y": y },
            { "kty": "RSA", "use": "sig", "alg": "RS256", "kid": "rsa-1", "n": n, "e": e },
            // A key of an unknown type.
            { "kty": "lattice", "use": "sig", "kid": "from-tomorrow", "seed": "x" },
        ] })
    }

    /// The token, changed by the fault.
    fn id_token(&self, authorization: &AuthorizationRequest) -> String {
        let now = self.now();
        let mut claims = json!({
            "iss": self.url, "aud": CLIENT_CREDENTIALS.0, "exp": now + 300, "iat": now, "auth_time": now,
            "nonce": authorization.query["nonce"],
        });
        crate::test_app::merge(&mut claims, authorization.person.clone());
        match self.fault {
            Some(Fault::Nonce) => claims["nonce"] = json!("of-somebody-else"),
            Some(Fault::NoNonce) => drop(claims.as_object_mut().expect("claims").remove("nonce")),
            Some(Fault::Audience) => claims["aud"] = json!("another-house"),
            Some(Fault::TwoAudiences) => {
                claims["aud"] = json!([CLIENT_CREDENTIALS.0, "another-house"]);
            }
            Some(Fault::Party) => claims["azp"] = json!("another-house"),
            Some(Fault::Issuer) => claims["iss"] = json!("https://elsewhere.example"),
            Some(Fault::Expired) => claims["exp"] = json!(now - 1),
            Some(Fault::IssuedLongAgo) => claims["iat"] = json!(now - 3600),
            Some(Fault::IssuedTomorrow) => claims["iat"] = json!(now + 3600),
            Some(Fault::NoSubject) => claims["sub"] = json!(""),
            Some(Fault::Remembered) => claims["auth_time"] = json!(now - 7200),
            Some(Fault::NoAuthTime) => {
                drop(claims.as_object_mut().expect("claims").remove("auth_time"));
            }
            _ => {}
        }
        self.signed(&claims)
    }

    fn signed(&self, claims: &Value) -> String {
        let kid = format!("key-{}", self.kid);
        let header = match (self.fault, self.kind) {
            (Some(Fault::AlgNone), _) => json!({ "alg": "none" }),
            (Some(Fault::SignedByTheSecret), _) => json!({ "alg": "HS256", "typ": "JWT" }),
            (Some(Fault::UnknownKey), _) => json!({ "alg": "ES256", "kid": "nobodys" }),
            (_, KeyKind::Rs256) => json!({ "alg": "RS256", "typ": "JWT", "kid": "rsa-1" }),
            (_, KeyKind::Es256) => json!({ "alg": "ES256", "typ": "JWT", "kid": kid }),
        };
        let text = format!("{}.{}", base64url(header.to_string()), base64url(claims.to_string()));
        let by = |key: &p256::ecdsa::SigningKey| -> Vec<u8> {
            let signature: p256::ecdsa::Signature = key.sign(text.as_bytes());
            signature.to_bytes().to_vec()
        };
        let signature = match (self.fault, self.kind) {
            (Some(Fault::AlgNone), _) => Vec::new(),
            (Some(Fault::SignedByTheSecret), _) => {
                let mut mac =
                    Hmac::<Sha256>::new_from_slice(CLIENT_CREDENTIALS.1.as_bytes()).expect("a key");
                mac.update(text.as_bytes());
                mac.finalize().into_bytes().to_vec()
            }
            (Some(Fault::Signature | Fault::UnknownKey), _) => by(&new_key()),
            (_, KeyKind::Es256) => by(&self.key),
            (_, KeyKind::Rs256) => {
                let key = rsa::pkcs1v15::SigningKey::<rsa::sha2::Sha256>::new(rsa_key().clone());
                key.sign_with_rng(&mut SystemRandom, text.as_bytes()).to_vec()
            }
        };
        format!("{text}.{}", base64url(signature))
    }
}

/// The response of a fault that breaks every endpoint.
async fn fault_response(provider: &MockProvider) -> Option<HttpResponse> {
    let fault = provider.state().fault;
    match fault {
        Some(Fault::Silent) => std::future::pending().await,
        Some(Fault::Broken) => Some(HttpResponse::InternalServerError().body("out of order")),
        _ => None,
    }
}

async fn discovery(provider: web::Data<MockProvider>) -> HttpResponse {
    provider.state().requests.push("discovery".to_owned());
    if let Some(broken) = fault_response(&provider).await {
        return broken;
    }
    let state = provider.state();
    let url = &state.url;
    let mut about = json!({
        "issuer": url,
        "authorization_endpoint": format!("{url}/authorize"),
        "token_endpoint": format!("{url}/token"),
        "jwks_uri": format!("{url}/keys"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256", "RS256", "none", "HS256"],
    });
    if state.secret_in_body_only {
        about["token_endpoint_auth_methods_supported"] = json!(["client_secret_post"]);
    }
    match state.fault {
        Some(Fault::OtherIssuer) => about["issuer"] = json!("https://elsewhere.example"),
        Some(Fault::HttpEndpoints) => about["token_endpoint"] = json!("http://login.example/token"),
        _ => {}
    }
    HttpResponse::Ok().json(about)
}

async fn keys(provider: web::Data<MockProvider>) -> HttpResponse {
    provider.state().requests.push("keys".to_owned());
    match fault_response(&provider).await {
        Some(broken) => broken,
        None => HttpResponse::Ok().json(provider.state().keys()),
    }
}

/// The page a user sees: two accounts and a link to cancel.
async fn authorize(provider: web::Data<MockProvider>, request: HttpRequest) -> HttpResponse {
    let whole = format!("{}{}", provider.url(), request.uri());
    let back = |person: Value| {
        let back = provider.authorize_user(&whole, person);
        let base = provider.state().back.clone();
        back.replace("/sign-in/hospital/back", &base).replace('&', "&amp;")
    };
    let known = back(
        json!({ "sub": "s-1", "name": "Nora Lind", "preferred_username": "nora.lind", "groups": ["ward"] }),
    );
    let unknown = back(json!({ "sub": "s-9", "name": "Vic", "groups": ["visitors"] }));
    let state = known.split("state=").nth(1).unwrap_or_default();
    let off = format!("{}?error=access_denied&amp;state={state}", provider.state().back);
    let page = format!(
        "<!doctype html><html lang=en><meta charset=utf-8><link rel=icon href=\"data:,\"><title>St. Elsewhere</title><h1>St. Elsewhere sign-in</h1>\
         <p><a id=nora href=\"{known}\">Nora Lind</a> <a id=vic href=\"{unknown}\">Vic</a> <a id=off href=\"{off}\">Cancel</a>"
    );
    HttpResponse::Ok().content_type("text/html").body(page)
}

async fn token(
    provider: web::Data<MockProvider>,
    request: HttpRequest,
    form: web::Form<HashMap<String, String>>,
) -> HttpResponse {
    let header = request.headers().get("authorization").and_then(|value| value.to_str().ok());
    let header = header.unwrap_or_default().to_owned();
    provider
        .state()
        .requests
        .push(format!("token {}", form.get("code").cloned().unwrap_or_default()));
    if let Some(broken) = fault_response(&provider).await {
        return broken;
    }
    let mut state = provider.state();
    let no = |why: &str| HttpResponse::BadRequest().json(json!({ "error": why }));
    let basic = format!(
        "Basic {}",
        STANDARD.encode(format!(
            "{}:{}",
            CLIENT_CREDENTIALS.0,
            CLIENT_CREDENTIALS.1.replace(' ', "+")
        ))
    );
    let known = if state.secret_in_body_only {
        form.get("client_secret").is_some_and(|secret| secret == CLIENT_CREDENTIALS.1)
    } else {
        header == basic
    };
    if !known {
        return HttpResponse::Unauthorized().json(json!({ "error": "invalid_client" }));
    }
    let code = form.get("code").cloned().unwrap_or_default();
    let Some(authorization) = state.codes.get(&code).cloned() else { return no("invalid_grant") };
    let verifier = form.get("code_verifier").cloned().unwrap_or_default();
    if base64url(Sha256::digest(verifier.as_bytes())) != authorization.query["code_challenge"]
        || form.get("redirect_uri") != authorization.query.get("redirect_uri")
        || form.get("grant_type").map(String::as_str) != Some("authorization_code")
    {
        return no("invalid_grant");
    }
    if state.used.contains(&code) && state.fault != Some(Fault::AnyCode) {
        return no("invalid_grant");
    }
    state.used.push(code);
    let mut response =
        json!({ "access_token": "not-wanted", "token_type": "Bearer", "expires_in": 60 });
    if state.fault != Some(Fault::NoToken) {
        response["id_token"] = json!(state.id_token(&authorization));
    }
    HttpResponse::Ok().json(response)
}
