//! Every text on a family's pages other than statuses and outfit items.

use super::messages::message;
use crate::domain::family::Language;
use crate::domain::string_enum::{StringEnum as _, string_enum};

string_enum! {
    /// A message by its id in the Fluent files. The comments name the arguments.
    pub enum FamilyText {
        /// What the language calls itself.
        LanguageName = "language-name",
        /// `time`
        Since = "since",
        /// `time`
        LastUpdate = "last-update",
        JourneySoFar = "journey-so-far",
        /// `name`, `items`
        Wearing = "wearing",
        ListSeparator = "list-separator",
        NoUpdatesYet = "no-updates-yet",
        /// `name`
        PageAbout = "page-about",
        LiveUpdatesOn = "live-updates-on",
        LiveUpdatesOff = "live-updates-off",
        Refresh = "refresh",
        /// Link to the view with larger pictures and fewer words.
        ViewForChildren = "view-for-children",
        ViewForAdults = "view-for-adults",
        ReadAloud = "read-aloud",
        Language = "language",
        AddToHomeScreen = "add-to-home-screen",
        /// The link is unknown, revoked or expired.
        LinkClosed = "link-closed",
        TooManyRequests = "too-many-requests",
        ServerError = "server-error",
        /// All that a lock screen shows (R37).
        PushBody = "push-body",
        PushEnable = "push-enable",
        PushEnabled = "push-enabled",
        PushDisable = "push-disable",
        /// The phone does not allow notifications.
        PushBlocked = "push-blocked",
        PushFailed = "push-failed",
        Photos = "photos",
        /// `name`
        PhotoAlt = "photo-alt",
        /// `name`
        CardTitle = "card-title",
        CardOpen = "card-open",
        CardPrint = "card-print",
        /// `name`
        CardThanks = "card-thanks",
        /// `name`
        CardMoments = "card-moments",
        CardFrom = "card-from",
        /// `name`
        CardPawNote = "card-paw-note",
        /// `name`
        PassportTitle = "passport-title",
        PassportOpen = "passport-open",
        /// `date`
        PassportStamp = "passport-stamp",
    }
}

#[must_use]
pub fn text(language: Language, text: FamilyText, args: &[(&'static str, &str)]) -> String {
    message(language, text.key(), args)
}

/// The lock screen text: that there is news, and nothing about what it is (R37).
#[must_use]
pub fn notification_text(language: Language) -> String {
    text(language, FamilyText::PushBody, &[])
}
