//! Each step has the time when it happened and the time when it was recorded (R29).

use serde_json::json;

use crate::builders::{self, Rooms};
use crate::databases::{Database, on_both_databases};
use crate::test_app::TestHospital;

const HOUR: i64 = 3600;

async fn wrong_phone_clock_is_corrected(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (admin, nurse) = (hospital.admin().await, hospital.nurse().await);
    let rooms = Rooms::open(&admin).await;
    let bear = builders::check_in(&nurse).await;
    hospital.wait_minutes(180);
    let from_now = |seconds| hospital.seconds_from_now(seconds);

    // Phone clock: occurred_at and sent_at. Server clock: the expected occurred_at. In seconds from now.
    let cases = [
        ("an hour fast, sent at once", HOUR, Some(HOUR), 0),
        ("an hour fast, sent after 30 s", HOUR - 30, Some(HOUR), -30),
        ("an hour slow, sent after 30 s", -HOUR - 30, Some(-HOUR), -30),
        ("an hour slow, sent after an hour", -2 * HOUR, Some(-HOUR), -HOUR),
        ("right, sent after an hour", -HOUR, Some(0), -HOUR),
        ("a difference this small is network delay", -15, Some(-8), -15),
        ("a little fast, without sent_at", 240, None, 0),
        ("happened after it was sent", HOUR + 60, Some(HOUR), 0),
    ];
    for (case, happened, sent, expected) in cases {
        let mut more = json!({ "occurred_at": from_now(happened) });
        if let Some(sent) = sent {
            more["sent_at"] = json!(from_now(sent));
        }
        let response = nurse.scan(&bear.tag, more).await.expect(201);
        assert_eq!(response.text("steps/0/occurred_at"), from_now(expected), "{case}");
        assert_eq!(response.text("steps/0/recorded_at"), hospital.now(), "{case}");
        assert_eq!(response["late"], expected < -1200, "{case}");
    }

    // A slow clock does not turn a scan of now into a scan of the past.
    let now_by_a_slow_clock = json!({
        "place_id": rooms.operating_room, "occurred_at": from_now(-HOUR), "sent_at": from_now(-HOUR),
    });
    assert_eq!(
        bear.expect_blocked(&nurse, now_by_a_slow_clock).await,
        ["clean_missing", "not_gowned"]
    );

    // A time in the future that `sent_at` does not correct is rejected.
    for happened in [301, HOUR] {
        let ahead = nurse.scan(&bear.tag, json!({ "occurred_at": from_now(happened) })).await;
        assert_eq!(ahead.refused(422, "invalid").all("errors", "pointer"), ["#/occurred_at"]);
    }
}

/// R29: a step recorded late changes the journey, but not what the family reads.
async fn r29_late_step_is_recorded_without_news_for_the_family(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (admin, nurse) = (hospital.admin().await, hospital.nurse().await);
    let rooms = Rooms::open(&admin).await;
    let bear = builders::check_in(&nurse).await;
    let guest = json!({ "name": "Grandmother", "language": "en", "scope": "status", "relation": "guardian" });
    let invited =
        nurse.post(&format!("/visits/{}/family-links", bear.visit), guest).await.expect(201);
    let link = format!("/family/{}", invited.text("url").rsplit('/').next().expect("a token"));
    let parent = hospital.stranger();
    hospital.wait_minutes(60);

    let view = parent.get(&link).await.expect(200);
    assert_eq!(view.text("companions/0/status/key"), "arrived");
    let late = nurse
        .scan(
            &bear.tag,
            json!({ "place_id": rooms.pre_op, "occurred_at": hospital.seconds_from_now(-1201) }),
        )
        .await
        .expect(201);
    assert_eq!((&late["late"], &late["steps"][0]["late"]), (&json!(true), &json!(true)));
    assert_eq!(late["journey"]["stage"], "pre_op");
    let view = parent.get(&link).await.expect(200);
    assert_eq!(view.text("companions/0/status/key"), "arrived");
    assert_eq!(view["companions"][0]["moments"].as_array().map(Vec::len), Some(1));

    // Exactly 20 minutes is not late, so the family gets the news.
    let in_time = nurse
        .scan(
            &bear.tag,
            json!({ "place_id": rooms.pre_op, "occurred_at": hospital.minutes_ago(20) }),
        )
        .await
        .expect(201);
    assert_eq!(in_time["late"], false);
    assert_eq!(
        parent.get(&link).await.expect(200).text("companions/0/status/key"),
        "getting_ready"
    );
}

on_both_databases!(
    wrong_phone_clock_is_corrected,
    r29_late_step_is_recorded_without_news_for_the_family,
);
