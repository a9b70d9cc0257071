//! Who may work on what, one transaction at a time.

use diesel::QueryResult;
use uuid::Uuid;

use super::{Conn, one_at_a_time};
use crate::domain::id::{ChildId, JourneyId, VisitId};
use crate::domain::tag::Code;

pub fn lock_child(conn: &mut Conn, id: ChildId) -> QueryResult<()> {
    one_at_a_time(conn, id.uuid())
}

pub fn lock_visit(conn: &mut Conn, id: VisitId) -> QueryResult<()> {
    one_at_a_time(conn, id.uuid())
}

pub fn lock_journey(conn: &mut Conn, id: JourneyId) -> QueryResult<()> {
    one_at_a_time(conn, id.uuid())
}

pub fn lock_tag(conn: &mut Conn, code: &Code) -> QueryResult<()> {
    // Its thirteen letters stand for it: the same on every node and in every release.
    let key = code.as_str().bytes().fold(0, |key, letter| (key << 8) | u128::from(letter));
    one_at_a_time(conn, Uuid::from_u128(key))
}
