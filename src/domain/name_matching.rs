//! Names that identify a child, and names that can be confused (R24).

/// Words for rooms and beds, in the languages of the staff.
const ROOM_WORDS: &str = "room rm bed bay ward unit theatre theater or ot cot crib cubicle pacu picu nicu icu mri \
    zimmer bett saal station op chambre lit salle bloc sala cama habitacion habitación \
    quarto leito stanza letto kamer pokoj oda";

/// Room numbers have at most this many digits; patient references have more.
const MAX_ROOM_DIGITS: usize = 4;

/// Whether a text names a room or a bed rather than a person: "Room 12", "OR-7", "bed 3a", "412". Two children may
/// use one bed on the same day, so it identifies nobody.
#[must_use]
pub fn names_a_room(text: &str) -> bool {
    let pieces = runs(text);
    let is_number = |piece: &String| piece.starts_with(|c: char| c.is_ascii_digit());
    let is_room = |piece: &String| ROOM_WORDS.split(' ').any(|room| room == piece);
    let digits: usize = pieces.iter().filter(|piece| is_number(piece)).map(String::len).sum();
    if digits == 0 || digits > MAX_ROOM_DIGITS {
        return false;
    }
    is_room_number(text) || pieces.windows(2).any(|two| is_room(&two[0]) && is_number(&two[1]))
}

/// Whether it is only a number of at most three digits, such as 12, #412 or 7B.
fn is_room_number(text: &str) -> bool {
    let text = text.trim();
    let number = text.strip_prefix('#').unwrap_or(text);
    let digits = number.strip_suffix(|c: char| c.is_ascii_alphabetic()).unwrap_or(number);
    (1..MAX_ROOM_DIGITS).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit())
}

/// The runs of letters and the runs of digits in a text, in lower case.
fn runs(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut before = None;
    for c in text.chars() {
        let kind = c.is_alphanumeric().then(|| c.is_ascii_digit());
        if let Some(kind) = kind {
            match pieces.last_mut() {
                Some(piece) if before == Some(kind) => piece.extend(c.to_lowercase()),
                _ => pieces.push(c.to_lowercase().collect()),
            }
        }
        before = kind;
    }
    pieces
}

/// Whether two texts are equal apart from case, spaces and punctuation.
#[must_use]
pub fn same_text(one: &str, other: &str) -> bool {
    let (one, other) = (runs(one), runs(other));
    !one.is_empty() && one.concat() == other.concat()
}

/// Whether two children's names can be confused: their last words, usually the family names, are equal.
#[must_use]
pub fn same_family_name(one: &str, other: &str) -> bool {
    let last = |text: &str| text.split_whitespace().last().map(runs).unwrap_or_default();
    let (one, other) = (last(one), last(other));
    !one.is_empty() && one == other
}

/// The first words of aliases.
const COLOURS: [&str; 16] = [
    "Amber", "Azure", "Coral", "Copper", "Crimson", "Emerald", "Golden", "Indigo", "Ivory", "Jade",
    "Lilac", "Scarlet", "Silver", "Teal", "Violet", "White",
];

/// The second words of aliases: nothing that a companion can be or that describes a child.
const NOUNS: [&str; 24] = [
    "Acorn", "Anchor", "Balloon", "Bell", "Boat", "Bridge", "Button", "Cloud", "Comet", "Drum",
    "Feather", "Harbour", "Kite", "Lantern", "Meadow", "Moon", "Pebble", "Puddle", "Rainbow",
    "Ribbon", "Sail", "Star", "Teapot", "Umbrella",
];

/// A free alias for a child whose family chose none. The search starts at `random`.
#[must_use]
pub fn neutral_alias(random: u16, taken: &[String]) -> String {
    let first = usize::from(random);
    let nth = |n: usize| {
        let at = (first + n) % (COLOURS.len() * NOUNS.len());
        format!("{} {}", COLOURS[at / NOUNS.len()], NOUNS[at % NOUNS.len()])
    };
    let free = |alias: &String| !taken.iter().any(|other| same_text(alias, other));
    let words = (0..COLOURS.len() * NOUNS.len()).map(nth).find(free);
    words.unwrap_or_else(|| first_free_name(&nth(0), taken))
}

/// The name if it is free, or else the name with the first number from 2 on that is.
#[must_use]
pub fn first_free_name(name: &str, taken: &[String]) -> String {
    let with = |n: usize| if n == 1 { name.to_owned() } else { format!("{name} {n}") };
    let free = |name: &String| !taken.iter().any(|other| same_text(name, other));
    // One more candidate than there are taken names: at least one is free.
    (1..=taken.len() + 1).map(with).find(free).unwrap_or_else(|| name.to_owned())
}
