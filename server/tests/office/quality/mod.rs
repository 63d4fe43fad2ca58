//! What quality works on: notices, alerts with their approvals, second repairs, checks, the month's report.

mod alerts;
mod checks;
mod notices;
mod report;
mod second_repairs;
