//! Phones, their enrolment codes and the sessions on them.

use stuffy::db::models::{Phone, PhoneEnrolment, Session, Staff};
use stuffy::domain::id::PhoneId;

use super::fixtures::{at, read, staff, uuid, write};
use crate::databases::{Database, on_both_databases};

fn phone(nth: u8) -> Phone {
    Phone {
        id: PhoneId::from_uuid(uuid(nth.into())),
        name: format!("Phone {nth}"),
        token_hash: vec![nth; 32],
        enrolled_by: staff(1).id,
        created_at: at(1),
        last_seen_at: at(1),
        revoked_at: None,
    }
}

/// The nth session, begun at that second by that member of staff, on the first phone or on none.
fn session(nth: u8, who: u128, on_phone: bool) -> Session {
    Session {
        token_hash: vec![nth; 32],
        staff_id: staff(who).id,
        created_at: at(nth.into()),
        last_seen_at: at(nth.into()),
        expires_at: at(99),
        ended_at: None,
        phone_id: on_phone.then(|| phone(1).id),
        queue_hash: Some(vec![100 + nth; 32]),
    }
}

async fn an_enrolment_code_is_used_once_and_deleted_when_expired(db: Database) {
    let store = db.store().await;
    let code = |nth: u8| PhoneEnrolment {
        code_hash: vec![nth; 32],
        name: "Ward phone".to_owned(),
        made_by: staff(1).id,
        created_at: at(1),
        expires_at: at(nth.into()),
    };
    write(&store, move |tx| {
        tx.add_staff(&staff(1))?;
        (5..8).try_for_each(|nth| tx.add_enrolment(&code(nth)))?;
        tx.delete_enrolments_before(at(6))
    })
    .await;
    assert_eq!(read(&store, |tx| tx.enrolment(&[5; 32])).await, None);
    assert_eq!(read(&store, |tx| tx.enrolment(&[6; 32])).await, Some(code(6)));
    assert_eq!(write(&store, |tx| tx.consume_enrolment(&[6; 32])).await, Some(code(6)));
    assert_eq!(write(&store, |tx| tx.consume_enrolment(&[6; 32])).await, None);
    assert_eq!(read(&store, |tx| tx.enrolment(&[7; 32])).await, Some(code(7)));
}

async fn phones_round_trip(db: Database) {
    let store = db.store().await;
    write(&store, |tx| {
        tx.add_staff(&staff(1))?;
        tx.add_phone(&phone(1))?;
        tx.add_phone(&phone(2))?;
        tx.touch_phone(phone(1).id, at(7))?;
        tx.touch_phone(phone(1).id, at(6))
    })
    .await;
    let used = Phone { last_seen_at: at(7), ..phone(1) };
    assert_eq!(read(&store, |tx| tx.phone(phone(1).id)).await, Some(used.clone()));
    assert_eq!(read(&store, |tx| tx.phone_by_hash(&[2; 32])).await, Some(phone(2)));
    assert_eq!(read(&store, |tx| tx.phones_page(None, 1)).await, std::slice::from_ref(&used));
    assert_eq!(read(&store, |tx| tx.phones_like("phone", None, 9)).await, [phone(2), used.clone()]);
    assert_eq!(
        read(&store, |tx| tx.phones_like("E 1", None, 9)).await,
        std::slice::from_ref(&used)
    );
    assert_eq!(read(&store, |tx| tx.phones_like("%", None, 9)).await, []);
    assert_eq!(read(&store, |tx| tx.phones_like("", Some(phone(2).id), 9)).await, [used]);
    assert_eq!(read(&store, |tx| tx.phones_page(Some(phone(1).id), 9)).await, [phone(2)]);
    assert!(write(&store, |tx| tx.revoke_phone(phone(2).id, at(8))).await);
    assert!(!write(&store, |tx| tx.revoke_phone(phone(2).id, at(9))).await);
    let gone = read(&store, |tx| tx.phone(phone(2).id)).await.unwrap();
    assert_eq!(gone.revoked_at, Some(at(8)));
}

async fn revoking_a_phone_ends_its_sessions_and_queue_tokens(db: Database) {
    let store = db.store().await;
    write(&store, |tx| {
        (1..4).try_for_each(|nth| tx.add_staff(&staff(nth)))?;
        let away = Staff { username: "gone".to_owned(), disabled_at: Some(at(1)), ..staff(4) };
        tx.add_staff(&away)?;
        tx.add_phone(&phone(1))?;
        tx.add_session(&session(1, 1, true))?;
        tx.add_session(&session(2, 2, true))?;
        tx.add_session(&session(3, 1, true))?;
        tx.add_session(&session(4, 3, false))?;
        tx.add_session(&session(5, 4, true))
    })
    .await;
    let names = read(&store, |tx| tx.staff_signed_in_on(phone(1).id, 9)).await;
    assert_eq!(names, [staff(1), staff(2), staff(1)], "the latest first, and nobody who left");
    assert_eq!(
        read(&store, |tx| tx.session(&[1; 32])).await,
        Some((session(1, 1, true), staff(1)))
    );
    let by_queue = read(&store, |tx| tx.session_by_queue(&[102; 32])).await;
    assert_eq!(by_queue, Some((session(2, 2, true), staff(2))));
    assert_eq!(
        read(&store, |tx| tx.session_by_queue(&[2; 32])).await,
        None,
        "a token of another kind"
    );

    let mut ended = write(&store, |tx| tx.end_sessions_on(phone(1).id, at(9))).await;
    ended.sort();
    assert_eq!(ended, [1, 1, 2, 4].map(|nth| staff(nth).id));
    let ended = |tx: &mut stuffy::db::Tx<'_>, nth: u8| {
        tx.session(&[nth; 32]).map(|found| found.and_then(|(s, _)| s.ended_at))
    };
    assert_eq!(read(&store, move |tx| ended(tx, 1)).await, Some(at(9)));
    assert_eq!(read(&store, move |tx| ended(tx, 4)).await, None);
    assert!(
        read(&store, |tx| tx.session_by_queue(&[101; 32])).await.is_some(),
        "it outlives the session"
    );

    write(&store, |tx| tx.revoke_queue_tokens_of(staff(2).id)).await;
    assert_eq!(read(&store, |tx| tx.session_by_queue(&[102; 32])).await, None);
    write(&store, |tx| tx.revoke_phone(phone(1).id, at(9)).map(drop)).await;
    for nth in [1, 3] {
        assert_eq!(read(&store, move |tx| tx.session(&[nth; 32])).await, None);
        assert_eq!(read(&store, move |tx| tx.session_by_queue(&[100 + nth; 32])).await, None);
    }
    assert!(read(&store, |tx| tx.session(&[4; 32])).await.is_some());
    assert!(read(&store, |tx| tx.session_by_queue(&[104; 32])).await.is_some());
}

async fn saving_a_pin_increments_the_revision(db: Database) {
    let store = db.store().await;
    write(&store, |tx| {
        tx.add_staff(&staff(1))?;
        tx.save_pin(staff(1).id, "$argon2id$pin")
    })
    .await;
    let with_pin = Staff { pin_hash: Some("$argon2id$pin".to_owned()), revision: 2, ..staff(1) };
    assert_eq!(read(&store, |tx| tx.staff(staff(1).id)).await, Some(with_pin.clone()));
    let without = Staff { pin_hash: None, ..with_pin };
    assert!(write(&store, move |tx| tx.save_staff(&without)).await);
    assert_eq!(read(&store, |tx| tx.staff(staff(1).id)).await.unwrap().pin_hash, None);
}

on_both_databases!(
    an_enrolment_code_is_used_once_and_deleted_when_expired,
    phones_round_trip,
    revoking_a_phone_ends_its_sessions_and_queue_tokens,
    saving_a_pin_increments_the_revision,
);
