//! Mutates input as bytes, as text and as JSON.

use serde_json::{Map, Value, json};

/// Input that can be mutated and printed.
pub(super) trait Mutate: Clone {
    /// A similar input, perhaps with parts of another one.
    fn mutate(&self, other: &Self, random: &mut SeededRandom) -> Self;

    /// Printed in a form from which the input can be recreated.
    fn display(&self) -> String;
}

/// The same numbers for the same seed (`SplitMix64`).
pub(super) struct SeededRandom(u64);

impl SeededRandom {
    pub(super) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(super) const fn next_number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`; 0 for 0.
    pub(super) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next_number() >> 1).unwrap_or_default() % end.max(1)
    }

    /// True with a probability of 1 to `sides`.
    pub(super) fn one_in(&mut self, sides: usize) -> bool {
        self.below(sides) == 0
    }

    pub(super) fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    fn byte(&mut self) -> u8 {
        self.next_number().to_le_bytes()[7]
    }
}

/// Texts that parsers commonly fail on.
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

impl Mutate for Vec<u8> {
    fn mutate(&self, other: &Self, random: &mut SeededRandom) -> Self {
        let mut bytes = self.clone();
        for _ in 0..=random.below(4) {
            mutate_once(&mut bytes, other, random);
        }
        // No target reads more; longer input would only be slow.
        bytes.truncate(1 << 17);
        bytes
    }

    fn display(&self) -> String {
        self.escape_ascii().to_string()
    }
}

fn mutate_once(bytes: &mut Vec<u8>, other: &[u8], random: &mut SeededRandom) {
    let at = random.below(bytes.len() + 1);
    let end = (at + random.below(16)).min(bytes.len());
    match random.below(9) {
        0 if at < bytes.len() => bytes[at] ^= 1 << random.below(8),
        1 if at < bytes.len() => bytes[at] = *random.pick(&[0, 1, 0x7f, 0x80, 0xfe, 0xff]),
        2 => bytes.insert(at, random.byte()),
        3 => drop(bytes.drain(at..end)),
        4 => bytes.truncate(at),
        5 => {
            let piece = bytes[at..end].to_vec();
            let times = 1 + random.below(3) * random.below(40);
            bytes.splice(at..at, piece.repeat(times));
        }
        6 => {
            let word = random.pick(WORDS).bytes();
            bytes.splice(at..end, word);
        }
        7 => {
            let from = random.below(other.len() + 1);
            let piece = other[from..(from + random.below(64)).min(other.len())].to_vec();
            bytes.splice(at..end, piece);
        }
        _ => bytes
            .splice(at..end, (0..random.below(4)).map(|_| random.byte()).collect::<Vec<_>>())
            .for_each(drop),
    }
}

pub(super) fn mutate_text(text: &str, random: &mut SeededRandom) -> String {
    let other = random.pick(WORDS).as_bytes().to_vec();
    String::from_utf8_lossy(&text.as_bytes().to_vec().mutate(&other, random)).into_owned()
}

pub(super) fn mutate_json(value: &Value, words: &[String], random: &mut SeededRandom) -> Value {
    let mut value = value.clone();
    for _ in 0..=random.below(3) {
        let count = count(&value);
        let mut left = random.below(count);
        mutate_node(&mut value, &mut left, words, random);
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

/// Mutates the node after `left` others; true if it was reached.
fn mutate_node(
    value: &mut Value,
    left: &mut usize,
    words: &[String],
    random: &mut SeededRandom,
) -> bool {
    if *left == 0 {
        *value = replacement(value, words, random);
        return true;
    }
    *left -= 1;
    match value {
        Value::Object(members) => {
            members.values_mut().any(|value| mutate_node(value, left, words, random))
        }
        Value::Array(items) => {
            items.iter_mut().any(|value| mutate_node(value, left, words, random))
        }
        _ => false,
    }
}

fn replacement(value: &Value, words: &[String], random: &mut SeededRandom) -> Value {
    match (random.below(8), value) {
        (0 | 1, Value::Object(members)) => remove_or_add_member(members, random),
        (2, Value::Object(members)) if !members.is_empty() => {
            members.values().nth(random.below(members.len())).cloned().unwrap_or_default()
        }
        (0, Value::Array(items)) => repeat_items(items, random.below(4)),
        (1, Value::Array(items)) if !items.is_empty() => {
            repeat_items(&items[..1], random.below(600))
        }
        (0..=3, Value::String(text)) => Value::String(mutate_text(text, random)),
        (4 | 5, Value::String(_)) => json!(random.pick(words)),
        (0..=2, Value::Bool(truth)) => json!(!truth),
        (6, _) => json!([value]),
        (7, _) => json!({ "id": value }),
        _ => unusual_value(random),
    }
}

fn repeat_items(items: &[Value], times: usize) -> Value {
    (0..times).flat_map(|_| items).cloned().collect()
}

fn remove_or_add_member(members: &Map<String, Value>, random: &mut SeededRandom) -> Value {
    let mut members = members.clone();
    let names: Vec<_> = members.keys().cloned().collect();
    if let Some(name) = names.get(random.below(names.len() + 1)) {
        members.remove(name);
    } else {
        let name = if names.is_empty() { "id" } else { random.pick(&names) };
        members.insert(mutate_text(name, random), unusual_value(random));
    }
    Value::Object(members)
}

fn unusual_value(random: &mut SeededRandom) -> Value {
    match random.below(12) {
        0 => Value::Null,
        1 => json!(true),
        2 => json!(0),
        3 => json!(-1),
        4 => json!(i64::MIN),
        5 => json!(u64::MAX),
        6 => json!(1.5e300),
        7 => json!([]),
        8 => json!({}),
        9 => json!("x".repeat(random.below(3000))),
        10 => json!("é🐻\u{301}".repeat(random.below(200))),
        _ => json!(random.pick(WORDS)),
    }
}
