//! The self-test of the simulated disk: what must lose does lose, what must not does not.

mod disk_full;
mod kill;
mod nth_operation;
mod power_cut;
