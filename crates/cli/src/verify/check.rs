//! Checking one file.

use std::{
    error::Error,
    fs::{self, File},
    io::{self, Read as _},
    path::Path,
};

use doorstep_domain::{
    ids::RecordId,
    record::{Field, Record, Writers},
    rights::Role,
};
use doorstep_evidence::{
    certificate::TrustedOrganisation,
    digest::Digest,
    jws::{Jws, MAX_TEXT_BYTES},
    verdict::{Opened, Verdict, open, verify, verify_against},
};
use doorstep_replica::{RecordDocument, Roster, history::Changed};

use crate::{
    failure::{Failure, While as _},
    text::{causes::Refusal, doing::Doing},
};

/// Bytes of an exported record at most.
const RECORD_BYTES_MAX: usize = 64 * 1024 * 1024;

/// What statements are checked by.
pub(super) struct Checks {
    trusted: Option<TrustedOrganisation>,
    record: Option<Record>,
}

/// What came of checking one file.
pub(super) struct Checked {
    pub(super) verdict: Verdict,
    /// What the statement says and its name, if its seal holds.
    pub(super) opened: Option<(Opened, Digest)>,
    /// Whether an organisation to trust was given.
    pub(super) trust_given: bool,
    /// Whether it was compared with a record.
    pub(super) compared: bool,
}

impl Checks {
    /// Reads what the files are to be checked by.
    pub(super) fn read(trust: Option<&Path>, record: Option<&Path>) -> Result<Self, Failure> {
        let trusted = trust.map(|file| {
            let pem = fs::read_to_string(file).while_doing(Doing::ReadTrust {})?;
            TrustedOrganisation::from_pem(&pem).while_doing(Doing::ReadTrust {})
        });
        let record = record.map(|file| read_record(file).while_doing(Doing::ReadRecordFile {}));
        Ok(Self {
            trusted: trusted.transpose()?,
            record: record.transpose()?,
        })
    }

    /// Checks a file. One that can be read gets a verdict whatever it holds.
    pub(super) fn check(&self, file: &Path) -> Result<Checked, Box<dyn Error + Send + Sync>> {
        let bytes = read_at_most(file, MAX_TEXT_BYTES)?;
        let text = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
        let Some(jws) = text.and_then(|text| Jws::parse(text.trim()).ok()) else {
            return Ok(self.checked(broken("it is not a whole sealed statement"), None, false));
        };
        let trusted = self.trusted.as_ref();
        let opened = match open(&jws, trusted) {
            Ok(opened) => opened,
            Err(broken) => return Ok(self.checked(broken, None, false)),
        };
        let (verdict, compared) = match &self.record {
            None => (verify(&jws, trusted), false),
            Some(record) => {
                // An exported document does not say which record it is; its number does, which is given once.
                if record.words(Field::Number) != opened.statement.shown.number {
                    return Err(Refusal::OtherRecord {}.into());
                }
                let record = Record { id: opened.statement.record, ..record.clone() };
                (verify_against(&jws, trusted, &record), opened.trusted)
            }
        };
        Ok(self.checked(verdict, Some((opened, jws.digest())), compared))
    }

    const fn checked(&self, verdict: Verdict, opened: Option<(Opened, Digest)>, compared: bool) -> Checked {
        Checked {
            verdict,
            opened,
            trust_given: self.trusted.is_some(),
            compared,
        }
    }
}

fn broken(why: &str) -> Verdict {
    Verdict::Broken { why: why.to_owned() }
}

fn read_record(file: &Path) -> Result<Record, Box<dyn Error + Send + Sync>> {
    let saved = read_at_most(file, RECORD_BYTES_MAX)?.ok_or(Refusal::TooLarge {})?;
    let id = RecordId(uuid::Uuid::nil());
    let document = RecordDocument::load(id, Some(&saved), &[])?;
    Ok(document.record(&roster_of(&document)))
}

/// On whose behalf the devices of a document write, which decides what holds where values clash. The document does not
/// say it, but some fields are only the office's to write.
fn roster_of(document: &RecordDocument) -> Roster {
    let mut roster = Roster::default();
    for item in document.history(&Roster::default()) {
        let is_the_offices = |what: &Changed| match what {
            Changed::Field { field, .. } => field.rule().writers == Writers::Office,
            _ => false,
        };
        if item.what.iter().any(is_the_offices) {
            roster.insert(item.device, Role::Office);
        }
    }
    roster
}

/// The bytes of a file; nothing if there are more.
fn read_at_most(file: &Path, bytes_max: usize) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    let length = File::open(file)?.take(bytes_max as u64 + 1).read_to_end(&mut bytes)?;
    Ok((length <= bytes_max).then_some(bytes))
}
