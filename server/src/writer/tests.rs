use std::collections::{BTreeMap, BTreeSet};

use doorstep_evidence::digest::Digest;
use futures_util::future::{join, join_all, join4};
use tempfile::TempDir;

use super::*;
use crate::{
    example,
    log::Kind,
    organisation::Organisation,
    store::{Store, StoreOptions},
};

#[derive(Debug, thiserror::Error)]
enum JobError {
    #[error("the job refused")]
    Refused,
    #[error("statement")]
    Statement(#[from] rusqlite::Error),
    #[error("write")]
    Write(#[from] WriteError),
    #[error("store")]
    Store(#[from] StoreError),
}

fn append(transaction: &Connection, name: &str) -> Result<i64, JobError> {
    let (subject, digest) = (name.as_bytes(), Digest::of(name.as_bytes()));
    Ok(log::append(
        transaction,
        Kind::Reference,
        subject,
        &digest,
        0,
    )?)
}

/// Names in the log, in its order, after checking that nothing is missing in between and the running hash fits.
#[allow(clippy::unwrap_used)] // a fixed query of a test
fn appended(store: &Store) -> Vec<String> {
    struct Row(i64, u8, Vec<u8>, [u8; 32], [u8; 32]);
    let rows: Vec<Row> = store
        .read_blocking(|connection| {
            let mut query = connection
                .prepare("SELECT seq, kind, subject, digest, chain FROM log ORDER BY seq")?;
            let rows = query.query_map([], |row| {
                Ok(Row(
                    row.get(0)?,
                    row.get(1)?,
                    row.get(2)?,
                    row.get(3)?,
                    row.get(4)?,
                ))
            })?;
            Ok::<_, JobError>(rows.collect::<rusqlite::Result<_>>()?)
        })
        .unwrap();
    let head = store
        .read_blocking(|c| Ok::<_, JobError>(log::head(c)?))
        .unwrap()
        .unwrap();
    let mut chain = log::BEGINNING;
    let mut names = Vec::new();
    for (expected, Row(seq, kind, subject, digest, stored)) in (1..).zip(rows) {
        assert_eq!(seq, expected, "a number is missing");
        if kind == Kind::Reference.code() {
            chain = log::extend(&chain, seq, Kind::Reference, &subject, &Digest(digest));
            assert_eq!(chain.0, stored, "the running hash does not fit");
            names.push(String::from_utf8(subject).unwrap());
        }
        chain = Digest(stored);
        assert_eq!(
            store
                .read_blocking(|c| Ok::<_, JobError>(log::chain_at(c, seq)?))
                .unwrap(),
            Some(chain)
        );
        assert!(seq < head.seq || (seq, chain) == (head.seq, head.chain));
    }
    names
}

/// The writer at work on a job that ends when it is told to: whatever comes now shares the next commit.
struct Busy {
    end: mpsc::Sender<()>,
    thread: JoinHandle<Result<i64, JobError>>,
}

impl Busy {
    #[allow(clippy::unwrap_used)] // nothing hangs up in a test
    fn make(writer: &Writer) -> Self {
        let (end, told) = mpsc::channel();
        let (begun, begins) = mpsc::channel();
        let writer = writer.clone();
        let thread = thread::spawn(move || {
            writer.submit_blocking(move |transaction| {
                begun.send(()).unwrap();
                told.recv().unwrap();
                append(transaction, "first")
            })
        });
        begins.recv().unwrap();
        Self { end, thread }
    }

    #[allow(clippy::unwrap_used)] // the first job is in order
    fn end(self) {
        self.end.send(()).unwrap();
        self.thread.join().unwrap().unwrap();
    }
}

async fn organisation() -> (TempDir, Organisation) {
    let office = example::environment().1;
    #[allow(clippy::unwrap_used)] // a folder for a test
    let folder = tempfile::tempdir().unwrap();
    let organisation = example::create(folder.path(), &office).await;
    (folder, organisation)
}

#[tokio::test]
async fn of_many_jobs_at_once_each_gets_a_number_and_none_is_missing() {
    let (_folder, organisation) = organisation().await;
    let jobs: Vec<_> = (0..300)
        .map(|nth| {
            let writer = organisation.writer().clone();
            tokio::spawn(async move {
                let outcome: Result<i64, JobError> = writer
                    .submit(move |transaction| {
                        let seq = append(transaction, &format!("job {nth}"))?;
                        match nth % 10 {
                            3 => Err(JobError::Refused),
                            7 => panic!("planted"),
                            _ => Ok(seq),
                        }
                    })
                    .await;
                (nth, outcome)
            })
        })
        .collect();
    let mut confirmed = BTreeMap::new();
    for job in jobs {
        match job.await.unwrap() {
            (nth, Ok(seq)) => drop(confirmed.insert(seq, format!("job {nth}"))),
            (nth, Err(JobError::Refused)) => assert_eq!(nth % 10, 3),
            (nth, Err(JobError::Write(WriteError::Panicked))) => assert_eq!(nth % 10, 7),
            (_, Err(error)) => panic!("{error:?}"),
        }
    }
    // Exactly what was confirmed is there, at the numbers that were told.
    assert_eq!(confirmed.len(), 240);
    assert_eq!(
        appended(organisation.store()),
        confirmed.into_values().collect::<Vec<_>>()
    );
}

#[tokio::test]
async fn what_waits_is_committed_together() {
    let (_folder, organisation) = organisation().await;
    let busy = Busy::make(organisation.writer());
    let jobs = join_all((0..50).map(|nth| {
        let store = organisation.store().clone();
        organisation.writer().submit(move |transaction| {
            append(transaction, &format!("job {nth}"))?;
            // What others see while this commit is under way.
            store.read_blocking(|connection| {
                Ok::<_, JobError>(log::head(connection)?.map(|head| head.seq))
            })
        })
    }));
    // The first poll of a job puts it into the queue; the writer is let go only then.
    let (outcomes, ()) = join(jobs, async { busy.end() }).await;
    let seen: BTreeSet<_> = outcomes.into_iter().map(Result::unwrap).collect();
    // Had each been committed by itself, each would have seen the one before.
    assert_eq!(seen.len(), 1);
    assert_eq!(appended(organisation.store()).len(), 51);
}

#[tokio::test]
async fn a_confirmed_job_is_visible_and_an_unconfirmed_one_is_not() {
    let (_folder, organisation) = organisation().await;
    let mut head = organisation.writer().head();
    let before = *head.borrow_and_update();
    let store = organisation.store().clone();
    let seen_inside = organisation
        .writer()
        .submit(move |transaction| {
            let seq = append(transaction, "one")?;
            let seen = store.read_blocking(|c| Ok::<_, JobError>(log::chain_at(c, seq)?))?;
            Ok::<_, JobError>(seen)
        })
        .await
        .unwrap();
    assert_eq!(seen_inside, None);
    assert_eq!(appended(organisation.store()), ["one"]);
    assert_eq!(*head.borrow_and_update(), before + 1);
}

#[tokio::test]
async fn a_failed_commit_is_an_error_for_all_who_shared_it_and_for_nobody_else() {
    let (_folder, organisation) = organisation().await;
    let writer = organisation.writer();
    let busy = Busy::make(writer);
    let good = writer.submit(|transaction| append(transaction, "good"));
    // A stranger's key that only COMMIT looks at.
    let bad = writer.submit(|transaction| -> Result<i64, JobError> {
        transaction.pragma_update(None, "defer_foreign_keys", true)?;
        transaction.execute(
            "INSERT INTO enrolment_code (hash, person, expires_at_ms) VALUES (zeroblob(32), 'nobody', 0)",
            [],
        )?;
        Ok(0)
    });
    let refused = writer.submit(|_| -> Result<i64, JobError> { Err(JobError::Refused) });
    let (good, bad, refused, ()) = join4(good, bad, refused, async { busy.end() }).await;
    for outcome in [good, bad, refused] {
        let all_the_same = matches!(outcome, Err(JobError::Write(WriteError::NotCommitted(_))));
        assert!(all_the_same, "{outcome:?}");
    }
    // Nothing stands in the way of the next.
    assert!(
        writer
            .submit(|transaction| append(transaction, "next"))
            .await
            .is_ok()
    );
    assert_eq!(appended(organisation.store()), ["first", "next"]);
}

#[tokio::test]
async fn a_job_that_ends_the_transaction_confirms_nothing() {
    let (_folder, organisation) = organisation().await;
    let writer = organisation.writer();
    let busy = Busy::make(writer);
    let good = writer.submit(|transaction| append(transaction, "good"));
    // As a full disk or an I/O error would.
    let bad = writer.submit(|transaction| -> Result<i64, JobError> {
        transaction.execute_batch("ROLLBACK")?;
        Err(JobError::Refused)
    });
    // Without a transaction around it, this one's savepoint would be a transaction of its own.
    let next = writer.submit(|transaction| append(transaction, "next"));
    let (good, bad, next, ()) = join4(good, bad, next, async { busy.end() }).await;
    assert!(good.is_err() && bad.is_err() && next.is_err());
    assert_eq!(appended(organisation.store()), ["first"]);
}

#[tokio::test]
async fn closing_commits_what_waits_and_refuses_what_comes_later() {
    let (_folder, organisation) = organisation().await;
    let writer = organisation.writer();
    let busy = Busy::make(writer);
    let waiting = writer.submit(|transaction| append(transaction, "waiting"));
    let (waiting, ()) = join(waiting, async {
        // In the queue behind the waiting job, while the first one still works.
        let close = writer.close();
        let ((), ()) = join(close, async { busy.end() }).await;
    })
    .await;
    assert!(waiting.is_ok());
    let late = writer
        .submit(|transaction| append(transaction, "late"))
        .await;
    assert!(matches!(late, Err(JobError::Write(WriteError::Stopped))));
    writer.close().await;
    assert_eq!(appended(organisation.store()), ["first", "waiting"]);
}

#[tokio::test]
async fn what_another_process_appends_is_noticed() {
    let (folder, server) = organisation().await;
    let mut head = server.writer().head();
    let before = *head.borrow_and_update();
    let path = server.folder().database();
    let (_store, admin) = Store::open(&path, StoreOptions::default()).unwrap();
    admin
        .submit_blocking(|transaction| append(transaction, "by admin"))
        .unwrap();
    head.changed().await.unwrap();
    assert_eq!(*head.borrow_and_update(), before + 1);
    assert_eq!(appended(server.store()), ["by admin"]);
    drop(folder);
}
