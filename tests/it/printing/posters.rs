//! Posters: any name in letters as large as fit, and a QR code that can be read from a distance.

use stuffy::domain::string_enum::StringEnum as _;
use stuffy::domain::tag::{PublicUrl, TagCode, place_url};
use stuffy::printing::{Fonts, Paper, Qr, poster};

use super::readers;
use super::{SITE, codes};

/// Short and long names in every script that the built-in fonts support.
const NAMES: [&str; 14] = [
    "OR 7",
    "Holding bay 3",
    "Salle d’opération n° 3 – côté œuvre",
    "Phòng mổ số 5",
    "Αίθουσα χειρουργείου 2",
    "Операционная № 7",
    "חדר ניתוח 4",
    "غرفة العمليات 12",
    "手术室 3",
    "手術室・第三回復室のとなりの待合室、青い扉の前の廊下を右に曲がったところ 12",
    "수술실 4",
    "OR 5 五号手术室",
    "The recovery ward of the children's house, second floor, behind the blue door 12",
    "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW",
];

fn code() -> TagCode {
    codes(1).next().expect("one")
}

fn print(name: &str, paper: Paper, fonts: &Fonts) -> Result<Vec<u8>, String> {
    let qr = Qr::from_address(&url()).expect("an address that fits");
    poster(name, &code(), &qr, paper, fonts).map_err(|error| format!("{error:?}"))
}

fn url() -> String {
    place_url(&PublicUrl::parse(SITE).expect("a public address"), &code())
}

#[test]
fn a_poster_can_be_scanned_and_keeps_its_margins() {
    for &paper in Paper::ALL {
        for name in NAMES {
            let pdf = print(name, paper, &Fonts::default()).expect(name);
            let pages = readers::print_pdf(&pdf, 100);
            assert_eq!(pages.len(), 1, "{name}");
            let size = if paper == Paper::A4 { (827, 1170) } else { (850, 1100) };
            assert_eq!((pages[0].width, pages[0].height), size);
            let seen = readers::find(&pages[0]);
            assert_eq!(seen.len(), 1, "{name}");
            assert_eq!(seen[0].text, url());
            // Three millimetres per module: readable from more than an arm's length.
            let module = readers::module(&seen[0]);
            assert!(module * 25.4 / 100.0 > 3.0, "{module}");
            assert!(readers::is_quiet_around(&pages[0], seen[0].area, 46), "{name}");
            let ink = pages[0].ink(pages[0].whole()).expect("ink");
            // A margin of 15 mm, except for the overhang of letters.
            assert!(ink.left >= 55 && ink.right <= size.0 - 55, "{name}: {ink:?}");
            assert!(ink.top >= 50 && ink.bottom <= size.1 - 50, "{name}: {ink:?}");
            assert_eq!(readers::zbar(&pages), [Some(url())], "{name}");
            let text = readers::words(&pdf);
            assert!(text.contains(&code().to_string()), "{text}");
            assert!(text.contains("Scan this code first"), "{text}");
        }
    }
}

#[test]
fn the_name_can_be_extracted_as_text() {
    let without_spaces =
        |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    for name in NAMES {
        let text = without_spaces(&readers::words(
            &print(name, Paper::A4, &Fonts::default()).expect(name),
        ));
        let is_left_to_right = !name.contains(['ח', 'غ']);
        // Text from right to left is extracted in pieces, but its number must be intact.
        let expected = if is_left_to_right {
            without_spaces(name)
        } else {
            name.split(' ').next_back().expect("a number").to_owned()
        };
        assert!(text.contains(&expected), "{name}: {text}");
    }
}

#[test]
fn a_character_that_no_font_has_is_an_error() {
    let error = print("Saal ሆስፒ 3", Paper::A4, &Fonts::default()).expect_err("no font has them");
    assert_eq!(error, "LetterMissing(\"ሆ ስ ፒ\")");
    let error = print("OR 🧸", Paper::A4, &Fonts::default()).expect_err("no font has it");
    assert_eq!(error, "LetterMissing(\"🧸\")");
}

#[test]
fn a_site_can_add_a_font_for_other_scripts() {
    let file = "/usr/share/fonts/truetype/noto/NotoSansThai-Bold.ttf";
    let thai = std::fs::read(file)
        .unwrap_or_else(|_| panic!("{file} is missing: install fonts-noto-core, or use tests/run"));
    let name = "ห้องผ่าตัด 7";
    print(name, Paper::A4, &Fonts::default()).expect_err("the built-in fonts have no Thai");
    let fonts = Fonts::with_files(vec![thai.clone()]).expect("a font");
    let pdf = print(name, Paper::A4, &fonts).expect("a poster");
    let page = readers::print_pdf(&pdf, 100).remove(0);
    assert_eq!(readers::find(&page).len(), 1);
    assert!(readers::words(&pdf).contains("ตัด"), "{}", readers::words(&pdf));
    let no_font = Fonts::with_files(vec![thai, b"no font at all".to_vec()]).map(drop);
    assert_eq!(no_font, Err(1), "the index of the invalid file");
}
