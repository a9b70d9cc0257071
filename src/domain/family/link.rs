//! A family link's recipient: their relation to the child, what they may see, and their language (R33).

use crate::domain::string_enum::string_enum;

string_enum! {
    pub enum Relation {
        Guardian = "guardian",
        /// Somebody a guardian invited.
        Invited = "invited",
    }
}

string_enum! {
    pub enum LinkScope {
        Status = "status",
        StatusAndPhotos = "status_and_photos",
    }
}

string_enum! {
    /// A language of the family pages, with its BCP 47 tag.
    pub enum Language {
        English = "en",
        Spanish = "es",
        French = "fr",
        /// Brazilian Portuguese.
        Portuguese = "pt",
        /// Simplified Chinese.
        Chinese = "zh-Hans",
        Vietnamese = "vi",
        Arabic = "ar",
        HaitianCreole = "ht",
        Russian = "ru",
        Tagalog = "tl",
    }
}

impl Language {
    #[must_use]
    pub const fn is_right_to_left(self) -> bool {
        matches!(self, Self::Arabic)
    }
}
