//! How the demonstration goes on by itself: each companion plays its journey scene by scene, and
//! arrives anew when it is over.

use std::num::NonZeroU32;
use std::time::Duration;

use super::fixtures::{DemoRole, LONGEST, PARTS, PASSWORD, PIN, PLACES, STAFF};
use super::scenario::{Scene, scene};
use crate::domain::account::person::{Actor, MoveSource, Role};
use crate::domain::account::pin::Pin;
use crate::domain::card::{CardForm, Signer};
use crate::domain::companion::{ScreeningAnswer as Told, ScreeningQuestion};
use crate::domain::family::{Language, LinkScope, Relation};
use crate::domain::id::{ChildId, CompanionId, JourneyId, PlaceId, ScanId, StaffId, VisitId};
use crate::domain::place::{PlaceKind, PlacePolicy};
use crate::domain::string_enum::StringEnum as _;
use crate::domain::tag::{Material, TagCode};
use crate::domain::time::minutes;
use crate::domain::visit::VisitStatus;
use crate::random;
use crate::use_cases::check_in::{self, Arrival, CheckedIn, ExistingOrNew};
use crate::use_cases::family::family_links;
use crate::use_cases::idempotency::IdempotentRequest;
use crate::use_cases::scans::action::{PlaceRef, ScanAction};
use crate::use_cases::scans::record::{self, ScanReport, ScanSource};
use crate::use_cases::sign_in::SignedIn;
use crate::use_cases::sign_in::login_throttle::LoginOrigin;
use crate::use_cases::sign_in::{self, pins};
use crate::use_cases::tags::create_tags;
use crate::use_cases::visits::{self, move_child};
use crate::use_cases::{AppContext, UseCaseResult, cards, children, companions, places, staff};
use crate::web::api::journeys::scans;

/// How long a scene lasts in life, at speed 1.
const SCENE: Duration = Duration::from_secs(20);
/// Minutes from one round to the next in the hours before the curtain rises.
const ROUND: u64 = 8;
/// How long after one companion the next plays its scene in those hours.
const TURN: Duration = Duration::from_secs(20);

/// The house and who works there.
pub struct Hospital {
    nurse: Actor,
    lead: Actor,
    places: Vec<(PlaceKind, PlaceId)>,
}

/// A companion on its journey.
struct SimulatedCompanion {
    part: &'static DemoRole,
    child: ChildId,
    companion: CompanionId,
    visit: VisitId,
    journey: JourneyId,
    tag: TagCode,
    scene: usize,
}

/// Everybody on stage.
pub struct Simulation {
    players: Vec<SimulatedCompanion>,
    family_token: String,
}

impl Simulation {
    /// The token of the first companion's family.
    pub fn family_token(&self) -> &str {
        &self.family_token
    }

    /// The first companion's tag.
    pub fn tag(&self) -> String {
        self.players.first().map(|player| player.tag.to_string()).unwrap_or_default()
    }

    /// The first companion's name.
    pub fn star(&self) -> &'static str {
        self.players.first().map_or("", |player| player.part.name)
    }
}

/// How long before the curtain rises the first companion arrived.
#[must_use]
pub fn seed_database() -> Duration {
    let rounds = u64::try_from(LONGEST).unwrap_or_default() + 1;
    minutes(rounds * ROUND)
}

impl Hospital {
    /// Takes on the staff and opens the rooms.
    pub async fn open(app: &AppContext) -> UseCaseResult<Self> {
        let mut lead = None;
        for (username, display_name, role) in STAFF {
            let hire = staff::NewStaff {
                username: username.to_owned(),
                display_name: display_name.to_owned(),
                role,
                password: PASSWORD.to_owned(),
            };
            let id =
                said(|hired: &crate::use_cases::models::Staff| hired.id.uuid().as_bytes().to_vec());
            let id = staff::create(app, hire, id).await?;
            let id = StaffId::from_uuid(uuid::Uuid::from_slice(&id).unwrap_or_default());
            lead = lead.or((role == Role::Lead).then_some(Actor { id, role }));
        }
        let mut rooms = Vec::new();
        for (name, kind) in PLACES {
            let say =
                said(|place: &crate::use_cases::models::Place| place.id.uuid().as_bytes().to_vec());
            let id =
                places::create(app, name.to_owned(), kind, PlacePolicy::usual(kind), say).await?;
            rooms.push((kind, PlaceId::from_uuid(uuid::Uuid::from_slice(&id).unwrap_or_default())));
        }
        let begun = session(app).await?;
        if let Ok(pin) = Pin::parse(PIN) {
            pins::set(app, &begun, PASSWORD.to_owned(), pin).await?;
        }
        let nurse = Actor { id: begun.staff.id, role: begun.staff.role };
        Ok(Self { nurse, lead: lead.unwrap_or(nurse), places: rooms })
    }

    /// Brings every companion as far as its part says, on a clock that is moved by hand: round by
    /// round, so that each was seen a few minutes ago, as on a ward.
    pub async fn prepare(&self, app: &AppContext) -> UseCaseResult<Simulation> {
        let mut players: Vec<SimulatedCompanion> = Vec::new();
        for round in 0..=LONGEST {
            let arriving: Vec<_> =
                PARTS.iter().filter(|part| part.scenes + round == LONGEST).collect();
            let turns = u32::try_from(players.len() + arriving.len()).unwrap_or_default();
            app.clock.advance(minutes(ROUND).saturating_sub(TURN * turns));
            for player in &mut players {
                app.clock.advance(TURN);
                self.play(app, player).await?;
            }
            for part in arriving {
                app.clock.advance(TURN);
                let nth = players.len() + 1;
                players.push(self.arrive_for_the_first_time(app, part, nth).await?);
            }
        }
        players.sort_by_key(|player| PARTS.iter().position(|part| part.name == player.part.name));
        let family_token = self.invite(app, players.first().map(|player| player.visit)).await?;
        Ok(Simulation { players, family_token })
    }

    async fn arrive_for_the_first_time(
        &self,
        app: &AppContext,
        part: &'static DemoRole,
        nth: usize,
    ) -> UseCaseResult<SimulatedCompanion> {
        let told = children::ChildDetails {
            alias: format!("Invented child {nth}"),
            patient_ref: None,
            infant: false,
            latex: false,
            isolation: false,
            protected: false,
        };
        let described = companions::CompanionDetails {
            name: part.name.to_owned(),
            species: part.species,
            coat: part.coat,
            description: None,
            answers: harmless(),
        };
        self.arrive(app, part, ExistingOrNew::New(told), ExistingOrNew::New(described)).await
    }

    /// Signs the nurse in and gives the token, for whoever wants to try the API.
    pub async fn sign_in(&self, app: &AppContext) -> UseCaseResult<String> {
        session(app).await.map(|begun| begun.token)
    }

    /// Plays on for ever, one companion after the other.
    pub async fn live(self, app: AppContext, mut troupe: Simulation, speed: NonZeroU32) {
        let mut beat = tokio::time::interval(SCENE / speed.get());
        beat.tick().await;
        loop {
            for player in &mut troupe.players {
                beat.tick().await;
                if let Err(error) = self.go_on(&app, player).await {
                    tracing::warn!(?error, "a scene of the demonstration fell through");
                }
            }
        }
    }

    /// The next scene, or a new arrival after the last.
    async fn go_on(&self, app: &AppContext, player: &mut SimulatedCompanion) -> UseCaseResult<()> {
        if scene(player.part.plot, player.scene).is_some() {
            return self.play(app, player).await;
        }
        let visit = visits::get(app, player.visit).await?.visit;
        if visit.status == VisitStatus::InProgress {
            visits::update(app, visit.id, visit.revision, VisitStatus::Completed).await?;
        }
        let (child, companion) =
            (ExistingOrNew::Existing(player.child), ExistingOrNew::Existing(player.companion));
        // Another visit: the link that was printed goes on telling of the first, which ended well.
        *player = self.arrive(app, player.part, child, companion).await?;
        Ok(())
    }

    async fn arrive(
        &self,
        app: &AppContext,
        part: &'static DemoRole,
        child: ExistingOrNew<ChildId, children::ChildDetails>,
        companion: ExistingOrNew<CompanionId, companions::CompanionDetails>,
    ) -> UseCaseResult<SimulatedCompanion> {
        let code = said(|tags: &Vec<crate::use_cases::models::Tag>| {
            tags.first().map(|tag| tag.code.as_str().as_bytes().to_vec()).unwrap_or_default()
        });
        let code = create_tags::create(app, self.nurse.id, 1, Material::Fabric, code).await?;
        let tag = TagCode::parse(&String::from_utf8_lossy(&code)).ok();
        let arrival = Arrival {
            child,
            companion,
            tag,
            place: self.place(PlaceKind::CheckIn),
            visit: None,
            occurred_at: None,
            remark: None,
        };
        let ids = said(|made: &CheckedIn| {
            let ids = [
                made.child.id.uuid(),
                made.companion.id.uuid(),
                made.visit.visit.id.uuid(),
                made.journey.journey.id.uuid(),
            ];
            ids.iter().flat_map(|id| id.as_bytes().to_vec()).collect()
        });
        let ids = check_in::check_in(app, self.nurse, arrival, ids).await?;
        let id = |nth: usize| {
            ids.chunks(16)
                .nth(nth)
                .and_then(|id| uuid::Uuid::from_slice(id).ok())
                .unwrap_or_default()
        };
        Ok(SimulatedCompanion {
            part,
            child: ChildId::from_uuid(id(0)),
            companion: CompanionId::from_uuid(id(1)),
            visit: VisitId::from_uuid(id(2)),
            journey: JourneyId::from_uuid(id(3)),
            tag: tag.unwrap_or_else(|| TagCode::from_entropy(random::bytes())),
            scene: 0,
        })
    }

    async fn play(&self, app: &AppContext, player: &mut SimulatedCompanion) -> UseCaseResult<()> {
        let Some(Scene { to, acts, untagged }) = scene(player.part.plot, player.scene) else {
            return Ok(());
        };
        player.scene += 1;
        let now = app.clock.now();
        let place = to.and_then(|kind| self.place(kind));
        // The laundry is no stage of a child's way: a companion is found there alone.
        let along = to.and_then(PlaceKind::stage).and(place);
        if let Some(PlaceRef::Id(place)) = along {
            let by = MoveSource::Staff(self.nurse.id);
            move_child::move_child(app, by, player.visit, place, now).await?;
        }
        let is_back = acts.iter().any(|act| matches!(act, ScanAction::Reunited(_)));
        let source = if untagged {
            ScanSource::WithoutTag(player.journey, None)
        } else {
            ScanSource::Tag(player.tag)
        };
        let report = ScanReport {
            id: ScanId::from_uuid(random::uuid(now)),
            source,
            occurred_at: now,
            sent_at: None,
            place,
            actions: acts,
            override_request: None,
            fingerprint: Vec::from(random::bytes::<32>()),
        };
        record::record(app, self.nurse, report, scans::say).await?;
        if is_back { self.thank(app, player.journey).await } else { Ok(()) }
    }

    /// The team's card, for a companion that is back.
    async fn thank(&self, app: &AppContext, journey: JourneyId) -> UseCaseResult<()> {
        let signers = vec![Signer::Staff(self.nurse.id)];
        cards::release(app, self.lead, journey, CardForm::Paper, signers).await.map(drop)
    }

    fn place(&self, kind: PlaceKind) -> Option<PlaceRef> {
        self.places.iter().find(|(of, _)| *of == kind).map(|(_, id)| PlaceRef::Id(*id))
    }

    async fn invite(&self, app: &AppContext, visit: Option<VisitId>) -> UseCaseResult<String> {
        let guest = family_links::NewFamilyLink {
            name: "Invented grandmother".to_owned(),
            language: Language::English,
            scope: LinkScope::Status,
            relation: Relation::Guardian,
        };
        let visit = crate::use_cases::or_not_found(visit, "visit")?;
        let url = said(|made: &family_links::IssuedLink| made.url.clone().into_bytes());
        let url = family_links::create(app, self.nurse.id, visit, guest, url).await?;
        let url = String::from_utf8_lossy(&url).into_owned();
        Ok(url.rsplit('/').next().unwrap_or_default().to_owned())
    }
}

async fn session(app: &AppContext) -> UseCaseResult<SignedIn> {
    let ((name, ..), password) = (STAFF[0], PASSWORD.to_owned());
    let stand = LoginOrigin::from_request(None, "demo".to_owned(), None);
    sign_in::sign_in(app, name.to_owned(), password, stand).await
}

/// Everything asked and nothing amiss.
fn harmless() -> Vec<(ScreeningQuestion, Told)> {
    let answer =
        |question| if question == ScreeningQuestion::Washable { Told::Yes } else { Told::No };
    ScreeningQuestion::ALL.iter().map(|&question| (question, answer(question))).collect()
}

fn said<T>(say: impl Fn(&T) -> Vec<u8> + Send + Sync + 'static) -> IdempotentRequest<T> {
    IdempotentRequest { key: None, render: Box::new(say) }
}
