//! Renders and decodes what was printed, with tools that share nothing with the code under test: poppler renders PDFs,
//! zpl-renderer-js renders ZPL, and two decoders read the QR symbols.

use std::ffi::OsStr;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use base64::Engine as _;
use rqrr::PreparedImage;
use serde_json::{Value, json};

/// A greyscale picture; 0 is black.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Grey {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) pixels: Vec<u8>,
}

/// A rectangle of pixels; `right` and `bottom` are exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Area {
    pub(crate) left: usize,
    pub(crate) top: usize,
    pub(crate) right: usize,
    pub(crate) bottom: usize,
}

/// A symbol that was found in a picture.
pub(crate) struct FoundSymbol {
    pub(crate) text: String,
    /// Per side.
    pub(crate) modules: usize,
    pub(crate) area: Area,
}

impl Grey {
    pub(crate) fn white(width: usize, height: usize) -> Self {
        Self { width, height, pixels: vec![255; width * height] }
    }

    /// White outside of the picture.
    pub(crate) fn at(&self, x: usize, y: usize) -> u8 {
        if x < self.width && y < self.height { self.pixels[y * self.width + x] } else { 255 }
    }

    pub(crate) fn dark(&self, x: usize, y: usize) -> bool {
        self.at(x, y) < 128
    }

    pub(crate) fn crop(&self, area: Area) -> Self {
        let rows = area.top..area.bottom;
        let pixels = rows
            .flat_map(|y| (area.left..area.right).map(move |x| (x, y)))
            .map(|(x, y)| self.at(x, y));
        let (width, height) = (area.right - area.left, area.bottom - area.top);
        Self { width, height, pixels: pixels.collect() }
    }

    /// The bounding box of the dark pixels within an area.
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

    /// Enlarges the picture, as a camera has more pixels than a printer has dots.
    pub(crate) fn enlarged(&self, times: usize) -> Self {
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

/// Parses a netpbm file from poppler: width, height and pixels.
pub(super) fn netpbm(file: &[u8], magic: &[u8], bytes_per_pixel: usize) -> (usize, usize, Vec<u8>) {
    let mut words = file.splitn(4, u8::is_ascii_whitespace);
    assert_eq!(words.next(), Some(magic));
    let mut number = || {
        let word = words.next().expect("a number");
        std::str::from_utf8(word).expect("digits").parse::<usize>().expect("a number")
    };
    let (width, height) = (number(), number());
    let rest = words.next().expect("pixels");
    (width, height, rest[rest.len() - width * height * bytes_per_pixel..].to_vec())
}

/// Runs a program and returns its output. `package` is the Debian package to install.
fn run(program: &str, package: &str, arguments: &[&OsStr], input: &[u8]) -> Vec<u8> {
    let started = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let mut child = started.unwrap_or_else(|error| {
        panic!("{program} cannot be run ({error}): install {package}, or use tests/run")
    });
    let mut stdin = child.stdin.take().expect("stdin");
    let bytes = input.to_vec();
    let writer = std::thread::spawn(move || stdin.write_all(&bytes));
    let output = child.wait_with_output().expect("the program ends");
    // A program that needs no input may have closed its stdin.
    drop(writer.join().expect("the thread ends"));
    output.stdout
}

/// The exact resolution of a printer: one sold as 203 dpi has 8 dots per millimetre.
pub(crate) fn dots_per_inch(sold_as: u32) -> f64 {
    if sold_as == 203 { 203.2 } else { f64::from(sold_as) }
}

/// Renders the pages of a PDF as a printer of this resolution would: without anti-aliasing.
pub(crate) fn print_pdf(pdf: &[u8], dpi: u32) -> Vec<Grey> {
    render_pages(pdf, dpi, &["-gray"], "pgm").iter().map(|page| Grey::from_pgm(page)).collect()
}

/// Renders the pages of a PDF with poppler, to files with this extension.
pub(super) fn render_pages(
    pdf: &[u8],
    dpi: u32,
    options: &[&str],
    extension: &str,
) -> Vec<Vec<u8>> {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("sheet.pdf");
    std::fs::write(&file, pdf).expect("a file");
    let dpi = dots_per_inch(dpi).to_string();
    let without_smoothing = ["-aa", "no", "-aaVector", "no", "-r", &dpi];
    let pages = folder.path().join("page");
    let options = options.iter().chain(&without_smoothing).map(OsStr::new);
    let arguments: Vec<_> = options.chain([file.as_os_str(), pages.as_os_str()]).collect();
    run("pdftoppm", "poppler-utils", &arguments, &[]);
    let entries = std::fs::read_dir(folder.path()).expect("a folder");
    let mut pages: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    pages.retain(|path| path.extension() == Some(OsStr::new(extension)));
    pages.sort();
    assert!(!pages.is_empty(), "poppler could not render the PDF");
    pages.iter().map(|page| std::fs::read(page).expect("a page")).collect()
}

/// The text of a PDF.
pub(crate) fn words(pdf: &[u8]) -> String {
    let options = ["-layout", "-", "-"].map(OsStr::new);
    String::from_utf8(run("pdftotext", "poppler-utils", &options, pdf)).expect("UTF-8")
}

/// The words of a PDF with their bounding boxes, as XML.
pub(crate) fn word_boxes(pdf: &[u8]) -> String {
    let options = ["-bbox", "-", "-"].map(OsStr::new);
    String::from_utf8(run("pdftotext", "poppler-utils", &options, pdf)).expect("UTF-8")
}

/// A label in ZPL; `size` is in millimetres.
pub(crate) struct Thermal {
    pub(crate) zpl: String,
    pub(crate) size: (f64, f64),
    pub(crate) dots_per_mm: u32,
}

/// Renders labels as a thermal printer would.
pub(crate) fn print_zpl(labels: &[Thermal]) -> Vec<Grey> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let renderer = root.join(".tools/zpl");
    let is_there = renderer.join("node_modules/zpl-renderer-js").is_dir();
    assert!(is_there, "the ZPL renderer is missing: tests/run installs it into .tools/zpl");
    let job = |label: &Thermal| {
        let (width, height) = label.size;
        json!({ "zpl": label.zpl, "width_mm": width, "height_mm": height, "dots_per_mm": label.dots_per_mm })
    };
    let script = root.join("tests/zpl/render.mjs");
    let jobs = labels.iter().map(job).collect::<Value>().to_string();
    let output =
        run("node", "nodejs", &[script.as_os_str(), renderer.as_os_str()], jobs.as_bytes());
    let pictures: Vec<String> = serde_json::from_slice(&output).expect("JSON from the renderer");
    let engine = base64::engine::general_purpose::STANDARD;
    pictures.iter().map(|png| Grey::from_png(&engine.decode(png).expect("base64"))).collect()
}

/// Every symbol that rqrr finds in a picture.
pub(crate) fn find(picture: &Grey) -> Vec<FoundSymbol> {
    let shade = |x: usize, y: usize| picture.at(x, y);
    let mut image = PreparedImage::prepare_from_greyscale(picture.width, picture.height, shade);
    let grids = image.detect_grids();
    let read = grids.iter().filter_map(|grid| {
        let (metadata, text) = grid.decode().ok()?;
        let corner = |at: i32| usize::try_from(at).unwrap_or_default();
        let xs = || grid.bounds.iter().map(|point| corner(point.x));
        let ys = || grid.bounds.iter().map(|point| corner(point.y));
        // rqrr's corners are up to a module off; the quiet zone is four modules wide.
        let tolerance = 2 * (xs().max()? - xs().min()?) / metadata.version.to_size();
        let around = Area {
            left: xs().min()?.saturating_sub(tolerance),
            top: ys().min()?.saturating_sub(tolerance),
            right: xs().max()? + tolerance + 1,
            bottom: ys().max()? + tolerance + 1,
        };
        Some(FoundSymbol { text, modules: metadata.version.to_size(), area: picture.ink(around)? })
    });
    read.collect()
}

/// The text that rqrr decodes from each picture, if it finds exactly one symbol.
pub(crate) fn rqrr(pictures: &[Grey]) -> Vec<Option<String>> {
    let one = |picture: &Grey| {
        let mut found = find(picture);
        (found.len() == 1).then(|| found.remove(0).text)
    };
    pictures.iter().map(one).collect()
}

/// The text that zbarimg decodes from each picture, if it finds exactly one symbol.
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
    let xml = String::from_utf8(run("zbarimg", "zbar-tools", &arguments, &[])).expect("UTF-8");
    let mut read = vec![None; pictures.len()];
    for source in xml.split("<source href='").skip(1) {
        let (href, symbols) = source.split_once('\'').expect("a file name");
        let nth = files.iter().position(|file| file.as_os_str() == href).expect("one of the files");
        let texts: Vec<_> = symbols.split("<![CDATA[").skip(1).collect();
        if let [text] = texts[..] {
            read[nth] = text.split_once("]]>").map(|(text, _)| text.to_owned());
        }
    }
    read
}

/// The average width of a module, in pixels.
pub(crate) fn module(symbol: &FoundSymbol) -> f64 {
    let width = u32::try_from(symbol.area.right - symbol.area.left).expect("a small picture");
    f64::from(width) / f64::from(u32::try_from(symbol.modules).expect("a small symbol"))
}

/// Whether there are no dark pixels within this distance around an area.
pub(crate) fn is_quiet_around(picture: &Grey, area: Area, pixels: usize) -> bool {
    let around = Area {
        left: area.left.saturating_sub(pixels),
        top: area.top.saturating_sub(pixels),
        right: area.right + pixels,
        bottom: area.bottom + pixels,
    };
    picture.ink(around) == Some(area)
}
