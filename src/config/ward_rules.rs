//! Settings of the ward's rules. Their defaults are defined only in [`SiteRules::default`].

use std::num::NonZeroU32;
use std::sync::LazyLock;

use clap::Args;

use super::units::{at_least_one, whole_days, whole_hours, whole_minutes};
use crate::domain::outfit::{Catalogue, Item};
use crate::domain::site_rules::{FORBIDDEN_RESTING_PLACE_WORDS, SiteRules};
use crate::domain::string_enum::StringEnum;
use crate::domain::time::{days, hours, minutes};

static DEFAULTS: LazyLock<SiteRules> = LazyLock::new(SiteRules::default);
static REQUIRED_OUTFIT: LazyLock<String> = LazyLock::new(|| item_keys(&DEFAULTS.required_outfit));
static METAL_FREE: LazyLock<String> = LazyLock::new(|| item_keys(&DEFAULTS.catalogue.metal_free));
static LATEX_FREE: LazyLock<String> = LazyLock::new(|| item_keys(&DEFAULTS.catalogue.latex_free));
static RESTING_PLACES: LazyLock<String> = LazyLock::new(|| DEFAULTS.resting_places.join(","));

#[derive(Args, Clone)]
#[command(next_help_heading = "Ward rules")]
pub struct WardRuleSettings {
    /// Hours for which a companion counts as clean after cleaning (R4)
    #[arg(long, env = "STUFFY_CLEAN_HOURS", default_value_t = whole_hours(DEFAULTS.clean_for), value_parser = at_least_one::<NonZeroU32>)]
    pub clean_hours: NonZeroU32,
    /// Days on a ward after which a companion counts as unclean (R5)
    #[arg(long, env = "STUFFY_WARD_DAYS", default_value_t = whole_days(DEFAULTS.clean_on_ward_for), value_parser = at_least_one::<NonZeroU32>)]
    pub ward_days: NonZeroU32,
    /// Outfit that a companion must wear to count as gowned
    #[arg(long, env = "STUFFY_REQUIRED_OUTFIT", default_value = REQUIRED_OUTFIT.as_str(), value_delimiter = ',', value_parser = item)]
    pub required_outfit: Vec<Item>,
    /// Outfit items without metal (R3)
    #[arg(long, env = "STUFFY_METAL_FREE", default_value = METAL_FREE.as_str(), value_delimiter = ',', value_parser = item)]
    pub metal_free: Vec<Item>,
    /// Outfit items without latex (R11)
    #[arg(long, env = "STUFFY_LATEX_FREE", default_value = LATEX_FREE.as_str(), value_delimiter = ',', value_parser = item)]
    pub latex_free: Vec<Item>,
    /// Number of one child's companions allowed in the operating room at once (R9)
    #[arg(long, env = "STUFFY_COMPANIONS_IN_OR", default_value_t = DEFAULTS.companions_in_or)]
    pub companions_in_or: u32,
    /// Places where a companion may rest in an operating room (R12)
    #[arg(long, env = "STUFFY_RESTING_PLACES", default_value = RESTING_PLACES.as_str(), value_delimiter = ',', value_parser = resting_place)]
    pub resting_places: Vec<String>,
    /// Minutes after the child moved until the "Left behind?" alert is raised (R17)
    #[arg(long, env = "STUFFY_LEFT_BEHIND_MINUTES", default_value_t = whole_minutes(DEFAULTS.left_behind_after), value_parser = at_least_one::<NonZeroU32>)]
    pub left_behind_minutes: NonZeroU32,
    /// Minutes within which scans of one tag at two places raise the "Duplicate tag?" alert (R27)
    #[arg(long, env = "STUFFY_COPIED_TAG_MINUTES", default_value_t = whole_minutes(DEFAULTS.copied_within).get())]
    pub copied_tag_minutes: u32,
    /// Minutes between a step and its recording after which the step is marked as late (R29)
    #[arg(long, env = "STUFFY_LATE_MINUTES", default_value_t = whole_minutes(DEFAULTS.late_after), value_parser = at_least_one::<NonZeroU32>)]
    pub late_minutes: NonZeroU32,
    /// Minutes during which the author of a step may undo it
    #[arg(long, env = "STUFFY_UNDO_MINUTES", default_value_t = whole_minutes(DEFAULTS.undo_within).get())]
    pub undo_minutes: u32,
    /// Minutes without a scan after which the board marks a companion as not scanned recently (R35)
    #[arg(long, env = "STUFFY_QUIET_MINUTES", default_value_t = whole_minutes(DEFAULTS.quiet_after), value_parser = at_least_one::<NonZeroU32>)]
    pub quiet_minutes: NonZeroU32,
    /// Minutes without news after which the family page says that there is none (R35)
    #[arg(long, env = "STUFFY_NO_NEW_WORD_MINUTES", default_value_t = whole_minutes(DEFAULTS.no_news_after), value_parser = at_least_one::<NonZeroU32>)]
    pub no_new_word_minutes: NonZeroU32,
}

impl WardRuleSettings {
    pub(super) fn apply(&self) -> SiteRules {
        SiteRules {
            clean_for: hours(self.clean_hours.get().into()),
            clean_on_ward_for: days(self.ward_days.get().into()),
            required_outfit: self.required_outfit.iter().copied().collect(),
            catalogue: Catalogue {
                metal_free: self.metal_free.iter().copied().collect(),
                latex_free: self.latex_free.iter().copied().collect(),
            },
            companions_in_or: self.companions_in_or,
            resting_places: self.resting_places.clone(),
            left_behind_after: minutes(self.left_behind_minutes.get().into()),
            copied_within: minutes(self.copied_tag_minutes.into()),
            late_after: minutes(self.late_minutes.get().into()),
            undo_within: minutes(self.undo_minutes.into()),
            quiet_after: minutes(self.quiet_minutes.get().into()),
            no_news_after: minutes(self.no_new_word_minutes.get().into()),
            ..SiteRules::default()
        }
    }
}

fn item_keys<'a>(items: impl IntoIterator<Item = &'a Item>) -> String {
    items.into_iter().map(|item| item.key()).collect::<Vec<_>>().join(",")
}

fn item(text: &str) -> Result<Item, String> {
    let known: Vec<_> = Item::ALL.iter().map(|item| item.key()).collect();
    Item::from_key(text).ok_or_else(|| format!("must be one of: {}", known.join(", ")))
}

/// Head, airway and sterile field are never resting places, whatever a site sets (R12).
fn resting_place(text: &str) -> Result<String, String> {
    let valid = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
    let starts_with_letter = text.starts_with(|c: char| c.is_ascii_lowercase());
    if text.len() > 60 || !text.bytes().all(valid) || !starts_with_letter {
        return Err("must be a key such as foot_of_bed".to_owned());
    }
    let mut forbidden = FORBIDDEN_RESTING_PLACE_WORDS.iter();
    match forbidden.find(|word| text.split('_').any(|part| part == **word)) {
        Some(word) => Err(format!(
            "must not be at the head, the airway or the sterile field, so {word:?} is not allowed"
        )),
        None => Ok(text.to_owned()),
    }
}
