//! What an organisation sets: the head of its copies, what stands at the foot, which sections appear.

mod logo;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

pub use logo::{BadLogo, LOGO_BYTES_MAX, LOGO_SIDE_MAX, Logo};

/// Characters that a text of the settings may have.
pub const TEXT_MAX: usize = 500;

/// What an organisation sets. Part of the copy, and covered by its signature.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The company head.
    pub company: Company,
    /// A sentence at the foot of every page: opening hours, a hotline. Empty for none.
    pub footer: String,
    /// Where a copy can be checked: the QR code then holds this address with the record number and the digest. Empty
    /// for none; the code then holds the two by themselves.
    pub verify_url: String,
    /// The sections that are left out.
    pub without: BTreeSet<Section>,
}

/// The company head.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Company {
    /// Name; where it is empty, the organisation's name in the device's certificate stands in its place.
    pub name: String,
    /// Address.
    pub address: String,
    /// Telephone.
    pub phone: String,
    /// A picture beside the name.
    pub logo: Option<Logo>,
}

/// A section that may be left out. What makes it a copy always appears: number, customer and unit, what was paid,
/// consent and signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Section {
    /// Symptom, cause and work.
    Fault,
    /// Parts fitted.
    Fitted,
    /// Parts removed.
    Removed,
    /// The full-function test.
    Tests,
    /// Opinion and score.
    Opinion,
    /// The note on what the copy proves and how to verify it.
    Proof,
}

impl Section {
    /// All, in their order on the page.
    pub const ALL: [Self; 6] = [
        Self::Fault,
        Self::Fitted,
        Self::Removed,
        Self::Tests,
        Self::Opinion,
        Self::Proof,
    ];
}

/// Why settings cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadSettings {
    /// A text of more than [`TEXT_MAX`] characters.
    #[error("the text `{0}` is too long")]
    TooLong(&'static str),
}

impl Settings {
    /// Whether a page can be headed with them.
    ///
    /// # Errors
    /// [`BadSettings`].
    pub fn check(&self) -> Result<(), BadSettings> {
        let company = &self.company;
        let texts = [
            ("company.name", &company.name),
            ("company.address", &company.address),
            ("company.phone", &company.phone),
            ("footer", &self.footer),
            ("verify_url", &self.verify_url),
        ];
        match texts
            .into_iter()
            .find(|(_, text)| text.chars().count() > TEXT_MAX)
        {
            Some((name, _)) => Err(BadSettings::TooLong(name)),
            None => Ok(()),
        }
    }

    pub(crate) fn shows(&self, section: Section) -> bool {
        !self.without.contains(&section)
    }
}
