//! Photo consent: given by a parent or guardian for one visit, withdrawn as easily.

use crate::db::Tx;
use crate::db::models::PhotoConsent;
use crate::domain::error::DomainError;
use crate::domain::id::{ConsentId, StaffId, VisitId};
use crate::domain::photo::Consenter;
use crate::domain::visit::VisitStatus;
use crate::random;
use crate::use_cases::photos::cleanup::delete_orphans;
use crate::use_cases::photos::records::{check_not_held, delete_of_visit};
use crate::use_cases::photos::views::ConsentView;
use crate::use_cases::{AppContext, UseCaseResult, change_events, or_not_found};

/// Records consent to photos in this visit. Repeated, the first record stays.
pub async fn record(
    app: &AppContext,
    by: StaffId,
    visit: VisitId,
    given_by: Consenter,
) -> UseCaseResult<ConsentView> {
    let (now, on) = (app.clock.now(), app.photo_storage.is_enabled());
    app.store
        .write(move |tx| {
            or_not_found(tx.visit(visit)?, "visit")?;
            if !on {
                return Err(DomainError::PhotosOff.into());
            }
            tx.lock_visit(visit)?;
            let visit_record = or_not_found(tx.visit(visit)?, "visit")?;
            if let Some(consent) = tx.consent_of(visit)? {
                return to_view(tx, consent);
            }
            if visit_record.status != VisitStatus::InProgress {
                return Err(DomainError::VisitClosed.into());
            }
            check_not_held(&visit_record)?;
            let consent = PhotoConsent {
                id: ConsentId::from_uuid(random::uuid_v7_at(now)),
                visit_id: visit,
                given_by,
                recorded_by: by,
                recorded_at: now,
                withdrawn_by: None,
                withdrawn_at: None,
            };
            tx.add_consent(&consent)?;
            change_events::visit(tx, visit, now)?;
            to_view(tx, consent)
        })
        .await
}

/// Withdraws consent and deletes all photos of the visit. Idempotent.
pub(crate) async fn withdraw(app: &AppContext, by: StaffId, visit: VisitId) -> UseCaseResult<()> {
    let now = app.clock.now();
    app.store
        .write(move |tx| -> UseCaseResult<()> {
            or_not_found(tx.visit(visit)?, "visit")?;
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

pub(crate) fn current(tx: &mut Tx<'_>, visit: VisitId) -> UseCaseResult<Option<ConsentView>> {
    tx.consent_of(visit)?.map(|consent| to_view(tx, consent)).transpose()
}

fn to_view(tx: &mut Tx<'_>, consent: PhotoConsent) -> UseCaseResult<ConsentView> {
    let name = tx.staff_names(&[consent.recorded_by])?.pop().map(|(_, name)| name);
    Ok(ConsentView { consent, recorded_by: name.unwrap_or_default() })
}
