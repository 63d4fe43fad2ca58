//! Training hours and certificates of technicians.
//!
//! [`overview`] shows all technicians against the target of [`doorstep_domain::training`], [`trained`] one of them;
//! [`note_hours`] and [`note_certificate`] write down, [`strike`] takes back what was noted wrongly.

mod error;
mod note;
mod read;
mod strike;

pub use self::{
    error::TrainingError,
    note::{NoteCertificate, NoteHours, note_certificate, note_hours},
    read::{Certificate, Hours, Standing, Trained, overview, trained},
    strike::{Noted, strike},
};
