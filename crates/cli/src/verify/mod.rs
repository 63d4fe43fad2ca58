//! `doorstep verify`: what a customer's copy proves, without a network and without a server.
//!
//! A statement by itself can only be unchanged, broken or of an unknown device; a copy (PDF) can also be changed around
//! the statement inside. Whether the record still says the same can
//! only be seen beside the record, exported with `doorstep admin record export`.

mod check;
mod in_words;
mod report;

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Args;
use doorstep_evidence::verdict::Verdict;
use serde_json::json;

use self::check::{Checked, Checks};
use crate::{
    failure::{Failure, While as _},
    terminal,
    text::{Language, doing::Doing},
};

/// Check what customers signed: their copies (PDF), or sealed statements, compact or JSON. Needs no network.
///
/// Exit code: 0 unchanged, 1 changed since signing (the record, or the copy's file), 2 broken, 3 unknown device or no trusted key given; of several
/// files the worst, which is broken, then changed, then unknown.
#[derive(Debug, Args)]
pub(crate) struct VerifyArguments {
    /// Files: customers' copies (.pdf) or sealed statements (.jws)
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// The organisation whose devices are believed: its organisation.pem, got by a way you trust
    #[arg(long, value_name = "organisation.pem")]
    trust: Option<PathBuf>,
    /// Compare with this record, as `doorstep admin record export --automerge` wrote it
    #[arg(long, value_name = "EXPORT.automerge")]
    record: Option<PathBuf>,
    /// Answer in one JSON object
    #[arg(long)]
    json: bool,
    /// Speak this language; by default the system's
    #[arg(long, value_name = "LANGUAGE", value_parser = crate::text::language_parser())]
    lang: Option<Language>,
}

impl VerifyArguments {
    /// Checks all files and gives the worst verdict as exit code.
    pub(crate) fn run(self) -> ExitCode {
        let language = crate::text::chosen(self.lang);
        let checks = match Checks::read(self.trust.as_deref(), self.record.as_deref()) {
            Ok(checks) => checks,
            Err(failure) => return failure.tell(language, self.json),
        };
        let mut worst = Worst::default();
        let mut reports = Vec::new();
        for (file, place) in self.files.iter().zip(0..) {
            match check(&checks, file) {
                Err(failure) => worst.failed = Some(failure.tell(language, self.json)),
                Ok(checked) => {
                    worst.take(&checked.verdict());
                    if self.json {
                        reports.push(report::json(file, &checked));
                    } else {
                        if place > 0 {
                            terminal::line("");
                        }
                        report::print(file, &checked, language);
                    }
                }
            }
        }
        if self.json {
            terminal::json(&json!({ "files": reports, "worst": worst.code() }));
        }
        worst.exit()
    }
}

fn check(checks: &Checks, file: &Path) -> Result<Checked, Failure> {
    checks.check(file).while_doing(Doing::ReadStatement {
        file: file.display().to_string(),
    })
}

/// The worst of what was seen: broken, then a file that could not be checked, then changed, then unknown.
#[derive(Default)]
struct Worst {
    broken: bool,
    failed: Option<ExitCode>,
    changed: bool,
    unknown: bool,
}

impl Worst {
    fn take(&mut self, verdict: &Verdict) {
        match verdict {
            Verdict::Unchanged => {}
            Verdict::Changed { .. } => self.changed = true,
            Verdict::Broken { .. } => self.broken = true,
            Verdict::UnknownDevice => self.unknown = true,
        }
    }

    const fn code(&self) -> &'static str {
        match self {
            Self { broken: true, .. } => "broken",
            Self {
                failed: Some(_), ..
            } => "not_checked",
            Self { changed: true, .. } => "changed",
            Self { unknown: true, .. } => "unknown_device",
            _ => "unchanged",
        }
    }

    fn exit(&self) -> ExitCode {
        match self {
            Self { broken: true, .. } => ExitCode::from(2),
            Self {
                failed: Some(code), ..
            } => *code,
            Self { changed: true, .. } => ExitCode::from(1),
            Self { unknown: true, .. } => ExitCode::from(3),
            _ => ExitCode::SUCCESS,
        }
    }
}
