//! What every PDF of ours has in common: pages measured in millimetres, symbols as vectors in black ink.

use krilla::Document;
use krilla::SerializeSettings;
use krilla::geom::{PathBuilder, Rect};
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla::paint::Fill;
use krilla::surface::Surface;

use super::Qr;

/// A PDF that is being written.
pub(crate) struct Pdf(Document);

impl Pdf {
    /// Begins one; `title` is what a viewer shows above it, and `language` what it is read aloud in, where that is
    /// known.
    pub(crate) fn begin(title: &str, language: Option<&str>) -> Self {
        let mut document = Document::new_with(SerializeSettings::default());
        let about = Metadata::new().title(title.to_owned());
        document.set_metadata(match language {
            Some(language) => about.language(language.to_owned()),
            None => about,
        });
        Self(document)
    }

    /// Adds a page of these millimetres.
    pub(crate) fn page(&mut self, size: (f64, f64), draw: impl FnOnce(&mut Surface<'_>)) {
        let settings = PageSettings::from_wh(points(size.0), points(size.1)).unwrap_or_default();
        let mut page = self.0.start_page_with(settings);
        let mut surface = page.surface();
        surface.set_fill(Some(Fill::default()));
        draw(&mut surface);
        surface.finish();
        page.finish();
    }

    /// The finished file.
    ///
    /// # Panics
    /// Never: what fails a PDF are pictures and fonts, and of those only fonts that were read before are used.
    pub(crate) fn finish(self) -> Vec<u8> {
        self.0.finish().expect("a document of paths and known fonts")
    }
}

/// How much a bar is short of its module's edge, in millimetres. A printer inks every dot that a shape touches, so
/// dark modules grow by up to a dot; this much less takes some of it back, and is less than a dot of 1200 dpi.
const SHY: f64 = 0.02;

/// Draws a symbol whose quiet zone begins at `x` and `y`, as bars across and bars down, which hide each other's
/// gaps: all of it one path.
pub(crate) fn symbol(on: &mut Surface<'_>, qr: &Qr, (x, y): (f64, f64), module: f64) {
    let mut path = PathBuilder::new();
    let mut bar = |(column, row): (usize, usize), (wide, high): (usize, usize)| {
        let at = |from: f64, modules: usize, shy: f64| points(from + module * count(modules) + shy);
        let (left, top) = (at(x, column, SHY), at(y, row, SHY));
        let (right, bottom) = (at(x, column + wide, -SHY), at(y, row + high, -SHY));
        if let Some(bar) = Rect::from_ltrb(left, top, right, bottom) {
            path.push_rect(bar);
        }
    };
    for (row, column, long) in qr.rows() {
        bar((column, row), (long, 1));
    }
    // One module alone is drawn already.
    for (column, row, long) in qr.columns().filter(|(.., long)| *long > 1) {
        bar((column, row), (1, long));
    }
    if let Some(path) = path.finish() {
        on.draw_path(&path);
    }
}

#[expect(clippy::cast_precision_loss, reason = "a symbol is at most 177 modules wide")]
const fn count(modules: usize) -> f64 {
    modules as f64
}

/// Millimetres as PDF counts: 72 points to the inch.
#[expect(clippy::cast_possible_truncation, reason = "a page is some thousand points wide")]
pub(crate) fn points(millimetres: f64) -> f32 {
    (millimetres * 72.0 / 25.4) as f32
}
