//! What all PDFs share: pages measured in millimetres, and QR symbols as vectors.

use krilla::Document;
use krilla::SerializeSettings;
use krilla::geom::{PathBuilder, Rect};
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla::paint::Fill;
use krilla::surface::Surface;

use super::qr::Qr;

/// A PDF that is being written.
pub(crate) struct Pdf(Document);

impl Pdf {
    /// `language` is the BCP 47 tag that screen readers read the document in.
    pub(crate) fn new(title: &str, language: Option<&str>) -> Self {
        let mut document = Document::new_with(SerializeSettings::default());
        let metadata = Metadata::new().title(title.to_owned());
        document.set_metadata(match language {
            Some(language) => metadata.language(language.to_owned()),
            None => metadata,
        });
        Self(document)
    }

    /// `size` is in millimetres.
    pub(crate) fn add_page(&mut self, size: (f64, f64), draw: impl FnOnce(&mut Surface<'_>)) {
        let settings = PageSettings::from_wh(points(size.0), points(size.1)).unwrap_or_default();
        let mut page = self.0.start_page_with(settings);
        let mut surface = page.surface();
        surface.set_fill(Some(Fill::default()));
        draw(&mut surface);
        surface.finish();
        page.finish();
    }

    /// # Panics
    /// Never: only pictures and fonts can fail a PDF. There are no pictures, and every font was parsed before.
    pub(crate) fn finish(self) -> Vec<u8> {
        self.0.finish().expect("a document of paths and known fonts")
    }
}

/// How much a bar is shrunk at each edge, in millimetres. A printer inks every dot that a shape touches, so dark
/// modules grow by up to a dot. This compensates for some of it, and is less than a dot at 1200 dpi.
const SHRINK: f64 = 0.02;

/// Draws a symbol as one path, the corner of its quiet zone at `x` and `y`. Horizontal and vertical bars overlap, which
/// hides the gaps that shrinking leaves between them.
pub(crate) fn draw_symbol(surface: &mut Surface<'_>, qr: &Qr, (x, y): (f64, f64), module: f64) {
    let mut path = PathBuilder::new();
    let mut add_bar = |(column, row): (usize, usize), (width, height): (usize, usize)| {
        let at = |origin: f64, modules: usize, shrink: f64| {
            points(origin + module * float(modules) + shrink)
        };
        let (left, top) = (at(x, column, SHRINK), at(y, row, SHRINK));
        let (right, bottom) = (at(x, column + width, -SHRINK), at(y, row + height, -SHRINK));
        if let Some(bar) = Rect::from_ltrb(left, top, right, bottom) {
            path.push_rect(bar);
        }
    };
    for (row, column, length) in qr.row_runs() {
        add_bar((column, row), (length, 1));
    }
    // The row runs have drawn every single module already.
    for (column, row, length) in qr.column_runs().filter(|(.., length)| *length > 1) {
        add_bar((column, row), (1, length));
    }
    if let Some(path) = path.finish() {
        surface.draw_path(&path);
    }
}

#[expect(clippy::cast_precision_loss, reason = "a symbol is at most 177 modules wide")]
const fn float(modules: usize) -> f64 {
    modules as f64
}

/// PDF measures in points: 72 to the inch.
#[expect(clippy::cast_possible_truncation, reason = "a page is some thousand points wide")]
pub(crate) fn points(millimetres: f64) -> f32 {
    (millimetres * 72.0 / 25.4) as f32
}
