//! A command that failed: what was being done, the chain of causes, and the exit code.
//!
//! Exit codes are the same for all commands; 1 to 3 are `verify`'s verdicts.
//!
//! ```text
//!  0  done; verify: unchanged          64  the command line is wrong
//!  1  verify: changed since signing    65  what was given was refused; nothing was changed
//!  2  verify: broken                   66  a file or folder is not there or cannot be read
//!  3  verify: unknown device           70  it failed for another reason
//!                                      74  the answer could not be printed
//! ```

use std::{error::Error, io, process::ExitCode};

use doorstep_server::csv_file::{CsvError, Faults};
use doorstep_words::terminal::failure as words;
use serde_json::{Value, json};

use crate::{
    terminal::{self, BAD, DIM},
    text::{Language, Sentence as _, admin::AdminText, causes, doing::Doing},
};

/// Why the program ends otherwise than done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Exit {
    /// The command line is wrong.
    Usage = 64,
    /// What was given was refused; nothing was changed.
    Refused = 65,
    /// A file or folder is not there or cannot be read.
    NoInput = 66,
    /// It failed for another reason.
    Failed = 70,
    /// The answer could not be printed.
    Output = 74,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// A command that failed.
#[derive(Debug)]
pub(crate) struct Failure {
    doing: Doing,
    cause: Box<dyn Error + Send + Sync>,
}

/// Says what was being done when an error came up.
pub(crate) trait While<T> {
    /// Says what was being done.
    fn while_doing(self, doing: Doing) -> Result<T, Failure>;
}

impl<T, E: Into<Box<dyn Error + Send + Sync>>> While<T> for Result<T, E> {
    fn while_doing(self, doing: Doing) -> Result<T, Failure> {
        self.map_err(|error| Failure {
            doing,
            cause: error.into(),
        })
    }
}

impl Failure {
    /// Prints it on the standard error, for people or as JSON, and gives the exit code.
    pub(crate) fn tell(&self, language: Language, as_json: bool) -> ExitCode {
        let exit = self.exit();
        if as_json {
            terminal::error_line(&self.json(exit).to_string());
        } else {
            self.print(language);
        }
        exit.into()
    }

    fn print(&self, language: Language) {
        let lead = language.say(words::FAILED);
        let doing = self.doing.in_language(language);
        terminal::error_line(&format!("{BAD}{lead}{BAD:#} {doing}"));
        for cause in self.causes() {
            let text = causes::in_language(cause, language);
            for line in terminal::indented(&terminal::plain(&text), 2, terminal::COLUMNS) {
                terminal::error_line(&line);
            }
        }
        if let Some(faults) = self.faults() {
            print_faults(faults, language);
        }
    }

    fn json(&self, exit: Exit) -> Value {
        let causes: Vec<String> = self.causes().map(ToString::to_string).collect();
        let faults = self
            .faults()
            .map_or(&[][..], Faults::kept)
            .iter()
            .map(|fault| {
                json!({
                    "file": fault.file,
                    "line": fault.line,
                    "column": fault.column,
                    "what": fault.wrong.words().english,
                })
            });
        json!({
            "error": {
                "doing": self.doing.in_language(Language::English),
                "causes": causes,
                "exit": exit as u8,
                "faults": faults.collect::<Vec<Value>>(),
                "fault_count": self.faults().map_or(0, Faults::count),
            }
        })
    }

    fn causes(&self) -> impl Iterator<Item = &(dyn Error + 'static)> {
        chain(&*self.cause)
    }

    fn faults(&self) -> Option<&Faults> {
        self.causes()
            .find_map(|cause| match cause.downcast_ref::<CsvError>() {
                Some(CsvError::Rows(faults)) => Some(faults),
                _ => None,
            })
    }

    fn exit(&self) -> Exit {
        let is_missing = |cause: &(dyn Error + 'static)| {
            let kind = cause.downcast_ref::<io::Error>().map(io::Error::kind);
            matches!(
                kind,
                Some(
                    io::ErrorKind::NotFound
                        | io::ErrorKind::PermissionDenied
                        | io::ErrorKind::IsADirectory
                )
            )
        };
        if self.causes().any(is_missing) {
            Exit::NoInput
        } else if self.causes().any(causes::is_refusal) {
            Exit::Refused
        } else {
            Exit::Failed
        }
    }
}

/// An error and what is below it.
fn chain<'e>(error: &'e (dyn Error + 'static)) -> impl Iterator<Item = &'e (dyn Error + 'static)> {
    std::iter::successors(Some(error), |error| (*error).source())
}

fn print_faults(faults: &Faults, language: Language) {
    for fault in faults.kept() {
        let column = if fault.column.is_empty() {
            String::new()
        } else {
            format!("{}: ", fault.column)
        };
        let wrong = language.say(fault.wrong.words());
        let place = format!("{}:{}:", fault.file, fault.line);
        let said = format!("{place} {column}{wrong}");
        terminal::indented(&terminal::plain(&said), 2, terminal::COLUMNS)
            .iter()
            .for_each(|line| terminal::error_line(line));
    }
    let more = faults.count() - faults.kept().len();
    if more > 0 {
        let said = AdminText::MoreFaults { count: more }.in_language(language);
        terminal::error_line(&format!("  {DIM}{said}{DIM:#}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_told_from_what_was_refused_and_what_failed() {
        let exit = |error: Box<dyn Error + Send + Sync>| {
            Failure {
                doing: Doing::Serve {},
                cause: error,
            }
            .exit()
        };
        let missing = CsvError::File {
            name: "kinds.csv".into(),
            source: io::ErrorKind::NotFound.into(),
        };
        assert_eq!(exit(Box::new(missing)), Exit::NoInput);
        assert_eq!(
            exit(Box::new(CsvError::TooLarge {
                name: "kinds.csv".into()
            })),
            Exit::Refused
        );
        assert_eq!(
            exit(Box::new(io::Error::from(io::ErrorKind::StorageFull))),
            Exit::Failed
        );
    }
}
