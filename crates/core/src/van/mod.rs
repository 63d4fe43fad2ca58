//! Use cases of the technician's van (车载库存): what he takes, passes on, gives back and counts, each an entry of his
//! van's document. What is fitted and taken out comes in by `part.fit` and `part.remove`, with the record.

mod confirm;
mod count;
mod explain;
mod hand_over;
mod move_pieces;
mod requisition;
mod return_new;
mod return_old;
mod stock;
mod take_back;
mod take_over;

pub use confirm::Confirm;
pub use count::Count;
pub use explain::ExplainDifference;
pub use hand_over::HandOver;
pub use move_pieces::{MovePieces, VanSituation};
pub use requisition::Requisition;
pub use return_new::ReturnNew;
pub use return_old::ReturnOld;
pub use take_back::TakeBack;
pub(crate) use take_back::take_back;
pub use take_over::TakeOver;
