//! An HTTP client that sends requests like a browser, with a session cookie, and does not follow redirects.

use std::rc::Rc;

use reqwest::header::HeaderMap;
use reqwest::redirect::Policy;
use reqwest::{Client, Method};

use crate::test_app::{Actor, TestHospital};

pub(crate) struct PageClient {
    client: Client,
    base: String,
    cookie: Option<String>,
}

pub(crate) struct PageResponse {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl PageClient {
    /// A client with the actor's session cookie, if the actor has one.
    pub(crate) fn new(hospital: &Rc<TestHospital>, actor: &Actor) -> Self {
        let client = Client::builder().no_proxy().redirect(Policy::none()).build();
        let cookie = actor.token.as_ref().map(|token| format!("stuffy_session={token}"));
        Self { client: client.expect("a client"), base: hospital.base().to_owned(), cookie }
    }

    pub(crate) async fn get(&self, path: &str) -> PageResponse {
        self.request(Method::GET, path, None).await
    }

    pub(crate) async fn post(&self, path: &str, form: &[(&str, &str)]) -> PageResponse {
        self.request(Method::POST, path, Some(form)).await
    }

    pub(crate) async fn request(
        &self,
        method: Method,
        path: &str,
        form: Option<&[(&str, &str)]>,
    ) -> PageResponse {
        let mut request = self.client.request(method, format!("{}{path}", self.base));
        request = request.header("sec-fetch-site", "same-origin").header("accept", "text/html");
        if let Some(cookie) = &self.cookie {
            request = request.header("cookie", cookie);
        }
        if let Some(form) = form {
            let body: Vec<_> = form
                .iter()
                .map(|(name, value)| format!("{name}={}", percent_encode(value)))
                .collect();
            request = request
                .header("content-type", "application/x-www-form-urlencoded")
                .body(body.join("&"));
        }
        let response = request.send().await.expect("a response");
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        PageResponse { status, headers, text: response.text().await.expect("text") }
    }
}

impl PageResponse {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The value of a form field in the page.
    #[track_caller]
    pub(crate) fn field(&self, name: &str) -> String {
        let begins = format!("name=\"{name}\" value=\"");
        let (_, rest) =
            self.text.split_once(&begins).unwrap_or_else(|| panic!("no {name} in {}", self.text));
        rest.split('"').next().unwrap_or_default().to_owned()
    }
}

fn percent_encode(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            byte if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
            other => format!("%{other:02X}"),
        })
        .collect()
}
