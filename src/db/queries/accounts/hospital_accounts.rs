//! Staff with hospital accounts, and completed OIDC logins.

use diesel::prelude::*;

use super::super::Conn;
use crate::db::models::Staff;
use crate::db::schema::{oidc_logins, staff};
use crate::domain::account::hospital_account::HospitalAccount;
use crate::domain::time::Time;

pub fn staff_by_account(conn: &mut Conn, account: &HospitalAccount) -> QueryResult<Option<Staff>> {
    let of_issuer = staff::table.filter(staff::issuer.eq(&account.issuer));
    of_issuer.filter(staff::subject.eq(&account.subject)).first(conn).optional()
}

pub fn use_oidc_login(conn: &mut Conn, attempt_hash: &[u8], now: Time) -> QueryResult<bool> {
    let new = (oidc_logins::attempt_hash.eq(attempt_hash), oidc_logins::used_at.eq(now));
    let insert = diesel::insert_into(oidc_logins::table).values(new).on_conflict_do_nothing();
    insert.execute(conn).map(|rows| rows == 1)
}

pub fn delete_oidc_logins_before(conn: &mut Conn, time: Time) -> QueryResult<()> {
    let old = oidc_logins::table.filter(oidc_logins::used_at.lt(time));
    diesel::delete(old).execute(conn).map(drop)
}
