//! Which offer stands and which is accepted, derived from the entries of a record.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use super::{Bill, Choice, Quote};
use crate::{
    ids::EntryId,
    record::{Record, What},
};

/// An offer that nothing has replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StandingOffer<'r> {
    /// The entry that offered it.
    pub offer: EntryId,
    /// The quote.
    pub quote: &'r Quote,
}

/// An offer with the entry by which it was accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AcceptedQuote<'r> {
    /// The entry that offered it.
    pub offer: EntryId,
    /// The entry that accepted it.
    pub acceptance: EntryId,
    /// The quote.
    pub quote: &'r Quote,
    /// What the customer took: one of its options, or the whole of it.
    pub bill: Bill<'r>,
}

/// All offers of a record and what became of them. Entries that were voided do not count.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Quotes<'r> {
    offers: BTreeMap<EntryId, &'r Quote>,
    replaced: BTreeSet<EntryId>,
    accepted: BTreeMap<EntryId, (EntryId, Bill<'r>)>,
    clashing: Vec<EntryId>,
    declined: BTreeSet<EntryId>,
}

impl<'r> Quotes<'r> {
    /// Reads the quotes out of a record.
    #[must_use]
    pub fn of(record: &'r Record) -> Self {
        let mut quotes = Self::default();
        let mut acceptances: Vec<(EntryId, EntryId, Option<Choice>)> = Vec::new();
        for (id, entry) in record.valid_entries() {
            match &entry.what {
                What::QuoteOffered { quote } => {
                    quotes.offers.insert(id, quote);
                    quotes.replaced.extend(quote.replaces);
                }
                What::QuoteAccepted { offer, choice, .. } => {
                    acceptances.push((id, *offer, *choice));
                }
                What::QuoteDeclined { offer, .. } => {
                    quotes.declined.insert(*offer);
                }
                _ => {}
            }
        }
        for (id, offer, choice) in acceptances {
            quotes.accept(id, offer, choice);
        }
        quotes
    }

    /// Entries come in the order of their ids: of two acceptances of one offer the first counts.
    fn accept(&mut self, acceptance: EntryId, offer: EntryId, choice: Option<Choice>) {
        let quote = self.offers.get(&offer);
        let Some(bill) = quote.and_then(|quote| quote.bill(choice)) else {
            // What the offer did not hold nobody can have taken.
            return;
        };
        match self.accepted.get(&offer) {
            None => {
                self.accepted.insert(offer, (acceptance, bill));
            }
            Some((_, taken)) if taken.choice != bill.choice => self.clashing.push(acceptance),
            Some(_) => {}
        }
    }

    /// Acceptances that took another option than the one that counts, made apart from it.
    #[must_use]
    pub fn clashing(&self) -> &[EntryId] {
        &self.clashing
    }

    /// The offer that stands: not replaced, the highest revision. Of two equal ones that were made apart, the
    /// accepted one, then the one that was not declined, then the lower entry id, on every device the same.
    #[must_use]
    pub fn standing(&self) -> Option<StandingOffer<'r>> {
        self.unreplaced()
            .max_by_key(|(offer, quote)| {
                (
                    quote.revision,
                    self.is_accepted(*offer),
                    !self.is_declined(*offer),
                    Reverse(*offer),
                )
            })
            .map(|(offer, quote)| StandingOffer { offer, quote })
    }

    /// The quote in force: the accepted one of the highest revision; of two equal ones the lower entry id. A revision that the customer has
    /// not accepted leaves the earlier acceptance standing.
    #[must_use]
    pub fn accepted(&self) -> Option<AcceptedQuote<'r>> {
        self.offers
            .iter()
            .filter_map(|(offer, quote)| {
                let (acceptance, bill) = *self.accepted.get(offer)?;
                Some(AcceptedQuote {
                    offer: *offer,
                    acceptance,
                    quote,
                    bill,
                })
            })
            .max_by_key(|accepted| (accepted.quote.revision, Reverse(accepted.offer)))
    }

    /// Offers that stand beside each other because two people quoted while apart.
    #[must_use]
    pub fn parallel(&self) -> Vec<EntryId> {
        let standing: Vec<_> = self.unreplaced().map(|(offer, _)| offer).collect();
        if standing.len() > 1 {
            standing
        } else {
            Vec::new()
        }
    }

    /// What was taken of an offer; nothing while it was not accepted.
    #[must_use]
    pub fn taken(&self, offer: EntryId) -> Option<Bill<'r>> {
        self.accepted.get(&offer).map(|(_, bill)| *bill)
    }

    /// The quote of an offer.
    #[must_use]
    pub fn offered(&self, offer: EntryId) -> Option<&'r Quote> {
        self.offers.get(&offer).copied()
    }

    /// Whether an offer was replaced by a later revision.
    #[must_use]
    pub fn is_replaced(&self, offer: EntryId) -> bool {
        self.replaced.contains(&offer)
    }

    /// Whether an offer was accepted.
    #[must_use]
    pub fn is_accepted(&self, offer: EntryId) -> bool {
        self.accepted.contains_key(&offer)
    }

    /// Whether an offer was declined.
    #[must_use]
    pub fn is_declined(&self, offer: EntryId) -> bool {
        self.declined.contains(&offer)
    }

    fn unreplaced(&self) -> impl Iterator<Item = (EntryId, &'r Quote)> {
        self.offers
            .iter()
            .filter(|(offer, _)| !self.replaced.contains(*offer))
            .map(|(offer, quote)| (*offer, *quote))
    }
}
