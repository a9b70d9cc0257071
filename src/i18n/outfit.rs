//! What a companion wears, in a sentence.

use super::family_text::{FamilyText, text};
use super::messages::message;
use crate::domain::family::Language;
use crate::domain::outfit::{Item, Outfit};

/// `None` where it wears nothing.
#[must_use]
pub fn outfit_text(language: Language, outfit: &Outfit, name: &str) -> Option<String> {
    let item = |item: &Item| message(language, item_id(*item), &[]);
    let items: Vec<_> = outfit.iter().map(item).collect();
    let items = items.join(&text(language, FamilyText::ListSeparator, &[]));
    (!items.is_empty())
        .then(|| text(language, FamilyText::Wearing, &[("name", name), ("items", &items)]))
}

/// The message id of an item's name. A new item also needs this message in each file of `locales/`.
const fn item_id(item: Item) -> &'static str {
    match item {
        Item::Gown => "item-gown",
        Item::Mask => "item-mask",
        Item::Cap => "item-cap",
        Item::ShoeCovers => "item-shoe_covers",
        Item::Gloves => "item-gloves",
        Item::IdBand => "item-id_band",
        Item::Bandage => "item-bandage",
        Item::Cast => "item-cast",
    }
}
