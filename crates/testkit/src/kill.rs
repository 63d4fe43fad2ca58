//! Killed processes: starts a program that answers lines, kills it in mid-work, starts it again.
//!
//! Start at [`Loop`]. The program reads one request a line from its standard input and writes one answer a line, in
//! order, to its standard output: the shape of `doorstep device run -`.

use std::collections::VecDeque;
use std::io::{self, BufRead, BufReader, Write};
use std::ops::RangeInclusive;
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use fastrand::Rng;

/// How a program is killed, again and again.
#[derive(Debug, Clone)]
pub struct Loop {
    /// Decides after how many lines, answers and microseconds each run is killed.
    pub seed: u64,
    /// How many kills are wanted.
    pub kills: u32,
    /// No new run is begun after this time, even if kills are missing: compare [`Report::kills`] with a floor.
    pub time_box: Duration,
    /// How many lines a run is given.
    pub lines: RangeInclusive<u32>,
    /// How long after the last awaited answer the kill comes, at most; half of that as often, and a quarter, and so on.
    /// The time spreads the kills over the work on the next lines; nothing waits for it.
    pub delay: Duration,
    /// How long an answer may take before the loop gives up with [`KillError::Silent`].
    pub patience: Duration,
}

impl Loop {
    /// `kills` kills of runs of 1 to 12 lines, within two minutes.
    #[must_use]
    pub fn new(seed: u64, kills: u32) -> Self {
        Self {
            seed,
            kills,
            time_box: Duration::from_secs(120),
            lines: 1..=12,
            delay: Duration::from_millis(2),
            patience: Duration::from_secs(30),
        }
    }
}

/// A line and what the program answered to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The request, without the end of the line.
    pub line: String,
    /// The answer, without the end of the line.
    pub answer: String,
}

/// One life of the program.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Run {
    /// What it answered before it was killed, including answers that were on their way.
    pub answers: Vec<Answer>,
    /// Lines that it was given and did not answer: done or not done, nobody was told.
    pub in_doubt: Vec<String>,
}

/// What the loop did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// How many processes were killed.
    pub kills: u32,
    /// Each life, in order.
    pub runs: Vec<Run>,
}

/// Why a loop stopped early.
#[derive(Debug, thiserror::Error)]
pub enum KillError {
    /// The program could not be started.
    #[error("starting the program for run {run}")]
    Start {
        /// Which run, from 0.
        run: u32,
        /// The system's reason.
        #[source]
        source: io::Error,
    },
    /// The program ended before it was killed.
    #[error("the program ended by itself in run {run}: {status}")]
    Ended {
        /// Which run, from 0.
        run: u32,
        /// How it ended.
        status: ExitStatus,
    },
    /// An answer did not come.
    #[error("the program did not answer in run {run}")]
    Silent {
        /// Which run, from 0.
        run: u32,
    },
    /// The system could not kill the process or wait for it.
    #[error("killing the program in run {run}")]
    Kill {
        /// Which run, from 0.
        run: u32,
        /// The system's reason.
        #[source]
        source: io::Error,
    },
}

impl Loop {
    /// Starts `command` (called with the number of the run, from 0), gives it lines from `next_line`, kills it with
    /// SIGKILL after some of them are answered and some merely written, and so on; `acknowledged` gets each line with
    /// its answer.
    ///
    /// # Errors
    /// When the program cannot be started, ends by itself or falls silent.
    pub fn run<N, A>(
        &self,
        mut command: impl FnMut(u32) -> Command,
        mut next_line: N,
        mut acknowledged: A,
    ) -> Result<Report, KillError>
    where
        N: FnMut() -> String,
        A: FnMut(&str, &str),
    {
        let mut rng = Rng::with_seed(self.seed);
        let mut report = Report::default();
        let longest_us = u64::try_from(self.delay.as_micros()).unwrap_or(u64::MAX);
        let begun = Instant::now();
        while report.kills < self.kills && begun.elapsed() < self.time_box {
            let lines = rng.u32(self.lines.clone());
            let life = Life {
                run: report.kills,
                lines: (0..lines).map(|_| next_line()).collect(),
                awaited: rng.u32(0..=lines),
                delay: Duration::from_micros(longest_us >> rng.u32(0..=12)),
                patience: self.patience,
            };
            let run = life.live(command(report.kills))?;
            run.answers
                .iter()
                .for_each(|answer| acknowledged(&answer.line, &answer.answer));
            report.runs.push(run);
            report.kills += 1;
        }
        Ok(report)
    }
}

/// One run, from its start to its kill.
struct Life {
    run: u32,
    lines: Vec<String>,
    /// How many answers to wait for before the kill.
    awaited: u32,
    delay: Duration,
    patience: Duration,
}

impl Life {
    fn live(self, mut command: Command) -> Result<Run, KillError> {
        let run = self.run;
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command
            .spawn()
            .map_err(|source| KillError::Start { run, source })?;
        let answers = child.stdout.take().map(read_answers);
        let awaited = self.converse(&mut child, answers.as_ref());
        let ended = matches!(awaited, Err(RecvTimeoutError::Disconnected));
        if !ended {
            thread::sleep(self.delay);
            child
                .kill()
                .map_err(|source| KillError::Kill { run, source })?;
        }
        let status = child
            .wait()
            .map_err(|source| KillError::Kill { run, source })?;
        if ended || !was_killed(status) {
            return Err(KillError::Ended { run, status });
        }
        let mut received = awaited.map_err(|_| KillError::Silent { run })?;
        // What the program wrote before it died counts: somebody may have read it.
        received.extend(answers.into_iter().flatten());
        let mut lines = VecDeque::from(self.lines);
        let answers = received.into_iter().map_while(|answer| {
            Some(Answer {
                line: lines.pop_front()?,
                answer,
            })
        });
        Ok(Run {
            answers: answers.collect(),
            in_doubt: lines.into(),
        })
    }

    /// Writes all lines and waits for some answers; `Disconnected` if the program has ended.
    fn converse(
        &self,
        child: &mut Child,
        answers: Option<&Receiver<String>>,
    ) -> Result<Vec<String>, RecvTimeoutError> {
        let (Some(input), Some(answers)) = (&mut child.stdin, answers) else {
            return Err(RecvTimeoutError::Disconnected);
        };
        for line in &self.lines {
            writeln!(input, "{line}").map_err(|_| RecvTimeoutError::Disconnected)?;
        }
        input.flush().map_err(|_| RecvTimeoutError::Disconnected)?;
        (0..self.awaited)
            .map(|_| answers.recv_timeout(self.patience))
            .collect()
    }
}

/// Whether it was our kill that ended it, and not an exit or a crash that came just before.
fn was_killed(status: ExitStatus) -> bool {
    #[cfg(unix)]
    return std::os::unix::process::ExitStatusExt::signal(&status) == Some(9);
    #[cfg(not(unix))]
    return !status.success();
}

/// Reads whole lines until the end; half a line is no answer.
fn read_answers(output: ChildStdout) -> Receiver<String> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut output = BufReader::new(output);
        let mut line = String::new();
        while output.read_line(&mut line).is_ok_and(|read| read > 0) && line.ends_with('\n') {
            if sender.send(line.trim_end().to_owned()).is_err() {
                break;
            }
            line.clear();
        }
    });
    receiver
}
