//! Maintenance contracts (合同服务): whose units are visited how often until when, and what the office is reminded of.
//!
//! [`take`] writes one down, [`change`] and [`end`] keep it, [`add_unit`] and [`take_unit_out`] keep what it is about.
//! [`list`] gives the contracts, those that end soon first; [`due_visits`] the visits that are due by
//! [`doorstep_domain::contract::next_visit`]; [`open_visit`] makes one a record. When that record is reported the next is due
//! from that day on.

mod change;
mod due;
mod end;
mod error;
mod list;
mod note;
mod open_visit;
mod read;
mod take;
mod terms;
mod unit;

use doorstep_domain::contract::Rhythm;

pub(crate) use self::note::note;
pub use self::{
    change::{ChangeContract, change},
    due::{DueVisit, VisitPlace, count_due, due_visits},
    end::{EndContract, end},
    error::ContractError,
    list::{ContractLine, ContractPlace, Show, count_ending, list},
    open_visit::open_visit,
    read::{Contract, ContractUnit, Visit, contract},
    take::{TakeContract, take},
    terms::{NewUnit, Terms},
    unit::{AddUnit, TakeUnitOut, add_unit, take_unit_out},
};

/// Rows of one page.
pub const PAGE_ROWS: usize = 50;

/// Units that one contract is about, those taken out among them.
pub const UNITS_MAX: usize = 200;

/// The rhythm as the table has it: one of the two.
fn rhythm(visits_a_year: Option<u32>, every_months: Option<u32>) -> Option<Rhythm> {
    match (visits_a_year, every_months) {
        (Some(visits), None) => Some(Rhythm::VisitsAYear(visits)),
        (None, Some(months)) => Some(Rhythm::EveryMonths(months)),
        _ => None,
    }
}
