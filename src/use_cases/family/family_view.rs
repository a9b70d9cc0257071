//! What a family sees through its link: the companion, and never the child's condition (rule 7 of the house).

use crate::use_cases::tags::tag_lookup;
use crate::use_cases::{
    AppContext, UseCaseError, UseCaseResult, audit, cards, change_events, found, photos, token,
};
use uuid::Uuid;

use crate::db::Tx;
use crate::db::models::{Companion, FamilyLink, Journey, LinkOpening, Photo, Visit};
use crate::domain::audit::AuditActor;
use crate::domain::card::{FamilyCard, PassportStamp};
use crate::domain::companion::{Coat, Species};
use crate::domain::error::DomainError;
use crate::domain::event::Event;
use crate::domain::family::{Appearance, FamilyFeed, Language, Moment, Visible};
use crate::domain::id::{ChildId, CompanionId, FamilyLinkId, VisitId};
use crate::domain::site_rules::SiteRules;
use crate::domain::tag::TagCode;
use crate::domain::time::Time;
use crate::photos::storage::Album;

/// One companion, as its family sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompanionFeed {
    /// Its name.
    pub name: String,
    /// What kind of friend it is.
    pub species: Species,
    /// The coat it is drawn in.
    pub coat: Coat,
    /// What is told now.
    pub status: Moment,
    /// Where on its way it is, and what it wears.
    pub seen: Visible,
    /// What was told so far, oldest first.
    pub moments: Vec<Moment>,
    /// The photos that may be seen through this link, oldest first (R38).
    pub photos: Vec<Photo>,
    /// The team's card, once a named person has released it (R40).
    pub card: Option<FamilyCard>,
    /// The stamps in its passport, oldest first; for guardians.
    pub passport: Vec<PassportStamp>,
}

/// Everything behind one link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FamilyView {
    /// The visit's companions.
    pub friends: Vec<CompanionFeed>,
    /// The link's language.
    pub language: Language,
    /// Whether the feed is silent (R36).
    pub quiet: bool,
    /// When there was last a word.
    pub updated_at: Time,
}

/// A look through a link: what is seen, and what may change it.
#[derive(Clone, Debug)]
pub struct CheckedView {
    /// What is seen.
    pub view: FamilyView,
    /// What it is about.
    pub about: FamilyViewScope,
    /// When time alone changes it: a silence has lasted long enough to be said (R35), or the link ends.
    pub until: Option<Time>,
}

/// What a look is about: nothing else that happens in the house changes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FamilyViewScope {
    link: FamilyLinkId,
    visit: VisitId,
    child: ChildId,
    companions: Vec<CompanionId>,
}

impl FamilyViewScope {
    /// Whether this event may have changed what is seen.
    #[must_use]
    pub fn is_affected_by(&self, event: &Event) -> bool {
        let subject = |id: Uuid| event.subject == Some(id);
        event.visit == Some(self.visit)
            || subject(self.link.uuid())
            || subject(self.child.uuid())
            || self.companions.iter().any(|companion| subject(companion.uuid()))
    }
}

/// Opens a link from this address. Its first opening is noted (R33), and every one is kept for the audit.
///
/// # Errors
/// [`Refusal::NotFound`] for a token that is unknown, revoked or over: all three look the same.
pub async fn view(app: &AppContext, token: &str, from: &str) -> UseCaseResult<FamilyView> {
    Ok(open_stream(app, token, from).await?.view)
}

/// Opens a link to look through it for a while.
///
/// # Errors
/// As [`see`].
pub async fn open_stream(app: &AppContext, token: &str, from: &str) -> UseCaseResult<CheckedView> {
    let (now, rules, hash) = (app.clock.now(), app.rules.clone(), token::hash(token));
    let album = app.album.clone();
    let address_hash = token::fingerprint(&[token.as_bytes(), from.as_bytes()]);
    let (look, link, opening) = app
        .store
        .read(move |tx| -> UseCaseResult<_> {
            let (look, link) = look(tx, &hash, &rules, &album, now)?;
            let (link_id, address_hash) = (link.id, address_hash.clone());
            let opening = LinkOpening { link_id, minute: minute_of(now), address_hash };
            let new = link.opened_at.is_none() || !tx.is_kept_opening(&opening)?;
            Ok((look, link, new.then_some(opening)))
        })
        .await?;
    is_for(&link);
    if let Some(opening) = opening {
        keep(app, link, opening, now).await?;
    }
    Ok(look)
}

/// Says in the audit who looks, and at which visit.
pub(crate) fn is_for(link: &FamilyLink) {
    audit::set_actor(AuditActor::Family, link.id.uuid());
    let visit = Some(link.visit_id);
    audit::set_subject(audit::AuditSubject { visit, ..audit::AuditSubject::default() });
}

fn minute_of(time: Time) -> Time {
    Time::from_millis(time.millis().div_euclid(60_000) * 60_000)
}

/// Looks once more through a link that was opened, known by the hash of its token.
///
/// # Errors
/// As [`see`].
pub async fn refresh(app: &AppContext, hash: &[u8]) -> UseCaseResult<CheckedView> {
    let (now, rules, hash) = (app.clock.now(), app.rules.clone(), hash.to_vec());
    let album = app.album.clone();
    Ok(app.store.read(move |tx| look(tx, &hash, &rules, &album, now)).await?.0)
}

/// Keeps an opening; the first is the test message, for which the staff who invited them wait.
async fn keep(
    app: &AppContext,
    link: FamilyLink,
    opening: LinkOpening,
    now: Time,
) -> UseCaseResult<()> {
    app.store
        .write(move |tx| {
            tx.add_opening(&opening)?;
            if link.opened_at.is_none() {
                tx.note_opened(link.id, now)?;
                change_events::family_link(tx, &link, now)?;
            }
            Ok(())
        })
        .await
}

fn look(
    tx: &mut Tx<'_>,
    hash: &[u8],
    rules: &SiteRules,
    album: &Album,
    now: Time,
) -> UseCaseResult<(CheckedView, FamilyLink)> {
    let (link, visit) = open(tx, hash, rules, now)?;
    // While a hold is on, time stands still as well: "no new word" is said if it was said then.
    let (quiet, at) = visit.hold.as_ref().map_or((false, now), |hold| (true, hold.at));
    let (mut friends, mut updated_at) = (Vec::new(), visit.created_at);
    let shown = photos::read::visible_to_family(tx, &link, &visit, album, rules, now)?;
    let (mut companions, mut changes) = (Vec::new(), end(&link, &visit, rules));
    if !shown.is_empty() {
        changes = changes.into_iter().chain(photos::read::end(&visit, rules)).min();
    }
    let mut kept = tx.cards_of(visit.id)?;
    for journey in tx.journeys_of_visit(visit.id)? {
        let companion = found(tx.companion(journey.companion_id)?, "companion")?;
        companions.push(companion.id);
        let (told, looks) = seen(&journey, &companion, quiet);
        updated_at = updated_at.max(told.at.unwrap_or(updated_at));
        let photos: Vec<_> =
            shown.iter().filter(|photo| photo.journey_id == journey.id).copied().collect();
        updated_at = photos.iter().filter_map(|p| p.released_at).fold(updated_at, Time::max);
        let is_shown = cards::is_shown(&journey, &visit);
        let card = kept.iter().position(|card| card.journey_id == journey.id && is_shown);
        let card = card.map(|nth| kept.swap_remove(nth).family_card());
        updated_at = card.iter().map(|card| card.released_at).fold(updated_at, Time::max);
        let passport = cards::passport(tx, &link, &visit, &journey)?;
        let silent = told.silent_from(rules.no_news_after).filter(|from| !quiet && *from > now);
        changes = changes.into_iter().chain(silent).min();
        let status = told.status_at(at, rules.no_news_after);
        if let (Some(status), Some(seen)) = (status, told.seen) {
            let Appearance { name, species, coat } = looks;
            let moments = told.moments;
            friends.push(CompanionFeed {
                name,
                species,
                coat,
                status,
                seen,
                moments,
                photos,
                card,
                passport,
            });
        }
    }
    let view = FamilyView { friends, language: link.language, quiet, updated_at };
    let about =
        FamilyViewScope { link: link.id, visit: visit.id, child: visit.child_id, companions };
    Ok((CheckedView { view, about, until: changes }, link))
}

/// When a link ends by itself, as far as is known.
fn end(link: &FamilyLink, visit: &Visit, rules: &SiteRules) -> Option<Time> {
    let over = visit.ended_at.map(|ended| ended.plus(rules.links_end_after));
    [over, link.expires_at].into_iter().flatten().min()
}

/// The link of this hash and its visit, while it opens.
pub(crate) fn open(
    tx: &mut Tx<'_>,
    hash: &[u8],
    rules: &SiteRules,
    now: Time,
) -> UseCaseResult<(FamilyLink, Visit)> {
    let link = found(tx.link_by_hash(hash)?, "family link")?;
    let visit = found(tx.visit(link.visit_id)?, "visit")?;
    if !opens(&link, &visit, rules, now) {
        return Err(DomainError::NotFound("family link").into());
    }
    Ok((link, visit))
}

/// Whether a link is neither revoked nor over.
pub(crate) fn opens(link: &FamilyLink, visit: &Visit, rules: &SiteRules, now: Time) -> bool {
    let ended = end(link, visit, rules).is_some_and(|end| end <= now);
    !ended && link.revoked_at.is_none()
}

/// Whether this link opens, and is of the visit that the tag's companion is on: then whoever holds
/// it may be shown the family's page for the tag.
///
/// # Errors
/// Only the store's.
pub async fn is_visible(app: &AppContext, token: &str, code: TagCode) -> UseCaseResult<bool> {
    let (now, rules, hash) = (app.clock.now(), app.rules.clone(), token::hash(token));
    app.store
        .read(move |tx| {
            let visit = match open(tx, &hash, &rules, now) {
                Ok((_, visit)) => visit.id,
                Err(UseCaseError::Store(error)) => return Err(error.into()),
                Err(_) => return Ok(false),
            };
            let Some(companion) = tag_lookup::bound_to(tx, &code)? else { return Ok(false) };
            let journey = tx.latest_journey_of(companion)?;
            Ok(journey.is_some_and(|journey| journey.visit_id == visit))
        })
        .await
}

/// While a hold is on, all is as it was when it was put there, by what the companion was known then: whoever gives it
/// another name meanwhile changes nothing that its family sees (R36).
fn seen(journey: &Journey, companion: &Companion, quiet: bool) -> (FamilyFeed, Appearance) {
    match journey.family_held.clone().filter(|_| quiet) {
        Some(held) => (held.told, held.looks.unwrap_or_else(|| companion.looks())),
        None if quiet => (FamilyFeed::default(), companion.looks()),
        None => (journey.state.told.clone(), companion.looks()),
    }
}
