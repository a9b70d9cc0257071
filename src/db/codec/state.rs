//! A journey's state as it rests in its row, so that reads never fold anew and a write adds one step.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::step::{PlaceJson, RulesJson, ScreeningJson, WornJson};
use crate::db::encryption::Sealed;
use crate::domain::alert::{AlertKind, Concern};
use crate::domain::card::Visa;
use crate::domain::companion::{Coat, Species};
use crate::domain::family::{FamilyStatus, Held, Looks, Moment, Seen, Told};
use crate::domain::id::{PlaceId, StaffId, StepId};
use crate::domain::journey::cleanliness::{Cleaning, Cleanliness};
use crate::domain::journey::step::{Attester, HolderKind, Method, Outcome, Soiling};
use crate::domain::journey::{Holder, Reading, State, Status, Whereabouts};
use crate::domain::outfit::{Gowning, Item, Worn};
use crate::domain::place::Stage;
use crate::domain::tag::Code;
use crate::domain::time::Time;
use crate::json::{Key, Stamp};

/// A journey's whole state.
#[derive(Serialize, Deserialize)]
pub(crate) struct StateJson {
    rules: RulesJson,
    status: Key<Status>,
    outcome: Option<Key<Outcome>>,
    stage: Key<Stage>,
    whereabouts: Option<WhereaboutsJson>,
    last_seen_at: Option<Stamp>,
    holder: HolderJson,
    outfit: Vec<WornJson>,
    ever_worn: Vec<Key<Item>>,
    screening: ScreeningJson,
    cleaned: Option<CleaningJson>,
    soiled: Option<Key<Soiling>>,
    on_ward_since: Option<Stamp>,
    missing_since: Option<Stamp>,
    declined: bool,
    last_reading: Option<(String, Uuid, Stamp)>,
    concerns: Vec<ConcernJson>,
    told: ToldJson,
    late_known_at: Option<Stamp>,
    last: Option<(Stamp, Uuid)>,
}

/// What a family has been told.
#[derive(Serialize, Deserialize)]
pub(crate) struct ToldJson {
    seen: Option<SeenJson>,
    moments: Vec<(Key<FamilyStatus>, Stamp)>,
    at: Option<Stamp>,
    #[serde(default)]
    untold: bool,
}

/// What a family goes on seeing while a hold is on: at first that was what had been told and nothing else.
#[derive(Serialize, Deserialize)]
pub(crate) struct HeldJson {
    #[serde(flatten)]
    told: ToldJson,
    #[serde(skip_serializing_if = "Option::is_none")]
    looks: Option<LooksJson>,
    #[serde(default)]
    card: bool,
    #[serde(default)]
    passport: Vec<(Stamp, bool)>,
}

/// What a companion is known by; also kept on a card.
#[derive(Serialize, Deserialize)]
pub(crate) struct LooksJson {
    name: String,
    species: Key<Species>,
    coat: Key<Coat>,
}

#[derive(Serialize, Deserialize)]
struct WhereaboutsJson {
    place: PlaceJson,
    resting_place: Option<String>,
    since: Stamp,
    source: Uuid,
}

#[derive(Serialize, Deserialize)]
struct HolderJson {
    kind: Key<HolderKind>,
    name: Option<Sealed>,
    staff: Option<Uuid>,
    since: Stamp,
    source: Option<Uuid>,
}

#[derive(Serialize, Deserialize)]
struct CleaningJson {
    at: Stamp,
    method: Key<Method>,
    bagged: bool,
    attested_by: Key<Attester>,
}

#[derive(Serialize, Deserialize)]
struct ConcernJson {
    kind: Key<AlertKind>,
    cause: Uuid,
    at: Stamp,
    detail: String,
}

#[derive(Serialize, Deserialize)]
struct SeenJson {
    stage: Key<Stage>,
    gowning: Key<Gowning>,
    outfit: Vec<Key<Item>>,
}

impl From<&State> for StateJson {
    fn from(state: &State) -> Self {
        Self {
            rules: (&state.rules).into(),
            status: Key(state.status),
            outcome: state.outcome.map(Key),
            stage: Key(state.stage),
            whereabouts: state.whereabouts.as_ref().map(Into::into),
            last_seen_at: state.last_seen_at.map(Stamp),
            holder: (&state.holder).into(),
            outfit: state.outfit.values().map(Into::into).collect(),
            ever_worn: state.ever_worn.iter().copied().map(Key).collect(),
            screening: (&state.screening).into(),
            cleaned: state.cleanliness.cleaned.map(Into::into),
            soiled: state.cleanliness.soiled.map(Key),
            on_ward_since: state.cleanliness.on_ward_since.map(Stamp),
            missing_since: state.missing_since.map(Stamp),
            declined: state.declined,
            last_reading: state
                .last_reading
                .map(|last| (last.tag.as_str().to_owned(), last.place.uuid(), Stamp(last.at))),
            concerns: state.concerns.iter().map(Into::into).collect(),
            told: (&state.told).into(),
            late_known_at: state.late_known_at.map(Stamp),
            last: state.last.map(|(at, step)| (Stamp(at), step.uuid())),
        }
    }
}

impl From<StateJson> for State {
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
            told: json.told.into(),
            late_known_at: json.late_known_at.map(time),
            last: json.last.map(|(at, step)| (at.0, StepId::from_uuid(step))),
        }
    }
}

const fn time(stamp: Stamp) -> Time {
    stamp.0
}

fn reading((tag, place, at): (String, Uuid, Stamp)) -> Option<Reading> {
    let tag = Code::parse(&tag).ok()?;
    Some(Reading { tag, place: PlaceId::from_uuid(place), at: at.0 })
}

impl From<&Whereabouts> for WhereaboutsJson {
    fn from(at: &Whereabouts) -> Self {
        Self {
            place: (&at.place).into(),
            resting_place: at.resting_place.clone(),
            since: Stamp(at.since),
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
            kind: Key(holder.kind),
            name: holder.name.clone().map(Into::into),
            staff: holder.staff.map(StaffId::uuid),
            since: Stamp(holder.since),
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

impl From<Cleaning> for CleaningJson {
    fn from(cleaning: Cleaning) -> Self {
        let Cleaning { at, method, bagged, attested_by } = cleaning;
        Self { at: Stamp(at), method: Key(method), bagged, attested_by: Key(attested_by) }
    }
}

impl From<CleaningJson> for Cleaning {
    fn from(json: CleaningJson) -> Self {
        let CleaningJson { at, method, bagged, attested_by } = json;
        Self { at: at.0, method: method.0, bagged, attested_by: attested_by.0 }
    }
}

impl From<&Concern> for ConcernJson {
    fn from(concern: &Concern) -> Self {
        let Concern { kind, cause, at, detail } = concern.clone();
        Self { kind: Key(kind), cause: cause.uuid(), at: Stamp(at), detail }
    }
}

impl From<ConcernJson> for Concern {
    fn from(json: ConcernJson) -> Self {
        let ConcernJson { kind, cause, at, detail } = json;
        Self { kind: kind.0, cause: StepId::from_uuid(cause), at: at.0, detail }
    }
}

impl From<&Told> for ToldJson {
    fn from(told: &Told) -> Self {
        Self {
            seen: told.seen.as_ref().map(Into::into),
            moments: told
                .moments
                .iter()
                .map(|moment| (Key(moment.status), Stamp(moment.at)))
                .collect(),
            at: told.at.map(Stamp),
            untold: told.untold,
        }
    }
}

impl From<ToldJson> for Told {
    fn from(json: ToldJson) -> Self {
        let moment =
            |(status, at): (Key<FamilyStatus>, Stamp)| Moment { status: status.0, at: at.0 };
        Self {
            seen: json.seen.map(Into::into),
            moments: json.moments.into_iter().map(moment).collect(),
            at: json.at.map(time),
            untold: json.untold,
        }
    }
}

impl From<&Held> for HeldJson {
    fn from(held: &Held) -> Self {
        Self {
            told: (&held.told).into(),
            looks: held.looks.as_ref().map(Into::into),
            card: held.card,
            passport: held.passport.iter().map(|visa| (Stamp(visa.at), visa.stood_watch)).collect(),
        }
    }
}

impl From<HeldJson> for Held {
    fn from(json: HeldJson) -> Self {
        let visa = |(at, stood_watch): (Stamp, bool)| Visa { at: at.0, stood_watch };
        Self {
            told: json.told.into(),
            looks: json.looks.map(Into::into),
            card: json.card,
            passport: json.passport.into_iter().map(visa).collect(),
        }
    }
}

impl From<&Looks> for LooksJson {
    fn from(looks: &Looks) -> Self {
        Self { name: looks.name.clone(), species: Key(looks.species), coat: Key(looks.coat) }
    }
}

impl From<LooksJson> for Looks {
    fn from(json: LooksJson) -> Self {
        Self { name: json.name, species: json.species.0, coat: json.coat.0 }
    }
}

impl From<&Seen> for SeenJson {
    fn from(seen: &Seen) -> Self {
        let outfit = seen.outfit.iter().copied().map(Key).collect();
        Self { stage: Key(seen.stage), gowning: Key(seen.gowning), outfit }
    }
}

impl From<SeenJson> for Seen {
    fn from(json: SeenJson) -> Self {
        let outfit = json.outfit.into_iter().map(|key| key.0).collect();
        Self { stage: json.stage.0, gowning: json.gowning.0, outfit }
    }
}
