//! Approvals (审批): a question that passes a chain of posts, with who said what, when and why.
//!
//! [`ask`] begins one about a subject (a complaint, a batch alert), [`say`] is the word of whoever is next, [`approval`]
//! reads it. Which posts, and what each may say, is [`doorstep_domain::approval_chain`]; who of the office speaks for a
//! post is [`action_of`].

mod ask;
mod error;
mod read;
mod say;

use doorstep_domain::approval_chain::Post;

pub use self::{
    ask::{Question, ask},
    error::ApprovalError,
    read::{Approval, ApprovalWord, approval, approvals_about},
    say::{SayWord, say},
};
use crate::rights::Action;

/// What somebody must be allowed to do to speak for a post. For an outside post it is he who writes down its word.
#[must_use]
pub const fn action_of(post: Post) -> Action {
    match post {
        Post::Supervisor => Action::ApproveComplaintAsSupervisor,
        Post::Centre | Post::DeputyDirector => Action::ApproveComplaintAsCentre,
        Post::SalesOffice => Action::HandleComplaints,
        Post::Quality | Post::Factory => Action::WorkOnQuality,
    }
}
