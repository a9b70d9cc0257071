//! Formats dates and times in the hospital's time zone, by the conventions of each language (CLDR data from ICU4X).

use std::str::FromStr;

use icu_calendar::{Date, Gregorian};
use icu_datetime::fieldsets::{MDT, T, YMD};
use icu_datetime::{FixedCalendarDateTimeFormatter as Formatter, NoCalendarFormatter};
use icu_locale_core::Locale;
use icu_time::{DateTime, Time as TimeOfDay};
use jiff::Zoned;
use jiff::tz;

use crate::domain::family::Language;
use crate::domain::time::Time;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeZone(tz::TimeZone);

impl TimeZone {
    /// The server's time zone, or UTC if it has none.
    #[must_use]
    pub fn system() -> Self {
        Self(tz::TimeZone::try_system().unwrap_or(tz::TimeZone::UTC))
    }

    /// The time of day; with the date if that differs from the date of `now`.
    #[must_use]
    pub fn format_time(&self, language: Language, at: Time, now: Time) -> String {
        let (at, now) = (self.local(at), self.local(now));
        let is_today = at.date() == now.date();
        if is_today { time(language, &at) } else { date_and_time(language, &at) }
            .unwrap_or_else(|| iso_format(&at))
    }

    /// The date, with its year.
    #[must_use]
    pub fn format_date(&self, language: Language, at: Time) -> String {
        let at = self.local(at);
        date(language, &at).unwrap_or_else(|| at.date().to_string())
    }

    fn local(&self, at: Time) -> Zoned {
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
        let unknown = |_| "must be an IANA time zone name, such as America/New_York".to_owned();
        tz::TimeZone::get(name).map(Self).map_err(unknown)
    }
}

fn time(language: Language, at: &Zoned) -> Option<String> {
    let formatter = NoCalendarFormatter::try_new(locale(language)?.into(), T::hm()).ok()?;
    Some(formatter.format(&time_of_day(at)?).to_string())
}

fn date_and_time(language: Language, at: &Zoned) -> Option<String> {
    let fields = if numbers_only(language) { MDT::short() } else { MDT::medium() };
    let fields = fields.with_time_precision(icu_datetime::options::TimePrecision::Minute);
    let formatter = Formatter::<Gregorian, _>::try_new(locale(language)?.into(), fields).ok()?;
    Some(
        formatter
            .format(&DateTime { date: calendar_date(at)?, time: time_of_day(at)? })
            .to_string(),
    )
}

fn date(language: Language, at: &Zoned) -> Option<String> {
    let fields = if numbers_only(language) { YMD::short() } else { YMD::long() };
    let formatter = Formatter::<Gregorian, _>::try_new(locale(language)?.into(), fields).ok()?;
    Some(formatter.format(&calendar_date(at)?).to_string())
}

fn iso_format(at: &Zoned) -> String {
    at.strftime("%Y-%m-%d %H:%M").to_string()
}

/// The locale whose conventions the readers of a language are used to.
fn locale(language: Language) -> Option<Locale> {
    let tag = match language {
        // Most hospitals that choose English are where clocks have twelve hours.
        Language::English => "en-US",
        Language::Spanish => "es-US",
        Language::French => "fr",
        Language::Portuguese => "pt-BR",
        Language::Chinese => "zh-Hans",
        Language::Vietnamese => "vi",
        Language::Arabic => "ar",
        // CLDR has no time formats for Haitian Creole. French, Haiti's other language, writes times the same way.
        Language::HaitianCreole => "fr-HT",
        Language::Russian => "ru",
        Language::Tagalog => "fil",
    };
    tag.parse().ok()
}

/// Haitian Creole borrows its locale, so month names would be French: dates have numbers only.
const fn numbers_only(language: Language) -> bool {
    matches!(language, Language::HaitianCreole)
}

fn calendar_date(at: &Zoned) -> Option<Date<Gregorian>> {
    let (year, month, day) = (at.year(), at.month(), at.day());
    let (month, day) = (u8::try_from(month).ok()?, u8::try_from(day).ok()?);
    Date::try_new_gregorian(i32::from(year), month, day).ok()
}

fn time_of_day(at: &Zoned) -> Option<TimeOfDay> {
    let part = |n: i8| u8::try_from(n).ok();
    TimeOfDay::try_new(part(at.hour())?, part(at.minute())?, part(at.second())?, 0).ok()
}
