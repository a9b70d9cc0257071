//! The server: the route table, one line a route.

use std::net::TcpListener;
use std::num::NonZeroU32;
use std::time::Duration;

use actix_web::dev::Server;
use actix_web::http::header;
use actix_web::middleware::{Compress, from_fn};
use actix_web::{
    App, HttpRequest, HttpResponse, HttpServer, ResponseError as _, Route, guard, web,
};
use rustls::ServerConfig;

use crate::config::SettingInfo;
use crate::integrations::oidc::Provider;
use crate::printing::Fonts;
use crate::realtime::EventHub;
use crate::use_cases::AppContext;
use crate::web::api::accounts::{phones, service_tokens, sessions, staff};
use crate::web::api::children::{self, child_data};
use crate::web::api::family as family_api;
use crate::web::api::family::{events as family_events, push_subscriptions};
use crate::web::api::journeys::{self, cards, scans, steps};
use crate::web::api::system::health::MetricsAccess;
use crate::web::api::system::{audit as audit_api, health, openapi, reports, settings};
use crate::web::api::tags::{self, labels};
use crate::web::api::visits::{self, check_ins};
use crate::web::api::{alerts, companions, events, photos, places};
use crate::web::body::{RequestTimeout, ShutdownFlag};
use crate::web::pages::account::{enrol_phone, home, oidc, pin, sign_in};
use crate::web::pages::family::{self, push};
use crate::web::pages::scan::{coat, record as scan_record, replace_tag, screening};
use crate::web::pages::shared::error::PageError;
use crate::web::pages::shared::static_file;
use crate::web::pages::{
    admin, alerts as alert_pages, board, cards as card_pages, check_in, family_hold, family_links,
    finder, offline, photos as photo_pages, place, portraits, print, scanner, tag, wall_display,
};
use crate::web::problem::Problem;
use crate::web::push_config::PushConfig;
use crate::web::rate_limit::Limits;
use crate::web::stream_limit::{StreamLimits, Streams};

/// One line of the route table: the method, the path, and what answers.
type RouteEntry = (&'static str, &'static str, fn() -> Route);

/// The route table.
#[rustfmt::skip]
const API_ROUTES: &[RouteEntry] = &[
    ("POST",   "/api/v1/sessions",                            || web::post().to(sessions::sign_in)),
    ("GET",    "/api/v1/sessions/current",                    || get().to(sessions::current)),
    ("DELETE", "/api/v1/sessions/current",                    || web::delete().to(sessions::sign_out)),
    ("POST",   "/api/v1/sessions/pin",                        || web::post().to(sessions::sign_in_by_pin)),
    ("PUT",    "/api/v1/sessions/current/pin",                || web::put().to(sessions::set_pin)),
    ("GET",    "/api/v1/phones",                              || get().to(phones::list)),
    ("POST",   "/api/v1/phones",                              || web::post().to(phones::create_offer)),
    ("DELETE", "/api/v1/phones/{id}",                         || web::delete().to(phones::revoke)),
    ("GET",    "/api/v1/audit",                               || get().to(audit_api::list)),
    ("GET",    "/api/v1/settings",                            || get().to(settings::get)),
    ("GET",    "/api/v1/service-tokens",                      || get().to(service_tokens::list)),
    ("POST",   "/api/v1/service-tokens",                      || web::post().to(service_tokens::create)),
    ("DELETE", "/api/v1/service-tokens/{id}",                 || web::delete().to(service_tokens::revoke)),
    ("GET",    "/api/v1/staff",                               || get().to(staff::list)),
    ("POST",   "/api/v1/staff",                               || web::post().to(staff::create)),
    ("PATCH",  "/api/v1/staff/{id}",                          || web::patch().to(staff::change)),
    ("GET",    "/api/v1/places",                              || get().to(places::list)),
    ("POST",   "/api/v1/places",                              || web::post().to(places::create)),
    ("GET",    "/api/v1/places/{id}",                         || get().to(places::get)),
    ("PATCH",  "/api/v1/places/{id}",                         || web::patch().to(places::change)),
    ("GET",    "/api/v1/places/{id}/qr.svg",                  || get().to(places::qr_svg)),
    ("GET",    "/api/v1/places/{id}/poster.pdf",              || get().to(labels::poster)),
    ("GET",    "/api/v1/label-layouts",                       || get().to(labels::layouts)),
    ("POST",   "/api/v1/tags/sheet.pdf",                      || web::post().to(labels::sheet)),
    ("POST",   "/api/v1/tags",                                || web::post().to(tags::create)),
    ("GET",    "/api/v1/tags/{code}",                         || get().to(tags::get)),
    ("PUT",    "/api/v1/tags/{code}/companion",               || web::put().to(tags::bind)),
    ("POST",   "/api/v1/tags/{code}/void",                    || web::post().to(tags::void)),
    ("GET",    "/api/v1/tags/{code}/qr.svg",                  || get().to(tags::qr_svg)),
    ("GET",    "/api/v1/tags/{code}/qr.png",                  || get().to(tags::qr_png)),
    ("GET",    "/api/v1/tags/{code}/label.zpl",               || get().to(labels::zpl)),
    ("GET",    "/api/v1/children",                            || get().to(children::list)),
    ("POST",   "/api/v1/children",                            || web::post().to(children::create)),
    ("GET",    "/api/v1/children/{id}",                       || get().to(children::get)),
    ("PATCH",  "/api/v1/children/{id}",                       || web::patch().to(children::change)),
    ("DELETE", "/api/v1/children/{id}",                       || web::delete().to(children::purge)),
    ("GET",    "/api/v1/children/{id}/export",                || get().to(child_data::export)),
    ("GET",    "/api/v1/children/{id}/receipt",               || get().to(child_data::receipt)),
    ("GET",    "/api/v1/companions",                          || get().to(companions::list)),
    ("POST",   "/api/v1/companions",                          || web::post().to(companions::create)),
    ("GET",    "/api/v1/companions/{id}",                     || get().to(companions::get)),
    ("PATCH",  "/api/v1/companions/{id}",                     || web::patch().to(companions::change)),
    ("GET",    "/api/v1/companions/{id}/journeys",            || get().to(companions::journeys)),
    ("POST",   "/api/v1/check-ins",                           || web::post().to(check_ins::check_in)),
    ("GET",    "/api/v1/visits",                              || get().to(visits::list)),
    ("POST",   "/api/v1/visits",                              || web::post().to(visits::open)),
    ("GET",    "/api/v1/visits/{id}",                         || get().to(visits::get)),
    ("PATCH",  "/api/v1/visits/{id}",                         || web::patch().to(visits::change)),
    ("POST",   "/api/v1/visits/{id}/moves",                   || web::post().to(visits::add_move)),
    ("PUT",    "/api/v1/visits/{id}/hold",                    || web::put().to(visits::create_hold)),
    ("DELETE", "/api/v1/visits/{id}/hold",                    || web::delete().to(visits::release_hold)),
    ("GET",    "/api/v1/visits/{id}/family-links",            || get().to(family_api::list)),
    ("POST",   "/api/v1/visits/{id}/family-links",            || web::post().to(family_api::invite)),
    ("DELETE", "/api/v1/family-links/{id}",                   || web::delete().to(family_api::revoke)),
    ("GET",    "/api/v1/family/{token}",                      || get().to(family_api::view)),
    ("GET",    "/api/v1/family/{token}/events",               || get().to(family_events::stream)),
    ("POST",   "/api/v1/family/{token}/push-subscriptions",   || web::post().to(push_subscriptions::subscribe)),
    ("DELETE", "/api/v1/family/{token}/push-subscriptions/{id}", || web::delete().to(push_subscriptions::unsubscribe)),
    ("GET",    "/api/v1/visits/{id}/photo-consent",           || get().to(photos::get_consent)),
    ("PUT",    "/api/v1/visits/{id}/photo-consent",           || web::put().to(photos::create_consent)),
    ("DELETE", "/api/v1/visits/{id}/photo-consent",           || web::delete().to(photos::withdraw_consent)),
    ("POST",   "/api/v1/journeys/{id}/photos",                || web::post().to(photos::take)),
    ("GET",    "/api/v1/photos",                              || get().to(photos::list)),
    ("GET",    "/api/v1/photos/{id}",                         || get().to(photos::get)),
    ("DELETE", "/api/v1/photos/{id}",                         || web::delete().to(photos::delete)),
    ("POST",   "/api/v1/photos/{id}/release",                 || web::post().to(photos::release)),
    ("GET",    "/api/v1/family/{token}/photos/{id}",          || get().to(photos::family_photo)),
    ("GET",    "/api/v1/journeys/{id}/card",                  || get().to(cards::get)),
    ("PUT",    "/api/v1/journeys/{id}/card",                  || web::put().to(cards::release)),
    ("DELETE", "/api/v1/journeys/{id}/card",                  || web::delete().to(cards::withdraw)),
    ("GET",    "/api/v1/journeys/{id}/card.pdf",              || get().to(cards::pdf)),
    ("GET",    "/api/v1/family/{token}/card.pdf",             || get().to(cards::family_pdf)),
    ("GET",    "/api/v1/journeys",                            || get().to(journeys::list)),
    ("GET",    "/api/v1/journeys/{id}",                       || get().to(journeys::get)),
    ("GET",    "/api/v1/journeys/{id}/steps",                 || get().to(steps::list)),
    ("POST",   "/api/v1/journeys/{id}/steps",                 || web::post().to(steps::record)),
    ("POST",   "/api/v1/journeys/{id}/steps/{step_id}/void",  || web::post().to(steps::void)),
    ("POST",   "/api/v1/scans",                               || web::post().to(scans::record)),
    ("POST",   "/api/v1/scans/batch",                         || web::post().to(scans::record_batch)),
    ("GET",    "/api/v1/alerts",                              || get().to(alerts::list)),
    ("POST",   "/api/v1/alerts/{id}/resolve",                 || web::post().to(alerts::resolve)),
    ("GET",    "/api/v1/events",                              || get().to(events::stream)),
    ("GET",    "/api/v1/reports/summary",                     || get().to(reports::summary)),
    ("GET",    "/",                                           || get().to(home::home)),
    ("GET",    "/problems/{code}",                            || get().to(health::problem_page)),
    ("GET",    "/healthz",                                    || get().to(health::healthz)),
    ("GET",    "/readyz",                                     || get().to(health::readyz)),
    ("GET",    "/metrics",                                    || get().to(health::metrics)),
    ("GET",    "/openapi.yaml",                               || get().to(openapi::openapi_yaml)),
    ("GET",    "/docs",                                       || get().to(openapi::page)),
    ("GET",    "/docs/{file}",                                || get().to(openapi::asset)),
];

/// The pages' table: HTML for phones, and what it loads. It is no part of openapi.yaml.
#[rustfmt::skip]
const PAGE_ROUTES: &[RouteEntry] = &[
    ("GET",    "/sign-in",                                    || get().to(sign_in::show)),
    ("POST",   "/sign-in",                                    || web::post().to(sign_in::sign_in)),
    ("GET",    "/sign-in/hospital",                           || get().to(oidc::start)),
    ("GET",    "/sign-in/hospital/back",                      || get().to(oidc::callback)),
    ("POST",   "/sign-out",                                   || web::post().to(sign_in::sign_out)),
    ("GET",    "/T/{code}",                                   || get().to(tag::show)),
    ("POST",   "/T/{code}",                                   || web::post().to(finder::create)),
    ("GET",    "/t/{code}",                                   || get().to(tag::show)),
    ("POST",   "/t/{code}",                                   || web::post().to(finder::create)),
    ("POST",   "/T/{code}/acts",                              || web::post().to(scan_record::create)),
    ("POST",   "/T/{code}/undo",                              || web::post().to(scan_record::undo)),
    ("GET",    "/T/{code}/screening",                         || get().to(screening::show)),
    ("POST",   "/T/{code}/screening",                         || web::post().to(screening::create)),
    ("GET",    "/T/{code}/replace",                           || get().to(replace_tag::start)),
    ("POST",   "/T/{code}/replace",                           || web::post().to(replace_tag::replace)),
    ("GET",    "/T/{code}/family",                            || get().to(family_links::show)),
    ("POST",   "/T/{code}/family",                            || web::post().to(family_links::invite)),
    ("POST",   "/T/{code}/family/{id}/revoke",                || web::post().to(family_links::revoke)),
    ("POST",   "/T/{code}/coat",                              || web::post().to(coat::update)),
    ("GET",    "/T/{code}/hold",                              || get().to(family_hold::confirm_permanent)),
    ("POST",   "/T/{code}/hold",                              || web::post().to(family_hold::create)),
    ("POST",   "/T/{code}/hold/release",                      || web::post().to(family_hold::release)),
    ("GET",    "/admin",                                      || get().to(admin::home::home)),
    ("GET",    "/admin/staff",                                || get().to(admin::staff::list)),
    ("POST",   "/admin/staff",                                || web::post().to(admin::staff::create)),
    ("GET",    "/admin/staff.csv",                            || get().to(admin::staff::export)),
    ("GET",    "/admin/staff/import",                         || get().to(admin::import::staff)),
    ("POST",   "/admin/staff/import",                         || web::post().to(admin::import::import_staff)),
    ("GET",    "/admin/staff/{id}",                           || get().to(admin::staff_member::show)),
    ("POST",   "/admin/staff/{id}",                           || web::post().to(admin::staff_member::update)),
    ("GET",    "/admin/places",                               || get().to(admin::places::list)),
    ("POST",   "/admin/places",                               || web::post().to(admin::places::create)),
    ("GET",    "/admin/places.csv",                           || get().to(admin::places::export)),
    ("GET",    "/admin/places/import",                        || get().to(admin::import::places)),
    ("POST",   "/admin/places/import",                        || web::post().to(admin::import::import_places)),
    ("GET",    "/admin/places/{id}",                          || get().to(admin::place::show)),
    ("POST",   "/admin/places/{id}",                          || web::post().to(admin::place::update)),
    ("GET",    "/admin/tags",                                 || get().to(admin::tags::list)),
    ("POST",   "/admin/tags",                                 || web::post().to(admin::tags::create)),
    ("GET",    "/admin/tags.csv",                             || get().to(admin::tags::export)),
    ("GET",    "/admin/tags/{code}",                          || get().to(admin::tags::show)),
    ("POST",   "/admin/tags/{code}",                          || web::post().to(admin::tags::void)),
    ("GET",    "/admin/settings",                             || get().to(admin::settings::show)),
    ("GET",    "/admin/tokens",                               || get().to(admin::tokens::list)),
    ("POST",   "/admin/tokens",                               || web::post().to(admin::tokens::create)),
    ("POST",   "/admin/tokens/{id}",                          || web::post().to(admin::tokens::revoke)),
    ("GET",    "/check-in/{code}",                            || get().to(check_in::open)),
    ("POST",   "/check-in/{code}",                            || web::post().to(check_in::create)),
    ("GET",    "/P/{code}",                                   || get().to(place::show)),
    ("GET",    "/p/{code}",                                   || get().to(place::show)),
    ("POST",   "/P/{code}/leave",                             || web::post().to(place::clear_location)),
    ("POST",   "/P/{code}/sweep",                             || web::post().to(place::start_sweep)),
    ("POST",   "/P/{code}/sweep/end",                         || web::post().to(place::end_sweep)),
    ("POST",   "/P/{code}/missing",                           || web::post().to(place::report_missing)),
    ("GET",    "/f/sw.js",                                    || get().to(push::worker)),
    ("GET",    "/f/{token}",                                  || get().to(family::show)),
    ("GET",    "/f/{token}/app.webmanifest",                  || get().to(family::manifest)),
    ("GET",    "/f/{token}/card",                             || get().to(family::card::show)),
    ("GET",    "/f/{token}/passport",                         || get().to(family::passport::show)),
    ("GET",    "/T/{code}/card",                              || get().to(card_pages::show)),
    ("POST",   "/T/{code}/card",                              || web::post().to(card_pages::release)),
    ("POST",   "/T/{code}/card/withdraw",                     || web::post().to(card_pages::withdraw)),
    ("GET",    "/pin",                                        || get().to(pin::show)),
    ("POST",   "/pin",                                        || web::post().to(pin::set)),
    ("GET",    "/e/{code}",                                   || get().to(enrol_phone::show)),
    ("POST",   "/e/{code}",                                   || web::post().to(enrol_phone::enrol)),
    ("GET",    "/admin/phones",                               || get().to(admin::phones::show)),
    ("POST",   "/admin/phones",                               || web::post().to(admin::phones::create_enrolment)),
    ("POST",   "/admin/phones/{id}/revoke",                   || web::post().to(admin::phones::revoke)),
    ("GET",    "/print",                                      || get().to(print::show)),
    ("POST",   "/print",                                      || web::post().to(print::create_tags)),
    ("GET",    "/print/tags.pdf",                             || get().to(print::sheet)),
    ("GET",    "/board",                                      || get().to(board::page::show)),
    ("GET",    "/board/rows",                                 || get().to(board::page::rows)),
    ("GET",    "/alerts/{id}",                                || get().to(alert_pages::show)),
    ("POST",   "/alerts/{id}",                                || web::post().to(alert_pages::resolve)),
    ("GET",    "/wall",                                       || get().to(wall_display::show)),
    ("POST",   "/wall",                                       || web::post().to(wall_display::pair)),
    ("GET",    "/pictures/{version}/{name}",                  || get().to(portraits::show)),
    ("GET",    "/scan",                                       || get().to(scanner::show)),
    ("POST",   "/scan/frame",                                 || web::post().to(scanner::decode_frame)),
    ("GET",    "/photos",                                     || get().to(photo_pages::list)),
    ("POST",   "/photos/{id}/release",                        || web::post().to(photo_pages::release)),
    ("POST",   "/photos/{id}/delete",                         || web::post().to(photo_pages::delete)),
    ("POST",   "/T/{code}/photo-consent",                     || web::post().to(photo_pages::consent)),
    ("GET",    "/queue",                                      || get().to(offline::queue)),
    ("GET",    "/offline",                                    || get().to(offline::offline)),
    ("GET",    "/sw.js",                                      || get().to(offline::service_worker)),
    ("GET",    "/manifest.webmanifest",                       || get().to(offline::manifest)),
    ("GET",    "/static/{version}/{file}",                    || get().to(static_file::show)),
];

/// Every route of the pages, as their test walks them.
#[must_use]
pub fn page_routes() -> Vec<(&'static str, &'static str)> {
    PAGE_ROUTES.iter().map(|&(method, path, _)| (method, path)).collect()
}

/// Every route of the API, as the contract's test compares it with openapi.yaml.
#[must_use]
pub fn routes() -> Vec<(&'static str, &'static str)> {
    API_ROUTES.iter().map(|&(method, path, _)| (method, path)).collect()
}

/// What the server needs besides the world.
pub struct ServerOptions {
    /// How often one address may read family pages in a minute.
    pub family_reads_a_minute: NonZeroU32,
    /// How often one user may look at tags in a minute.
    pub tag_reads_a_minute: NonZeroU32,
    /// How many streams families may have open.
    pub family_streams: StreamLimits,
    /// Where those who watch are told of changes; closed before the server is told to stop.
    pub live: EventHub,
    /// Every setting, as it is told to whoever keeps the house.
    pub told: Vec<SettingInfo>,
    /// By which key phones are told that there is news, where they are.
    pub push: PushConfig,
    /// The hospital's sign-in, where people may come by it.
    pub accounts: Option<Provider>,
    /// The page for Prometheus.
    pub metrics: MetricsAccess,
    /// The letters that posters and sheets are printed with.
    pub fonts: Fonts,
    /// How long a client may take to say what it wants.
    pub patience: RequestTimeout,
    /// Whether the server is about to stop.
    pub leaving: ShutdownFlag,
    /// What the program is spoken to by, where it is TLS.
    pub tls: Option<ServerConfig>,
    /// Threads that serve; as many as there are cores where nobody says.
    pub workers: Option<usize>,
}

/// How long what is in flight has to finish when the server is told to stop.
const SHUTDOWN_TIMEOUT: u64 = 20;

/// How long somebody may take to agree on how to speak by TLS; a phone at the edge of its signal is slow.
const HANDSHAKE: Duration = Duration::from_secs(10);

/// Serves on `listener` until told to stop; what is in flight then is finished.
///
/// # Errors
/// When the listener cannot be used.
pub fn run(
    listener: TcpListener,
    app: AppContext,
    front: ServerOptions,
) -> std::io::Result<Server> {
    let limits = web::Data::new(Limits::new(front.family_reads_a_minute, front.tag_reads_a_minute));
    let streams = web::Data::new(Streams::new(front.family_streams));
    let fonts = web::Data::new(front.fonts);
    let told = web::Data::new(front.told);
    let push = web::Data::new(front.push);
    let accounts = front.accounts.map(web::Data::new);
    let (app, metrics) = (web::Data::new(app), web::Data::new(front.metrics));
    let (patience, leaving) = (web::Data::new(front.patience), web::Data::new(front.leaving));
    let for_a_head = patience.0;
    tokio::spawn(front.live.clone().run());
    let live = web::Data::new(front.live);
    let server = HttpServer::new(move || {
        let accounts = accounts.clone();
        App::new()
            .app_data(app.clone())
            .app_data(limits.clone())
            .app_data(streams.clone())
            .app_data(metrics.clone())
            .app_data(live.clone())
            .app_data(fonts.clone())
            .app_data(told.clone())
            .app_data(push.clone())
            .app_data(patience.clone())
            .app_data(leaving.clone())
            .wrap(Compress::default())
            .wrap(from_fn(crate::web::middleware::request_context::request_context))
            .configure(lay_out)
            .configure(|config| {
                if let Some(accounts) = accounts {
                    config.app_data(accounts);
                }
            })
            .default_service(web::to(unknown))
    });
    let server = match front.workers {
        Some(workers) => server.workers(workers),
        None => server,
    };
    let server = server
        .client_request_timeout(for_a_head)
        .shutdown_timeout(SHUTDOWN_TIMEOUT)
        .disable_signals();
    let server = match front.tls {
        Some(config) => {
            server.tls_handshake_timeout(HANDSHAKE).listen_rustls_0_23(listener, config)?
        }
        None => server.listen(listener)?,
    };
    Ok(server.run())
}

/// Every line of both tables.
fn lines() -> impl Iterator<Item = &'static RouteEntry> {
    API_ROUTES.iter().chain(PAGE_ROUTES)
}

/// A GET answers HEAD as well.
fn get() -> Route {
    web::route().guard(guard::Any(guard::Get()).or(guard::Head()))
}

/// One resource for each path, which knows all its methods and refuses every other.
fn lay_out(config: &mut web::ServiceConfig) {
    let mut paths: Vec<_> = lines().map(|(_, path, _)| *path).collect();
    paths.dedup();
    for path in paths {
        let routes = lines().filter(|(_, of, _)| *of == path);
        let resource =
            routes.fold(web::resource(path), |so_far, (.., route)| so_far.route(route()));
        config.service(resource.default_service(web::to(wrong_method)));
    }
    config.service(web::resource("/docs/").route(get().to(openapi::page)));
}

async fn wrong_method(request: HttpRequest) -> HttpResponse {
    let path = request.match_pattern().unwrap_or_default();
    let methods = lines().filter(|(_, of, _)| *of == path);
    let known: Vec<_> = methods
        .flat_map(|(method, ..)| if *method == "GET" { vec!["GET", "HEAD"] } else { vec![*method] })
        .collect();
    Problem::method_not_allowed(known.join(", ")).error_response()
}

async fn unknown(request: HttpRequest) -> HttpResponse {
    let accept = request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok());
    if accept.is_some_and(|kinds| kinds.contains("text/html")) {
        return PageError::from_code("not-found").error_response();
    }
    Problem::new("not-found", "There is nothing at this address.").error_response()
}
