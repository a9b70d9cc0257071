//! The route tables, one line per route: method, path, handler.

use actix_web::{Route, guard, web};

use crate::web::api::accounts::{phones, service_tokens, sessions, staff};
use crate::web::api::children::{self, child_data};
use crate::web::api::family::{self as family_api, family_links as family_links_api};
use crate::web::api::family::{events as family_events, push_subscriptions};
use crate::web::api::journeys::{self, card_pdfs, cards, scans, steps};
use crate::web::api::photos::{self, family_photos, photo_consent};
use crate::web::api::system::{
    audit as audit_api, docs, health, openapi, problem_pages, reports, settings,
};
use crate::web::api::tags::{self, labels, posters, tag_binding, tag_images};
use crate::web::api::visits::{self, check_ins, holds, moves};
use crate::web::api::{alerts, companions, events, places};
use crate::web::pages::account::{enrol_phone, home, oidc, pin, sign_in};
use crate::web::pages::family::{self, push};
use crate::web::pages::scan::{coat, record as scan_record, replace_tag, screening};
use crate::web::pages::shared::static_file;
use crate::web::pages::{
    admin, alerts as alert_pages, board, cards as card_pages, check_in, family_hold, family_links,
    finder, offline, photos as photo_pages, place, portraits, print, scanner, tag, wall_display,
};

/// Method, path and handler.
pub(crate) type RouteEntry = (&'static str, &'static str, fn() -> Route);

/// The JSON API, health checks and documentation: exactly the operations of openapi.yaml.
#[rustfmt::skip]
pub(crate) const API_ROUTES: &[RouteEntry] = &[
    ("POST",   "/api/v1/sessions",                            || web::post().to(sessions::create)),
    ("GET",    "/api/v1/sessions/current",                    || get().to(sessions::get_current)),
    ("DELETE", "/api/v1/sessions/current",                    || web::delete().to(sessions::delete_current)),
    ("POST",   "/api/v1/sessions/pin",                        || web::post().to(sessions::create_by_pin)),
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
    ("PATCH",  "/api/v1/staff/{id}",                          || web::patch().to(staff::update)),
    ("GET",    "/api/v1/places",                              || get().to(places::list)),
    ("POST",   "/api/v1/places",                              || web::post().to(places::create)),
    ("GET",    "/api/v1/places/{id}",                         || get().to(places::get)),
    ("PATCH",  "/api/v1/places/{id}",                         || web::patch().to(places::update)),
    ("GET",    "/api/v1/places/{id}/qr.svg",                  || get().to(places::qr_svg)),
    ("GET",    "/api/v1/places/{id}/poster.pdf",              || get().to(posters::poster)),
    ("GET",    "/api/v1/label-layouts",                       || get().to(labels::list_layouts)),
    ("POST",   "/api/v1/tags/sheet.pdf",                      || web::post().to(labels::sheet)),
    ("POST",   "/api/v1/tags",                                || web::post().to(tags::create)),
    ("GET",    "/api/v1/tags/{code}",                         || get().to(tags::get)),
    ("PUT",    "/api/v1/tags/{code}/companion",               || web::put().to(tag_binding::bind)),
    ("POST",   "/api/v1/tags/{code}/void",                    || web::post().to(tag_binding::void)),
    ("GET",    "/api/v1/tags/{code}/qr.svg",                  || get().to(tag_images::qr_svg)),
    ("GET",    "/api/v1/tags/{code}/qr.png",                  || get().to(tag_images::qr_png)),
    ("GET",    "/api/v1/tags/{code}/label.zpl",               || get().to(labels::zpl)),
    ("GET",    "/api/v1/children",                            || get().to(children::list)),
    ("POST",   "/api/v1/children",                            || web::post().to(children::create)),
    ("GET",    "/api/v1/children/{id}",                       || get().to(children::get)),
    ("PATCH",  "/api/v1/children/{id}",                       || web::patch().to(children::update)),
    ("DELETE", "/api/v1/children/{id}",                       || web::delete().to(children::purge)),
    ("GET",    "/api/v1/children/{id}/export",                || get().to(child_data::export)),
    ("GET",    "/api/v1/children/{id}/receipt",               || get().to(child_data::receipt)),
    ("GET",    "/api/v1/companions",                          || get().to(companions::list)),
    ("POST",   "/api/v1/companions",                          || web::post().to(companions::create)),
    ("GET",    "/api/v1/companions/{id}",                     || get().to(companions::get)),
    ("PATCH",  "/api/v1/companions/{id}",                     || web::patch().to(companions::update)),
    ("GET",    "/api/v1/companions/{id}/journeys",            || get().to(companions::list_journeys)),
    ("POST",   "/api/v1/check-ins",                           || web::post().to(check_ins::check_in)),
    ("GET",    "/api/v1/visits",                              || get().to(visits::list)),
    ("POST",   "/api/v1/visits",                              || web::post().to(visits::create)),
    ("GET",    "/api/v1/visits/{id}",                         || get().to(visits::get)),
    ("PATCH",  "/api/v1/visits/{id}",                         || web::patch().to(visits::update)),
    ("POST",   "/api/v1/visits/{id}/moves",                   || web::post().to(moves::create)),
    ("PUT",    "/api/v1/visits/{id}/hold",                    || web::put().to(holds::create)),
    ("DELETE", "/api/v1/visits/{id}/hold",                    || web::delete().to(holds::release)),
    ("GET",    "/api/v1/visits/{id}/family-links",            || get().to(family_links_api::list)),
    ("POST",   "/api/v1/visits/{id}/family-links",            || web::post().to(family_links_api::create)),
    ("DELETE", "/api/v1/family-links/{id}",                   || web::delete().to(family_links_api::revoke)),
    ("GET",    "/api/v1/family/{token}",                      || get().to(family_api::get)),
    ("GET",    "/api/v1/family/{token}/events",               || get().to(family_events::stream)),
    ("POST",   "/api/v1/family/{token}/push-subscriptions",   || web::post().to(push_subscriptions::create)),
    ("DELETE", "/api/v1/family/{token}/push-subscriptions/{id}", || web::delete().to(push_subscriptions::delete)),
    ("GET",    "/api/v1/visits/{id}/photo-consent",           || get().to(photo_consent::get)),
    ("PUT",    "/api/v1/visits/{id}/photo-consent",           || web::put().to(photo_consent::create)),
    ("DELETE", "/api/v1/visits/{id}/photo-consent",           || web::delete().to(photo_consent::withdraw)),
    ("POST",   "/api/v1/journeys/{id}/photos",                || web::post().to(photos::upload::upload)),
    ("GET",    "/api/v1/photos",                              || get().to(photos::list)),
    ("GET",    "/api/v1/photos/{id}",                         || get().to(photos::get)),
    ("DELETE", "/api/v1/photos/{id}",                         || web::delete().to(photos::delete)),
    ("POST",   "/api/v1/photos/{id}/release",                 || web::post().to(photos::release)),
    ("GET",    "/api/v1/family/{token}/photos/{id}",          || get().to(family_photos::get)),
    ("GET",    "/api/v1/journeys/{id}/card",                  || get().to(cards::get)),
    ("PUT",    "/api/v1/journeys/{id}/card",                  || web::put().to(cards::release)),
    ("DELETE", "/api/v1/journeys/{id}/card",                  || web::delete().to(cards::withdraw)),
    ("GET",    "/api/v1/journeys/{id}/card.pdf",              || get().to(card_pdfs::get)),
    ("GET",    "/api/v1/family/{token}/card.pdf",             || get().to(card_pdfs::get_for_family)),
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
    ("GET",    "/api/v1/reports/summary",                     || get().to(reports::get_summary)),
    ("GET",    "/",                                           || get().to(home::home)),
    ("GET",    "/problems/{code}",                            || get().to(problem_pages::problem_page)),
    ("GET",    "/healthz",                                    || get().to(health::healthz)),
    ("GET",    "/readyz",                                     || get().to(health::readyz)),
    ("GET",    "/metrics",                                    || get().to(health::metrics)),
    ("GET",    "/openapi.yaml",                               || get().to(openapi::openapi_yaml)),
    ("GET",    "/docs",                                       || get().to(docs::page)),
    ("GET",    "/docs/{file}",                                || get().to(docs::asset)),
];

/// HTML pages and what they load; not part of openapi.yaml.
#[rustfmt::skip]
pub(crate) const PAGE_ROUTES: &[RouteEntry] = &[
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

pub(crate) fn all() -> impl Iterator<Item = &'static RouteEntry> {
    API_ROUTES.iter().chain(PAGE_ROUTES)
}

/// Method and path of each API route, for the test that compares them with openapi.yaml.
#[must_use]
pub fn api_routes() -> Vec<(&'static str, &'static str)> {
    API_ROUTES.iter().map(|&(method, path, _)| (method, path)).collect()
}

/// Method and path of each page route, for the tests that visit them all.
#[must_use]
pub fn page_routes() -> Vec<(&'static str, &'static str)> {
    PAGE_ROUTES.iter().map(|&(method, path, _)| (method, path)).collect()
}

/// A GET route also answers HEAD.
pub(crate) fn get() -> Route {
    web::route().guard(guard::Any(guard::Get()).or(guard::Head()))
}
