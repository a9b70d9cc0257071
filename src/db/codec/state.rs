//! A journey's state as JSON, so that reading it needs no steps and a write applies only the new step.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::step::{PlaceJson, RulesJson, ScreeningJson, WornJson};
use crate::db::encryption::Encrypted;
use crate::domain::alert::{AlertKind, Concern};
use crate::domain::companion::{Coat, Species};
use crate::domain::family::{Appearance, FamilyFeed, FamilyStatus, FrozenFeed, Moment, Visible};
use crate::domain::id::{PlaceId, StaffId, StepId};
use crate::domain::journey::action::{
    CleaningAttester, CleaningMethod, HolderKind, Outcome, Soiling,
};
use crate::domain::journey::cleanliness::{CleaningRecord, Cleanliness};
use crate::domain::journey::{Holder, JourneyState, JourneyStatus, TagReading, Whereabouts};
use crate::domain::outfit::{Gowning, Item, Worn};
use crate::domain::passport::PassportStamp;
use crate::domain::place::Stage;
use crate::domain::tag::TagCode;
use crate::domain::time::Time;
use crate::json::{JsonKey, Timestamp};

#[derive(Serialize, Deserialize)]
pub(crate) struct StateJson {
    rules: RulesJson,
    status: JsonKey<JourneyStatus>,
    outcome: Option<JsonKey<Outcome>>,
    stage: JsonKey<Stage>,
    whereabouts: Option<WhereaboutsJson>,
    last_seen_at: Option<Timestamp>,
    holder: HolderJson,
    outfit: Vec<WornJson>,
    ever_worn: Vec<JsonKey<Item>>,
    screening: ScreeningJson,
    cleaned: Option<CleaningJson>,
    soiled: Option<JsonKey<Soiling>>,
    on_ward_since: Option<Timestamp>,
    missing_since: Option<Timestamp>,
    declined: bool,
    last_reading: Option<(String, Uuid, Timestamp)>,
    concerns: Vec<ConcernJson>,
    #[serde(rename = "told")]
    feed: FeedJson,
    #[serde(rename = "late_known_at")]
    late_recorded_at: Option<Timestamp>,
    last: Option<(Timestamp, Uuid)>,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct FeedJson {
    #[serde(rename = "seen")]
    visible: Option<VisibleJson>,
    moments: Vec<(JsonKey<FamilyStatus>, Timestamp)>,
    at: Option<Timestamp>,
    #[serde(default, rename = "untold")]
    withheld: bool,
}

/// What a family sees during a hold. Older rows contain only the flattened feed.
#[derive(Serialize, Deserialize)]
pub(crate) struct FrozenFeedJson {
    #[serde(flatten)]
    feed: FeedJson,
    #[serde(rename = "looks", skip_serializing_if = "Option::is_none")]
    appearance: Option<AppearanceJson>,
    #[serde(default)]
    card: bool,
    #[serde(default)]
    passport: Vec<(Timestamp, bool)>,
}

/// Also part of a card.
#[derive(Serialize, Deserialize)]
pub(crate) struct AppearanceJson {
    name: String,
    species: JsonKey<Species>,
    coat: JsonKey<Coat>,
}

#[derive(Serialize, Deserialize)]
struct WhereaboutsJson {
    place: PlaceJson,
    resting_place: Option<String>,
    since: Timestamp,
    source: Uuid,
}

#[derive(Serialize, Deserialize)]
struct HolderJson {
    kind: JsonKey<HolderKind>,
    name: Option<Encrypted>,
    staff: Option<Uuid>,
    since: Timestamp,
    source: Option<Uuid>,
}

#[derive(Serialize, Deserialize)]
struct CleaningJson {
    at: Timestamp,
    method: JsonKey<CleaningMethod>,
    bagged: bool,
    attested_by: JsonKey<CleaningAttester>,
}

#[derive(Serialize, Deserialize)]
struct ConcernJson {
    kind: JsonKey<AlertKind>,
    cause: Uuid,
    at: Timestamp,
    detail: String,
}

#[derive(Serialize, Deserialize)]
struct VisibleJson {
    stage: JsonKey<Stage>,
    gowning: JsonKey<Gowning>,
    outfit: Vec<JsonKey<Item>>,
}

impl From<&JourneyState> for StateJson {
    fn from(state: &JourneyState) -> Self {
        Self {
            rules: (&state.rules).into(),
            status: JsonKey(state.status),
            outcome: state.outcome.map(JsonKey),
            stage: JsonKey(state.stage),
            whereabouts: state.whereabouts.as_ref().map(Into::into),
            last_seen_at: state.last_seen_at.map(Timestamp),
            holder: (&state.holder).into(),
            outfit: state.outfit.values().map(Into::into).collect(),
            ever_worn: state.ever_worn.iter().copied().map(JsonKey).collect(),
            screening: (&state.screening).into(),
            cleaned: state.cleanliness.cleaned.map(Into::into),
            soiled: state.cleanliness.soiled.map(JsonKey),
            on_ward_since: state.cleanliness.on_ward_since.map(Timestamp),
            missing_since: state.missing_since.map(Timestamp),
            declined: state.declined,
            last_reading: state
                .last_reading
                .map(|last| (last.tag.as_str().to_owned(), last.place.uuid(), Timestamp(last.at))),
            concerns: state.concerns.iter().map(Into::into).collect(),
            feed: (&state.feed).into(),
            late_recorded_at: state.late_recorded_at.map(Timestamp),
            last: state.last_step.map(|(at, step)| (Timestamp(at), step.uuid())),
        }
    }
}

impl From<StateJson> for JourneyState {
    fn from(json: StateJson) -> Self {
        let worn = json.outfit.into_iter().map(Worn::from);
        Self {
            rules: json.rules.into(),
            status: json.status.0,
            outcome: json.outcome.map(|key| key.0),
            stage: json.stage.0,
            whereabouts: json.whereabouts.map(Into::into),
            last_seen_at: json.last_seen_at.map(time),
            holder: json.holder.into(),
            outfit: worn.map(|worn| (worn.item, worn)).collect(),
            ever_worn: json.ever_worn.into_iter().map(|key| key.0).collect(),
            screening: json.screening.into(),
            cleanliness: Cleanliness {
                cleaned: json.cleaned.map(Into::into),
                soiled: json.soiled.map(|key| key.0),
                on_ward_since: json.on_ward_since.map(time),
            },
            missing_since: json.missing_since.map(time),
            declined: json.declined,
            last_reading: json.last_reading.and_then(reading),
            concerns: json.concerns.into_iter().map(Into::into).collect(),
            feed: json.feed.into(),
            late_recorded_at: json.late_recorded_at.map(time),
            last_step: json.last.map(|(at, step)| (at.0, StepId::from_uuid(step))),
        }
    }
}

const fn time(stamp: Timestamp) -> Time {
    stamp.0
}

fn reading((tag, place, at): (String, Uuid, Timestamp)) -> Option<TagReading> {
    let tag = TagCode::parse(&tag).ok()?;
    Some(TagReading { tag, place: PlaceId::from_uuid(place), at: at.0 })
}

impl From<&Whereabouts> for WhereaboutsJson {
    fn from(at: &Whereabouts) -> Self {
        Self {
            place: (&at.place).into(),
            resting_place: at.resting_place.clone(),
            since: Timestamp(at.since),
            source: at.source.uuid(),
        }
    }
}

impl From<WhereaboutsJson> for Whereabouts {
    fn from(json: WhereaboutsJson) -> Self {
        Self {
            place: json.place.into(),
            resting_place: json.resting_place,
            since: json.since.0,
            source: StepId::from_uuid(json.source),
        }
    }
}

impl From<&Holder> for HolderJson {
    fn from(holder: &Holder) -> Self {
        Self {
            kind: JsonKey(holder.kind),
            name: holder.name.clone().map(Into::into),
            staff: holder.staff.map(StaffId::uuid),
            since: Timestamp(holder.since),
            source: holder.source.map(StepId::uuid),
        }
    }
}

impl From<HolderJson> for Holder {
    fn from(json: HolderJson) -> Self {
        Self {
            kind: json.kind.0,
            name: json.name.map(Into::into),
            staff: json.staff.map(StaffId::from_uuid),
            since: json.since.0,
            source: json.source.map(StepId::from_uuid),
        }
    }
}

impl From<CleaningRecord> for CleaningJson {
    fn from(cleaning: CleaningRecord) -> Self {
        let CleaningRecord { at, method, bagged, attested_by } = cleaning;
        Self {
            at: Timestamp(at),
            method: JsonKey(method),
            bagged,
            attested_by: JsonKey(attested_by),
        }
    }
}

impl From<CleaningJson> for CleaningRecord {
    fn from(json: CleaningJson) -> Self {
        let CleaningJson { at, method, bagged, attested_by } = json;
        Self { at: at.0, method: method.0, bagged, attested_by: attested_by.0 }
    }
}

impl From<&Concern> for ConcernJson {
    fn from(concern: &Concern) -> Self {
        let Concern { kind, cause, at, detail } = concern.clone();
        Self { kind: JsonKey(kind), cause: cause.uuid(), at: Timestamp(at), detail }
    }
}

impl From<ConcernJson> for Concern {
    fn from(json: ConcernJson) -> Self {
        let ConcernJson { kind, cause, at, detail } = json;
        Self { kind: kind.0, cause: StepId::from_uuid(cause), at: at.0, detail }
    }
}

impl From<&FamilyFeed> for FeedJson {
    fn from(feed: &FamilyFeed) -> Self {
        Self {
            visible: feed.visible.as_ref().map(Into::into),
            moments: feed
                .moments
                .iter()
                .map(|moment| (JsonKey(moment.status), Timestamp(moment.at)))
                .collect(),
            at: feed.updated_at.map(Timestamp),
            withheld: feed.withheld,
        }
    }
}

impl From<FeedJson> for FamilyFeed {
    fn from(json: FeedJson) -> Self {
        let moment = |(status, at): (JsonKey<FamilyStatus>, Timestamp)| Moment {
            status: status.0,
            at: at.0,
        };
        Self {
            visible: json.visible.map(Into::into),
            moments: json.moments.into_iter().map(moment).collect(),
            updated_at: json.at.map(time),
            withheld: json.withheld,
        }
    }
}

impl From<&FrozenFeed> for FrozenFeedJson {
    fn from(frozen: &FrozenFeed) -> Self {
        Self {
            feed: (&frozen.feed).into(),
            appearance: frozen.appearance.as_ref().map(Into::into),
            card: frozen.card_shown,
            passport: frozen
                .passport
                .iter()
                .map(|stamp| (Timestamp(stamp.at), stamp.stood_watch))
                .collect(),
        }
    }
}

impl From<FrozenFeedJson> for FrozenFeed {
    fn from(json: FrozenFeedJson) -> Self {
        let stamp = |(at, stood_watch): (Timestamp, bool)| PassportStamp { at: at.0, stood_watch };
        Self {
            feed: json.feed.into(),
            appearance: json.appearance.map(Into::into),
            card_shown: json.card,
            passport: json.passport.into_iter().map(stamp).collect(),
        }
    }
}

impl From<&Appearance> for AppearanceJson {
    fn from(appearance: &Appearance) -> Self {
        Self {
            name: appearance.name.clone(),
            species: JsonKey(appearance.species),
            coat: JsonKey(appearance.coat),
        }
    }
}

impl From<AppearanceJson> for Appearance {
    fn from(json: AppearanceJson) -> Self {
        Self { name: json.name, species: json.species.0, coat: json.coat.0 }
    }
}

impl From<&Visible> for VisibleJson {
    fn from(visible: &Visible) -> Self {
        let outfit = visible.outfit.iter().copied().map(JsonKey).collect();
        Self { stage: JsonKey(visible.stage), gowning: JsonKey(visible.gowning), outfit }
    }
}

impl From<VisibleJson> for Visible {
    fn from(json: VisibleJson) -> Self {
        let outfit = json.outfit.into_iter().map(|key| key.0).collect();
        Self { stage: json.stage.0, gowning: json.gowning.0, outfit }
    }
}
