//! A card before its release: content, proposed signers, and the card released before.

use crate::db::Tx;
use crate::db::models::{Card, Journey};
use crate::domain::card::{self, CardContent, CardForm, MAX_SIGNERS, Signer, Signers};
use crate::domain::error::{DomainError, InvalidField};
use crate::domain::family::Language;
use crate::domain::id::{CardId, JourneyId, StaffId};
use crate::domain::time::Time;
use crate::random;
use crate::use_cases::cards::passport::is_shown;
use crate::use_cases::children::load::load_unpurged_child;
use crate::use_cases::{UseCaseResult, or_not_found};

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

pub(super) fn build_preview(
    tx: &mut Tx<'_>,
    journey: JourneyId,
    now: Time,
) -> UseCaseResult<CardPreview> {
    let journey = or_not_found(tx.journey(journey)?, "journey")?;
    let companion = or_not_found(tx.companion(journey.companion_id)?, "companion")?;
    let visit = or_not_found(tx.visit(journey.visit_id)?, "visit")?;
    // After a purge nobody is left whom a card could be for.
    let child = load_unpurged_child(tx, journey.child_id)?;
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
    let mut links = tx.unrevoked_links_of(visit.id)?;
    links.sort_by_key(|link| link.relation);
    let mut languages: Vec<_> = Vec::new();
    for link in links {
        if !languages.contains(&link.language) {
            languages.push(link.language);
        }
    }
    Ok(CardPreview {
        content: CardContent {
            appearance: companion.appearance(),
            outfit: state.ever_worn.clone(),
            moments: state.feed.moments.clone(),
        },
        proposed: with_names(tx, proposed)?,
        forms: card::allowed_forms(child.protected),
        release_error: card::check_release(state, visit.status, hold).err(),
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

    pub(super) fn new_card(
        &self,
        form: CardForm,
        signers: &[Signer],
        by: StaffId,
    ) -> UseCaseResult<Card> {
        let refuse = |field, why: &str| Err(DomainError::Invalid(field, why.to_owned()).into());
        if !self.forms.contains(&form) {
            let why = "must be wipeable or digital, because this child is in protective isolation";
            return refuse(InvalidField::CardForm, why);
        }
        if signers.is_empty() || signers.len() > MAX_SIGNERS {
            return refuse(InvalidField::Signers, "must be 1 to 12 people who held the companion");
        }
        let held = |signer: &Signer| self.proposed.iter().any(|known| known.signer == *signer);
        let twice = |nth: usize| signers[..nth].contains(&signers[nth]);
        if !signers.iter().all(held) || (0..signers.len()).any(twice) {
            return refuse(
                InvalidField::Signers,
                "must be people who held the companion, each of them once",
            );
        }
        Ok(Card {
            id: CardId::from_uuid(random::uuid_v7_at(self.now)),
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
