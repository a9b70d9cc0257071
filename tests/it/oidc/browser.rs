//! A test browser without a window: keeps cookies, does not follow redirects.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use reqwest::Client;
use reqwest::redirect::Policy;
use serde_json::Value;

use super::provider::MockProvider;
use crate::test_app::{Actor, TestHospital};

#[derive(Clone)]
pub(super) struct TestBrowser {
    client: Client,
    pub(super) hospital: Rc<TestHospital>,
    pub(super) cookies: RefCell<BTreeMap<String, String>>,
}

pub(super) struct Page {
    pub(super) status: u16,
    pub(super) to: String,
    pub(super) text: String,
    /// All Set-Cookie headers.
    pub(super) set: Vec<String>,
}

impl TestBrowser {
    pub(super) fn new(hospital: &Rc<TestHospital>) -> Self {
        let client = Client::builder().no_proxy().redirect(Policy::none()).build();
        let (client, hospital) = (client.expect("a client"), Rc::clone(hospital));
        Self { client, hospital, cookies: RefCell::default() }
    }

    /// The same browser, talking to another node.
    pub(super) fn on_node(&self, node: &Rc<TestHospital>) -> Self {
        Self { hospital: Rc::clone(node), ..self.clone() }
    }

    pub(super) async fn get(&self, path: &str) -> Page {
        let mut request = self.client.get(format!("{}{path}", self.hospital.base()));
        let cookies: Vec<_> =
            self.cookies.borrow().iter().map(|(name, value)| format!("{name}={value}")).collect();
        if !cookies.is_empty() {
            request = request.header("cookie", cookies.join("; "));
        }
        // As a browser sends it after a redirect from another site.
        let request = request.header("sec-fetch-site", "cross-site").header("accept", "text/html");
        let response = request.send().await.expect("a response");
        let text = |value: &reqwest::header::HeaderValue| value.to_str().expect("text").to_owned();
        let set: Vec<_> = response.headers().get_all("set-cookie").iter().map(text).collect();
        for cookie in &set {
            let (name, value) =
                cookie.split(';').next().and_then(|p| p.split_once('=')).expect("a cookie");
            if value.is_empty() {
                self.cookies.borrow_mut().remove(name);
            } else {
                self.cookies.borrow_mut().insert(name.to_owned(), value.to_owned());
            }
        }
        let (status, to) =
            (response.status().as_u16(), response.headers().get("location").map(text));
        Page { status, to: to.unwrap_or_default(), text: response.text().await.expect("text"), set }
    }

    /// Starts a sign-in and returns the provider's URL.
    pub(super) async fn start_sign_in(&self, to: &str) -> String {
        let page = self.get(&format!("/sign-in/hospital?to={to}")).await;
        assert_eq!(page.status, 303, "{}", page.text);
        page.to
    }

    /// Signs a person in at the provider and returns the callback path.
    pub(super) async fn authorize(&self, provider: &MockProvider, person: Value) -> String {
        let there = self.start_sign_in("/board").await;
        provider.authorize_user(&there, person)
    }

    /// A complete sign-in.
    pub(super) async fn sign_in(&self, provider: &MockProvider, person: Value) -> Page {
        let back = self.authorize(provider, person).await;
        self.get(&back).await
    }

    pub(super) fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.borrow().get(&format!("__Host-{name}")).cloned()
    }

    /// The signed-in user as an API client.
    pub(super) fn api_client(&self) -> Actor {
        let stranger = self.hospital.stranger();
        match self.cookie("stuffy_session") {
            Some(token) => stranger.with_token(&token),
            None => stranger,
        }
    }
}

impl Page {
    #[track_caller]
    pub(super) fn assert_signed_in(&self) -> &Self {
        assert_eq!((self.status, self.to.as_str()), (303, "/board"), "{}", self.text);
        assert!(
            self.set.iter().any(|cookie| cookie.starts_with("__Host-stuffy_session=")),
            "{:?}",
            self.set
        );
        self
    }

    /// Asserts that nobody is signed in and a page says why.
    #[track_caller]
    pub(super) fn assert_refused(&self, status: u16, words: &str) -> &Self {
        assert_eq!(self.status, status, "{}", self.text);
        assert!(self.text.contains(words), "no {words:?} in {}", self.text);
        assert!(!self.set.iter().any(|cookie| cookie.contains("stuffy_session")), "{:?}", self.set);
        self
    }
}
