//! Causes of failures in the reader's language. What is not known here says its own words, which are English.

use std::{error::Error, fmt, io};

use doorstep_core::{enrolment::EnrolError, records::UseCaseError, script::error_row};
use doorstep_domain::record::BadFieldValue;
use doorstep_evidence::certificate::CertificateError;
use doorstep_replica::EditError;
use doorstep_server::{
    backup::BackupError,
    catalogue::CatalogueError,
    csv_file::CsvError,
    data_folder::DataFolderError,
    intake::{FindError, IntakeError},
    organisation::OrganisationError,
    replication::OfficeError,
    serve::ServeError,
    staff::StaffError,
    stock::StockError,
    store::StoreError,
    writer::WriteError,
};
use doorstep_words::{Say, Sentence as Said, terminal::failure as words};

use super::{Language, Sentence, sentences};
use crate::{
    device::{KeyFileError, OpenError},
    serve::SettingsError,
};

sentences! {
    /// Why the program itself refuses what was given.
    Refusal {
        NoData {} words::refusal::NO_DATA;
        NothingToServe {}
            words::refusal::NOTHING_TO_SERVE;
        NewerStatement {}
            words::refusal::NEWER_STATEMENT;
        OtherName { name: String }
            words::refusal::OtherName;
        NoSuchField { fields: String } words::refusal::NoSuchField;
        BadValue { field: String, allowed: String } words::refusal::BadValue;
        WhichApproval { requests: String }
            words::refusal::WhichApproval;
        NoSuchDevice {} words::refusal::NO_SUCH_DEVICE;
        SeveralDevices {} words::refusal::SEVERAL_DEVICES;
        OneUrl {} words::refusal::ONE_URL;
        OtherRecord {} words::refusal::OTHER_RECORD;
        NotARecord {} words::refusal::NOT_A_RECORD;
        TooLarge {} words::refusal::TOO_LARGE;
        NotEmpty {} words::refusal::NOT_EMPTY;
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.in_language(Language::English))
    }
}

impl Error for Refusal {}

/// What an error says, without what is below it.
pub(crate) fn in_language(error: &(dyn Error + 'static), language: Language) -> String {
    words_of(error).map_or_else(
        || error.to_string(),
        |words| words.say(language).into_owned(),
    )
}

/// Whether an error says that what was given was refused, and nothing was changed.
pub(crate) fn is_refusal(error: &(dyn Error + 'static)) -> bool {
    if let Some(error) = error.downcast_ref::<OrganisationError>() {
        return matches!(
            error,
            OrganisationError::NoOrganisation
                | OrganisationError::Exists
                | OrganisationError::BadName(_)
                | OrganisationError::PersonExists
                | OrganisationError::NoPerson
                | OrganisationError::NoDevice
                | OrganisationError::OwnDevice
        );
    }
    if let Some(error) = error.downcast_ref::<CsvError>() {
        return !matches!(error, CsvError::File { .. });
    }
    if let Some(error) = error.downcast_ref::<OfficeError>() {
        return matches!(
            error,
            OfficeError::NoSuchRecord | OfficeError::NotTheOffices
        );
    }
    if let Some(error) = error.downcast_ref::<BackupError>() {
        return matches!(
            error,
            BackupError::Exists(_) | BackupError::Missing(_) | BackupError::Damaged
        );
    }
    if let Some(error) = error.downcast_ref::<StaffError>() {
        return error.words().is_some();
    }
    if let Some(error) = error.downcast_ref::<SettingsError>() {
        return !matches!(error, SettingsError::Read(_));
    }
    let is_in_use = error
        .downcast_ref::<DataFolderError>()
        .is_some_and(|error| matches!(error, DataFolderError::InUse));
    let is_not_found = error
        .downcast_ref::<FindError>()
        .is_some_and(|error| matches!(error, FindError::None | FindError::Several));
    let is_refused_on_device = matches!(
        error.downcast_ref(),
        Some(
            doorstep_core::Error::Refused { .. }
                | doorstep_core::Error::NotFound(_)
                | doorstep_core::Error::Archived(_)
                | doorstep_core::Error::NotEnrolled
        )
    );
    is_in_use
        || is_not_found
        || is_refused_on_device
        || matches!(error.downcast_ref(), Some(doorstep_core::Error::InUse))
        || error.is::<EnrolError>()
        || error.is::<Refusal>()
        || error.is::<BadFieldValue>()
        || error.is::<CertificateError>()
        || matches!(
            error.downcast_ref(),
            Some(StockError::NoTechnician | StockError::NoSuchMovement)
        )
        || matches!(error.downcast_ref(), Some(EditError::Van(_)))
        || matches!(error.downcast_ref(), Some(IntakeError::NoTechnician))
        || matches!(error.downcast_ref(), Some(CatalogueError::TooLarge))
        || matches!(error.downcast_ref(), Some(EditError::GivenOnce(_)))
}

/// What an error says on a screen; nothing where its own words are all there is.
fn words_of(error: &(dyn Error + 'static)) -> Option<Said> {
    if let Some(refusal) = error.downcast_ref::<Refusal>() {
        return Some(Said {
            chinese: refusal.in_language(Language::Chinese),
            english: refusal.in_language(Language::English),
        });
    }
    if let Some(value) = error.downcast_ref::<BadFieldValue>() {
        return Some(value.words());
    }
    if let Some(error) = error.downcast_ref::<io::Error>() {
        return of_system(error);
    }
    if let Some(error) = error.downcast_ref::<OrganisationError>() {
        return of_organisation(error);
    }
    if let Some(error) = error.downcast_ref::<CsvError>() {
        return Some(match error {
            CsvError::File { name, .. } => Said::of(&words::csv::File { name }),
            CsvError::TooLarge { name } => Said::of(&words::csv::TooLarge { name }),
            CsvError::Rows(faults) => Said::of(&words::csv::Rows {
                count: &faults.count(),
            }),
        });
    }
    if let Some(error) = error.downcast_ref::<BackupError>() {
        return match error {
            BackupError::Exists(path) => Some(Said::of(&words::backup::Exists {
                path: &path.display(),
            })),
            BackupError::Missing(name) => Some(Said::of(&words::backup::Missing { name })),
            BackupError::Damaged => Some(words::cause::BACKUP_DAMAGED.into()),
            BackupError::Folder(_) => Some(words::cause::BACKUP_FOLDER.into()),
            BackupError::File(_) => Some(words::cause::BACKUP_FILE.into()),
            BackupError::Store(_) => Some(words::cause::BACKUP_STORE.into()),
            BackupError::Statement(_) => Some(words::cause::BACKUP_STATEMENT.into()),
            BackupError::Random(_) => Some(words::cause::BACKUP_RANDOM.into()),
        };
    }
    if let Some(error) = error.downcast_ref::<DataFolderError>() {
        return match error {
            DataFolderError::InUse => Some(words::cause::DATA_FOLDER_IN_USE.into()),
            DataFolderError::File { .. } => None,
        };
    }
    of_office(error)
        .or_else(|| of_server(error))
        .or_else(|| of_device(error))
}

/// What the system says, for what people can do something about.
fn of_system(error: &io::Error) -> Option<Said> {
    let phrase = match error.kind() {
        io::ErrorKind::NotFound => words::system::NOT_FOUND,
        io::ErrorKind::PermissionDenied => words::system::PERMISSION_DENIED,
        io::ErrorKind::AlreadyExists => words::system::ALREADY_EXISTS,
        io::ErrorKind::AddrInUse => words::system::ADDR_IN_USE,
        io::ErrorKind::AddrNotAvailable => words::system::ADDR_NOT_AVAILABLE,
        io::ErrorKind::StorageFull => words::system::STORAGE_FULL,
        io::ErrorKind::IsADirectory => words::system::IS_A_DIRECTORY,
        io::ErrorKind::NotADirectory => words::system::NOT_A_DIRECTORY,
        _ => return None,
    };
    Some(Said::of(&words::SystemSays {
        words: &phrase,
        error,
    }))
}

fn of_organisation(error: &OrganisationError) -> Option<Said> {
    let phrase = match error {
        OrganisationError::NoOrganisation => words::cause::ORGANISATION_NO_ORGANISATION,
        OrganisationError::Exists => words::cause::ORGANISATION_EXISTS,
        OrganisationError::Missing(name) => {
            return Some(Said::of(&words::backup::Missing { name }));
        }
        OrganisationError::BadName(_) => words::cause::ORGANISATION_BAD_NAME,
        OrganisationError::PersonExists => words::cause::ORGANISATION_PERSON_EXISTS,
        OrganisationError::NoPerson => words::cause::ORGANISATION_NO_PERSON,
        OrganisationError::NoDevice => words::cause::ORGANISATION_NO_DEVICE,
        OrganisationError::OwnDevice => words::cause::ORGANISATION_OWN_DEVICE,
        OrganisationError::Folder(_) => words::cause::ORGANISATION_FOLDER,
        OrganisationError::Store(_) => words::cause::ORGANISATION_STORE,
        OrganisationError::Statement(_) => words::cause::ORGANISATION_STATEMENT,
        OrganisationError::Write(_) => words::cause::ORGANISATION_WRITE,
        _ => return None,
    };
    Some(phrase.into())
}

/// What the office does with records.
fn of_office(error: &(dyn Error + 'static)) -> Option<Said> {
    if let Some(error) = error.downcast_ref::<FindError>() {
        return match error {
            FindError::None => Some(words::cause::FIND_NONE.into()),
            FindError::Several => Some(words::cause::FIND_SEVERAL.into()),
            FindError::Statement(_) | FindError::Store(_) => Some(words::cause::FIND_STORE.into()),
        };
    }
    if let Some(error) = error.downcast_ref::<OfficeError>() {
        return match error {
            OfficeError::NoSuchRecord => Some(words::cause::OFFICE_NO_SUCH_RECORD.into()),
            OfficeError::NotTheOffices => Some(words::cause::OFFICE_NOT_THE_OFFICES.into()),
            OfficeError::Edit(_) => Some(words::cause::OFFICE_EDIT.into()),
            OfficeError::Refused(refusal) => Some(refusal.words().into()),
            OfficeError::Entry(bad) => Some(Said {
                chinese: bad.words().chinese.to_owned(),
                english: bad.to_string(),
            }),
            OfficeError::Random(_) => Some(words::cause::OFFICE_RANDOM.into()),
            OfficeError::Vault(_) => Some(words::cause::OFFICE_VAULT.into()),
            OfficeError::Replication(_) => Some(words::cause::OFFICE_REPLICATION.into()),
        };
    }
    if let Some(error) = error.downcast_ref::<SettingsError>() {
        return match error {
            SettingsError::Read(_) => Some(words::cause::SETTINGS_READ.into()),
            SettingsError::Parse(_) => Some(words::cause::SETTINGS_PARSE.into()),
            SettingsError::Refused(refusal) => words_of(refusal),
        };
    }
    if let Some(error) = error.downcast_ref::<StaffError>() {
        return error.words().map(Into::into);
    }
    if let Some(error) = error.downcast_ref::<StockError>() {
        return match error {
            StockError::Person(_) => Some(words::cause::STOCK_PERSON.into()),
            StockError::NoTechnician => Some(words::cause::STOCK_NO_TECHNICIAN.into()),
            StockError::NoSuchMovement => Some(words::cause::STOCK_NO_SUCH_MOVEMENT.into()),
            StockError::Catalogue(_) => Some(words::cause::STOCK_CATALOGUE.into()),
            StockError::Office(_) | StockError::Statement(_) | StockError::Noted(_) => {
                Some(words::cause::STOCK_OFFICE.into())
            }
            // Only pages and programs do what is refused so.
            _ => None,
        };
    }
    if let Some(error) = error.downcast_ref::<IntakeError>() {
        return match error {
            IntakeError::File(_) => Some(words::cause::INTAKE_FILE.into()),
            IntakeError::Office(_) => Some(words::cause::INTAKE_OFFICE.into()),
            IntakeError::Person(_) => Some(words::cause::INTAKE_PERSON.into()),
            IntakeError::NoTechnician => Some(words::cause::INTAKE_NO_TECHNICIAN.into()),
            _ => None,
        };
    }
    if let Some(error) = error.downcast_ref::<EditError>() {
        return match error {
            EditError::Field(_) => Some(words::cause::EDIT_FIELD.into()),
            EditError::GivenOnce(_) => Some(words::cause::EDIT_GIVEN_ONCE.into()),
            _ => None,
        };
    }
    match error.downcast_ref::<CatalogueError>()? {
        CatalogueError::Files(_) => Some(words::cause::CATALOGUE_FILES.into()),
        CatalogueError::Reworded { .. } => Some(words::cause::CATALOGUE_REWORDED.into()),
        CatalogueError::TooLarge => Some(words::cause::CATALOGUE_TOO_LARGE.into()),
        _ => None,
    }
}

/// A technician's device: the words that its scripts answer with.
fn of_device(error: &(dyn Error + 'static)) -> Option<Said> {
    let code = if let Some(doorstep_core::Error::Refused { .. }) = error.downcast_ref() {
        // Which rule is the next cause.
        return Some(words::cause::REFUSED.into());
    } else if let Some(error) = error.downcast_ref::<doorstep_core::Error>() {
        error.code()
    } else if let Some(error) = error.downcast_ref::<UseCaseError>() {
        error.code()
    } else {
        if let Some(error) = error.downcast_ref::<OpenError>() {
            return Some(match error {
                OpenError::Key(_) => words::cause::OPEN_KEY.into(),
                OpenError::Device(_) => words::cause::OPEN_DEVICE.into(),
            });
        }
        if let Some(KeyFileError::NoDevice(_)) = error.downcast_ref() {
            return Some(words::cause::KEY_FILE_NO_DEVICE.into());
        }
        return error
            .downcast_ref::<EnrolError>()
            .and_then(|error| match error {
                EnrolError::Invitation => Some(words::cause::ENROL_INVITATION.into()),
                EnrolError::OtherOrganisation => {
                    Some(words::cause::ENROL_OTHER_ORGANISATION.into())
                }
                EnrolError::AlreadyEnrolled => Some(words::cause::ENROL_ALREADY_ENROLLED.into()),
                _ => None,
            });
    };
    // The codes' English words are general; an error's own say which member it was.
    error_row(code).map(|row| Said {
        chinese: row.words.chinese.to_owned(),
        english: error.to_string(),
    })
}

/// The server and its database.
fn of_server(error: &(dyn Error + 'static)) -> Option<Said> {
    if let Some(error) = error.downcast_ref::<ServeError>() {
        return match error {
            ServeError::Folder(_) => Some(words::cause::SERVE_FOLDER.into()),
            ServeError::Organisation(_) => Some(words::cause::SERVE_ORGANISATION.into()),
            ServeError::Listen(_) => Some(words::cause::SERVE_LISTEN.into()),
        };
    }
    if let Some(error) = error.downcast_ref::<StoreError>() {
        return match error {
            StoreError::NotOurs => Some(words::cause::STORE_NOT_OURS.into()),
            StoreError::Newer { .. } => Some(words::cause::STORE_NEWER.into()),
            StoreError::Open(_) => Some(words::cause::STORE_OPEN.into()),
            _ => None,
        };
    }
    if let Some(error) = error.downcast_ref::<CertificateError>() {
        return match error {
            CertificateError::Malformed(_) => Some(words::cause::CERTIFICATE_MALFORMED.into()),
            CertificateError::Usage => Some(words::cause::CERTIFICATE_USAGE.into()),
            _ => None,
        };
    }
    match error.downcast_ref::<WriteError>()? {
        WriteError::NotCommitted(_) => Some(words::cause::WRITE_NOT_COMMITTED.into()),
        _ => None,
    }
}
