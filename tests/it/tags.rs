//! Tag codes: random and without meaning (R23), typed by hand and protected by a check character (R26).

use proptest::prelude::*;
use stuffy::domain::tag::{
    Material, PublicUrl, PublicUrlError, TagCode, TagCodeError, place_url, tag_url,
};

const ALPHABET: &str = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const HOST: &str = "https://stuffy.example";

fn letters(code: &TagCode) -> Vec<char> {
    code.as_str().chars().collect()
}

fn base() -> PublicUrl {
    PublicUrl::parse(HOST).expect("a plain address")
}

/// Spellings of a code: other case, other grouping, Crockford's look-alikes.
fn writings(code: &TagCode) -> Vec<String> {
    let (plain, grouped) = (code.as_str().to_owned(), code.to_string());
    vec![
        plain.to_lowercase(),
        grouped.to_lowercase(),
        grouped.replace('-', " "),
        format!(" \t{grouped}\r\n"),
        plain.replace('1', "I").replace('0', "O"),
        plain.replace('1', "l").replace('0', "o"),
        letters(code).iter().flat_map(|letter| [*letter, '-']).collect(),
        grouped,
        plain,
    ]
}

/// URLs as a camera reads them from a tag, or as apps change them.
fn addresses(code: &TagCode, room: char) -> Vec<String> {
    let (plain, small) = (code.as_str(), code.as_str().to_lowercase());
    vec![
        format!("HTTPS://STUFFY.EXAMPLE/{room}/{plain}"),
        format!("https://stuffy.example/{}/{small}", room.to_ascii_lowercase()),
        format!("http://10.0.0.7:8080/{room}/{code}"),
        format!("https://another.example/{room}/{plain}?from=camera&next=/P/x"),
        format!("https://stuffy.example/{room}/{plain}#top"),
        format!("https://stuffy.example/{room}/{plain}/"),
        format!(" https://stuffy.example/{room}/{plain}\n"),
    ]
}

#[test]
fn r26_the_example_code_of_the_contract_is_valid() {
    let code = TagCode::parse("K7QF-M2XA-9RD3-W").expect("the contract's own example");
    assert_eq!(code.as_str(), "K7QFM2XA9RD3W");
    assert_eq!(code.to_string(), "K7QF-M2XA-9RD3-W");
}

#[test]
fn r23_all_sixty_random_bits_are_in_the_code() {
    let none = TagCode::from_entropy([0; 8]);
    assert_eq!(none.as_str(), "0000000000000");
    for bit in 0..64 {
        let one = TagCode::from_entropy((1_u64 << bit).to_be_bytes());
        assert_eq!(one == none, bit < 4, "bit {bit}: the lowest four are left over");
    }
    let all = TagCode::from_entropy([0xff; 8]);
    assert_eq!(&all.as_str()[..12], "ZZZZZZZZZZZZ");
}

proptest! {
    #[test]
    fn r26_every_single_wrong_character_is_detected(random: [u8; 8]) {
        let code = letters(&TagCode::from_entropy(random));
        for place in 0..13 {
            for wrong in ALPHABET.chars().filter(|letter| *letter != code[place]) {
                let mut mistyped = code.clone();
                mistyped[place] = wrong;
                let read = TagCode::parse(&String::from_iter(mistyped));
                prop_assert_eq!(read, Err(TagCodeError::CheckFailed), "{} at {}", wrong, place);
            }
        }
    }

    #[test]
    fn r26_every_swap_of_two_characters_is_detected(random: [u8; 8]) {
        let code = letters(&TagCode::from_entropy(random));
        for (left, right) in (0..13).flat_map(|left| (left + 1..13).map(move |right| (left, right))) {
            let mut swapped = code.clone();
            swapped.swap(left, right);
            let caught = TagCode::parse(&String::from_iter(&swapped)) == Err(TagCodeError::CheckFailed);
            prop_assert_eq!(caught, code[left] != code[right], "{} and {}", left, right);
        }
    }

    #[test]
    fn r26_every_spelling_of_a_code_is_parsed(random: [u8; 8]) {
        let code = TagCode::from_entropy(random);
        for writing in writings(&code) {
            prop_assert_eq!(TagCode::parse(&writing), Ok(code), "{}", &writing);
            prop_assert_eq!(TagCode::parse_place(&writing), Ok(code), "{}", &writing);
        }
    }

    #[test]
    fn a_scanned_url_is_parsed_whatever_its_host(random: [u8; 8]) {
        let code = TagCode::from_entropy(random);
        for address in addresses(&code, 'T') {
            prop_assert_eq!(TagCode::parse(&address), Ok(code), "{}", &address);
            prop_assert_eq!(TagCode::parse_place(&address), Err(TagCodeError::NotACode), "{}", &address);
        }
        for address in addresses(&code, 'P') {
            prop_assert_eq!(TagCode::parse_place(&address), Ok(code), "{}", &address);
            prop_assert_eq!(TagCode::parse(&address), Err(TagCodeError::NotACode), "{}", &address);
        }
        prop_assert_eq!(TagCode::parse(&tag_url(&base(), &code)), Ok(code));
        prop_assert_eq!(TagCode::parse_place(&place_url(&base(), &code)), Ok(code));
    }

    #[test]
    fn no_text_makes_the_parsers_panic(text: String, near in "[ilo0-9a-zA-Z/?#: -]{0,20}") {
        for text in [text, near] {
            if let Ok(code) = TagCode::parse(&text) {
                prop_assert_eq!(TagCode::parse(code.as_str()), Ok(code));
            }
            let _ = (TagCode::parse_place(&text), PublicUrl::parse(&text));
            let _ = PublicUrl::parse(&format!("https://{text}"));
        }
    }

    #[test]
    fn printed_urls_stay_in_qr_alphanumeric_mode(random: [u8; 8], host in "[a-z][a-z0-9.]{0,20}[a-z]", port: u16) {
        let Ok(base) = PublicUrl::parse(&format!("https://{host}:{port}/")) else { return Ok(()) };
        for url in [tag_url(&base, &TagCode::from_entropy(random)), place_url(&base, &TagCode::from_entropy(random))] {
            let fits = |sign: char| sign.is_ascii_uppercase() || sign.is_ascii_digit() || " $%*+-./:".contains(sign);
            prop_assert!(url.chars().all(fits), "{}", url);
        }
    }
}

#[test]
fn every_parse_error_says_what_is_wrong() {
    let no = |text: &str| TagCode::parse(text).expect_err(text);
    assert_eq!(no(""), TagCodeError::NotACode);
    assert_eq!(no(" - - "), TagCodeError::NotACode);
    assert_eq!(no("https://stuffy.example/T/"), TagCodeError::NotACode);
    assert_eq!(no("https://stuffy.example/f/K7QFM2XA9RD3W"), TagCodeError::NotACode);
    assert_eq!(no("https://stuffy.example/?tag=/T/K7QFM2XA9RD3W"), TagCodeError::NotACode);
    assert_eq!(no("K7QF-M2XA-9RD3"), TagCodeError::WrongLength(12));
    assert_eq!(no(&"7".repeat(70_000)), TagCodeError::WrongLength(70_000));
    assert_eq!(no("K7QF-M2XA-9RD3-U"), TagCodeError::BadCharacter('U'));
    assert_eq!(no("K7QF-M2XA-9RD3-é"), TagCodeError::BadCharacter('é'));
    assert_eq!(no("K7QF-M2XA-9RD3-X"), TagCodeError::CheckFailed);
    assert_eq!(no("7KQF-M2XA-9RD3-W"), TagCodeError::CheckFailed);
}

#[test]
fn debug_output_hides_the_code() {
    let code = TagCode::parse("K7QF-M2XA-9RD3-W").expect("a true code");
    assert_eq!(format!("{code:?}"), "Code(K7QF-…)");
}

#[test]
fn r23_a_printed_url_is_in_capitals_and_contains_only_the_code() {
    let code = TagCode::parse("K7QF-M2XA-9RD3-W").expect("a true code");
    assert_eq!(tag_url(&base(), &code), "HTTPS://STUFFY.EXAMPLE/T/K7QFM2XA9RD3W");
    assert_eq!(place_url(&base(), &code), "HTTPS://STUFFY.EXAMPLE/P/K7QFM2XA9RD3W");
}

#[test]
fn a_public_url_is_a_host_and_an_optional_port() {
    for (given, kept) in [
        ("https://Stuffy.Example/", "https://stuffy.example"),
        ("HTTP://LOCALHOST:8080", "http://localhost:8080"),
        (" https://bears.example:8443// ", "https://bears.example:8443"),
        ("http://192.168.1.20:8080", "http://192.168.1.20:8080"),
    ] {
        assert_eq!(PublicUrl::parse(given).map(|url| url.to_string()), Ok(kept.to_owned()));
    }
    assert!(PublicUrl::parse("HTTPS://a.example").is_ok_and(|url| url.is_https()));
    assert!(PublicUrl::parse("http://a.example").is_ok_and(|url| !url.is_https()));
}

#[test]
fn any_other_public_url_is_refused_with_advice() {
    use PublicUrlError::{BadCharacter, Host, Path, Scheme, TooLong};
    for (given, why) in [
        ("", Scheme),
        ("stuffy.example", Scheme),
        ("ftp://stuffy.example", Scheme),
        ("https://", Scheme),
        ("https://:8080", Host),
        ("https://stuffy.example:", Host),
        ("https://stuffy.example:0", Host),
        ("https://stuffy.example:+80", Host),
        ("https://stuffy.example:66000", Host),
        ("https://stuffy..example", Host),
        ("https://stuffy.example/hospital", Path),
        ("https://stuffy.example?a=b", Path),
        ("https://stuffy.example#a", Path),
        ("https://nurse@stuffy.example", BadCharacter('@')),
        ("https://my_bears.example", BadCharacter('_')),
        ("https://bärchen.example", BadCharacter('ä')),
        ("https://[::1]", BadCharacter('[')),
        ("https://a b.example", BadCharacter(' ')),
    ] {
        assert_eq!(PublicUrl::parse(given), Err(why), "{given}");
    }
    assert_eq!(PublicUrl::parse(&format!("https://{}.example", "a".repeat(200))), Err(TooLong));
    assert!(Path.to_string().contains("its own host name"));
    assert!(BadCharacter('_').to_string().contains("letters, digits, dots and hyphens"));
}

#[test]
fn r26_each_material_says_whether_it_is_washable_and_metal_free() {
    assert!(Material::Polyester.washable() && Material::Fabric.washable());
    assert!(!Material::Paper.washable() && !Material::Wristband.washable());
    assert!(Material::Paper.metal_free() && !Material::Wristband.metal_free());
}
