//! What else is put before a customer to sign, besides quote and work: receipts for units that change hands, damage
//! that is acknowledged, compensation, an agreement.

use doorstep_domain::record::SignPurpose;
use serde::{Deserialize, Serialize};

/// The paper as the signer saw it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "paper", rename_all = "snake_case", deny_unknown_fields)]
pub enum Paper {
    /// A unit is handed over: the customer's into custody, or a loaner to him.
    Handover {
        /// The receipt's number.
        number: String,
        /// The model.
        model: String,
        /// The serial number; empty if it cannot be read.
        serial: String,
        /// What goes with it.
        accessories: Vec<String>,
        /// How it looks.
        condition: String,
        /// When it is to be back, `YYYY-MM-DD`; empty where no date was promised.
        promised_on: String,
    },
    /// It comes back.
    Handback {
        /// The number of the receipt by which it was handed over.
        number: String,
        /// The model.
        model: String,
        /// The serial number.
        serial: String,
        /// How it looks now.
        condition: String,
        /// All that went with it is there.
        complete: bool,
    },
    /// Damage at the customer's.
    Damage {
        /// What was damaged.
        thing: String,
        /// How it came about.
        how: String,
        /// Its price; absent while nobody knows it.
        price: Option<Sum>,
    },
    /// A compensation was paid.
    Compensation {
        /// What for.
        cause: String,
        /// How much.
        amount: Sum,
        /// `cash`, `card`, `transfer`, `wechat`, `alipay` or `invoice`.
        method: String,
    },
    /// An agreement that settles a crisis.
    Agreement {
        /// What was agreed.
        terms: String,
        /// What is to be paid; absent where nothing is.
        amount: Option<Sum>,
    },
}

/// An amount as it is printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sum {
    /// Minor units.
    pub minor: i64,
    /// ISO 4217.
    pub currency: String,
}

impl Paper {
    /// Whether this is the paper that is signed for a purpose.
    #[must_use]
    pub const fn fits(&self, purpose: SignPurpose) -> bool {
        match self {
            Self::Handover { .. } => matches!(
                purpose,
                SignPurpose::CustodyReceipt | SignPurpose::LoanerReceipt
            ),
            Self::Handback { .. } => matches!(
                purpose,
                SignPurpose::CustodyReturn | SignPurpose::LoanerReturn
            ),
            Self::Damage { .. } => matches!(purpose, SignPurpose::DamageAcknowledgement),
            Self::Compensation { .. } => matches!(purpose, SignPurpose::CompensationReceipt),
            Self::Agreement { .. } => matches!(purpose, SignPurpose::Agreement),
        }
    }
}
