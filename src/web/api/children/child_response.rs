//! A child in API responses; after a purge without a name.

use serde::Serialize;
use uuid::Uuid;

use crate::json::Timestamp;
use crate::use_cases::models::Child;

#[derive(Serialize)]
pub(crate) struct ChildResponse {
    id: Uuid,
    alias: Option<String>,
    patient_ref: Option<String>,
    infant: bool,
    latex: bool,
    isolation: bool,
    protected: bool,
    created_at: Timestamp,
    revision: i64,
}

impl From<&Child> for ChildResponse {
    fn from(child: &Child) -> Self {
        Self {
            id: child.id.uuid(),
            alias: child.purged_at.is_none().then(|| child.alias.clone()),
            patient_ref: child.patient_ref.clone(),
            infant: child.infant,
            latex: child.latex,
            isolation: child.isolation,
            protected: child.protected,
            created_at: Timestamp(child.created_at),
            revision: child.revision,
        }
    }
}
