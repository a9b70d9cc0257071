//! A card's content and signers as JSON.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::state::AppearanceJson;
use crate::db::encryption::Encrypted;
use crate::domain::card::{CardContent, Signer, Signers};
use crate::domain::family::{FamilyStatus, Moment};
use crate::domain::id::StaffId;
use crate::domain::outfit::Item;
use crate::json::{JsonKey, Timestamp};

#[derive(Serialize, Deserialize)]
pub(crate) struct CardContentJson {
    #[serde(rename = "looks")]
    appearance: AppearanceJson,
    outfit: Vec<JsonKey<Item>>,
    moments: Vec<(JsonKey<FamilyStatus>, Timestamp)>,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct SignersJson(Vec<SignerJson>);

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum SignerJson {
    Staff(Uuid),
    Named(Encrypted),
}

impl From<&CardContent> for CardContentJson {
    fn from(content: &CardContent) -> Self {
        Self {
            appearance: (&content.appearance).into(),
            outfit: content.outfit.iter().copied().map(JsonKey).collect(),
            moments: content
                .moments
                .iter()
                .map(|one| (JsonKey(one.status), Timestamp(one.at)))
                .collect(),
        }
    }
}

impl From<CardContentJson> for CardContent {
    fn from(json: CardContentJson) -> Self {
        let moment = |(status, at): (JsonKey<FamilyStatus>, Timestamp)| Moment {
            status: status.0,
            at: at.0,
        };
        Self {
            appearance: json.appearance.into(),
            outfit: json.outfit.into_iter().map(|key| key.0).collect(),
            moments: json.moments.into_iter().map(moment).collect(),
        }
    }
}

impl From<&Signers> for SignersJson {
    fn from(signers: &Signers) -> Self {
        let signer = |signer: &Signer| match signer {
            Signer::Staff(id) => SignerJson::Staff(id.uuid()),
            Signer::Named(name) => SignerJson::Named(name.clone().into()),
        };
        Self(signers.0.iter().map(signer).collect())
    }
}

impl From<SignersJson> for Signers {
    fn from(json: SignersJson) -> Self {
        let signer = |signer| match signer {
            SignerJson::Staff(id) => Signer::Staff(StaffId::from_uuid(id)),
            SignerJson::Named(name) => Signer::Named(name.into()),
        };
        Self(json.0.into_iter().map(signer).collect())
    }
}
