//! An erasure receipt's counts as JSON.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::erasure::{ErasureCategory, ErasureCounts};
use crate::json::JsonKey;

#[derive(Serialize, Deserialize)]
pub(crate) struct CountsJson(BTreeMap<JsonKey<ErasureCategory>, i64>);

impl From<&ErasureCounts> for CountsJson {
    fn from(counts: &ErasureCounts) -> Self {
        Self(counts.0.iter().map(|(&category, &count)| (JsonKey(category), count)).collect())
    }
}

impl From<CountsJson> for ErasureCounts {
    fn from(json: CountsJson) -> Self {
        Self(json.0.into_iter().map(|(category, count)| (category.0, count)).collect())
    }
}
