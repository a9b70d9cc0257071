//! One label as ZPL, for a thermal printer that speaks it.

use std::fmt::Write as _;

use super::label_layout::{LabelArea, LabelArrangement};
use super::{QUIET_ZONE, Qr};
use crate::domain::error::DomainError;
use crate::domain::string_enum::string_enum;
use crate::domain::tag::TagCode;

string_enum! {
    /// How fine a thermal printer's head is, by what its maker calls it.
    pub enum PrintHead {
        /// 203 dots to the inch: 8 to the millimetre.
        Dpi203 = "203",
        /// 300 dots to the inch.
        Dpi300 = "300",
        /// 600 dots to the inch.
        Dpi600 = "600",
    }
}

impl PrintHead {
    /// How many dots a millimetre has.
    #[must_use]
    pub const fn dots_per_mm(self) -> f64 {
        match self {
            Self::Dpi203 => 8.0,
            Self::Dpi300 => 300.0 / 25.4,
            Self::Dpi600 => 600.0 / 25.4,
        }
    }
}

/// The largest magnification that `^BQ` takes.
const LARGEST: u32 = 10;
/// How far below its origin a printer begins a QR symbol: the height of a bar code nobody asked for.
const SUNK: u32 = 10;

/// Writes a label of `size` millimetres for a printer of this head.
///
/// # Errors
/// [`Refusal::LabelTooSmall`].
pub fn zpl(
    code: &TagCode,
    qr: &Qr,
    address: &str,
    size: (f64, f64),
    head: PrintHead,
) -> Result<String, DomainError> {
    let blank = LabelArea { largest_module: LARGEST, ..LabelArea::of(size, head.dots_per_mm()) };
    let face = LabelArrangement::arrange(blank, qr, code)?;
    let frame = u32::try_from(QUIET_ZONE).unwrap_or(u32::MAX) * face.module;
    let (x, y) = (face.symbol.0 + frame, (face.symbol.1 + frame).saturating_sub(SUNK));
    let mut label = format!("^XA^CI28^PW{}^LL{}^LH0,0\n", blank.width, blank.height);
    // Level Q stands in the command and in its data; mode and letters are said rather than left to be guessed,
    // so that the symbol is the one that was measured.
    let data = field(&format!("QM,A{address}"));
    let _ = writeln!(label, "^FO{x},{y}^BQN,2,{},Q^FH_^FD{data}^FS", face.module);
    for (line, nth) in face.lines.iter().zip(0..) {
        let top = face.text.1 + nth * face.line_height;
        let (left, size, data) = (face.text.0, face.letters, field(line));
        let middle =
            if face.centred { format!("^FB{},1,0,C", face.text_width) } else { String::new() };
        let _ = writeln!(label, "^FO{left},{top}^A0N,{size},{size}{middle}^FH_^FD{data}^FS");
    }
    label.push_str("^PQ1^XZ\n");
    Ok(label)
}

/// Text as a field's data: what would command the printer is written by its number.
fn field(text: &str) -> String {
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
