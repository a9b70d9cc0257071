//! Numbers with their noun in the output of commands.

use std::fmt::Display;

pub(super) fn count<N: Copy + Display + From<u8> + PartialEq>(
    number: N,
    one: &str,
    many: &str,
) -> String {
    let noun = if number == N::from(1) { one } else { many };
    format!("{number} {noun}")
}
