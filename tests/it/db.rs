//! The guarantees of `Store`, on both databases.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, mpsc as std_mpsc};

use stuffy::db::models::{LoginAttempts, Place};
use stuffy::db::{Error, Options, Store, Tx};
use stuffy::domain::id::PlaceId;
use stuffy::domain::place::{PlaceKind, PlacePolicy};
use stuffy::domain::tag::TagCode;
use stuffy::domain::time::Time;
use tokio::sync::mpsc;
use tokio::task::{JoinHandle, JoinSet};
use uuid::Uuid;

use crate::databases::{Database, on_both_databases};

async fn acknowledged_writes_survive_a_restart(db: Database) {
    let store = db.store().await;
    count(&store, "bear").await.unwrap();
    let another = db.bare_store(&Options::default());
    assert_eq!(counted(&another, "bear").await, 1);
    store.close().await;
    another.close().await;
    assert_eq!(counted(&db.bare_store(&Options::default()), "bear").await, 1);
}

async fn thirty_two_concurrent_writers_never_fail(db: Database) {
    let store = db.store().await;
    let mut writers = JoinSet::new();
    for _ in 0..32 {
        let store = store.clone();
        writers.spawn(async move {
            for _ in 0..10 {
                count(&store, "bear").await.unwrap();
            }
        });
    }
    writers.join_all().await;
    assert_eq!(counted(&store, "bear").await, 320);
}

async fn a_failed_job_does_not_roll_back_its_group(db: Database) {
    let store = db.store_with(&narrow(8)).await;
    let gate = Gate::shut(&store).await;
    let failing = store.write(|tx| {
        tx.record_login_failure("bear", EARLY, EARLY)?;
        Err::<(), _>(Error::Internal("on purpose".to_owned()))
    });
    let (before, failed, after, ()) =
        tokio::join!(count(&store, "fox"), failing, count(&store, "owl"), gate.open());
    assert_eq!((before, after), (Ok(1), Ok(1)));
    assert_eq!(failed, Err(Error::Internal("on purpose".to_owned())));
    let counts =
        [counted(&store, "fox").await, counted(&store, "bear").await, counted(&store, "owl").await];
    assert_eq!(counts, [1, 0, 1]);
}

async fn a_panicking_job_does_not_affect_others(db: Database) {
    let store = db.store_with(&narrow(8)).await;
    let gate = Gate::shut(&store).await;
    let panicking = store.write(|tx| -> Result<(), Error> {
        tx.record_login_failure("bear", EARLY, EARLY)?;
        panic!("on purpose")
    });
    let (before, panicked, after, ()) =
        tokio::join!(count(&store, "fox"), panicking, count(&store, "owl"), gate.open());
    assert_eq!((before, after), (Ok(1), Ok(1)));
    assert!(matches!(panicked, Err(Error::Internal(_))), "{panicked:?}");
    assert_eq!(counted(&store, "bear").await, 0);
    assert_eq!(count(&store, "fox").await, Ok(2));
}

async fn a_full_queue_fails_immediately(db: Database) {
    let store = db.store_with(&narrow(1)).await;
    let gate = Gate::shut(&store).await;
    let too_many = async {
        assert_eq!(count(&store, "owl").await, Err(Error::Busy));
        gate.open().await;
    };
    let (waited, ()) = tokio::join!(count(&store, "fox"), too_many);
    assert_eq!(waited, Ok(1));
    assert_eq!(count(&store, "owl").await, Ok(1));
}

async fn closing_runs_queued_jobs_and_rejects_new_ones(db: Database) {
    let store = db.store_with(&narrow(8)).await;
    let gate = Gate::shut(&store).await;
    let (waited, (), ()) = tokio::join!(count(&store, "fox"), store.close(), gate.open());
    assert_eq!(waited, Ok(1));
    assert_eq!(count(&store, "fox").await, Err(Error::Unavailable));
    assert_eq!(counted(&db.bare_store(&Options::default()), "fox").await, 1);
}

async fn a_failed_attempt_rolls_back_only_itself(db: Database) {
    let store = db.store().await;
    let (first, second) = (place(1), Place { code: place(1).code, ..place(2) });
    let kept = first.clone();
    let taken = store.write(move |tx| {
        tx.add_place(&first)?;
        let refused = tx.attempt(|tx| {
            tx.record_login_failure("bear", EARLY, EARLY)?;
            tx.add_place(&second)
        });
        tx.record_login_failure("fox", EARLY, EARLY)?;
        Ok::<_, Error>(refused.unwrap_err())
    });
    assert!(taken.await.unwrap().is_unique_violation("places", "code"));
    assert_eq!((counted(&store, "bear").await, counted(&store, "fox").await), (0, 1));
    assert_eq!(read(&store, |tx| tx.places_page(None, 10)).await, [kept]);
}

async fn a_job_that_ignores_a_failed_query_is_not_committed(db: Database) {
    let store = db.store().await;
    let answer = store.write(|tx| {
        tx.record_login_failure("bear", EARLY, EARLY)?;
        let _ = tx.add_place(&place(1));
        let _ = tx.add_place(&place(1));
        Ok::<_, Error>(())
    });
    assert!(matches!(answer.await, Err(Error::Internal(_))));
    assert_eq!(counted(&store, "bear").await, 0);
}

async fn jobs_retry_after_a_conflict(db: Database) {
    let store = db.store().await;
    let mut writers = JoinSet::new();
    for _ in 0..16 {
        let store = store.clone();
        writers.spawn(async move {
            store
                .write(|tx| match tx.place(place(1).id)? {
                    Some(_) => Ok::<_, Error>(0),
                    None => tx.add_place(&place(1)).map(|()| 1),
                })
                .await
        });
    }
    let made: usize = writers.join_all().await.into_iter().map(Result::unwrap).sum();
    assert_eq!(made, 1);
}

async fn a_persistent_conflict_is_reported(db: Database) {
    let store = db.store().await;
    store.write(|tx| tx.add_place(&place(1))).await.unwrap();
    let runs = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&runs);
    let told: Result<(), Error> = store
        .write(move |tx| {
            counter.fetch_add(1, Ordering::Relaxed);
            tx.add_place(&Place { id: place(1).id, ..place(2) })
        })
        .await;
    assert!(told.unwrap_err().is_unique_violation("places", "id"));
    assert_eq!(runs.load(Ordering::Relaxed), if db.is_postgres() { 5 } else { 1 });
}

async fn a_read_cannot_write(db: Database) {
    let store = db.store().await;
    let answer = store.read(|tx| tx.record_login_failure("bear", EARLY, EARLY)).await;
    // SQLite reports the same error as for a read-only disk.
    assert!(matches!(answer, Err(Error::Internal(_) | Error::Unavailable)), "{answer:?}");
    assert_eq!(counted(&store, "bear").await, 0);
}

async fn places_round_trip(db: Database) {
    let store = db.store().await;
    let all = [place(1), place(2), place(3)];
    let kept = all.clone();
    store.write(move |tx| kept.iter().try_for_each(|place| tx.add_place(place))).await.unwrap();
    let [first, second, third] = all;
    let (id, ids) = (second.id, [first.id, third.id]);
    assert_eq!(read(&store, move |tx| tx.place(id)).await, Some(second.clone()));
    assert_eq!(read(&store, move |tx| tx.place(PlaceId::from_uuid(Uuid::max()))).await, None);
    assert_eq!(read(&store, move |tx| tx.places_page(Some(ids[0]), 1)).await, [second]);
    let mut some = read(&store, move |tx| tx.places_by_ids(&ids)).await;
    some.sort_by_key(|place| place.id);
    assert_eq!(some, [first.clone(), third]);

    let changed = Place {
        name: "Ward 9".to_owned(),
        policy: PlacePolicy::default_for(PlaceKind::Ward),
        ..first
    };
    let (known, code) = (changed.clone(), changed.code);
    let save =
        move |tx: &mut Tx<'_>| Ok::<_, Error>([tx.save_place(&known)?, tx.save_place(&known)?]);
    assert_eq!(store.write(save).await.unwrap(), [true, false], "its revision is the next by then");
    let found = read(&store, move |tx| tx.place_by_code(&code)).await;
    assert_eq!(found, Some(Place { revision: 2, ..changed }));
}

async fn failed_logins_are_counted_per_window(db: Database) {
    let store = db.store().await;
    let later = Time::from_millis(5);
    assert_eq!((count(&store, "bear").await, count(&store, "bear").await), (Ok(1), Ok(2)));
    assert_eq!(store.write(move |tx| tx.record_login_failure("bear", later, later)).await, Ok(1));
    let attempts = read(&store, |tx| tx.login_attempts("bear")).await;
    assert_eq!(attempts, Some(LoginAttempts { failures: 1, since: later }));
    store.write(|tx| tx.delete_attempts("bear")).await.unwrap();
    assert_eq!(read(&store, |tx| tx.login_attempts("bear")).await, None);
    // Only a login that succeeded after all is uncounted.
    assert_eq!((count(&store, "fox").await, count(&store, "fox").await), (Ok(1), Ok(2)));
    for left in [1, 0, 0] {
        store.write(|tx| tx.undo_login_failure("fox")).await.unwrap();
        assert_eq!(counted(&store, "fox").await, left);
    }
}

async fn steps_and_moves_are_append_only(db: Database) {
    let _store = db.store().await;
    db.run(&spelled(ONE_STEP, &db)).await.unwrap();
    for (sql, told) in [
        ("UPDATE steps SET kind = 'found'", "steps are kept for ever"),
        ("DELETE FROM steps", "steps are kept for ever"),
        ("UPDATE visit_moves SET recorded_at = occurred_at", "moves are kept for ever"),
        ("DELETE FROM visit_moves", "moves are kept for ever"),
    ] {
        assert_eq!(db.run(sql).await, Err(told.to_owned()), "{sql}");
    }
    if db.is_postgres() {
        assert_eq!(db.run("TRUNCATE steps").await, Err("steps are kept for ever".to_owned()));
    }
    let purge = "BEGIN; INSERT INTO purging VALUES (#7); UPDATE steps SET body = '{\"purged\": 1}';
                     DELETE FROM steps; DELETE FROM visit_moves; DELETE FROM purging; COMMIT";
    db.run(&spelled(purge, &db)).await.unwrap();
    assert_eq!(db.lines("SELECT id AS line FROM steps").await, Vec::<String>::new());
}

async fn a_backup_taken_while_writing_is_consistent(db: Database) {
    let store = db.store().await;
    let copy = db.file("copy.db");
    if db.is_postgres() {
        let told = store.backup(&copy).await.unwrap_err().to_string();
        assert!(told.contains("pg_dump"), "{told}");
        return;
    }
    twins(&store).await;
    let writing = {
        let store = store.clone();
        async move {
            for _ in 0..100 {
                twins(&store).await;
            }
        }
    };
    let (done, ()) = tokio::join!(store.backup(&copy), writing);
    done.unwrap();
    let restored =
        Store::open(&format!("sqlite://{}", copy.display()), &Options::default()).unwrap();
    assert_eq!(restored.pending_migrations().await.unwrap(), Vec::<String>::new());
    let (fox, owl) = (counted(&restored, "fox").await, counted(&restored, "owl").await);
    assert!(fox == owl && fox > 0, "{fox} and {owl}");
    assert!(store.backup(&copy).await.is_err(), "a copy is never overwritten");
}

on_both_databases!(
    acknowledged_writes_survive_a_restart,
    thirty_two_concurrent_writers_never_fail,
    a_failed_job_does_not_roll_back_its_group,
    a_panicking_job_does_not_affect_others,
    a_full_queue_fails_immediately,
    closing_runs_queued_jobs_and_rejects_new_ones,
    a_failed_attempt_rolls_back_only_itself,
    a_job_that_ignores_a_failed_query_is_not_committed,
    jobs_retry_after_a_conflict,
    a_persistent_conflict_is_reported,
    a_read_cannot_write,
    places_round_trip,
    failed_logins_are_counted_per_window,
    steps_and_moves_are_append_only,
    a_backup_taken_while_writing_is_consistent,
);

#[test]
fn a_lost_connection_is_reported_and_replaced() {
    actix_web::rt::System::new().block_on(async {
        let db = Database::postgres();
        let store = db.store_with(&narrow(8)).await;
        let cut = "SELECT pg_terminate_backend(pid, 10000)::text AS line FROM pg_stat_activity
                   WHERE application_name = 'stuffy' AND datname = current_database()";

        assert!(db.lines(cut).await.contains(&"true".to_owned()));
        assert_eq!(count(&store, "bear").await, Ok(1), "lost while idle: reconnected silently");

        let gate = Gate::shut(&store).await;
        assert!(db.lines(cut).await.contains(&"true".to_owned()));
        assert_eq!(gate.answer().await, Err(Error::Unavailable), "lost in a transaction: reported");
        assert_eq!(count(&store, "bear").await, Ok(2));
        assert_eq!(counted(&store, "gate").await, 0);
    });
}

#[test]
fn an_invalid_url_is_rejected_without_revealing_secrets() {
    let refused = |url| Store::open(url, &Options::default()).unwrap_err().to_string();
    assert!(refused("mysql://u:hunter2@h/d").contains("sqlite://stuffy.db"));
    assert!(refused("stuffy.db").contains("sqlite://stuffy.db"));
    assert!(refused("sqlite://:memory:").contains("needs a file"));
    assert!(refused("sqlite:///no/such/folder/stuffy.db").contains("does its directory exist"));
    for url in [
        "postgres://u:hunter2@h:x/d",
        "postgres://u:hunter2@127.0.0.1:1/d",
        "mysql://u:hunter2@h/d",
    ] {
        let told = refused(url);
        assert!(!told.contains("hunter2"), "{told}");
    }
}

const EARLY: Time = Time::from_millis(0);

/// One worker thread per queue, and a queue of this length.
fn narrow(queue: usize) -> Options {
    Options { queue, readers: 1, connections: 1, ..Options::default() }
}

async fn count(store: &Store, bucket: &'static str) -> Result<i32, Error> {
    store.write(move |tx| tx.record_login_failure(bucket, EARLY, EARLY)).await
}

async fn counted(store: &Store, bucket: &'static str) -> i32 {
    read(store, move |tx| tx.login_attempts(bucket)).await.map_or(0, |attempts| attempts.failures)
}

/// Counts two failures in one transaction.
async fn twins(store: &Store) {
    let both = |tx: &mut Tx<'_>| {
        tx.record_login_failure("fox", EARLY, EARLY)?;
        tx.record_login_failure("owl", EARLY, EARLY)
    };
    store.write(both).await.unwrap();
}

async fn read<T: Send + 'static>(
    store: &Store,
    work: impl Fn(&mut Tx<'_>) -> Result<T, Error> + Send + 'static,
) -> T {
    store.read(work).await.unwrap()
}

fn place(nth: u8) -> Place {
    Place {
        id: PlaceId::from_uuid(Uuid::from_u128(u128::from(nth))),
        name: format!("Ward {nth}"),
        kind: PlaceKind::IntensiveCare,
        policy: PlacePolicy {
            rewash_hours: (nth > 1).then_some(24),
            isolation: nth > 2,
            ..PlacePolicy::default_for(PlaceKind::Ward)
        },
        code: TagCode::from_entropy([nth; 8]),
        active: true,
        revision: 1,
        created_at: Time::from_millis(-1 - i64::from(nth)),
    }
}

/// A job that blocks the only writer thread until it is released.
struct Gate {
    hold: std_mpsc::Sender<()>,
    job: JoinHandle<Result<i32, Error>>,
}

impl Gate {
    async fn shut(store: &Store) -> Self {
        let (hold, opening) = std_mpsc::channel();
        let opening = Mutex::new(opening);
        let (inside, mut entered) = mpsc::unbounded_channel();
        let store = store.clone();
        let work = move |tx: &mut Tx<'_>| {
            let _ = inside.send(());
            // Dropping the sender ends this with an error.
            let _ = opening.lock().unwrap().recv();
            tx.record_login_failure("gate", EARLY, EARLY)
        };
        let job = tokio::spawn(async move { store.write(work).await });
        entered.recv().await;
        Self { hold, job }
    }

    async fn open(self) {
        self.answer().await.unwrap();
    }

    async fn answer(self) -> Result<i32, Error> {
        drop(self.hold);
        self.job.await.unwrap()
    }
}

/// One step and one move with all records they refer to. `#7` is the seventh id, `@t` a time, `@f` false.
const ONE_STEP: &str = "
    INSERT INTO staff VALUES (#1, 'nurse', 'Nurse', 'staff', 'x', NULL, 1, @t, NULL, NULL, NULL);
    INSERT INTO places VALUES (#2, 'Ward', 'ward', 'allowed', NULL, @f, 'code', @f, 1, @t);
    INSERT INTO children VALUES (#3, 'Bee', NULL, @f, @f, @f, @f, 1, @t, NULL);
    INSERT INTO companions VALUES (#4, #3, 'Bear', 'bear', NULL, '{}', 1, @t, NULL);
    INSERT INTO visits VALUES (#5, #3, 'in_progress', NULL, NULL, NULL, NULL, NULL, NULL, 1, @t, NULL);
    INSERT INTO visit_moves VALUES (#6, #5, #2, @t, @t, #1, NULL);
    INSERT INTO journeys VALUES (#7, #5, #4, #3, 'open', 'ward', NULL, @t, '{}', NULL, @t, #8, 1, @t);
    INSERT INTO steps VALUES (#8, #7, NULL, 'noted', '{}', @t, @t, @f, #1, NULL, NULL);
";

fn spelled(sql: &str, db: &Database) -> String {
    let (time, no) = if db.is_postgres() { ("to_timestamp(0)", "false") } else { ("0", "0") };
    (1..=8).fold(sql.replace("@t", time).replace("@f", no), |sql, nth| {
        let id = Uuid::from_u128(nth);
        let spelled =
            if db.is_postgres() { format!("'{id}'") } else { format!("x'{}'", id.simple()) };
        sql.replace(&format!("#{nth}"), &spelled)
    })
}
