//! Two times: when it happened and when it was kept (rule 5 of the house, R29).

use serde_json::json;

use crate::builders::{self, Rooms};
use crate::databases::{Database, on_both_databases};
use crate::test_app::TestHospital;

const HOUR: i64 = 3600;

async fn a_clock_that_is_off_is_put_right(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (admin, nurse) = (hospital.admin().await, hospital.nurse().await);
    let rooms = Rooms::open(&admin).await;
    let bear = builders::check_in(&nurse).await;
    hospital.wait_minutes(180);
    let off = |seconds| hospital.seconds_from_now(seconds);

    // (happened and sent by the phone's clock; when it happened by ours)
    let cases = [
        ("an hour fast, sent at once", HOUR, Some(HOUR), 0),
        ("an hour fast, 30 s on its way", HOUR - 30, Some(HOUR), -30),
        ("an hour slow, 30 s on its way", -HOUR - 30, Some(-HOUR), -30),
        ("an hour slow, kept for an hour", -2 * HOUR, Some(-HOUR), -HOUR),
        ("right, kept for an hour", -HOUR, Some(0), -HOUR),
        ("so little off that it is the message's way", -15, Some(-8), -15),
        ("a little ahead", 240, None, 0),
        ("happened after it was sent", HOUR + 60, Some(HOUR), 0),
    ];
    for (what, happened, sent, ours) in cases {
        let mut more = json!({ "occurred_at": off(happened) });
        if let Some(sent) = sent {
            more["sent_at"] = json!(off(sent));
        }
        let kept = nurse.scan(&bear.tag, more).await.expect(201);
        assert_eq!(kept.text("steps/0/occurred_at"), off(ours), "{what}");
        assert_eq!(kept.text("steps/0/recorded_at"), hospital.now(), "{what}");
        assert_eq!(kept["late"], ours < -1200, "{what}");
    }

    // A clock that is off makes no fact of what is asked for now.
    let now_by_a_slow_clock = json!({
        "place_id": rooms.operating_room, "occurred_at": off(-HOUR), "sent_at": off(-HOUR),
    });
    assert_eq!(
        bear.expect_blocked(&nurse, now_by_a_slow_clock).await,
        ["clean_missing", "not_gowned"]
    );

    // Ahead of everybody, with nothing to correct it by, is refused.
    for happened in [301, HOUR] {
        let ahead = nurse.scan(&bear.tag, json!({ "occurred_at": off(happened) })).await;
        assert_eq!(ahead.refused(422, "invalid").all("errors", "pointer"), ["#/occurred_at"]);
    }
}

/// R29: entered late, it is kept, and no family hears of it as news.
async fn what_is_late_is_kept_and_not_told(db: Database) {
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

    let told = parent.get(&link).await.expect(200);
    assert_eq!(told.text("companions/0/status/key"), "arrived");
    let late = nurse
        .scan(
            &bear.tag,
            json!({ "place_id": rooms.pre_op, "occurred_at": hospital.seconds_from_now(-1201) }),
        )
        .await
        .expect(201);
    assert_eq!((&late["late"], &late["steps"][0]["late"]), (&json!(true), &json!(true)));
    assert_eq!(late["journey"]["stage"], "pre_op");
    let told = parent.get(&link).await.expect(200);
    assert_eq!(told.text("companions/0/status/key"), "arrived");
    assert_eq!(told["companions"][0]["moments"].as_array().map(Vec::len), Some(1));

    // Twenty minutes to the second is not late yet, and is news.
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

on_both_databases!(a_clock_that_is_off_is_put_right, what_is_late_is_kept_and_not_told,);
