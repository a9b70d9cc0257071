//! Import of staff accounts.

use crate::db::Tx;
use crate::db::models::Staff;
use crate::domain::account::person::Actor;
use crate::domain::event::Topic;
use crate::domain::id::StaffId;
use crate::domain::time::Time;
use crate::random;
use crate::use_cases::import_csv::plan::{
    ImportPlan, ImportResult, Importable, RowOutcome, changed, outcome,
};
use crate::use_cases::import_csv::rows::StaffRow;
use crate::use_cases::{
    AppContext, UseCaseError, UseCaseResult, change_events, map_unique_violation, staff,
};
use std::collections::HashMap;

/// Previews the import of staff accounts, or runs it when `confirmed` matches the preview. Nothing
/// is imported if a row is rejected or the data changed since the preview.
pub async fn import_staff(
    app: &AppContext,
    actor: Actor,
    rows: Vec<StaffRow>,
    confirmed: Option<Vec<u8>>,
) -> UseCaseResult<ImportResult> {
    let now = app.clock.now();
    let Some(confirmed) = confirmed else {
        let plan = move |tx: &mut Tx<'_>| {
            Ok::<_, UseCaseError>(outcome(&plan_staff(tx, actor, &rows, now)?))
        };
        return app.store.read(plan).await;
    };
    app.store
        .write(move |tx| {
            let plans = plan_staff(tx, actor, &rows, now)?;
            let mut outcome = outcome(&plans);
            if outcome.can_import(&confirmed) {
                for plan in plans {
                    save_staff(tx, &plan, now)?;
                }
                outcome.imported = true;
            }
            Ok(outcome)
        })
        .await
}

impl Importable for Staff {
    fn identity(&self) -> (uuid::Uuid, i64) {
        (self.id.uuid(), self.revision)
    }

    fn description(&self) -> String {
        let disabled = self.disabled_at.is_some();
        format!("{:?}", (&self.username, &self.display_name, self.role, disabled))
    }
}

fn plan_staff(
    tx: &mut Tx<'_>,
    actor: Actor,
    rows: &[StaffRow],
    now: Time,
) -> UseCaseResult<Vec<ImportPlan<Staff>>> {
    let all = tx.staff_like("", None, i64::MAX)?;
    let mut known: HashMap<_, _> =
        all.into_iter().map(|staff| (staff.username.clone(), staff)).collect();
    let plan = |row: &StaffRow| match known.remove(&row.username) {
        Some(before) => change_staff(actor, before, row, now),
        None => ImportPlan { before: None, after: new_staff(row, now), outcome: RowOutcome::Added },
    };
    Ok(rows.iter().map(plan).collect())
}

fn new_staff(row: &StaffRow, now: Time) -> Staff {
    Staff {
        id: StaffId::from_uuid(random::uuid_v7_at(now)),
        username: row.username.clone(),
        display_name: row.display_name.clone(),
        role: row.role,
        password_hash: Staff::NO_PASSWORD.to_owned(),
        disabled_at: row.disabled.unwrap_or(false).then_some(now),
        revision: 1,
        created_at: now,
        pin_hash: None,
        issuer: None,
        subject: None,
    }
}

fn change_staff(actor: Actor, before: Staff, row: &StaffRow, now: Time) -> ImportPlan<Staff> {
    let change = staff::StaffUpdate {
        display_name: Some(row.display_name.clone()),
        role: Some(row.role),
        disabled: row.disabled,
        ..staff::StaffUpdate::default()
    };
    let after = change.apply_to(&before, None, now);
    let outcome = match staff::check_not_own_account(actor, &before, &after) {
        Err(UseCaseError::Domain(refusal)) => RowOutcome::Refused(refusal),
        _ => changed(&[
            ("name", before.display_name != after.display_name),
            ("role", before.role != after.role),
            ("disabled", before.disabled_at.is_some() != after.disabled_at.is_some()),
        ]),
    };
    ImportPlan { before: Some(before), after, outcome }
}

fn save_staff(tx: &mut Tx<'_>, plan: &ImportPlan<Staff>, now: Time) -> UseCaseResult<()> {
    match &plan.outcome {
        RowOutcome::Added => {
            let added = tx.add_staff(&plan.after);
            added.map_err(|error| map_unique_violation(error, "staff", "username"))?;
            change_events::record(tx, Topic::Staff, plan.after.id.uuid(), now)
        }
        RowOutcome::Changed(_) => staff::save(tx, &plan.after, false, now).map(drop),
        RowOutcome::Unchanged | RowOutcome::Refused(_) => Ok(()),
    }
}
