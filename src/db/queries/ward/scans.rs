//! Scans, each with its stored response.

use diesel::prelude::*;

use super::super::Conn;
use crate::db::models::Scan;
use crate::db::schema::scans;
use crate::domain::id::ScanId;

pub fn add_scan(conn: &mut Conn, scan: &Scan) -> QueryResult<()> {
    diesel::insert_into(scans::table).values(scan.clone()).execute(conn).map(drop)
}

pub fn scan(conn: &mut Conn, id: ScanId) -> QueryResult<Option<Scan>> {
    scans::table.find(id).first(conn).optional()
}
