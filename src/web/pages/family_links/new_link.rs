//! A link that was just created, and the only time its URL is shown.

use serde_json::{Value, json};

use crate::printing::{self, Qr};
use crate::use_cases::family::family_links::IssuedLink;
use crate::use_cases::family::family_overview::{FamilyOverview, LinkView};

pub(super) struct NewLink {
    pub id: String,
    pub name: String,
    pub url: String,
    /// SVG. None for a revoked link, or if no public URL is set that another phone could open.
    pub qr: Option<String>,
    pub opened: bool,
    pub revoked: bool,
}

impl NewLink {
    /// The stored response of an invitation.
    pub(super) fn to_json(created: &IssuedLink) -> Vec<u8> {
        let (id, name) = (created.link.id.to_string(), &created.link.name);
        json!({ "id": id, "name": name, "url": created.url }).to_string().into_bytes()
    }

    /// Reads what [`Self::to_json`] wrote, with the link's current state.
    pub(super) fn from_json(
        created: &Value,
        family: &FamilyOverview,
        has_public_url: bool,
    ) -> Self {
        let text = |name: &str| created[name].as_str().unwrap_or_default().to_owned();
        let (id, url) = (text("id"), text("url"));
        let listed = family.links.iter().find(|view| view.link.id.to_string() == id);
        let is = |state: fn(&LinkView) -> bool| listed.is_some_and(state);
        let revoked = is(|view| view.link.revoked_at.is_some());
        let qr = (has_public_url && !revoked)
            .then(|| Qr::from_text(&url))
            .and_then(Result::ok)
            .map(|qr| printing::svg(&qr));
        let opened = is(|view| view.link.opened_at.is_some()) && !revoked;
        Self { opened, revoked, name: text("name"), id, url, qr }
    }
}
