//! Import of places.

use crate::db::Tx;
use crate::db::models::Place;
use crate::domain::event::Topic;
use crate::domain::id::PlaceId;
use crate::domain::place::PlacePolicy;
use crate::domain::tag::TagCode;
use crate::domain::time::Time;
use crate::random;
use crate::use_cases::import_csv::plan::{
    ImportPlan, ImportResult, Importable, RowOutcome, changed, outcome,
};
use crate::use_cases::import_csv::rows::PlaceRow;
use crate::use_cases::places::{self, PolicyChange};
use crate::use_cases::{
    AppContext, UseCaseError, UseCaseResult, change_events, ensure_saved, map_unique_violation,
};
use std::collections::HashMap;

/// Like `import_staff`, for places.
pub async fn import_places(
    app: &AppContext,
    rows: Vec<PlaceRow>,
    confirmed: Option<Vec<u8>>,
) -> UseCaseResult<ImportResult> {
    let now = app.clock.now();
    let Some(confirmed) = confirmed else {
        let plan =
            move |tx: &mut Tx<'_>| Ok::<_, UseCaseError>(outcome(&plan_places(tx, &rows, now)?));
        return app.store.read(plan).await;
    };
    app.store
        .write(move |tx| {
            let plans = plan_places(tx, &rows, now)?;
            let mut outcome = outcome(&plans);
            if outcome.can_import(&confirmed) {
                for plan in plans {
                    save_place(tx, &plan, now)?;
                }
                outcome.imported = true;
            }
            Ok(outcome)
        })
        .await
}

impl Importable for Place {
    fn identity(&self) -> (uuid::Uuid, i64) {
        (self.id.uuid(), self.revision)
    }

    fn description(&self) -> String {
        format!("{:?}", (&self.name, self.kind, self.policy, self.active))
    }
}

fn plan_places(
    tx: &mut Tx<'_>,
    rows: &[PlaceRow],
    now: Time,
) -> UseCaseResult<Vec<ImportPlan<Place>>> {
    let all = tx.places_like("", None, i64::MAX)?;
    let mut known: HashMap<_, _> =
        all.into_iter().map(|place| (place.name.clone(), place)).collect();
    let plan = |row: &PlaceRow| match known.remove(&row.name) {
        Some(before) => change_place(before, row),
        None => ImportPlan { before: None, after: new_place(row, now), outcome: RowOutcome::Added },
    };
    Ok(rows.iter().map(plan).collect())
}

fn new_place(row: &PlaceRow, now: Time) -> Place {
    Place {
        id: PlaceId::from_uuid(random::uuid_v7_at(now)),
        name: row.name.clone(),
        kind: row.kind,
        policy: row.policy(PlacePolicy::default_for(row.kind)),
        code: TagCode::from_entropy(random::bytes()),
        active: row.active.unwrap_or(true),
        revision: 1,
        created_at: now,
    }
}

fn change_place(before: Place, row: &PlaceRow) -> ImportPlan<Place> {
    let PlacePolicy { entry, rewash_hours, isolation } = row.policy(before.policy);
    let policy = PolicyChange { entry: Some(entry), rewash_hours, isolation: Some(isolation) };
    let change = places::PlaceUpdate {
        kind: Some(row.kind),
        policy: Some(policy),
        active: row.active,
        ..places::PlaceUpdate::default()
    };
    let after = change.apply_to(before.clone());
    let outcome = changed(&[
        ("kind", before.kind != after.kind),
        ("entry", before.policy.entry != after.policy.entry),
        ("rewash_hours", before.policy.rewash_hours != after.policy.rewash_hours),
        ("isolation", before.policy.isolation != after.policy.isolation),
        ("active", before.active != after.active),
    ]);
    ImportPlan { before: Some(before), after, outcome }
}

fn save_place(tx: &mut Tx<'_>, plan: &ImportPlan<Place>, now: Time) -> UseCaseResult<()> {
    match &plan.outcome {
        RowOutcome::Added => {
            let added = tx.add_place(&plan.after);
            added.map_err(|error| map_unique_violation(error, "places", "name"))?;
        }
        RowOutcome::Changed(_) => ensure_saved(tx.save_place(&plan.after)?)?,
        RowOutcome::Unchanged | RowOutcome::Refused(_) => return Ok(()),
    }
    change_events::record(tx, Topic::Place, plan.after.id.uuid(), now)
}
