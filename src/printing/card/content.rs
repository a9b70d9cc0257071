//! The content of a card, as text.

/// All texts are in the family's language, with the names filled in.
pub struct Card<'a> {
    /// A BCP 47 tag.
    pub language: &'a str,
    pub left_to_right: bool,
    /// "A card for Biscuit"
    pub title: &'a str,
    /// An SVG.
    pub portrait: &'a str,
    /// "Thank you, Biscuit, for being here with us."
    pub thanks: &'a str,
    /// The date of the visit.
    pub date: &'a str,
    /// "What Biscuit did"
    pub moments_heading: &'a str,
    /// A text and its time, the oldest first.
    pub moments: &'a [(String, String)],
    /// "From all of us"
    pub signatures_heading: &'a str,
    /// How many people sign; at most twelve have space.
    pub signatures: usize,
}
