//! A browser without a window: it asks for pages as one does, by cookie, and follows nowhere.

use std::rc::Rc;

use reqwest::header::HeaderMap;
use reqwest::redirect::Policy;
use reqwest::{Client, Method};

use crate::test_app::{Actor, TestHospital};

/// Somebody who looks at pages.
pub(crate) struct PageClient {
    client: Client,
    base: String,
    cookie: Option<String>,
}

/// What they got.
pub(crate) struct PageResponse {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl PageClient {
    /// Somebody, with their session; a stranger has none.
    pub(crate) fn new(hospital: &Rc<TestHospital>, actor: &Actor) -> Self {
        let client = Client::builder().no_proxy().redirect(Policy::none()).build();
        let cookie = actor.token.as_ref().map(|token| format!("stuffy_session={token}"));
        Self { client: client.expect("a client"), base: hospital.base().to_owned(), cookie }
    }

    /// Looks at a page.
    pub(crate) async fn get(&self, path: &str) -> PageResponse {
        self.request(Method::GET, path, None).await
    }

    /// Sends a form.
    pub(crate) async fn post(&self, path: &str, form: &[(&str, &str)]) -> PageResponse {
        self.request(Method::POST, path, Some(form)).await
    }

    /// Any request.
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
            let body: Vec<_> =
                form.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
            request = request
                .header("content-type", "application/x-www-form-urlencoded")
                .body(body.join("&"));
        }
        let answer = request.send().await.expect("an answer");
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        PageResponse { status, headers, text: answer.text().await.expect("text") }
    }
}

impl PageResponse {
    /// A header, as text.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The value of a field of the page's forms.
    #[track_caller]
    pub(crate) fn field(&self, name: &str) -> String {
        let begins = format!("name=\"{name}\" value=\"");
        let (_, rest) =
            self.text.split_once(&begins).unwrap_or_else(|| panic!("no {name} in {}", self.text));
        rest.split('"').next().unwrap_or_default().to_owned()
    }
}

fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            byte if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
            other => format!("%{other:02X}"),
        })
        .collect()
}
