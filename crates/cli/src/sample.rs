//! The sample data, built in: a catalogue, calls and signatures, all of it invented. What a file holds stands in
//! `sample/README.md`.

use std::{fs, io, path::Path};

macro_rules! sample {
    ($($(#[$doc:meta])* $name:ident $file:literal;)*) => {
        $($(#[$doc])* pub(crate) const $name: &str = include_str!(concat!("../sample/", $file));)*

        /// Every file with its name.
        pub(crate) const FILES: &[(&str, &str)] = &[$(($file, $name)),*];
    };
}

sample! {
    /// What the files hold, and that all of it is invented.
    README "README.md";
    /// Kinds of appliances.
    KINDS "kinds.csv";
    /// Models.
    MODELS "models.csv";
    /// Spare parts with their prices.
    PARTS "parts.csv";
    /// Components with a term of their own.
    WARRANTY "warranty.csv";
    /// Faults.
    FAULTS "faults.csv";
    /// Labour prices.
    LABOUR "labour.csv";
    /// Items of the full-function tests.
    TESTS "tests.csv";
    /// How much each role may let off.
    DISCOUNTS "discounts.csv";
    /// Consent sentences.
    CONSENTS "consents.csv";
    /// Sections of technical manuals.
    MANUALS "manuals.csv";
    /// Hard cases.
    HARD_CASES "hard_cases.csv";
    /// Calls that were taken.
    INTAKES "intakes.csv";
    /// Signatures as strokes.
    SIGNATURES "signatures.json";
}

/// Writes the files into a folder, which is made if it is not there. A file that is there already must be the same.
pub(crate) fn write_to(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    for (name, text) in FILES {
        let path = folder.join(name);
        match fs::read(&path) {
            Ok(standing) if standing == text.as_bytes() => {}
            Ok(_) => return Err(io::Error::from(io::ErrorKind::AlreadyExists)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => fs::write(&path, text)?,
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
