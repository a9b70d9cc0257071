//! Locks that a transaction holds until its end.

use diesel::QueryResult;

use super::super::{Conn, advisory_lock};
use crate::domain::id::{ChildId, VisitId};
use crate::domain::tag::TagCode;

pub fn lock_child(conn: &mut Conn, id: ChildId) -> QueryResult<()> {
    advisory_lock(conn, id.uuid().as_bytes())
}

pub fn lock_visit(conn: &mut Conn, id: VisitId) -> QueryResult<()> {
    advisory_lock(conn, id.uuid().as_bytes())
}

pub fn lock_tag(conn: &mut Conn, code: &TagCode) -> QueryResult<()> {
    advisory_lock(conn, code.as_str().as_bytes())
}
