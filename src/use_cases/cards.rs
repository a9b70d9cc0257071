//! The team's card for a companion at the end of its journey (R40).

use super::family::outbox;
use super::{AppContext, UseCaseResult, change_events, children, or_not_found};
use crate::db::Tx;
use crate::db::models::{Card, FamilyLink, Journey, Visit};
use crate::domain::account::person::Actor;
use crate::domain::card::{
    self, CardContent, CardForm, MOST_SIGNERS, PassportStamp, Signer, Signers,
};
use crate::domain::error::DomainError;
use crate::domain::family::{Language, Relation};
use crate::domain::id::{CardId, JourneyId, StaffId, VisitId};
use crate::domain::time::Time;
use crate::domain::visit::is_permanent;
use crate::random;

const MAX_STAMPS: i64 = 60;

/// Somebody who held the companion and may sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignerView {
    pub signer: Signer,
    pub name: String,
}

#[derive(Clone, Debug)]
pub struct CardPreview {
    pub journey: Journey,
    pub content: CardContent,
    pub proposed: Vec<SignerView>,
    pub forms: &'static [CardForm],
    /// Why no card can be released now.
    pub release_error: Option<DomainError>,
    pub released: Option<ReleasedCard>,
    pub languages: Vec<Language>,
    pub now: Time,
}

#[derive(Clone, Debug)]
pub struct ReleasedCard {
    pub card: Card,
    pub signers: Vec<SignerView>,
    pub released_by_name: String,
    pub is_shown: bool,
}

pub async fn preview(app: &AppContext, journey: JourneyId) -> UseCaseResult<CardPreview> {
    let now = app.clock.now();
    app.store.read(move |tx| build_preview(tx, journey, now)).await
}

/// Releases a card to the family and replaces the card released before.
pub async fn release(
    app: &AppContext,
    actor: Actor,
    journey: JourneyId,
    form: CardForm,
    signers: Vec<Signer>,
) -> UseCaseResult<CardPreview> {
    let now = app.clock.now();
    app.store
        .write(move |tx| {
            let visit = or_not_found(tx.journey(journey)?, "journey")?.visit_id;
            tx.lock_visit(visit)?;
            let before = build_preview(tx, journey, now)?;
            if let Some(stop) = before.release_error.clone() {
                return Err(stop.into());
            }
            let card = before.new_card(form, &signers, actor.id)?;
            tx.withdraw_card(journey, actor.id, now)?;
            tx.add_card(&card)?;
            change_events::journey(tx, &before.journey, now)?;
            outbox::enqueue(tx, card.visit_id, now)?;
            build_preview(tx, journey, now)
        })
        .await
}

/// Withdraws a card. Idempotent.
pub async fn withdraw(app: &AppContext, by: StaffId, journey: JourneyId) -> UseCaseResult<()> {
    let now = app.clock.now();
    app.store
        .write(move |tx| {
            let known = or_not_found(tx.journey(journey)?, "journey")?;
            tx.lock_visit(known.visit_id)?;
            if tx.withdraw_card(journey, by, now)? {
                change_events::journey(tx, &known, now)
            } else {
                Ok(())
            }
        })
        .await
}

/// The released card, for printing. Refused while family updates are paused (R40).
pub async fn printable_card(app: &AppContext, journey: JourneyId) -> UseCaseResult<Card> {
    let preview = preview(app, journey).await?;
    let (stop, is_for_print) = (preview.release_error.clone(), preview.is_printable());
    let card = or_not_found(preview.released.filter(|released| released.is_shown), "card")?.card;
    match stop {
        Some(stop) => Err(stop.into()),
        None if is_for_print => Ok(card),
        None => Err(DomainError::CardDigital.into()),
    }
}

/// The passport stamps that this link may see, oldest first.
///
/// Only guardians see them, not guests (R33). While family updates are paused they are frozen
/// (R36).
pub(crate) fn passport(
    tx: &mut Tx<'_>,
    link: &FamilyLink,
    visit: &Visit,
    journey: &Journey,
) -> UseCaseResult<Vec<PassportStamp>> {
    if link.relation != Relation::Guardian || is_permanent(visit.hold.as_ref()) {
        return Ok(Vec::new());
    }
    if visit.hold.is_some() {
        let held = journey.family_held.as_ref();
        return Ok(held.map(|held| held.passport.clone()).unwrap_or_default());
    }
    stamps(tx, journey)
}

/// One stamp for each earlier visit without a hold, and one for this visit as soon as the family
/// was told that the companion is back.
pub(crate) fn stamps(tx: &mut Tx<'_>, journey: &Journey) -> UseCaseResult<Vec<PassportStamp>> {
    let past = tx.journeys_past(journey.companion_id, journey.id, MAX_STAMPS)?;
    let told = past.iter().map(|past| &past.state.told).chain([&journey.state.told]);
    Ok(told.filter_map(PassportStamp::of).collect())
}

pub(crate) fn is_shown(journey: &Journey, visit: &Visit) -> bool {
    let held = journey.family_held.as_ref().is_some_and(|held| held.card);
    card::is_shown(&journey.state, visit.status, visit.hold.as_ref(), held)
}

/// Deletes every card of a visit, because each of them names the companion.
pub(crate) fn delete_of_visit(tx: &mut Tx<'_>, visit: VisitId) -> UseCaseResult<()> {
    Ok(tx.delete_cards(visit)?)
}

fn build_preview(tx: &mut Tx<'_>, journey: JourneyId, now: Time) -> UseCaseResult<CardPreview> {
    let journey = or_not_found(tx.journey(journey)?, "journey")?;
    let companion = or_not_found(tx.companion(journey.companion_id)?, "companion")?;
    let visit = or_not_found(tx.visit(journey.visit_id)?, "visit")?;
    // After a purge nobody is left whom a card could be for.
    let child = children::load_unpurged(tx, journey.child_id)?;
    let proposed = card::holders(&tx.steps_of(journey.id)?);
    let (state, hold) = (&journey.state, visit.hold.as_ref());
    let is_shown = is_shown(&journey, &visit);
    let released = match tx.card_of(journey.id)? {
        Some(card) => Some(ReleasedCard {
            signers: with_names(tx, card.signers.0.clone())?,
            released_by_name: with_names(tx, vec![Signer::Staff(card.released_by)])?.remove(0).name,
            card,
            is_shown,
        }),
        None => None,
    };
    let mut links = tx.live_links_of(visit.id)?;
    links.sort_by_key(|link| link.relation);
    let mut languages: Vec<_> = Vec::new();
    for link in links {
        if !languages.contains(&link.language) {
            languages.push(link.language);
        }
    }
    Ok(CardPreview {
        content: CardContent {
            looks: companion.looks(),
            outfit: state.ever_worn.clone(),
            moments: state.told.moments.clone(),
        },
        proposed: with_names(tx, proposed)?,
        forms: card::forms(child.protected),
        release_error: card::may_be_released(state, visit.status, hold).err(),
        released,
        languages,
        journey,
        now,
    })
}

fn with_names(tx: &mut Tx<'_>, signers: Vec<Signer>) -> UseCaseResult<Vec<SignerView>> {
    let ids: Vec<_> = signers
        .iter()
        .filter_map(|signer| match signer {
            Signer::Staff(id) => Some(*id),
            Signer::Named(_) => None,
        })
        .collect();
    let names = tx.staff_names(&ids)?;
    let view = |signer: Signer| {
        let name = match &signer {
            Signer::Staff(id) => names.iter().find(|(known, _)| known == id).map(|(_, name)| name),
            Signer::Named(name) => Some(name),
        };
        SignerView { name: name.cloned().unwrap_or_default(), signer }
    };
    Ok(signers.into_iter().map(view).collect())
}

impl CardPreview {
    /// Whether staff can print the released card now, in a form that this child's unit allows.
    #[must_use]
    pub fn is_printable(&self) -> bool {
        let fits = |form| form != CardForm::Digital && self.forms.contains(&form);
        let shown = self.released.as_ref().filter(|released| released.is_shown);
        self.release_error.is_none() && shown.is_some_and(|released| fits(released.card.form))
    }

    fn new_card(&self, form: CardForm, signers: &[Signer], by: StaffId) -> UseCaseResult<Card> {
        let refuse = |at, why: &str| Err(DomainError::Invalid(at, why.to_owned()).into());
        if !self.forms.contains(&form) {
            let why = "no paper here: this child is protected, so the card is wipeable or digital";
            return refuse("/form", why);
        }
        if signers.is_empty() || signers.len() > MOST_SIGNERS {
            return refuse("/signers", "must be 1 to 12 of those who held the companion");
        }
        let held = |signer: &Signer| self.proposed.iter().any(|known| known.signer == *signer);
        let twice = |nth: usize| signers[..nth].contains(&signers[nth]);
        if !signers.iter().all(held) || (0..signers.len()).any(twice) {
            return refuse("/signers", "must be those who held the companion, each once");
        }
        Ok(Card {
            id: CardId::from_uuid(random::uuid(self.now)),
            journey_id: self.journey.id,
            visit_id: self.journey.visit_id,
            form,
            face: self.content.clone(),
            signers: Signers(signers.to_vec()),
            released_by: by,
            released_at: self.now,
            withdrawn_by: None,
            withdrawn_at: None,
        })
    }
}
