//! Chooses a language by the `Accept-Language` header.

use crate::domain::family::Language;
use crate::domain::string_enum::StringEnum as _;

/// The supported language that the browser prefers; English where it names none.
#[must_use]
pub fn preferred_language(header: &str) -> Language {
    let mut ranges: Vec<_> = header.split(',').filter_map(language_range).collect();
    // The sort is stable: among equal weights, the first in the header wins.
    ranges.sort_by(|(_, one), (_, other)| other.total_cmp(one));
    ranges.into_iter().find_map(|(tag, _)| supported(tag)).unwrap_or(Language::English)
}

fn supported(tag: &str) -> Option<Language> {
    // Browsers call Tagalog Filipino.
    let wanted = primary_subtag(tag).map(|tag| if tag == "fil" { "tl".to_owned() } else { tag });
    Language::ALL.iter().copied().find(|language| primary_subtag(language.key()) == wanted)
}

fn primary_subtag(tag: &str) -> Option<String> {
    tag.split(['-', '_']).next().map(str::to_ascii_lowercase)
}

/// A language tag and its weight.
fn language_range(part: &str) -> Option<(&str, f32)> {
    let mut parts = part.split(';').map(str::trim);
    let tag = parts.next().filter(|tag| !tag.is_empty())?;
    let weight = parts.find_map(|weight| weight.strip_prefix("q=")?.parse().ok()).unwrap_or(1.0);
    (weight > 0.0).then_some((tag, weight))
}
