//! A QR symbol as SVG: one path on a white square, sharp at any size.

use std::fmt::Write as _;

use super::qr::Qr;

/// The printed width of a module: four dots of a 203 dpi printer, and more than the 0.33 mm that a phone needs.
const MODULE_MM: f64 = 0.5;

/// Includes the quiet zone. One unit of the picture is one module.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "a symbol is at most 177 modules wide")]
pub fn svg(qr: &Qr) -> String {
    let side = qr.full_width();
    let mm = side as f64 * MODULE_MM;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{mm}mm\" height=\"{mm}mm\" viewBox=\"0 0 {side} {side}\" \
         shape-rendering=\"crispEdges\"><rect width=\"{side}\" height=\"{side}\" fill=\"#fff\"/>\
         <path fill=\"#000\" d=\"{}\"/></svg>\n",
        path(qr)
    )
}

/// Each run of dark modules in a row as one rectangle.
fn path(qr: &Qr) -> String {
    let mut path = String::new();
    for (y, x, length) in qr.row_runs() {
        // Writing to a string cannot fail.
        let _ = write!(path, "M{x} {y}h{length}v1h-{length}z");
    }
    path
}
