//! Tools and measuring instruments that are issued and kept (登记保管).
//!
//! [`register`] and [`change`] keep the register, [`move_tool`] says who has one; where it is follows from the last movement.
//! [`tools`] lists them, [`movements`] is the history of one.

mod error;
mod keep;
mod list;
mod moved;

pub use error::ToolError;
pub use keep::{ChangeTool, KeepTool, change, register};
pub use list::{Tool, ToolMovement, ToolQuestion, due_count, movements, tool_of, tools};
pub use moved::{MoveTool, ToolPlace, move_tool};

/// So many days before its end a calibration is due.
pub const DUE_DAYS: i64 = 30;
