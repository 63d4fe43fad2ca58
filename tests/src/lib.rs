//! Stories across devices and the real server: who takes part in them, and what they must agree on in the end.
//!
//! Start at [`Fleet::open`]: an office with a real server on a port of this machine, and devices with real files, each
//! with a name. [`FieldDevice::say`] does a line of a script, [`visit`] a whole visit, [`Fleet::settle`] brings everybody
//! into contact until nothing moves any more, and [`Fleet::assert_agreed`] says what then must hold. [`Stranger`] speaks
//! HTTP by hand, for what no honest device would send. [`KilledDevice`] is the real program, killed in the middle of lines.
#![allow(clippy::indexing_slicing, clippy::unwrap_used)] // a fleet that cannot be set up fails the test that asked for it

mod agreement;
mod bad_line;
mod browser;
mod clock;
mod dice;
mod door;
mod field_device;
mod fleet;
mod http;
mod killed_device;
mod office;
mod server_process;
mod stranger;
mod talk;
pub mod visit;

pub use agreement::{assert_device_agrees, assert_same_views};
pub use bad_line::{BadLine, Lost};
pub use browser::Browser;
pub use clock::SetClock;
pub use dice::Dice;
pub use field_device::{Copy, FieldDevice, Room};
pub use fleet::Fleet;
pub use http::Reply;
pub use killed_device::{KilledDevice, seed};
pub use office::{Job, Office};
pub use server_process::{ServerProcess, program};
pub use stranger::Stranger;
pub use talk::Talk;
