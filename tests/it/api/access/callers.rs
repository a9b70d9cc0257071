//! Every kind of caller: with each role, without credentials, and with credentials that are no longer valid.

use std::rc::Rc;

use serde_json::json;
use stuffy::domain::account::person::Role;

use crate::api::phones::Phone;
use crate::test_app::{Actor, PASSWORD, TestHospital};

/// How a caller sends its token.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenIn {
    Header,
    /// Sent from one of our own pages.
    Cookie,
}

pub(super) struct Caller {
    pub(super) name: String,
    /// As in `x-roles`; `None` for callers without valid credentials.
    role: Option<&'static str>,
    pub(super) actor: Actor,
    cookie: Option<String>,
    /// The status where an operation is not for them.
    pub(super) refusal: u16,
}

impl Caller {
    pub(super) fn known(name: &str, role: &'static str, actor: &Actor, token_in: TokenIn) -> Self {
        Self::new(name, Some(role), actor, token_in, 403)
    }

    /// Without valid credentials, so that only open operations are allowed.
    pub(super) fn unknown(name: &str, actor: &Actor, token_in: TokenIn) -> Self {
        Self::new(name, None, actor, token_in, 401)
    }

    fn new(
        name: &str,
        role: Option<&'static str>,
        actor: &Actor,
        token_in: TokenIn,
        refusal: u16,
    ) -> Self {
        let (actor, token) = match token_in {
            TokenIn::Header => (actor.clone(), None),
            TokenIn::Cookie => (actor.hospital.stranger(), actor.token.clone()),
        };
        let cookie = token.map(|token| format!("stuffy_session={token}"));
        let suffix = if cookie.is_some() { ", by cookie" } else { "" };
        Self { name: format!("{name}{suffix}"), role, actor, cookie, refusal }
    }

    /// Whether an operation with these `x-roles` allows them.
    pub(super) fn may(&self, roles: &[&str]) -> bool {
        roles.contains(&"open") || self.role.is_some_and(|role| roles.contains(&role))
    }

    /// Cookies and the origin header, if the token is in a cookie.
    pub(super) fn headers(&self) -> Vec<(&str, &str)> {
        let cookie = self
            .cookie
            .as_deref()
            .map(|cookie| [("cookie", cookie), ("sec-fetch-site", "same-origin")]);
        cookie.into_iter().flatten().collect()
    }
}

/// The holder of a family link, or of something else in its place.
pub(super) struct Guest {
    pub(super) name: &'static str,
    pub(super) token: String,
    pub(super) is_for_this_child: bool,
    pub(super) is_for_another_child: bool,
}

impl Guest {
    pub(super) fn without_access(name: &'static str, token: &str) -> Self {
        let token = token.to_owned();
        Self { name, token, is_for_this_child: false, is_for_another_child: false }
    }
}

/// Callers whose credentials have expired or been revoked. Advances the clock by a month.
pub(crate) async fn with_invalid_credentials(
    hospital: &Rc<TestHospital>,
) -> Vec<(&'static str, Actor)> {
    let stranger = hospital.stranger();
    let expired = hospital.sign_in_as("over", Role::Admin).await;
    let expired_queue = hospital.queue("over").await;
    hospital.wait_minutes(31 * 24 * 60);
    let idle = hospital.sign_in_as("idle", Role::Admin).await;
    hospital.wait_minutes(24 * 60);
    let admin = hospital.admin().await;
    let signed_out = hospital.sign_in_as("out", Role::Admin).await;
    signed_out.delete("/sessions/current").await.expect(204);
    let disabled = hospital.sign_in_as("gone", Role::Admin).await;
    let disabled_queue = hospital.queue("gone").await;
    let disable = json!({ "disabled": true });
    admin.patch(&format!("/staff/{}", disabled.id), &json!(1), disable).await.expect(200);
    let token = json!({ "name": "was", "scopes": ["visits:read", "visits:write", "board:read"] });
    let revoked = admin.post("/service-tokens", token).await.expect(201);
    admin.delete(&format!("/service-tokens/{}", revoked.text("id"))).await.expect(204);
    let lost = Phone::enrolled(&admin, "Lost").await;
    let cookie = [("cookie", lost.cookie.as_str())];
    let words = json!({ "username": "admin", "password": PASSWORD }).to_string();
    let on_lost = stranger
        .request(reqwest::Method::POST, "/sessions", &cookie, Some(words))
        .await
        .expect(201);
    admin.delete(&format!("/phones/{}", lost.id)).await.expect(204);
    vec![
        ("an admin whose session has expired", expired),
        ("an expired queue token", expired_queue),
        ("an admin whose session is locked", idle),
        ("an admin who signed out", signed_out),
        ("a disabled admin", disabled),
        ("a disabled admin's queue", disabled_queue),
        ("a revoked service token", stranger.with_token(&revoked.text("token"))),
        ("an admin on a revoked phone", stranger.with_token(&on_lost.text("token"))),
        ("the queue of a revoked phone", stranger.with_token(&on_lost.cookie("stuffy_queue"))),
    ]
}

/// Callers of every role, and some with made-up tokens.
pub(super) async fn of_every_role(hospital: &Rc<TestHospital>) -> Vec<Caller> {
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
        all.push(Caller::known(role, role, &stranger.with_token(&token), TokenIn::Header));
    }
    let metrics = stranger.with_token("metrics-token");
    all.extend([
        Caller::known("queue", "queue", &hospital.queue("nurse").await, TokenIn::Header),
        Caller::known("staff", "staff", &nurse, TokenIn::Header),
        Caller::known("lead", "lead", &lead, TokenIn::Header),
        Caller::known("admin", "admin", &admin, TokenIn::Header),
        Caller::known("staff", "staff", &hospital.nurse().await, TokenIn::Cookie),
        Caller::known("lead", "lead", &hospital.lead().await, TokenIn::Cookie),
        Caller::known("admin", "admin", &hospital.admin().await, TokenIn::Cookie),
        Caller {
            refusal: 401,
            ..Caller::known("the metrics token", "metrics", &metrics, TokenIn::Header)
        },
        Caller::unknown("a stranger", &stranger, TokenIn::Header),
    ]);
    for (name, token) in [
        ("a garbled token", "garbage"),
        ("a made-up service token", "svc_garbage"),
        ("a made-up queue token", "que_garbage"),
    ] {
        all.push(Caller::unknown(name, &stranger.with_token(token), TokenIn::Header));
        all.push(Caller::unknown(name, &stranger.with_token(token), TokenIn::Cookie));
    }
    all
}
