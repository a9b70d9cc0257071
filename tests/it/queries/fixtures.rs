//! A small ward for query tests: one record of each kind.

use stuffy::db::models::{Alert, Child, Companion, FamilyLink, Journey, Place, Staff, Tag, Visit};
use stuffy::db::{Error, Store, Tx};
use stuffy::domain::account::person::Role;
use stuffy::domain::alert::AlertKind;
use stuffy::domain::companion::{Coat, Screening, ScreeningAnswer, ScreeningQuestion, Species};
use stuffy::domain::family::{Language, LinkScope, Relation};
use stuffy::domain::id::{
    AlertId, ChildId, CompanionId, FamilyLinkId, JourneyId, PlaceId, StaffId, StepId, VisitId,
};
use stuffy::domain::journey::JourneyState;
use stuffy::domain::journey::step::{Step, StepPayload};
use stuffy::domain::place::{PlaceKind, PlacePolicy, PlaceSnapshot};
use stuffy::domain::string_enum::StringEnum as _;
use stuffy::domain::tag::{Material, TagCode, TagState};
use stuffy::domain::time::Time;
use stuffy::domain::visit::VisitStatus;
use uuid::Uuid;

/// Time in these tests: so many milliseconds into a morning.
pub(crate) const fn at(millis: i64) -> Time {
    Time::from_millis(1_795_338_000_000 + millis)
}

pub(crate) const fn uuid(nth: u128) -> Uuid {
    Uuid::from_u128(nth)
}

pub(crate) async fn write<T: Send + 'static>(
    store: &Store,
    work: impl Fn(&mut Tx<'_>) -> Result<T, Error> + Send + 'static,
) -> T {
    store.write(work).await.unwrap()
}

pub(crate) async fn read<T: Send + 'static>(
    store: &Store,
    work: impl Fn(&mut Tx<'_>) -> Result<T, Error> + Send + 'static,
) -> T {
    store.read(work).await.unwrap()
}

/// Two nurses, a place of each kind, a child with one companion on one journey.
#[derive(Clone)]
pub(crate) struct Ward {
    pub(crate) nurse: Staff,
    pub(crate) other: Staff,
    pub(crate) places: Vec<Place>,
    pub(crate) child: Child,
    pub(crate) companion: Companion,
    pub(crate) visit: Visit,
    pub(crate) journey: Journey,
}

impl Ward {
    pub(crate) fn new() -> Self {
        let places = PlaceKind::ALL.iter().zip(1..).map(|(&kind, nth)| place(kind, nth));
        Self {
            nurse: staff(1),
            other: staff(2),
            places: places.collect(),
            child: child(1),
            companion: companion(1, child(1).id),
            visit: visit(1, child(1).id),
            journey: journey(1, 1),
        }
    }

    /// Keeps all of it.
    pub(crate) async fn kept(store: &Store) -> Self {
        let ward = Self::new();
        let all = ward.clone();
        write(store, move |tx| {
            tx.add_staff(&all.nurse)?;
            tx.add_staff(&all.other)?;
            all.places.iter().try_for_each(|place| tx.add_place(place))?;
            tx.add_child(&all.child)?;
            tx.add_companion(&all.companion)?;
            tx.add_visit(&all.visit)?;
            tx.add_journey(&all.journey)
        })
        .await;
        ward
    }

    pub(crate) fn place(&self, kind: PlaceKind) -> &Place {
        self.places.iter().find(|place| place.kind == kind).expect("one of each kind")
    }

    pub(crate) fn then(&self, kind: PlaceKind) -> PlaceSnapshot {
        let place = self.place(kind);
        PlaceSnapshot { id: place.id, kind, policy: place.policy }
    }

    /// A step of the journey, at so many milliseconds.
    pub(crate) fn step(&self, nth: u128, payload: StepPayload) -> Step {
        let time = at(i64::try_from(nth).unwrap());
        Step {
            id: StepId::from_uuid(uuid(nth)),
            journey: self.journey.id,
            scan: None,
            payload,
            occurred_at: time,
            recorded_at: time,
            late: false,
            by: self.nurse.id,
            witness: None,
            tag: None,
            overrode: None,
        }
    }

    pub(crate) fn alert(&self, nth: u128, kind: AlertKind) -> Alert {
        Alert {
            id: AlertId::from_uuid(uuid(nth)),
            journey_id: self.journey.id,
            kind,
            cause: uuid(nth % 10),
            detail: format!("detail {nth}"),
            raised_at: at(i64::try_from(nth).unwrap()),
            resolved_at: None,
            resolved_by: None,
            note: None,
        }
    }

    pub(crate) fn link(&self, nth: u8) -> FamilyLink {
        FamilyLink {
            id: FamilyLinkId::from_uuid(uuid(nth.into())),
            visit_id: self.visit.id,
            token_hash: vec![nth; 32],
            name: "Abuela".to_owned(),
            language: Language::Spanish,
            scope: LinkScope::StatusAndPhotos,
            relation: Relation::Invited,
            created_by: self.nurse.id,
            created_at: at(1),
            opened_at: None,
            revoked_at: None,
            expires_at: Some(at(99)),
        }
    }

    pub(crate) fn tag(&self, nth: u8) -> Tag {
        Tag {
            code: TagCode::from_entropy([nth; 8]),
            state: TagState::Blank,
            material: Material::Fabric,
            companion_id: None,
            bound_at: None,
            bound_by: None,
            void_reason: None,
            created_by: self.nurse.id,
            created_at: at(1),
        }
    }
}

pub(crate) fn staff(nth: u128) -> Staff {
    Staff {
        id: StaffId::from_uuid(uuid(nth)),
        username: format!("nurse{nth}"),
        display_name: format!("Nurse {nth}"),
        role: Role::Lead,
        password_hash: "$argon2id$".to_owned(),
        disabled_at: None,
        revision: 1,
        created_at: at(0),
        pin_hash: None,
        issuer: None,
        subject: None,
    }
}

pub(crate) fn child(nth: u128) -> Child {
    Child {
        id: ChildId::from_uuid(uuid(nth)),
        alias: format!("Bee {nth}"),
        patient_ref: Some(format!("ref-{nth}")),
        infant: true,
        latex: false,
        isolation: true,
        protected: false,
        revision: 1,
        created_at: at(0),
        purged_at: None,
    }
}

pub(crate) fn companion(nth: u128, child_id: ChildId) -> Companion {
    Companion {
        id: CompanionId::from_uuid(uuid(nth)),
        child_id,
        name: "Señor Ratón".to_owned(),
        species: Species::Other,
        description: Some("one ear".to_owned()),
        screening: Screening::UNKNOWN.with(ScreeningQuestion::Metal, ScreeningAnswer::Yes),
        revision: 1,
        created_at: at(0),
        coat: Some(Coat::Cocoa),
    }
}

pub(crate) fn visit(nth: u128, child_id: ChildId) -> Visit {
    Visit {
        id: VisitId::from_uuid(uuid(nth)),
        child_id,
        status: VisitStatus::InProgress,
        place: None,
        hold: None,
        revision: 1,
        created_at: at(0),
        ended_at: None,
    }
}

/// The nth journey: child 1's companion of the same number, in the visit of that number.
pub(crate) fn journey(nth: u128, visit: u128) -> Journey {
    Journey {
        id: JourneyId::from_uuid(uuid(nth)),
        visit_id: VisitId::from_uuid(uuid(visit)),
        companion_id: CompanionId::from_uuid(uuid(nth)),
        child_id: child(1).id,
        state: JourneyState::new(stuffy::domain::site_rules::RulesSnapshot::default()),
        family_held: None,
        revision: 1,
        created_at: at(0),
    }
}

pub(crate) fn place(kind: PlaceKind, nth: u8) -> Place {
    Place {
        id: PlaceId::from_uuid(uuid(nth.into())),
        name: kind.key().to_owned(),
        kind,
        policy: PlacePolicy::default_for(kind),
        code: TagCode::from_entropy([nth; 8]),
        active: true,
        revision: 1,
        created_at: at(0),
    }
}
