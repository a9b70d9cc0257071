//! Posters for the walls: any name in letters as large as fit, and the place's code to be read from afar.

use stuffy::domain::string_enum::StringEnum as _;
use stuffy::domain::tag::{PublicUrl, TagCode, place_url};
use stuffy::printing::{Fonts, Paper, Qr, poster};

use super::readers;
use super::{SITE, codes};

/// Names in every script that the built-in fonts have, short and long.
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

fn drawn(name: &str, paper: Paper, fonts: &Fonts) -> Result<Vec<u8>, String> {
    let qr = Qr::of_address(&wall()).expect("an address that fits");
    poster(name, &code(), &qr, paper, fonts).map_err(|why| format!("{why:?}"))
}

fn wall() -> String {
    place_url(&PublicUrl::parse(SITE).expect("a public address"), &code())
}

#[test]
fn a_poster_is_read_and_its_name_stands_on_the_page() {
    for &paper in Paper::ALL {
        for name in NAMES {
            let pdf = drawn(name, paper, &Fonts::default()).expect(name);
            let pages = readers::print_pdf(&pdf, 100);
            assert_eq!(pages.len(), 1, "{name}");
            let size = if paper == Paper::A4 { (827, 1170) } else { (850, 1100) };
            assert_eq!((pages[0].width, pages[0].height), size);
            let seen = readers::find(&pages[0]);
            assert_eq!(seen.len(), 1, "{name}");
            assert_eq!(seen[0].text, wall());
            // Large enough for an arm's length and more: three millimetres a module.
            let module = readers::module(&seen[0]);
            assert!(module * 25.4 / 100.0 > 3.0, "{module}");
            assert!(readers::is_quiet_around(&pages[0], seen[0].area, 46), "{name}");
            let ink = pages[0].ink(pages[0].whole()).expect("ink");
            // Fifteen millimetres from every edge, give or take the overhang of a letter.
            assert!(ink.left >= 55 && ink.right <= size.0 - 55, "{name}: {ink:?}");
            assert!(ink.top >= 50 && ink.bottom <= size.1 - 50, "{name}: {ink:?}");
            assert_eq!(readers::zbar(&pages), [Some(wall())], "{name}");
            let said = readers::words(&pdf);
            assert!(said.contains(&code().to_string()), "{said}");
            assert!(said.contains("Scan this first"), "{said}");
        }
    }
}

#[test]
fn a_posters_name_can_be_read_by_a_machine_too() {
    let blank = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    for name in NAMES {
        let said = blank(&readers::words(&drawn(name, Paper::A4, &Fonts::default()).expect(name)));
        let is_rightwards = !name.contains(['ח', 'غ']);
        // What runs to the left is handed out in pieces; its number must stand as it was written.
        let wanted = if is_rightwards {
            blank(name)
        } else {
            name.split(' ').next_back().expect("a number").to_owned()
        };
        assert!(said.contains(&wanted), "{name}: {said}");
    }
}

#[test]
fn a_letter_that_no_font_has_is_told_and_not_printed_as_a_box() {
    let told = drawn("Saal ሆስፒ 3", Paper::A4, &Fonts::default()).expect_err("no font has them");
    assert_eq!(told, "LetterMissing(\"ሆ ስ ፒ\")");
    let told = drawn("OR 🧸", Paper::A4, &Fonts::default()).expect_err("no font has it");
    assert_eq!(told, "LetterMissing(\"🧸\")");
}

#[test]
fn a_site_brings_a_font_for_its_own_letters() {
    let file = "/usr/share/fonts/truetype/noto/NotoSansThai-Bold.ttf";
    let thai = std::fs::read(file).unwrap_or_else(|_| {
        panic!("{file} is missing: install fonts-noto-core, or let tests/run bring it")
    });
    let name = "ห้องผ่าตัด 7";
    drawn(name, Paper::A4, &Fonts::default()).expect_err("the built-in fonts have no Thai");
    let fonts = Fonts::with(vec![thai.clone()]).expect("a font");
    let pdf = drawn(name, Paper::A4, &fonts).expect("a poster");
    let page = readers::print_pdf(&pdf, 100).remove(0);
    assert_eq!(readers::find(&page).len(), 1);
    assert!(readers::words(&pdf).contains("ตัด"), "{}", readers::words(&pdf));
    let no_font = Fonts::with(vec![thai, b"no font at all".to_vec()]).map(drop);
    assert_eq!(no_font, Err(1), "which of the files it is");
}
