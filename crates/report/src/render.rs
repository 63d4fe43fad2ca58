//! From a sealed statement to the pages of its copy.

mod code;

use doorstep_evidence::{
    certificate::{CertificateError, TrustedOrganisation},
    digest::Digest,
    jws::Jws,
    statement::Statement,
    verdict::open,
};

use crate::{font::Face, form::Form, paint, settings::BadSettings, template};

/// Why there is no copy.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The statement's seal does not hold, or it is of a newer version.
    #[error("the statement cannot be opened: {0}")]
    Statement(String),
    /// The settings cannot head a page.
    #[error("checking the settings of the copy")]
    Settings(#[from] BadSettings),
    /// The organisation's certificate cannot be written.
    #[error("writing the organisation's certificate")]
    Organisation(#[from] CertificateError),
    /// The font in this program is damaged.
    #[error("the font in the program is damaged")]
    Font,
    /// The PDF could not be written.
    #[error("writing the PDF: {0}")]
    Pdf(String),
    /// What goes with the pages could not be written as JSON.
    #[error("writing the form of the copy")]
    Form(#[source] serde_json::Error),
}

/// What a copy is made from: a statement whose seal holds, and the form of the pages.
#[derive(Debug, Clone)]
pub struct CopySource {
    pub(crate) jws: Jws,
    pub(crate) statement: Statement,
    pub(crate) form: Form,
    /// The certificates that go with the copy, PEM, the device's first.
    pub(crate) certificates: String,
}

impl CopySource {
    /// Opens a sealed statement to make a copy of it. `organisation` goes with the copy for those who look at its
    /// certificates; whether it is trusted is for the reader to say.
    ///
    /// # Errors
    /// [`ReportError::Statement`], [`ReportError::Settings`] or [`ReportError::Organisation`].
    pub fn new(
        jws: Jws,
        form: Form,
        organisation: Option<&TrustedOrganisation>,
    ) -> Result<Self, ReportError> {
        let mut certificates = paint::pem(jws.certificate().der());
        if let Some(organisation) = organisation {
            certificates.push_str(&organisation.to_pem()?);
        }
        Self::with_certificates(jws, form, certificates)
    }

    /// As [`CopySource::new`], with certificates that another copy carried.
    pub(crate) fn with_certificates(
        jws: Jws,
        form: Form,
        certificates: String,
    ) -> Result<Self, ReportError> {
        form.check()?;
        let opened = open(&jws, None)
            .map_err(|verdict| ReportError::Statement(verdict.code().to_owned()))?;
        Ok(Self {
            statement: opened.statement,
            jws,
            form,
            certificates,
        })
    }

    /// The same copy with what the appliance's kind is called in its language. A name that is too long for a settings'
    /// text is left out: the code is shown.
    #[must_use]
    pub fn naming_kind(mut self, name: &str) -> Self {
        let form = Form {
            kind: Some(name.to_owned()),
            ..self.form.clone()
        };
        if form.check().is_ok() {
            self.form = form;
        }
        self
    }

    /// The statement that the copy shows.
    #[must_use]
    pub const fn statement(&self) -> &Statement {
        &self.statement
    }

    /// The statement's name.
    #[must_use]
    pub fn digest(&self) -> Digest {
        self.jws.digest()
    }

    /// Makes the pages: a PDF without a signature yet. The same source gives the same bytes.
    ///
    /// # Errors
    /// [`ReportError`]; nothing that a customer may be called or have written is among the causes.
    pub fn render(&self) -> Result<Vec<u8>, ReportError> {
        let face = Face::get().ok_or(ReportError::Font)?;
        paint::document(face, self, &template::lay_out(face, self))
    }
}
