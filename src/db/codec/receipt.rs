//! What a receipt counts, as it rests in its row.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::erasure::{Counts, Trace};
use crate::json::Key;

#[derive(Serialize, Deserialize)]
pub(crate) struct CountsJson(BTreeMap<Key<Trace>, i64>);

impl From<&Counts> for CountsJson {
    fn from(counts: &Counts) -> Self {
        Self(counts.0.iter().map(|(&trace, &count)| (Key(trace), count)).collect())
    }
}

impl From<CountsJson> for Counts {
    fn from(json: CountsJson) -> Self {
        Self(json.0.into_iter().map(|(trace, count)| (trace.0, count)).collect())
    }
}
