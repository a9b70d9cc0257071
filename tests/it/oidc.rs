//! Signing in with a hospital account, against a sign-in that the test runs itself and that may lie.

mod browser;
mod provider;

mod sign_in;
mod forged_tokens;
mod login_flow;
mod pages;

use std::rc::Rc;

use browser::Guest;
use provider::Sign;

use crate::databases::Database;
use crate::test_app::{Hospital, Wishes};

/// A hospital whose people may come by its own sign-in.
async fn hospital(db: Database, provider: &Sign) -> Rc<Hospital> {
    let hospital = Hospital::open_with(db, wishes(provider)).await;
    provider.goes_by(&hospital.app.clock);
    hospital
}

fn wishes(provider: &Sign) -> Wishes {
    Wishes { accounts: Some(provider.known_to_the_house()), ..Wishes::default() }
}

/// How many there are of something.
async fn count(hospital: &Hospital, of: &str) -> usize {
    hospital.db.lines(&format!("SELECT 'x' AS line FROM {of}")).await.len()
}

/// How often somebody was refused, as the audit has it.
async fn refused(hospital: &Hospital) -> usize {
    count(hospital, "audit WHERE deed = 'refused'").await
}

/// Everything that a refusal must leave as it is.
async fn untouched(hospital: &Hospital) -> Vec<String> {
    let staff = "SELECT username || ' ' || role || ' ' || revision AS line FROM staff ORDER BY 1";
    let mut all = hospital.db.lines(staff).await;
    all.push(count(hospital, "sessions").await.to_string());
    all.push(count(hospital, "sessions WHERE ended_at IS NOT NULL").await.to_string());
    all.push(count(hospital, "passages").await.to_string());
    all
}
