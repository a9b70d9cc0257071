//! An action as JSON: the same in the body of a scan and in the steps of a response.

use deserr::{Deserr, IntoValue, ValuePointerRef};
use serde::{Serialize, Serializer};

use super::extract::input_errors::{self, InputErrors};
use super::field_error::FieldError;
use super::partial_screening::PartialScreening;
use super::validation::{Distinct, Id, LongText, ShortText, SiteKey, Text};
use crate::domain::id::PlaceId;
use crate::domain::journey::action::{
    Action, Alternative, CleaningAttester, CleaningMethod, HolderKind, Outcome, Soiling,
};
use crate::domain::outfit::Item;
use crate::domain::place::PlaceSnapshot;
use crate::domain::string_enum::string_enum;
use crate::json::JsonKey;
use crate::use_cases::scans::action::{PlaceRef, RequestedAction};

string_enum! {
    /// With whom a companion is reunited.
    pub enum Partner {
        Child = "child",
        Guardian = "guardian",
    }
}

/// Declares the kinds with members of their own: those that are required; then, after a semicolon, those that are not.
/// Each kind is read as a struct, because `deserr` has no enums whose variants are types.
macro_rules! actions {
    ($($kind:literal => $name:ident {
        $($(#[$attribute:meta])* $member:ident: $value:ty,)* $(; $($optional:ident: $optional_value:ty,)+)?
    })+) => {
        /// Texts are checked when they are read. What is written was checked then, or is empty after a purge.
        #[derive(Clone, Serialize)]
        #[serde(tag = "kind", rename_all = "snake_case")]
        pub(crate) enum ActionJson {
            Screened(PartialScreening),
            $($name { $($(#[$attribute])* $member: $value,)* $($($optional: Option<$optional_value>,)+)? },)+
        }

        impl Deserr<InputErrors> for ActionJson {
            fn deserialize_from_value<V: IntoValue>(
                value: deserr::Value<V>,
                location: ValuePointerRef<'_>,
            ) -> Result<Self, InputErrors> {
                let (kind, members) = input_errors::kind_and_members(value, location)?;
                match kind.as_str() {
                    "screened" => {
                        PartialScreening::deserialize_from_value(members, location).map(Self::Screened)
                    }
                    $($kind => {
                        #[derive(Deserr)]
                        #[deserr(error = InputErrors, deny_unknown_fields)]
                        struct Members {
                            $($member: $value,)*
                            $($(#[deserr(default)] $optional: Option<$optional_value>,)+)?
                        }
                        let Members { $($member,)* $($($optional,)+)? } =
                            Members::deserialize_from_value(members, location)?;
                        Ok(Self::$name { $($member,)* $($($optional,)+)? })
                    })+
                    _ => {
                        let known = ["screened", $($kind,)+].join(", ");
                        let kind = location.push_key("kind");
                        Err(InputErrors::at(kind, format!("must be one of: {known}")))
                    }
                }
            }
        }
    };
}

actions! {
    "moved" => Moved {
        place_id: Id,
        ;
        resting_place: SiteKey,
    }
    "dressed" => Dressed {
        items: Distinct<JsonKey<Item>>,
    }
    "undressed" => Undressed {
        items: Distinct<JsonKey<Item>>,
    }
    "cleaned" => Cleaned {
        method: JsonKey<CleaningMethod>,
        /// Whether it was sealed in a bag afterwards.
        bagged: bool,
        attested_by: JsonKey<CleaningAttester>,
    }
    "soiled" => Soiled {
        why: JsonKey<Soiling>,
    }
    "handed_over" => HandedOver {
        to: JsonKey<HolderKind>,
        ;
        name: ShortText,
    }
    "reported_missing" => ReportedMissing {}
    "found" => Found {
        ;
        place_id: Id,
    }
    "declined" => Declined {
        #[serde(serialize_with = "null_if_purged")]
        reason: LongText,
        alternative: JsonKey<Alternative>,
    }
    "reunited" => Reunited {
        with: JsonKey<Partner>,
    }
    "closed" => Closed {
        outcome: JsonKey<Outcome>,
        ;
        guardian_agreed: bool,
    }
    "noted" => Noted {
        #[serde(serialize_with = "null_if_purged")]
        text: LongText,
    }
}

impl ActionJson {
    /// `pointer` is the action's own, which errors are relative to.
    pub(crate) fn into_action(self, pointer: &str) -> Result<RequestedAction, FieldError> {
        let invalid =
            |member: &str, detail: &str| Err(FieldError::new(format!("{pointer}{member}"), detail));
        Ok(match self {
            Self::Moved { place_id, resting_place } => Action::Moved {
                place: place_by_id(place_id),
                resting_place: resting_place.map(|key| key.0),
            },
            Self::Dressed { items } => Action::Dressed(plain(items)),
            Self::Undressed { items } => Action::Undressed { items: plain(items) },
            Self::Screened(screening) => match screening.answers() {
                none if none.is_empty() => return invalid("", "must answer at least one question"),
                answers => Action::Screened { answers },
            },
            Self::Cleaned { method, bagged, attested_by } => {
                Action::Cleaned { method: method.0, bagged, attested_by: attested_by.0 }
            }
            Self::Soiled { why } => Action::Soiled { cause: why.0 },
            Self::HandedOver { to: JsonKey(HolderKind::NobodyKnown), .. } => {
                return invalid("/to", "must be one of: child, guardian, staff, place");
            }
            Self::HandedOver { to, name } => {
                Action::HandedOver { to: to.0, name: name.map(|name| name.0) }
            }
            Self::ReportedMissing {} => Action::ReportedMissing,
            Self::Found { place_id } => Action::Found { place: place_id.map(place_by_id) },
            Self::Declined { reason, alternative } => {
                Action::Declined { reason: reason.0, alternative: alternative.0 }
            }
            Self::Reunited { with } => {
                Action::Reunited { with_guardian: with.0 == Partner::Guardian }
            }
            Self::Closed { outcome: JsonKey(Outcome::Discarded), guardian_agreed }
                if guardian_agreed != Some(true) =>
            {
                return invalid(
                    "/guardian_agreed",
                    "must be true: discarding requires the guardian's consent",
                );
            }
            Self::Closed { outcome, guardian_agreed } => Action::Closed {
                outcome: outcome.0,
                guardian_agreed: guardian_agreed.unwrap_or(false),
            },
            Self::Noted { text } => Action::Noted { text: text.0 },
        })
    }
}

impl From<&Action> for ActionJson {
    fn from(action: &Action) -> Self {
        let id_of = |place: PlaceSnapshot| Id(place.id.uuid());
        match action.clone() {
            Action::Moved { place, resting_place } => {
                Self::Moved { place_id: id_of(place), resting_place: resting_place.map(SiteKey) }
            }
            Action::Dressed(dressed) => {
                let items = dressed.items.iter().map(|worn| JsonKey(worn.item)).collect();
                Self::Dressed { items: Distinct(items) }
            }
            Action::Undressed { items } => {
                Self::Undressed { items: Distinct(items.into_iter().map(JsonKey).collect()) }
            }
            Action::Screened { answers } => Self::Screened(PartialScreening::new(&answers)),
            Action::Cleaned { method, bagged, attested_by } => {
                Self::Cleaned { method: JsonKey(method), bagged, attested_by: JsonKey(attested_by) }
            }
            Action::Soiled { cause } => Self::Soiled { why: JsonKey(cause) },
            Action::HandedOver { to, name } => {
                Self::HandedOver { to: JsonKey(to), name: name.map(Text) }
            }
            Action::ReportedMissing => Self::ReportedMissing {},
            Action::Found { place } => Self::Found { place_id: place.map(id_of) },
            Action::Declined { reason, alternative } => {
                let reason = Text(reason);
                Self::Declined { reason, alternative: JsonKey(alternative) }
            }
            Action::Reunited { with_guardian } => {
                let with = if with_guardian { Partner::Guardian } else { Partner::Child };
                Self::Reunited { with: JsonKey(with) }
            }
            Action::Closed { outcome, guardian_agreed } => Self::Closed {
                outcome: JsonKey(outcome),
                guardian_agreed: (outcome == Outcome::Discarded).then_some(guardian_agreed),
            },
            Action::Noted { text } => Self::Noted { text: Text(text) },
        }
    }
}

const fn place_by_id(id: Id) -> PlaceRef {
    PlaceRef::Id(PlaceId::from_uuid(id.0))
}

fn plain(items: Distinct<JsonKey<Item>>) -> Vec<Item> {
    items.0.into_iter().map(|key| key.0).collect()
}

fn null_if_purged<S: Serializer>(text: &LongText, to: S) -> Result<S::Ok, S::Error> {
    if text.0.is_empty() { to.serialize_none() } else { text.serialize(to) }
}
