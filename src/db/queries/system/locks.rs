//! Who may work on what, one transaction at a time.

use diesel::QueryResult;

use super::super::{Conn, one_at_a_time};
use crate::domain::id::{ChildId, VisitId};
use crate::domain::tag::TagCode;

pub fn lock_child(conn: &mut Conn, id: ChildId) -> QueryResult<()> {
    one_at_a_time(conn, id.uuid().as_bytes())
}

pub fn lock_visit(conn: &mut Conn, id: VisitId) -> QueryResult<()> {
    one_at_a_time(conn, id.uuid().as_bytes())
}

pub fn lock_tag(conn: &mut Conn, code: &TagCode) -> QueryResult<()> {
    one_at_a_time(conn, code.as_str().as_bytes())
}
