//! A photo as listed for staff.

use crate::domain::id::{PhotoId, StaffId};
use crate::domain::time::Time;
use crate::use_cases::photos::PhotoView;
use crate::web::pages::shared::text::ago;

pub struct PhotoItem {
    pub(super) id: PhotoId,
    pub(super) name: String,
    pub(super) width: i32,
    pub(super) height: i32,
    /// By whom and how long ago.
    pub(super) taken: String,
    /// By whom and how long ago, if it was released.
    pub(super) released: Option<String>,
    /// Whether the current user took it.
    pub(super) own: bool,
}

impl PhotoItem {
    pub(super) fn new(view: &PhotoView, user: StaffId, now: Time) -> Self {
        let photo = &view.photo;
        let by_and_ago = |name: &str, at: Time| format!("{name}, {}", ago(at, now));
        let released_by = view.released_by.as_deref().unwrap_or_default();
        Self {
            id: photo.id,
            name: view.companion.name.clone(),
            width: photo.width,
            height: photo.height,
            taken: by_and_ago(&view.taken_by, photo.taken_at),
            released: photo.released_at.map(|at| by_and_ago(released_by, at)),
            own: photo.taken_by == user,
        }
    }

    pub(super) fn image_url(&self) -> String {
        format!("/api/v1/photos/{}", self.id)
    }
}
