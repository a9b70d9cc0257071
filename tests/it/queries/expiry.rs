//! Alerts that are resolved and reopened, sessions and links that end, and texts that a purge deletes.

use std::slice::from_ref;

use stuffy::db::models::{Alert, FamilyLink, Scan, Session, Tag, Visit};
use stuffy::db::{Error, Store};
use stuffy::domain::alert::AlertKind;
use stuffy::domain::family::Relation;
use stuffy::domain::id::{ScanId, VisitId};
use stuffy::domain::journey::action::Action;
use stuffy::domain::journey::step::{Override, Step, StepPayload};
use stuffy::domain::tag::TagState;
use stuffy::domain::time::Time;
use stuffy::domain::visit::{Hold, HoldKind};

use super::fixtures::{Ward, at, read, uuid, write};
use crate::databases::{Database, on_both_databases};

async fn links_are_listed_newest_first_and_counted_by_relation(db: Database) {
    let store = db.store().await;
    let ward = Ward::kept(&store).await;
    let link = |nth, relation| FamilyLink { relation, ..ward.link(nth) };
    let kept =
        [link(1, Relation::Guardian), link(2, Relation::Invited), link(3, Relation::Invited)];
    let ids = kept.clone().map(|link| link.id);
    write(&store, move |tx| kept.iter().try_for_each(|link| tx.add_link(link))).await;
    let visit = ward.visit.id;
    let back = async |older_than, limit| {
        let found = read(&store, move |tx| tx.links_before(visit, older_than, limit)).await;
        found.into_iter().map(|link| link.id).collect::<Vec<_>>()
    };
    assert_eq!(back(None, 2).await, [ids[2], ids[1]]);
    assert_eq!(back(Some(ids[1]), 2).await, [ids[0]]);
    assert_eq!(back(Some(ids[0]), 2).await, []);
    let number = |relation| read(&store, move |tx| tx.count_links_for(visit, relation));
    assert_eq!((number(Relation::Guardian).await, number(Relation::Invited).await), (1, 2));
    let nobody = VisitId::from_uuid(uuid(77));
    assert_eq!(read(&store, move |tx| tx.count_links_for(nobody, Relation::Invited)).await, 0);
}

async fn only_automatically_resolved_alerts_are_reopened(db: Database) {
    let store = db.store().await;
    let ward = Ward::kept(&store).await;
    let (first, again) =
        (ward.alert(11, AlertKind::LeftBehind), ward.alert(21, AlertKind::LeftBehind));
    assert_eq!(raised(&store, &first).await, from_ref(&first));
    assert_eq!(raised(&store, &again).await, from_ref(&first), "one cause raises one alert");

    let journey = ward.journey.id;
    write(&store, move |tx| tx.auto_resolve_alerts(journey, AlertKind::Missing, None, at(30)))
        .await;
    write(&store, move |tx| {
        tx.auto_resolve_alerts(journey, AlertKind::LeftBehind, Some(uuid(2)), at(30))
    })
    .await;
    assert_eq!(open(&store, &ward).await.len(), 1, "another kind or cause is left alone");
    write(&store, move |tx| {
        tx.auto_resolve_alerts(journey, AlertKind::LeftBehind, Some(uuid(1)), at(31))
    })
    .await;
    let cleared = Alert { resolved_at: Some(at(31)), ..first.clone() };
    let id = first.id;
    assert_eq!(read(&store, move |tx| tx.alert(id)).await, Some(cleared));

    let reopened = Alert { id, ..again.clone() };
    assert_eq!(raised(&store, &again).await, from_ref(&reopened));

    let by = ward.other.id;
    assert!(write(&store, move |tx| tx.resolve_alert(id, by, "found it", at(40))).await);
    assert!(!write(&store, move |tx| tx.resolve_alert(id, by, "me too", at(41))).await);
    assert_eq!(raised(&store, &again).await, [], "a person's word stands");
    let resolved = Alert {
        resolved_at: Some(at(40)),
        resolved_by: Some(by),
        note: Some("found it".to_owned()),
        ..reopened
    };
    assert_eq!(read(&store, move |tx| tx.alert(id)).await, Some(resolved));
}

async fn sessions_and_links_end_once(db: Database) {
    let store = db.store().await;
    let ward = Ward::kept(&store).await;
    let owner = ward.nurse.id;
    let session = move |nth: u8| Session {
        token_hash: vec![nth; 32],
        staff_id: owner,
        created_at: at(1),
        last_seen_at: at(1),
        expires_at: at(99),
        ended_at: None,
        phone_id: None,
        queue_hash: None,
    };
    let link = ward.link(1);
    let id = link.id;
    write(&store, move |tx| {
        tx.add_session(&session(1))?;
        tx.add_session(&session(2))?;
        tx.touch_session(&[1; 32], at(5))?;
        tx.touch_session(&[1; 32], at(4))?;
        tx.end_session(&[1; 32], at(6))?;
        tx.end_sessions_of(owner, at(7))?;
        tx.add_link(&link)?;
        tx.record_first_opening(id, at(8))?;
        tx.record_first_opening(id, at(9))
    })
    .await;
    let times = |nth: u8| {
        read(&store, move |tx| {
            let (session, _) = tx.session(&[nth; 32])?.unwrap();
            Ok((session.last_seen_at, session.ended_at))
        })
    };
    assert_eq!(times(1).await, (at(5), Some(at(6))));
    assert_eq!(times(2).await, (at(1), Some(at(7))));
    let revoked = |time: Time| write(&store, move |tx| tx.revoke_link(id, time));
    assert!(revoked(at(10)).await && !revoked(at(11)).await);
    let link = read(&store, move |tx| tx.link(id)).await.unwrap();
    assert_eq!((link.opened_at, link.revoked_at), (Some(at(8)), Some(at(10))));
}

async fn a_purge_deletes_all_texts_and_only_a_purge_rewrites_steps(db: Database) {
    let store = db.store().await;
    let ward = Ward::kept(&store).await;
    let step = write_texts(&store, &ward).await;
    assert_eq!(db.lines(WORDS).await.len(), 8, "one in each table, or this test sees nothing");
    let mute = Step {
        payload: StepPayload::Action(Action::Noted { text: String::new() }),
        overrode: None,
        ..step.clone()
    };
    let rewriting = mute.clone();
    let refused = store.write(move |tx| tx.rewrite_steps(from_ref(&rewriting))).await;
    assert_eq!(refused, Err(Error::Internal("steps are kept for ever".to_owned())));

    let (all, rewriting) = (ward.clone(), mute.clone());
    write(&store, move |tx| {
        tx.begin_purge(&[all.journey.id])?;
        tx.rewrite_steps(from_ref(&rewriting))?;
        tx.redact_scans_and_alerts(all.journey.id)?;
        tx.redact_visit(all.visit.id, at(90))?;
        tx.redact_child(all.child.id, at(90))?;
        tx.end_purge()
    })
    .await;
    assert_eq!(read(&store, move |tx| tx.step(mute.id)).await, Some(mute));
    let refused = store.write(move |tx| tx.rewrite_steps(from_ref(&step))).await;
    assert!(refused.is_err(), "the purge is over");

    let id = ward.child.id;
    let child = read(&store, move |tx| tx.child(id)).await.unwrap();
    assert_eq!((child.purged_at, child.revision), (Some(at(90)), 2));
    let link = read(&store, move |tx| tx.link_by_hash(&[1; 32])).await.unwrap();
    assert_eq!(link.revoked_at, Some(at(90)));
    assert_eq!(db.lines(WORDS).await, Vec::<String>::new());
}

on_both_databases!(
    links_are_listed_newest_first_and_counted_by_relation,
    only_automatically_resolved_alerts_are_reopened,
    sessions_and_links_end_once,
    a_purge_deletes_all_texts_and_only_a_purge_rewrites_steps,
);

/// The texts of `write_texts` that still exist.
const WORDS: &str = "
    SELECT line FROM (
        SELECT alias || coalesce(patient_ref, '') AS line FROM children
        UNION ALL SELECT name || coalesce(description, '') FROM companions
        UNION ALL SELECT coalesce(hold_reason, '') FROM visits
        UNION ALL SELECT coalesce(void_reason, '') FROM tags
        UNION ALL SELECT coalesce(answer, '') FROM scans
        UNION ALL SELECT coalesce(note, '') FROM alerts
        UNION ALL SELECT name FROM family_links
        UNION ALL SELECT CASE WHEN CAST(body AS TEXT) LIKE '%secret%' THEN 'a step' ELSE '' END FROM steps
    ) AS words WHERE line <> ''";

/// Writes a text into every column that can hold one.
async fn write_texts(store: &Store, ward: &Ward) -> Step {
    let secret = || "secret".to_owned();
    let over = Override { rules: [].into(), reason: secret(), hand_magnet_test: false };
    let step = Step {
        overrode: Some(over),
        ..ward.step(1, StepPayload::Action(Action::Noted { text: "secret".to_owned() }))
    };
    let scan = Scan {
        id: ScanId::from_uuid(uuid(1)),
        fingerprint: vec![1; 32],
        response: Some(secret()),
        journey_id: ward.journey.id,
        by: ward.nurse.id,
        occurred_at: at(1),
        recorded_at: at(1),
    };
    let hold = Hold { kind: HoldKind::Hold, reason: secret(), by: ward.nurse.id, at: at(1) };
    let visit = Visit { hold: Some(hold), ..ward.visit.clone() };
    let tag = Tag {
        state: TagState::Void,
        companion_id: Some(ward.companion.id),
        bound_at: Some(at(1)),
        bound_by: Some(ward.nurse.id),
        void_reason: Some(secret()),
        ..ward.tag(1)
    };
    let (alert, link, by) = (ward.alert(1, AlertKind::Missing), ward.link(1), ward.nurse.id);
    let told = step.clone();
    write(store, move |tx| {
        tx.add_steps(from_ref(&told))?;
        tx.add_scan(&scan)?;
        assert!(tx.save_visit(&visit)?);
        tx.add_tags(from_ref(&tag))?;
        tx.raise_alert(&alert)?;
        assert!(tx.resolve_alert(alert.id, by, "secret", at(2))?);
        tx.add_link(&link)
    })
    .await;
    step
}

/// Raises an alert and returns the open ones.
async fn raised(store: &Store, alert: &Alert) -> Vec<Alert> {
    let alert = alert.clone();
    write(store, move |tx| {
        tx.raise_alert(&alert)?;
        tx.open_alerts_of(&[alert.journey_id])
    })
    .await
}

async fn open(store: &Store, ward: &Ward) -> Vec<Alert> {
    let journey = ward.journey.id;
    read(store, move |tx| tx.open_alerts_of(&[journey])).await
}
