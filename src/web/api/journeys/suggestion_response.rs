//! A suggested next action in API responses.

use serde::Serialize;

use crate::domain::journey::action::HolderKind;
use crate::domain::journey::suggestions::Suggestion;
use crate::domain::outfit::Item;
use crate::domain::place::PlaceKind;
use crate::json::JsonKey;

#[derive(Serialize, Default)]
pub(crate) struct SuggestionResponse {
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    place_kind: Option<JsonKey<PlaceKind>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    items: Option<Vec<JsonKey<Item>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<JsonKey<HolderKind>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    with: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<&'static str>,
}

impl From<&Suggestion> for SuggestionResponse {
    fn from(suggestion: &Suggestion) -> Self {
        let keys = |items: &[Item]| Some(items.iter().copied().map(JsonKey).collect());
        let of_kind = |kind| Self { kind, ..Self::default() };
        match suggestion {
            Suggestion::Clean => of_kind("cleaned"),
            Suggestion::Screen => of_kind("screened"),
            Suggestion::Dress(items) => Self { items: keys(items), ..of_kind("dressed") },
            Suggestion::Undress(items) => Self { items: keys(items), ..of_kind("undressed") },
            Suggestion::Move(place) => {
                Self { place_kind: Some(JsonKey(*place)), ..of_kind("moved") }
            }
            Suggestion::HandOver(to) => Self { to: Some(JsonKey(*to)), ..of_kind("handed_over") },
            Suggestion::Find => of_kind("found"),
            Suggestion::Reunite => Self { with: Some("child"), ..of_kind("reunited") },
            Suggestion::Close => Self { outcome: Some("with_child"), ..of_kind("closed") },
        }
    }
}
