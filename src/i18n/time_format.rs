//! Times as their reader is used to: in the hospital's time zone, by the habits of the language (CLDR, by ICU4X).

use std::str::FromStr;

use icu_calendar::{Date, Gregorian};
use icu_datetime::fieldsets::{MDT, T, YMD};
use icu_datetime::{FixedCalendarDateTimeFormatter as Formatter, NoCalendarFormatter};
use icu_locale_core::Locale;
use icu_time::{DateTime, Time as Hour};
use jiff::Zoned;
use jiff::tz;

use crate::domain::family::Language;
use crate::domain::time::Time;

/// A time zone: the hospital's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeZone(tz::TimeZone);

impl TimeZone {
    /// Where this machine stands, or UTC where it does not say.
    #[must_use]
    pub fn system() -> Self {
        Self(tz::TimeZone::try_system().unwrap_or(tz::TimeZone::UTC))
    }

    /// The time of day, with the day where it is not that of `now`.
    #[must_use]
    pub fn hour(&self, language: Language, at: Time, now: Time) -> String {
        let (at, now) = (self.of(at), self.of(now));
        let today = at.date() == now.date();
        if today { hour(language, &at) } else { day_and_hour(language, &at) }
            .unwrap_or_else(|| plain(&at))
    }

    /// The day, with its year.
    #[must_use]
    pub fn day(&self, language: Language, at: Time) -> String {
        let at = self.of(at);
        day(language, &at).unwrap_or_else(|| at.date().to_string())
    }

    fn of(&self, at: Time) -> Zoned {
        let at = jiff::Timestamp::from_millisecond(at.millis()).unwrap_or_default();
        at.to_zoned(self.0.clone())
    }
}

impl Default for TimeZone {
    fn default() -> Self {
        Self(tz::TimeZone::UTC)
    }
}

impl FromStr for TimeZone {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let unknown =
            |_| "must be a time zone by its IANA name, such as America/New_York".to_owned();
        tz::TimeZone::get(name).map(Self).map_err(unknown)
    }
}

fn hour(language: Language, at: &Zoned) -> Option<String> {
    let formatter = NoCalendarFormatter::try_new(habits(language)?.into(), T::hm()).ok()?;
    Some(formatter.format(&hour_of(at)?).to_string())
}

fn day_and_hour(language: Language, at: &Zoned) -> Option<String> {
    let fields = if numbers_only(language) { MDT::short() } else { MDT::medium() };
    let fields = fields.with_time_precision(icu_datetime::options::TimePrecision::Minute);
    let formatter = Formatter::<Gregorian, _>::try_new(habits(language)?.into(), fields).ok()?;
    Some(formatter.format(&DateTime { date: date_of(at)?, time: hour_of(at)? }).to_string())
}

fn day(language: Language, at: &Zoned) -> Option<String> {
    let fields = if numbers_only(language) { YMD::short() } else { YMD::long() };
    let formatter = Formatter::<Gregorian, _>::try_new(habits(language)?.into(), fields).ok()?;
    Some(formatter.format(&date_of(at)?).to_string())
}

fn plain(at: &Zoned) -> String {
    at.strftime("%Y-%m-%d %H:%M").to_string()
}

/// Whose habits a language's readers have.
fn habits(language: Language) -> Option<Locale> {
    let tag = match language {
        // A hospital that sets English most often stands where the clock has twelve hours.
        Language::English => "en-US",
        Language::Spanish => "es-US",
        Language::French => "fr",
        Language::Portuguese => "pt-BR",
        Language::Chinese => "zh-Hans",
        Language::Vietnamese => "vi",
        Language::Arabic => "ar",
        // CLDR has no hours for Haitian Creole; Haiti's other language writes them alike.
        Language::HaitianCreole => "fr-HT",
        Language::Russian => "ru",
        Language::Tagalog => "fil",
    };
    tag.parse().ok()
}

/// Where the names of months would be those of another language.
const fn numbers_only(language: Language) -> bool {
    matches!(language, Language::HaitianCreole)
}

fn date_of(at: &Zoned) -> Option<Date<Gregorian>> {
    let (year, month, day) = (at.year(), at.month(), at.day());
    let (month, day) = (u8::try_from(month).ok()?, u8::try_from(day).ok()?);
    Date::try_new_gregorian(i32::from(year), month, day).ok()
}

fn hour_of(at: &Zoned) -> Option<Hour> {
    let part = |n: i8| u8::try_from(n).ok();
    Hour::try_new(part(at.hour())?, part(at.minute())?, part(at.second())?, 0).ok()
}
