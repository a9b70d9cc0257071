//! QR symbols are decoded with a library that shares nothing with the one that drew them (R25: rendered and measured;
//! R23: a symbol holds the tag's URL and nothing else).

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

/// Rows of pixels; `true` is dark.
pub(crate) type Picture = Vec<Vec<bool>>;

/// The longest public URL that must fit version 3.
const URL_OF_31_CHARACTERS: &str = "https://bears.hospital.example:8";

/// A typical public URL; its symbols are version 3.
const SITE: &str = "https://bears.hospital.example";

/// Pseudo-random codes; always the same ones, so that a failure can be reproduced.
fn codes(count: u64) -> impl Iterator<Item = TagCode> {
    (1..=count).map(|n| TagCode::from_entropy(n.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes()))
}

fn address(base: &str, code: &TagCode) -> String {
    tag_url(&PublicUrl::parse(base).expect("a public address"), code)
}

fn qr(base: &str, code: &TagCode) -> Qr {
    Qr::from_address(&address(base, code)).expect("an address that fits")
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

/// The version and text that an independent decoder finds in a picture.
pub(crate) fn decode(picture: &Picture) -> (usize, String) {
    let grey = |x: usize, y: usize| if picture[y][x] { 0 } else { 255 };
    let mut image = PreparedImage::prepare_from_greyscale(picture[0].len(), picture.len(), grey);
    let grids = image.detect_grids();
    assert_eq!(grids.len(), 1, "one symbol in the picture");
    let (about, text) = grids[0].decode().expect("a readable symbol");
    assert_eq!(about.ecc_level, LEVEL_Q);
    (about.version.0, text)
}

/// The same for a picture whose modules are on a known grid, within a quiet zone of four.
pub(crate) fn decode_modules(picture: &Picture, scale: usize) -> (usize, String) {
    let dark = |x: usize, y: usize| picture[(y + 4) * scale][(x + 4) * scale];
    let grid = SimpleGrid::from_func(picture.len() / scale - 8, dark);
    let (about, text) = rqrr::Grid::new(grid).decode().expect("a readable symbol");
    (about.version.0, text)
}

/// Level Q in the format bits of a symbol.
const LEVEL_Q: u16 = 3;

/// The width of the white border, of a module and of the picture, measured in pixels.
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
    // The upper left corner is a finder pattern, whose upper edge is seven modules long.
    let finder = picture[top][left..].iter().take_while(|dark| **dark).count();
    assert_eq!(finder % 7, 0);
    (top, finder / 7, side)
}

#[test]
fn r25_png_and_svg_of_a_thousand_random_tags_decode_to_their_url() {
    let all: Vec<TagCode> = codes(1000).collect();
    // Finding a symbol in a picture is slow, so the work is split over threads.
    std::thread::scope(|scope| {
        for chunk in all.chunks(250) {
            scope.spawn(move || {
                for (n, code) in chunk.iter().enumerate() {
                    assert_decodes(n, code);
                }
            });
        }
    });
}

/// The picture in the format of the second decoder.
fn grey(picture: &Picture) -> readers::Grey {
    let shade = |dark: &bool| if *dark { 0 } else { 255 };
    let pixels = picture.iter().flatten().map(shade).collect();
    readers::Grey { width: picture.len(), height: picture.len(), pixels }
}

#[test]
fn r25_png_and_svg_decode_with_a_second_decoder() {
    let expected: Vec<_> =
        codes(25).map(|code| Some(address(URL_OF_31_CHARACTERS, &code))).collect();
    let symbols: Vec<_> = codes(25).map(|code| qr(URL_OF_31_CHARACTERS, &code)).collect();
    let raster: Vec<_> = symbols.iter().map(|qr| grey(&read_png(&png(qr, size(4))))).collect();
    let vectors: Vec<_> = symbols.iter().map(|qr| grey(&read_svg(&svg(qr), 4))).collect();
    assert_eq!(readers::zbar(&raster), expected, "PNG at four pixels a module");
    assert_eq!(readers::zbar(&vectors), expected, "SVG at four pixels a module");
}

fn assert_decodes(n: usize, code: &TagCode) {
    let (url, qr) = (address(URL_OF_31_CHARACTERS, code), qr(URL_OF_31_CHARACTERS, code));
    let expected = (usize::from(qr.version()), url);
    let from_svg = read_svg(&svg(&qr), 2);
    assert_eq!(decode(&read_png(&png(&qr, size([2, 3, 5][n % 3])))), expected, "PNG of {code:?}");
    assert_eq!(decode_modules(&from_svg, 2), expected, "SVG of {code:?}");
    if n.is_multiple_of(10) {
        assert_eq!(decode(&from_svg), expected, "SVG of {code:?}, found in a picture");
    }
}

#[test]
fn r23_a_symbol_holds_the_url_and_nothing_else() {
    let code = TagCode::parse("K7QF-M2XA-9RD3-W").expect("a valid code");
    let symbol = qr("https://bears.example", &code);
    let (_, text) = decode(&read_svg(&svg(&symbol), 4));
    assert_eq!(text, "HTTPS://BEARS.EXAMPLE/T/K7QFM2XA9RD3W");
    assert!(
        !svg(&symbol).contains("K7QF") && !svg(&symbol).contains("<title"),
        "no text next to the symbol"
    );
}

#[test]
fn r25_public_urls_of_up_to_31_characters_fit_version_3() {
    for length in "https://b.ex".len()..=31 {
        let base = &URL_OF_31_CHARACTERS[..length].trim_end_matches([':', '.']);
        for code in codes(20) {
            assert!(qr(base, &code).version() <= 3, "{base}");
        }
    }
    let longest = format!("https://{}", "b".repeat(31 - 8));
    assert!(codes(1000).all(|code| qr(&longest, &code).version() == 3));
    assert_eq!(
        qr(&format!("{longest}b"), &codes(1).next().expect("one")).version(),
        4,
        "one more character needs the next version"
    );
}

#[test]
fn r25_quiet_zone_and_modules_have_the_requested_size() {
    let qr = qr(URL_OF_31_CHARACTERS, &codes(1).next().expect("one"));
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
    assert_eq!(
        read_png(&png(&qr, size(5))),
        read_svg(&svg(&qr), 5),
        "PNG and SVG show the same picture"
    );
}

#[test]
fn r25_a_printed_module_is_at_least_a_third_of_a_millimetre_and_four_dots() {
    let qr = qr(URL_OF_31_CHARACTERS, &codes(1).next().expect("one"));
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
fn an_svg_has_one_path_and_no_script() {
    let svg = svg(&qr(URL_OF_31_CHARACTERS, &codes(1).next().expect("one")));
    assert_eq!(
        (svg.matches("<path").count(), svg.matches("<rect").count(), svg.matches('<').count()),
        (1, 1, 4)
    );
    assert!(svg.contains("shape-rendering=\"crispEdges\""));
}

#[test]
fn module_sizes_out_of_range_are_rejected() {
    assert_eq!([0, 41, 256, 257, u32::MAX].map(ModulePixels::new), [None; 5]);
    assert!(ModulePixels::new(1).is_some() && ModulePixels::new(40).is_some());
}

#[test]
fn addresses_with_unsupported_characters_or_too_many_are_rejected() {
    assert_eq!(
        Qr::from_address("HTTPS://BEARS.EXAMPLe/T/0"),
        Err(QrError::UnsupportedCharacter('e'))
    );
    assert_eq!(Qr::from_address("HTTPS://BÄR/T/0"), Err(QrError::UnsupportedCharacter('Ä')));
    assert_eq!(Qr::from_address(&"A".repeat(222)), Err(QrError::TooLong));
    let longest = format!("https://{}", "b".repeat(200 - 8));
    assert!(
        qr(&longest, &codes(1).next().expect("one")).version() <= 10,
        "every public URL that can be configured fits a label"
    );
}

#[test]
fn the_terminal_output_decodes_and_keeps_lower_case_letters() {
    let text = "http://192.168.1.20:8080/f/sO5me-S3cret_of-a-family";
    let qr = Qr::from_text(text).expect("it fits");
    let plain = terminal(&qr, false);
    let halves = |line: &str, drawn: &str| line.chars().map(|cell| !drawn.contains(cell)).collect();
    let mut picture: Picture =
        plain.lines().flat_map(|line| [halves(line, "█▀"), halves(line, "█▄")]).collect();
    picture.truncate(qr.full_width());
    let enlarged: Picture = picture
        .iter()
        .flat_map(|row| std::iter::repeat_n(row.iter().flat_map(|dark| [*dark; 4]).collect(), 4))
        .collect();
    assert_eq!(decode(&enlarged).1, text);
    let coloured = terminal(&qr, true);
    assert_eq!(coloured.lines().count(), plain.lines().count());
    assert!(
        coloured.lines().all(|line| line.starts_with("\u{1b}[") && line.ends_with("\u{1b}[0m"))
    );
}
