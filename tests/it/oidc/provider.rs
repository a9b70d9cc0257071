//! A hospital's sign-in of the test's own: discovery, keys, the page to sign in at, tokens. It is strict, and lies on
//! demand.

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

/// By which name and secret it knows the house.
pub(super) const HOUSE: (&str, &str) = ("stuffy-house", "a secret between the two");
/// Where people are sent back to.
pub(super) const BACK: &str = "https://stuffy.example/sign-in/hospital/back";

/// A way not to tell the truth, or not to tell anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lie {
    Nonce,
    NoNonce,
    Audience,
    TwoAudiences,
    Party,
    Issuer,
    Expired,
    MadeLongAgo,
    MadeTomorrow,
    Signature,
    AlgNone,
    SignedByTheSecret,
    UnknownKey,
    NoToken,
    NoSubject,
    /// Its discovery is another's.
    CalledOtherwise,
    /// It wants passwords, and our secret, where anybody can listen.
    DoorInTheOpen,
    /// It takes a code as often as it comes.
    AnyCode,
    /// It breaks.
    Broken,
    /// It takes a question and never answers.
    Silent,
    /// It signs somebody in who did so hours ago.
    Remembered,
    /// Keeps to itself when they signed in.
    NoAuthTime,
}

/// By which kind of key it signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum KeyKind {
    Es256,
    Rs256,
}

/// The sign-in. Clones share it.
#[derive(Clone)]
pub(super) struct Sign(Arc<Mutex<State>>);

struct State {
    at: String,
    clock: Clock,
    lie: Option<Lie>,
    kind: KeyKind,
    key: p256::ecdsa::SigningKey,
    kid: u32,
    codes: HashMap<String, Asked>,
    used: Vec<String>,
    /// What it was asked, as it came.
    asked: Vec<String>,
    back: String,
    only_in_the_body: bool,
}

#[derive(Clone)]
struct Asked {
    query: HashMap<String, String>,
    person: Value,
}

fn fresh() -> p256::ecdsa::SigningKey {
    let mut random = [0; 32];
    getrandom::fill(&mut random).expect("dice");
    p256::ecdsa::SigningKey::from_slice(&random).expect("a key")
}

/// The system's dice, as `rsa` wants them.
struct Dice;

impl rsa::rand_core::RngCore for Dice {
    fn next_u32(&mut self) -> u32 {
        rsa::rand_core::impls::next_u32_via_fill(self)
    }
    fn next_u64(&mut self) -> u64 {
        rsa::rand_core::impls::next_u64_via_fill(self)
    }
    fn fill_bytes(&mut self, bytes: &mut [u8]) {
        getrandom::fill(bytes).expect("dice");
    }
    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), rsa::rand_core::Error> {
        self.fill_bytes(bytes);
        Ok(())
    }
}

impl rsa::rand_core::CryptoRng for Dice {}

/// One key for all tests: it takes a while to find.
fn rsa_key() -> &'static rsa::RsaPrivateKey {
    static KEY: OnceLock<rsa::RsaPrivateKey> = OnceLock::new();
    KEY.get_or_init(|| rsa::RsaPrivateKey::new(&mut Dice, 2048).expect("a key"))
}

fn coded(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

impl Sign {
    /// Opens, and tells the truth until it is told otherwise.
    pub(super) fn open() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
        let at = format!("http://{}", listener.local_addr().expect("an address"));
        let sign = Self(Arc::new(Mutex::new(State {
            at,
            clock: Clock::manual(START_TIME),
            lie: None,
            kind: KeyKind::Es256,
            key: fresh(),
            kid: 1,
            codes: HashMap::new(),
            used: Vec::new(),
            asked: Vec::new(),
            back: BACK.to_owned(),
            only_in_the_body: false,
        })));
        let shared = web::Data::new(sign.clone());
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
        sign
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().expect("nobody panicked")
    }

    pub(super) fn at(&self) -> String {
        self.state().at.clone()
    }

    /// Its clock is the hospital's.
    pub(super) fn goes_by(&self, clock: &Clock) {
        self.state().clock = clock.clone();
    }

    pub(super) fn lies(&self, lie: Option<Lie>) {
        self.state().lie = lie;
    }

    pub(super) fn signs_by(&self, kind: KeyKind) {
        self.state().kind = kind;
    }

    /// It signs by another key from now on, and its old one is gone.
    pub(super) fn changes_its_key(&self) {
        let mut state = self.state();
        state.key = fresh();
        state.kid += 1;
    }

    /// It takes our secret in the body alone.
    pub(super) fn wants_the_secret_in_the_body(&self) {
        self.state().only_in_the_body = true;
    }

    /// People are sent back to there.
    pub(super) fn sends_back_to(&self, base: &str) {
        self.state().back = format!("{base}/sign-in/hospital/back");
    }

    /// What it was asked since this was last called: the paths, and what a token was asked for with.
    pub(super) fn was_asked(&self) -> Vec<String> {
        std::mem::take(&mut self.state().asked)
    }

    /// What the house has set about it.
    pub(super) fn setup(&self) -> OidcConfig {
        let named = |name: &str| vec![name.to_owned()];
        OidcConfig {
            issuer: self.at(),
            client_id: HOUSE.0.to_owned(),
            client_secret: Some(HOUSE.1.to_owned()),
            scopes: named("profile"),
            groups_claim: "groups".to_owned(),
            groups: GroupMapping {
                staff: named("ward"),
                lead: named("charge-nurses"),
                admin: named("it"),
            },
            name: "hospital account".to_owned(),
            back: self.state().back.clone(),
        }
    }

    /// The sign-in as the house knows it.
    pub(super) fn known_to_the_house(&self) -> Provider {
        self.known_with(Duration::from_secs(20))
    }

    /// The same, with a patience of the test's own.
    pub(super) fn known_with(&self, patience: Duration) -> Provider {
        let courier = OutboundHttpClient::with_system_roots().expect("TLS");
        Provider::new(self.setup(), courier, patience).expect("settings")
    }

    /// Somebody who was sent here signs in, and is sent back to this path.
    pub(super) fn signs_in(&self, there: &str, person: Value) -> String {
        let there = Url::parse(there).expect("an address");
        let query: HashMap<_, _> = there.query_pairs().into_owned().collect();
        let mut state = self.state();
        assert!(there.as_str().starts_with(&format!("{}/authorize?", state.at)), "{there}");
        assert_eq!(query["client_id"], HOUSE.0);
        assert_eq!(query["redirect_uri"], state.back);
        assert_eq!(
            (query["response_type"].as_str(), query["code_challenge_method"].as_str()),
            ("code", "S256")
        );
        assert!(query["scope"].split(' ').any(|scope| scope == "openid"), "{}", query["scope"]);
        assert!(query["nonce"].len() >= 43 && query["code_challenge"].len() == 43, "{query:?}");
        let code = format!("code-{}", state.codes.len() + 1);
        let back = format!("/sign-in/hospital/back?code={code}&state={}", query["state"]);
        state.codes.insert(code, Asked { query, person });
        back
    }
}

impl State {
    fn now(&self) -> i64 {
        self.clock.now().millis() / 1000
    }

    fn keys(&self) -> Value {
        let point = self.key.verifying_key().to_encoded_point(false);
        let (x, y) = (coded(point.x().expect("x")), coded(point.y().expect("y")));
        let rsa = rsa_key().to_public_key();
        let (n, e) = (coded(rsa.n().to_bytes_be()), coded(rsa.e().to_bytes_be()));
        json!({ "keys": [
            { "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": format!("key-{}", self.kid), "x": x, "y": y },
            { "kty": "RSA", "use": "sig", "alg": "RS256", "kid": "rsa-1", "n": n, "e": e },
            // Of a kind that nobody here knows.
            { "kty": "lattice", "use": "sig", "kid": "from-tomorrow", "seed": "x" },
        ] })
    }

    /// The token as it is meant, and what is wrong with it.
    fn id_token(&self, asked: &Asked) -> String {
        let now = self.now();
        let mut claims = json!({
            "iss": self.at, "aud": HOUSE.0, "exp": now + 300, "iat": now, "auth_time": now,
            "nonce": asked.query["nonce"],
        });
        crate::test_app::merge(&mut claims, asked.person.clone());
        match self.lie {
            Some(Lie::Nonce) => claims["nonce"] = json!("of-somebody-else"),
            Some(Lie::NoNonce) => drop(claims.as_object_mut().expect("claims").remove("nonce")),
            Some(Lie::Audience) => claims["aud"] = json!("another-house"),
            Some(Lie::TwoAudiences) => claims["aud"] = json!([HOUSE.0, "another-house"]),
            Some(Lie::Party) => claims["azp"] = json!("another-house"),
            Some(Lie::Issuer) => claims["iss"] = json!("https://elsewhere.example"),
            Some(Lie::Expired) => claims["exp"] = json!(now - 1),
            Some(Lie::MadeLongAgo) => claims["iat"] = json!(now - 3600),
            Some(Lie::MadeTomorrow) => claims["iat"] = json!(now + 3600),
            Some(Lie::NoSubject) => claims["sub"] = json!(""),
            Some(Lie::Remembered) => claims["auth_time"] = json!(now - 7200),
            Some(Lie::NoAuthTime) => {
                drop(claims.as_object_mut().expect("claims").remove("auth_time"));
            }
            _ => {}
        }
        self.signed(&claims)
    }

    fn signed(&self, claims: &Value) -> String {
        let kid = format!("key-{}", self.kid);
        let header = match (self.lie, self.kind) {
            (Some(Lie::AlgNone), _) => json!({ "alg": "none" }),
            (Some(Lie::SignedByTheSecret), _) => json!({ "alg": "HS256", "typ": "JWT" }),
            (Some(Lie::UnknownKey), _) => json!({ "alg": "ES256", "kid": "nobodys" }),
            (_, KeyKind::Rs256) => json!({ "alg": "RS256", "typ": "JWT", "kid": "rsa-1" }),
            (_, KeyKind::Es256) => json!({ "alg": "ES256", "typ": "JWT", "kid": kid }),
        };
        let text = format!("{}.{}", coded(header.to_string()), coded(claims.to_string()));
        let by = |key: &p256::ecdsa::SigningKey| -> Vec<u8> {
            let signature: p256::ecdsa::Signature = key.sign(text.as_bytes());
            signature.to_bytes().to_vec()
        };
        let signature = match (self.lie, self.kind) {
            (Some(Lie::AlgNone), _) => Vec::new(),
            (Some(Lie::SignedByTheSecret), _) => {
                let mut mac = Hmac::<Sha256>::new_from_slice(HOUSE.1.as_bytes()).expect("a key");
                mac.update(text.as_bytes());
                mac.finalize().into_bytes().to_vec()
            }
            (Some(Lie::Signature | Lie::UnknownKey), _) => by(&fresh()),
            (_, KeyKind::Es256) => by(&self.key),
            (_, KeyKind::Rs256) => {
                let key = rsa::pkcs1v15::SigningKey::<rsa::sha2::Sha256>::new(rsa_key().clone());
                key.sign_with_rng(&mut Dice, text.as_bytes()).to_vec()
            }
        };
        format!("{text}.{}", coded(signature))
    }
}

/// Whatever it answers where it answers nothing of use.
async fn mood(sign: &Sign) -> Option<HttpResponse> {
    let lie = sign.state().lie;
    match lie {
        Some(Lie::Silent) => std::future::pending().await,
        Some(Lie::Broken) => Some(HttpResponse::InternalServerError().body("out of order")),
        _ => None,
    }
}

async fn discovery(sign: web::Data<Sign>) -> HttpResponse {
    sign.state().asked.push("discovery".to_owned());
    if let Some(broken) = mood(&sign).await {
        return broken;
    }
    let state = sign.state();
    let at = &state.at;
    let mut about = json!({
        "issuer": at,
        "authorization_endpoint": format!("{at}/authorize"),
        "token_endpoint": format!("{at}/token"),
        "jwks_uri": format!("{at}/keys"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256", "RS256", "none", "HS256"],
    });
    if state.only_in_the_body {
        about["token_endpoint_auth_methods_supported"] = json!(["client_secret_post"]);
    }
    match state.lie {
        Some(Lie::CalledOtherwise) => about["issuer"] = json!("https://elsewhere.example"),
        Some(Lie::DoorInTheOpen) => about["token_endpoint"] = json!("http://login.example/token"),
        _ => {}
    }
    HttpResponse::Ok().json(about)
}

async fn keys(sign: web::Data<Sign>) -> HttpResponse {
    sign.state().asked.push("keys".to_owned());
    match mood(&sign).await {
        Some(broken) => broken,
        None => HttpResponse::Ok().json(sign.state().keys()),
    }
}

/// The page that a person sees: two names to sign in as, and a way to call it off.
async fn authorize(sign: web::Data<Sign>, request: HttpRequest) -> HttpResponse {
    let whole = format!("{}{}", sign.at(), request.uri());
    let back = |person: Value| {
        let back = sign.signs_in(&whole, person);
        let base = sign.state().back.clone();
        back.replace("/sign-in/hospital/back", &base).replace('&', "&amp;")
    };
    let known = back(
        json!({ "sub": "s-1", "name": "Nora Lind", "preferred_username": "nora.lind", "groups": ["ward"] }),
    );
    let unknown = back(json!({ "sub": "s-9", "name": "Vic", "groups": ["visitors"] }));
    let state = known.split("state=").nth(1).unwrap_or_default();
    let off = format!("{}?error=access_denied&amp;state={state}", sign.state().back);
    let page = format!(
        "<!doctype html><html lang=en><meta charset=utf-8><link rel=icon href=\"data:,\"><title>St. Elsewhere</title><h1>St. Elsewhere sign-in</h1>\
         <p><a id=nora href=\"{known}\">Nora Lind</a> <a id=vic href=\"{unknown}\">Vic</a> <a id=off href=\"{off}\">Cancel</a>"
    );
    HttpResponse::Ok().content_type("text/html").body(page)
}

async fn token(
    sign: web::Data<Sign>,
    request: HttpRequest,
    form: web::Form<HashMap<String, String>>,
) -> HttpResponse {
    let header = request.headers().get("authorization").and_then(|value| value.to_str().ok());
    let header = header.unwrap_or_default().to_owned();
    sign.state().asked.push(format!("token {}", form.get("code").cloned().unwrap_or_default()));
    if let Some(broken) = mood(&sign).await {
        return broken;
    }
    let mut state = sign.state();
    let no = |why: &str| HttpResponse::BadRequest().json(json!({ "error": why }));
    let basic =
        format!("Basic {}", STANDARD.encode(format!("{}:{}", HOUSE.0, HOUSE.1.replace(' ', "+"))));
    let known = if state.only_in_the_body {
        form.get("client_secret").is_some_and(|secret| secret == HOUSE.1)
    } else {
        header == basic
    };
    if !known {
        return HttpResponse::Unauthorized().json(json!({ "error": "invalid_client" }));
    }
    let code = form.get("code").cloned().unwrap_or_default();
    let Some(asked) = state.codes.get(&code).cloned() else { return no("invalid_grant") };
    let verifier = form.get("code_verifier").cloned().unwrap_or_default();
    if coded(Sha256::digest(verifier.as_bytes())) != asked.query["code_challenge"]
        || form.get("redirect_uri") != asked.query.get("redirect_uri")
        || form.get("grant_type").map(String::as_str) != Some("authorization_code")
    {
        return no("invalid_grant");
    }
    if state.used.contains(&code) && state.lie != Some(Lie::AnyCode) {
        return no("invalid_grant");
    }
    state.used.push(code);
    let mut answer =
        json!({ "access_token": "not-wanted", "token_type": "Bearer", "expires_in": 60 });
    if state.lie != Some(Lie::NoToken) {
        answer["id_token"] = json!(state.id_token(&asked));
    }
    HttpResponse::Ok().json(answer)
}
