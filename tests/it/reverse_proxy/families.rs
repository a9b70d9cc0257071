//! A waiting room full of families, behind one address and behind the proxy.

use serde_json::json;

use super::site::Site;
use crate::builders;
use crate::databases::Database;
use crate::test_app::{TestOptions, default_limits};

/// The last byte of the address of the waiting room.
const WAITING_ROOM: u8 = 2;
const VISITS: usize = 10;
const FAMILIES_PER_VISIT: usize = 30;

#[actix_web::test]
async fn three_hundred_families_behind_one_address_see_their_pages() {
    let options = TestOptions { rate_limits: default_limits(), ..TestOptions::default() };
    let site = Site::open(Database::sqlite(), options).await;
    let nurse = site.hospital.nurse().await;
    let mut pages = Vec::new();
    for _ in 0..VISITS {
        let bear = builders::check_in(&nurse).await;
        for _ in 0..FAMILIES_PER_VISIT {
            pages.push(builders::invite_with(&nurse, &bear.visit, json!({})).await.page());
        }
    }
    let room = site.seen_from(WAITING_ROOM);
    // Twice within a minute: a page is loaded again when something has changed.
    for _ in 0..2 {
        for page in &pages {
            let request = room.client().get(format!("{}{page}", room.base()));
            let response = request.send().await.expect("a page");
            assert_eq!(response.status(), 200);
            assert!(response.text().await.expect("text").contains("Biscuit"));
        }
    }
}
