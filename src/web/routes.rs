//! The route tables, one line per route: method, path, handler. Who may call a route is the type of its handler's first
//! parameter.

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
use crate::web::extract::handler::{RouteEntry, route};
use crate::web::extract::permission::Permission;
use crate::web::pages::account::{enrol_phone, home, oidc, pin, sign_in};
use crate::web::pages::family::{self, push};
use crate::web::pages::scan::{coat, record as scan_record, replace_tag, screening};
use crate::web::pages::shared::static_file;
use crate::web::pages::{
    admin, alerts as alert_pages, board, cards as card_pages, check_in, family_hold, family_links,
    finder, offline, photos as photo_pages, place, portraits, print, scanner, tag, wall_display,
};

/// The JSON API, health checks and documentation: exactly the operations of openapi.yaml.
#[rustfmt::skip]
const API: &[fn() -> RouteEntry] = &[
    || route("POST",   "/api/v1/sessions",                                 sessions::create),
    || route("GET",    "/api/v1/sessions/current",                         sessions::get_current),
    || route("DELETE", "/api/v1/sessions/current",                         sessions::delete_current),
    || route("POST",   "/api/v1/sessions/pin",                             sessions::create_by_pin),
    || route("PUT",    "/api/v1/sessions/current/pin",                     sessions::set_pin),
    || route("GET",    "/api/v1/phones",                                   phones::list),
    || route("POST",   "/api/v1/phones",                                   phones::create_offer),
    || route("DELETE", "/api/v1/phones/{id}",                              phones::revoke),
    || route("GET",    "/api/v1/audit",                                    audit_api::list),
    || route("GET",    "/api/v1/settings",                                 settings::get),
    || route("GET",    "/api/v1/service-tokens",                           service_tokens::list),
    || route("POST",   "/api/v1/service-tokens",                           service_tokens::create),
    || route("DELETE", "/api/v1/service-tokens/{id}",                      service_tokens::revoke),
    || route("GET",    "/api/v1/staff",                                    staff::list),
    || route("POST",   "/api/v1/staff",                                    staff::create),
    || route("PATCH",  "/api/v1/staff/{id}",                               staff::update),
    || route("GET",    "/api/v1/places",                                   places::list),
    || route("POST",   "/api/v1/places",                                   places::create),
    || route("GET",    "/api/v1/places/{id}",                              places::get),
    || route("PATCH",  "/api/v1/places/{id}",                              places::update),
    || route("GET",    "/api/v1/places/{id}/qr.svg",                       places::qr_svg),
    || route("GET",    "/api/v1/places/{id}/poster.pdf",                   posters::poster),
    || route("GET",    "/api/v1/label-layouts",                            labels::list_layouts),
    || route("POST",   "/api/v1/tags/sheet.pdf",                           labels::sheet),
    || route("POST",   "/api/v1/tags",                                     tags::create),
    || route("GET",    "/api/v1/tags/{code}",                              tags::get),
    || route("PUT",    "/api/v1/tags/{code}/companion",                    tag_binding::bind),
    || route("POST",   "/api/v1/tags/{code}/void",                         tag_binding::void),
    || route("GET",    "/api/v1/tags/{code}/qr.svg",                       tag_images::qr_svg),
    || route("GET",    "/api/v1/tags/{code}/qr.png",                       tag_images::qr_png),
    || route("GET",    "/api/v1/tags/{code}/label.zpl",                    labels::zpl),
    || route("GET",    "/api/v1/children",                                 children::list),
    || route("POST",   "/api/v1/children",                                 children::create),
    || route("GET",    "/api/v1/children/{id}",                            children::get),
    || route("PATCH",  "/api/v1/children/{id}",                            children::update),
    || route("DELETE", "/api/v1/children/{id}",                            children::purge),
    || route("GET",    "/api/v1/children/{id}/export",                     child_data::export),
    || route("GET",    "/api/v1/children/{id}/receipt",                    child_data::receipt),
    || route("GET",    "/api/v1/companions",                               companions::list),
    || route("POST",   "/api/v1/companions",                               companions::create),
    || route("GET",    "/api/v1/companions/{id}",                          companions::get),
    || route("PATCH",  "/api/v1/companions/{id}",                          companions::update),
    || route("GET",    "/api/v1/companions/{id}/journeys",                 companions::list_journeys),
    || route("POST",   "/api/v1/check-ins",                                check_ins::check_in),
    || route("GET",    "/api/v1/visits",                                   visits::list),
    || route("POST",   "/api/v1/visits",                                   visits::create),
    || route("GET",    "/api/v1/visits/{id}",                              visits::get),
    || route("PATCH",  "/api/v1/visits/{id}",                              visits::update),
    || route("POST",   "/api/v1/visits/{id}/moves",                        moves::create),
    || route("PUT",    "/api/v1/visits/{id}/hold",                         holds::create),
    || route("DELETE", "/api/v1/visits/{id}/hold",                         holds::release),
    || route("GET",    "/api/v1/visits/{id}/family-links",                 family_links_api::list),
    || route("POST",   "/api/v1/visits/{id}/family-links",                 family_links_api::create),
    || route("DELETE", "/api/v1/family-links/{id}",                        family_links_api::revoke),
    || route("GET",    "/api/v1/family/{token}",                           family_api::get),
    || route("GET",    "/api/v1/family/{token}/events",                    family_events::stream),
    || route("POST",   "/api/v1/family/{token}/push-subscriptions",        push_subscriptions::create),
    || route("DELETE", "/api/v1/family/{token}/push-subscriptions/{id}",   push_subscriptions::delete),
    || route("GET",    "/api/v1/visits/{id}/photo-consent",                photo_consent::get),
    || route("PUT",    "/api/v1/visits/{id}/photo-consent",                photo_consent::create),
    || route("DELETE", "/api/v1/visits/{id}/photo-consent",                photo_consent::withdraw),
    || route("POST",   "/api/v1/journeys/{id}/photos",                     photos::upload::upload),
    || route("GET",    "/api/v1/photos",                                   photos::list),
    || route("GET",    "/api/v1/photos/{id}",                              photos::get),
    || route("DELETE", "/api/v1/photos/{id}",                              photos::delete),
    || route("POST",   "/api/v1/photos/{id}/release",                      photos::release),
    || route("GET",    "/api/v1/family/{token}/photos/{id}",               family_photos::get),
    || route("GET",    "/api/v1/journeys/{id}/card",                       cards::get),
    || route("PUT",    "/api/v1/journeys/{id}/card",                       cards::release),
    || route("DELETE", "/api/v1/journeys/{id}/card",                       cards::withdraw),
    || route("GET",    "/api/v1/journeys/{id}/card.pdf",                   card_pdfs::get),
    || route("GET",    "/api/v1/family/{token}/card.pdf",                  card_pdfs::get_for_family),
    || route("GET",    "/api/v1/journeys",                                 journeys::list),
    || route("GET",    "/api/v1/journeys/{id}",                            journeys::get),
    || route("GET",    "/api/v1/journeys/{id}/steps",                      steps::list),
    || route("POST",   "/api/v1/journeys/{id}/steps",                      steps::record),
    || route("POST",   "/api/v1/journeys/{id}/steps/{step_id}/void",       steps::void),
    || route("POST",   "/api/v1/scans",                                    scans::record),
    || route("POST",   "/api/v1/scans/batch",                              scans::record_batch),
    || route("GET",    "/api/v1/alerts",                                   alerts::list),
    || route("POST",   "/api/v1/alerts/{id}/resolve",                      alerts::resolve),
    || route("GET",    "/api/v1/events",                                   events::stream),
    || route("GET",    "/api/v1/reports/summary",                          reports::get_summary),
    || route("GET",    "/",                                                home::home),
    || route("GET",    "/problems/{code}",                                 problem_pages::problem_page),
    || route("GET",    "/healthz",                                         health::healthz),
    || route("GET",    "/readyz",                                          health::readyz),
    || route("GET",    "/metrics",                                         health::metrics),
    || route("GET",    "/openapi.yaml",                                    openapi::openapi_yaml),
    || route("GET",    "/docs",                                            docs::page),
    || route("GET",    "/docs/{file}",                                     docs::asset),
];

/// HTML pages and what they load; not part of openapi.yaml.
#[rustfmt::skip]
const PAGES: &[fn() -> RouteEntry] = &[
    || route("GET",    "/sign-in",                                         sign_in::show),
    || route("POST",   "/sign-in",                                         sign_in::sign_in),
    || route("GET",    "/sign-in/hospital",                                oidc::start),
    || route("GET",    "/sign-in/hospital/back",                           oidc::callback),
    || route("POST",   "/sign-out",                                        sign_in::sign_out),
    || route("GET",    "/T/{code}",                                        tag::show),
    || route("POST",   "/T/{code}",                                        finder::create),
    || route("GET",    "/t/{code}",                                        tag::show),
    || route("POST",   "/t/{code}",                                        finder::create),
    || route("POST",   "/T/{code}/acts",                                   scan_record::create),
    || route("POST",   "/T/{code}/undo",                                   scan_record::undo),
    || route("GET",    "/T/{code}/screening",                              screening::show),
    || route("POST",   "/T/{code}/screening",                              screening::create),
    || route("GET",    "/T/{code}/replace",                                replace_tag::start),
    || route("POST",   "/T/{code}/replace",                                replace_tag::replace),
    || route("GET",    "/T/{code}/family",                                 family_links::show),
    || route("POST",   "/T/{code}/family",                                 family_links::invite),
    || route("POST",   "/T/{code}/family/{id}/revoke",                     family_links::revoke),
    || route("POST",   "/T/{code}/coat",                                   coat::update),
    || route("GET",    "/T/{code}/hold",                                   family_hold::confirm_permanent),
    || route("POST",   "/T/{code}/hold",                                   family_hold::create),
    || route("POST",   "/T/{code}/hold/release",                           family_hold::release),
    || route("GET",    "/admin",                                           admin::home::home),
    || route("GET",    "/admin/staff",                                     admin::staff::list),
    || route("POST",   "/admin/staff",                                     admin::staff::create),
    || route("GET",    "/admin/staff.csv",                                 admin::staff::export),
    || route("GET",    "/admin/staff/import",                              admin::import::staff),
    || route("POST",   "/admin/staff/import",                              admin::import::import_staff),
    || route("GET",    "/admin/staff/{id}",                                admin::staff_member::show),
    || route("POST",   "/admin/staff/{id}",                                admin::staff_member::update),
    || route("GET",    "/admin/places",                                    admin::places::list),
    || route("POST",   "/admin/places",                                    admin::places::create),
    || route("GET",    "/admin/places.csv",                                admin::places::export),
    || route("GET",    "/admin/places/import",                             admin::import::places),
    || route("POST",   "/admin/places/import",                             admin::import::import_places),
    || route("GET",    "/admin/places/{id}",                               admin::place::show),
    || route("POST",   "/admin/places/{id}",                               admin::place::update),
    || route("GET",    "/admin/tags",                                      admin::tags::list),
    || route("POST",   "/admin/tags",                                      admin::tags::create),
    || route("GET",    "/admin/tags.csv",                                  admin::tags::export),
    || route("GET",    "/admin/tags/{code}",                               admin::tags::show),
    || route("POST",   "/admin/tags/{code}",                               admin::tags::void),
    || route("GET",    "/admin/settings",                                  admin::settings::show),
    || route("GET",    "/admin/tokens",                                    admin::tokens::list),
    || route("POST",   "/admin/tokens",                                    admin::tokens::create),
    || route("POST",   "/admin/tokens/{id}",                               admin::tokens::revoke),
    || route("GET",    "/check-in/{code}",                                 check_in::open),
    || route("POST",   "/check-in/{code}",                                 check_in::create),
    || route("GET",    "/P/{code}",                                        place::show),
    || route("GET",    "/p/{code}",                                        place::show),
    || route("POST",   "/P/{code}/leave",                                  place::clear_location),
    || route("POST",   "/P/{code}/sweep",                                  place::start_sweep),
    || route("POST",   "/P/{code}/sweep/end",                              place::end_sweep),
    || route("POST",   "/P/{code}/missing",                                place::report_missing),
    || route("GET",    "/f/sw.js",                                         push::worker),
    || route("GET",    "/f/{token}",                                       family::show),
    || route("GET",    "/f/{token}/app.webmanifest",                       family::manifest),
    || route("GET",    "/f/{token}/card",                                  family::card::show),
    || route("GET",    "/f/{token}/passport",                              family::passport::show),
    || route("GET",    "/T/{code}/card",                                   card_pages::show),
    || route("POST",   "/T/{code}/card",                                   card_pages::release),
    || route("POST",   "/T/{code}/card/withdraw",                          card_pages::withdraw),
    || route("GET",    "/pin",                                             pin::show),
    || route("POST",   "/pin",                                             pin::set),
    || route("GET",    "/e/{code}",                                        enrol_phone::show),
    || route("POST",   "/e/{code}",                                        enrol_phone::enrol),
    || route("GET",    "/admin/phones",                                    admin::phones::show),
    || route("POST",   "/admin/phones",                                    admin::phones::create_enrolment),
    || route("POST",   "/admin/phones/{id}/revoke",                        admin::phones::revoke),
    || route("GET",    "/print",                                           print::show),
    || route("POST",   "/print",                                           print::create_tags),
    || route("GET",    "/print/tags.pdf",                                  print::sheet),
    || route("GET",    "/board",                                           board::page::show),
    || route("GET",    "/board/rows",                                      board::page::rows),
    || route("GET",    "/alerts/{id}",                                     alert_pages::show),
    || route("POST",   "/alerts/{id}",                                     alert_pages::resolve),
    || route("GET",    "/wall",                                            wall_display::show),
    || route("POST",   "/wall",                                            wall_display::pair),
    || route("GET",    "/pictures/{version}/{name}",                       portraits::show),
    || route("GET",    "/scan",                                            scanner::show),
    || route("POST",   "/scan/frame",                                      scanner::decode_frame),
    || route("GET",    "/photos",                                          photo_pages::list),
    || route("POST",   "/photos/{id}/release",                             photo_pages::release),
    || route("POST",   "/photos/{id}/delete",                              photo_pages::delete),
    || route("POST",   "/T/{code}/photo-consent",                          photo_pages::consent),
    || route("GET",    "/queue",                                           offline::queue),
    || route("GET",    "/offline",                                         offline::offline),
    || route("GET",    "/sw.js",                                           offline::service_worker),
    || route("GET",    "/manifest.webmanifest",                            offline::manifest),
    || route("GET",    "/static/{version}/{file}",                         static_file::show),
];

/// All routes, API first.
pub(crate) fn all() -> impl Iterator<Item = RouteEntry> {
    API.iter().chain(PAGES).map(|entry| entry())
}

/// Method, path and permission of each API route, for the test that compares them with openapi.yaml.
#[must_use]
pub fn api_routes() -> Vec<(&'static str, &'static str, Permission)> {
    listed(API)
}

/// Method, path and permission of each page route, for the tests that visit them all.
#[must_use]
pub fn page_routes() -> Vec<(&'static str, &'static str, Permission)> {
    listed(PAGES)
}

fn listed(routes: &[fn() -> RouteEntry]) -> Vec<(&'static str, &'static str, Permission)> {
    let entries = routes.iter().map(|entry| entry());
    entries.map(|entry| (entry.method, entry.path, entry.permission)).collect()
}
