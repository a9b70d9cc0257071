//! How input is bent: as bytes, as text and as JSON.

use serde_json::{Map, Value, json};

/// What can be bent and shown.
pub(super) trait Bent: Clone {
    /// Another like it, perhaps with something of the other.
    fn bent(&self, other: &Self, dice: &mut Dice) -> Self;

    /// So that whoever reads it can make it again.
    fn shown(&self) -> String;
}

/// Dice that fall the same way for the same seed (`SplitMix64`).
pub(super) struct Dice(u64);

impl Dice {
    pub(super) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(super) const fn throw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below this one; 0 below 0.
    pub(super) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.throw() >> 1).unwrap_or_default() % end.max(1)
    }

    /// Whether it falls on one of so many sides.
    pub(super) fn one_in(&mut self, sides: usize) -> bool {
        self.below(sides) == 0
    }

    pub(super) fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    fn byte(&mut self) -> u8 {
        self.throw().to_le_bytes()[7]
    }
}

/// What readers of text have stumbled over before.
pub(super) const WORDS: &[&str] = &[
    "",
    " ",
    "\0",
    "\t",
    "\r\n",
    "\n",
    "\u{feff}",
    "\u{fffd}",
    "\u{202e}",
    "\u{130}",
    "ß",
    "ﬀ",
    "🐻",
    "e\u{301}",
    "0",
    "-1",
    "00",
    "1e999",
    "NaN",
    "18446744073709551616",
    "9223372036854775807",
    "-9223372036854775808",
    "null",
    "true",
    "\"",
    "'",
    "''=",
    "=1+1",
    "@",
    ";",
    ",",
    "/",
    "//",
    "/T/",
    "/P/",
    "?",
    "#",
    "%",
    "%00",
    "%2F",
    "..",
    "*",
    "W/",
    "\"1\"",
    "\\",
    "{}",
    "[]",
    "[[[[[[[[",
    "://",
    "https://",
    "HTTP://",
    ":0",
    ":65536",
    "a..b",
    "xn--",
    "[::1]",
    "K7QFM2XA9RD3W",
    "K7QF-M2XA-9RD3-W",
    "IL",
    "O",
    "U",
    "2026-11-22T08:00:00.000Z",
    "0000-01-01T00:00:00Z",
    "9999-12-31T23:59:60Z",
    "1582-10-15T00:00:00-23:59",
    "2026-11-22T08:00:00.0000000001Z",
    "00000000-0000-0000-0000-000000000000",
    "ffffffff-ffff-ffff-ffff-ffffffffffff",
    "AAAAAAAAAAAAAAAAAAAAAA",
    "_________________________________",
];

impl Bent for Vec<u8> {
    fn bent(&self, other: &Self, dice: &mut Dice) -> Self {
        let mut bytes = self.clone();
        for _ in 0..=dice.below(4) {
            bend_once(&mut bytes, other, dice);
        }
        // Longer than any door reads as a whole; more would only be slow.
        bytes.truncate(1 << 17);
        bytes
    }

    fn shown(&self) -> String {
        self.escape_ascii().to_string()
    }
}

fn bend_once(bytes: &mut Vec<u8>, other: &[u8], dice: &mut Dice) {
    let at = dice.below(bytes.len() + 1);
    let end = (at + dice.below(16)).min(bytes.len());
    match dice.below(9) {
        0 if at < bytes.len() => bytes[at] ^= 1 << dice.below(8),
        1 if at < bytes.len() => bytes[at] = *dice.pick(&[0, 1, 0x7f, 0x80, 0xfe, 0xff]),
        2 => bytes.insert(at, dice.byte()),
        3 => drop(bytes.drain(at..end)),
        4 => bytes.truncate(at),
        5 => {
            let piece = bytes[at..end].to_vec();
            let times = 1 + dice.below(3) * dice.below(40);
            bytes.splice(at..at, piece.repeat(times));
        }
        6 => {
            let word = dice.pick(WORDS).bytes();
            bytes.splice(at..end, word);
        }
        7 => {
            let from = dice.below(other.len() + 1);
            let piece = other[from..(from + dice.below(64)).min(other.len())].to_vec();
            bytes.splice(at..end, piece);
        }
        _ => bytes
            .splice(at..end, (0..dice.below(4)).map(|_| dice.byte()).collect::<Vec<_>>())
            .for_each(drop),
    }
}

/// A text of the same sort.
pub(super) fn bent_text(text: &str, dice: &mut Dice) -> String {
    let other = dice.pick(WORDS).as_bytes().to_vec();
    String::from_utf8_lossy(&text.as_bytes().to_vec().bent(&other, dice)).into_owned()
}

/// Another JSON like it.
pub(super) fn bent_json(value: &Value, words: &[String], dice: &mut Dice) -> Value {
    let mut value = value.clone();
    for _ in 0..=dice.below(3) {
        let count = count(&value);
        let mut left = dice.below(count);
        bend_node(&mut value, &mut left, words, dice);
    }
    value
}

fn count(value: &Value) -> usize {
    1 + match value {
        Value::Object(members) => members.values().map(count).sum(),
        Value::Array(items) => items.iter().map(count).sum(),
        _ => 0,
    }
}

/// Bends the node that is reached after so many others; says whether it was reached.
fn bend_node(value: &mut Value, left: &mut usize, words: &[String], dice: &mut Dice) -> bool {
    if *left == 0 {
        *value = in_its_place(value, words, dice);
        return true;
    }
    *left -= 1;
    match value {
        Value::Object(members) => {
            members.values_mut().any(|value| bend_node(value, left, words, dice))
        }
        Value::Array(items) => items.iter_mut().any(|value| bend_node(value, left, words, dice)),
        _ => false,
    }
}

fn in_its_place(value: &Value, words: &[String], dice: &mut Dice) -> Value {
    match (dice.below(8), value) {
        (0 | 1, Value::Object(members)) => without_or_with(members, dice),
        (2, Value::Object(members)) if !members.is_empty() => {
            members.values().nth(dice.below(members.len())).cloned().unwrap_or_default()
        }
        (0, Value::Array(items)) => repeated(items, dice.below(4)),
        (1, Value::Array(items)) if !items.is_empty() => repeated(&items[..1], dice.below(600)),
        (0..=3, Value::String(text)) => Value::String(bent_text(text, dice)),
        (4 | 5, Value::String(_)) => json!(dice.pick(words)),
        (0..=2, Value::Bool(truth)) => json!(!truth),
        (6, _) => json!([value]),
        (7, _) => json!({ "id": value }),
        _ => strange(dice),
    }
}

fn repeated(items: &[Value], times: usize) -> Value {
    (0..times).flat_map(|_| items).cloned().collect()
}

fn without_or_with(members: &Map<String, Value>, dice: &mut Dice) -> Value {
    let mut members = members.clone();
    let names: Vec<_> = members.keys().cloned().collect();
    if let Some(name) = names.get(dice.below(names.len() + 1)) {
        members.remove(name);
    } else {
        let name = if names.is_empty() { "id" } else { dice.pick(&names) };
        members.insert(bent_text(name, dice), strange(dice));
    }
    Value::Object(members)
}

fn strange(dice: &mut Dice) -> Value {
    match dice.below(12) {
        0 => Value::Null,
        1 => json!(true),
        2 => json!(0),
        3 => json!(-1),
        4 => json!(i64::MIN),
        5 => json!(u64::MAX),
        6 => json!(1.5e300),
        7 => json!([]),
        8 => json!({}),
        9 => json!("x".repeat(dice.below(3000))),
        10 => json!("é🐻\u{301}".repeat(dice.below(200))),
        _ => json!(dice.pick(WORDS)),
    }
}
