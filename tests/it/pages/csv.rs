//! CSV files survive export and import unchanged, and contain nothing that a spreadsheet runs.

use futures_util::FutureExt as _;
use proptest::prelude::{ProptestConfig, any, prop_assert, prop_assert_eq, proptest};
use stuffy::web::csv_table::{self, Columns};
use stuffy::web::pages::shared::multipart::{self, MultipartFormError};

const TWO: Columns = Columns { required: &["a"], optional: &["b"] };

/// A row: line number and the cells of both columns.
type Plain = (u64, String, Option<String>);

fn read(text: &str) -> Result<Vec<Result<Plain, csv_table::CsvError>>, String> {
    let lines = csv_table::read(text, TWO)?;
    let plain = |line: csv_table::CsvRow| {
        let cell = |column| line.cell(column).map(str::to_owned);
        (line.line, cell("a").unwrap_or_default(), cell("b"))
    };
    Ok(lines.into_iter().map(|line| line.map(plain)).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn every_csv_file_survives_the_round_trip(cells in proptest::collection::vec("['=+@\t,;\"\r\n a-zä🧸-]{0,9}", 2..20)) {
        let lines: Vec<Vec<String>> = cells.chunks(2).filter(|pair| pair.len() == 2).map(<[_]>::to_vec).collect();
        let file = String::from_utf8(csv_table::write(&["a", "b"], lines.clone())).unwrap();
        let back = csv_table::read(&file, TWO).unwrap();
        prop_assert_eq!(back.len(), lines.len());
        for (line, sent) in back.iter().zip(&lines) {
            let line = line.as_ref().unwrap();
            prop_assert_eq!(line.cell("a"), Some(sent[0].trim()));
            prop_assert_eq!(line.cell("b"), Some(sent[1].trim()));
        }
    }

    #[test]
    fn formulas_are_escaped_and_restored(cell in any::<String>(), first in "['=+@\t\r-]{0,4}") {
        let cell = format!("{first}{cell}");
        let out = csv_table::escape_formula(&cell);
        prop_assert!(!out.starts_with(['=', '+', '-', '@', '\t', '\r']), "{}", out);
        prop_assert_eq!(csv_table::unescape_formula(&out), cell);
    }
}

#[test]
fn csv_is_written_for_spreadsheets() {
    let file = csv_table::write(&["a", "b"], [vec!["=1+1".to_owned(), "x, \"y\"".to_owned()]]);
    assert_eq!(file, "\u{feff}a,b\r\n'=1+1,\"x, \"\"y\"\"\"\r\n".as_bytes());
}

#[test]
fn csv_is_read_as_spreadsheets_write_it() {
    let one = |line, a: &str, b: Option<&str>| Ok((line, a.to_owned(), b.map(str::to_owned)));
    assert_eq!(read("\u{feff}A;B\r\nx;'-y\r\n"), Ok(vec![one(2, "x", Some("-y"))]));
    assert_eq!(
        read("b,a\n\"1\",\"2\n3\"\n4,5"),
        Ok(vec![one(2, "2\n3", Some("1")), one(4, "5", Some("4"))])
    );
    assert_eq!(read("a\nx\n"), Ok(vec![one(2, "x", None)]));
    let bad = read("a,b\nx\ny,z\n").expect("a list");
    assert_eq!(bad, [Err((2, "has 1 cells; the header has 2".to_owned())), one(3, "y", Some("z"))]);
}

#[test]
fn an_invalid_csv_file_is_rejected_as_a_whole() {
    for (text, message) in [
        ("", "missing"),
        ("a,b\n", "no rows below"),
        ("b\nx\n", "\"a\" is missing"),
        ("a,c\nx,y\n", "Unknown column \"c\""),
        ("a,a\nx,y\n", "twice"),
        ("a\nM\u{fffd}ller\n", "UTF-8"),
    ] {
        let error = read(text).expect_err(text);
        assert!(error.contains(message), "{text:?}: {error}");
    }
    let long = format!("a\n{}", "x\n".repeat(csv_table::MAX_ROWS + 1));
    assert!(read(&long).expect_err("too long").contains("5000"));
    assert_eq!(read(&long[..long.len() - 2]).expect("long enough").len(), csv_table::MAX_ROWS);
}

#[test]
fn a_multipart_form_with_a_file_is_parsed() {
    let kind = "multipart/form-data; boundary=\"--x y\"";
    let parse = |body: &str| {
        let fields = multipart::fields(kind, body.to_owned().into()).now_or_never();
        fields.expect("the body is in memory")
    };
    let body = "----x y\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a;b.csv\"\r\nContent-Type: text/csv\r\n\r\na,b\r\n1,2\r\n\r\n----x y\r\nContent-Disposition: form-data; name=\"list\"\r\n\r\n\r\n----x y--\r\n";
    let fields = parse(body).expect("a form");
    let plain: Vec<_> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(plain, [("file", "a,b\r\n1,2\r\n"), ("list", "")]);
    for end in 0..body.len() - 4 {
        // A truncated body is rejected without a panic.
        assert_eq!(parse(&body[..end]), Err(MultipartFormError::Malformed), "{end}");
    }
}
