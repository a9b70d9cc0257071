//! Checks companions of the demonstration in.

use super::fixtures::DemoCompanion;
use super::hospital::Hospital;
use super::response::id_bytes;
use crate::domain::companion::{ScreeningAnswer, ScreeningQuestion};
use crate::domain::family::{Language, LinkScope, Relation};
use crate::domain::id::{ChildId, CompanionId, JourneyId, VisitId};
use crate::domain::place::PlaceKind;
use crate::domain::string_enum::StringEnum as _;
use crate::domain::tag::{Material, TagCode};
use crate::random;
use crate::use_cases::check_in::{self, Arrival, CheckedIn, ExistingOrNew};
use crate::use_cases::family::family_links;
use crate::use_cases::models::Tag;
use crate::use_cases::tags::create_tags;
use crate::use_cases::{AppContext, UseCaseResult, children, companions};

/// A companion on its journey.
pub(super) struct SimulatedCompanion {
    pub(super) companion: &'static DemoCompanion,
    pub(super) child_id: ChildId,
    pub(super) companion_id: CompanionId,
    pub(super) visit_id: VisitId,
    pub(super) journey_id: JourneyId,
    pub(super) tag: TagCode,
    /// Index of the next scene of its scenario.
    pub(super) next_scene: usize,
}

type Child = ExistingOrNew<ChildId, children::ChildDetails>;
type Companion = ExistingOrNew<CompanionId, companions::CompanionDetails>;

impl Hospital {
    pub(super) async fn check_in_new(
        &self,
        app: &AppContext,
        companion: &'static DemoCompanion,
        number: usize,
    ) -> UseCaseResult<SimulatedCompanion> {
        let child = children::ChildDetails {
            alias: format!("Invented child {number}"),
            patient_ref: None,
            infant: false,
            latex: false,
            isolation: false,
            protected: false,
        };
        let details = companions::CompanionDetails {
            name: companion.name.to_owned(),
            species: companion.species,
            coat: companion.coat,
            description: None,
            answers: passed_screening(),
        };
        let (child, details) = (ExistingOrNew::New(child), ExistingOrNew::New(details));
        self.check_in(app, companion, child, details).await
    }

    pub(super) async fn check_in_again(
        &self,
        app: &AppContext,
        companion: &SimulatedCompanion,
    ) -> UseCaseResult<SimulatedCompanion> {
        let child = ExistingOrNew::Existing(companion.child_id);
        let details = ExistingOrNew::Existing(companion.companion_id);
        self.check_in(app, companion.companion, child, details).await
    }

    async fn check_in(
        &self,
        app: &AppContext,
        demo_companion: &'static DemoCompanion,
        child: Child,
        companion: Companion,
    ) -> UseCaseResult<SimulatedCompanion> {
        let tag = self.create_tag(app).await?;
        let arrival = Arrival {
            child,
            companion,
            tag,
            place: self.place(PlaceKind::CheckIn),
            visit: None,
            occurred_at: None,
            remark: None,
        };
        let ids = id_bytes(|created: &CheckedIn| {
            let ids = [
                created.child.id.uuid(),
                created.companion.id.uuid(),
                created.visit.visit.id.uuid(),
                created.journey.journey.id.uuid(),
            ];
            ids.iter().flat_map(|id| id.as_bytes().to_vec()).collect()
        });
        let ids = check_in::check_in(app, self.nurse, arrival, ids).await?;
        let mut ids = ids.chunks(16).map(|id| uuid::Uuid::from_slice(id).unwrap_or_default());
        let mut next_id = || ids.next().unwrap_or_default();
        Ok(SimulatedCompanion {
            companion: demo_companion,
            child_id: ChildId::from_uuid(next_id()),
            companion_id: CompanionId::from_uuid(next_id()),
            visit_id: VisitId::from_uuid(next_id()),
            journey_id: JourneyId::from_uuid(next_id()),
            tag: tag.unwrap_or_else(|| TagCode::from_entropy(random::bytes())),
            next_scene: 0,
        })
    }

    async fn create_tag(&self, app: &AppContext) -> UseCaseResult<Option<TagCode>> {
        let code = id_bytes(|tags: &Vec<Tag>| {
            tags.first().map(|tag| tag.code.as_str().as_bytes().to_vec()).unwrap_or_default()
        });
        let code = create_tags::create(app, self.nurse.id, 1, Material::Fabric, code).await?;
        Ok(TagCode::parse(&String::from_utf8_lossy(&code)).ok())
    }

    /// Creates a family link and returns its token.
    pub(super) async fn create_family_link(
        &self,
        app: &AppContext,
        visit: Option<VisitId>,
    ) -> UseCaseResult<String> {
        let link = family_links::NewFamilyLink {
            name: "Invented grandmother".to_owned(),
            language: Language::English,
            scope: LinkScope::Status,
            relation: Relation::Guardian,
        };
        let visit = crate::use_cases::or_not_found(visit, "visit")?;
        let url = id_bytes(|created: &family_links::IssuedLink| created.url.clone().into_bytes());
        let url = family_links::create(app, self.nurse.id, visit, link, url).await?;
        let url = String::from_utf8_lossy(&url).into_owned();
        Ok(url.rsplit('/').next().unwrap_or_default().to_owned())
    }
}

fn passed_screening() -> Vec<(ScreeningQuestion, ScreeningAnswer)> {
    let answer = |question| {
        if question == ScreeningQuestion::Washable {
            ScreeningAnswer::Yes
        } else {
            ScreeningAnswer::No
        }
    };
    ScreeningQuestion::ALL.iter().map(|&question| (question, answer(question))).collect()
}
