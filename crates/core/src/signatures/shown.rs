//! What stands above the pad, and its mark: an act of signing that names the mark takes exactly that or nothing.

use doorstep_domain::{
    consents::Consents,
    ids::EntryId,
    quote::Choice,
    record::{Record, SignPurpose},
};
use doorstep_evidence::{
    canonical::canonical_json,
    digest::Digest,
    statement::{Asked, STATEMENT_VERSION, Shown},
};
use serde::Serialize;

use super::consent_sentence;
use crate::{
    Error,
    records::{Situation, UseCaseError},
};

/// A sentence above the pad in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ConsentShown {
    /// `zh-CN` or `en`.
    pub language: String,
    /// The version of the office's wording; none where it is the product's own.
    pub version: Option<i64>,
    /// The sentence, word for word as it is sealed.
    pub sentence: String,
}

/// What is signed, as far as the record and the reference data say it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Pad {
    purpose: SignPurpose,
    offer: Option<EntryId>,
    choice: Option<Choice>,
    /// The sentence in Chinese and in English.
    pub consents: Vec<ConsentShown>,
    /// What the statement will say that was shown.
    shown: Shown,
}

impl Pad {
    pub(crate) fn of(
        record: &Record,
        consents: &Consents,
        purpose: SignPurpose,
        offer: Option<(EntryId, Option<Choice>)>,
    ) -> Self {
        let (offer, choice) = offer.map_or((None, None), |(offer, choice)| (Some(offer), choice));
        let asked = Asked {
            version: STATEMENT_VERSION,
            offer,
            choice,
        };
        let consent = |language: &str| {
            let office = consents.sentence(purpose.code(), language);
            let own = consent_sentence(purpose, language == "en");
            ConsentShown {
                language: language.to_owned(),
                version: office.map(|row| row.version),
                sentence: office.map_or(own, |row| &row.sentence).to_owned(),
            }
        };
        Self {
            purpose,
            offer,
            choice,
            consents: vec![consent("zh-CN"), consent("en")],
            shown: Shown::of(record, purpose, asked),
        }
    }

    /// SHA-256 over all of it.
    pub(crate) fn mark(&self) -> Result<String, Error> {
        let bytes = canonical_json(self)?;
        Ok(Digest::of(&bytes).to_string())
    }
}

/// Refuses a signature under something else than what was shown: the record or the sentence was changed meanwhile.
pub(crate) fn as_shown(
    situation: &Situation<'_, '_>,
    purpose: SignPurpose,
    offer: Option<(EntryId, Option<Choice>)>,
    mark: Option<&str>,
    consent: Option<&str>,
) -> Result<(), Error> {
    let Some(mark) = mark else {
        return Ok(());
    };
    let pad = Pad::of(situation.record, situation.consents, purpose, offer);
    let is_shown = |given: &str| pad.consents.iter().any(|row| row.sentence == given);
    if pad.mark()? == mark && consent.is_none_or(is_shown) {
        Ok(())
    } else {
        Err(UseCaseError::NotAsShown.into())
    }
}
