//! Follow-up calls (回访).
//!
//! [`note`] keeps what is due beside the records, [`list`] is the due list, [`make`] writes down a call that was made and
//! does what follows from it. By which rule a call is due, and what is asked, is [`doorstep_domain::call_back`]. The rates
//! need only the table `call_back`: each row says what was due beside what was answered.

mod error;
mod list;
mod made;
mod make;
mod note;

pub(crate) use self::note::{due_anew, note, note_due};
pub use self::{
    error::CallBackError,
    list::{DueCall, DuePlace, PAGE_ROWS, Show, count_open, due_call, list},
    made::{MadeCall, made_about},
    make::{Made, MakeCallBack, make},
};
