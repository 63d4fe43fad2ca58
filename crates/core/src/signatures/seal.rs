//! Sealing: what the person saw, what he added and the moment become one statement, signed by the device.

use doorstep_domain::{
    consents::Sentence,
    ids::EntryId,
    quote::Choice,
    record::{BadEntry, Field, Record, Relation, SignPurpose, What},
};
use doorstep_evidence::statement::{
    Asked, BadStatement, Ink, Moment, STATEMENT_VERSION, Shown, Signing, Statement, StrokePoint,
};

use super::consent_sentence;
use crate::{
    ChainPlace, Error,
    records::{Situation, UseCaseError},
};

/// How many characters a name may have, as in the entries.
const NAME_MAX: usize = 200;
/// How many characters the sentence above the pad may have.
const CONSENT_MAX: usize = 2_000;

/// What somebody put on the pad.
pub(crate) struct Signature<'a> {
    /// His name.
    pub signer: &'a str,
    /// Who he is to the customer.
    pub relation: Relation,
    /// The sentence that was shown, if not the product's own.
    pub consent: Option<&'a str>,
    /// The strokes; none for a refusal.
    pub strokes: Option<&'a [Vec<StrokePoint>]>,
}

impl Signature<'_> {
    /// What the statement says of the signature, before what a purpose adds.
    pub(crate) fn signing(&self, situation: &Situation<'_, '_>, purpose: SignPurpose) -> Signing {
        let language = situation.record.words(Field::Language);
        let own = consent_sentence(purpose, language == "en");
        let consents = situation.consents;
        // What was shown counts: a sentence given by hand is the office's only if it reads the same, in either language.
        let office = match self.consent {
            None => consents.sentence(purpose.code(), language),
            Some(shown) => ["zh-CN", "en"]
                .into_iter()
                .filter_map(|language| consents.sentence(purpose.code(), language))
                .find(|row| row.sentence == shown),
        };
        let shown = self
            .consent
            .or(office.map(|row| row.sentence.as_str()))
            .unwrap_or(own);
        Signing {
            signer: self.signer.to_owned(),
            relation: self.relation,
            consent: shown.to_owned(),
            consent_source: office.map(Sentence::wording),
            opinion: None,
            score: None,
            refusal_reason: None,
            receipt: None,
            stamp: None,
            paper: None,
            ink: self.strokes.map(|strokes| Ink {
                strokes: strokes.to_vec(),
            }),
        }
    }
}

/// Seals a statement about the record as it stands and gives its digest, as entries name it. If the change that it
/// belongs to does not come about, it was never sealed.
pub(crate) fn seal(
    situation: &mut Situation<'_, '_>,
    purpose: SignPurpose,
    offer: Option<(EntryId, Option<Choice>)>,
    signing: Signing,
) -> Result<String, Error> {
    check(&signing)?;
    let record = situation.record;
    let (offer, choice) = offer.map_or((None, None), |(offer, choice)| (Some(offer), choice));
    let asked = Asked {
        version: STATEMENT_VERSION,
        offer,
        choice,
    };
    let technician = situation.scope.person().clone();
    let digest = situation.scope.seal(purpose, |place| {
        let statement = Statement {
            version: STATEMENT_VERSION,
            purpose,
            record: record.id,
            device: place.device,
            technician,
            shown: Shown::of(record, purpose, asked),
            offer,
            choice,
            signing,
            place: place_of_visit(record),
            moment: moment(place),
            heads: place.heads.iter().map(ToString::to_string).collect(),
            nonce: place
                .nonce
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect(),
        };
        statement.check().map_err(whole)?;
        Ok::<_, Error>(statement.to_payload()?)
    })?;
    situation.statement = Some(digest);
    Ok(digest.to_string())
}

fn check(signing: &Signing) -> Result<(), UseCaseError> {
    if signing.signer.trim().is_empty() {
        return Err(BadEntry::Missing("signer").into());
    }
    let unfit = |text: &str, most: usize| {
        // The same marks that no entry may have: a statement must read as it looks.
        let reorders = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        text.chars().count() > most
            || text
                .chars()
                .any(|c| (c.is_control() && c != '\n') || reorders(c))
    };
    if unfit(&signing.signer, NAME_MAX) {
        return Err(BadEntry::Text("signer").into());
    }
    if signing.consent.trim().is_empty() {
        return Err(BadEntry::Missing("consent").into());
    }
    if unfit(&signing.consent, CONSENT_MAX) {
        return Err(BadEntry::Text("consent").into());
    }
    Ok(())
}

fn whole(bad: BadStatement) -> UseCaseError {
    match bad {
        BadStatement::Ink(ink) => ink.into(),
        BadStatement::Lacks("score") => BadEntry::Range("score").into(),
        BadStatement::Lacks(what) => BadEntry::Missing(what).into(),
        // A statement made here is of this version and this form.
        other @ (BadStatement::Form | BadStatement::Version) => UseCaseError::Seal(other),
    }
}

fn moment(place: &ChainPlace) -> Moment {
    Moment {
        device_time: place.at.to_rfc3339(),
        last_server_time_ms: place.server_time.map(|time| time.at_ms),
        elapsed_since_ms: place.server_time.and_then(|time| time.elapsed_ms),
        counter: place.counter,
        previous: place.previous,
    }
}

/// Where the latest arrival was recorded.
fn place_of_visit(record: &Record) -> String {
    let places = record
        .valid_entries()
        .filter_map(|(_, entry)| match &entry.what {
            What::Visit { place, .. } => Some(place.clone()),
            _ => None,
        });
    places.last().unwrap_or_default()
}
