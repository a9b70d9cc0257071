//! Everybody who may ask, and everybody who may not or may no longer.

use std::rc::Rc;

use serde_json::json;
use stuffy::domain::account::person::Role;

use crate::api::phones::Phone;
use crate::test_app::{Actor, PASSWORD, TestHospital};

/// What a request brings to say who sends it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    /// Its token in the header.
    Bearer,
    /// The same in a cookie, from one of our own pages.
    Cookie,
}

/// Somebody, what a list of roles calls them, and what they are answered where they may not.
pub(super) struct Caller {
    pub(super) called: String,
    role: Option<&'static str>,
    pub(super) actor: Actor,
    cookie: Option<String>,
    pub(super) refusal: u16,
}

impl Caller {
    /// Somebody whom the house knows, in this role.
    pub(super) fn known(called: &str, role: &'static str, actor: &Actor, by: By) -> Self {
        Self::new(called, Some(role), actor, by, 403)
    }

    /// Somebody whom the house does not know, or knows no more: they may what anybody may.
    pub(super) fn unknown(called: &str, actor: &Actor, by: By) -> Self {
        Self::new(called, None, actor, by, 401)
    }

    fn new(called: &str, role: Option<&'static str>, actor: &Actor, by: By, refusal: u16) -> Self {
        let (actor, token) = match by {
            By::Bearer => (actor.clone(), None),
            By::Cookie => (actor.hospital.stranger(), actor.token.clone()),
        };
        let cookie = token.map(|token| format!("stuffy_session={token}"));
        let by = if cookie.is_some() { ", by cookie" } else { "" };
        Self { called: format!("{called}{by}"), role, actor, cookie, refusal }
    }

    /// Whether an operation for these is for them.
    pub(super) fn may(&self, roles: &[&str]) -> bool {
        roles.contains(&"open") || self.role.is_some_and(|role| roles.contains(&role))
    }

    /// What comes along besides a token in the header.
    pub(super) fn headers(&self) -> Vec<(&str, &str)> {
        let cookie = self
            .cookie
            .as_deref()
            .map(|cookie| [("cookie", cookie), ("sec-fetch-site", "same-origin")]);
        cookie.into_iter().flatten().collect()
    }
}

/// Somebody with a family's link, or with what is none.
pub(super) struct Guest {
    pub(super) called: &'static str,
    pub(super) token: String,
    pub(super) of_this_child: bool,
    pub(super) of_another: bool,
}

impl Guest {
    pub(super) fn nobody(called: &'static str, token: &str) -> Self {
        Self { called, token: token.to_owned(), of_this_child: false, of_another: false }
    }
}

/// Whoever was let in once and is not any more: it takes a month to come to this.
pub(crate) async fn of_the_past(hospital: &Rc<TestHospital>) -> Vec<(&'static str, Actor)> {
    let stranger = hospital.stranger();
    let over = hospital.sign_in_as("over", Role::Admin).await;
    let stale = hospital.queue("over").await;
    hospital.wait_minutes(31 * 24 * 60);
    let idle = hospital.sign_in_as("idle", Role::Admin).await;
    hospital.wait_minutes(24 * 60);
    let admin = hospital.admin().await;
    let out = hospital.sign_in_as("out", Role::Admin).await;
    out.delete("/sessions/current").await.expect(204);
    let gone = hospital.sign_in_as("gone", Role::Admin).await;
    let gone_queue = hospital.queue("gone").await;
    let disable = json!({ "disabled": true });
    admin.patch(&format!("/staff/{}", gone.id), &json!(1), disable).await.expect(200);
    let all = json!({ "name": "was", "scopes": ["visits:read", "visits:write", "board:read"] });
    let was = admin.post("/service-tokens", all).await.expect(201);
    admin.delete(&format!("/service-tokens/{}", was.text("id"))).await.expect(204);
    let lost = Phone::enrolled(&admin, "Lost").await;
    let cookie = [("cookie", lost.cookie.as_str())];
    let words = json!({ "username": "admin", "password": PASSWORD }).to_string();
    let on_lost = stranger
        .request(reqwest::Method::POST, "/sessions", &cookie, Some(words))
        .await
        .expect(201);
    admin.delete(&format!("/phones/{}", lost.id)).await.expect(204);
    vec![
        ("an admin whose session is over", over),
        ("the queue of a month ago", stale),
        ("an admin who was idle for too long", idle),
        ("an admin who signed out", out),
        ("a disabled admin", gone),
        ("a disabled admin's queue", gone_queue),
        ("a revoked service", stranger.with_token(&was.text("token"))),
        ("an admin on a revoked phone", stranger.with_token(&on_lost.text("token"))),
        ("the queue of a revoked phone", stranger.with_token(&on_lost.cookie("stuffy_queue"))),
    ]
}

/// Whoever is let in, for what their role may.
pub(super) async fn of_today(hospital: &Rc<TestHospital>) -> Vec<Caller> {
    let (nurse, lead, admin) =
        (hospital.nurse().await, hospital.lead().await, hospital.admin().await);
    let stranger = hospital.stranger();
    let mut all = Vec::new();
    for (scope, role) in [
        ("visits:read", "service:visits:read"),
        ("visits:write", "service:visits:write"),
        ("board:read", "service:board:read"),
    ] {
        let body = json!({ "name": scope, "scopes": [scope] });
        let token = admin.post("/service-tokens", body).await.expect(201).text("token");
        all.push(Caller::known(role, role, &stranger.with_token(&token), By::Bearer));
    }
    let figures = stranger.with_token("metrics-token");
    all.extend([
        Caller::known("queue", "queue", &hospital.queue("nurse").await, By::Bearer),
        Caller::known("staff", "staff", &nurse, By::Bearer),
        Caller::known("lead", "lead", &lead, By::Bearer),
        Caller::known("admin", "admin", &admin, By::Bearer),
        Caller::known("staff", "staff", &hospital.nurse().await, By::Cookie),
        Caller::known("lead", "lead", &hospital.lead().await, By::Cookie),
        Caller::known("admin", "admin", &hospital.admin().await, By::Cookie),
        Caller {
            refusal: 401,
            ..Caller::known("whoever reads the figures", "metrics", &figures, By::Bearer)
        },
        Caller::unknown("a stranger", &stranger, By::Bearer),
    ]);
    for (called, token) in [
        ("a garbled token", "garbage"),
        ("a made-up service", "svc_garbage"),
        ("a made-up queue", "que_garbage"),
    ] {
        all.push(Caller::unknown(called, &stranger.with_token(token), By::Bearer));
        all.push(Caller::unknown(called, &stranger.with_token(token), By::Cookie));
    }
    all
}
