//! Eyes for what is in colour: a page's pixels, and where each of its words stands.

use super::readers::{self, netpbm};

/// A picture in colour: red, green, blue.
pub(crate) struct Painted {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pixels: Vec<[u8; 3]>,
}

/// A straight line across a picture, in pixels.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Across {
    pub(crate) left: usize,
    pub(crate) right: usize,
    pub(crate) y: usize,
}

/// A word as it stands on a page, in points from its left upper corner.
#[derive(Debug)]
pub(crate) struct Word {
    pub(crate) text: String,
    pub(crate) left: f64,
    pub(crate) right: f64,
    pub(crate) top: f64,
    pub(crate) bottom: f64,
}

/// The pages of a PDF in colour; each dot has one of the colours that are named in it.
pub(crate) fn paint_pdf(pdf: &[u8], dpi: u32) -> Vec<Painted> {
    readers::printed(pdf, dpi, &[], "ppm").iter().map(|page| Painted::from_ppm(page)).collect()
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

    /// How many pixels have exactly this colour.
    pub(crate) fn count(&self, colour: [u8; 3]) -> usize {
        self.pixels.iter().filter(|pixel| **pixel == colour).count()
    }

    /// Whether nothing at all is nearer than so many pixels to an edge.
    pub(crate) fn is_blank_at_the_edges(&self, pixels: usize) -> bool {
        let near = |at: usize, all: usize| at < pixels || at >= all - pixels;
        let edge = |n: usize| near(n % self.width, self.width) || near(n / self.width, self.height);
        self.pixels.iter().enumerate().all(|(n, pixel)| !edge(n) || *pixel == [255; 3])
    }

    /// Every line of this colour at least so long, from top to bottom; a line may be some pixels thick.
    pub(crate) fn lines(&self, colour: [u8; 3], length: usize) -> Vec<Across> {
        let mut lines = Vec::new();
        for y in 1..self.height {
            let mut x = 0;
            while x < self.width {
                let to = (x..self.width).find(|x| self.at(*x, y) != colour).unwrap_or(self.width);
                if to - x >= length && self.at(x.midpoint(to), y - 1) != colour {
                    lines.push(Across { left: x, right: to, y });
                }
                x = to + 1;
            }
        }
        lines
    }
}

/// Where the words of a PDF stand, page by page.
pub(crate) fn words(pdf: &[u8]) -> Vec<Vec<Word>> {
    let told = readers::boxes(pdf);
    let pages = told.split("<page ").skip(1);
    let words = |page: &str| page.split("<word ").skip(1).map(word).collect();
    pages.map(words).collect()
}

fn word(told: &str) -> Word {
    let number = |name: &str| {
        let text = told.split(&format!("{name}=\"")).nth(1).and_then(|rest| rest.split('"').next());
        text.and_then(|text| text.parse().ok()).expect("a number")
    };
    let text = told.split_once('>').and_then(|(_, rest)| rest.split_once("</word>"));
    Word {
        text: text.expect("a word").0.to_owned(),
        left: number("xMin"),
        right: number("xMax"),
        top: number("yMin"),
        bottom: number("yMax"),
    }
}
