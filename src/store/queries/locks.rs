//! Who may work on what, one transaction at a time.

use diesel::QueryResult;

use super::{Conn, one_at_a_time};
use crate::domain::id::{JourneyId, VisitId};

pub fn lock_visit(conn: &mut Conn, id: VisitId) -> QueryResult<()> {
    one_at_a_time(conn, id.uuid())
}

pub fn lock_journey(conn: &mut Conn, id: JourneyId) -> QueryResult<()> {
    one_at_a_time(conn, id.uuid())
}
