//! Queries on both databases: records round-trip, and lists, counts and purges work as documented.

mod fixtures;
mod generators;
mod lists;
mod expiry;
mod phones;
mod photos;

use std::slice::from_ref;

use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::TestRunner;
use stuffy::db::models::{
    Child, Companion, IdempotencyRecord, Journey, Place, Scan, ServiceToken, Session, Staff, Tag,
    Visit, VisitMove,
};
use stuffy::domain::account::person::{MoveSource, Role, Scope};
use stuffy::domain::family::FrozenFeed;
use stuffy::domain::id::{MoveId, ScanId, ServiceTokenId, StaffId, VisitId};
use stuffy::domain::journey::JourneyState;
use stuffy::domain::journey::action::Action;
use stuffy::domain::journey::step::{Step, StepPayload};
use stuffy::domain::passport::PassportStamp;
use stuffy::domain::place::PlaceKind;
use stuffy::domain::string_enum::StringEnum as _;
use stuffy::domain::tag::{Material, TagState};
use stuffy::domain::visit::{Hold, HoldKind, VisitStatus};

use crate::databases::{Database, on_both_databases};
use fixtures::{Ward, at, child, companion, journey, read, staff, uuid, visit, write};

async fn steps_and_states_round_trip(db: Database) {
    let store = db.store().await;
    let ward = Ward::kept(&store).await;
    let mut runner = TestRunner::deterministic();
    for nth in 2..26 {
        let ward = Ward { journey: journey(nth, nth), ..ward.clone() };
        let steps = generators::steps(&ward, nth * 1000).new_tree(&mut runner).unwrap().current();
        let state = JourneyState::from_steps(&steps);
        let folded = Journey {
            family_held: (nth % 2 == 0).then(|| FrozenFeed {
                feed: state.feed.clone(),
                appearance: (nth % 4 == 0).then(|| ward.companion.appearance()),
                card_shown: nth % 4 == 0,
                passport: (0..nth.min(3))
                    .map(|nth| PassportStamp { at: at(7), stood_watch: nth % 2 == 0 })
                    .collect(),
            }),
            state,
            ..ward.journey.clone()
        };
        let (told, kept, begun) = (steps.clone(), folded.clone(), ward.journey.clone());
        write(&store, move |tx| {
            tx.add_companion(&companion(nth, begun.child_id))?;
            tx.add_visit(&visit(nth, begun.child_id))?;
            tx.add_journey(&begun)?;
            tx.add_steps(&told)?;
            assert!(tx.save_journey(&kept)?);
            Ok(())
        })
        .await;
        let id = folded.id;
        let (mut found, row) =
            read(&store, move |tx| Ok((tx.steps_of(id)?, tx.journey(id)?))).await;
        assert!(found.is_sorted_by_key(Step::order));
        found.sort_by_key(|step| step.id);
        assert_eq!(found, steps);
        assert_eq!(row, Some(Journey { revision: 2, ..folded }));
        let first = steps[0].clone();
        assert_eq!(read(&store, move |tx| tx.step(first.id)).await.as_ref(), steps.first());
    }
}

async fn staff_sessions_and_tokens_round_trip(db: Database) {
    let store = db.store().await;
    let away = Staff { disabled_at: Some(at(5)), role: Role::Admin, ..staff(2) };
    let session = Session {
        token_hash: vec![7; 32],
        staff_id: staff(1).id,
        created_at: at(1),
        last_seen_at: at(2),
        expires_at: at(99),
        ended_at: None,
        phone_id: None,
        queue_hash: None,
    };
    let token = ServiceToken {
        id: ServiceTokenId::from_uuid(uuid(1)),
        name: "HL7".to_owned(),
        token_hash: vec![9; 32],
        scopes: Scope::ALL.to_vec(),
        created_by: staff(1).id,
        created_at: at(1),
        revoked_at: None,
    };
    let (kept, kept_session, kept_token) = (away.clone(), session.clone(), token.clone());
    write(&store, move |tx| {
        tx.add_staff(&staff(1))?;
        tx.add_staff(&kept)?;
        tx.add_session(&kept_session)?;
        tx.add_service_token(&kept_token)
    })
    .await;
    assert_eq!(read(&store, |tx| tx.staff(staff(2).id)).await, Some(away.clone()));
    assert_eq!(read(&store, |tx| tx.staff_by_username("nurse2")).await, Some(away.clone()));
    assert_eq!(read(&store, |tx| tx.staff_by_username("nurse3")).await, None);
    assert_eq!(read(&store, |tx| tx.staff_page(Some(staff(1).id), 9)).await, [away]);
    let names =
        read(&store, |tx| tx.staff_names(&[staff(2).id, StaffId::from_uuid(uuid(9))])).await;
    assert_eq!(names, [(staff(2).id, "Nurse 2".to_owned())]);
    assert_eq!(read(&store, |tx| tx.session(&[7; 32])).await, Some((session, staff(1))));
    assert_eq!(read(&store, |tx| tx.session(&[8; 32])).await, None);
    assert_eq!(read(&store, |tx| tx.service_token_by_hash(&[9; 32])).await, Some(token.clone()));
    assert_eq!(read(&store, |tx| tx.service_tokens_page(None, 9)).await, [token]);
}

async fn ward_records_round_trip(db: Database) {
    let store = db.store().await;
    let ward = Ward::kept(&store).await;
    let ward_place = ward.place(PlaceKind::Ward).id;
    let held = Visit {
        status: VisitStatus::Completed,
        place: Some((ward_place, at(3))),
        hold: Some(Hold {
            kind: HoldKind::Permanent,
            reason: "rest".to_owned(),
            by: ward.nurse.id,
            at: at(4),
        }),
        ended_at: Some(at(9)),
        ..visit(2, ward.child.id)
    };
    let bare = Child { patient_ref: None, purged_at: Some(at(7)), ..child(2) };
    let plain = Companion { description: None, ..companion(2, bare.id) };
    let scan = |nth, answer: Option<&str>| Scan {
        id: ScanId::from_uuid(uuid(nth)),
        fingerprint: vec![1; 32],
        response: answer.map(str::to_owned),
        journey_id: ward.journey.id,
        by: ward.nurse.id,
        occurred_at: at(1),
        recorded_at: at(2),
    };
    let scans = [scan(1, Some("{}")), scan(2, None)];
    let link = ward.link(1);
    let all = (held.clone(), bare.clone(), plain.clone(), scans.clone(), link.clone());
    write(&store, move |tx| {
        let (visit, child, companion, scans, link) = &all;
        tx.add_child(child)?;
        tx.add_companion(companion)?;
        tx.add_visit(visit)?;
        scans.iter().try_for_each(|scan| tx.add_scan(scan))?;
        tx.add_link(link)
    })
    .await;
    let [first, second] = scans;
    assert_eq!(read(&store, |tx| tx.visit(VisitId::from_uuid(uuid(2)))).await, Some(held));
    assert_eq!(read(&store, |tx| tx.child(child(2).id)).await, Some(bare.clone()));
    assert_eq!(read(&store, |tx| tx.child_by_ref("ref-1")).await, Some(ward.child.clone()));
    assert_eq!(
        read(&store, |tx| tx.children_page(None, 9)).await,
        [ward.child],
        "purged ones are left out"
    );
    assert_eq!(read(&store, move |tx| tx.children_by_ids(&[bare.id])).await.len(), 1);
    let known = plain.id;
    assert_eq!(read(&store, move |tx| tx.companion(known)).await, Some(plain.clone()));
    assert_eq!(read(&store, move |tx| tx.companions_by_ids(&[known])).await, [plain]);
    assert_eq!(read(&store, |tx| tx.scan(ScanId::from_uuid(uuid(1)))).await, Some(first));
    assert_eq!(read(&store, |tx| tx.scan(ScanId::from_uuid(uuid(2)))).await, Some(second));
    assert_eq!(read(&store, |tx| tx.link_by_hash(&[1; 32])).await, Some(link));
}

async fn moves_and_tags_round_trip(db: Database) {
    let store = db.store().await;
    let ward = Ward::kept(&store).await;
    let token = ServiceToken {
        id: ServiceTokenId::from_uuid(uuid(1)),
        name: "HL7".to_owned(),
        token_hash: vec![9; 32],
        scopes: Vec::new(),
        created_by: ward.nurse.id,
        created_at: at(1),
        revoked_at: Some(at(2)),
    };
    let moved = |nth: u128, by, occurred| VisitMove {
        id: MoveId::from_uuid(uuid(nth)),
        visit_id: ward.visit.id,
        place_id: ward.place(PlaceKind::PreOp).id,
        occurred_at: at(occurred),
        recorded_at: at(50),
        by,
    };
    let (told, heard) =
        (moved(1, MoveSource::Staff(ward.nurse.id), 9), moved(2, MoveSource::Service(token.id), 3));
    let bound = Tag {
        state: TagState::Void,
        material: Material::Wristband,
        companion_id: Some(ward.companion.id),
        bound_at: Some(at(1)),
        bound_by: Some(ward.other.id),
        void_reason: Some("torn".to_owned()),
        ..ward.tag(1)
    };
    let tags = [bound.clone(), ward.tag(2)];
    write(&store, move |tx| {
        tx.add_service_token(&token)?;
        tx.add_move(&told)?;
        tx.add_move(&heard)?;
        tx.add_tags(&tags)
    })
    .await;
    let (visit, companion, place) = (ward.visit.id, ward.companion.id, told.place_id);
    assert_eq!(read(&store, move |tx| tx.moves_of(visit)).await, [heard, told]);
    assert_eq!(read(&store, move |tx| tx.find_move(visit, place, at(9))).await, Some(told));
    assert_eq!(read(&store, move |tx| tx.find_move(visit, place, at(8))).await, None);
    assert_eq!(read(&store, move |tx| tx.tags_of(companion)).await, [bound]);
    let blank = ward.tag(2);
    let lost = Tag { state: TagState::Lost, void_reason: Some("gone".to_owned()), ..blank.clone() };
    let saved = lost.clone();
    write(&store, move |tx| tx.save_tag(&saved)).await;
    assert_eq!(read(&store, move |tx| tx.tag(&blank.code)).await, Some(lost));
}

async fn saving_updates_every_column_and_the_revision(db: Database) {
    let store = db.store().await;
    let ward = Ward::kept(&store).await;
    let state = JourneyState::from_steps(&[ward.step(
        1,
        StepPayload::Action(Action::Moved {
            place: ward.then(PlaceKind::Ward),
            resting_place: None,
        }),
    )]);
    let changed = Ward {
        nurse: Staff {
            display_name: "New".to_owned(),
            disabled_at: Some(at(1)),
            ..ward.nurse.clone()
        },
        places: vec![Place { name: "New".to_owned(), active: false, ..ward.places[0].clone() }],
        child: Child { patient_ref: None, latex: true, ..ward.child.clone() },
        companion: Companion {
            description: None,
            name: "New".to_owned(),
            ..ward.companion.clone()
        },
        visit: Visit {
            status: VisitStatus::Cancelled,
            ended_at: Some(at(1)),
            ..ward.visit.clone()
        },
        journey: Journey {
            state,
            family_held: Some(FrozenFeed::default()),
            ..ward.journey.clone()
        },
        ..ward.clone()
    };
    assert_eq!(saved(&store, &changed).await, [true; 6]);
    assert_eq!(saved(&store, &changed).await, [false; 6], "a stale revision saves nothing");
    let id = changed.clone();
    let now = read(&store, move |tx| {
        Ok(Ward {
            nurse: tx.staff(id.nurse.id)?.unwrap(),
            places: vec![tx.place(id.places[0].id)?.unwrap()],
            child: tx.child(id.child.id)?.unwrap(),
            companion: tx.companion(id.companion.id)?.unwrap(),
            visit: tx.visit(id.visit.id)?.unwrap(),
            journey: tx.journey(id.journey.id)?.unwrap(),
            ..id.clone()
        })
    })
    .await;
    assert_eq!(now.nurse, Staff { revision: 2, ..changed.nurse });
    assert_eq!(now.places, [Place { revision: 2, ..changed.places[0].clone() }]);
    assert_eq!(now.child, Child { revision: 2, ..changed.child });
    assert_eq!(now.companion, Companion { revision: 2, ..changed.companion });
    assert_eq!(now.visit, Visit { revision: 2, ..changed.visit });
    assert_eq!(now.journey, Journey { revision: 2, ..changed.journey });
}

async fn unique_violations_name_the_table_and_columns(db: Database) {
    let store = db.store().await;
    let ward = Ward::kept(&store).await;
    let step = ward.step(1, StepPayload::Sighted);
    let told = step.clone();
    write(&store, move |tx| tx.add_steps(from_ref(&told))).await;
    let again = store.write(move |tx| tx.add_steps(from_ref(&step))).await.unwrap_err();
    assert!(again.is_unique_violation("steps", "id"), "{again:?}");
    let twin = Child { id: child(2).id, ..ward.child.clone() };
    let same_ref = store.write(move |tx| tx.add_child(&twin)).await.unwrap_err();
    assert!(same_ref.is_unique_violation("children", "patient_ref"), "{same_ref:?}");
    let namesake = Staff { username: "nurse1".to_owned(), ..staff(3) };
    let same_name = store.write(move |tx| tx.add_staff(&namesake)).await.unwrap_err();
    assert!(same_name.is_unique_violation("staff", "username"), "{same_name:?}");
}

async fn idempotency_records_are_stored_until_deleted(db: Database) {
    let store = db.store().await;
    let answer = |nth: u8| IdempotencyRecord {
        caller: "staff:1".to_owned(),
        key_hash: vec![nth; 32],
        fingerprint: vec![0; 32],
        encrypted_response: vec![1, 2, 3],
        created_at: at(nth.into()),
    };
    write(&store, move |tx| (1..=3).try_for_each(|nth| tx.add_idempotency_record(&answer(nth))))
        .await;
    let found = |nth: u8| read(&store, move |tx| tx.idempotency_record("staff:1", &[nth; 32]));
    assert!(found(2).await == Some(answer(2)));
    assert!(read(&store, |tx| tx.idempotency_record("staff:2", &[2; 32])).await.is_none());
    assert_eq!(write(&store, |tx| tx.delete_idempotency_records_before(at(3))).await, 2);
    assert!(found(2).await.is_none() && found(3).await.is_some());
}

on_both_databases!(
    steps_and_states_round_trip,
    staff_sessions_and_tokens_round_trip,
    ward_records_round_trip,
    moves_and_tags_round_trip,
    saving_updates_every_column_and_the_revision,
    unique_violations_name_the_table_and_columns,
    idempotency_records_are_stored_until_deleted,
);

async fn saved(store: &stuffy::db::Store, ward: &Ward) -> [bool; 6] {
    let ward = ward.clone();
    write(store, move |tx| {
        Ok([
            tx.save_staff(&ward.nurse)?,
            tx.save_place(&ward.places[0])?,
            tx.save_child(&ward.child)?,
            tx.save_companion(&ward.companion)?,
            tx.save_visit(&ward.visit)?,
            tx.save_journey(&ward.journey)?,
        ])
    })
    .await
}
