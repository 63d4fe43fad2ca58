//! Checks of the service: spot checks of finished work (质检抽查) and mystery customers (神秘客户), with what was found.
//!
//! [`take_check`] writes one down; one with faults is open until [`settle_check`] says what was done about them.

mod read;
mod settle;
mod take;

pub(crate) use self::{
    read::{Check, CheckShow, check, checks},
    settle::{SettleCheck, settle_check},
    take::{Finding, TakeCheck, take_check},
};

/// The longest text of a check, in characters.
pub(crate) const CHECK_WORDS_MAX: usize = 2_000;
