//! Telling one child from another: what may serve to know them by, and who may be taken for whom (R24).

/// What rooms and beds are called on walls, in the languages of those who write on forms.
const ROOM_WORDS: &str = "room rm bed bay ward unit theatre theater or ot cot crib cubicle pacu picu nicu icu mri \
    zimmer bett saal station op chambre lit salle bloc sala cama habitacion habitación \
    quarto leito stanza letto kamer pokoj oda";

/// A number on a door has this many digits at the most; a hospital's own key has more.
const MAX_ROOM_DIGITS: usize = 4;

/// Whether a text names a room or a bed rather than a person: "Room 12", "OR-7", "bed 3a", "412". Two
/// children lie in one bed on one day, so it tells nobody apart.
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

/// Whether it is a number of at most three digits and nothing else, such as 12, #412 or 7B.
fn is_room_number(text: &str) -> bool {
    let text = text.trim();
    let number = text.strip_prefix('#').unwrap_or(text);
    let digits = number.strip_suffix(|c: char| c.is_ascii_alphabetic()).unwrap_or(number);
    (1..MAX_ROOM_DIGITS).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit())
}

/// The runs of letters and of digits in a text, in lower case.
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

/// Whether two texts say the same but for capitals, spaces and signs.
#[must_use]
pub fn same_text(one: &str, other: &str) -> bool {
    let (one, other) = (runs(one), runs(other));
    !one.is_empty() && one.concat() == other.concat()
}

/// Whether two children may be taken for each other by their names: the last word of both, which is
/// where a family name stands, is the same.
#[must_use]
pub fn same_family_name(one: &str, other: &str) -> bool {
    let last = |text: &str| text.split_whitespace().last().map(runs).unwrap_or_default();
    let (one, other) = (last(one), last(other));
    !one.is_empty() && one == other
}

/// Colours, which begin an alias.
const COLOURS: [&str; 16] = [
    "Amber", "Azure", "Coral", "Copper", "Crimson", "Emerald", "Golden", "Indigo", "Ivory", "Jade",
    "Lilac", "Scarlet", "Silver", "Teal", "Violet", "White",
];

/// Things that no companion is and that say nothing of a child.
const NOUNS: [&str; 24] = [
    "Acorn", "Anchor", "Balloon", "Bell", "Boat", "Bridge", "Button", "Cloud", "Comet", "Drum",
    "Feather", "Harbour", "Kite", "Lantern", "Meadow", "Moon", "Pebble", "Puddle", "Rainbow",
    "Ribbon", "Sail", "Star", "Teapot", "Umbrella",
];

/// An alias for a child whose family chose none, so that nobody has to type: one that nobody has
/// `taken`, begun to look for at `dice`.
#[must_use]
pub fn neutral_alias(dice: u16, taken: &[String]) -> String {
    let first = usize::from(dice);
    let nth = |n: usize| {
        let at = (first + n) % (COLOURS.len() * NOUNS.len());
        format!("{} {}", COLOURS[at / NOUNS.len()], NOUNS[at % NOUNS.len()])
    };
    let free = |alias: &String| !taken.iter().any(|other| same_text(alias, other));
    let words = (0..COLOURS.len() * NOUNS.len()).map(nth).find(free);
    words.unwrap_or_else(|| first_free_name(&nth(0), taken))
}

/// The name, or the name with the first number from 2 on that makes it one that nobody has `taken`.
#[must_use]
pub fn first_free_name(name: &str, taken: &[String]) -> String {
    let with = |n: usize| if n == 1 { name.to_owned() } else { format!("{name} {n}") };
    let free = |name: &String| !taken.iter().any(|other| same_text(name, other));
    // Of one more name than are taken, one is free.
    (1..=taken.len() + 1).map(with).find(free).unwrap_or_else(|| name.to_owned())
}
