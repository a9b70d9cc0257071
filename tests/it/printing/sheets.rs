//! Sheets of tag labels: rendered, measured and decoded (R25).

use stuffy::domain::string_enum::StringEnum as _;
use stuffy::domain::tag::TagCode;
use stuffy::printing::{Fonts, Grid, Layout, LayoutError, Sticker, Stock, sheet};
use stuffy::web::problem_code::ProblemCode;

use super::readers::{self, Area, Grey};
use super::{SITE, address, codes, qr};

fn stickers(base: &str, count: u32) -> Vec<Sticker> {
    codes(count.into()).map(|code| Sticker { qr: qr(base, &code), code }).collect()
}

fn layout(stock: Stock) -> Layout {
    Layout::from_stock(stock, (0.0, 0.0)).expect("stock that fits its page")
}

/// A label in pixels; partial pixels at its edges are left out.
pub(super) fn cell(layout: &Layout, nth: u32, dpi: u32) -> Area {
    let dots = |mm: f64| mm * readers::dots_per_inch(dpi) / 25.4;
    let ((left, top), (width, height)) = (layout.label_corner(nth), layout.label_size());
    let up = |mm: f64| whole(dots(mm).ceil());
    let down = |mm: f64| whole(dots(mm).floor());
    Area { left: up(left), top: up(top), right: down(left + width), bottom: down(top + height) }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a page is some thousand dots wide"
)]
fn whole(dots: f64) -> usize {
    dots as usize
}

fn contains(outer: Area, inner: Area) -> bool {
    outer.left <= inner.left
        && outer.top <= inner.top
        && outer.right >= inner.right
        && outer.bottom >= inner.bottom
}

#[test]
fn the_published_measures_of_every_stock_add_up_to_its_page_size() {
    for &stock in Stock::ALL {
        let Grid { page, label, columns, rows, margin, pitch } = stock.grid();
        let across = 2.0 * margin.0 + f64::from(columns - 1) * pitch.0 + label.0;
        let down = 2.0 * margin.1 + f64::from(rows - 1) * pitch.1 + label.1;
        assert!((across - page.0).abs() < 0.001, "{stock:?}: {across} mm of {} across", page.0);
        assert!((down - page.1).abs() < 0.001, "{stock:?}: {down} mm of {} down", page.1);
        let layout = layout(stock);
        let name = stock.name();
        assert!(
            layout.labels_per_page() == 1 || name.contains(&layout.labels_per_page().to_string()),
            "{name}"
        );
    }
}

/// Checks every label of every stock at two resolutions.
#[test]
fn r25_every_label_of_a_full_sheet_is_within_its_cell_and_decodes_twice() {
    for &stock in Stock::ALL {
        let layout = layout(stock);
        let stickers = stickers(SITE, layout.labels_per_page());
        let pdf = sheet(&stickers, &layout, 0, &Fonts::default()).expect("a sheet");
        for dpi in [203, 300] {
            let pages = readers::print_pdf(&pdf, dpi);
            assert_eq!(pages.len(), 1, "{stock:?}");
            let page = &pages[0];
            let cells: Vec<_> =
                (0..layout.labels_per_page()).map(|nth| cell(&layout, nth, dpi)).collect();
            assert_blank_outside(page, &cells);
            let labels: Vec<_> = cells.iter().map(|cell| page.crop(*cell)).collect();
            for (nth, picture) in labels.iter().enumerate() {
                let expected = address(SITE, &stickers[nth].code);
                assert_label(picture, &expected, dpi, stock);
            }
            let expected: Vec<_> =
                stickers.iter().map(|sticker| Some(address(SITE, &sticker.code))).collect();
            assert_eq!(readers::zbar(&labels), expected, "zbar, {stock:?} at {dpi} dpi");
        }
    }
}

fn assert_blank_outside(page: &Grey, cells: &[Area]) {
    let mut rest = page.clone();
    for cell in cells {
        for y in cell.top..cell.bottom {
            rest.pixels[y * rest.width + cell.left..y * rest.width + cell.right].fill(255);
        }
    }
    assert_eq!(rest.ink(rest.whole()), None, "ink between the labels");
}

/// The symbol of a label has this text, the size that R25 asks for, and a quiet zone.
fn assert_label(picture: &Grey, expected: &str, dpi: u32, stock: Stock) {
    // A camera has a higher resolution than a printer of 203 dpi.
    let times = if dpi == 203 { 3 } else { 1 };
    let picture = &picture.enlarged(times);
    let found = readers::find(picture);
    assert_eq!(found.len(), 1, "one symbol on a label");
    let symbol = &found[0];
    assert_eq!(symbol.text, expected);
    let module = readers::module(symbol);
    let dots = module / f64::from(u32::try_from(times).expect("a small number"));
    let mm = dots * 25.4 / readers::dots_per_inch(dpi);
    assert!(mm >= 0.33, "a module of {mm} mm at {dpi} dpi");
    assert!(dots >= 4.0, "a module of {dots} dots at {dpi} dpi");
    // On the kind of printer that the stock is made for, all modules are equally wide.
    if dpi == if stock == Stock::Wristband { 203 } else { 300 } {
        assert!(dots.fract() == 0.0, "modules of {dots} dots");
        assert!(modules_are_whole(picture, symbol, whole(module)), "a module is partly printed");
    }
    let quiet = whole((4.0 * module).floor());
    assert!(readers::is_quiet_around(picture, symbol.area, quiet), "the quiet zone is not quiet");
    let zone = Area {
        left: symbol.area.left.checked_sub(quiet).expect("the quiet zone is on the label"),
        top: symbol.area.top.checked_sub(quiet).expect("the quiet zone is on the label"),
        right: symbol.area.right + quiet,
        bottom: symbol.area.bottom + quiet,
    };
    assert!(contains(picture.whole(), zone), "the quiet zone leaves the label");
}

/// Whether all dots of a module have the same colour, for every module.
fn modules_are_whole(picture: &Grey, symbol: &readers::FoundSymbol, module: usize) -> bool {
    let is_uniform = |column: usize, row: usize| {
        let (left, top) = (symbol.area.left + column * module, symbol.area.top + row * module);
        let dots = (0..module).flat_map(move |y| (0..module).map(move |x| (x, y)));
        let dark = dots.filter(|(x, y)| picture.dark(left + x, top + y)).count();
        dark == 0 || dark == module * module
    };
    (0..symbol.modules).all(|row| (0..symbol.modules).all(|column| is_uniform(column, row)))
}

#[test]
fn r23_the_only_text_on_a_sheet_is_the_codes() {
    let stickers = stickers(SITE, 4);
    for &stock in Stock::ALL {
        let pdf = sheet(&stickers, &layout(stock), 0, &Fonts::default()).expect("a sheet");
        let mut letters: Vec<_> =
            readers::words(&pdf).chars().filter(|c| !c.is_whitespace()).collect();
        let mut expected: Vec<_> = stickers
            .iter()
            .flat_map(|sticker| sticker.code.to_string().into_bytes())
            .map(char::from)
            .collect();
        // Text is extracted line by line across labels, so only the set of letters can be compared.
        letters.sort_unstable();
        expected.sort_unstable();
        assert_eq!(letters, expected, "{stock:?}");
    }
}

#[test]
fn a_partly_used_sheet_starts_at_its_first_label_and_continues_on_the_next_page() {
    let layout = layout(Stock::AveryL7160);
    let stickers = stickers(SITE, 5);
    let pdf = sheet(&stickers, &layout, 18, &Fonts::default()).expect("a sheet");
    let pages = readers::print_pdf(&pdf, 203);
    assert_eq!(pages.len(), 2);
    let read =
        |page: &Grey, nth: u32| readers::rqrr(&[page.crop(cell(&layout, nth, 203))]).remove(0);
    let expected = |nth: usize| Some(address(SITE, &stickers[nth].code));
    for nth in 0..21 {
        let label = if nth < 18 { None } else { expected(nth as usize - 18) };
        assert_eq!(read(&pages[0], nth), label, "label {nth} of the first page");
        let label = if nth < 2 { expected(nth as usize + 3) } else { None };
        assert_eq!(read(&pages[1], nth), label, "label {nth} of the second page");
    }
}

#[test]
fn an_offset_moves_all_labels_by_its_distance() {
    let stickers = stickers(SITE, 1);
    let grid = Stock::AveryL7160.grid();
    let print = |offset| {
        let layout = Layout::new(grid, offset).expect("on the page");
        let pdf = sheet(&stickers, &layout, 0, &Fonts::default()).expect("a sheet");
        let page = readers::print_pdf(&pdf, 300).remove(0);
        page.ink(page.whole()).expect("ink")
    };
    let (plain, moved) = (print((0.0, 0.0)), print((2.54, -5.08)));
    assert_eq!((moved.left - plain.left, plain.top - moved.top), (30, 60));
    assert_eq!((moved.right - plain.right, plain.bottom - moved.bottom), (30, 60));
}

#[test]
fn a_grid_that_does_not_fit_its_page_is_rejected() {
    let fits = Grid {
        page: (100.0, 100.0),
        label: (40.0, 30.0),
        columns: 2,
        rows: 3,
        margin: (5.0, 5.0),
        pitch: (45.0, 30.0),
    };
    assert!(Layout::new(fits, (0.0, 0.0)).is_ok());
    for (grid, offset, error) in [
        (Grid { columns: 3, ..fits }, (0.0, 0.0), LayoutError::OffThePage),
        (Grid { rows: 4, ..fits }, (0.0, 0.0), LayoutError::OffThePage),
        (Grid { margin: (16.0, 5.0), ..fits }, (0.0, 0.0), LayoutError::OffThePage),
        (fits, (-6.0, 0.0), LayoutError::OffThePage),
        (Grid { pitch: (39.0, 30.0), ..fits }, (0.0, 0.0), LayoutError::Overlap),
        (Grid { pitch: (45.0, 29.0), ..fits }, (0.0, 0.0), LayoutError::Overlap),
        (Grid { label: (0.0, 30.0), ..fits }, (0.0, 0.0), LayoutError::InvalidMeasure),
        (Grid { columns: 0, ..fits }, (0.0, 0.0), LayoutError::InvalidMeasure),
        (Grid { label: (f64::NAN, 30.0), ..fits }, (0.0, 0.0), LayoutError::InvalidMeasure),
        (fits, (f64::INFINITY, 0.0), LayoutError::InvalidMeasure),
    ] {
        assert_eq!(Layout::new(grid, offset), Err(error), "{grid:?} {offset:?}");
    }
}

#[test]
fn r25_a_label_too_small_for_its_symbol_is_rejected() {
    let one = |side: (f64, f64), base: &str| {
        let grid =
            Grid { page: side, label: side, columns: 1, rows: 1, margin: (0.0, 0.0), pitch: side };
        let layout = Layout::new(grid, (0.0, 0.0)).expect("one label");
        sheet(&stickers(base, 1), &layout, 0, &Fonts::default())
            .map_err(|error| ProblemCode::from(&error))
    };
    assert!(one((30.0, 15.0), SITE).is_ok());
    for side in [(14.0, 14.0), (50.0, 14.0), (16.0, 16.0), (5.0, 5.0), (1.0, 90.0)] {
        assert_eq!(one(side, SITE), Err(ProblemCode::LabelTooSmall), "{side:?}");
    }
    // A longer public URL needs a larger symbol, and so a larger label.
    let long = format!("https://{}", "b".repeat(192));
    assert_eq!(one((38.1, 21.2), &long), Err(ProblemCode::LabelTooSmall));
    assert!(one((63.5, 38.1), &long).is_ok());
}

#[test]
fn the_widest_code_stays_on_the_label_and_out_of_the_quiet_zone() {
    let widest = TagCode::from_entropy(0xe739_ce73_9ce7_39c0_u64.to_be_bytes());
    assert!(widest.as_str().matches('W').count() >= 9, "{widest}");
    for &stock in Stock::ALL {
        let layout = layout(stock);
        let sticker = Sticker { qr: qr(SITE, &widest), code: widest };
        let pdf = sheet(&[sticker], &layout, 0, &Fonts::default()).expect("a sheet");
        let page = readers::print_pdf(&pdf, 300).remove(0);
        let cell = cell(&layout, 0, 300);
        assert_blank_outside(&page, &[cell]);
        assert_label(&page.crop(cell), &address(SITE, &widest), 300, stock);
    }
}
