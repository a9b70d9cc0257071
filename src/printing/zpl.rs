//! One label as ZPL, the command language of thermal printers.

use std::fmt::Write as _;

use super::label_layout::{LabelArea, LabelArrangement};
use super::qr::{QUIET_ZONE, Qr};
use crate::domain::error::DomainError;
use crate::domain::string_enum::string_enum;
use crate::domain::tag::TagCode;

string_enum! {
    /// The resolution of a thermal printer, in the dpi it is sold as.
    pub enum PrintHead {
        Dpi203 = "203",
        Dpi300 = "300",
        Dpi600 = "600",
    }
}

impl PrintHead {
    #[must_use]
    pub const fn dots_per_mm(self) -> f64 {
        match self {
            // A printer sold as 203 dpi has exactly 8 dots per millimetre.
            Self::Dpi203 => 8.0,
            Self::Dpi300 => 300.0 / 25.4,
            Self::Dpi600 => 600.0 / 25.4,
        }
    }
}

/// The largest magnification that `^BQ` accepts.
const MAX_MAGNIFICATION: u32 = 10;
/// Printers place a QR symbol this many dots below the origin of its field.
const QR_TOP_OFFSET: u32 = 10;

/// `size` is in millimetres.
pub fn zpl(
    code: &TagCode,
    qr: &Qr,
    address: &str,
    size: (f64, f64),
    head: PrintHead,
) -> Result<String, DomainError> {
    let area =
        LabelArea { max_module: MAX_MAGNIFICATION, ..LabelArea::new(size, head.dots_per_mm()) };
    let arrangement = LabelArrangement::new(area, qr, code)?;
    let quiet_zone = u32::try_from(QUIET_ZONE).unwrap_or(u32::MAX) * arrangement.module;
    let x = arrangement.symbol.0 + quiet_zone;
    let y = (arrangement.symbol.1 + quiet_zone).saturating_sub(QR_TOP_OFFSET);
    let mut label = format!("^XA^CI28^PW{}^LL{}^LH0,0\n", area.width, area.height);
    // Level Q is set in the command and again in its data. The input mode is explicit too, so that the printer draws the
    // same symbol that was measured.
    let data = escape(&format!("QM,A{address}"));
    let _ = writeln!(label, "^FO{x},{y}^BQN,2,{},Q^FH_^FD{data}^FS", arrangement.module);
    for (line, nth) in arrangement.lines.iter().zip(0..) {
        let top = arrangement.text.1 + nth * arrangement.line_height;
        let (left, size, data) = (arrangement.text.0, arrangement.font_size, escape(line));
        let centring = if arrangement.is_centred {
            format!("^FB{},1,0,C", arrangement.text_width)
        } else {
            String::new()
        };
        let _ = writeln!(label, "^FO{left},{top}^A0N,{size},{size}{centring}^FH_^FD{data}^FS");
    }
    label.push_str("^PQ1^XZ\n");
    Ok(label)
}

/// Escapes every byte that could start a printer command, as `^FH` expects it: an underscore and two hex digits.
fn escape(text: &str) -> String {
    let mut data = String::new();
    for byte in text.bytes() {
        match byte {
            b'^' | b'~' | b'_' | b'\\' | 0..=31 | 127.. => {
                let _ = write!(data, "_{byte:02X}");
            }
            plain => data.push(char::from(plain)),
        }
    }
    data
}
