//! A browser without a window that keeps its cookies and follows nowhere by itself.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use reqwest::Client;
use reqwest::redirect::Policy;
use serde_json::Value;

use super::provider::Sign;
use crate::test_app::{Actor, TestHospital};

/// The way that one browser goes.
#[derive(Clone)]
pub(super) struct Guest {
    client: Client,
    pub(super) hospital: Rc<TestHospital>,
    pub(super) cookies: RefCell<BTreeMap<String, String>>,
}

/// A page, as it came.
pub(super) struct Page {
    pub(super) status: u16,
    pub(super) to: String,
    pub(super) text: String,
    /// Every cookie that it set, word for word.
    pub(super) set: Vec<String>,
}

impl Guest {
    pub(super) fn of(hospital: &Rc<TestHospital>) -> Self {
        let client = Client::builder().no_proxy().redirect(Policy::none()).build();
        let (client, hospital) = (client.expect("a client"), Rc::clone(hospital));
        Self { client, hospital, cookies: RefCell::default() }
    }

    /// The same browser before another node.
    pub(super) fn before(&self, node: &Rc<TestHospital>) -> Self {
        Self { hospital: Rc::clone(node), ..self.clone() }
    }

    pub(super) async fn get(&self, path: &str) -> Page {
        let mut request = self.client.get(format!("{}{path}", self.hospital.base()));
        let cookies: Vec<_> =
            self.cookies.borrow().iter().map(|(name, value)| format!("{name}={value}")).collect();
        if !cookies.is_empty() {
            request = request.header("cookie", cookies.join("; "));
        }
        // As a browser says it of somebody who comes from another site.
        let request = request.header("sec-fetch-site", "cross-site").header("accept", "text/html");
        let answer = request.send().await.expect("an answer");
        let text = |value: &reqwest::header::HeaderValue| value.to_str().expect("text").to_owned();
        let set: Vec<_> = answer.headers().get_all("set-cookie").iter().map(text).collect();
        for cookie in &set {
            let (name, value) =
                cookie.split(';').next().and_then(|p| p.split_once('=')).expect("a cookie");
            if value.is_empty() {
                self.cookies.borrow_mut().remove(name);
            } else {
                self.cookies.borrow_mut().insert(name.to_owned(), value.to_owned());
            }
        }
        let (status, to) = (answer.status().as_u16(), answer.headers().get("location").map(text));
        Page { status, to: to.unwrap_or_default(), text: answer.text().await.expect("text"), set }
    }

    /// Sets out, and is told where to go.
    pub(super) async fn sets_out(&self, to: &str) -> String {
        let page = self.get(&format!("/sign-in/hospital?to={to}")).await;
        assert_eq!(page.status, 303, "{}", page.text);
        page.to
    }

    /// Sets out and signs in there as somebody; comes back to this path.
    pub(super) async fn goes_there(&self, provider: &Sign, person: Value) -> String {
        let there = self.sets_out("/board").await;
        provider.signs_in(&there, person)
    }

    /// The whole way.
    pub(super) async fn comes_in(&self, provider: &Sign, person: Value) -> Page {
        let back = self.goes_there(provider, person).await;
        self.get(&back).await
    }

    pub(super) fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.borrow().get(name).cloned()
    }

    /// Whoever is signed in here, as the API knows them.
    pub(super) fn as_actor(&self) -> Actor {
        let stranger = self.hospital.stranger();
        match self.cookie("stuffy_session") {
            Some(token) => stranger.with_token(&token),
            None => stranger,
        }
    }
}

impl Page {
    /// They are in.
    #[track_caller]
    pub(super) fn is_in(&self) -> &Self {
        assert_eq!((self.status, self.to.as_str()), (303, "/board"), "{}", self.text);
        assert!(
            self.set.iter().any(|cookie| cookie.starts_with("stuffy_session=")),
            "{:?}",
            self.set
        );
        self
    }

    /// They are not, and a page says why.
    #[track_caller]
    pub(super) fn is_refused(&self, status: u16, words: &str) -> &Self {
        assert_eq!(self.status, status, "{}", self.text);
        assert!(self.text.contains(words), "no {words:?} in {}", self.text);
        assert!(
            !self.set.iter().any(|cookie| cookie.starts_with("stuffy_session")),
            "{:?}",
            self.set
        );
        self
    }
}
