//! Eyes that share nothing with what drew the labels: poppler prints the PDFs, zpl-renderer-js the ZPL, and two
//! decoders read what comes out.

use std::ffi::OsStr;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use base64::Engine as _;
use rqrr::PreparedImage;
use serde_json::{Value, json};

/// A picture in shades of grey, 0 being black.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Grey {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) pixels: Vec<u8>,
}

/// A rectangle of pixels: its left upper corner, and the corner that is just outside of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Area {
    pub(crate) left: usize,
    pub(crate) top: usize,
    pub(crate) right: usize,
    pub(crate) bottom: usize,
}

/// A symbol as it lies in a picture, measured from its pixels.
pub(crate) struct Seen {
    pub(crate) text: String,
    /// Modules along a side.
    pub(crate) modules: usize,
    pub(crate) area: Area,
}

impl Grey {
    pub(crate) fn white(width: usize, height: usize) -> Self {
        Self { width, height, pixels: vec![255; width * height] }
    }

    /// Beyond its edges a picture is as white as the paper it lies on.
    pub(crate) fn at(&self, x: usize, y: usize) -> u8 {
        if x < self.width && y < self.height { self.pixels[y * self.width + x] } else { 255 }
    }

    pub(crate) fn dark(&self, x: usize, y: usize) -> bool {
        self.at(x, y) < 128
    }

    pub(crate) fn cut(&self, area: Area) -> Self {
        let rows = area.top..area.bottom;
        let pixels = rows
            .flat_map(|y| (area.left..area.right).map(move |x| (x, y)))
            .map(|(x, y)| self.at(x, y));
        let (width, height) = (area.right - area.left, area.bottom - area.top);
        Self { width, height, pixels: pixels.collect() }
    }

    /// The smallest rectangle that holds all that is dark within another.
    pub(crate) fn ink(&self, within: Area) -> Option<Area> {
        let dark = (within.top..within.bottom)
            .flat_map(|y| (within.left..within.right).map(move |x| (x, y)))
            .filter(|(x, y)| self.dark(*x, *y));
        dark.fold(None, |so_far: Option<Area>, (x, y)| {
            let Area { left, top, right, bottom } =
                so_far.unwrap_or(Area { left: x, top: y, right: x, bottom: y });
            Some(Area {
                left: left.min(x),
                top: top.min(y),
                right: right.max(x + 1),
                bottom: bottom.max(y + 1),
            })
        })
    }

    pub(crate) fn whole(&self) -> Area {
        Area { left: 0, top: 0, right: self.width, bottom: self.height }
    }

    /// What a camera sees of paper: each dot of the printer as so many dots of its own along a side.
    pub(crate) fn seen_closely(&self, times: usize) -> Self {
        let (width, height) = (self.width * times, self.height * times);
        let dots = (0..height).flat_map(|y| (0..width).map(move |x| (x / times, y / times)));
        let pixels = dots.map(|(x, y)| self.at(x, y)).collect();
        Self { width, height, pixels }
    }

    fn pgm(&self) -> Vec<u8> {
        let mut file = format!("P5\n{} {}\n255\n", self.width, self.height).into_bytes();
        file.extend(&self.pixels);
        file
    }

    fn from_pgm(file: &[u8]) -> Self {
        let (width, height, pixels) = netpbm(file, b"P5", 1);
        Self { width, height, pixels }
    }

    fn from_png(file: &[u8]) -> Self {
        let mut reader =
            ::png::Decoder::new(std::io::Cursor::new(file)).read_info().expect("a PNG");
        let kind = (::png::ColorType::Grayscale, ::png::BitDepth::Eight);
        assert_eq!(reader.output_color_type(), kind, "the renderer draws in shades of grey");
        let (width, height) = (reader.info().width as usize, reader.info().height as usize);
        let mut pixels = vec![0; reader.output_buffer_size().expect("a small picture")];
        reader.next_frame(&mut pixels).expect("one frame");
        Self { width, height, pixels }
    }
}

/// A picture as poppler writes it: its size, and so many bytes for each pixel.
pub(super) fn netpbm(file: &[u8], kind: &[u8], bytes: usize) -> (usize, usize, Vec<u8>) {
    let mut words = file.splitn(4, u8::is_ascii_whitespace);
    assert_eq!(words.next(), Some(kind));
    let mut number = || {
        let word = words.next().expect("a number");
        std::str::from_utf8(word).expect("digits").parse::<usize>().expect("a number")
    };
    let (width, height) = (number(), number());
    let rest = words.next().expect("pixels");
    (width, height, rest[rest.len() - width * height * bytes..].to_vec())
}

/// Runs a program on some input and hands back what it wrote.
fn run(program: &str, package: &str, arguments: &[&OsStr], input: &[u8]) -> Vec<u8> {
    let started = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let mut child = started.unwrap_or_else(|why| {
        panic!("{program} cannot be run ({why}): install {package}, or let tests/run bring it")
    });
    let mut door = child.stdin.take().expect("its input");
    let bytes = input.to_vec();
    let feeding = std::thread::spawn(move || door.write_all(&bytes));
    let done = child.wait_with_output().expect("it ends");
    // Who needs no input may have closed the door.
    drop(feeding.join().expect("a thread that ends"));
    done.stdout
}

/// How many dots a printer really has to the inch: those that are sold as 203 have 8 to the millimetre.
pub(crate) fn dots_per_inch(sold_as: u32) -> f64 {
    if sold_as == 203 { 203.2 } else { f64::from(sold_as) }
}

/// The pages of a PDF as a printer of this resolution puts them on paper: a dot is black or it is not.
pub(crate) fn print_pdf(pdf: &[u8], dpi: u32) -> Vec<Grey> {
    printed(pdf, dpi, &["-gray"], "pgm").iter().map(|page| Grey::from_pgm(page)).collect()
}

/// The files that poppler makes of a PDF's pages.
pub(super) fn printed(pdf: &[u8], dpi: u32, wishes: &[&str], kind: &str) -> Vec<Vec<u8>> {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("sheet.pdf");
    std::fs::write(&file, pdf).expect("a file");
    let dpi = dots_per_inch(dpi).to_string();
    let plain = ["-aa", "no", "-aaVector", "no", "-r", &dpi];
    let pages = folder.path().join("page");
    let wishes = wishes.iter().chain(&plain).map(OsStr::new);
    let arguments: Vec<_> = wishes.chain([file.as_os_str(), pages.as_os_str()]).collect();
    run("pdftoppm", "poppler-utils", &arguments, &[]);
    let entries = std::fs::read_dir(folder.path()).expect("a folder");
    let mut pages: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    pages.retain(|path| path.extension() == Some(OsStr::new(kind)));
    pages.sort();
    assert!(!pages.is_empty(), "poppler could not print the PDF");
    pages.iter().map(|page| std::fs::read(page).expect("a page")).collect()
}

/// What is written in a PDF, by the letters a person could copy from it.
pub(crate) fn words(pdf: &[u8]) -> String {
    let dashes = ["-layout", "-", "-"].map(OsStr::new);
    String::from_utf8(run("pdftotext", "poppler-utils", &dashes, pdf)).expect("UTF-8")
}

/// The same, each word with where it stands.
pub(crate) fn boxes(pdf: &[u8]) -> String {
    let dashes = ["-bbox", "-", "-"].map(OsStr::new);
    String::from_utf8(run("pdftotext", "poppler-utils", &dashes, pdf)).expect("UTF-8")
}

/// A label in ZPL, its size in millimetres, and how many dots to one the printer has.
pub(crate) struct Thermal {
    pub(crate) zpl: String,
    pub(crate) size: (f64, f64),
    pub(crate) dots_per_mm: u32,
}

/// Labels as a thermal printer puts them on its roll.
pub(crate) fn print_zpl(labels: &[Thermal]) -> Vec<Grey> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let renderer = root.join(".tools/zpl");
    let is_there = renderer.join("node_modules/zpl-renderer-js").is_dir();
    assert!(is_there, "the ZPL renderer is missing: let tests/run bring it into .tools/zpl");
    let asked = |label: &Thermal| {
        let (width, height) = label.size;
        json!({ "zpl": label.zpl, "width_mm": width, "height_mm": height, "dots_per_mm": label.dots_per_mm })
    };
    let script = root.join("tests/zpl/render.mjs");
    let asked = labels.iter().map(asked).collect::<Value>().to_string();
    let drawn =
        run("node", "nodejs", &[script.as_os_str(), renderer.as_os_str()], asked.as_bytes());
    let drawn: Vec<String> = serde_json::from_slice(&drawn).expect("the renderer's answer");
    let engine = base64::engine::general_purpose::STANDARD;
    drawn.iter().map(|png| Grey::from_png(&engine.decode(png).expect("base64"))).collect()
}

/// Every symbol that rqrr finds in a picture, with its measures.
pub(crate) fn find(picture: &Grey) -> Vec<Seen> {
    let shade = |x: usize, y: usize| picture.at(x, y);
    let mut image = PreparedImage::prepare_from_greyscale(picture.width, picture.height, shade);
    let grids = image.detect_grids();
    let read = grids.iter().filter_map(|grid| {
        let (about, text) = grid.decode().ok()?;
        let corner = |at: i32| usize::try_from(at).unwrap_or_default();
        let xs = || grid.bounds.iter().map(|point| corner(point.x));
        let ys = || grid.bounds.iter().map(|point| corner(point.y));
        // The corners it tells are a module off at most; the quiet zone is four wide.
        let near = 2 * (xs().max()? - xs().min()?) / about.version.to_size();
        let around = Area {
            left: xs().min()?.saturating_sub(near),
            top: ys().min()?.saturating_sub(near),
            right: xs().max()? + near + 1,
            bottom: ys().max()? + near + 1,
        };
        Some(Seen { text, modules: about.version.to_size(), area: picture.ink(around)? })
    });
    read.collect()
}

/// What rqrr reads in each of these pictures, where it reads one symbol.
pub(crate) fn rqrr(pictures: &[Grey]) -> Vec<Option<String>> {
    let one = |picture: &Grey| {
        let mut found = find(picture);
        (found.len() == 1).then(|| found.remove(0).text)
    };
    pictures.iter().map(one).collect()
}

/// What zbarimg reads in each of these pictures, where it reads one symbol.
pub(crate) fn zbar(pictures: &[Grey]) -> Vec<Option<String>> {
    let folder = tempfile::tempdir().expect("a folder");
    let name = |nth: usize| folder.path().join(format!("{nth:05}.pgm"));
    for (nth, picture) in pictures.iter().enumerate() {
        std::fs::write(name(nth), picture.pgm()).expect("a file");
    }
    let files: Vec<_> = (0..pictures.len()).map(name).collect();
    let only_qr =
        ["--quiet", "--xml", "--set", "disable", "--set", "qrcode.enable"].map(OsStr::new);
    let arguments: Vec<_> =
        only_qr.into_iter().chain(files.iter().map(|file| file.as_os_str())).collect();
    let told = String::from_utf8(run("zbarimg", "zbar-tools", &arguments, &[])).expect("UTF-8");
    let mut read = vec![None; pictures.len()];
    for source in told.split("<source href='").skip(1) {
        let (href, symbols) = source.split_once('\'').expect("a file's name");
        let nth = files.iter().position(|file| file.as_os_str() == href).expect("one of ours");
        let texts: Vec<_> = symbols.split("<![CDATA[").skip(1).collect();
        if let [text] = texts[..] {
            read[nth] = text.split_once("]]>").map(|(text, _)| text.to_owned());
        }
    }
    read
}

/// How wide a module is in pixels, on average.
pub(crate) fn module(seen: &Seen) -> f64 {
    let width = u32::try_from(seen.area.right - seen.area.left).expect("a small picture");
    f64::from(width) / f64::from(u32::try_from(seen.modules).expect("a small symbol"))
}

/// Whether nothing dark lies within so many pixels around an area.
pub(crate) fn is_quiet_around(picture: &Grey, area: Area, pixels: usize) -> bool {
    let around = Area {
        left: area.left.saturating_sub(pixels),
        top: area.top.saturating_sub(pixels),
        right: area.right + pixels,
        bottom: area.bottom + pixels,
    };
    picture.ink(around) == Some(area)
}
