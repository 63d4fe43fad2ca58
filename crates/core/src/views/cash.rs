//! Cash in hand: what a technician holds and has not handed in.

use doorstep_domain::{course::cash::CashHeld, money::Money};
use serde::Serialize;

use super::MoneyView;
use crate::{CashOfRecord, Device, Error};

/// Cash in one technician's hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CashHeldView {
    /// The technician's person code.
    pub person: String,
    /// How much, below zero where more was given out than taken.
    pub amount: MoneyView,
}

/// The cash of one record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CashOfRecordView {
    /// The record's id.
    pub record: String,
    /// Its number.
    pub number: String,
    /// The customer's name.
    pub customer_name: String,
    /// How much, one a currency.
    pub amounts: Vec<MoneyView>,
}

/// The cash in this device's technician's hand, over the records that are here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CashView {
    /// The technician's person code.
    pub person: String,
    /// All of it, one a currency.
    pub totals: Vec<MoneyView>,
    /// Record by record.
    pub records: Vec<CashOfRecordView>,
}

impl CashHeldView {
    pub(super) fn of(held: &CashHeld) -> Self {
        Self {
            person: held.person.to_string(),
            amount: money(held).into(),
        }
    }
}

impl CashOfRecordView {
    fn of(record: &CashOfRecord) -> Self {
        Self {
            record: record.record.to_string(),
            number: record.number.clone(),
            customer_name: record.customer_name.clone(),
            amounts: record.held.iter().map(|held| money(held).into()).collect(),
        }
    }
}

impl Device {
    /// The cash in this device's technician's hand.
    ///
    /// # Errors
    /// [`Error::NotEnrolled`], or what the disk says.
    pub fn cash_view(&self) -> Result<CashView, Error> {
        let records = self.cash_in_hand()?;
        let mut totals: Vec<Money> = Vec::new();
        for held in records.iter().flat_map(|record| &record.held) {
            let there = totals
                .iter_mut()
                .find(|total| total.currency == held.currency);
            match there {
                Some(total) => total.minor = total.minor.saturating_add(held.minor),
                None => totals.push(money(held)),
            }
        }
        totals.sort_by_key(|total| total.currency);
        Ok(CashView {
            person: self.identity()?.person.to_string(),
            totals: totals.into_iter().map(Into::into).collect(),
            records: records.iter().map(CashOfRecordView::of).collect(),
        })
    }
}

fn money(held: &CashHeld) -> Money {
    Money {
        minor: held.minor,
        currency: held.currency,
    }
}
