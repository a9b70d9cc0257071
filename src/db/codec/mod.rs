//! Domain values as the JSON that is stored in columns.

pub(crate) mod card;
pub(crate) mod receipt;
pub(crate) mod state;
pub(crate) mod step;
