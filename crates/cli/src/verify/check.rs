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
    statement::{BadStatement, Difference, Statement},
    verdict::{Opened, Verdict, open, verify_against},
};
use doorstep_replica::{RecordDocument, Roster, history::Changed};
use doorstep_report::{
    CopyVerdict, Fault,
    read::{FILE_MAX, Pages, is_pdf},
};

use crate::{
    failure::{Failure, While as _},
    text::{
        Language, Sentence as _,
        causes::Refusal,
        doing::Doing,
        verify::{BrokenBecause, Why},
    },
};

/// Bytes of an exported record at most.
const RECORD_BYTES_MAX: usize = 64 * 1024 * 1024;

/// What statements are checked by.
pub(super) struct Checks {
    trusted: Option<TrustedOrganisation>,
    record: Option<Record>,
}

/// What came of checking one file.
pub(super) enum Checked {
    /// It proves nothing.
    Broken(Why),
    /// A customer's copy that is not as it was made; the statement inside is.
    CopyChanged(Fault, Box<Sealed>),
    /// Its seal holds.
    Sealed(Box<Sealed>),
}

/// A statement whose seal holds.
pub(super) struct Sealed {
    pub(super) opened: Opened,
    /// Its name.
    pub(super) digest: Digest,
    /// What reads otherwise in the record; nothing if it was not compared with one.
    pub(super) differences: Option<Vec<Difference>>,
    /// Whether an organisation to trust was given.
    pub(super) trust_given: bool,
    /// For a customer's copy, whether its pages were made again and compared.
    pub(super) pages: Option<Pages>,
}

impl Checked {
    /// The verdict.
    pub(super) fn verdict(&self) -> Verdict {
        match self {
            Self::Broken(because) => Verdict::Broken {
                why: because.in_language(Language::English),
            },
            Self::CopyChanged(..) => Verdict::Changed {
                differences: Vec::new(),
            },
            Self::Sealed(sealed) if !sealed.opened.trusted => Verdict::UnknownDevice,
            Self::Sealed(sealed) => match sealed.differences.as_deref() {
                None | Some([]) => Verdict::Unchanged,
                Some(differences) => Verdict::Changed {
                    differences: differences.to_vec(),
                },
            },
        }
    }
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

    /// Checks a file. One that can be read gets a verdict whatever it holds, unless it is newer than this program.
    pub(super) fn check(&self, file: &Path) -> Result<Checked, Box<dyn Error + Send + Sync>> {
        let bytes = read_at_most(file, FILE_MAX.max(MAX_TEXT_BYTES))?;
        if let Some(copy) = bytes.as_deref().filter(|bytes| is_pdf(bytes)) {
            return self.check_copy(copy);
        }
        let text = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
        let Some(jws) = text.and_then(|text| Jws::parse(text.trim()).ok()) else {
            return Ok(Checked::Broken(Why::Statement(BrokenBecause::NotWhole {})));
        };
        let Ok(opened) = open(&jws, self.trusted.as_ref()) else {
            return Ok(Checked::Broken(Why::Statement(why_broken(&jws)?)));
        };
        Ok(Checked::Sealed(Box::new(self.sealed(&jws, opened, None)?)))
    }

    /// Checks a customer's copy.
    fn check_copy(&self, copy: &[u8]) -> Result<Checked, Box<dyn Error + Send + Sync>> {
        let (opened, pages, fault) = match doorstep_report::verify(copy, self.trusted.as_ref()) {
            CopyVerdict::Broken {
                fault: Fault::StatementNewer,
            } => return Err(Refusal::NewerStatement {}.into()),
            CopyVerdict::Broken { fault } => return Ok(Checked::Broken(Why::Copy(fault))),
            CopyVerdict::Changed { fault, opened } => (opened, None, Some(fault)),
            CopyVerdict::Unchanged { opened, pages }
            | CopyVerdict::UnknownDevice { opened, pages } => (opened, Some(pages), None),
        };
        let content = doorstep_report::read(copy)?;
        let sealed = Box::new(self.sealed(&content.jws, *opened, pages)?);
        Ok(match fault {
            Some(fault) => Checked::CopyChanged(fault, sealed),
            None => Checked::Sealed(sealed),
        })
    }

    fn sealed(
        &self,
        jws: &Jws,
        opened: Opened,
        pages: Option<Pages>,
    ) -> Result<Sealed, Box<dyn Error + Send + Sync>> {
        let differences = match &self.record {
            // What an unknown device says about a record proves nothing about the record.
            Some(record) if opened.trusted => Some(self.compare(jws, &opened, record)?),
            _ => None,
        };
        Ok(Sealed {
            opened,
            digest: jws.digest(),
            differences,
            trust_given: self.trusted.is_some(),
            pages,
        })
    }

    fn compare(
        &self,
        jws: &Jws,
        opened: &Opened,
        record: &Record,
    ) -> Result<Vec<Difference>, Refusal> {
        // An exported document does not say which record it is; its number does, which is given once.
        if record.words(Field::Number) != opened.statement.shown.number {
            return Err(Refusal::OtherRecord {});
        }
        let record = Record {
            id: opened.statement.record,
            ..record.clone()
        };
        match verify_against(jws, self.trusted.as_ref(), &record) {
            Verdict::Changed { differences } => Ok(differences),
            _ => Ok(Vec::new()),
        }
    }
}

/// Why a statement that could be parsed does not open.
fn why_broken(jws: &Jws) -> Result<BrokenBecause, Refusal> {
    if jws.verify_signature().is_err() {
        return Ok(BrokenBecause::SealDoesNotFit {});
    }
    match Statement::from_payload(jws.payload()) {
        // Whole, but not for this program to judge.
        Err(BadStatement::Version) => Err(Refusal::NewerStatement {}),
        Err(_) => Ok(BrokenBecause::NotAStatement {}),
        Ok(_) => Ok(BrokenBecause::OtherDevice {}),
    }
}

fn read_record(file: &Path) -> Result<Record, Box<dyn Error + Send + Sync>> {
    let saved = read_at_most(file, RECORD_BYTES_MAX)?.ok_or(Refusal::TooLarge {})?;
    let id = RecordId(uuid::Uuid::nil());
    let document =
        RecordDocument::load(id, Some(&saved), &[]).map_err(|_| Refusal::NotARecord {})?;
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
    let length = File::open(file)?
        .take(bytes_max as u64 + 1)
        .read_to_end(&mut bytes)?;
    Ok((length <= bytes_max).then_some(bytes))
}
