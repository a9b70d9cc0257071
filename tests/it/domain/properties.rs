//! Properties of every journey: rebuilding the state, voiding steps, the family feed, and the holder.

use std::collections::BTreeSet;

use proptest::prelude::*;
use stuffy::domain::family::{FamilyFeed, Moment, Visible};
use stuffy::domain::id::{ScanId, StepId};
use stuffy::domain::journey::JourneyState;
use stuffy::domain::journey::action::Action;
use stuffy::domain::journey::step::{Step, StepPayload};
use stuffy::domain::place::PlaceSnapshot;
use stuffy::domain::site_rules::SiteRules;
use uuid::{Builder, Uuid, Variant, Version};

use super::generators::{NAMES, any_journey, any_place, any_steps, cases, reordered};

/// What the server does with each step it receives: it applies the step, or rebuilds the state.
fn apply_one_by_one(arrivals: &[Step]) -> JourneyState {
    let Some(StepPayload::CheckedIn { rules, .. }) = arrivals.first().map(|step| &step.payload)
    else {
        return JourneyState::from_steps(arrivals);
    };
    let mut state = JourneyState::new(rules.clone());
    for (n, step) in arrivals.iter().enumerate() {
        if state.can_append(step) {
            state.apply_and_record_feed(step);
        } else {
            state = JourneyState::from_steps(&arrivals[..=n]);
        }
    }
    state
}

/// An order in which a server can receive steps: the check-in first, and no void before its step.
fn in_server_order(mut arrivals: Vec<Step>) -> Vec<Step> {
    arrivals.sort_by_key(|step| !matches!(step.payload, StepPayload::CheckedIn { .. }));
    let (mut received, mut early_voids): (Vec<Step>, Vec<Step>) = (Vec::new(), Vec::new());
    for step in arrivals.clone() {
        let ahead = |id| knows(&arrivals, id) && !knows(&received, id);
        if target(&step).is_some_and(ahead) {
            early_voids.push(step);
            continue;
        }
        let id = step.id;
        received.push(step);
        received.extend(early_voids.extract_if(.., |void| target(void) == Some(id)));
    }
    received.into_iter().chain(early_voids).collect()
}

fn target(step: &Step) -> Option<StepId> {
    match step.payload {
        StepPayload::Voided { step, .. } => Some(step),
        _ => None,
    }
}

fn knows(steps: &[Step], id: StepId) -> bool {
    steps.iter().any(|step| step.id == id)
}

fn without_last(state: JourneyState) -> JourneyState {
    JourneyState { last_step: None, ..state }
}

fn void_of(step: &Step) -> Step {
    let payload = StepPayload::Voided { step: step.id, reason: "it never happened".to_owned() };
    Step { id: StepId::from_uuid(Uuid::from_u128(1 << 100)), payload, ..step.clone() }
}

proptest! {
    #![proptest_config(cases(1000))]

    #[test]
    fn rule_1_order_and_repetition_of_steps_do_not_change_the_state(
        (steps, again) in any_steps().prop_flat_map(|steps| (Just(steps.clone()), reordered(steps)))
    ) {
        prop_assert_eq!(JourneyState::from_steps(&steps), JourneyState::from_steps(&again));
    }

    #[test]
    fn rule_1_applying_steps_one_by_one_equals_a_rebuild(
        again in any_journey().prop_flat_map(reordered)
    ) {
        let received = in_server_order(again);
        prop_assert_eq!(apply_one_by_one(&received), JourneyState::from_steps(&received));
    }

    #[test]
    fn rule_1_voiding_a_step_equals_never_recording_it(
        steps in any_journey(), which in any::<prop::sample::Index>()
    ) {
        let wrong = which.get(&steps).clone();
        prop_assume!(!matches!(wrong.payload, StepPayload::CheckedIn { .. } | StepPayload::Voided { .. }));
        let with_void: Vec<_> = steps.iter().cloned().chain([void_of(&wrong)]).collect();
        let without: Vec<_> = steps.into_iter().filter(|step| step.id != wrong.id).collect();
        // Only the last step may differ: with the void, that is the void itself.
        prop_assert_eq!(without_last(JourneyState::from_steps(&with_void)), without_last(JourneyState::from_steps(&without)));
    }

    #[test]
    fn no_query_panics_on_any_state(
        steps in any_steps(), place in any_place(), others in 0..3_u32
    ) {
        let (state, rules) = (JourneyState::from_steps(&steps), SiteRules::default());
        for now in steps.iter().flat_map(|step| [step.occurred_at, step.recorded_at]) {
            let clean = state.clean_at(now, &rules);
            let _ = state.blockers(place.kind, place.policy, now, &rules, others);
            let _ = state.suggestions(clean, &rules.required_outfit);
            let _ = state.feed.status_at(now, rules.no_news_after);
        }
        let _: (bool, _) = (state.breaks_isolation(&place), state.gowning(&rules.required_outfit));
    }

    #[test]
    fn r34_the_feed_contains_no_name_of_a_person_or_a_place(steps in any_steps()) {
        let feed = JourneyState::from_steps(&steps).feed;
        let read = format!("{feed:?}");
        let places: BTreeSet<_> = steps.iter().filter_map(place_of).map(|at| at.id.to_string()).collect();
        let people = steps.iter().map(|step| step.by.to_string());
        for name in NAMES.iter().map(ToString::to_string).chain(places).chain(people) {
            prop_assert!(!read.contains(&name), "{} in {}", name, read);
        }
        // A new field in the feed fails to compile here: check that it cannot contain a name.
        let FamilyFeed { visible, moments, updated_at: _, withheld: _ } = feed;
        let _ = visible.map(|Visible { stage: _, gowning: _, outfit: _ }| ());
        for Moment { status: _, at: _ } in moments {}
    }

    #[test]
    fn r34_neighbouring_moments_differ_in_time_and_status(steps in any_steps()) {
        for pair in JourneyState::from_steps(&steps).feed.moments.windows(2) {
            prop_assert!(pair[0].at != pair[1].at && pair[0].status != pair[1].status, "{:?}", pair);
        }
    }

    #[test]
    fn r29_a_late_step_never_changes_the_feed(steps in any_steps()) {
        let mut in_order = steps;
        in_order.sort_by_key(Step::order);
        let mut state = JourneyState::from_steps(&[]);
        for step in &in_order {
            let before = state.feed.clone();
            state.apply_and_record_feed(step);
            if step.late {
                prop_assert_eq!(&state.feed, &before);
            }
        }
        let all_late: Vec<_> =
            in_order.into_iter().map(|step| Step { late: true, ..step }).collect();
        prop_assert_eq!(JourneyState::from_steps(&all_late).feed, FamilyFeed::default());
    }

    #[test]
    fn r29_a_late_step_does_not_change_earlier_moments(
        steps in any_journey(), which in any::<prop::sample::Index>()
    ) {
        let mut with_late = steps.clone();
        let newest = steps.iter().map(|step| step.recorded_at).max().expect("a journey has steps");
        let late = which.get_mut(&mut with_late);
        prop_assume!(!matches!(late.payload, StepPayload::CheckedIn { .. } | StepPayload::Voided { .. }));
        (late.late, late.recorded_at) = (true, newest.plus(std::time::Duration::from_millis(1)));
        let id = late.id;
        let without: Vec<_> = steps.into_iter().filter(|step| step.id != id).collect();
        prop_assert_eq!(JourneyState::from_steps(&with_late).feed, JourneyState::from_steps(&without).feed);
    }

    #[test]
    fn r15_the_holders_source_is_a_valid_step(steps in any_steps()) {
        let state = JourneyState::from_steps(&steps);
        let voided: BTreeSet<_> = steps.iter().filter_map(target).collect();
        let happened = |id, at| steps.iter().any(|step| {
            step.id == id && step.occurred_at == at && !voided.contains(&id)
        });
        let holder = &state.holder;
        prop_assert!(holder.source.is_none_or(|source| happened(source, holder.since)));
        prop_assert!(state.whereabouts.as_ref().is_none_or(|at| happened(at.source, at.since)));
        prop_assert!(!(holder.staff.is_some() && holder.name.is_some()), "{:?}", holder);
        let checked_in = |step: &&Step| {
            matches!(step.payload, StepPayload::CheckedIn { .. }) && !voided.contains(&step.id)
        };
        prop_assert!(!steps.iter().any(|step| checked_in(&step)) || holder.source.is_some());
    }

    #[test]
    fn steps_of_one_scan_sort_in_order(scan in any_scan(), count in 2..40_u8) {
        let ids: Vec<_> = (0..count).map(|nth| StepId::from_scan(scan, nth)).collect();
        prop_assert!(ids.is_sorted_by(|one, next| one < next));
        for id in ids {
            prop_assert_eq!(id.uuid().get_version(), Some(Version::SortRand));
            prop_assert_eq!(id.uuid().get_variant(), Variant::RFC4122);
            prop_assert_eq!(id.uuid().get_timestamp(), scan.uuid().get_timestamp());
            prop_assert_eq!(id, StepId::from_scan(scan, id.uuid().as_bytes()[15]));
        }
    }

    #[test]
    fn consecutive_scan_ids_never_share_a_step_id(scan in any_scan()) {
        let counted = (0..64_u128).map(|n| ScanId::from_uuid(Uuid::from_u128(scan.uuid().as_u128() ^ n)));
        let steps: BTreeSet<_> =
            counted.flat_map(|scan| (0..8).map(move |nth| StepId::from_scan(scan, nth))).collect();
        prop_assert_eq!(steps.len(), 64 * 8);
    }
}

fn any_scan() -> impl Strategy<Value = ScanId> {
    (0..1_u64 << 48, any::<[u8; 10]>()).prop_map(|(millis, random)| {
        ScanId::from_uuid(Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
    })
}

fn place_of(step: &Step) -> Option<PlaceSnapshot> {
    match &step.payload {
        StepPayload::CheckedIn { place, .. } | StepPayload::Action(Action::Found { place }) => {
            *place
        }
        StepPayload::Action(Action::Moved { place, .. }) => Some(*place),
        _ => None,
    }
}
