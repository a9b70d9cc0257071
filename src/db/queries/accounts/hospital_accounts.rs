//! Hospital accounts, and the ways on which somebody came in by one.

use diesel::prelude::*;

use super::super::Conn;
use crate::db::models::Staff;
use crate::db::schema::{oidc_logins, staff};
use crate::domain::account::hospital_account::HospitalAccount;
use crate::domain::time::Time;

pub fn staff_by_account(conn: &mut Conn, account: &HospitalAccount) -> QueryResult<Option<Staff>> {
    let vouched = staff::table.filter(staff::issuer.eq(&account.issuer));
    vouched.filter(staff::subject.eq(&account.subject)).first(conn).optional()
}

pub fn use_oidc_login(conn: &mut Conn, mark: &[u8], now: Time) -> QueryResult<bool> {
    let new = (oidc_logins::attempt_hash.eq(mark), oidc_logins::used_at.eq(now));
    let kept = diesel::insert_into(oidc_logins::table).values(new).on_conflict_do_nothing();
    kept.execute(conn).map(|rows| rows == 1)
}

pub fn delete_oidc_logins_before(conn: &mut Conn, time: Time) -> QueryResult<()> {
    let over = oidc_logins::table.filter(oidc_logins::used_at.lt(time));
    diesel::delete(over).execute(conn).map(drop)
}
