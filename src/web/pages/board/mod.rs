//! The board of all companions, for phones and wall displays.

pub(crate) mod alert_row;
pub(crate) mod filter;
pub(crate) mod page;
pub(crate) mod row;
pub(crate) mod text;
