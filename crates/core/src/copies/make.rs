//! `copy.make`: the copy of a statement about a record.

use doorstep_domain::{
    ids::RecordId,
    record::{Field, SignPurpose},
};
use doorstep_evidence::{
    certificate::{DeviceCertificate, TrustedOrganisation},
    digest::Digest,
    jws::Jws,
};
use doorstep_report::{CopySource, Form, Language, ReportError, Settings, SignError, sign};

use crate::{Device, Error, StoredStatement};

/// The name that the settings of copies have among the reference data: JSON of [`Settings`].
pub(crate) const SETTINGS: &str = "copy_settings";

/// A copy as the customer gets it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomersCopy {
    /// The statement that it shows.
    pub statement: Digest,
    /// The PDF.
    pub pdf: Vec<u8>,
}

/// Why there is no copy.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    /// Nobody has signed anything about the record on this device, or not that.
    #[error("no such statement was sealed on this device")]
    NoStatement,
    /// The pages could not be made.
    #[error("making the pages of the copy")]
    Pages(#[from] ReportError),
    /// The copy could not be signed.
    #[error("signing the copy")]
    Signature(#[from] SignError),
}

impl CopyError {
    /// The codes of all these errors.
    pub const CODES: &[&str] = &["no_statement", "copy_pages", "copy_signature"];

    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoStatement => "no_statement",
            Self::Pages(_) => "copy_pages",
            Self::Signature(_) => "copy_signature",
        }
    }
}

impl From<CopyError> for Error {
    fn from(error: CopyError) -> Self {
        Self::refused(error.code(), error)
    }
}

impl Device {
    /// Makes the copy of a statement that this device sealed: of the one named, or else of the last acceptance or refusal
    /// of the work, or else of the last statement. In the language that the customer is spoken to in.
    ///
    /// # Errors
    /// [`CopyError`] as [`Error::Refused`]; [`Error::NotEnrolled`], or what the disk or the vault says.
    pub fn customers_copy(
        &self,
        record: RecordId,
        statement: Option<Digest>,
    ) -> Result<CustomersCopy, Error> {
        let identity = self.identity()?;
        let mut own = self.statements(record)?;
        own.retain(|stored| stored.device == identity.device);
        let chosen = choose(&own, statement).ok_or(CopyError::NoStatement)?;
        let jws = Jws::parse(&chosen.jws)?;
        let organisation = TrustedOrganisation::from_pem(&identity.organisation)?;
        let language = Language::of_customer(self.record(record)?.words(Field::Language));
        let form = Form::new(language, self.copy_settings()?);
        let source = CopySource::new(jws, form, Some(&organisation)).map_err(CopyError::from)?;
        let kind = self.kinds()?.words(&source.statement().shown.unit.kind);
        let source = match kind {
            Some(kind) => source.naming_kind(language.pick(&kind.zh, &kind.en)),
            None => source,
        };
        let pages = source.render().map_err(CopyError::from)?;
        let certificate = DeviceCertificate::parse(&identity.certificate)?;
        let at = self.environment().clock.now();
        let pdf =
            sign(pages, self.inner.vault.as_ref(), &certificate, at).map_err(
                |error| match error {
                    SignError::Vault(locked) => Error::from(locked),
                    other => CopyError::from(other).into(),
                },
            )?;
        Ok(CustomersCopy {
            statement: chosen.digest,
            pdf,
        })
    }

    /// What the office set for copies. Settings that cannot be read are no reason to leave a customer without his copy.
    fn copy_settings(&self) -> Result<Settings, Error> {
        let Some(bytes) = self.reference(SETTINGS)? else {
            return Ok(Settings::default());
        };
        Ok(serde_json::from_slice(&bytes)
            .ok()
            .filter(|settings: &Settings| settings.check().is_ok())
            .unwrap_or_else(|| {
                tracing::warn!("the settings of copies cannot be read");
                Settings::default()
            }))
    }
}

fn choose(own: &[StoredStatement], named: Option<Digest>) -> Option<&StoredStatement> {
    if let Some(named) = named {
        return own.iter().find(|stored| stored.digest == named);
    }
    let of_the_work = |stored: &&StoredStatement| {
        matches!(
            stored.purpose,
            Some(SignPurpose::WorkAcceptance | SignPurpose::Refusal)
        )
    };
    own.iter().rev().find(of_the_work).or(own.last())
}
