//! Statements: what a person saw and put his name to, sealed on the device at that moment, offline.
//!
//! A statement is not kept in the document that merges. The document's entry names it by hash; the statement itself
//! is a JWS that any JOSE library verifies. It proves integrity, which device, and which moment by that device's
//! word. It does not prove who held the pen; the product says so.

mod paper;
mod shown;
mod shown_quote;

use doorstep_domain::{
    consents::Wording,
    ids::{DeviceId, EntryId, PersonId, RecordId},
    quote::Choice,
    record::{Relation, SignPurpose, Stamp},
};
use serde::{Deserialize, Serialize};

use crate::{
    canonical::{CanonicalError, canonical_json, is_canonical},
    digest::Digest,
};

pub use paper::{Paper, Sum};
pub use shown::{Asked, Difference, Shown, ShownCustomer, ShownPart, ShownTest, ShownUnit};
pub use shown_quote::{ShownChange, ShownFigures, ShownOption, ShownQuote, ShownRevision};

/// The version of the statement's form; a reader refuses one it does not know. 1 had no papers and no stamps; those
/// statements verify as ever. 2 had no options of a quote, no differences of a revision, no limits of tests and no source
/// of the sentence. 3 showed the work to whoever signed for a unit that changes hands or for a payment, so that work that
/// went on afterwards changed what had been signed.
pub const STATEMENT_VERSION: u32 = 4;
/// The oldest form that is read.
const STATEMENT_VERSION_MIN: u32 = 1;

/// Points one signature may have: a signature of half a minute on the fastest pad is under 8 000.
pub const POINTS_MAX: usize = 20_000;
/// Points a signature has at least; a dot is no signature.
pub const POINTS_MIN: usize = 8;
/// The least width or height of a signature, in the pad's units (a pad is about 4 000 wide).
pub const EXTENT_MIN: i64 = 100;

/// One point of a stroke, kept as drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StrokePoint {
    /// Units of the pad, from its left edge.
    pub x: i32,
    /// Units of the pad, from its upper edge.
    pub y: i32,
    /// Milliseconds since the first point of the signature.
    pub t_ms: u32,
    /// 0 to 1000; 0 where the pad has no pressure.
    pub pressure: u16,
}

/// What a signature was given by hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ink {
    /// The strokes in their order.
    pub strokes: Vec<Vec<StrokePoint>>,
}

/// Why ink is not a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadInk {
    /// No stroke, or too few points, or too small: a blank pad or a slip of the finger.
    #[error("the signature is blank or too short")]
    TooShort,
    /// More points than a hand draws.
    #[error("the signature has too many points")]
    TooLong,
    /// Time goes back, or a pressure is out of range.
    #[error("the signature's points are out of order")]
    Order,
}

impl Ink {
    /// Whether this is a signature: not blank, not a dot, drawn forward in time.
    ///
    /// # Errors
    /// [`BadInk`].
    pub fn check(&self) -> Result<(), BadInk> {
        let points: Vec<&StrokePoint> = self.strokes.iter().flatten().collect();
        if points.len() > POINTS_MAX {
            return Err(BadInk::TooLong);
        }
        if points.len() < POINTS_MIN {
            return Err(BadInk::TooShort);
        }
        let extent = |of: fn(&StrokePoint) -> i32| {
            let values = points.iter().map(|point| i64::from(of(point)));
            values.clone().max().unwrap_or_default() - values.min().unwrap_or_default()
        };
        if extent(|point| point.x) < EXTENT_MIN && extent(|point| point.y) < EXTENT_MIN {
            return Err(BadInk::TooShort);
        }
        let forward = points
            .iter()
            .zip(points.iter().skip(1))
            .all(|(before, after)| before.t_ms <= after.t_ms);
        if forward && points.iter().all(|point| point.pressure <= 1_000) {
            Ok(())
        } else {
            Err(BadInk::Order)
        }
    }
}

/// Where a statement stands in its device's chain, and what the device knew of the time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Moment {
    /// The device's clock, RFC 3339 with its offset: a claim.
    pub device_time: String,
    /// The last time a server told, milliseconds since 1970; absent before the first contact.
    pub last_server_time_ms: Option<i64>,
    /// Milliseconds the device counted since then, without its clock; absent before the first contact.
    pub elapsed_since_ms: Option<i64>,
    /// This device's counter of statements, from 1.
    pub counter: u64,
    /// The statement before this one on the device.
    pub previous: Option<Digest>,
}

/// A payment as the receipt says it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Receipt {
    /// `cash`, `card`, `transfer`, `wechat`, `alipay` or `invoice`.
    pub method: String,
    /// Minor units.
    pub amount_minor: i64,
    /// ISO 4217.
    pub currency: String,
    /// The receipt's number.
    pub number: String,
}

/// What the person added to what he saw.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signing {
    /// The signer's name.
    pub signer: String,
    /// Who he is to the customer.
    pub relation: Relation,
    /// The sentence that was shown above the pad.
    pub consent: String,
    /// Which of the office's sentences it is; absent where it is the product's own or was given by hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent_source: Option<Wording>,
    /// The customer's opinion, for an acceptance of the work.
    pub opinion: Option<String>,
    /// Satisfaction, 1 to 5, for an acceptance of the work.
    pub score: Option<i64>,
    /// Why he does not sign, for a refusal.
    pub refusal_reason: Option<String>,
    /// What was paid, for a receipt.
    pub receipt: Option<Receipt>,
    /// The strokes; absent for a refusal, and where a company set its stamp.
    pub ink: Option<Ink>,
    /// A company's stamp (盖章) in the place of ink.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stamp: Option<Stamp>,
    /// The paper that is signed, where it is neither quote nor work.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paper: Option<Paper>,
}

/// A statement: the payload of a JWS, as canonical JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// [`STATEMENT_VERSION`].
    pub version: u32,
    /// What the signature was given for.
    pub purpose: SignPurpose,
    /// The record.
    pub record: RecordId,
    /// The device that sealed it.
    pub device: DeviceId,
    /// The person on whose device it was sealed.
    pub technician: PersonId,
    /// What the person saw.
    pub shown: Shown,
    /// The offer that is accepted, for an acceptance of a quote.
    pub offer: Option<EntryId>,
    /// Which of its options was taken; absent where it has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub choice: Option<Choice>,
    /// What the person added.
    pub signing: Signing,
    /// Where, as the device knows it; empty if it does not.
    pub place: String,
    /// When, and the place in the chain.
    pub moment: Moment,
    /// The heads of the record that was shown, hexadecimal, sorted.
    pub heads: Vec<String>,
    /// 128 random bits, hexadecimal: the digest of an erased statement cannot be guessed from what it said.
    pub nonce: String,
}

/// Why bytes are not a statement.
#[derive(Debug, thiserror::Error)]
pub enum BadStatement {
    /// Not the canonical JSON of a statement.
    #[error("the payload is not a statement in its one spelling")]
    Form,
    /// Of a version that this program does not know.
    #[error("the statement is of a newer version")]
    Version,
    /// The ink is not a signature.
    #[error("checking the signature's ink")]
    Ink(#[from] BadInk),
    /// A part that the purpose asks for is missing.
    #[error("the statement lacks `{0}`")]
    Lacks(&'static str),
}

impl Statement {
    /// The payload to seal.
    ///
    /// # Errors
    /// [`CanonicalError`].
    pub fn to_payload(&self) -> Result<Vec<u8>, CanonicalError> {
        canonical_json(self)
    }

    /// Reads a sealed payload.
    ///
    /// # Errors
    /// [`BadStatement`]: only the one spelling of a whole statement is read.
    pub fn from_payload(payload: &[u8]) -> Result<Self, BadStatement> {
        if !is_canonical(payload) {
            return Err(BadStatement::Form);
        }
        #[derive(Deserialize)]
        struct Version {
            version: u32,
        }
        let version: Version = serde_json::from_slice(payload).map_err(|_| BadStatement::Form)?;
        if !(STATEMENT_VERSION_MIN..=STATEMENT_VERSION).contains(&version.version) {
            return Err(BadStatement::Version);
        }
        let statement: Self = serde_json::from_slice(payload).map_err(|_| BadStatement::Form)?;
        statement.check()?;
        Ok(statement)
    }

    /// Whether everything is there that the purpose asks for.
    ///
    /// # Errors
    /// [`BadStatement`] naming what lacks.
    pub fn check(&self) -> Result<(), BadStatement> {
        let signing = &self.signing;
        if let Some(ink) = &signing.ink {
            ink.check()?;
        }
        if let Some(stamp) = &signing.stamp {
            stamp.check().map_err(|_| BadStatement::Lacks("stamp"))?;
        }
        let signed_by_hand = signing.ink.is_some();
        let has_paper = signing
            .paper
            .as_ref()
            .is_some_and(|paper| paper.fits(self.purpose));
        let lacks: &[(&'static str, bool)] = match self.purpose {
            SignPurpose::QuoteAcceptance => &[
                ("ink", !signed_by_hand),
                ("offer", self.offer.is_none()),
                ("quote", self.shown.quote.is_none()),
            ],
            SignPurpose::WorkAcceptance => &[
                ("ink", !signed_by_hand && signing.stamp.is_none()),
                ("opinion", signing.opinion.is_none()),
                (
                    "score",
                    signing.score.is_none_or(|score| !(1..=5).contains(&score)),
                ),
            ],
            SignPurpose::Refusal => &[("refusal_reason", signing.refusal_reason.is_none())],
            SignPurpose::PaymentReceipt => &[("receipt", signing.receipt.is_none())],
            SignPurpose::CustodyReceipt
            | SignPurpose::CustodyReturn
            | SignPurpose::LoanerReceipt
            | SignPurpose::LoanerReturn
            | SignPurpose::DamageAcknowledgement
            | SignPurpose::CompensationReceipt
            | SignPurpose::Agreement => &[("ink", !signed_by_hand), ("paper", !has_paper)],
        };
        // A paper under another purpose would be signed for what it is not, and no version 1 knew of one.
        let out_of_place = signing.paper.is_some() && !has_paper;
        let newer_than_its_version =
            self.version < 2 && (signing.paper.is_some() || signing.stamp.is_some());
        let newer_than_its_version = newer_than_its_version
            || (self.version < 3
                && (signing.consent_source.is_some()
                    || self.choice.is_some()
                    || self.shown.needs_version_3()));
        if out_of_place || newer_than_its_version {
            return Err(BadStatement::Form);
        }
        match lacks.iter().find(|(_, lacks)| *lacks) {
            Some((what, _)) => Err(BadStatement::Lacks(what)),
            None => Ok(()),
        }
    }
}
