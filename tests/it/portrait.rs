//! Portraits: every species in every possible outfit (13 × 256 pictures).

use std::collections::BTreeSet;

use stuffy::domain::companion::{Coat, Species};
use stuffy::domain::outfit::{Item, Outfit};
use stuffy::domain::string_enum::StringEnum;
use stuffy::portrait::svg;

/// The largest portrait in an outfit for the operating room, in bytes before compression. A page has one or two.
const MAX_GOWNED: usize = 2560;
/// The largest portrait in any outfit.
const MAX_BYTES: usize = 3200;

/// Every set of items.
fn outfits() -> impl Iterator<Item = Outfit> {
    let worn = |bits: u32| Item::ALL.iter().enumerate().filter(move |(n, _)| bits & (1 << n) != 0);
    (0..1 << Item::ALL.len()).map(move |bits| worn(bits).map(|(_, item)| *item).collect())
}

fn for_every_portrait(mut check: impl FnMut(Species, &Outfit, &str)) {
    for &species in Species::ALL {
        for outfit in outfits() {
            let picture = svg(species, &outfit, Coat::default_for(species), "Biscuit, a companion");
            check(species, &outfit, &picture);
        }
    }
}

/// The elements of a picture with their attributes, or an error if it is not well-formed XML.
fn elements(picture: &str) -> Result<Vec<(&str, &str)>, String> {
    let (mut open, mut elements, mut rest) = (Vec::new(), Vec::new(), picture);
    while let Some(from) = rest.find('<') {
        let (text, tail) = rest.split_at(from);
        if text.replace("&amp;", "").replace("&lt;", "").replace("&gt;", "").contains(['&', '>']) {
            return Err(format!("unescaped text: {text}"));
        }
        let to = tail.find('>').ok_or("an unclosed tag")?;
        let tag = &tail[1..to];
        rest = &tail[to + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            let opened = open.pop();
            if opened != Some(name) {
                return Err(format!("{name} closes {opened:?}"));
            }
            continue;
        }
        let inner = tag.strip_suffix('/').unwrap_or(tag);
        let (name, attributes) = inner.split_once(' ').unwrap_or((inner, ""));
        check_attributes(attributes)?;
        elements.push((name, attributes));
        if inner.len() == tag.len() {
            open.push(name);
        }
    }
    if open.is_empty() && rest.is_empty() {
        Ok(elements)
    } else {
        Err(format!("left: {open:?} {rest}"))
    }
}

/// Each attribute must be quoted and must not be repeated.
fn check_attributes(attributes: &str) -> Result<(), String> {
    let mut names = BTreeSet::new();
    let mut rest = attributes;
    while !rest.is_empty() {
        let (name, tail) = rest.split_once("=\"").ok_or_else(|| rest.to_owned())?;
        let (_, tail) = tail.split_once('"').ok_or_else(|| rest.to_owned())?;
        if name.trim().contains([' ', '"']) || !names.insert(name.trim()) {
            return Err(format!("{name} in {attributes}"));
        }
        rest = tail;
    }
    Ok(())
}

#[test]
fn r13_an_item_is_drawn_once_if_worn_and_not_otherwise() {
    for_every_portrait(|species, outfit, picture| {
        for item in Item::ALL {
            let count = picture.matches(&format!("data-worn=\"{}\"", item.key())).count();
            assert_eq!(
                count,
                usize::from(outfit.contains(item)),
                "{species:?} {outfit:?} {item:?}"
            );
        }
    });
}

#[test]
fn every_portrait_is_well_formed_and_has_no_ids_styles_or_links() {
    let known = ["svg", "title", "ellipse", "path", "g"];
    for_every_portrait(|species, outfit, picture| {
        let elements =
            elements(picture).unwrap_or_else(|error| panic!("{species:?} {outfit:?}: {error}"));
        for (name, attributes) in elements {
            assert!(known.contains(&name), "{name}");
            for forbidden in ["id=", "style=", "class=", "href=", "url(", " on"] {
                // `data-worn` is the only attribute that a page may select by.
                assert!(
                    !format!(" {attributes}")
                        .replace("data-worn", "")
                        .contains(&format!(" {forbidden}"))
                );
                assert!(!attributes.contains("url("));
            }
        }
    });
}

#[test]
fn a_portrait_is_small_enough_to_be_inlined() {
    let gowned: Outfit = [Item::Gown, Item::Mask, Item::Cap, Item::ShoeCovers].into();
    let mut largest = (0, 0);
    for_every_portrait(|species, outfit, picture| {
        let size = picture.len();
        assert!(size <= MAX_BYTES, "{species:?} {outfit:?}: {size}");
        if outfit.is_subset(&gowned) {
            assert!(size <= MAX_GOWNED, "{species:?} {outfit:?}: {size}");
            largest.0 = size.max(largest.0);
        }
        largest.1 = size.max(largest.1);
    });
    println!("largest: {} bytes gowned, {} in any outfit", largest.0, largest.1);
}

#[test]
fn species_and_coats_all_look_different() {
    let bare = Outfit::new();
    let one_coat: BTreeSet<_> =
        Species::ALL.iter().map(|species| svg(*species, &bare, Coat::Honey, "")).collect();
    assert_eq!(one_coat.len(), Species::ALL.len());
    for &species in Species::ALL {
        let coats: BTreeSet<_> =
            Coat::ALL.iter().map(|coat| svg(species, &bare, *coat, "")).collect();
        assert_eq!(coats.len(), Coat::ALL.len(), "{species:?}");
    }
}

#[test]
fn the_title_is_escaped_for_screen_readers_and_an_empty_one_hides_the_portrait() {
    let bare = Outfit::new();
    let titled = svg(Species::Cat, &bare, Coat::Ginger, "Tom & \"<Jerry>\"");
    assert!(titled.contains("role=\"img\""));
    assert!(titled.contains("<title>Tom &amp; \"&lt;Jerry&gt;\"</title>"));
    assert!(elements(&titled).is_ok());
    let untitled = svg(Species::Cat, &bare, Coat::Ginger, "");
    assert!(untitled.contains("aria-hidden=\"true\"") && !untitled.contains("role="));
    assert!(!untitled.contains("<title"));
}
