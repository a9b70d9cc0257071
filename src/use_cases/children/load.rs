//! Loading a child whose personal data was not purged.

use crate::db::Tx;
use crate::db::models::Child;
use crate::domain::id::ChildId;
use crate::use_cases::{UseCaseResult, or_not_found};

/// The child, unless its personal data was purged.
pub(crate) fn load_unpurged_child(tx: &mut Tx<'_>, id: ChildId) -> UseCaseResult<Child> {
    or_not_found(tx.child(id)?.filter(|child| child.purged_at.is_none()), "child")
}
