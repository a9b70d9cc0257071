//! Substring search in lists.

use diesel::sql_types::{Integer, Text};

diesel::define_sql_function! {
    /// Lower case. SQLite only converts ASCII, so both sides of a comparison use this.
    fn lower(text: Text) -> Text;
}

diesel::define_sql_function! {
    /// `count` characters of a text from position `from`, counted from 1.
    #[sql_name = "substr"]
    fn substr(text: Text, from: Integer, count: Integer) -> Text;
}

/// The escape character of LIKE patterns.
pub const ESCAPE: char = '!';

/// The LIKE pattern for texts that contain `typed`.
pub fn contains(typed: &str) -> String {
    let mut pattern = String::from("%");
    for character in typed.chars() {
        if ['%', '_', ESCAPE].contains(&character) {
            pattern.push(ESCAPE);
        }
        pattern.push(character);
    }
    pattern.push('%');
    pattern
}
