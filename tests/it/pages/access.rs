//! Access to every page by every role, and markup that the content security policy would block.

use std::collections::BTreeSet;
use std::rc::Rc;

use reqwest::Method;
use stuffy::domain::account::person::Role;
use stuffy::domain::string_enum::StringEnum as _;
use stuffy::web::extract::permission::Permission;
use stuffy::web::routes;

use serde_json::json;

use super::markup;
use super::page_client::{PageClient, PageResponse};
use crate::api::access::callers;
use crate::builders::{Bear, Rooms, check_in, create_tag, invite};
use crate::databases::{Database, on_both_databases};
use crate::test_app::{Actor, TestHospital};

/// Who may open a page.
#[derive(Clone, Copy, PartialEq, Eq)]
enum May {
    /// Everybody, signed in or not.
    All,
    /// Staff with at least this role.
    From(Role),
}

/// Every page route and its audience. A route that is missing here fails the test.
#[rustfmt::skip]
const PAGES: &[(&str, &str, May)] = &[
    ("GET",  "/sign-in",                 May::All),
    ("POST", "/sign-in",                 May::All),
    ("GET",  "/sign-in/hospital",        May::All),
    ("GET",  "/sign-in/hospital/back",   May::All),
    ("POST", "/sign-out",                May::All),
    ("GET",  "/static/{version}/{file}", May::All),
    ("GET",  "/scan",                    May::From(Role::Staff)),
    ("POST", "/scan/frame",              May::From(Role::Staff)),
    ("GET",  "/photos",                  May::From(Role::Lead)),
    ("POST", "/photos/{id}/release",     May::From(Role::Lead)),
    ("POST", "/photos/{id}/delete",      May::From(Role::Staff)),
    ("POST", "/T/{code}/photo-consent",  May::From(Role::Staff)),
    ("GET",  "/queue",                   May::From(Role::Staff)),
    ("GET",  "/offline",                 May::All),
    ("GET",  "/sw.js",                   May::All),
    ("GET",  "/manifest.webmanifest",    May::All),
    ("GET",  "/T/{code}",                May::All),
    ("POST", "/T/{code}",                May::All),
    ("GET",  "/t/{code}",                May::All),
    ("POST", "/t/{code}",                May::All),
    ("POST", "/T/{code}/acts",           May::From(Role::Staff)),
    ("POST", "/T/{code}/undo",           May::From(Role::Staff)),
    ("GET",  "/P/{code}",                May::From(Role::Staff)),
    ("GET",  "/p/{code}",                May::From(Role::Staff)),
    ("POST", "/P/{code}/leave",          May::From(Role::Staff)),
    ("POST", "/P/{code}/sweep",          May::From(Role::Staff)),
    ("POST", "/P/{code}/sweep/end",      May::From(Role::Staff)),
    ("POST", "/P/{code}/missing",        May::From(Role::Staff)),
    ("GET",  "/f/{token}",               May::All),
    ("GET",  "/f/{token}/app.webmanifest", May::All),
    ("GET",  "/f/{token}/card",          May::All),
    ("GET",  "/f/{token}/passport",      May::All),
    ("GET",  "/T/{code}/card",           May::From(Role::Staff)),
    ("POST", "/T/{code}/card",           May::From(Role::Lead)),
    ("POST", "/T/{code}/card/withdraw",  May::From(Role::Lead)),
    ("GET",  "/f/sw.js",                 May::All),
    ("GET",  "/check-in/{code}",         May::From(Role::Staff)),
    ("POST", "/check-in/{code}",         May::From(Role::Staff)),
    ("GET",  "/T/{code}/screening",      May::From(Role::Staff)),
    ("POST", "/T/{code}/screening",      May::From(Role::Staff)),
    ("GET",  "/T/{code}/replace",        May::From(Role::Staff)),
    ("POST", "/T/{code}/replace",        May::From(Role::Staff)),
    ("GET",  "/T/{code}/family",         May::From(Role::Staff)),
    ("POST", "/T/{code}/family",         May::From(Role::Staff)),
    ("POST", "/T/{code}/family/{id}/revoke", May::From(Role::Staff)),
    ("POST", "/T/{code}/coat",           May::From(Role::Staff)),
    ("GET",  "/T/{code}/hold",           May::From(Role::Staff)),
    ("POST", "/T/{code}/hold",           May::From(Role::Staff)),
    ("POST", "/T/{code}/hold/release",   May::From(Role::Lead)),
    ("GET",  "/pin",                     May::From(Role::Staff)),
    ("POST", "/pin",                     May::From(Role::Staff)),
    ("GET",  "/e/{code}",                May::All),
    ("POST", "/e/{code}",                May::All),
    ("GET",  "/board",                   May::From(Role::Staff)),
    ("GET",  "/board/rows",              May::From(Role::Staff)),
    ("GET",  "/alerts/{id}",             May::From(Role::Staff)),
    ("POST", "/alerts/{id}",             May::From(Role::Staff)),
    ("GET",  "/wall",                    May::All),
    ("POST", "/wall",                    May::All),
    ("GET",  "/pictures/{version}/{name}", May::All),
    ("GET",  "/print",                   May::From(Role::Staff)),
    ("POST", "/print",                   May::From(Role::Staff)),
    ("GET",  "/print/tags.pdf",          May::From(Role::Staff)),
    ("GET",  "/admin",                   May::From(Role::Admin)),
    ("GET",  "/admin/phones",            May::From(Role::Admin)),
    ("POST", "/admin/phones",            May::From(Role::Admin)),
    ("POST", "/admin/phones/{id}/revoke", May::From(Role::Admin)),
    ("GET",  "/admin/staff",             May::From(Role::Admin)),
    ("POST", "/admin/staff",             May::From(Role::Admin)),
    ("GET",  "/admin/staff.csv",         May::From(Role::Admin)),
    ("GET",  "/admin/staff/import",      May::From(Role::Admin)),
    ("POST", "/admin/staff/import",      May::From(Role::Admin)),
    ("GET",  "/admin/staff/{id}",        May::From(Role::Admin)),
    ("POST", "/admin/staff/{id}",        May::From(Role::Admin)),
    ("GET",  "/admin/places",            May::From(Role::Admin)),
    ("POST", "/admin/places",            May::From(Role::Admin)),
    ("GET",  "/admin/places.csv",        May::From(Role::Admin)),
    ("GET",  "/admin/places/import",     May::From(Role::Admin)),
    ("POST", "/admin/places/import",     May::From(Role::Admin)),
    ("GET",  "/admin/places/{id}",       May::From(Role::Admin)),
    ("POST", "/admin/places/{id}",       May::From(Role::Admin)),
    ("GET",  "/admin/tags",              May::From(Role::Admin)),
    ("POST", "/admin/tags",              May::From(Role::Admin)),
    ("GET",  "/admin/tags.csv",          May::From(Role::Admin)),
    ("GET",  "/admin/tags/{code}",       May::From(Role::Admin)),
    ("POST", "/admin/tags/{code}",       May::From(Role::Admin)),
    ("GET",  "/admin/settings",          May::From(Role::Admin)),
    ("GET",  "/admin/tokens",            May::From(Role::Admin)),
    ("POST", "/admin/tokens",            May::From(Role::Admin)),
    ("POST", "/admin/tokens/{id}",       May::From(Role::Admin)),
];

/// The paths of all forms.
pub(super) fn form_routes() -> impl Iterator<Item = &'static str> {
    PAGES.iter().filter(|(method, ..)| *method == "POST").map(|(_, path, _)| *path)
}

/// Records that the page paths refer to.
pub(super) struct Scene {
    bear: Bear,
    blank: String,
    ward: String,
    ward_code: String,
    staff_id: String,
}

impl Scene {
    pub(super) async fn set(admin: &Actor, nurse: &Actor) -> Self {
        let rooms = Rooms::open(admin).await;
        let bear = check_in(nurse).await;
        let blank = create_tag(nurse).await;
        let ward_code = admin.get(&format!("/places/{}", rooms.ward)).await.text("code");
        Self { bear, blank, ward: rooms.ward, ward_code, staff_id: nurse.id.clone() }
    }

    /// Fills the placeholders of a path with existing records.
    pub(super) fn path(&self, pattern: &str) -> String {
        let id = match pattern {
            pattern if pattern.starts_with("/admin/places/") => &self.ward,
            pattern if pattern.starts_with("/admin/staff/") => &self.staff_id,
            _ => &self.bear.journey,
        };
        let code = match pattern {
            pattern if pattern.starts_with("/P/") => &self.ward_code,
            pattern if pattern.starts_with("/admin/tags/") || pattern.starts_with("/check-in/") => {
                &self.blank
            }
            _ => &self.bear.tag,
        };
        let code = code.replace('-', "");
        pattern.replace("{id}", id).replace("{code}", &code).replace("{file}", "style.css")
    }
}

/// Whether a response gives access, that is, neither asks to sign in nor reports missing permission.
fn is_admitted(got: &PageResponse) -> bool {
    let to_sign_in = got.status == 303 && got.header("location").starts_with("/sign-in?");
    // A page that reports a wrong password or token is accessible.
    let asks = ["name=\"password\"", "name=\"token\""].iter().any(|field| got.text.contains(field));
    let closed = [401, 403].contains(&got.status) && !asks;
    !to_sign_in && !closed
}

/// Every kind of visitor with a session cookie: staff with their role, and visitors without a role,
/// whatever other credentials they send.
async fn everybody(hospital: &Rc<TestHospital>) -> Vec<(&'static str, Option<Role>, Actor)> {
    let past = callers::with_invalid_credentials(hospital).await;
    let mut all: Vec<_> = past.into_iter().map(|(called, actor)| (called, None, actor)).collect();
    let (admin, nurse, stranger) =
        (hospital.admin().await, hospital.nurse().await, hospital.stranger());
    let bear = check_in(&nurse).await;
    let family = invite(&nurse, &bear.visit).await;
    let body = json!({ "name": "PAS", "scopes": ["visits:read", "visits:write"] });
    let service = admin.post("/service-tokens", body).await.expect(201).text("token");
    all.extend([
        ("a stranger", None, stranger.clone()),
        ("a family", None, stranger.with_token(family.trim_start_matches("/family/"))),
        ("another system", None, stranger.with_token(&service)),
        ("a queue", None, hospital.queue("nurse").await),
        ("staff", Some(Role::Staff), nurse),
        ("lead", Some(Role::Lead), hospital.lead().await),
        ("admin", Some(Role::Admin), admin),
    ]);
    all
}

#[test]
fn every_page_route_requires_the_permission_of_its_audience() {
    let audience = |may: May| match may {
        May::All => "everybody".to_owned(),
        May::From(role) => role.key().to_owned(),
    };
    let listed: BTreeSet<_> =
        PAGES.iter().map(|(method, path, may)| (*method, *path, audience(*may))).collect();
    let routes: BTreeSet<_> = routes::page_routes()
        .into_iter()
        .map(|(method, path, permission)| (method, path, who_may(permission)))
        .collect();
    assert_eq!(listed, routes);
}

fn who_may(permission: Permission) -> String {
    match permission {
        Permission::Open | Permission::Family => "everybody".to_owned(),
        Permission::Role(least) => least.key().to_owned(),
        // A wall display is no member of staff, but shows only what all of them may see.
        Permission::Scope(_) => Role::Staff.key().to_owned(),
        other => panic!("no page requires {other:?}"),
    }
}

async fn pages_are_open_to_their_roles_only(db: Database) {
    let hospital = TestHospital::start(db).await;
    let everybody = everybody(&hospital).await;
    let (admin, nurse) = (hospital.admin().await, hospital.nurse().await);
    let scene = Scene::set(&admin, &nurse).await;
    let mut wrong = Vec::new();
    let before = hospital.db.all_but_the_audit().await;
    for (called, _, actor) in everybody.iter().filter(|(_, role, _)| role.is_none()) {
        let visitor = PageClient::new(&hospital, actor);
        for (method, pattern, _) in PAGES.iter().filter(|(.., may)| *may != May::All) {
            let form = (*method == "POST").then_some(&[][..]);
            let method = Method::from_bytes(method.as_bytes()).expect("a method");
            let got = visitor.request(method.clone(), &scene.path(pattern), form).await;
            if is_admitted(&got) || got.status >= 500 {
                wrong.push(format!("{method} {pattern} answers {called} {}", got.status));
            }
        }
    }
    assert_eq!(hospital.db.all_but_the_audit().await, before, "a rejected request changed data");
    for (called, role, actor) in everybody {
        // Signing out is tested last, because it ends the session.
        let mut pages = PAGES.to_vec();
        pages.sort_by_key(|(_, path, _)| *path == "/sign-out");
        let visitor = PageClient::new(&hospital, &actor);
        for (method, pattern, may) in pages {
            let form = (method == "POST").then_some(&[][..]);
            let method = Method::from_bytes(method.as_bytes()).expect("a method");
            let got = visitor.request(method.clone(), &scene.path(pattern), form).await;
            let allowed = match may {
                May::All => true,
                May::From(least) => role >= Some(least),
            };
            if is_admitted(&got) != allowed || got.status >= 500 {
                wrong.push(format!("{method} {pattern} answers {called} {}", got.status));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

async fn no_page_has_inline_script_or_style_or_external_links(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (admin, nurse) = (hospital.admin().await, hospital.nurse().await);
    let scene = Scene::set(&admin, &nurse).await;
    let visitor = PageClient::new(&hospital, &admin);
    let mut wrong = Vec::new();
    // Static files have their own caching rules.
    let kept = |path: &str| {
        path.starts_with("/static/")
            || ["/sw.js", "/f/sw.js", "/manifest.webmanifest"].contains(&path)
    };
    let shown = PAGES.iter().filter(|(method, path, _)| *method == "GET" && !kept(path));
    let paths = shown
        .map(|(_, pattern, _)| scene.path(pattern))
        .chain(["/".to_owned(), "/no-such-page".to_owned()]);
    for path in paths {
        let got = visitor.get(&path).await;
        for (name, wanted) in [
            ("content-security-policy", "default-src 'none'"),
            ("cache-control", "no-store"),
            ("x-content-type-options", "nosniff"),
        ] {
            if !got.header(name).contains(wanted) {
                wrong.push(format!("{path}: {name} is {:?}", got.header(name)));
            }
        }
        if got.header("content-security-policy").contains("unsafe") {
            wrong.push(format!("{path}: its policy allows unsafe content"));
        }
        if got.header("content-type").starts_with("text/html") {
            wrong.extend(
                markup::faults(&got.text).into_iter().map(|fault| format!("{path}: {fault}")),
            );
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

on_both_databases!(
    pages_are_open_to_their_roles_only,
    no_page_has_inline_script_or_style_or_external_links,
);
