//! Pages in colour, and the positions of their words.

use super::readers::{self, netpbm};

/// A picture in colour; pixels are red, green, blue.
pub(crate) struct Painted {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pixels: Vec<[u8; 3]>,
}

/// A horizontal line, in pixels.
#[derive(Clone, Copy, Debug)]
pub(crate) struct HorizontalLine {
    pub(crate) left: usize,
    pub(crate) right: usize,
    pub(crate) y: usize,
}

/// A word and its position, in points from the upper left corner of the page.
#[derive(Debug)]
pub(crate) struct Word {
    pub(crate) text: String,
    pub(crate) left: f64,
    pub(crate) right: f64,
    pub(crate) top: f64,
    pub(crate) bottom: f64,
}

/// Renders the pages of a PDF in colour, without anti-aliasing: every pixel has a colour of the PDF.
pub(crate) fn paint_pdf(pdf: &[u8], dpi: u32) -> Vec<Painted> {
    readers::render_pages(pdf, dpi, &[], "ppm").iter().map(|page| Painted::from_ppm(page)).collect()
}

impl Painted {
    fn from_ppm(file: &[u8]) -> Self {
        let (width, height, bytes) = netpbm(file, b"P6", 3);
        let pixels = bytes.chunks(3).map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
        Self { width, height, pixels }
    }

    pub(crate) fn at(&self, x: usize, y: usize) -> [u8; 3] {
        self.pixels[y * self.width + x]
    }

    /// The number of pixels of exactly this colour.
    pub(crate) fn count(&self, colour: [u8; 3]) -> usize {
        self.pixels.iter().filter(|pixel| **pixel == colour).count()
    }

    /// Whether a margin of this width is white.
    pub(crate) fn has_blank_margin(&self, pixels: usize) -> bool {
        let near = |at: usize, all: usize| at < pixels || at >= all - pixels;
        let edge = |n: usize| near(n % self.width, self.width) || near(n / self.width, self.height);
        self.pixels.iter().enumerate().all(|(n, pixel)| !edge(n) || *pixel == [255; 3])
    }

    /// Every line of this colour and at least this length, from top to bottom. A line may be several pixels thick.
    pub(crate) fn lines(&self, colour: [u8; 3], length: usize) -> Vec<HorizontalLine> {
        let mut lines = Vec::new();
        for y in 1..self.height {
            let mut x = 0;
            while x < self.width {
                let to = (x..self.width).find(|x| self.at(*x, y) != colour).unwrap_or(self.width);
                if to - x >= length && self.at(x.midpoint(to), y - 1) != colour {
                    lines.push(HorizontalLine { left: x, right: to, y });
                }
                x = to + 1;
            }
        }
        lines
    }
}

/// The words of a PDF, page by page.
pub(crate) fn words(pdf: &[u8]) -> Vec<Vec<Word>> {
    let xml = readers::word_boxes(pdf);
    let pages = xml.split("<page ").skip(1);
    let words = |page: &str| page.split("<word ").skip(1).map(word).collect();
    pages.map(words).collect()
}

fn word(element: &str) -> Word {
    let number = |name: &str| {
        let text =
            element.split(&format!("{name}=\"")).nth(1).and_then(|rest| rest.split('"').next());
        text.and_then(|text| text.parse().ok()).expect("a number")
    };
    let text = element.split_once('>').and_then(|(_, rest)| rest.split_once("</word>"));
    Word {
        text: text.expect("a word").0.to_owned(),
        left: number("xMin"),
        right: number("xMax"),
        top: number("yMin"),
        bottom: number("yMax"),
    }
}
