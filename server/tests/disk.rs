//! The server's database on a disk that loses power or fails: what was confirmed is there, and the log has no gap.

use std::{path::Path, thread};

use doorstep_evidence::digest::Digest;
use doorstep_server::{
    log::{self, Kind},
    store::{Store, StoreError, StoreOptions, Synchronous},
    writer::{WriteError, Writer},
};
use doorstep_testkit::{
    crash,
    disk::{Acknowledgements, Fault, Loss, Repeat},
    sweep,
    workload::{AnyError, Found, Place},
};
use rusqlite::Connection;

#[derive(Debug, thiserror::Error)]
enum JobError {
    #[error("statement")]
    Statement(#[from] rusqlite::Error),
    #[error("write")]
    Write(#[from] WriteError),
    #[error("store")]
    Store(#[from] StoreError),
}

/// An open database; closed, with its threads, when dropped.
struct Server {
    store: Store,
    writer: Writer,
}

impl Server {
    fn open(place: &Place, synchronous: Synchronous) -> Result<Self, AnyError> {
        let options = StoreOptions {
            vfs: Some(place.vfs.clone()),
            synchronous,
        };
        let (store, writer) = Store::open(&place.dir.join("doorstep.db"), options)?;
        let server = Self { store, writer };
        server.writer.submit_blocking(|transaction| {
            // Small, so that a short run goes through many checkpoints.
            transaction.pragma_update(None, "wal_autocheckpoint", 12)?;
            transaction.execute(
                "INSERT OR IGNORE INTO organisation
                     (only_row, name, certificate, epoch, head_seq, head_chain, next_device_number, created_at_ms)
                 VALUES (1, 'x', 'x', zeroblob(16), 0, zeroblob(32), 0, 0)",
                [],
            )?;
            Ok::<_, JobError>(())
        })?;
        Ok(server)
    }

    /// Publishes a reference of some size; its name is the number.
    fn append(&self, number: u64) -> Result<(), JobError> {
        self.writer.submit_blocking(move |transaction| {
            let name = number.to_string();
            if exists(transaction, &name)? {
                return Ok(());
            }
            let bytes = name.repeat(500);
            let digest = Digest::of(bytes.as_bytes());
            let seq = log::append(transaction, Kind::Reference, name.as_bytes(), &digest, 0)?;
            transaction.execute(
                "INSERT INTO reference (name, version, bytes, log_seq) VALUES (?1, 1, ?2, ?3)",
                rusqlite::params![name, bytes.as_bytes(), seq],
            )?;
            Ok(())
        })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.writer.close_blocking();
    }
}

fn exists(connection: &Connection, name: &str) -> rusqlite::Result<bool> {
    connection
        .prepare_cached("SELECT 1 FROM reference WHERE name = ?1")?
        .exists([name])
}

/// Opens what is left as a server would, and looks for gaps and half-done work.
fn find(dir: &Path) -> Result<Found, AnyError> {
    let (store, writer) = Store::open(&dir.join("doorstep.db"), StoreOptions::default())?;
    let found = store.read_blocking(|connection| {
        let mut damage: String =
            connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
        let mut chain = log::BEGINNING;
        let mut seq = 0;
        let mut rows = connection.prepare(
            "SELECT log.seq, subject, digest, chain, name
             FROM log LEFT JOIN reference ON log_seq = seq ORDER BY seq",
        )?;
        let mut rows = rows.query([])?;
        let mut present = std::collections::BTreeSet::new();
        while let Some(row) = rows.next()? {
            seq += 1;
            let subject: Vec<u8> = row.get(1)?;
            chain = log::extend(&chain, seq, Kind::Reference, &subject, &Digest(row.get(2)?));
            let name: Option<String> = row.get(4)?;
            let number = name.and_then(|name| name.parse().ok());
            match number {
                Some(number)
                    if row.get::<_, i64>(0)? == seq && chain.0 == row.get::<_, [u8; 32]>(3)? =>
                {
                    present.insert(number);
                }
                _ => damage = format!("row {seq} of the log"),
            }
        }
        let head =
            log::head(connection)?.map_or((0, log::BEGINNING), |head| (head.seq, head.chain));
        if head != (seq, chain) {
            damage = "the head of the log".to_owned();
        }
        let damage = (damage != "ok").then_some(damage);
        Ok::<_, JobError>(Found { present, damage })
    });
    writer.close_blocking();
    Ok(found?)
}

/// Sixty numbers of four callers at once, so that commits are shared, with the server restarted half-way.
fn work(
    place: &Place,
    confirmed: &Acknowledgements,
    synchronous: Synchronous,
) -> Result<(), AnyError> {
    for half in 0..2 {
        let server = Server::open(place, synchronous)?;
        thread::scope(|scope| {
            let callers: Vec<_> = (0..4)
                .map(|caller| {
                    let server = &server;
                    scope.spawn(move || {
                        for nth in 0..8 {
                            let number = half * 32 + nth * 4 + caller;
                            server.append(number)?;
                            confirmed.confirm(number);
                        }
                        Ok::<_, JobError>(())
                    })
                })
                .collect();
            callers
                .into_iter()
                .try_for_each(|caller| match caller.join() {
                    Ok(outcome) => outcome.map_err(AnyError::from),
                    Err(_) => Err("a caller panicked".into()),
                })
        })?;
    }
    Ok(())
}

#[test]
fn a_power_cut_takes_nothing_that_was_confirmed() {
    for (loss, images) in [(Loss::Torn, 1000), (Loss::Everything, 200)] {
        let plan = crash::Plan {
            seed: 1,
            images,
            loss,
        };
        let report = crash::run(
            &plan,
            |place, confirmed| work(place, confirmed, Synchronous::Full),
            find,
        )
        .unwrap();
        println!(
            "{loss:?}: {} images of {} operations",
            report.tally.checked, report.operations
        );
        assert_eq!(report.acknowledged, 64);
        assert!(report.tally.checked >= images, "{report:?}");
        assert_eq!(
            (report.tally.lost, report.tally.corrupt),
            (0, 0),
            "{report:?}"
        );
    }
}

#[test]
fn without_waiting_for_the_disk_confirmed_work_is_seen_to_be_lost() {
    for synchronous in [Synchronous::Normal, Synchronous::Off] {
        let plan = crash::Plan {
            seed: 2,
            images: 300,
            loss: Loss::Torn,
        };
        let report = crash::run(
            &plan,
            |place, confirmed| work(place, confirmed, synchronous),
            find,
        )
        .unwrap();
        println!(
            "{synchronous:?}: {} of {} images lost",
            report.tally.lost, report.tally.checked
        );
        assert!(report.tally.lost > 0, "{report:?}");
    }
}

/// Tries again, as a device and its operator do.
fn insist<T, E>(mut attempt: impl FnMut() -> Result<T, E>) -> Result<T, E> {
    let mut outcome = attempt();
    for _ in 0..9 {
        if outcome.is_err() {
            outcome = attempt();
        }
    }
    outcome
}

/// Numbers that are tried until they are confirmed, with the server restarted half-way.
fn insist_on_six(place: &Place, confirmed: &Acknowledgements) -> Result<(), AnyError> {
    for half in [0..3, 3..6] {
        let server = insist(|| Server::open(place, Synchronous::Full))?;
        for number in half {
            insist(|| server.append(number))?;
            confirmed.confirm(number);
        }
        // A reader meets the fault too, and that is nobody else's harm.
        let read = |connection: &Connection| Ok::<_, JobError>(log::head(connection)?);
        drop(server.store.read_blocking(read));
    }
    Ok(())
}

/// As [`insist_on_six`], but by an operator who restarts the server after every error.
fn restart_at_errors(place: &Place, confirmed: &Acknowledgements) -> Result<(), AnyError> {
    for number in 0..4 {
        insist(|| -> Result<(), AnyError> {
            let server = Server::open(place, Synchronous::Full)?;
            Ok(server.append(number)?)
        })?;
        confirmed.confirm(number);
    }
    Ok(())
}

/// As [`insist_on_six`], by four callers at once, so that a commit that fails is the commit of several.
fn insist_together(place: &Place, confirmed: &Acknowledgements) -> Result<(), AnyError> {
    let server = insist(|| Server::open(place, Synchronous::Full))?;
    thread::scope(|scope| {
        let callers: Vec<_> = (0..4)
            .map(|caller| {
                let server = &server;
                scope.spawn(move || {
                    for number in [caller, caller + 4, caller + 8] {
                        insist(|| server.append(number))?;
                        confirmed.confirm(number);
                    }
                    Ok::<_, JobError>(())
                })
            })
            .collect();
        callers
            .into_iter()
            .try_for_each(|caller| match caller.join() {
                Ok(outcome) => outcome.map_err(AnyError::from),
                Err(_) => Err("a caller panicked".into()),
            })
    })
}

type Workload = fn(&Place, &Acknowledgements) -> Result<(), AnyError>;

#[test]
fn a_disk_that_fails_for_a_while_costs_more_tries_and_nothing_else() {
    let workloads: [(&str, Workload); 3] = [
        ("insist", insist_on_six),
        ("together", insist_together),
        ("restart", restart_at_errors),
    ];
    for (name, workload) in workloads {
        for (fault, repeat) in Fault::ALL
            .into_iter()
            .flat_map(|fault| Repeat::ALL.map(|repeat| (fault, repeat)))
        {
            let plan = sweep::Plan {
                seed: 3,
                fault,
                repeat,
                power_cuts: 2,
            };
            let report = sweep::run(&plan, workload, find).unwrap();
            println!(
                "{name} {fault:?} {repeat:?}: {} runs, {} given up, {} images",
                report.runs, report.given_up, report.power_cuts.checked
            );
            assert!(report.runs > 0, "the fault never struck");
            assert_eq!(
                (report.files.lost, report.files.corrupt),
                (0, 0),
                "{report:?}"
            );
            assert_eq!(
                (report.power_cuts.lost, report.power_cuts.corrupt),
                (0, 0),
                "{report:?}"
            );
            if repeat != Repeat::Sticky {
                assert_eq!(report.given_up, 0, "{report:?}");
            }
        }
    }
}

#[test]
fn a_power_cut_while_a_failed_commit_is_got_over_takes_nothing_either() {
    let plan = crash::Plan {
        seed: 4,
        images: 100,
        loss: Loss::Torn,
    };
    let (mut struck, mut images) = (0, 0);
    for nth in 1.. {
        let failing = crash::Failing {
            nth,
            fault: Fault::SyncFailure,
            repeat: Repeat::Once,
        };
        let outcome = crash::run_failing(&plan, failing, insist_on_six, find).unwrap();
        let Some(report) = outcome else { break };
        assert_eq!(report.acknowledged, 6);
        assert_eq!(
            (report.tally.lost, report.tally.corrupt),
            (0, 0),
            "sync {nth}: {report:?}"
        );
        struck += 1;
        images += report.tally.checked;
    }
    println!("{struck} failed syncs, {images} images");
    assert!(struck > 10, "{struck}");
}
