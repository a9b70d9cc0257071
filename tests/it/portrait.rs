//! Portraits: every species in every outfit there is, 13 times 256, in every promise that can be counted.

use std::collections::BTreeSet;

use stuffy::domain::companion::{Coat, Species};
use stuffy::domain::outfit::{Item, Outfit};
use stuffy::domain::string_enum::StringEnum;
use stuffy::portrait::svg;

/// What one dressed for the operating room may weigh, in bytes before compression; a page holds one or two.
const DRESSED: usize = 2560;
/// What everything at once may weigh.
const IN_EVERYTHING: usize = 3200;

/// Every subset of the catalogue.
fn outfits() -> impl Iterator<Item = Outfit> {
    let worn = |bits: u32| Item::ALL.iter().enumerate().filter(move |(n, _)| bits & (1 << n) != 0);
    (0..1 << Item::ALL.len()).map(move |bits| worn(bits).map(|(_, item)| *item).collect())
}

fn every_portrait(mut look: impl FnMut(Species, &Outfit, &str)) {
    for &species in Species::ALL {
        for outfit in outfits() {
            let picture = svg(species, &outfit, Coat::default_for(species), "Biscuit, a companion");
            look(species, &outfit, &picture);
        }
    }
}

/// The names of a picture's elements with their attributes, or what is wrong with it as XML.
fn elements(picture: &str) -> Result<Vec<(&str, &str)>, String> {
    let (mut open, mut seen, mut rest) = (Vec::new(), Vec::new(), picture);
    while let Some(from) = rest.find('<') {
        let (text, tail) = rest.split_at(from);
        if text.replace("&amp;", "").replace("&lt;", "").replace("&gt;", "").contains(['&', '>']) {
            return Err(format!("loose text: {text}"));
        }
        let to = tail.find('>').ok_or("a tag without an end")?;
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
        quoted(attributes)?;
        seen.push((name, attributes));
        if inner.len() == tag.len() {
            open.push(name);
        }
    }
    if open.is_empty() && rest.is_empty() {
        Ok(seen)
    } else {
        Err(format!("left: {open:?} {rest}"))
    }
}

/// Whether these are attributes, each once and each in quotes.
fn quoted(attributes: &str) -> Result<(), String> {
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
fn r13_each_piece_adds_its_layer_and_only_when_it_is_worn() {
    every_portrait(|species, outfit, picture| {
        for item in Item::ALL {
            let layers = picture.matches(&format!("data-worn=\"{}\"", item.key())).count();
            assert_eq!(
                layers,
                usize::from(outfit.contains(item)),
                "{species:?} {outfit:?} {item:?}"
            );
        }
    });
}

#[test]
fn every_portrait_is_well_formed_and_harmless_on_any_page() {
    let known = ["svg", "title", "ellipse", "path", "g"];
    every_portrait(|species, outfit, picture| {
        let elements =
            elements(picture).unwrap_or_else(|fault| panic!("{species:?} {outfit:?}: {fault}"));
        for (name, attributes) in elements {
            assert!(known.contains(&name), "{name}");
            for never in ["id=", "style=", "class=", "href=", "url(", " on"] {
                // The title's text is no attribute; `data-worn` is the only hook a page has.
                assert!(
                    !format!(" {attributes}")
                        .replace("data-worn", "")
                        .contains(&format!(" {never}"))
                );
                assert!(!attributes.contains("url("));
            }
        }
    });
}

#[test]
fn a_portrait_is_small_enough_to_stand_in_a_page() {
    let dressed: Outfit = [Item::Gown, Item::Mask, Item::Cap, Item::ShoeCovers].into();
    let mut heaviest = (0, 0);
    every_portrait(|species, outfit, picture| {
        let size = picture.len();
        assert!(size <= IN_EVERYTHING, "{species:?} {outfit:?}: {size}");
        if outfit.is_subset(&dressed) {
            assert!(size <= DRESSED, "{species:?} {outfit:?}: {size}");
            heaviest.0 = size.max(heaviest.0);
        }
        heaviest.1 = size.max(heaviest.1);
    });
    println!("heaviest: {} bytes dressed for the room, {} in everything", heaviest.0, heaviest.1);
}

#[test]
fn no_two_species_and_no_two_coats_look_alike() {
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
fn a_screen_reader_hears_the_title_whatever_is_in_it() {
    let bare = Outfit::new();
    let told = svg(Species::Cat, &bare, Coat::Ginger, "Tom & \"<Jerry>\"");
    assert!(told.contains("role=\"img\""));
    assert!(told.contains("<title>Tom &amp; \"&lt;Jerry&gt;\"</title>"));
    assert!(elements(&told).is_ok());
    let ornament = svg(Species::Cat, &bare, Coat::Ginger, "");
    assert!(ornament.contains("aria-hidden=\"true\"") && !ornament.contains("role="));
    assert!(!ornament.contains("<title"));
}
