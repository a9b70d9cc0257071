//! Searching in lists: which texts hold what somebody typed, whatever signs are in it.

use diesel::sql_types::{Integer, Text};

diesel::define_sql_function! {
    /// In small letters. SQLite knows those of ASCII alone, so both sides of a comparison go through it.
    fn lower(text: Text) -> Text;
}

diesel::define_sql_function! {
    /// So many signs of a text, from this one on, counted from 1.
    #[sql_name = "substr"]
    fn begins(text: Text, from: Integer, count: Integer) -> Text;
}

/// What takes its meaning from the sign behind it.
pub const PLAIN: char = '!';

/// The pattern of every text that holds `typed`, in which % and _ are nothing but signs.
pub fn holding(typed: &str) -> String {
    let mut pattern = String::from("%");
    for sign in typed.chars() {
        if ['%', '_', PLAIN].contains(&sign) {
            pattern.push(PLAIN);
        }
        pattern.push(sign);
    }
    pattern.push('%');
    pattern
}
