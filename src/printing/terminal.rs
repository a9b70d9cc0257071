//! A QR symbol in a terminal, to be scanned from the screen: two modules per character cell.

use super::qr::Qr;

/// Black on white, whatever the colours of the terminal.
const BLACK_ON_WHITE: &str = "\u{1b}[38;5;16;48;5;231m";
const RESET: &str = "\u{1b}[0m";

/// Draws the symbol with half block characters. Without `colour`, the light modules are drawn: that is right on the
/// dark background of most terminals.
#[must_use]
pub fn terminal(qr: &Qr, colour: bool) -> String {
    let line = |y: usize| (0..qr.full_width()).map(|x| cell(qr, x, y, colour)).collect::<String>();
    let coloured = |cells: String| {
        if colour { format!("{BLACK_ON_WHITE}{cells}{RESET}\n") } else { format!("{cells}\n") }
    };
    (0..qr.full_width()).step_by(2).map(|y| coloured(line(y))).collect()
}

/// The module at `y` and the one below it.
fn cell(qr: &Qr, x: usize, y: usize, draw_dark: bool) -> char {
    let drawn = |y: usize| y < qr.full_width() && qr.is_dark(x, y) == draw_dark;
    match (drawn(y), drawn(y + 1)) {
        (true, true) => '█',
        (true, false) => '▀',
        (false, true) => '▄',
        (false, false) => ' ',
    }
}
