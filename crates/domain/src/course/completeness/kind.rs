//! What kind of visit it is, and what a record of that kind has: one list each (domain: "A complete record has", and
//! the branches).

use doorstep_words::trade::course as words;
use serde::{Deserialize, Serialize};

use super::Item::{self, *};
use crate::{
    course::Facts,
    named::named,
    record::{Field, Record},
};

/// The kind of visit that a record's lists hang on: how it ended, or else what was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VisitKind {
    /// A repair at the customer's.
    Repair,
    /// A unit is installed.
    Installation,
    /// A unit is maintained.
    Maintenance,
    /// The customer asks something.
    Enquiry,
    /// The customer complained.
    Complaint,
    /// A second service, because the first did not satisfy.
    SecondService,
    /// The customer brings the unit in.
    BroughtIn,
    /// The unit was taken along to be repaired elsewhere.
    InWorkshop,
    /// It cannot be repaired on site.
    CannotRepair,
    /// The customer declined the quote.
    QuoteDeclined,
    /// The customer refused to sign.
    RefusedToSign,
    /// Nobody was at home.
    CustomerAbsent,
    /// It was called off.
    Cancelled,
}

named!(VisitKind {
    Repair "repair" words::visit_kind::REPAIR;
    Installation "installation" words::visit_kind::INSTALLATION;
    Maintenance "maintenance" words::visit_kind::MAINTENANCE;
    Enquiry "enquiry" words::visit_kind::ENQUIRY;
    Complaint "complaint" words::visit_kind::COMPLAINT;
    SecondService "second_service" words::visit_kind::SECOND_SERVICE;
    BroughtIn "brought_in" words::visit_kind::BROUGHT_IN;
    InWorkshop "in_workshop" words::visit_kind::IN_WORKSHOP;
    CannotRepair "cannot_repair" words::visit_kind::CANNOT_REPAIR;
    QuoteDeclined "quote_declined" words::visit_kind::QUOTE_DECLINED;
    RefusedToSign "refused_to_sign" words::visit_kind::REFUSED_TO_SIGN;
    CustomerAbsent "customer_absent" words::visit_kind::CUSTOMER_ABSENT;
    Cancelled "cancelled" words::visit_kind::CANCELLED;
});

/// What every record has, whatever came of it.
const ALWAYS: &[Item] = &[Number, ReceivedAt, CustomerName, CustomerPhone, Symptom];
/// What a visit to a unit has even if nobody saw the unit.
const VISIT: &[Item] = &[CustomerAddress, UnitKind, UnitModel];
/// What is found out at the unit.
const FOUND: &[Item] = &[UnitSerial, Cause];
/// What a job that was done has.
const DONE: &[Item] = &[Work, AcceptedQuote, TestResult];
/// What the customer says to it.
const ACCEPTED: &[Item] = &[Signature, Opinion];

impl VisitKind {
    /// The kind of a record as it stands. How it ended counts before what was asked for.
    #[must_use]
    pub fn of(record: &Record, facts: &Facts<'_>) -> Self {
        let carried_off = facts.in_custody.is_some()
            && (facts.given_up() || (!facts.brought_in && facts.repair_done.is_none()));
        if facts.cancelled {
            Self::Cancelled
        } else if facts.not_wanted() && !facts.given_up() {
            Self::QuoteDeclined
        } else if facts.absent {
            Self::CustomerAbsent
        } else if carried_off {
            Self::InWorkshop
        } else if facts.given_up() {
            Self::CannotRepair
        } else if facts.sign_refused.is_some() {
            Self::RefusedToSign
        } else if facts.dissatisfactions > 0 {
            Self::SecondService
        } else {
            match record.words(Field::Request) {
                "installation" => Self::Installation,
                "maintenance" => Self::Maintenance,
                "enquiry" => Self::Enquiry,
                "complaint" => Self::Complaint,
                _ if facts.brought_in => Self::BroughtIn,
                _ => Self::Repair,
            }
        }
    }

    /// What a report of this kind is not complete without.
    #[must_use]
    pub fn required(self) -> Vec<Item> {
        let lists: &[&[Item]] = match self {
            Self::Cancelled | Self::CustomerAbsent => &[ALWAYS, VISIT],
            Self::Enquiry => &[ALWAYS],
            Self::QuoteDeclined | Self::InWorkshop => {
                &[ALWAYS, VISIT, FOUND, &[Arrival, CustodyReceipt]]
            }
            Self::CannotRepair => &[ALWAYS, VISIT, FOUND, &[Arrival], ACCEPTED],
            Self::RefusedToSign => &[ALWAYS, VISIT, FOUND, &[Arrival], DONE, &[Signature]],
            Self::Installation | Self::Maintenance => &[
                ALWAYS,
                VISIT,
                FOUND,
                &[Arrival, CustodyReceipt],
                DONE,
                &[Advice],
                ACCEPTED,
            ],
            Self::Complaint => &[ALWAYS, VISIT, FOUND, &[Arrival, Complaint], DONE, ACCEPTED],
            Self::Repair | Self::SecondService | Self::BroughtIn => &[
                ALWAYS,
                VISIT,
                FOUND,
                &[Arrival, CustodyReceipt],
                DONE,
                ACCEPTED,
            ],
        };
        sorted(lists)
    }

    /// What is good to have in a record of this kind.
    #[must_use]
    pub fn recommended(self) -> Vec<Item> {
        let items: &[Item] = match self {
            Self::Cancelled | Self::Enquiry => &[],
            Self::CustomerAbsent => &[Call],
            Self::QuoteDeclined | Self::CannotRepair => &[Diagnosis, OldParts, PurchasedOn],
            Self::InWorkshop => &[Diagnosis, OldParts, PurchasedOn, PromisedDate],
            Self::Installation | Self::Maintenance => &[PurchasedOn],
            Self::Repair
            | Self::Complaint
            | Self::SecondService
            | Self::BroughtIn
            | Self::RefusedToSign => &[Advice, Diagnosis, OldParts, PurchasedOn],
        };
        sorted(&[items])
    }
}

impl VisitKind {
    /// The photos that are good to have in a record of this kind. Where somebody else than the customer pays, he wants
    /// to see which unit it was and since when it is in warranty.
    #[must_use]
    pub fn photos(self, another_pays: bool) -> Vec<Item> {
        let items: &[Item] = match self {
            Self::Cancelled | Self::Enquiry | Self::CustomerAbsent => return Vec::new(),
            Self::QuoteDeclined | Self::CannotRepair => &[PhotoNameplate, PhotoFault],
            Self::InWorkshop => &[PhotoNameplate, PhotoFault, PhotoBefore],
            Self::Installation => &[PhotoNameplate, PhotoAfter],
            Self::Maintenance => &[PhotoBefore, PhotoAfter],
            Self::Repair
            | Self::Complaint
            | Self::SecondService
            | Self::BroughtIn
            | Self::RefusedToSign => &[PhotoNameplate, PhotoFault, PhotoBefore, PhotoAfter],
        };
        let mut photos = sorted(&[items]);
        if another_pays {
            photos.extend([PhotoNameplate, PhotoInvoice]);
            photos.sort_unstable();
            photos.dedup();
        }
        photos
    }
}

/// In the order of a visit.
fn sorted(lists: &[&[Item]]) -> Vec<Item> {
    let mut items: Vec<Item> = lists.concat();
    items.sort_unstable();
    items
}
