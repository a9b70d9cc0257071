//! Fuzzes single parsers: tag codes and their URLs, the public URL, cursors, CSV lists, forms, photos.

use std::time::Duration;

use futures_util::FutureExt as _;
use stuffy::domain::tag::{PublicUrl, TagCode, tag_url};
use stuffy::photos::processing;
use stuffy::printing;
use stuffy::web::csv_table::{self, Columns};
use stuffy::web::cursor;
use stuffy::web::pages::shared::multipart;

use super::FuzzRun;
use crate::qr_frames::photograph;

const STAFF: Columns =
    Columns { required: &["username", "display_name", "role"], optional: &["disabled"] };

fn texts<const N: usize>(seeds: [&str; N]) -> Vec<Vec<u8>> {
    seeds.map(|seed| seed.as_bytes().to_vec()).to_vec()
}

#[test]
fn tag_codes_round_trip() {
    let seeds = texts([
        "K7QF-M2XA-9RD3-W",
        "k7qf m2xa 9rd3 w",
        "HTTPS://STUFFY.EXAMPLE/T/K7QFM2XA9RD3W",
        "https://h/p/K7QFM2XA9RD3W/?x#y",
    ]);
    FuzzRun::start("codes", Duration::from_secs(2), seeds).all(|bytes| {
        let text = String::from_utf8_lossy(bytes);
        let (tag, place) = (TagCode::parse(&text), TagCode::parse_place(&text));
        for code in [&tag, &place].into_iter().flatten() {
            for written in [code.to_string(), code.as_str().to_owned()] {
                assert_eq!(TagCode::parse(&written), Ok(*code));
            }
            let base = PublicUrl::parse("https://stuffy.example").expect("an address");
            assert_eq!(TagCode::parse(&tag_url(&base, code)), Ok(*code));
        }
        let no = |error| format!("{error:?}").split('(').next().map(str::to_owned);
        (tag.map(drop).map_err(no), place.is_ok(), text.len().min(40))
    });
}

#[test]
fn public_urls_round_trip() {
    let seeds = texts(["https://stuffy.example", "http://10.0.0.7:8080/", "HTTPS://A-B.C:1//"]);
    FuzzRun::start("addresses", Duration::from_secs(1), seeds).all(|bytes| {
        let read = PublicUrl::parse(&String::from_utf8_lossy(bytes));
        if let Ok(url) = &read {
            assert_eq!(PublicUrl::parse(url.as_str()).as_ref(), Ok(url));
            assert_eq!(PublicUrl::parse(&url.to_uppercase()).as_ref(), Ok(url));
            assert!(printing::Qr::from_text(&url.to_uppercase()).is_ok(), "it cannot be printed");
        }
        let no =
            read.err().and_then(|error| format!("{error:?}").split('(').next().map(str::to_owned));
        (no, bytes.len() / 8)
    });
}

#[test]
fn cursors_round_trip() {
    let seeds =
        texts(["AZrlVwAAcAGAAAAAAAAAAA", "AAAAAAAAAAE", "AAABoS4KAAABmuVXAABwAYAAAAAAAAAA"]);
    FuzzRun::start("cursors", Duration::from_secs(2), seeds).all(|bytes| {
        let text = String::from_utf8_lossy(bytes);
        let (by_id, by_number) = (cursor::parse_id(&text), cursor::parse_number(&text));
        let by_step = cursor::parse_step(&text);
        let written = [
            by_id.map(cursor::of_id),
            by_number.map(cursor::of_number),
            by_step.map(cursor::of_step),
        ];
        for cursor in written.iter().flatten() {
            assert_eq!(*cursor, text);
        }
        let kinds = [by_id.is_some(), by_number.is_some(), by_step.is_some()];
        (kinds.iter().fold(1, |so_far, kind| so_far * 2 + u8::from(*kind)), text.len().min(40))
    });
}

#[test]
fn csv_lists_round_trip() {
    let seeds = texts([
        "username,display_name,role\r\nnora.lind,Nora Lind,staff\r\n",
        "\u{feff}Username;Display_name;Role;Disabled\nnora.lind;\"Lind; Nora\";lead;yes\n\nx;'=1;admin;\n",
    ]);
    FuzzRun::start("lists", Duration::from_secs(2), seeds).all(|bytes| {
        let text = String::from_utf8_lossy(bytes);
        goes_out_and_comes_back(&text);
        let read = match csv_table::read(&text, STAFF) {
            Ok(read) => read,
            Err(why) => return (why.len(), 0, 0),
        };
        let (good, bad): (Vec<_>, Vec<_>) = read.into_iter().partition(Result::is_ok);
        let columns = ["username", "display_name", "role"];
        let cells = good.into_iter().flatten().map(|line| {
            columns.map(|name| line.cell(name).unwrap_or_default().to_owned()).to_vec()
        });
        let lines: Vec<_> = cells.collect();
        let written = String::from_utf8(csv_table::write(&columns, lines.clone())).expect("UTF-8");
        let again = csv_table::read(&written, STAFF);
        for (line, again) in lines.iter().zip(again.into_iter().flatten()) {
            let again = again.expect("our own list is valid");
            assert_eq!(columns.map(|name| again.cell(name).unwrap_or_default()), line[..]);
        }
        (0, lines.len().min(20), bad.len().min(20))
    });
}

/// Cells come back unchanged, except for surrounding blanks.
fn goes_out_and_comes_back(text: &str) {
    let columns = ["username", "display_name", "role"];
    // The replacement character for invalid UTF-8 is rejected.
    let text = text.replace('\u{fffd}', "");
    let mut cells: Vec<_> = text.splitn(3, [';', ',']).map(str::to_owned).collect();
    cells.resize(3, "'".to_owned());
    let written = String::from_utf8(csv_table::write(&columns, [cells.clone()])).expect("UTF-8");
    let read = csv_table::read(&written, STAFF).expect("our own list is valid");
    let [Ok(line)] = &read[..] else { panic!("what we wrote is one line: {written}") };
    let again = columns.map(|name| line.cell(name).unwrap_or_default());
    assert_eq!(again[..], cells.iter().map(|cell| cell.trim()).collect::<Vec<_>>());
}

#[test]
fn multipart_forms_are_parsed_or_rejected() {
    let seeds = texts([
        "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\na,b\r\n--x\r\ncontent-disposition: form-data; name=seal\r\n\r\n1\r\n--x--\r\n",
    ]);
    FuzzRun::start("forms", Duration::from_secs(1), seeds).all(|bytes| {
        let kind = "multipart/form-data; boundary=x";
        let fields = multipart::fields(kind, bytes.clone().into()).now_or_never();
        let fields = fields.expect("the body is in memory");
        let fields = fields.map_err(|error| error.to_string());
        fields.map(|fields| (fields.len(), fields.iter().map(|f| f.0.len().min(9)).sum::<usize>()))
    });
}

#[test]
fn photos_are_reencoded_within_limits_or_rejected() {
    let code = photograph("HTTPS://STUFFY.EXAMPLE/T/K7QFM2XA9RD3W", 120);
    let plain = crate::photo_processing::snapshot(64, 48);
    let seeds = vec![crate::photo_processing::with_words(&plain, 6), code, plain];
    FuzzRun::start("pictures", Duration::from_secs(4), seeds).all(|bytes| {
        let read = printing::decode(bytes);
        let developed = processing::reencode(bytes);
        if let Ok(picture) = &developed {
            assert!(!crate::photo_processing::tells_words(&picture.full), "words came along");
            let again = processing::reencode(&picture.full).expect("our own photo");
            assert_eq!((again.width, again.height), (picture.width, picture.height));
            assert!(picture.width.max(picture.height) <= 2048, "it is too large");
        }
        let sizes = developed.map(|picture| (picture.width / 8, picture.height / 8));
        (read.map(|text| text.is_some()).map_err(|e| e as u8), sizes.map_err(|e| e as u8))
    });
}
