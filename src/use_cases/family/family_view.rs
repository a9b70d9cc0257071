//! What a family sees through its link: the companion, never the child's condition.

use crate::use_cases::family::link_access;
use crate::use_cases::network::Network;

use crate::use_cases::tags::tag_lookup;
use crate::use_cases::{
    AppContext, UseCaseError, UseCaseResult, cards, change_events, or_not_found, photos, token,
};

use crate::db::Tx;
use crate::db::models::{Companion, FamilyLink, Journey, LinkOpening};
use crate::domain::error::DomainError;
use crate::domain::family::{Appearance, FamilyFeed};
use crate::domain::site_rules::SiteRules;
use crate::domain::tag::TagCode;
use crate::domain::time::Time;
use crate::photos::storage::PhotoStorage;

pub use crate::use_cases::family::view_model::{
    CheckedView, CompanionFeed, FamilyView, FamilyViewScope,
};

/// Opens a link. The first opening is recorded (R33), and each one is audited.
pub async fn view(app: &AppContext, token: &str, from: Network) -> UseCaseResult<FamilyView> {
    Ok(open_stream(app, token, from).await?.view)
}

/// Opens a link for a stream of updates.
pub(crate) async fn open_stream(
    app: &AppContext,
    token: &str,
    from: Network,
) -> UseCaseResult<CheckedView> {
    let (now, rules, hash) = (app.clock.now(), app.rules.clone(), token::hash(token));
    let photo_storage = app.photo_storage.clone();
    let address_hash = token::fingerprint(&[token.as_bytes(), from.to_string().as_bytes()]);
    let (checked, link, opening) = app
        .store
        .read(move |tx| -> UseCaseResult<_> {
            let (checked, link) = load_view(tx, &hash, &rules, &photo_storage, now)?;
            let (link_id, address_hash) = (link.id, address_hash.clone());
            let opening = LinkOpening { link_id, minute: truncate_to_minute(now), address_hash };
            let new = link.opened_at.is_none() || !tx.has_opening(&opening)?;
            Ok((checked, link, new.then_some(opening)))
        })
        .await?;
    link_access::set_audit_context(&link);
    if let Some(opening) = opening {
        save_opening(app, link, opening, now).await?;
    }
    Ok(checked)
}

fn truncate_to_minute(time: Time) -> Time {
    Time::from_millis(time.millis().div_euclid(60_000) * 60_000)
}

/// Reloads a view; `hash` is the hash of its token.
pub(crate) async fn refresh(app: &AppContext, hash: &[u8]) -> UseCaseResult<CheckedView> {
    let (now, rules, hash) = (app.clock.now(), app.rules.clone(), hash.to_vec());
    let photo_storage = app.photo_storage.clone();
    Ok(app.store.read(move |tx| load_view(tx, &hash, &rules, &photo_storage, now)).await?.0)
}

/// Saves an opening. The first one tells staff that the link works.
async fn save_opening(
    app: &AppContext,
    link: FamilyLink,
    opening: LinkOpening,
    now: Time,
) -> UseCaseResult<()> {
    app.store
        .write(move |tx| {
            tx.add_opening(&opening)?;
            if link.opened_at.is_none() {
                tx.record_first_opening(link.id, now)?;
                change_events::family_link(tx, &link, now)?;
            }
            Ok(())
        })
        .await
}

fn load_view(
    tx: &mut Tx<'_>,
    hash: &[u8],
    rules: &SiteRules,
    photo_storage: &PhotoStorage,
    now: Time,
) -> UseCaseResult<(CheckedView, FamilyLink)> {
    let (link, visit) = link_access::open(tx, hash, rules, now)?;
    // A hold freezes the time as well: "no news" is only shown if it was shown before.
    let (is_held, at) = visit.hold.as_ref().map_or((false, now), |hold| (true, hold.at));
    let (mut feeds, mut updated_at) = (Vec::new(), visit.created_at);
    let shown = photos::read::visible_to_family(tx, &link, &visit, photo_storage, rules, now)?;
    let (mut companions, mut valid_until) =
        (Vec::new(), link_access::expires_at(&link, &visit, rules));
    if !shown.is_empty() {
        valid_until = valid_until.into_iter().chain(photos::read::expires_at(&visit, rules)).min();
    }
    let mut cards_left = tx.cards_of(visit.id)?;
    for journey in tx.journeys_of_visit(visit.id)? {
        let companion = or_not_found(tx.companion(journey.companion_id)?, "companion")?;
        companions.push(companion.id);
        let (feed, appearance) = visible_feed(&journey, &companion, is_held);
        updated_at = updated_at.max(feed.updated_at.unwrap_or(updated_at));
        let photos: Vec<_> =
            shown.iter().filter(|photo| photo.journey_id == journey.id).copied().collect();
        updated_at = photos.iter().filter_map(|p| p.released_at).fold(updated_at, Time::max);
        let is_shown = cards::is_shown(&journey, &visit);
        let card = cards_left.iter().position(|card| card.journey_id == journey.id && is_shown);
        let card = card.map(|nth| cards_left.swap_remove(nth).family_card());
        updated_at = card.iter().map(|card| card.released_at).fold(updated_at, Time::max);
        let passport = cards::passport(tx, &link, &visit, &journey)?;
        let no_news_at =
            feed.no_news_from(rules.no_news_after).filter(|from| !is_held && *from > now);
        valid_until = valid_until.into_iter().chain(no_news_at).min();
        let status = feed.status_at(at, rules.no_news_after);
        if let (Some(status), Some(visible)) = (status, feed.visible) {
            let Appearance { name, species, coat } = appearance;
            let moments = feed.moments;
            feeds.push(CompanionFeed {
                name,
                species,
                coat,
                status,
                visible,
                moments,
                photos,
                card,
                passport,
            });
        }
    }
    let view = FamilyView { companions: feeds, language: link.language, is_held, updated_at };
    let scope =
        FamilyViewScope { link: link.id, visit: visit.id, child: visit.child_id, companions };
    Ok((CheckedView { view, scope, valid_until }, link))
}

/// Whether this link is valid for the visit of the companion that wears this tag. If so, scanning
/// the tag leads to the family's page.
pub(crate) async fn is_visible(
    app: &AppContext,
    token: &str,
    code: TagCode,
) -> UseCaseResult<bool> {
    let (now, rules, hash) = (app.clock.now(), app.rules.clone(), token::hash(token));
    app.store
        .read(move |tx| {
            let visit = match link_access::open(tx, &hash, &rules, now) {
                Ok((_, visit)) => visit.id,
                Err(UseCaseError::Domain(DomainError::NotFound(_))) => return Ok(false),
                Err(error) => return Err(error),
            };
            let Some(companion) = tag_lookup::wearer_of(tx, &code)? else { return Ok(false) };
            let journey = tx.latest_journey_of(companion)?;
            Ok(journey.is_some_and(|journey| journey.visit_id == visit))
        })
        .await
}

/// A hold freezes the feed and the appearance, so that a companion renamed meanwhile keeps its old
/// name here (R36).
fn visible_feed(
    journey: &Journey,
    companion: &Companion,
    is_held: bool,
) -> (FamilyFeed, Appearance) {
    match journey.family_held.clone().filter(|_| is_held) {
        Some(held) => (held.feed, held.appearance.unwrap_or_else(|| companion.appearance())),
        None if is_held => (FamilyFeed::default(), companion.appearance()),
        None => (journey.state.feed.clone(), companion.appearance()),
    }
}
