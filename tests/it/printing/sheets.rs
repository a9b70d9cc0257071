//! Sheets of tags, printed, measured and read back (R25).

use stuffy::domain::string_enum::StringEnum as _;
use stuffy::domain::tag::TagCode;
use stuffy::printing::{Fonts, Grid, Layout, LayoutError, Sticker, Stock, sheet};

use super::readers::{self, Area, Grey};
use super::{SITE, address, codes, qr};

fn stickers(base: &str, how_many: u32) -> Vec<Sticker> {
    codes(how_many.into()).map(|code| Sticker { qr: qr(base, &code), code }).collect()
}

fn laid_out(stock: Stock) -> Layout {
    Layout::of(stock, (0.0, 0.0)).expect("stock that fits its page")
}

/// A label of a page in pixels, whole ones inside of it.
pub(super) fn cell(layout: &Layout, nth: u32, dpi: u32) -> Area {
    let dots = |mm: f64| mm * readers::dots_per_inch(dpi) / 25.4;
    let ((left, top), (width, height)) = (layout.corner(nth), layout.label());
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

fn holds(outer: Area, inner: Area) -> bool {
    outer.left <= inner.left
        && outer.top <= inner.top
        && outer.right >= inner.right
        && outer.bottom >= inner.bottom
}

#[test]
fn the_published_measures_of_every_stock_add_up_to_its_page() {
    for &stock in Stock::ALL {
        let Grid { page, label, columns, rows, margin, pitch } = stock.grid();
        let across = 2.0 * margin.0 + f64::from(columns - 1) * pitch.0 + label.0;
        let down = 2.0 * margin.1 + f64::from(rows - 1) * pitch.1 + label.1;
        assert!((across - page.0).abs() < 0.001, "{stock:?}: {across} mm of {} across", page.0);
        assert!((down - page.1).abs() < 0.001, "{stock:?}: {down} mm of {} down", page.1);
        let layout = laid_out(stock);
        let name = stock.name();
        assert!(layout.places() == 1 || name.contains(&layout.places().to_string()), "{name}");
    }
}

/// Every label of every stock: on the page, inside its own cell, with its quiet zone, large enough, and read.
#[test]
fn r25_every_label_of_a_full_sheet_lies_in_its_cell_and_is_read_by_two_decoders() {
    for &stock in Stock::ALL {
        let layout = laid_out(stock);
        let stickers = stickers(SITE, layout.places());
        let pdf = sheet(&stickers, &layout, 0, &Fonts::default()).expect("a sheet");
        for dpi in [203, 300] {
            let pages = readers::print_pdf(&pdf, dpi);
            assert_eq!(pages.len(), 1, "{stock:?}");
            let page = &pages[0];
            let cells: Vec<_> = (0..layout.places()).map(|nth| cell(&layout, nth, dpi)).collect();
            nothing_outside(page, &cells);
            let cut: Vec<_> = cells.iter().map(|cell| page.cut(*cell)).collect();
            for (nth, picture) in cut.iter().enumerate() {
                let expected = address(SITE, &stickers[nth].code);
                measured(picture, &expected, dpi, stock);
            }
            let expected: Vec<_> =
                stickers.iter().map(|sticker| Some(address(SITE, &sticker.code))).collect();
            assert_eq!(readers::zbar(&cut), expected, "zbar, {stock:?} at {dpi} dpi");
        }
    }
}

/// Nothing is printed where no label is.
fn nothing_outside(page: &Grey, cells: &[Area]) {
    let mut rest = page.clone();
    for cell in cells {
        for y in cell.top..cell.bottom {
            rest.pixels[y * rest.width + cell.left..y * rest.width + cell.right].fill(255);
        }
    }
    assert_eq!(rest.ink(rest.whole()), None, "ink between the labels");
}

/// One label of a sheet: the symbol says this, and is as large as R25 wants it, with white around it.
fn measured(picture: &Grey, expected: &str, dpi: u32, stock: Stock) {
    // Paper is looked at by a camera, which is finer than a printer of 203 dpi.
    let times = if dpi == 203 { 3 } else { 1 };
    let picture = &picture.seen_closely(times);
    let seen = readers::find(picture);
    assert_eq!(seen.len(), 1, "one symbol on a label");
    assert_eq!(seen[0].text, expected);
    let module = readers::module(&seen[0]);
    let dots = module / f64::from(u32::try_from(times).expect("a small number"));
    let mm = dots * 25.4 / readers::dots_per_inch(dpi);
    assert!(mm >= 0.33, "a module of {mm} mm at {dpi} dpi");
    assert!(dots >= 4.0, "a module of {dots} dots at {dpi} dpi");
    // On the printer that the stock is for, all modules are equally wide.
    if dpi == if stock == Stock::Wristband { 203 } else { 300 } {
        assert!(dots.fract() == 0.0, "modules of {dots} dots");
        assert!(modules_are_whole(picture, &seen[0], whole(module)), "a module is cut");
    }
    let quiet = whole((4.0 * module).floor());
    assert!(readers::is_quiet_around(picture, seen[0].area, quiet), "the quiet zone is not quiet");
    let zone = Area {
        left: seen[0].area.left.checked_sub(quiet).expect("the quiet zone lies on the label"),
        top: seen[0].area.top.checked_sub(quiet).expect("the quiet zone lies on the label"),
        right: seen[0].area.right + quiet,
        bottom: seen[0].area.bottom + quiet,
    };
    assert!(holds(picture.whole(), zone), "the quiet zone leaves the label");
}

/// Whether every module is of one shade, all of its dots.
fn modules_are_whole(picture: &Grey, seen: &readers::Seen, module: usize) -> bool {
    let shades = |column: usize, row: usize| {
        let (left, top) = (seen.area.left + column * module, seen.area.top + row * module);
        let dots = (0..module).flat_map(move |y| (0..module).map(move |x| (x, y)));
        let dark = dots.filter(|(x, y)| picture.dark(left + x, top + y)).count();
        dark == 0 || dark == module * module
    };
    (0..seen.modules).all(|row| (0..seen.modules).all(|column| shades(column, row)))
}

#[test]
fn r23_a_sheet_says_the_codes_and_nothing_else() {
    let stickers = stickers(SITE, 4);
    for &stock in Stock::ALL {
        let pdf = sheet(&stickers, &laid_out(stock), 0, &Fonts::default()).expect("a sheet");
        let said: Vec<_> = readers::words(&pdf).chars().filter(|c| !c.is_whitespace()).collect();
        let mut wanted: Vec<_> = stickers
            .iter()
            .flat_map(|sticker| sticker.code.to_string().into_bytes())
            .map(char::from)
            .collect();
        // Labels side by side are read line by line; what counts is that no letter is there besides.
        let mut said = said;
        said.sort_unstable();
        wanted.sort_unstable();
        assert_eq!(said, wanted, "{stock:?}");
    }
}

#[test]
fn a_part_used_sheet_is_begun_where_its_labels_begin_and_goes_on_on_the_next() {
    let layout = laid_out(Stock::AveryL7160);
    let stickers = stickers(SITE, 5);
    let pdf = sheet(&stickers, &layout, 18, &Fonts::default()).expect("a sheet");
    let pages = readers::print_pdf(&pdf, 203);
    assert_eq!(pages.len(), 2);
    let read =
        |page: &Grey, nth: u32| readers::rqrr(&[page.cut(cell(&layout, nth, 203))]).remove(0);
    let expected = |nth: usize| Some(address(SITE, &stickers[nth].code));
    for nth in 0..21 {
        let wanted = if nth < 18 { None } else { expected(nth as usize - 18) };
        assert_eq!(read(&pages[0], nth), wanted, "place {nth} of the first page");
        let wanted = if nth < 2 { expected(nth as usize + 3) } else { None };
        assert_eq!(read(&pages[1], nth), wanted, "place {nth} of the second page");
    }
}

#[test]
fn an_offset_moves_everything_by_so_much() {
    let stickers = stickers(SITE, 1);
    let grid = Stock::AveryL7160.grid();
    let printed = |shift| {
        let layout = Layout::new(grid, shift).expect("on the page");
        let pdf = sheet(&stickers, &layout, 0, &Fonts::default()).expect("a sheet");
        let page = readers::print_pdf(&pdf, 300).remove(0);
        page.ink(page.whole()).expect("ink")
    };
    let (plain, moved) = (printed((0.0, 0.0)), printed((2.54, -5.08)));
    assert_eq!((moved.left - plain.left, plain.top - moved.top), (30, 60));
    assert_eq!((moved.right - plain.right, plain.bottom - moved.bottom), (30, 60));
}

#[test]
fn a_grid_that_does_not_fit_is_no_layout() {
    let fits = Grid {
        page: (100.0, 100.0),
        label: (40.0, 30.0),
        columns: 2,
        rows: 3,
        margin: (5.0, 5.0),
        pitch: (45.0, 30.0),
    };
    assert!(Layout::new(fits, (0.0, 0.0)).is_ok());
    for (grid, shift, why) in [
        (Grid { columns: 3, ..fits }, (0.0, 0.0), LayoutError::OffThePage),
        (Grid { rows: 4, ..fits }, (0.0, 0.0), LayoutError::OffThePage),
        (Grid { margin: (16.0, 5.0), ..fits }, (0.0, 0.0), LayoutError::OffThePage),
        (fits, (-6.0, 0.0), LayoutError::OffThePage),
        (Grid { pitch: (39.0, 30.0), ..fits }, (0.0, 0.0), LayoutError::Overlap),
        (Grid { pitch: (45.0, 29.0), ..fits }, (0.0, 0.0), LayoutError::Overlap),
        (Grid { label: (0.0, 30.0), ..fits }, (0.0, 0.0), LayoutError::NoMeasure),
        (Grid { columns: 0, ..fits }, (0.0, 0.0), LayoutError::NoMeasure),
        (Grid { label: (f64::NAN, 30.0), ..fits }, (0.0, 0.0), LayoutError::NoMeasure),
        (fits, (f64::INFINITY, 0.0), LayoutError::NoMeasure),
    ] {
        assert_eq!(Layout::new(grid, shift), Err(why), "{grid:?} {shift:?}");
    }
}

#[test]
fn r25_a_label_too_small_for_its_code_is_refused_and_told_what_it_takes() {
    let one = |side: (f64, f64), base: &str| {
        let grid =
            Grid { page: side, label: side, columns: 1, rows: 1, margin: (0.0, 0.0), pitch: side };
        let layout = Layout::new(grid, (0.0, 0.0)).expect("one label");
        sheet(&stickers(base, 1), &layout, 0, &Fonts::default()).map_err(|why| why.code())
    };
    assert!(one((30.0, 15.0), SITE).is_ok());
    for side in [(14.0, 14.0), (50.0, 14.0), (16.0, 16.0), (5.0, 5.0), (1.0, 90.0)] {
        assert_eq!(one(side, SITE), Err("label-too-small"), "{side:?}");
    }
    // A long address needs a larger symbol: what is large enough for one site is too small for another.
    let long = format!("https://{}", "b".repeat(192));
    assert_eq!(one((38.1, 21.2), &long), Err("label-too-small"));
    assert!(one((63.5, 38.1), &long).is_ok());
}

/// Every code has its letters on the label: the widest as well.
#[test]
fn the_widest_letters_stay_on_the_label_and_out_of_the_quiet_zone() {
    let widest = TagCode::from_entropy(0xe739_ce73_9ce7_39c0_u64.to_be_bytes());
    assert!(widest.as_str().matches('W').count() >= 9, "{widest}");
    for &stock in Stock::ALL {
        let layout = laid_out(stock);
        let sticker = Sticker { qr: qr(SITE, &widest), code: widest };
        let pdf = sheet(&[sticker], &layout, 0, &Fonts::default()).expect("a sheet");
        let page = readers::print_pdf(&pdf, 300).remove(0);
        let cell = cell(&layout, 0, 300);
        nothing_outside(&page, &[cell]);
        measured(&page.cut(cell), &address(SITE, &widest), 300, stock);
    }
}
