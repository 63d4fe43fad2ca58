//! `run FILE|-`: one answer a line, flushed, so that a program at the other end of a pipe may work for hours.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Write},
    path::Path,
    thread,
};

use doorstep_core::{
    Device,
    script::{Answer, BadLine, Script},
};
use tokio::sync::mpsc;

use super::lines::{Input, next_line};

/// What the run came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Tally {
    /// Lines that were answered with an error.
    pub(super) errors: u64,
}

/// Answers the lines of a file, or of the standard input for `-`. Blank lines are passed over.
///
/// # Errors
/// What reading or writing says. That nobody reads the answers any more is an end, not an error.
pub(super) async fn run_script(device: Device, from: &Path) -> io::Result<Tally> {
    let script = Script::on(device);
    let mut input = lines_of(from)?;
    let mut tally = Tally::default();
    while let Some(line) = input.recv().await {
        let answer = match line? {
            Input::TooLong => Answer::to_bad_line(BadLine::TooLong),
            Input::Line(line) if line.trim_ascii().is_empty() => continue,
            Input::Line(line) => script.answer(&line).await,
        };
        tally.errors += u64::from(!answer.is_ok());
        match tell(&answer) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => break,
            Err(error) => return Err(error),
        }
    }
    Ok(tally)
}

fn tell(answer: &Answer) -> io::Result<()> {
    let mut output = io::stdout().lock();
    writeln!(output, "{}", answer.to_line())?;
    output.flush()
}

/// The lines, read by a thread of their own: a read that waits for hours must not hold up the network's tasks.
fn lines_of(from: &Path) -> io::Result<mpsc::Receiver<io::Result<Input>>> {
    let (give, take) = mpsc::channel(1);
    if from == Path::new("-") {
        thread::spawn(move || read_all(&mut io::stdin().lock(), &give));
    } else {
        let mut file = BufReader::new(File::open(from)?);
        thread::spawn(move || read_all(&mut file, &give));
    }
    Ok(take)
}

fn read_all(reader: &mut impl BufRead, give: &mpsc::Sender<io::Result<Input>>) {
    loop {
        let line = match next_line(reader) {
            Ok(None) => break,
            Ok(Some(line)) => Ok(line),
            Err(error) => Err(error),
        };
        let ended = line.is_err();
        if give.blocking_send(line).is_err() || ended {
            break;
        }
    }
}
