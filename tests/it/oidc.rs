//! Sign-in with hospital accounts, against a mock provider that can misbehave.

mod browser;
mod provider;

mod sign_in;
mod forged_tokens;
mod login_flow;
mod pages;

use std::rc::Rc;

use browser::TestBrowser;
use provider::MockProvider;

use crate::databases::Database;
use crate::test_app::{TestHospital, TestOptions};

async fn hospital(db: Database, provider: &MockProvider) -> Rc<TestHospital> {
    let hospital = TestHospital::start_with(db, options(provider)).await;
    provider.use_clock(&hospital.app.clock);
    hospital
}

fn options(provider: &MockProvider) -> TestOptions {
    TestOptions { accounts: Some(provider.client()), ..TestOptions::default() }
}

async fn count(hospital: &TestHospital, of: &str) -> usize {
    hospital.db.lines(&format!("SELECT 'x' AS line FROM {of}")).await.len()
}

/// The number of refused sign-ins in the audit log.
async fn count_refusals(hospital: &TestHospital) -> usize {
    count(hospital, "audit WHERE action = 'refused'").await
}

/// Everything that a refused sign-in must not change.
async fn database_state(hospital: &TestHospital) -> Vec<String> {
    let staff = "SELECT username || ' ' || role || ' ' || revision AS line FROM staff ORDER BY 1";
    let mut all = hospital.db.lines(staff).await;
    all.push(count(hospital, "sessions").await.to_string());
    all.push(count(hospital, "sessions WHERE ended_at IS NOT NULL").await.to_string());
    all.push(count(hospital, "oidc_logins").await.to_string());
    all
}
