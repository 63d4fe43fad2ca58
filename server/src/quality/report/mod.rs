//! The month's report: complaints in sum, and failures by model, batch, cause and part (质量信息月报).
//!
//! [`complaint_sums`] and [`month_failures`] are its numbers, [`complaints_behind`] and [`records_behind`] what each opens.

mod complaints;
mod failures;
mod month;

pub(crate) use self::{
    complaints::{
        ComplaintBehind, ComplaintGroup, ComplaintSums, SumPlace, complaint_sums, complaints_behind,
    },
    failures::{MonthFailure, MonthGroup, Raised, month_failures, raised, records_behind},
    month::Month,
};
