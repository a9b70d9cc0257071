//! A symbol in a terminal: two modules to a character cell, for the phone in front of the screen.

use super::Qr;

/// Black on white, whatever colours the terminal has.
const PAPER: &str = "\u{1b}[38;5;16;48;5;231m";
const AS_BEFORE: &str = "\u{1b}[0m";

/// Draws the symbol in half blocks. With `colour` the cells are black on white; without, light modules are the
/// ones drawn, which reads rightly on the dark ground most terminals have.
#[must_use]
pub fn terminal(qr: &Qr, colour: bool) -> String {
    let line =
        |y: usize| (0..qr.framed_width()).map(|x| cell(qr, x, y, colour)).collect::<String>();
    let dressed = |cells: String| {
        if colour { format!("{PAPER}{cells}{AS_BEFORE}\n") } else { format!("{cells}\n") }
    };
    (0..qr.framed_width()).step_by(2).map(|y| dressed(line(y))).collect()
}

/// One cell: the module at `y` above the one below it.
fn cell(qr: &Qr, x: usize, y: usize, dark_is_drawn: bool) -> char {
    let drawn = |y: usize| y < qr.framed_width() && qr.is_dark(x, y) == dark_is_drawn;
    match (drawn(y), drawn(y + 1)) {
        (true, true) => '█',
        (true, false) => '▀',
        (false, true) => '▄',
        (false, false) => ' ',
    }
}
