//! Reading a copy back: whether a file is a customer's copy exactly as it was made, and if not, what is wrong with it.

mod attachments;
mod printed;
mod signature;

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};

use doorstep_evidence::{
    certificate::TrustedOrganisation,
    digest::Digest,
    jws::Jws,
    statement::Statement,
    verdict::{Opened, open},
};
use doorstep_words::{Phrase, copy::fault as words};
use lopdf::Document;

use crate::{form::Form, sign::strictly};

/// The largest file that is read, in bytes.
pub const FILE_MAX: usize = 16 * 1024 * 1024;

/// What a copy carries.
#[derive(Debug, Clone)]
pub struct CopyContent {
    /// The sealed statement.
    pub jws: Jws,
    /// The certificates, PEM.
    pub certificates: String,
    /// The form of the pages.
    pub form: Form,
}

/// What is wrong with a copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// Not a PDF, cut short, or damaged so that it cannot be read.
    NotReadable,
    /// A PDF, but nothing of a copy is in it.
    NotACopy,
    /// More than one attachment of a kind, or two ways to name one that lead to different files.
    TwoAttachments,
    /// The attached statement is not one, or its seal does not hold.
    StatementBroken,
    /// The attached statement is of a newer version than this program.
    StatementNewer,
    /// The attached statement is whole, but it is another than the one that this copy was made from.
    StatementSwapped,
    /// The pages do not show what the attached statement says.
    PrintedOtherwise,
    /// There is no signature over the file.
    NotSigned,
    /// Something was added after the signature.
    Appended,
    /// Another program saved the file: its signature is no longer where it was.
    SavedAgain,
    /// Bytes of the file are others than those that were signed.
    BytesChanged,
    /// Signed by another device than the one that sealed the statement.
    OtherSigner,
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.words().english)
    }
}

impl std::error::Error for Fault {}

impl Fault {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotReadable => "not_readable",
            Self::NotACopy => "not_a_copy",
            Self::TwoAttachments => "two_attachments",
            Self::StatementBroken => "statement_broken",
            Self::StatementNewer => "statement_newer",
            Self::StatementSwapped => "statement_swapped",
            Self::PrintedOtherwise => "printed_otherwise",
            Self::NotSigned => "not_signed",
            Self::Appended => "appended",
            Self::SavedAgain => "saved_again",
            Self::BytesChanged => "bytes_changed",
            Self::OtherSigner => "other_signer",
        }
    }

    /// The words on a screen.
    #[must_use]
    pub const fn words(self) -> Phrase {
        match self {
            Self::NotReadable => words::NOT_READABLE,
            Self::NotACopy => words::NOT_A_COPY,
            Self::TwoAttachments => words::TWO_ATTACHMENTS,
            Self::StatementBroken => words::STATEMENT_BROKEN,
            Self::StatementNewer => words::STATEMENT_NEWER,
            Self::StatementSwapped => words::STATEMENT_SWAPPED,
            Self::PrintedOtherwise => words::PRINTED_OTHERWISE,
            Self::NotSigned => words::NOT_SIGNED,
            Self::Appended => words::APPENDED,
            Self::SavedAgain => words::SAVED_AGAIN,
            Self::BytesChanged => words::BYTES_CHANGED,
            Self::OtherSigner => words::OTHER_SIGNER,
        }
    }
}

/// Whether the pages were made again from the statement and compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pages {
    /// They are the same.
    Same,
    /// This program makes another form of copy, so it can only say that they are as the device signed them.
    OtherForm,
}

/// What can be said of a file.
#[derive(Debug, Clone)]
pub enum CopyVerdict {
    /// Exactly as it was made, by a device of the trusted organisation.
    Unchanged {
        /// What the statement says.
        opened: Box<Opened>,
        /// Whether the pages were compared with it.
        pages: Pages,
    },
    /// Not as it was made. The attached statement is whole, and given, where the fault leaves it so; the file around
    /// it is not to be believed.
    Changed {
        /// What was changed.
        fault: Fault,
        /// The statement inside, opened.
        opened: Box<Opened>,
    },
    /// It proves nothing: there is no one statement in it whose seal holds.
    Broken {
        /// What is broken.
        fault: Fault,
    },
    /// As it was made, but by a device that no trusted organisation vouches for, or none was given to trust.
    UnknownDevice {
        /// What the statement says.
        opened: Box<Opened>,
        /// Whether the pages were compared with it.
        pages: Pages,
    },
}

impl CopyVerdict {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unchanged { .. } => "unchanged",
            Self::Changed { .. } => "changed",
            Self::Broken { .. } => "broken",
            Self::UnknownDevice { .. } => "unknown_device",
        }
    }

    /// What is wrong, if something is.
    #[must_use]
    pub const fn fault(&self) -> Option<Fault> {
        match self {
            Self::Changed { fault, .. } | Self::Broken { fault } => Some(*fault),
            Self::Unchanged { .. } | Self::UnknownDevice { .. } => None,
        }
    }
}

/// Whether these bytes are a PDF and so for this reader.
#[must_use]
pub fn is_pdf(file: &[u8]) -> bool {
    file.starts_with(b"%PDF-")
}

/// Reads what a copy carries: exactly one attachment of each kind, named the same way wherever it is named. Nothing
/// is believed yet; see [`verify()`].
///
/// # Errors
/// [`Fault`].
pub fn read(file: &[u8]) -> Result<CopyContent, Fault> {
    let document = parse(file)?;
    attachments::content(&document)
}

/// The verdict on a file. Needs no network and no record.
#[must_use]
pub fn verify(file: &[u8], trusted: Option<&TrustedOrganisation>) -> CopyVerdict {
    // The parser of a stranger's bytes is a stranger's, too; if it panics, the file is not readable.
    catch_unwind(AssertUnwindSafe(|| judge(file, trusted))).unwrap_or(CopyVerdict::Broken {
        fault: Fault::NotReadable,
    })
}

fn judge(file: &[u8], trusted: Option<&TrustedOrganisation>) -> CopyVerdict {
    let found = parse(file).and_then(|document| {
        let content = attachments::content(&document)?;
        let opened = open_statement(&content.jws, trusted)?;
        Ok((document, content, opened))
    });
    let (document, content, opened) = match found {
        Ok(found) => found,
        Err(fault) => return CopyVerdict::Broken { fault },
    };
    let opened = Box::new(opened);
    let place = signature::find(file, &document);
    let signature = match &place {
        Ok(place) => signature::check(file, place, content.jws.certificate()),
        Err(fault) => Err(*fault),
    };
    let pages = printed::compare(file, &content, place.as_ref().ok());
    match (signature, pages) {
        (Ok(()), Ok(pages)) if opened.trusted => CopyVerdict::Unchanged { opened, pages },
        (Ok(()), Ok(pages)) => CopyVerdict::UnknownDevice { opened, pages },
        (signature, pages) => CopyVerdict::Changed {
            fault: most_telling(&document, &content, signature.err(), pages.err()),
            opened,
        },
    }
}

/// Of all that is wrong the fault that tells most about what was done.
fn most_telling(
    document: &Document,
    content: &CopyContent,
    signature: Option<Fault>,
    pages: Option<Fault>,
) -> Fault {
    let made_from = attachments::made_from(document);
    if made_from.is_some_and(|digest| digest != content.jws.digest()) {
        return Fault::StatementSwapped;
    }
    // A damaged page cannot be unpacked, and then says nothing about what it shows.
    pages
        .filter(|fault| *fault == Fault::PrintedOtherwise)
        .or(signature)
        .or(pages)
        .unwrap_or(Fault::BytesChanged)
}

fn parse(file: &[u8]) -> Result<Document, Fault> {
    if file.len() > FILE_MAX || !is_pdf(file) {
        return Err(Fault::NotReadable);
    }
    let load = |file| Document::load_mem_with_options(file, strictly());
    // What is added after the end can make a file unreadable; then what it was added to is read, and the byte range of
    // its signature, which ends before the file does, tells that something was added.
    load(file)
        .or_else(|error| match last_end(file) {
            Some(end) if end < file.len() => load(file.get(..end).unwrap_or_default()),
            _ => Err(error),
        })
        .map_err(|_| Fault::NotReadable)
}

/// Where the last end-of-file mark ends.
fn last_end(file: &[u8]) -> Option<usize> {
    const MARK: &[u8] = b"%%EOF";
    let mut windows = file.windows(MARK.len());
    let at = windows.rposition(|window| window == MARK)?;
    Some(at + MARK.len())
}

fn open_statement(jws: &Jws, trusted: Option<&TrustedOrganisation>) -> Result<Opened, Fault> {
    open(jws, trusted).map_err(|_| {
        use doorstep_evidence::statement::BadStatement;
        match Statement::from_payload(jws.payload()) {
            Err(BadStatement::Version) if jws.verify_signature().is_ok() => Fault::StatementNewer,
            _ => Fault::StatementBroken,
        }
    })
}

/// A digest as the copy's description says it.
fn digest_in(text: &str) -> Option<Digest> {
    text.strip_prefix("sha256 ")?.parse().ok()
}
