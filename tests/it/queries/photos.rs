//! Photos and consents: round trips and deletion.

use stuffy::db::models::{Photo, PhotoConsent, Visit};
use stuffy::domain::id::{ConsentId, PhotoId};
use stuffy::domain::photo::{Consenter, PhotoLocation, PhotoSize, PhotoState};
use stuffy::domain::string_enum::StringEnum as _;
use stuffy::domain::visit::VisitStatus;

use super::fixtures::{Ward, at, read, uuid, write};
use crate::databases::{Database, on_both_databases};

fn photo(ward: &Ward, nth: u8) -> Photo {
    Photo {
        id: PhotoId::from_uuid(uuid(nth.into())),
        journey_id: ward.journey.id,
        visit_id: ward.visit.id,
        width: 640,
        height: 480,
        location: PhotoLocation::Database,
        taken_by: ward.nurse.id,
        taken_at: at(nth.into()),
        released_by: None,
        released_at: None,
        deleted_at: None,
    }
}

async fn a_consent_is_valid_until_it_is_withdrawn(db: Database) {
    let store = db.store().await;
    let ward = Ward::kept(&store).await;
    let (visit, by) = (ward.visit.id, ward.other.id);
    let consent = PhotoConsent {
        id: ConsentId::from_uuid(uuid(1)),
        visit_id: visit,
        given_by: Consenter::Guardian,
        recorded_by: ward.nurse.id,
        recorded_at: at(1),
        withdrawn_by: None,
        withdrawn_at: None,
    };
    assert_eq!(read(&store, move |tx| tx.consent_of(visit)).await, None);
    write(&store, move |tx| tx.add_consent(&consent)).await;
    assert_eq!(read(&store, move |tx| tx.consent_of(visit)).await, Some(consent));
    let second = PhotoConsent { id: ConsentId::from_uuid(uuid(2)), ..consent };
    assert!(store.write(move |tx| tx.add_consent(&second)).await.is_err(), "one at a time");
    assert!(write(&store, move |tx| tx.withdraw_consent(visit, by, at(2))).await);
    assert!(!write(&store, move |tx| tx.withdraw_consent(visit, by, at(3))).await);
    assert_eq!(read(&store, move |tx| tx.consent_of(visit)).await, None);
    write(&store, move |tx| tx.add_consent(&second)).await;
}

async fn photos_are_added_released_and_deleted(db: Database) {
    let store = db.store().await;
    let ward = Ward::kept(&store).await;
    let (one, two) = (photo(&ward, 1), photo(&ward, 2));
    let (visit, journey, lead) = (ward.visit.id, ward.journey.id, ward.other.id);
    write(&store, move |tx| {
        tx.add_photo(&one)?;
        tx.add_photo(&two)?;
        tx.add_picture(one.id, PhotoSize::Full, b"full")?;
        tx.add_picture(one.id, PhotoSize::Small, b"small")
    })
    .await;
    assert_eq!(read(&store, move |tx| tx.photo(one.id)).await, Some(one));
    assert_eq!(
        read(&store, move |tx| tx.picture(one.id, PhotoSize::Small)).await,
        Some(b"small".to_vec())
    );
    assert_eq!(read(&store, move |tx| tx.picture(two.id, PhotoSize::Full)).await, None);
    assert_eq!(read(&store, move |tx| tx.photos_of(visit)).await, [one, two]);

    let own = store.write(move |tx| tx.release_photo(one.id, one.taken_by, at(3))).await;
    assert!(own.is_err(), "the table itself wants a second person");
    assert!(write(&store, move |tx| tx.release_photo(one.id, lead, at(3))).await);
    assert!(!write(&store, move |tx| tx.release_photo(one.id, lead, at(4))).await);
    let released = Photo { released_by: Some(lead), released_at: Some(at(3)), ..one };
    let page = |state| {
        read(&store, move |tx| tx.photos_page(PhotoLocation::ALL, state, Some(journey), None, 9))
    };
    assert_eq!(page(Some(PhotoState::Released)).await, [released]);
    assert_eq!(page(Some(PhotoState::Waiting)).await, [two]);
    assert_eq!(page(None).await, [released, two]);
    assert_eq!(
        read(&store, |tx| tx.photos_page(&[PhotoLocation::Folder], None, None, None, 9)).await,
        []
    );
    let count_in = |place| read(&store, move |tx| tx.count_photos_in(place));
    assert_eq!(
        (count_in(PhotoLocation::Database).await, count_in(PhotoLocation::Folder).await),
        (2, 0)
    );
    assert_eq!(
        read(&store, |tx| tx.photos_page(&[PhotoLocation::Folder], None, None, None, 9)).await,
        []
    );
    let count_in = |place| read(&store, move |tx| tx.count_photos_in(place));
    assert_eq!(
        (count_in(PhotoLocation::Database).await, count_in(PhotoLocation::Folder).await),
        (2, 0)
    );
    assert_eq!(
        read(&store, move |tx| tx.photos_page(PhotoLocation::ALL, None, None, Some(one.id), 9))
            .await,
        [two]
    );

    assert_eq!(
        read(&store, |tx| tx.photos_of_visits_ended_by(at(99))).await,
        [],
        "the visit goes on"
    );
    let over =
        Visit { status: VisitStatus::Completed, ended_at: Some(at(50)), ..ward.visit.clone() };
    assert!(write(&store, move |tx| tx.save_visit(&over)).await);
    assert_eq!(read(&store, |tx| tx.photos_of_visits_ended_by(at(49))).await, []);
    assert_eq!(read(&store, |tx| tx.photos_of_visits_ended_by(at(50))).await, [released, two]);

    write(&store, move |tx| tx.mark_photos_deleted(&[one.id], at(60))).await;
    assert_eq!(read(&store, move |tx| tx.photo(one.id)).await, None);
    assert_eq!(read(&store, move |tx| tx.picture(one.id, PhotoSize::Full)).await, None);
    assert_eq!(read(&store, |tx| tx.photos_of_visits_ended_by(at(50))).await, [two]);
    let gone = read(&store, |tx| Ok(tx.deleted_photos()?.first().copied())).await;
    assert_eq!(gone, Some(Photo { deleted_at: Some(at(60)), ..released }));
    assert_eq!(read(&store, move |tx| tx.existing_photos(&[one.id])).await, [one.id]);
    write(&store, move |tx| tx.delete_photo_rows(&[one.id, two.id])).await;
    assert_eq!(
        read(&store, move |tx| tx.existing_photos(&[one.id, two.id])).await,
        [two.id],
        "what is not gone stays"
    );
}

on_both_databases!(a_consent_is_valid_until_it_is_withdrawn, photos_are_added_released_and_deleted,);
