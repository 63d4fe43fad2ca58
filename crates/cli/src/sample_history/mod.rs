//! A sample history: three years of an invented repair service, the same at every call with the same seed.
//!
//! Start at [`seed`]: it founds people and devices and lays the records down. A record's life is drawn by [`life`] (who,
//! which unit, what happens to it), told by [`story`] and written by the [`pen`], which makes the changes as the office
//! and the technician's telephone would have made them, seals what the customer signs, and stops at the history's end:
//! so the last records stand where a day leaves them. [`make`] does that on all processors.
//!
//! Also here is what the bench draws its own records from: [`dice`], [`phrases`], [`rows`].

mod calendar;
mod cast;
mod customer;
pub(crate) mod dice;
mod error;
mod life;
mod make;
mod pen;
pub(crate) mod phrases;
pub(crate) mod rows;
mod seal;
mod seed;
mod story;

#[cfg(test)]
mod tests;

pub(crate) use self::{
    dice::Dice,
    error::HistoryError,
    seed::{Ask, seed},
};
