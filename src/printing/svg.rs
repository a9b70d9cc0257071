//! A symbol as SVG: one path on one white square, sharp at any size.

use std::fmt::Write as _;

use super::Qr;

/// How wide a module is when the picture is printed as it is. Half a millimetre is four dots of a 203 dpi
/// printer, more of a finer one, and above the 0.33 mm a phone wants.
const MODULE_MM: f64 = 0.5;

/// Draws the symbol with its quiet zone; one unit of the picture is one module.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "a symbol is at most 177 modules wide")]
pub fn svg(qr: &Qr) -> String {
    let side = qr.framed_width();
    let mm = side as f64 * MODULE_MM;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{mm}mm\" height=\"{mm}mm\" viewBox=\"0 0 {side} {side}\" \
         shape-rendering=\"crispEdges\"><rect width=\"{side}\" height=\"{side}\" fill=\"#fff\"/>\
         <path fill=\"#000\" d=\"{}\"/></svg>\n",
        path(qr)
    )
}

/// Every run of dark modules in a row as one rectangle.
fn path(qr: &Qr) -> String {
    let mut path = String::new();
    for (y, x, run) in qr.rows() {
        // Writing to a string cannot fail.
        let _ = write!(path, "M{x} {y}h{run}v1h-{run}z");
    }
    path
}
