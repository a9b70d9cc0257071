//! What a family may see: where their friend is and what it wears, and never a word about the child.
//!
//! Nothing here can carry a place's or a person's name: there is no field for one (R34).

use std::time::Duration;

use super::card::PassportStamp;
use super::companion::{Coat, Species};
use super::journey::step::{HolderKind, Outcome, Step};
use super::journey::{JourneyState, JourneyStatus};
use super::outfit::{Gowning, Outfit};
use super::place::Stage;
use super::string_enum::string_enum;
use super::time::Time;

string_enum! {
    /// The site's short list of what a family is told (R34).
    pub enum FamilyStatus {
        /// It has arrived.
        Arrived = "arrived",
        /// It is being washed or dressed.
        GettingReady = "getting_ready",
        /// It is dressed, and ready.
        DressedAndReady = "dressed_and_ready",
        /// It stands watch.
        StandingWatch = "standing_watch",
        /// It waits close by.
        WaitingCloseBy = "waiting_close_by",
        /// It rests with its child.
        RestingTogether = "resting_together",
        /// It is back with its child.
        BackTogether = "back_together",
        /// It goes home.
        GoingHome = "going_home",
        /// There has been no new word for a while, and the page says so (R35).
        NoNewWord = "no_new_word",
    }
}

string_enum! {
    /// How a recipient stands to the child (R33).
    pub enum Relation {
        /// A guardian.
        Guardian = "guardian",
        /// Someone a guardian invited.
        Invited = "invited",
    }
}

string_enum! {
    /// What a recipient may see (R33).
    pub enum LinkScope {
        /// Status only.
        Status = "status",
        /// Status and photos.
        StatusAndPhotos = "status_and_photos",
    }
}

string_enum! {
    /// A language that the sentences are written in, by its tag of BCP 47.
    pub enum Language {
        /// English.
        English = "en",
        /// Spanish.
        Spanish = "es",
        /// French.
        French = "fr",
        /// Portuguese, as in Brazil.
        Portuguese = "pt",
        /// Chinese in simplified script.
        Chinese = "zh-Hans",
        /// Vietnamese.
        Vietnamese = "vi",
        /// Arabic.
        Arabic = "ar",
        /// Haitian Creole.
        HaitianCreole = "ht",
        /// Russian.
        Russian = "ru",
        /// Tagalog.
        Tagalog = "tl",
    }
}

impl Language {
    /// Whether it is written from right to left.
    #[must_use]
    pub const fn is_right_to_left(self) -> bool {
        matches!(self, Self::Arabic)
    }
}

/// A status and when it began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// What the family was told.
    pub status: FamilyStatus,
    /// When it happened.
    pub at: Time,
}

/// The companion as its family sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visible {
    /// Where on its way it is.
    pub stage: Stage,
    /// How far its gowning is.
    pub gowning: Gowning,
    /// What it wears.
    pub outfit: Outfit,
}

/// What a family has been told so far.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct FamilyFeed {
    /// The companion as last told; none before the first word.
    pub visible: Option<Visible>,
    /// The moments, oldest first; the last is the status now.
    pub moments: Vec<Moment>,
    /// When there was last a word.
    pub at: Option<Time>,
    /// Whether what is so since then is told by a person (R19). No sentence may lull meanwhile.
    pub withheld: bool,
}

/// What a companion is known by, beside where it is and what it wears.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appearance {
    /// Its name.
    pub name: String,
    /// What kind of friend it is.
    pub species: Species,
    /// The coat it is drawn in.
    pub coat: Coat,
}

/// All that a family goes on seeing of a companion while a hold is on (R36).
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct FrozenFeed {
    /// What was told when it was put there.
    pub told: FamilyFeed,
    /// What the companion was known by; none where that was not kept yet, or must be forgotten.
    pub looks: Option<Appearance>,
    /// Whether the team's card was to be seen, once it was released.
    pub card_shown: bool,
    /// The stamps in its passport.
    pub passport: Vec<PassportStamp>,
}

/// As many moments as a page looks back on.
const MAX_MOMENTS: usize = 60;

impl FamilyFeed {
    /// Tells what this step made of the companion.
    ///
    /// A step that was entered late is no news and is never told (R29); nor is one after which
    /// nobody should hear it from a page (`status` is none).
    pub fn record(&mut self, step: &Step, (status, seen): (Option<FamilyStatus>, Visible)) {
        if step.late {
            return;
        }
        self.withheld = status.is_none() || (self.withheld && !step.what.updates_family());
        let Some(status) = status.filter(|_| step.what.updates_family()) else { return };
        self.at = Some(step.occurred_at);
        self.visible = Some(seen);
        // What happens at once is one moment: who moves and dresses by one scan was never half dressed to anybody.
        if self.moments.last().is_some_and(|last| last.at == step.occurred_at) {
            self.moments.pop();
        }
        if self.moments.last().is_none_or(|last| last.status != status) {
            if self.moments.len() == MAX_MOMENTS {
                self.moments.remove(0);
            }
            self.moments.push(Moment { status, at: step.occurred_at });
        }
    }

    /// The status at `now`: the last moment, or an honest "no new word" when the last word is older
    /// than `no_news_after` and the journey is still under way (R35).
    #[must_use]
    pub fn status_at(&self, now: Time, no_news_after: Duration) -> Option<Moment> {
        let last = *self.moments.last()?;
        match self.no_news_from(no_news_after) {
            Some(since) if now >= since => {
                let heard = self.at.unwrap_or(last.at);
                Some(Moment { status: FamilyStatus::NoNewWord, at: heard })
            }
            _ => Some(last),
        }
    }

    /// From when on the silence is said, if nothing is told until then (R35). Never once the journey is over, nor
    /// while the companion rests with its child: nobody is to scan it then, and staff are not nudged about it.
    #[must_use]
    pub fn no_news_from(&self, no_news_after: Duration) -> Option<Time> {
        let last = *self.moments.last()?;
        let together = matches!(
            last.status,
            FamilyStatus::RestingTogether | FamilyStatus::BackTogether | FamilyStatus::GoingHome
        );
        (!together || self.withheld).then(|| self.at.unwrap_or(last.at).plus(no_news_after))
    }
}

impl JourneyState {
    /// What the family would be told of this state; no status where a person tells them first
    /// (missing and lost, R19).
    pub(crate) fn family_update(&self) -> (Option<FamilyStatus>, Visible) {
        let seen = Visible {
            stage: self.stage,
            gowning: self.gowning(&self.rules.required_outfit),
            outfit: self.worn(),
        };
        (self.family_status(), seen)
    }

    fn family_status(&self) -> Option<FamilyStatus> {
        match (self.status, self.outcome) {
            _ if self.missing_since.is_some() => None,
            (JourneyStatus::Closed, Some(Outcome::WithChild | Outcome::WithGuardian)) => {
                Some(FamilyStatus::GoingHome)
            }
            (JourneyStatus::Closed, _) => None,
            (JourneyStatus::Reunited, _) => Some(FamilyStatus::BackTogether),
            (JourneyStatus::Open, _) => Some(self.open_status()),
        }
    }

    /// Whether its child has it, where neither waits for anything.
    pub(crate) fn rests_with_child(&self) -> bool {
        let apart = self.whereabouts.as_ref().is_some_and(|at| at.place.kind.is_apart());
        self.holder.kind == HolderKind::Child && !apart
    }

    fn open_status(&self) -> FamilyStatus {
        let gowning = self.gowning(&self.rules.required_outfit);
        match self.stage {
            Stage::CheckedIn | Stage::PreOp if gowning == Gowning::Gowned => {
                FamilyStatus::DressedAndReady
            }
            Stage::PreOp => FamilyStatus::GettingReady,
            Stage::CheckedIn if gowning != Gowning::NotStarted => FamilyStatus::GettingReady,
            Stage::CheckedIn => FamilyStatus::Arrived,
            Stage::OperatingRoom => FamilyStatus::StandingWatch,
            Stage::Recovery | Stage::IntensiveCare | Stage::Ward if self.rests_with_child() => {
                FamilyStatus::RestingTogether
            }
            Stage::Imaging | Stage::Recovery | Stage::IntensiveCare | Stage::Ward => {
                FamilyStatus::WaitingCloseBy
            }
            Stage::Home => FamilyStatus::GoingHome,
        }
    }
}
