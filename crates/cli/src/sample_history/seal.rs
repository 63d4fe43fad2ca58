//! Sealing on a sample technician's telephone: each statement in its place of the telephone's chain.

use doorstep_core::signatures::consent_sentence;
use doorstep_domain::{
    ids::EntryId,
    record::{Field, Relation, SignPurpose},
};
use doorstep_evidence::{
    chain::{ChainEntry, FIRST},
    digest::Digest,
    jws,
    statement::{Asked, Ink, Moment, STATEMENT_VERSION, Shown, Signing, Statement, StrokePoint},
};
use doorstep_server::replication::MadeStatement;

use super::{
    Dice,
    pen::{Pen, Told},
};

/// Where a telephone's chain of statements ends.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Chain(Option<(u64, Digest)>);

impl Pen<'_> {
    /// What a signer adds to what he saw: his name, the product's own sentence, his strokes.
    pub(super) fn signing(&mut self, purpose: SignPurpose, signer: &str) -> Signing {
        Signing {
            signer: signer.to_owned(),
            relation: Relation::Customer,
            consent: consent_sentence(purpose, false).to_owned(),
            consent_source: None,
            opinion: None,
            score: None,
            refusal_reason: None,
            receipt: None,
            stamp: None,
            paper: None,
            ink: (purpose != SignPurpose::Refusal).then(|| ink(&mut self.dice)),
        }
    }

    /// Seals what is signed now, and gives the digest by which an entry names it.
    pub(super) fn seals(
        &mut self,
        purpose: SignPurpose,
        offer: Option<EntryId>,
        signing: Signing,
    ) -> Told<String> {
        let record = self.document.record(&self.studio.roster);
        let asked = Asked {
            version: STATEMENT_VERSION,
            offer,
            choice: None,
        };
        let (counter, previous) = match self.chain.0 {
            None => (FIRST, None),
            Some((counter, digest)) => (counter + 1, Some(digest)),
        };
        let nonce = self.dice.bytes();
        let statement = Statement {
            version: STATEMENT_VERSION,
            purpose,
            record: record.id,
            device: self.technician.device,
            technician: self.technician.person.clone(),
            shown: Shown::of(&record, purpose, asked),
            offer,
            choice: None,
            signing,
            place: record.words(Field::CustomerAddress).to_owned(),
            moment: Moment {
                device_time: self.now.to_rfc3339(),
                last_server_time_ms: None,
                elapsed_since_ms: None,
                counter,
                previous,
            },
            heads: self
                .document
                .heads()
                .iter()
                .map(ToString::to_string)
                .collect(),
            // Invented people need no more of it.
            nonce: Digest::of(&nonce).to_string().chars().take(32).collect(),
        };
        statement.check()?;
        let vault = &self.technician.vault;
        let jws = jws::seal(
            &statement.to_payload()?,
            vault,
            &self.technician.certificate,
        )?;
        let own = Digest::of(jws.as_bytes());
        self.chain.0 = Some((counter, own));
        let entry = ChainEntry {
            counter,
            previous,
            own,
        };
        self.keep(MadeStatement {
            entry,
            purpose,
            jws,
        });
        Ok(own.to_string())
    }
}

/// Points of a sample signature: enough to be one, few enough that a hundred thousand of them fit on a disk.
const POINTS: i32 = 16;

/// A signature of one stroke from left to right.
fn ink(dice: &mut Dice) -> Ink {
    let wave = |dice: &mut Dice| i32::try_from(dice.below(240)).unwrap_or_default();
    let points = (0..POINTS).map(|place| StrokePoint {
        x: 400 + place * 90,
        y: 400 + wave(dice),
        t_ms: place.cast_unsigned() * 40,
        pressure: 500,
    });
    Ink {
        strokes: vec![points.collect()],
    }
}
