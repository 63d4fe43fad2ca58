//! Use cases that end in a sealed statement: the acceptance of the work, the refusal to sign; and the sealing that the
//! acceptance of a quote and the receipt for a payment share.

mod consent;
mod refuse;
mod seal;
mod shown;
mod sign_off;

pub use consent::consent_sentence;
pub use refuse::RefuseToSign;
pub(crate) use seal::{Signature, seal};
pub use shown::ConsentShown;
pub(crate) use shown::{Pad, as_shown};
pub use sign_off::SignOff;
