//! Photos and photo consents.

use diesel::prelude::*;

use super::super::Conn;
use crate::db::models::{Photo, PhotoConsent};
use crate::db::schema::{photo_bytes as bytes, photo_consents as consents, photos, visits};
use crate::domain::id::{JourneyId, PhotoId, StaffId, VisitId};
use crate::domain::photo::{PhotoLocation, PhotoSize, PhotoState};
use crate::domain::time::Time;

pub fn add_consent(conn: &mut Conn, consent: &PhotoConsent) -> QueryResult<()> {
    diesel::insert_into(consents::table).values(consent).execute(conn).map(drop)
}

pub fn consent_of(conn: &mut Conn, visit: VisitId) -> QueryResult<Option<PhotoConsent>> {
    let of_visit = consents::table.filter(consents::visit_id.eq(visit));
    of_visit.filter(consents::withdrawn_at.is_null()).first(conn).optional()
}

pub fn withdraw_consent(
    conn: &mut Conn,
    visit: VisitId,
    by: StaffId,
    now: Time,
) -> QueryResult<bool> {
    let of_visit = consents::table.filter(consents::visit_id.eq(visit));
    diesel::update(of_visit.filter(consents::withdrawn_at.is_null()))
        .set((consents::withdrawn_by.eq(by), consents::withdrawn_at.eq(now)))
        .execute(conn)
        .map(|rows| rows == 1)
}

pub fn add_photo(conn: &mut Conn, photo: &Photo) -> QueryResult<()> {
    diesel::insert_into(photos::table).values(photo).execute(conn).map(drop)
}

pub fn add_picture(
    conn: &mut Conn,
    photo: PhotoId,
    size: PhotoSize,
    jpeg: &[u8],
) -> QueryResult<()> {
    diesel::insert_into(bytes::table)
        .values((bytes::photo_id.eq(photo), bytes::size.eq(size), bytes::jpeg.eq(jpeg)))
        .execute(conn)
        .map(drop)
}

pub fn photo(conn: &mut Conn, id: PhotoId) -> QueryResult<Option<Photo>> {
    photos::table.find(id).filter(photos::gone_at.is_null()).first(conn).optional()
}

pub fn picture(conn: &mut Conn, photo: PhotoId, size: PhotoSize) -> QueryResult<Option<Vec<u8>>> {
    bytes::table.find((photo, size)).select(bytes::jpeg).first(conn).optional()
}

pub fn photos_of(conn: &mut Conn, visit: VisitId) -> QueryResult<Vec<Photo>> {
    let of_visit = photos::table.filter(photos::visit_id.eq(visit));
    of_visit.filter(photos::gone_at.is_null()).order(photos::id).load(conn)
}

pub fn count_photos_in(conn: &mut Conn, location: PhotoLocation) -> QueryResult<i64> {
    photos::table.filter(photos::kept_in.eq(location)).count().get_result(conn)
}

pub fn photos_page(
    conn: &mut Conn,
    locations: &[PhotoLocation],
    state: Option<PhotoState>,
    journey: Option<JourneyId>,
    after: Option<PhotoId>,
    limit: i64,
) -> QueryResult<Vec<Photo>> {
    let not_deleted = photos::table.filter(photos::gone_at.is_null());
    let not_deleted = not_deleted.filter(photos::kept_in.eq_any(locations));
    let mut query = not_deleted.order(photos::id).limit(limit).into_boxed();
    query = match state {
        Some(PhotoState::Waiting) => query.filter(photos::released_at.is_null()),
        Some(PhotoState::Released) => query.filter(photos::released_at.is_not_null()),
        None => query,
    };
    if let Some(journey) = journey {
        query = query.filter(photos::journey_id.eq(journey));
    }
    if let Some(after) = after {
        query = query.filter(photos::id.gt(after));
    }
    query.load(conn)
}

pub fn release_photo(conn: &mut Conn, id: PhotoId, by: StaffId, now: Time) -> QueryResult<bool> {
    let not_deleted = photos::table.find(id).filter(photos::gone_at.is_null());
    diesel::update(not_deleted.filter(photos::released_at.is_null()))
        .set((photos::released_by.eq(by), photos::released_at.eq(now)))
        .execute(conn)
        .map(|rows| rows == 1)
}

pub fn photos_of_visits_ended_by(conn: &mut Conn, time: Time) -> QueryResult<Vec<Photo>> {
    let over = visits::table.filter(visits::ended_at.le(time)).select(visits::id);
    let not_deleted = photos::table.filter(photos::gone_at.is_null());
    not_deleted.filter(photos::visit_id.eq_any(over)).order(photos::id).load(conn)
}

pub fn mark_photos_deleted(conn: &mut Conn, ids: &[PhotoId], now: Time) -> QueryResult<()> {
    diesel::delete(bytes::table.filter(bytes::photo_id.eq_any(ids))).execute(conn)?;
    let not_deleted =
        photos::table.filter(photos::id.eq_any(ids)).filter(photos::gone_at.is_null());
    diesel::update(not_deleted).set(photos::gone_at.eq(now)).execute(conn).map(drop)
}

pub fn deleted_photos(conn: &mut Conn) -> QueryResult<Vec<Photo>> {
    photos::table.filter(photos::gone_at.is_not_null()).order(photos::id).load(conn)
}

pub fn delete_photo_rows(conn: &mut Conn, ids: &[PhotoId]) -> QueryResult<()> {
    let deleted = photos::table.filter(photos::gone_at.is_not_null());
    diesel::delete(deleted.filter(photos::id.eq_any(ids))).execute(conn).map(drop)
}

pub fn existing_photos(conn: &mut Conn, ids: &[PhotoId]) -> QueryResult<Vec<PhotoId>> {
    photos::table.filter(photos::id.eq_any(ids)).select(photos::id).load(conn)
}
