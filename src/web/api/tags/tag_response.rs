//! A tag in API responses.

use serde::Serialize;
use uuid::Uuid;

use crate::domain::id::CompanionId;
use crate::domain::tag::{Material, PublicUrl, TagState, tag_url};
use crate::json::{JsonKey, Timestamp};
use crate::use_cases::models::Tag;
use crate::web::api::response::null_if_purged;

#[derive(Serialize)]
pub(crate) struct TagResponse {
    code: String,
    url: Option<String>,
    state: JsonKey<TagState>,
    material: JsonKey<Material>,
    washable: bool,
    metal_free: bool,
    companion_id: Option<Uuid>,
    bound_at: Option<Timestamp>,
    void_reason: Option<String>,
    created_at: Timestamp,
}

impl TagResponse {
    /// Without a URL where the site has no public one.
    pub(crate) fn new(tag: &Tag, base: Option<&PublicUrl>) -> Self {
        Self {
            code: tag.code.to_string(),
            url: base.map(|base| tag_url(base, &tag.code)),
            state: JsonKey(tag.state),
            material: JsonKey(tag.material),
            washable: tag.material.washable(),
            metal_free: tag.material.metal_free(),
            companion_id: tag.companion_id.map(CompanionId::uuid),
            bound_at: tag.bound_at.map(Timestamp),
            void_reason: tag.void_reason.clone().and_then(null_if_purged),
            created_at: Timestamp(tag.created_at),
        }
    }
}
