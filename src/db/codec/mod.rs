//! Domain values as JSON in columns.

pub(crate) mod card;
pub(crate) mod receipt;
pub(crate) mod state;
pub(crate) mod step;
