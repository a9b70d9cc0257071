//! Single labels as ZPL: rendered by a third-party renderer, measured and decoded (R25).

use stuffy::domain::string_enum::StringEnum as _;
use stuffy::printing::{PrintHead, zpl};

use super::readers::{self, Area, Grey, Thermal};
use super::{SITE, address, codes, qr};

/// Common label sizes in millimetres; the last one is a wristband.
const SIZES: [(f64, f64); 5] =
    [(51.0, 25.0), (38.0, 25.0), (30.0, 30.0), (100.0, 50.0), (25.0, 178.0)];

/// The renderer takes the resolution as whole dots per millimetre.
fn rendered_dots(head: PrintHead) -> u32 {
    match head {
        PrintHead::Dpi203 => 8,
        PrintHead::Dpi300 => 12,
        PrintHead::Dpi600 => 24,
    }
}

/// The number after a command.
fn number(label: &str, command: &str) -> usize {
    let rest = label.split(command).nth(1).unwrap_or_else(|| panic!("no {command} in {label}"));
    let digits = rest.split(|c: char| !c.is_ascii_digit()).next().expect("digits");
    digits.parse().expect("a number")
}

/// The label with an area erased.
fn without(picture: &Grey, area: Area) -> Grey {
    let mut rest = picture.clone();
    for y in area.top..area.bottom {
        rest.pixels[y * rest.width + area.left..y * rest.width + area.right].fill(255);
    }
    rest
}

#[test]
fn r25_a_thermal_label_has_the_required_size_and_decodes_twice() {
    let mut labels = Vec::new();
    let mut expected = Vec::new();
    for &head in PrintHead::ALL {
        for (size, code) in SIZES.into_iter().zip(codes(5)) {
            let address = address(SITE, &code);
            let zpl = zpl(&code, &qr(SITE, &code), &address, size, head).expect("a label");
            labels.push(Thermal { zpl, size, dots_per_mm: rendered_dots(head) });
            expected.push((head, size, address));
        }
    }
    let pictures = readers::print_zpl(&labels);
    for ((label, picture), (head, size, address)) in labels.iter().zip(&pictures).zip(&expected) {
        let context = format!("{size:?} mm at {} dpi:\n{}", head.key(), label.zpl);
        let seen = readers::find(picture);
        assert_eq!(seen.len(), 1, "{context}");
        assert_eq!(&seen[0].text, address, "{context}");
        // The magnification is explicit, and the renderer uses it.
        let magnification = number(&label.zpl, "^BQN,2,");
        assert!(label.zpl.contains(&format!("^BQN,2,{magnification},Q")), "{context}");
        assert_eq!(
            seen[0].area.right - seen[0].area.left,
            magnification * seen[0].modules,
            "{context}"
        );
        assert!(magnification >= 4, "{context}");
        let module = f64::from(u32::try_from(magnification).expect("small")) / head.dots_per_mm();
        assert!(module >= 0.33, "{module} mm; {context}");
        // The quiet zone is white and within the label.
        let area = seen[0].area;
        assert!(readers::is_quiet_around(picture, area, 4 * magnification), "{context}");
        let (width, height) = (number(&label.zpl, "^PW"), number(&label.zpl, "^LL"));
        let quiet = 4 * magnification;
        assert!(area.left >= quiet && area.top >= quiet, "{area:?}; {context}");
        assert!(
            area.right + quiet <= width && area.bottom + quiet <= height,
            "{area:?}; {context}"
        );
        // The letters are within the label and large enough.
        let ink = picture.ink(picture.whole()).expect("ink");
        assert!(ink.right < width && ink.bottom < height, "{ink:?}; {context}");
        let letters = without(picture, area).ink(picture.whole()).expect("letters");
        let least = 1.2 * head.dots_per_mm();
        let high = f64::from(u32::try_from(letters.bottom - letters.top).expect("small"));
        assert!(high > least, "{letters:?}; {context}");
    }
    let addresses: Vec<_> = expected.iter().map(|(.., address)| Some(address.clone())).collect();
    assert_eq!(readers::zbar(&pictures), addresses, "zbar");
}

#[test]
fn r25_the_magnification_is_at_least_four_for_every_label_size() {
    let code = codes(1).next().expect("one");
    for &head in PrintHead::ALL {
        for width in 10..60 {
            for height in 10..60 {
                let size = (f64::from(width), f64::from(height));
                let Ok(label) = zpl(&code, &qr(SITE, &code), &address(SITE, &code), size, head)
                else {
                    assert!(width < 25 || height < 25, "{size:?} is large enough at {head:?}");
                    continue;
                };
                let least = if head == PrintHead::Dpi600 { 8 } else { 4 };
                assert!((least..=10).contains(&number(&label, "^BQN,2,")), "{label}");
            }
        }
    }
}

#[test]
fn r23_a_thermal_label_has_the_url_and_the_code_and_nothing_else() {
    let code = codes(1).next().expect("one");
    let address = address(SITE, &code);
    let label =
        zpl(&code, &qr(SITE, &code), &address, (51.0, 25.0), PrintHead::Dpi203).expect("a label");
    assert!(label.starts_with("^XA") && label.ends_with("^XZ\n"), "{label}");
    let fields: Vec<_> =
        label.split("^FD").skip(1).filter_map(|field| field.split("^FS").next()).collect();
    assert_eq!(
        fields[0],
        format!("QM,A{address}"),
        "level Q, in the same mode as the measured symbol"
    );
    assert_eq!(fields[1..].concat(), code.to_string());
}

#[test]
fn field_data_cannot_contain_printer_commands() {
    let code = codes(1).next().expect("one");
    let malicious = "HTTPS://X^XZ~JA_5E\\&";
    let label =
        zpl(&code, &qr(SITE, &code), malicious, (51.0, 25.0), PrintHead::Dpi203).expect("a label");
    assert!(label.contains("^FH_^FDQM,AHTTPS://X_5EXZ_7EJA_5F5E_5C&^FS"), "{label}");
    assert!(!label.contains('~'), "{label}");
}
