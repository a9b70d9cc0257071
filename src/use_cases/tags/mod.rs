//! Tags: creating, binding, replacing and looking them up.

pub mod bind_tag;
pub mod finder_message;
pub mod create_tags;
pub mod tag_lookup;
pub mod replace_tag;
