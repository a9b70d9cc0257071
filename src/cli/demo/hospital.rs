//! The demonstration hospital: its staff accounts and places.

use std::net::Ipv4Addr;

use super::fixtures::{PASSWORD, PIN, PLACES, STAFF};
use super::response::id_bytes;
use crate::domain::account::person::{Actor, Role};
use crate::domain::account::pin::Pin;
use crate::domain::id::{PlaceId, StaffId};
use crate::domain::place::{PlaceKind, PlacePolicy};
use crate::use_cases::models::{Place, Staff};
use crate::use_cases::network::Network;
use crate::use_cases::scans::action::PlaceRef;
use crate::use_cases::sign_in::login_throttle::LoginOrigin;
use crate::use_cases::sign_in::{self, SignedIn, pins};
use crate::use_cases::{AppContext, UseCaseResult, places, staff};

pub(super) struct Hospital {
    pub(super) nurse: Actor,
    pub(super) lead: Actor,
    places: Vec<(PlaceKind, PlaceId)>,
}

impl Hospital {
    pub(super) async fn create(app: &AppContext) -> UseCaseResult<Self> {
        let mut lead = None;
        for (username, display_name, role) in STAFF {
            let account = staff::NewStaff {
                username: username.to_owned(),
                display_name: display_name.to_owned(),
                role,
                password: PASSWORD.to_owned(),
            };
            let render = id_bytes(|created: &Staff| created.id.uuid().as_bytes().to_vec());
            let id = staff::create(app, account, render).await?;
            let id = StaffId::from_uuid(uuid::Uuid::from_slice(&id).unwrap_or_default());
            lead = lead.or((role == Role::Lead).then_some(Actor { id, role }));
        }
        let places = create_places(app).await?;
        let session = session(app).await?;
        if let Ok(pin) = Pin::parse(PIN) {
            pins::set(app, &session, PASSWORD.to_owned(), pin).await?;
        }
        let nurse = Actor { id: session.staff.id, role: session.staff.role };
        Ok(Self { nurse, lead: lead.unwrap_or(nurse), places })
    }

    /// Signs the nurse in and returns the session token, for trying the API.
    pub(super) async fn sign_in(&self, app: &AppContext) -> UseCaseResult<String> {
        session(app).await.map(|session| session.token)
    }

    pub(super) fn place(&self, kind: PlaceKind) -> Option<PlaceRef> {
        let place = self.places.iter().find(|(place_kind, _)| *place_kind == kind);
        place.map(|(_, id)| PlaceRef::Id(*id))
    }
}

async fn create_places(app: &AppContext) -> UseCaseResult<Vec<(PlaceKind, PlaceId)>> {
    let mut created = Vec::new();
    for (name, kind) in PLACES {
        let render = id_bytes(|place: &Place| place.id.uuid().as_bytes().to_vec());
        let policy = PlacePolicy::default_for(kind);
        let id = places::create(app, name.to_owned(), kind, policy, render).await?;
        created.push((kind, PlaceId::from_uuid(uuid::Uuid::from_slice(&id).unwrap_or_default())));
    }
    Ok(created)
}

async fn session(app: &AppContext) -> UseCaseResult<SignedIn> {
    let ((username, ..), password) = (STAFF[0], PASSWORD.to_owned());
    let origin = LoginOrigin::from_request(None, Network::V4(Ipv4Addr::LOCALHOST), Vec::new());
    sign_in::sign_in(app, username.to_owned(), password, origin).await
}
