//! A killed process: what it answered is there, unless it only pretended.

use std::collections::BTreeSet;
use std::process::{Command, Stdio};
use std::time::Duration;

use doorstep_testkit::kill::{KillError, Loop, Report};
use doorstep_testkit::ledger;
use doorstep_testkit::workload::{AnyError, Found, scratch_folder};

/// What one loop has shown.
struct Outcome {
    report: Report,
    answered: BTreeSet<u64>,
    found: Result<Found, AnyError>,
}

impl Outcome {
    fn lost(&self) -> usize {
        let nothing = BTreeSet::new();
        let present = self.found.as_ref().map_or(&nothing, |found| &found.present);
        self.answered.difference(present).count()
    }
}

/// Kills a ledger program of these options again and again on one folder.
#[expect(clippy::print_stdout, reason = "the figures of the run")]
fn kill_ledger(kills: u32, options: &[&str]) -> Result<Outcome, AnyError> {
    let folder = scratch_folder()?;
    let mut answered = BTreeSet::new();
    let mut next = 0;
    let report = Loop::new(21, kills).run(
        |_run| {
            let mut command = Command::new(env!("CARGO_BIN_EXE_testkit-ledger"));
            command.arg(folder.path()).args(options);
            command
        },
        || {
            next += 1;
            format!("{next}")
        },
        |line, answer| {
            assert_eq!(
                answer,
                format!(r#"{{"ok":{line}}}"#),
                "answers belong to their lines"
            );
            answered.extend(line.parse::<u64>());
        },
    )?;
    let found = ledger::find(folder.path());
    let outcome = Outcome {
        report,
        answered,
        found,
    };
    println!(
        "{options:?}: {} kills, {} answered, {} lost",
        outcome.report.kills,
        outcome.answered.len(),
        outcome.lost()
    );
    Ok(outcome)
}

#[test]
fn what_was_answered_before_a_kill_is_there() {
    let outcome = kill_ledger(60, &["full"]).unwrap();
    assert_eq!(outcome.report.kills, 60);
    assert!(outcome.answered.len() > 60);
    assert!(
        outcome
            .report
            .runs
            .iter()
            .any(|run| !run.in_doubt.is_empty()),
        "some kills meet work that is under way"
    );
    assert_eq!(outcome.found.as_ref().unwrap().damage, None);
    assert_eq!(outcome.lost(), 0);
}

#[test]
fn with_a_disk_that_drops_unsynced_writes_only_full_keeps_its_word() {
    let full = kill_ledger(40, &["full", "held"]).unwrap();
    assert_eq!(full.found.as_ref().unwrap().damage, None);
    assert_eq!(full.lost(), 0);
    for weaker in ["normal", "off"] {
        let outcome = kill_ledger(15, &[weaker, "held"]).unwrap();
        assert!(outcome.lost() > 0, "{weaker} must be seen to lose");
    }
}

#[test]
fn a_program_that_answers_too_early_is_found_out() {
    assert!(kill_ledger(60, &["full", "early"]).unwrap().lost() > 0);
}

#[test]
fn a_program_that_ends_by_itself_is_reported() {
    // Without arguments the program ends at once; that no answer is awaited must not hide it.
    for lines in [1..=1, 3..=3] {
        let failing = |_run| {
            let mut command = Command::new(env!("CARGO_BIN_EXE_testkit-ledger"));
            command.stderr(Stdio::null());
            command
        };
        let patient = Loop {
            lines,
            delay: Duration::from_secs(1),
            ..Loop::new(22, 20)
        };
        let ended = patient.run(failing, || "1".to_owned(), |_, _| ());
        assert!(matches!(ended, Err(KillError::Ended { .. })), "{ended:?}");
    }
}
