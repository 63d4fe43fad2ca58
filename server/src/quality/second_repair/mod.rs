//! Second repairs (返修) by technician: whose work did not last, and why it should not count against him.
//!
//! Which record is the second repair of which is derived with the rates (`replication/rates.rs`); [`second_repairs`] lists
//! them, [`by_technician`] adds them up, [`contest`] writes why one should not count.

mod contest;
mod read;

pub(crate) use self::{
    contest::{CONTEST_MAX, ContestSecondRepair, contest},
    read::{
        RepairPlace, SecondRepairLine, TechnicianCount, by_technician, second_repair,
        second_repairs,
    },
};
