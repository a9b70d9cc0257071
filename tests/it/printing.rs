//! Labels, read back by a decoder that shares nothing with what drew them (R25: rendered and measured;
//! R23: the QR says the address and the code, nothing else).

mod card;
pub(crate) mod readers;
pub(crate) mod pixels;
mod posters;
mod sheets;
mod thermal;
mod worn_labels;

use rqrr::{PreparedImage, SimpleGrid};
use stuffy::domain::tag::{PublicUrl, TagCode, tag_url};
use stuffy::printing::{ModulePixels, QUIET_ZONE, Qr, QrError, png, svg, terminal};

/// A picture as rows of pixels, `true` being dark.
pub(crate) type Picture = Vec<Vec<bool>>;

/// The longest public address that must fit version 3.
const AT_31: &str = "https://bears.hospital.example:8";

/// A public address as a hospital may have it: its codes are of version 3.
const SITE: &str = "https://bears.hospital.example";

/// The random codes of a tag printer that never ends; a fixed sequence, so that a failure comes back.
fn codes(how_many: u64) -> impl Iterator<Item = TagCode> {
    (1..=how_many)
        .map(|n| TagCode::from_entropy(n.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes()))
}

fn address(base: &str, code: &TagCode) -> String {
    tag_url(&PublicUrl::parse(base).expect("a public address"), code)
}

fn qr(base: &str, code: &TagCode) -> Qr {
    Qr::of_address(&address(base, code)).expect("an address that fits")
}

fn size(pixels: u32) -> ModulePixels {
    ModulePixels::new(pixels).expect("a size in range")
}

pub(crate) fn read_png(file: &[u8]) -> Picture {
    let mut reader = ::png::Decoder::new(std::io::Cursor::new(file)).read_info().expect("a PNG");
    assert_eq!(reader.output_color_type(), (::png::ColorType::Grayscale, ::png::BitDepth::One));
    let (width, line) = (
        reader.info().width as usize,
        reader.output_line_size(reader.info().width).expect("a line"),
    );
    let mut bytes = vec![0; reader.output_buffer_size().expect("a small picture")];
    reader.next_frame(&mut bytes).expect("one frame");
    let white = |row: &[u8], x: usize| row[x / 8] & (0x80 >> (x % 8)) != 0;
    bytes.chunks(line).map(|row| (0..width).map(|x| !white(row, x)).collect()).collect()
}

fn attribute<'a>(text: &'a str, name: &str) -> &'a str {
    let from = text.find(&format!(" {name}=\"")).expect(name) + name.len() + 3;
    text[from..].split('"').next().expect("a closing quote")
}

/// Fills the path of an SVG, `scale` pixels to a unit.
pub(crate) fn read_svg(svg: &str, scale: usize) -> Picture {
    let side: usize =
        attribute(svg, "viewBox").rsplit(' ').next().expect("a height").parse().expect("a number");
    let mut picture = vec![vec![false; side * scale]; side * scale];
    for run in attribute(svg, "d").split_terminator('z') {
        let numbers: Vec<usize> =
            run.split(['M', ' ', 'h', 'v', '-']).filter_map(|part| part.parse().ok()).collect();
        let [x, y, width, 1, back] = numbers[..] else { panic!("an unknown piece of path: {run}") };
        assert_eq!(width, back);
        for row in &mut picture[y * scale..(y + 1) * scale] {
            row[x * scale..(x + width) * scale].fill(true);
        }
    }
    picture
}

/// What an independent reader makes of a picture: the version and the text.
pub(crate) fn decode(picture: &Picture) -> (usize, String) {
    let grey = |x: usize, y: usize| if picture[y][x] { 0 } else { 255 };
    let mut image = PreparedImage::prepare_from_greyscale(picture[0].len(), picture.len(), grey);
    let grids = image.detect_grids();
    assert_eq!(grids.len(), 1, "one symbol in the picture");
    let (about, text) = grids[0].decode().expect("a readable symbol");
    assert_eq!(about.ecc_level, LEVEL_Q);
    (about.version.0, text)
}

/// The same for a picture whose modules are known to lie on a grid, within a quiet zone of four.
pub(crate) fn decode_modules(picture: &Picture, scale: usize) -> (usize, String) {
    let dark = |x: usize, y: usize| picture[(y + 4) * scale][(x + 4) * scale];
    let grid = SimpleGrid::from_func(picture.len() / scale - 8, dark);
    let (about, text) = rqrr::Grid::new(grid).decode().expect("a readable symbol");
    (about.version.0, text)
}

/// How the format bits of a symbol write level Q.
const LEVEL_Q: u16 = 3;

/// The white border of a picture and the size of a module in it, measured from its pixels alone.
fn measure(picture: &Picture) -> (usize, usize, usize) {
    let side = picture.len();
    assert!(picture.iter().all(|row| row.len() == side), "square");
    let dark_row = |row: &&Vec<bool>| row.contains(&true);
    let top = picture.iter().take_while(|row| !dark_row(row)).count();
    let bottom = picture.iter().rev().take_while(|row| !dark_row(row)).count();
    let left = picture
        .iter()
        .filter_map(|row| row.iter().position(|dark| *dark))
        .min()
        .expect("dark pixels");
    let right = picture
        .iter()
        .filter_map(|row| row.iter().rev().position(|dark| *dark))
        .min()
        .expect("dark pixels");
    assert_eq!([top, bottom, left], [right; 3], "the same border on all sides");
    // The upper left corner begins with a finder, whose upper edge is seven modules long.
    let finder = picture[top][left..].iter().take_while(|dark| **dark).count();
    assert_eq!(finder % 7, 0);
    (top, finder / 7, side)
}

#[test]
fn r25_a_thousand_random_tags_are_read_back_from_png_and_svg() {
    let all: Vec<TagCode> = codes(1000).collect();
    // Finding a symbol in a picture is the slow part; each core takes its share.
    std::thread::scope(|scope| {
        for share in all.chunks(250) {
            scope.spawn(move || {
                for (n, code) in share.iter().enumerate() {
                    reads_back(n, code);
                }
            });
        }
    });
}

/// A picture as a second decoder takes it.
fn grey(picture: &Picture) -> readers::Grey {
    let shade = |dark: &bool| if *dark { 0 } else { 255 };
    let pixels = picture.iter().flatten().map(shade).collect();
    readers::Grey { width: picture.len(), height: picture.len(), pixels }
}

#[test]
fn r25_png_and_svg_are_read_by_a_second_decoder_as_well() {
    let expected: Vec<_> = codes(25).map(|code| Some(address(AT_31, &code))).collect();
    let symbols: Vec<_> = codes(25).map(|code| qr(AT_31, &code)).collect();
    let raster: Vec<_> = symbols.iter().map(|qr| grey(&read_png(&png(qr, size(4))))).collect();
    let vectors: Vec<_> = symbols.iter().map(|qr| grey(&read_svg(&svg(qr), 4))).collect();
    assert_eq!(readers::zbar(&raster), expected, "PNG at four pixels a module");
    assert_eq!(readers::zbar(&vectors), expected, "SVG at four pixels a module");
}

fn reads_back(n: usize, code: &TagCode) {
    let (url, qr) = (address(AT_31, code), qr(AT_31, code));
    let expected = (usize::from(qr.version()), url);
    let drawn = read_svg(&svg(&qr), 2);
    assert_eq!(decode(&read_png(&png(&qr, size([2, 3, 5][n % 3])))), expected, "PNG of {code:?}");
    assert_eq!(decode_modules(&drawn, 2), expected, "SVG of {code:?}");
    if n.is_multiple_of(10) {
        assert_eq!(decode(&drawn), expected, "SVG of {code:?}, found in a picture");
    }
}

#[test]
fn r23_a_label_says_the_address_and_the_code_alone() {
    let code = TagCode::parse("K7QF-M2XA-9RD3-W").expect("a true code");
    let drawn = qr("https://bears.example", &code);
    let (_, text) = decode(&read_svg(&svg(&drawn), 4));
    assert_eq!(text, "HTTPS://BEARS.EXAMPLE/T/K7QFM2XA9RD3W");
    assert!(
        !svg(&drawn).contains("K7QF") && !svg(&drawn).contains("<title"),
        "nothing beside the symbol"
    );
}

#[test]
fn r25_at_31_characters_of_public_address_the_symbol_is_version_3_at_most() {
    for length in "https://b.ex".len()..=31 {
        let base = &AT_31[..length].trim_end_matches([':', '.']);
        for code in codes(20) {
            assert!(qr(base, &code).version() <= 3, "{base}");
        }
    }
    let longest = format!("https://{}", "b".repeat(31 - 8));
    assert!(codes(1000).all(|code| qr(&longest, &code).version() == 3));
    assert_eq!(
        qr(&format!("{longest}b"), &codes(1).next().expect("one")).version(),
        4,
        "one more needs the next"
    );
}

#[test]
fn r25_quiet_zone_and_module_are_as_wide_as_they_were_asked() {
    let qr = qr(AT_31, &codes(1).next().expect("one"));
    for pixels in 1..=40_u8 {
        let module = usize::from(pixels);
        let measured = measure(&read_png(&png(&qr, size(pixels.into()))));
        assert_eq!(
            measured,
            (QUIET_ZONE * module, module, (qr.width() + 8) * module),
            "{pixels} pixels a module"
        );
    }
    assert_eq!(QUIET_ZONE, 4);
    assert_eq!(measure(&read_svg(&svg(&qr), 1)), (4, 1, qr.width() + 8));
    assert_eq!(read_png(&png(&qr, size(5))), read_svg(&svg(&qr), 5), "the same picture either way");
}

#[test]
fn r25_a_printed_module_is_a_third_of_a_millimetre_and_four_dots_at_least() {
    let qr = qr(AT_31, &codes(1).next().expect("one"));
    let svg = svg(&qr);
    let mm: f64 = attribute(&svg, "width")
        .strip_suffix("mm")
        .expect("millimetres")
        .parse()
        .expect("a number");
    let modules: f64 =
        attribute(&svg, "viewBox").rsplit(' ').next().expect("a side").parse().expect("a number");
    let module = mm / modules;
    assert!(module >= 0.33, "{module} mm");
    // A 203 dpi head has 8 dots a millimetre, a 300 dpi head 11.8.
    assert!((module * 8.0).floor() >= 4.0 && (module * 11.8).floor() >= 4.0);
}

#[test]
fn an_svg_is_one_path_and_no_script() {
    let svg = svg(&qr(AT_31, &codes(1).next().expect("one")));
    assert_eq!(
        (svg.matches("<path").count(), svg.matches("<rect").count(), svg.matches('<').count()),
        (1, 1, 4)
    );
    assert!(svg.contains("shape-rendering=\"crispEdges\""));
}

#[test]
fn a_size_out_of_range_is_no_size() {
    assert_eq!([0, 41, 256, 257, u32::MAX].map(ModulePixels::new), [None; 5]);
    assert!(ModulePixels::new(1).is_some() && ModulePixels::new(40).is_some());
}

#[test]
fn an_address_that_is_not_in_capitals_or_too_long_has_no_label() {
    assert_eq!(Qr::of_address("HTTPS://BEARS.EXAMPLe/T/0"), Err(QrError::Sign('e')));
    assert_eq!(Qr::of_address("HTTPS://BÄR/T/0"), Err(QrError::Sign('Ä')));
    assert_eq!(Qr::of_address(&"A".repeat(222)), Err(QrError::TooLong));
    let longest = format!("https://{}", "b".repeat(200 - 8));
    assert!(
        qr(&longest, &codes(1).next().expect("one")).version() <= 10,
        "whatever is configured can be printed"
    );
}

#[test]
fn a_terminal_shows_the_same_symbol_and_small_letters_too() {
    let text = "http://192.168.1.20:8080/f/sO5me-S3cret_of-a-family";
    let qr = Qr::of_text(text).expect("it fits");
    let shown = terminal(&qr, false);
    let halves = |line: &str, drawn: &str| line.chars().map(|cell| !drawn.contains(cell)).collect();
    let mut picture: Picture =
        shown.lines().flat_map(|line| [halves(line, "█▀"), halves(line, "█▄")]).collect();
    picture.truncate(qr.framed_width());
    let enlarged: Picture = picture
        .iter()
        .flat_map(|row| std::iter::repeat_n(row.iter().flat_map(|dark| [*dark; 4]).collect(), 4))
        .collect();
    assert_eq!(decode(&enlarged).1, text);
    let coloured = terminal(&qr, true);
    assert_eq!(coloured.lines().count(), shown.lines().count());
    assert!(
        coloured.lines().all(|line| line.starts_with("\u{1b}[") && line.ends_with("\u{1b}[0m"))
    );
}
