//! The consent to photos: a parent's or guardian's own, for one visit, and withdrawn as easily as given.

use super::super::{AppContext, UseCaseResult, change_events, found};
use super::{ConsentView, delete_of_visit, delete_orphans, not_held};
use crate::db::Tx;
use crate::db::models::PhotoConsent;
use crate::domain::error::DomainError;
use crate::domain::id::{ConsentId, StaffId, VisitId};
use crate::domain::photo::Consenter;
use crate::domain::visit::VisitStatus;
use crate::random;

/// Records that somebody agreed to photos in this visit. Said again, the first record stands.
///
/// # Errors
/// [`Refusal::PhotosOff`], [`Refusal::NotFound`], [`Refusal::VisitClosed`], [`Refusal::FeedHeld`].
pub async fn record(
    app: &AppContext,
    by: StaffId,
    visit: VisitId,
    given_by: Consenter,
) -> UseCaseResult<ConsentView> {
    let (now, on) = (app.clock.now(), app.album.is_on());
    app.store
        .write(move |tx| {
            found(tx.visit(visit)?, "visit")?;
            if !on {
                return Err(DomainError::PhotosOff.into());
            }
            tx.lock_visit(visit)?;
            let stay = found(tx.visit(visit)?, "visit")?;
            if let Some(consent) = tx.consent_of(visit)? {
                return view(tx, consent);
            }
            if stay.status != VisitStatus::InProgress {
                return Err(DomainError::VisitClosed.into());
            }
            not_held(&stay)?;
            let consent = PhotoConsent {
                id: ConsentId::from_uuid(random::uuid(now)),
                visit_id: visit,
                given_by,
                recorded_by: by,
                recorded_at: now,
                withdrawn_by: None,
                withdrawn_at: None,
            };
            tx.add_consent(&consent)?;
            change_events::visit(tx, visit, now)?;
            view(tx, consent)
        })
        .await
}

/// Withdraws it: every photo of the visit is gone at once. Said again, it changes nothing.
///
/// # Errors
/// [`Refusal::NotFound`].
pub async fn withdraw(app: &AppContext, by: StaffId, visit: VisitId) -> UseCaseResult<()> {
    let now = app.clock.now();
    app.store
        .write(move |tx| -> UseCaseResult<()> {
            found(tx.visit(visit)?, "visit")?;
            tx.lock_visit(visit)?;
            if tx.withdraw_consent(visit, by, now)? {
                delete_of_visit(tx, visit, now)?;
                change_events::visit(tx, visit, now)?;
            }
            Ok(())
        })
        .await?;
    delete_orphans(app).await;
    Ok(())
}

pub(crate) fn of(tx: &mut Tx<'_>, visit: VisitId) -> UseCaseResult<Option<ConsentView>> {
    tx.consent_of(visit)?.map(|consent| view(tx, consent)).transpose()
}

fn view(tx: &mut Tx<'_>, consent: PhotoConsent) -> UseCaseResult<ConsentView> {
    let name = tx.staff_names(&[consent.recorded_by])?.pop().map(|(_, name)| name);
    Ok(ConsentView { consent, recorded_by: name.unwrap_or_default() })
}
