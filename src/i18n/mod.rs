//! The sentences that families read, by language: plain words about the companion, none about the child (R34, R39).
//!
//! They stand in `locales/`, a folder for each language, as [Fluent](https://projectfluent.org) has it; each file
//! says whether a native speaker has read it. `hours.rs` writes a time as its reader is used to,
//! and `card.rs` puts the card and the passport into words.

mod card;
mod time_format;

use std::borrow::Cow;
use std::collections::HashMap;

use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{LanguageIdentifier, Loader as _, static_loader};
use unicode_bidi::{BidiClass, bidi_class};

use crate::domain::family::{FamilyStatus, Language};
use crate::domain::outfit::{Item, Outfit};
use crate::domain::string_enum::{StringEnum, string_enum};

pub use card::{CardMoment, CardText, StampText, card, stamp};
pub use time_format::TimeZone;

static_loader! {
    static LOCALES = {
        locales: "./src/i18n/locales",
        fallback_language: "en",
        // A name is set apart where the page is built, by <bdi>; in plain text the marks would be in the way.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

string_enum! {
    /// Whatever a family reads beside the status, by its key in the files.
    pub enum NotificationText {
        /// What the language calls itself.
        OwnName = "own-name",
        /// Since when a status holds; takes `time`.
        Since = "since",
        /// When there was last a word; takes `time`.
        LastWord = "last-word",
        /// Above the moments.
        SoFar = "so-far",
        /// What a companion wears; takes `name` and `items`.
        Wears = "wears",
        /// Between the pieces of that list.
        ListComma = "list-comma",
        /// Before the first word.
        NoWordYet = "no-word-yet",
        /// What the page is about, and where to ask for the rest; takes `name`.
        About = "about",
        /// The page is told of news as it comes.
        Live = "live",
        /// The page has lost its line.
        NotLive = "not-live",
        /// A button.
        LookAgain = "look-again",
        /// To the view with bigger pictures and fewer words.
        ForChildren = "for-children",
        /// And back.
        ForGrownUps = "for-grown-ups",
        /// A button.
        ReadAloud = "read-aloud",
        /// Above the list of languages.
        Language = "language",
        /// How to keep the page.
        Keep = "keep",
        /// The link is unknown, revoked or over.
        Closed = "closed",
        /// Too many looks.
        TooOften = "too-often",
        /// A fault of ours.
        AtFault = "at-fault",
        /// All that a lock screen shows (R37).
        PushBody = "push-body",
        /// A button.
        PushOffer = "push-offer",
        /// Notes will come.
        PushOn = "push-on",
        /// A button.
        PushStop = "push-stop",
        /// The phone says no.
        PushNotAllowed = "push-not-allowed",
        /// It could not be done.
        PushFailed = "push-failed",
        /// Above the photos.
        Photos = "photos",
        /// What a photo shows; takes `name`.
        PhotoOf = "photo-of",
        /// Above the team's card; takes `name`.
        Card = "card",
        /// A way to it.
        CardOpen = "card-open",
        /// Before the papers it may be printed on.
        CardPrint = "card-print",
        /// What it is for; takes `name`.
        CardThanks = "card-thanks",
        /// Above the moments on it; takes `name`.
        CardWay = "card-way",
        /// Beneath it.
        CardFrom = "card-from",
        /// What the paws on it are; takes `name`.
        CardPaws = "card-paws",
        /// Above a passport; takes `name`.
        Passport = "passport",
        /// A way to it.
        PassportOpen = "passport-open",
        /// What a stamp in it says; takes `date`.
        PassportStamp = "passport-stamp",
    }
}

/// The sentence of a status, with the companion's name in it.
#[must_use]
pub fn status(language: Language, status: FamilyStatus, name: &str) -> String {
    look_up(language, &format!("status-{}", status.key()), &[("name", name)])
}

/// The same in a child's words: fewer of them (R39).
#[must_use]
pub fn for_children(language: Language, status: FamilyStatus, name: &str) -> String {
    look_up(language, &format!("child-{}", status.key()), &[("name", name)])
}

/// What a companion did, looked back upon; no word for a silence, which is no deed.
#[must_use]
pub fn past_status(language: Language, status: FamilyStatus) -> Option<String> {
    let told = status != FamilyStatus::NoNewWord;
    told.then(|| look_up(language, &format!("did-{}", status.key()), &[]))
}

/// What a phone says on its lock screen: that there is news, and no word of what it is (R37).
#[must_use]
pub fn notification_text(language: Language) -> String {
    say(language, NotificationText::PushBody, &[])
}

/// Anything else that a family reads, with what it takes.
#[must_use]
pub fn say(language: Language, words: NotificationText, takes: &[(&'static str, &str)]) -> String {
    look_up(language, words.key(), takes)
}

/// What a companion wears, in a sentence; none where it wears nothing.
#[must_use]
pub fn outfit_text(language: Language, outfit: &Outfit, name: &str) -> Option<String> {
    let item = |item: &Item| look_up(language, &format!("item-{}", item.key()), &[]);
    let items: Vec<_> = outfit.iter().map(item).collect();
    let items = items.join(&say(language, NotificationText::ListComma, &[]));
    (!items.is_empty())
        .then(|| say(language, NotificationText::Wears, &[("name", name), ("items", &items)]))
}

/// A name that is written the other way than the sentences around it, set apart by marks that nobody sees, or
/// its neighbours would trade places.
#[must_use]
pub fn isolate_bidi(language: Language, name: &str) -> Cow<'_, str> {
    let other_way = |c: char| match bidi_class(c) {
        BidiClass::L => language.is_right_to_left(),
        BidiClass::R | BidiClass::AL => !language.is_right_to_left(),
        _ => false,
    };
    if name.chars().any(other_way) { format!("\u{2068}{name}\u{2069}").into() } else { name.into() }
}

/// The language that a browser asks for first of those there are, by its `Accept-Language`.
#[must_use]
pub fn asked_for(header: &str) -> Language {
    let primary = |tag: &str| tag.split(['-', '_']).next().map(str::to_ascii_lowercase);
    let mut wishes: Vec<_> = header.split(',').filter_map(wish).collect();
    // Sorting is stable: of equal wishes the first comes first.
    wishes.sort_by(|(_, one), (_, other)| other.total_cmp(one));
    let spoken = |tag: &str| {
        // Tagalog goes by the name of Filipino as well.
        let tag = primary(tag).map(|tag| if tag == "fil" { "tl".to_owned() } else { tag });
        Language::ALL.iter().copied().find(|language| primary(language.key()) == tag)
    };
    wishes.into_iter().find_map(|(tag, _)| spoken(tag)).unwrap_or(Language::English)
}

/// One part of `Accept-Language`: a language, and how much it is wished for.
fn wish(part: &str) -> Option<(&str, f32)> {
    let mut parts = part.split(';').map(str::trim);
    let tag = parts.next().filter(|tag| !tag.is_empty())?;
    let weight = parts.find_map(|weight| weight.strip_prefix("q=")?.parse().ok()).unwrap_or(1.0);
    (weight > 0.0).then_some((tag, weight))
}

fn look_up(language: Language, key: &str, takes: &[(&'static str, &str)]) -> String {
    let takes: HashMap<_, _> =
        takes.iter().map(|(name, text)| (Cow::from(*name), FluentValue::from(*text))).collect();
    LOCALES.lookup_with_args(&tag(language), key, &takes)
}

fn tag(language: Language) -> LanguageIdentifier {
    language.key().parse().unwrap_or_default()
}
