//! The team's card for a companion at its journey's end: signers are proposed from those who held it, and a named
//! person releases it (R40).

use super::family::outbox;
use super::{AppContext, UseCaseResult, change_events, children, found};
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

/// As many stamps as a passport has room for.
const STAMPS: i64 = 60;

/// Somebody who held the companion, by the name that colleagues know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignerView {
    /// Who.
    pub signer: Signer,
    /// What they are called.
    pub name: String,
}

/// A companion's card as staff see it.
#[derive(Clone, Debug)]
pub struct CardPreview {
    /// The journey.
    pub journey: Journey,
    /// What a card would show now.
    pub face: CardContent,
    /// Who held it, most often first.
    pub proposed: Vec<SignerView>,
    /// The forms to choose from, the usual one first.
    pub forms: &'static [CardForm],
    /// Why none may be released now.
    pub stop: Option<DomainError>,
    /// The card that was released.
    pub released: Option<ReleasedCard>,
    /// The languages that this family reads, guardians' first.
    pub languages: Vec<Language>,
    /// When this was so.
    pub now: Time,
}

/// A card that was released, with the names of who is on it.
#[derive(Clone, Debug)]
pub struct ReleasedCard {
    /// The record.
    pub card: Card,
    /// Who signs.
    pub signers: Vec<SignerView>,
    /// What who released it is called.
    pub by: String,
    /// Whether its family is shown it.
    pub is_shown: bool,
}

/// A journey's card: what is proposed, and what was released.
///
/// # Errors
/// [`Refusal::NotFound`].
pub async fn preview(app: &AppContext, journey: JourneyId) -> UseCaseResult<CardPreview> {
    let now = app.clock.now();
    app.store.read(move |tx| desk(tx, journey, now)).await
}

/// Releases a card to its family, signed by these; one that was released before gives way to it.
///
/// # Errors
/// [`Refusal::NotFound`], [`Refusal::FeedHeld`], [`Refusal::VisitCancelled`], [`Refusal::JourneyUnderWay`], and
/// [`Refusal::Invalid`] for a form that this child's unit does not take or signers who never held it.
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
            let visit = found(tx.journey(journey)?, "journey")?.visit_id;
            tx.lock_visit(visit)?;
            let before = desk(tx, journey, now)?;
            if let Some(stop) = before.stop.clone() {
                return Err(stop.into());
            }
            let card = before.card(form, &signers, actor.id)?;
            tx.withdraw_card(journey, actor.id, now)?;
            tx.add_card(&card)?;
            change_events::journey(tx, &before.journey, now)?;
            outbox::write(tx, card.visit_id, now)?;
            desk(tx, journey, now)
        })
        .await
}

/// Withdraws a card: its family is shown it no more. Said again, it changes nothing.
///
/// # Errors
/// [`Refusal::NotFound`].
pub async fn withdraw(app: &AppContext, by: StaffId, journey: JourneyId) -> UseCaseResult<()> {
    let now = app.clock.now();
    app.store
        .write(move |tx| {
            let known = found(tx.journey(journey)?, "journey")?;
            tx.lock_visit(known.visit_id)?;
            if tx.withdraw_card(journey, by, now)? {
                change_events::journey(tx, &known, now)
            } else {
                Ok(())
            }
        })
        .await
}

/// The card that staff print and hand round; not while the family's feed is silent (R40).
///
/// # Errors
/// [`Refusal::NotFound`] where none was released or it is not shown, [`Refusal::FeedHeld`], [`Refusal::CardDigital`].
pub async fn to_print(app: &AppContext, journey: JourneyId) -> UseCaseResult<Card> {
    let desk = preview(app, journey).await?;
    let (stop, is_for_print) = (desk.stop.clone(), desk.is_for_print());
    let card = found(desk.released.filter(|released| released.is_shown), "card")?.card;
    match stop {
        Some(stop) => Err(stop.into()),
        None if is_for_print => Ok(card),
        None => Err(DomainError::CardDigital.into()),
    }
}

/// The stamps in a companion's passport that this link may see, oldest first.
///
/// They are a guardian's to know of and not a guest's (R33). While a hold is on they are those that were there when it
/// was put (R36).
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

/// A stamp for each visit before this one whose feed is not held, and this one's own as soon as the family was told that
/// its companion is back. A later visit is for those who are invited to it.
pub(crate) fn stamps(tx: &mut Tx<'_>, journey: &Journey) -> UseCaseResult<Vec<PassportStamp>> {
    let past = tx.journeys_past(journey.companion_id, journey.id, STAMPS)?;
    let told = past.iter().map(|past| &past.state.told).chain([&journey.state.told]);
    Ok(told.filter_map(PassportStamp::of).collect())
}

/// Whether a journey's card is shown to its family, once it was released.
pub(crate) fn is_shown(journey: &Journey, visit: &Visit) -> bool {
    let held = journey.family_held.as_ref().is_some_and(|held| held.card);
    card::is_shown(&journey.state, visit.status, visit.hold.as_ref(), held)
}

/// Deletes every card of a visit: each names its companion.
pub(crate) fn delete_of_visit(tx: &mut Tx<'_>, visit: VisitId) -> UseCaseResult<()> {
    Ok(tx.delete_cards(visit)?)
}

fn desk(tx: &mut Tx<'_>, journey: JourneyId, now: Time) -> UseCaseResult<CardPreview> {
    let journey = found(tx.journey(journey)?, "journey")?;
    let companion = found(tx.companion(journey.companion_id)?, "companion")?;
    let visit = found(tx.visit(journey.visit_id)?, "visit")?;
    // Once the child's traces are purged there is nobody left whom a card could be for.
    let child = children::known(tx, journey.child_id)?;
    let proposed = card::holders(&tx.steps_of(journey.id)?);
    let (state, hold) = (&journey.state, visit.hold.as_ref());
    let is_shown = is_shown(&journey, &visit);
    let released = match tx.card_of(journey.id)? {
        Some(card) => Some(ReleasedCard {
            signers: named(tx, card.signers.0.clone())?,
            by: named(tx, vec![Signer::Staff(card.released_by)])?.remove(0).name,
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
        face: CardContent {
            looks: companion.looks(),
            outfit: state.ever_worn.clone(),
            moments: state.told.moments.clone(),
        },
        proposed: named(tx, proposed)?,
        forms: card::forms(child.protected),
        stop: card::may_be_released(state, visit.status, hold).err(),
        released,
        languages,
        journey,
        now,
    })
}

fn named(tx: &mut Tx<'_>, signers: Vec<Signer>) -> UseCaseResult<Vec<SignerView>> {
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
    /// Whether there is a card that staff may print now, in a form that this child's unit takes.
    #[must_use]
    pub fn is_for_print(&self) -> bool {
        let fits = |form| form != CardForm::Digital && self.forms.contains(&form);
        let shown = self.released.as_ref().filter(|released| released.is_shown);
        self.stop.is_none() && shown.is_some_and(|released| fits(released.card.form))
    }

    fn card(&self, form: CardForm, signers: &[Signer], by: StaffId) -> UseCaseResult<Card> {
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
            face: self.face.clone(),
            signers: Signers(signers.to_vec()),
            released_by: by,
            released_at: self.now,
            withdrawn_by: None,
            withdrawn_at: None,
        })
    }
}
