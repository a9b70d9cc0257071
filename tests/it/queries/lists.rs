//! Lists, the board, the alert monitor's queries and the report's counts.

use stuffy::db::Store;
use stuffy::db::models::{Child, Journey, Place, Scan, Visit};
use stuffy::domain::alert::AlertKind;
use stuffy::domain::companion::Species;
use stuffy::domain::id::{JourneyId, PlaceId, ScanId, StepId};
use stuffy::domain::journey::action::{Action, Outcome};
use stuffy::domain::journey::step::{Step, StepPayload};
use stuffy::domain::journey::{JourneyState, JourneyStatus};
use stuffy::domain::place::{PlaceKind, PlacePolicy, Stage};
use stuffy::domain::string_enum::StringEnum as _;
use stuffy::domain::visit::VisitStatus;

use super::fixtures::{Ward, at, child, companion, journey, read, uuid, visit, write};
use crate::databases::{Database, on_both_databases};

async fn the_board_is_filtered_and_paged(db: Database) {
    let store = db.store().await;
    let ward = on_the_move(&store).await;
    let room = ward.place(PlaceKind::OperatingRoom).id;
    let board = |status, stage, place, after: Option<u128>, limit| {
        let after = after.map(|nth| JourneyId::from_uuid(uuid(nth)));
        let work = move |tx: &mut stuffy::db::Tx<'_>| tx.board(status, stage, place, after, limit);
        let rows = read(&store, work);
        async { rows.await.iter().map(number).collect::<Vec<_>>() }
    };
    assert_eq!(board(None, None, None, None, 9).await, [1, 2, 3, 4]);
    assert_eq!(board(None, None, None, Some(1), 2).await, [2, 3]);
    assert_eq!(board(Some(JourneyStatus::Open), None, None, None, 9).await, [1, 2, 4]);
    assert_eq!(board(None, Some(Stage::OperatingRoom), None, None, 9).await, [2, 3]);
    assert_eq!(
        board(Some(JourneyStatus::Closed), Some(Stage::OperatingRoom), None, None, 9).await,
        [3]
    );
    assert_eq!(board(Some(JourneyStatus::Open), None, Some(room), None, 9).await, [2]);
    assert_eq!(
        board(Some(JourneyStatus::Open), Some(Stage::Ward), Some(room), None, 9).await,
        [0_u128; 0]
    );
}

async fn the_alert_monitor_finds_overdue_journeys(db: Database) {
    let store = db.store().await;
    let ward = on_the_move(&store).await;
    let (child, first, second) = (ward.child.id, ward.visit.id, visit(2, ward.child.id).id);
    assert_eq!(
        read(&store, move |tx| tx.in_operating_rooms(&[first, second])).await,
        [(second, JourneyId::from_uuid(uuid(2))),]
    );
    assert_eq!(read(&store, |tx| tx.in_operating_rooms(&[])).await, []);
    let due = read(&store, |tx| {
        Ok(tx.journeys_with_rewash_policy()?.iter().map(number).collect::<Vec<_>>())
    });
    assert_eq!(due.await, [4]);

    let placed_by =
        |time, after| read(&store, move |tx| tx.open_visits_placed_by(at(time), after, 9));
    assert_eq!(placed_by(4, None).await, []);
    assert_eq!(placed_by(5, None).await, [first]);
    assert_eq!(placed_by(9, None).await, [first, second]);
    assert_eq!(placed_by(9, Some(first)).await, [second]);

    assert_eq!(
        read(&store, move |tx| tx.open_visit_of(child)).await.map(|visit| visit.id),
        Some(second)
    );
    assert_eq!(read(&store, move |tx| tx.visits_of(child)).await.len(), 3);
    let ended = Visit {
        status: VisitStatus::Completed,
        ended_at: Some(at(9)),
        ..read(&store, move |tx| tx.visit(second)).await.unwrap()
    };
    write(&store, move |tx| tx.save_visit(&ended)).await;
    assert_eq!(
        read(&store, move |tx| tx.open_visit_of(child)).await.map(|visit| visit.id),
        Some(first)
    );
    assert_eq!(placed_by(9, None).await, [first]);
}

#[expect(
    clippy::redundant_closure_for_method_calls,
    reason = "a method of one lifetime does not serve as one of any"
)]
async fn expected_children_exclude_those_already_here(db: Database) {
    let store = db.store().await;
    let ward = Ward::kept(&store).await;
    let expected = || async {
        read(&store, |tx| tx.children_expected("", 9))
            .await
            .iter()
            .map(|(visit, _)| *visit)
            .collect::<Vec<_>>()
    };
    assert_eq!(expected().await, [], "its companion is under way");
    write(&store, |tx| {
        tx.add_child(&child(2))?;
        tx.add_child(&Child { purged_at: Some(at(1)), ..child(3) })?;
        [2, 3].iter().try_for_each(|&nth| tx.add_visit(&visit(nth, child(nth).id)))?;
        tx.add_visit(&Visit {
            status: VisitStatus::Completed,
            ended_at: Some(at(1)),
            ..visit(4, child(2).id)
        })?;
        tx.add_visit(&visit(5, child(1).id))?;
        tx.add_companion(&companion(2, child(2).id))
    })
    .await;
    assert_eq!(expected().await, [visit(5, child(1).id).id, visit(2, child(2).id).id]);
    let both = [ward.visit.id, visit(2, child(2).id).id];
    let known = read(&store, move |tx| tx.companions_without_journey_in(&both)).await;
    assert_eq!(
        known.iter().map(|companion| companion.id).collect::<Vec<_>>(),
        [companion(2, child(2).id).id]
    );
    assert_eq!(read(&store, |tx| tx.companions_without_journey_in(&[])).await, []);

    let under_way = |species| read(&store, move |tx| tx.unclosed_journeys_of_species(species));
    assert_eq!(under_way(ward.companion.species).await.iter().map(number).collect::<Vec<_>>(), [1]);
    let other = Species::ALL
        .iter()
        .copied()
        .find(|species| *species != ward.companion.species)
        .expect("another");
    assert_eq!(under_way(other).await, []);
    let closed = Journey {
        state: JourneyState { status: JourneyStatus::Closed, ..ward.journey.state.clone() },
        ..ward.journey.clone()
    };
    write(&store, move |tx| tx.save_journey(&closed)).await;
    assert_eq!(under_way(ward.companion.species).await, []);
    assert_eq!(expected().await.len(), 3, "whose companion went home is expected again");

    let mut aliases = read(&store, |tx| tx.aliases_of_current_children()).await;
    aliases.sort_unstable();
    aliases.dedup();
    assert_eq!(aliases, [child(1).alias, child(2).alias]);
    let names = read(&store, |tx| tx.place_names()).await;
    assert_eq!(names.len(), ward.places.len());
}

async fn journeys_are_found_by_visit_and_by_companion(db: Database) {
    let store = db.store().await;
    let ward = on_the_move(&store).await;
    let again = Journey { companion_id: ward.companion.id, ..journey(9, 3) };
    write(&store, move |tx| tx.add_journey(&again)).await;
    let (companion, second) = (ward.companion.id, visit(2, ward.child.id).id);
    let latest = read(&store, move |tx| tx.latest_journey_of(companion)).await;
    assert_eq!(latest.as_ref().map(number), Some(9));
    let after = Some(ward.journey.id);
    let mut lists = Vec::new();
    lists.push(read(&store, move |tx| tx.journeys_of_companion(companion, None, 9)).await);
    lists.push(read(&store, move |tx| tx.journeys_of_companion(companion, after, 9)).await);
    lists.push(read(&store, move |tx| tx.journeys_of_visit(second)).await);
    let numbers: Vec<Vec<_>> = lists.iter().map(|list| list.iter().map(number).collect()).collect();
    assert_eq!(numbers, [vec![1, 9], vec![9], vec![2, 3, 4]]);
}

async fn steps_are_paged_in_the_order_of_application(db: Database) {
    let store = db.store().await;
    let ward = Ward::kept(&store).await;
    let wrong = StepId::from_uuid(uuid(2));
    let voiding = StepPayload::Voided { step: wrong, reason: String::new() };
    // Told in another order than it happened, and two at the same moment.
    let when = [(1, 30), (2, 10), (3, 10), (4, 20), (5, 30)];
    let steps = when
        .map(|(nth, time)| Step { occurred_at: at(time), ..ward.step(nth, StepPayload::Sighted) });
    let kept = [&steps[..], &[ward.step(99, voiding)]].concat();
    write(&store, move |tx| tx.add_steps(&kept)).await;
    let (id, mut after, mut seen) = (ward.journey.id, None, Vec::new());
    loop {
        let page = read(&store, move |tx| tx.steps_page(id, after, 2)).await;
        let Some(last) = page.last() else { break };
        after = Some(last.order());
        seen.extend(page.iter().map(|step| step.id.uuid().as_u128()));
    }
    assert_eq!(seen, [2, 3, 4, 1, 5, 99]);
    let voids = read(&store, move |tx| tx.voids_of(id)).await;
    assert_eq!(voids, [(wrong, StepId::from_uuid(uuid(99)))]);
}

async fn alerts_are_listed_with_their_visit(db: Database) {
    let store = db.store().await;
    let ward = Ward::kept(&store).await;
    let alerts = [
        ward.alert(1, AlertKind::Missing),
        ward.alert(2, AlertKind::LeftBehind),
        ward.alert(3, AlertKind::LatexItem),
    ];
    let (kept, journey) = (alerts.clone(), ward.journey.id);
    write(&store, move |tx| {
        kept.iter().try_for_each(|alert| tx.raise_alert(alert).map(drop))?;
        tx.auto_resolve_alerts(journey, AlertKind::LeftBehind, None, at(9))
    })
    .await;
    let list = |open, after| {
        let rows = read(&store, move |tx| tx.alerts_page(open, after, 9));
        async {
            rows.await
                .into_iter()
                .map(|(alert, visit)| (alert.id.uuid().as_u128(), visit))
                .collect::<Vec<_>>()
        }
    };
    let visit = ward.visit.id;
    assert_eq!(list(None, None).await, [(1, visit), (2, visit), (3, visit)]);
    assert_eq!(list(Some(true), None).await, [(1, visit), (3, visit)]);
    assert_eq!(list(Some(true), Some(alerts[0].id)).await, [(3, visit)]);
    assert_eq!(list(Some(false), None).await, [(2, visit)]);
    let gaps =
        read(&store, |tx| Ok((tx.alerts_page(None, None, 9)?.len(), tx.open_custody_gaps()?)));
    assert_eq!(gaps.await, (3, 1), "what is resolved, or of another kind, is no gap");
}

async fn a_report_counts_what_was_recorded_in_its_period(db: Database) {
    let store = db.store().await;
    let ward = Ward::kept(&store).await;
    let moved =
        |kind| StepPayload::Action(Action::Moved { place: ward.then(kind), resting_place: None });
    let closed = |outcome| StepPayload::Action(Action::Closed { outcome, guardian_agreed: false });
    let by_scan = |step: Step| Step { scan: Some(ScanId::from_uuid(uuid(1))), ..step };
    let steps = [
        by_scan(ward.step(1, moved(PlaceKind::Ward))),
        by_scan(ward.step(10, moved(PlaceKind::Ward))),
        by_scan(ward.step(11, moved(PlaceKind::Recovery))),
        by_scan(ward.step(12, moved(PlaceKind::Laundry))),
        ward.step(13, moved(PlaceKind::Ward)),
        Step { late: true, occurred_at: at(4), ..ward.step(14, closed(Outcome::Lost)) },
        ward.step(15, closed(Outcome::WithChild)),
        ward.step(20, closed(Outcome::Lost)),
    ];
    let scan = Scan {
        id: ScanId::from_uuid(uuid(1)),
        fingerprint: vec![1; 32],
        response: None,
        journey_id: ward.journey.id,
        by: ward.nurse.id,
        occurred_at: at(1),
        recorded_at: at(10),
    };
    write(&store, move |tx| {
        tx.add_steps(&steps)?;
        tx.add_scan(&scan)
    })
    .await;
    let (from, to) = (at(10), at(20));
    let counts = read(&store, move |tx| tx.steps_between(from, to)).await;
    assert_eq!(counts, [("closed".to_owned(), 2), ("moved".to_owned(), 4)]);
    assert_eq!(read(&store, move |tx| tx.scans_between(from, to)).await, 1);
    assert_eq!(read(&store, move |tx| tx.scans_between(at(11), to)).await, 0);
    let arrivals = read(&store, move |tx| tx.arrivals_between(from, to)).await;
    assert_eq!(arrivals, [(Stage::Recovery, 1), (Stage::Ward, 1)]);
    assert_eq!(read(&store, move |tx| tx.late_between(from, to)).await, 1);
    assert_eq!(read(&store, move |tx| tx.lost_between(from, to)).await, 1);
    let mut delays = read(&store, move |tx| tx.delays_between(from, to)).await;
    delays.sort_unstable();
    assert_eq!(delays, [0, 0, 0, 0, 0, 10]);
}

on_both_databases!(
    the_board_is_filtered_and_paged,
    the_alert_monitor_finds_overdue_journeys,
    expected_children_exclude_those_already_here,
    journeys_are_found_by_visit_and_by_companion,
    steps_are_paged_in_the_order_of_application,
    alerts_are_listed_with_their_visit,
    a_report_counts_what_was_recorded_in_its_period,
);

fn number(journey: &Journey) -> u128 {
    journey.id.uuid().as_u128()
}

/// Journey 1 on the ward in visit 1; 2, 3 and 4 in visit 2: one in the operating room, one that ended
/// there, one in a room that asks for washes. The child was placed at 5 and at 9; visit 3 has no place.
async fn on_the_move(store: &Store) -> Ward {
    let ward = Ward::kept(store).await;
    let washed = Place {
        id: PlaceId::from_uuid(uuid(99)),
        name: "Burns".to_owned(),
        code: ward.tag(99).code,
        policy: PlacePolicy { rewash_hours: Some(12), ..PlacePolicy::default_for(PlaceKind::Ward) },
        ..ward.place(PlaceKind::Ward).clone()
    };
    let moved = |nth, place| {
        ward.step(nth, StepPayload::Action(Action::Moved { place, resting_place: None }))
    };
    let burns = stuffy::domain::place::PlaceSnapshot {
        id: washed.id,
        kind: washed.kind,
        policy: washed.policy,
    };
    let room = ward.then(PlaceKind::OperatingRoom);
    let end =
        StepPayload::Action(Action::Closed { outcome: Outcome::Lost, guardian_agreed: false });
    let begun = |nth, visit, steps: &[Step]| Journey {
        state: JourneyState::from_steps(steps),
        ..journey(nth, visit)
    };
    let journeys = [
        begun(2, 2, &[moved(1, room)]),
        begun(3, 2, &[moved(1, room), ward.step(2, end)]),
        begun(4, 2, &[moved(1, burns)]),
    ];
    let first = begun(1, 1, &[moved(1, ward.then(PlaceKind::Ward))]);
    let somewhere = ward.place(PlaceKind::Recovery).id;
    let child = ward.child.id;
    let second = Visit { place: Some((somewhere, at(9))), ..visit(2, child) };
    let here = Visit { place: Some((somewhere, at(5))), ..ward.visit.clone() };
    let elsewhere =
        Visit { status: VisitStatus::Cancelled, ended_at: Some(at(1)), ..visit(3, child) };
    write(store, move |tx| {
        tx.add_place(&washed)?;
        tx.add_visit(&second)?;
        tx.add_visit(&elsewhere)?;
        assert!(tx.save_visit(&here)?);
        assert!(tx.save_journey(&first)?);
        (2..=4).try_for_each(|nth| tx.add_companion(&companion(nth, child)))?;
        journeys.iter().try_for_each(|journey| tx.add_journey(journey))
    })
    .await;
    ward
}
