//! The scan page. Everything that needs a choice opens on the page itself, so it works offline.

mod action_button;
mod action_menus;
mod button;
mod button_action;
mod buttons;
pub mod coat;
mod context;
mod facts;
mod form;
mod history;
mod move_buttons;
pub mod page;
pub mod record;
pub mod replace_tag;
pub mod screening;
mod step_text;
