//! Dev only: named devices, simulated network and disk, fake clock, seeded ids.
//!
//! Power cuts and failing disks: start at [`crash::run`] and [`sweep::run`], which take any store as a
//! [workload and a check](workload); [`ledger`] is the smallest store that shows how to plug one in. Both stand on
//! [`disk::FaultDisk`]. Killed processes: [`kill::Loop`].

pub mod crash;
pub mod disk;
pub mod kill;
pub mod ledger;
pub mod sweep;
pub mod workload;
